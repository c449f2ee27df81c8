#pragma once

#include "core/summaries/summary_service.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::test {

/// Keeps what a summary reports, in order.
struct RecordingListener final : SummaryListener {
    std::vector<std::string> events;
    std::string text;
    SummaryPrefill reading;
    std::vector<SummaryProgress> progress;
    SummaryOutcome outcome;
    /// Called with each event, where a test can throw.
    std::function<void(const std::string& event)> meanwhile = [](const std::string&) {};

    void on_prefill(const SummaryPrefill& found) override {
        reading = found;
        record("reading");
    }
    void on_progress(const SummaryProgress& now) override {
        progress.push_back(now);
        meanwhile("progress");
    }
    void on_text(std::string_view piece) override {
        text += piece;
        record("text");
    }
    void on_end(const SummaryOutcome& ended) override {
        outcome = ended;
        record("end");
    }
    void record(const std::string& event) {
        events.push_back(event);
        meanwhile(event);
    }
};

} // namespace sotto::test

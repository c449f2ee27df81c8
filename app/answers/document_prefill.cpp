#include "app/answers/document_prefill.h"

#include "app/answers/answer_report.h"
#include "app/answers/chosen_model.h"
#include "app/cli/number_format.h"
#include "app/runtime/model_choice.h"
#include "core/clock.h"
#include "core/executor/generation_relay.h"
#include "inference/generation/stored_prefixes.h"

#include <algorithm>
#include <chrono>
#include <format>
#include <memory>
#include <optional>
#include <utility>

namespace sotto::app {

namespace {

constexpr std::int64_t kPercent = 100;

/// Shows how much of a document has been read. Runs on: the command's loop.
class PrefillStatus {
public:
    explicit PrefillStatus(CommandContext& context) : context_(context) {}

    void show(const Progress& progress) {
        if (progress.phase != Phase::reading) {
            context_.terminal().show_status(progress_line(progress));
            return;
        }
        if (!begun_at_) {
            begun_at_ = progress.done;
            begun_ = clock_.now();
        }
        const std::chrono::duration<double> taken = clock_.now() - begun_;
        const std::string line = reading_line(progress, *begun_at_, taken.count());
        context_.terminal().show_status(line);
        // Without a status line, one message for each 10 %.
        const auto tenth = progress.total > 0 ? progress.done * 10 / progress.total : 10;
        if (!context_.terminal().shows_status() && tenth > shown_tenth_) {
            context_.terminal().message(line);
        }
        shown_tenth_ = std::max(tenth, shown_tenth_);
    }

private:
    CommandContext& context_;
    SteadyClock clock_;
    std::optional<std::int64_t> begun_at_;
    std::chrono::steady_clock::time_point begun_;
    std::int64_t shown_tenth_ = 0;
};

// The stored prefixes of the default model; nothing when there is no model.
std::optional<inference::StoredPrefixes> open_stored_prefixes(CommandContext& context) {
    const auto model = choose_model(context, {}, {});
    if (!model) {
        return std::nullopt;
    }
    auto texts = inference::StoredPrefixes::open(model->details.summary.folder,
                                                 kv_dtype_for(model->details.summary.weights),
                                                 model->profile.document_system_prompt());
    return texts ? std::optional(*std::move(texts)) : std::nullopt;
}

} // namespace

std::string reading_line(const Progress& progress, std::int64_t begun_at, double seconds) {
    const std::int64_t percent = progress.total > 0 ? progress.done * kPercent / progress.total : 0;
    std::string line = std::format("Reading {} % · {} of {} tokens", percent,
                                   format_integer(progress.done), format_integer(progress.total));
    const auto computed = static_cast<double>(progress.done - begun_at);
    if (computed > 0 && seconds > 0) {
        const double rate = computed / seconds;
        line += std::format(" · {:.0f} tokens/s", rate);
        if (progress.done < progress.total) {
            line += " · " +
                    format_duration(static_cast<double>(progress.total - progress.done) / rate) +
                    " left";
        }
    }
    return line;
}

Result<PrefillReport> prefill_document(CommandContext& context, const std::string& model,
                                       DocumentId id, const DocumentText& document) {
    ModelOptions options;
    options.name = model;
    const auto chosen = choose_model(context, options, {});
    if (!chosen) {
        return std::unexpected(chosen.error());
    }
    const PrefillRequest request{chosen->choice,
                                 chosen->profile.document_system_prompt(),
                                 {document},
                                 context.stop_on_interrupt(),
                                 {KvSource(id)}};
    const auto status = std::make_shared<PrefillStatus>(context);
    const auto relay =
        std::make_shared<GenerationRelay>(context.loop(), [status](const GenerationUpdate& update) {
            if (update.progress) {
                status->show(*update.progress);
            }
        });
    auto report =
        context.wait_for(context.runtime().model(), [&request, relay](LanguageModel& reader) {
            return reader.prefill(request, *relay);
        });
    context.terminal().clear_status();
    return report;
}

std::vector<std::int64_t> count_cached_tokens(CommandContext& context,
                                              const std::vector<DocumentText>& documents) {
    std::vector<std::int64_t> counts;
    if (const auto texts = documents.empty() ? std::nullopt : open_stored_prefixes(context)) {
        for (const DocumentText& document : documents) {
            counts.push_back(texts->count(document, *context.runtime().kv_store()));
        }
    }
    return counts;
}

} // namespace sotto::app

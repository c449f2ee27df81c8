#pragma once

#include "inference/generation/answer.h"

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>

namespace sotto::test {

/// Receives an answer and can stop it.
class AnswerListener final : public GenerateObserver {
public:
    void on_progress(const Progress& progress) override {
        if (progress.phase == Phase::reading) {
            CHECK(progress.done >= read);
            read = progress.done;
        }
    }
    void on_text(std::string_view text) override {
        streamed += text;
        if (++pieces == stop_after) {
            source.request_stop();
        }
    }

    std::int64_t read = 0;
    std::string streamed;
    std::size_t pieces = 0;     ///< one per token
    std::size_t stop_after = 0; ///< pieces; 0 = never
    std::stop_source source;
};

/// A whole answer, streamed token by token.
inline Generation run(inference::LoadedModel& model, const GenerateRequest& request) {
    AnswerListener listener;
    const auto made = inference::answer(model, request, listener);
    REQUIRE(made);
    CHECK(listener.streamed == made->text);
    CHECK(listener.pieces == made->token_ids.size());
    return *made;
}

} // namespace sotto::test

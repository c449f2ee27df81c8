#include "core/context/context_plan.h"
#include "core/context/prompt.h"
#include "core/summaries/summary_service.h"
#include "tests/support/pumped_ports.h"
#include "tests/support/recording_summary_listener.h"
#include "tests/support/thrown.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <format>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace sotto {

namespace {

using test::RecordingListener;
using test::ScriptedLanguageModel;

const ChatPrompt& prompt_of(const GenerateRequest& request) {
    return std::get<ChatPrompt>(request.prompt);
}

std::string text_of(const GenerateRequest& request) {
    return std::string(prompt_of(request).documents.front().text);
}

/// Paragraphs that name themselves: "Paragraph 7 is here. Paragraph 7 is here. …".
std::string numbered_text(int paragraphs) {
    std::string text;
    for (int number = 0; number < paragraphs; ++number) {
        for (int i = 0; i < 5; ++i) {
            text += std::format("Paragraph {} is here. ", number);
        }
        text += "\n\n";
    }
    return text;
}

/// "Paragraph 7" where a text says so at `at`.
std::string paragraph_at(const std::string& text, std::size_t at) {
    const auto digits = at + std::string_view("Paragraph ").size();
    return text.substr(at, text.find_first_not_of("0123456789", digits) - at);
}

/// The service, with a model whose tokens are bytes.
struct SummaryFixture : test::PumpedModel {
    std::unique_ptr<SummaryService> service =
        std::make_unique<SummaryService>(main, bound_library, bound_model, clock);
    std::shared_ptr<RecordingListener> listener = std::make_shared<RecordingListener>();
    std::function<void(const std::string& event)> on_event = [](const std::string&) {};

    SummaryFixture() {
        pump();
        model->context_tokens = 1000;
        // Each summary says which paragraphs its text began and ended with.
        model->write = [this](const GenerateRequest& request) {
            clock.advance(std::chrono::seconds(2));
            const std::string& text = text_of(request);
            return "In short: " + paragraph_at(text, text.find("Paragraph ")) + " to " +
                   paragraph_at(text, text.rfind("Paragraph ")) + ".";
        };
    }
    ~SummaryFixture() { service.reset(); }

    Status start(std::string text) {
        listener = std::make_shared<RecordingListener>();
        listener->meanwhile = on_event;
        SummaryRequest request;
        request.document = {"book.txt", std::move(text)};
        request.model_fingerprint = "tiny";
        request.profile.system_prompt = "Be brief.";
        request.profile.max_answer_tokens = 100;
        return service->start(std::move(request), listener);
    }
};

} // namespace

TEST_CASE_METHOD(SummaryFixture,
                 "A text that fits is summarized as a whole, and no part is saved") {
    const std::string text = numbered_text(3);
    REQUIRE(start(text));
    CHECK(service->is_running());
    pump();
    CHECK_FALSE(service->is_running());
    CHECK(listener->events == std::vector<std::string>{"reading", "text", "end"});
    CHECK(listener->reading.parts == 1);
    CHECK(listener->text == "In short: Paragraph 0 to Paragraph 2.");
    CHECK(listener->outcome.generation.text == listener->text);
    CHECK_FALSE(listener->outcome.error);
    REQUIRE(model->requests.size() == 1);
    const GenerateRequest& request = model->requests.front();
    CHECK(text_of(request) == text);
    CHECK(prompt_of(request).system == "Be brief.");
    CHECK(prompt_of(request).documents.front().title == "book.txt");
    CHECK(listener->reading.document_tokens ==
          ScriptedLanguageModel::tokens_of(prompt_of(request)));
    CHECK(request.max_tokens == 100);
    CHECK(request.sampling.temperature == 0);
    CHECK(library->summaries_store.all.empty());
    CHECK(library->documents_store.all.at(1).text == text);
}

TEST_CASE_METHOD(SummaryFixture, "A long text is read part by part, completely and in order") {
    const std::string text = numbered_text(40);
    REQUIRE(start(text));
    pump();
    REQUIRE_FALSE(listener->outcome.error);
    const auto parts = static_cast<std::size_t>(listener->reading.parts);
    REQUIRE(parts >= 5);
    std::string read;
    for (std::size_t i = 0; i < parts; ++i) {
        read += text_of(model->requests[i]);
    }
    CHECK(read == text);
    for (const GenerateRequest& request : model->requests) {
        const auto tokens = ScriptedLanguageModel::tokens_of(prompt_of(request));
        CHECK(tokens + request.max_tokens <= model->context_tokens);
    }
    // What was counted is read as it was counted: the only other prompts are the frames and the
    // texts too long to be read at once, one of each for each level.
    std::int64_t levels = 0;
    for (const GenerateRequest& request : model->requests) {
        CHECK(request.tokens != nullptr);
        levels += text_of(request).starts_with("Paragraph 0 ") ? 1 : 0;
    }
    CHECK(model->tokenized_prompts <= std::ssize(model->requests) + 2 * levels);
    CHECK(listener->events == std::vector<std::string>{"reading", "text", "end"});
    // The shared lead-in is dropped between the levels, and the whole is told from end to end.
    CHECK(text_of(model->requests.back()).starts_with("Paragraph 0 to Paragraph"));
    CHECK(listener->text.starts_with("In short: Paragraph 0 to"));
    CHECK(listener->text.ends_with("to Paragraph 39."));
    CHECK(prompt_of(model->requests.back()).documents.front().title.contains("summaries"));
}

TEST_CASE_METHOD(SummaryFixture, "Many parts are combined over several levels") {
    model->context_tokens = 400;
    REQUIRE(start(numbered_text(150)));
    pump();
    REQUIRE_FALSE(listener->outcome.error);
    const auto parts = static_cast<std::size_t>(listener->reading.parts);
    CHECK(model->requests.size() > parts + 1);
    CHECK(listener->text.ends_with("to Paragraph 149."));
    for (const GenerateRequest& request : model->requests) {
        const auto tokens = ScriptedLanguageModel::tokens_of(prompt_of(request));
        REQUIRE(tokens + std::min<std::int64_t>(request.max_tokens, 50) <= model->context_tokens);
    }
}

TEST_CASE_METHOD(SummaryFixture, "Progress rises to the last step and includes the time left") {
    REQUIRE(start(numbered_text(40)));
    pump();
    const auto& progress = listener->progress;
    REQUIRE(progress.size() > 5);
    for (std::size_t i = 1; i < progress.size(); ++i) {
        CHECK(progress[i].share >= progress[i - 1].share);
        CHECK(progress[i].step <= progress[i].steps);
    }
    CHECK_FALSE(progress.front().seconds_left);
    // Two seconds a step, the last one half done as far as can be known.
    REQUIRE(progress.back().seconds_left);
    CHECK(progress.back().step == progress.back().steps);
    CHECK(*progress.back().seconds_left < 2);
    CHECK(progress.back().share < 1);
}

TEST_CASE_METHOD(SummaryFixture, "After a stop the same request continues with the next part") {
    const std::string text = numbered_text(40);
    model->between = [this](std::size_t) {
        if (model->requests.size() == 4) {
            service->stop();
        }
    };
    REQUIRE(start(text));
    pump();
    CHECK(listener->outcome.generation.stats.reason == FinishReason::cancelled);
    CHECK(listener->outcome.generation.text.empty());
    CHECK_FALSE(listener->outcome.error);
    CHECK(listener->events == std::vector<std::string>{"reading", "end"});
    REQUIRE(library->summaries_store.all.size() == 3);
    const std::string stopped_at = text_of(model->requests[3]);

    model->between = [](std::size_t) {};
    model->requests.clear();
    REQUIRE(start(text));
    pump();
    CHECK(listener->reading.kept_parts == 3);
    CHECK(text_of(model->requests.front()) == stopped_at);
    CHECK(listener->text.starts_with("In short: Paragraph 0 to"));
    CHECK(listener->text.ends_with("to Paragraph 39."));
    CHECK(library->documents_store.all.size() == 1);

    // Once more: only the whole is written again, as it was.
    const std::string whole = listener->text;
    model->requests.clear();
    REQUIRE(start(text));
    pump();
    CHECK(listener->reading.kept_parts == listener->reading.parts);
    CHECK(model->requests.size() == 1);
    CHECK(listener->text == whole);
}

TEST_CASE_METHOD(SummaryFixture, "A part that was finished before the stop is saved") {
    model->write = [this](const GenerateRequest&) {
        if (model->requests.size() == 2) {
            main.post_always([this] { service->stop(); }); // arrives after the generation
        }
        return std::string("Something.");
    };
    REQUIRE(start(numbered_text(40)));
    pump();
    CHECK(listener->outcome.generation.stats.reason == FinishReason::cancelled);
    CHECK(model->requests.size() == 2);
    CHECK(library->summaries_store.all.size() == 2);
}

TEST_CASE_METHOD(SummaryFixture, "A summary ends even when the model writes endlessly") {
    model->write = [](const GenerateRequest&) { return std::string(5000, 'x'); };
    REQUIRE(start(numbered_text(40)));
    pump();
    CHECK_FALSE(listener->outcome.error);
    CHECK(listener->text == std::string(5000, 'x'));
}

TEST_CASE_METHOD(SummaryFixture, "Saved summaries of another model are not used") {
    REQUIRE(start(numbered_text(40)));
    pump();
    listener = std::make_shared<RecordingListener>();
    SummaryRequest request;
    request.document = {"book.txt", numbered_text(40)};
    request.model_fingerprint = "other";
    request.profile.system_prompt = "Be brief.";
    request.profile.max_answer_tokens = 100;
    REQUIRE(service->start(std::move(request), listener));
    pump();
    CHECK(listener->reading.parts > 1);
    CHECK(listener->reading.kept_parts == 0);
}

TEST_CASE_METHOD(SummaryFixture, "An error ends the summary and is reported") {
    SECTION("the model fails in the middle") {
        model->failure_at_end = Error{ErrorCode::out_of_memory, "no memory"};
        REQUIRE(start(numbered_text(40)));
        pump();
        CHECK(listener->outcome.error->code == ErrorCode::out_of_memory);
    }
    SECTION("a part cannot be saved") {
        library->summaries_store.next_failure = Error{ErrorCode::out_of_space, "disk full"};
        REQUIRE(start(numbered_text(40)));
        pump();
        CHECK(listener->outcome.error->code == ErrorCode::out_of_space);
        CHECK(model->requests.size() == 1);
    }
    SECTION("the context is too small for anything") {
        model->context_tokens = 120;
        REQUIRE(start(numbered_text(40)));
        pump();
        REQUIRE(listener->outcome.error);
        CHECK(listener->outcome.error->code == ErrorCode::context_too_long);
        CHECK(listener->outcome.error->detail.contains("120"));
    }
    SECTION("what the model writes has more tokens than the level below") {
        model->write = [](const GenerateRequest&) { return std::string(900, 'x'); };
        model->count_tokens = [](const ChatPrompt& prompt) {
            return ScriptedLanguageModel::tokens_of(prompt) +
                   20 * std::ranges::count(compose_system_message(prompt).text, 'x');
        };
        REQUIRE(start(numbered_text(40)));
        pump();
        REQUIRE(listener->outcome.error);
        CHECK(listener->outcome.error->code == ErrorCode::context_too_long);
    }
    SECTION("the model writes nothing") {
        model->write = [](const GenerateRequest&) { return std::string(" \n"); };
        REQUIRE(start(numbered_text(40)));
        pump();
        CHECK(listener->outcome.error->code == ErrorCode::unsupported);
    }
    CHECK_FALSE(service->is_running());
    CHECK(listener->events.back() == "end");
}

TEST_CASE_METHOD(SummaryFixture, "Only one summary runs at a time, and an empty text has none") {
    CHECK(start(" \n\t").error().code == ErrorCode::invalid_input);
    REQUIRE(start(numbered_text(2)));
    const auto running = listener;
    CHECK(start(numbered_text(2)).error().code == ErrorCode::busy);
    pump();
    CHECK(running->events.back() == "end");
}

TEST_CASE_METHOD(SummaryFixture, "Destroying the service stops the summary without a callback") {
    model->between = [this](std::size_t) { service.reset(); };
    REQUIRE(start(numbered_text(40)));
    pump();
    CHECK(listener->events == std::vector<std::string>{"reading"});
    CHECK(model->requests.size() == 1);
}

TEST_CASE("Joined summaries lose a shared lead-in and nothing else") {
    CHECK(join_summaries({"The main points: A. B.", "The main points: C."}) == "A. B.\n\nC.");
    CHECK(join_summaries({"The main points: A.", "Other: C."}) ==
          "The main points: A.\n\nOther: C.");
    CHECK(join_summaries({"So: noon.\nA", " ", "So: dusk."}) == "noon.\nA\n\ndusk.");
    CHECK(join_summaries({"The main points: A."}) == "The main points: A.");
    CHECK(join_summaries({"One line\nthen: A", "One line\nthen: B"}) ==
          "One line\nthen: A\n\nOne line\nthen: B");
    CHECK(join_summaries({"So: A", "So: B", "C: D"}) == "A\n\nB\n\nC: D");
    CHECK(join_summaries({"So: 1", "So: 2", "3", "4", "5", "6", "7", "8", "9"})
              .starts_with("So: 1\n\nSo: 2\n\n3"));
    CHECK(join_summaries({"", " "}).empty());
}

TEST_CASE("Summaries of parts are short enough for each level to shrink") {
    for (const std::int64_t context : {200, 512, 2048, 8192, 40960, 131072}) {
        CAPTURE(context);
        const auto sizes = plan_summary(context, 100, 1024);
        REQUIRE(sizes);
        CHECK(100 + sizes->max_part + sizes->part_answer <= context);
        CHECK(sizes->part <= sizes->max_part);
        CHECK(3 * sizes->part_answer <= sizes->part);
        CHECK(estimate_steps(1, *sizes) == 2);
        CHECK(estimate_steps(100, *sizes) > 100);
    }
    CHECK(plan_summary(150, 100, 1024).error().code == ErrorCode::context_too_long);
    CHECK(answer_room(131072, 1024) == 1024);
    CHECK(answer_room(512, 1024) == 64);
    CHECK(answer_room(512, 10) == 10);
}

TEST_CASE_METHOD(SummaryFixture, "What is thrown ends the summary as failed") {
    const test::Thrown thrown = test::any_thrown();
    CAPTURE(thrown.name);
    SECTION("by the model while it counts") {
        model->count_tokens = [&](const ChatPrompt&) -> std::int64_t {
            thrown.raise();
            return 0;
        };
    }
    SECTION("by the model while it writes") {
        model->write = [&](const GenerateRequest&) -> std::string {
            thrown.raise();
            return {};
        };
    }
    SECTION("by the library") {
        library->on_use = thrown.raise;
    }
    for (const std::string place : {"reading", "progress", "text"}) {
        DYNAMIC_SECTION("by the listener at " << place) {
            on_event = [&, place](const std::string& event) {
                if (event == place) {
                    thrown.raise();
                }
            };
        }
    }
    REQUIRE(start(numbered_text(3)));
    pump();
    CHECK_FALSE(service->is_running());
    REQUIRE_FALSE(listener->events.empty());
    CHECK(listener->events.back() == "end");
    REQUIRE(listener->outcome.error);
    CHECK(listener->outcome.error->code == thrown.code);
    library->on_use = [] {};
}

} // namespace sotto

#include "core/context/context_fit.h"
#include "tests/support/scripted_language_model.h"

#include <catch2/catch_test_macros.hpp>

#include <format>
#include <string>
#include <vector>

namespace sotto {

namespace {

using test::ScriptedLanguageModel;

class StreamRecorder final : public GenerateObserver {
public:
    void on_progress(const Progress&) override {}
    void on_text(std::string_view text) override { streamed += text; }
    std::string streamed;
};

ChatMessage said(Role role, std::string text) {
    ChatMessage message;
    message.role = role;
    message.text = std::move(text);
    return message;
}

/// A conversation of numbered turns of about a hundred characters, and a question.
ChatPrompt conversation(int turns, const std::string& question = "And now?") {
    ChatPrompt prompt;
    prompt.system = "Be brief.";
    for (int i = 0; i < turns; ++i) {
        prompt.messages.push_back(said(Role::user, std::format("Question {} is this.", i)));
        prompt.messages.push_back(
            said(Role::assistant, std::format("Answer {}: {}", i, std::string(70, 'x'))));
    }
    prompt.messages.push_back(said(Role::user, question));
    return prompt;
}

std::string book(int paragraphs) {
    std::string text;
    for (int i = 0; i < paragraphs; ++i) {
        text += std::format("Paragraph {} tells how the number {} was found.\n{}\n\n", i, i * 7919,
                            std::string(500, 'y'));
    }
    return text;
}

struct Fixture {
    ScriptedLanguageModel model;
    StreamRecorder observer;
    TurnSummary kept;

    Fixture() { model.context_tokens = 1000; }

    Result<FittedPrompt> fit(const ChatPrompt& prompt, OverflowPolicy overflow_policy) {
        GenerateRequest request;
        request.prompt = prompt;
        request.max_tokens = 100;
        return fit_context(model, request, overflow_policy, kept, observer);
    }
};

} // namespace

TEST_CASE_METHOD(Fixture, "The parts of a plan add up to the whole prompt") {
    ChatPrompt prompt = conversation(2);
    prompt.documents = {{"a.txt", "Something to read."}};
    const auto tokens = tokenize(model, {}, prompt, {}, observer);
    REQUIRE(tokens);
    const ContextPlan plan = make_plan(**tokens, 100);
    CHECK(plan.prompt() == ScriptedLanguageModel::tokens_of(prompt));
    CHECK(plan.system == 9);
    CHECK(plan.question == 8);
    CHECK(plan.history == 2 * (19 + 80));
    CHECK(plan.documents == plan.prompt() - 9 - 8 - plan.history);
    CHECK(plan.answer == 100);
    CHECK(plan.free() == 1000 - plan.prompt() - 100);
    CHECK(plan.fits());
    CHECK(tokenize(model, {}, {}, {}, observer).error().code == ErrorCode::invalid_input);
}

TEST_CASE_METHOD(Fixture, "A prompt that fits is not changed by any overflow policy") {
    const ChatPrompt prompt = conversation(3);
    for (const OverflowPolicy overflow_policy :
         {OverflowPolicy::refuse, OverflowPolicy::drop_oldest, OverflowPolicy::summarize,
          OverflowPolicy::search}) {
        const auto fitted = fit(prompt, overflow_policy);
        REQUIRE(fitted);
        CHECK(fitted->prompt.messages.size() == 7);
        CHECK(fitted->use.truncated_turns == 0);
        CHECK(fitted->use.summarized_turns == 0);
        CHECK(fitted->use.total_document_parts == 0);
    }
    CHECK(model.requests.empty());
}

TEST_CASE_METHOD(Fixture, "A prompt that does not fit is refused with the numbers") {
    const auto fitted = fit(conversation(20), OverflowPolicy::refuse);
    REQUIRE_FALSE(fitted);
    CHECK(fitted.error().code == ErrorCode::context_too_long);
    for (const char* words : {"2017 tokens", "earlier turns 2000", "takes 900"}) {
        CAPTURE(fitted.error().detail);
        CHECK(fitted.error().detail.contains(words));
    }
}

TEST_CASE_METHOD(Fixture, "The oldest turns are dropped as a whole until the rest fits") {
    const auto fitted = fit(conversation(20), OverflowPolicy::drop_oldest);
    REQUIRE(fitted);
    const auto gone = fitted->use.truncated_turns;
    CHECK(gone >= 12);
    CHECK(gone < 20);
    CHECK(fitted->use.plan.fits());
    CHECK(fitted->use.plan.prompt() == ScriptedLanguageModel::tokens_of(fitted->prompt));
    CHECK(fitted->prompt.messages.front().text == std::format("Question {} is this.", gone));
    CHECK(fitted->prompt.messages.back().text == "And now?");
}

TEST_CASE_METHOD(Fixture,
                 "Turns are dropped in blocks, so that most prompts begin as the one before") {
    std::vector<std::int64_t> gone;
    for (int turns = 5; turns < 60; ++turns) {
        const auto fitted = fit(conversation(turns), OverflowPolicy::drop_oldest);
        REQUIRE(fitted);
        REQUIRE(fitted->use.plan.fits());
        gone.push_back(fitted->use.truncated_turns);
    }
    int changes = 0;
    for (std::size_t i = 1; i < gone.size(); ++i) {
        CHECK(gone[i] >= gone[i - 1]);
        changes += gone[i] != gone[i - 1] ? 1 : 0;
    }
    CHECK(changes > 10);
    CHECK(changes <= 30);
}

TEST_CASE_METHOD(Fixture, "A question that does not fit alone is refused") {
    const auto fitted = fit(conversation(3, std::string(950, 'q')), OverflowPolicy::drop_oldest);
    REQUIRE_FALSE(fitted);
    CHECK(fitted.error().code == ErrorCode::context_too_long);
    CHECK_FALSE(fit(conversation(0, std::string(950, 'q')), OverflowPolicy::summarize));
}

TEST_CASE_METHOD(Fixture, "A summary replaces the oldest turns and is generated once") {
    model.write = [](const GenerateRequest&) { return std::string("They greeted each other."); };
    const auto fitted = fit(conversation(10), OverflowPolicy::summarize);
    REQUIRE(fitted);
    CHECK(fitted->use.truncated_turns == 0);
    CHECK(fitted->use.summarized_turns > 0);
    CHECK(fitted->use.plan.fits());
    REQUIRE(fitted->prompt.messages.size() > 2);
    CHECK(fitted->prompt.messages[0].role == Role::system);
    CHECK(fitted->prompt.messages[0].text.ends_with("They greeted each other."));
    CHECK(fitted->prompt.messages[1].text ==
          std::format("Question {} is this.", fitted->use.summarized_turns));
    CHECK(observer.streamed.empty());
    REQUIRE(model.requests.size() == 1);
    const auto& asked = std::get<ChatPrompt>(model.requests[0].prompt);
    CHECK(asked.documents[0].text.view().starts_with(
        "User: Question 0 is this.\n\nAssistant: Answer 0"));
    REQUIRE(fit(conversation(10), OverflowPolicy::summarize));
    CHECK(model.requests.size() == 1);
}

TEST_CASE_METHOD(Fixture,
                 "Turns that cannot be summarized are dropped, and a stop ends the summary") {
    SECTION("too long even for that") {
        model.failure_at_end = Error{ErrorCode::context_too_long, "too long"};
        const auto fitted = fit(conversation(10), OverflowPolicy::summarize);
        REQUIRE(fitted);
        CHECK(fitted->use.summarized_turns == 0);
        CHECK(fitted->use.truncated_turns > 0);
    }
    SECTION("the model fails") {
        model.failure_at_end = Error{ErrorCode::out_of_memory, "no memory"};
        CHECK(fit(conversation(10), OverflowPolicy::summarize).error().code ==
              ErrorCode::out_of_memory);
    }
    SECTION("a stop") {
        GenerateRequest request;
        request.prompt = conversation(10);
        request.max_tokens = 100;
        std::stop_source stop;
        request.stop = stop.get_token();
        model.between = [&stop](std::size_t) { stop.request_stop(); };
        const auto fitted = fit_context(model, request, OverflowPolicy::summarize, kept, observer);
        REQUIRE_FALSE(fitted);
        CHECK(fitted.error().code == ErrorCode::cancelled);
    }
}

TEST_CASE_METHOD(Fixture, "The parts of a long document that match the question are read") {
    model.context_tokens = 4000;
    ChatPrompt prompt = conversation(0, "How was the number 95028 found?"); // 12 × 7919 is there
    prompt.documents = {{"book.txt", book(40)}};
    const auto refused = fit(prompt, OverflowPolicy::drop_oldest);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().detail.contains("documents"));

    const auto fitted = fit(prompt, OverflowPolicy::search);
    REQUIRE(fitted);
    CHECK(fitted->use.plan.fits());
    CHECK(fitted->use.document_parts > 0);
    CHECK(fitted->use.total_document_parts >= 20);
    CHECK(fitted->use.document_parts < fitted->use.total_document_parts);
    REQUIRE(fitted->prompt.documents.size() == 1);
    CHECK(fitted->prompt.documents[0].title == "book.txt");
    CHECK(fitted->prompt.documents[0].text.view().contains("the number 95028 was found"));
    CHECK(fitted->use.plan.documents > 1000);

    prompt.messages.back().text = "zzz?";
    const auto nothing = fit(prompt, OverflowPolicy::search);
    REQUIRE_FALSE(nothing);
    CHECK(nothing.error().code == ErrorCode::context_too_long);
}

TEST_CASE_METHOD(Fixture, "A search reads few passages, however large the context is") {
    model.context_tokens = 40'000;
    ChatPrompt prompt = conversation(0, "Where was the number 95028 found?");
    prompt.documents = {{"book.txt", book(100)}};
    const auto fitted = fit(prompt, OverflowPolicy::search);
    REQUIRE(fitted);
    CHECK(fitted->use.plan.documents > 700);
    CHECK(fitted->use.plan.documents <= 1536);
    CHECK(fitted->prompt.documents[0].text.view().contains("the number 95028 was found"));

    prompt.documents = {{"short.txt", book(60)}};
    const auto whole = fit(prompt, OverflowPolicy::search);
    REQUIRE(whole);
    CHECK(whole->use.document_parts == 0); // a document that fits is read in full
}

TEST_CASE_METHOD(Fixture, "The search policy drops turns when there are no documents") {
    const auto fitted = fit(conversation(20), OverflowPolicy::search);
    REQUIRE(fitted);
    CHECK(fitted->use.truncated_turns > 0);
    CHECK(fitted->use.total_document_parts == 0);
}

TEST_CASE_METHOD(Fixture, "A prompt that fits is tokenized once, documents included") {
    GenerateRequest request;
    ChatPrompt prompt = conversation(2);
    prompt.documents = {{"a.txt", "Something to read."}, {"b.txt", "And more."}};
    request.prompt = prompt;
    request.max_tokens = 100;
    REQUIRE(answer_in_context(model, request, OverflowPolicy::refuse, kept, observer));
    CHECK(model.tokenized_prompts == 1);
    CHECK(model.tokenized_bytes == ScriptedLanguageModel::tokens_of(prompt));
    REQUIRE(model.requests.size() == 1);
    CHECK(model.requests[0].tokens != nullptr);
}

TEST_CASE_METHOD(Fixture, "Tokens that are there already are not counted again") {
    GenerateRequest request;
    request.prompt = conversation(20);
    request.max_tokens = 100;
    const auto tokens = tokenize(model, {}, std::get<ChatPrompt>(request.prompt), {}, observer);
    REQUIRE(tokens);
    request.tokens = *tokens;
    CHECK(count_fit(model, request, OverflowPolicy::refuse, observer)->tokens == *tokens);
    CHECK(model.tokenized_prompts == 1);
    const auto fitted = count_fit(model, request, OverflowPolicy::drop_oldest, observer);
    REQUIRE(fitted);
    CHECK(fitted->tokens->ids == model.ids_of(fitted->prompt));
}

TEST_CASE_METHOD(Fixture, "The fitted prompt is answered") {
    GenerateRequest request;
    request.prompt = conversation(20);
    request.max_tokens = 100;
    const auto made =
        answer_in_context(model, request, OverflowPolicy::drop_oldest, kept, observer);
    REQUIRE(made);
    CHECK(made->generation.text == "Hello there.");
    CHECK(made->use.truncated_turns > 0);
    REQUIRE(model.requests.size() == 1);
    CHECK(ScriptedLanguageModel::tokens_of(std::get<ChatPrompt>(model.requests[0].prompt)) ==
          made->use.plan.prompt());
    CHECK_FALSE(answer_in_context(model, request, OverflowPolicy::refuse, kept, observer));
}

} // namespace sotto

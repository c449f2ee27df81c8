#include "tests/core/chat/chat_fixture.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

namespace sotto {

TEST_CASE_METHOD(ChatFixture,
                 "A turn saves the question first, then streams, then saves the answer") {
    REQUIRE(send("Hello?"));
    CHECK(chat->is_running());
    storage_loop.run_pending();
    CHECK(model->requests.empty());
    REQUIRE(library->conversations_store.all.size() == 1);
    CHECK(stored_answer().state == MessageState::writing);
    CHECK(library->conversations_store.all.begin()->second.summary.title == "Hello?");

    pump();
    CHECK_FALSE(chat->is_running());
    CHECK(listener->events == std::vector<std::string>{"saved", "writing", "text", "end"});
    CHECK(listener->text == "Hello there.");
    CHECK(listener->outcome.state == MessageState::complete);
    CHECK_FALSE(listener->outcome.error);
    CHECK(stored_answer().text == "Hello there.");
    CHECK(stored_answer().token_ids == std::vector<TokenId>{100, 101, 102});
    CHECK(stored_answer().state == MessageState::complete);
    CHECK(stored_answer().stats->prompt_tokens == 12);
}

TEST_CASE_METHOD(ChatFixture,
                 "The model sees the conversation so far, with the exact ids of its answers") {
    REQUIRE(send("One?"));
    pump();
    REQUIRE(send("Two?", listener->start.conversation));
    pump();
    REQUIRE(model->requests.size() == 2);
    const auto& prompt = std::get<ChatPrompt>(model->requests[1].prompt);
    CHECK(prompt.system == "Be brief.");
    REQUIRE(prompt.messages.size() == 3);
    CHECK(prompt.messages[0].text == "One?");
    CHECK(prompt.messages[1].role == Role::assistant);
    CHECK(prompt.messages[1].token_ids == std::vector<TokenId>{100, 101, 102});
    CHECK(prompt.messages[2].text == "Two?");
}

TEST_CASE_METHOD(ChatFixture,
                 "The keys and values of a turn are stored unless no history is kept") {
    REQUIRE(send("One?"));
    pump();
    CHECK(model->requests.back().saving == KvSaving::turn);
    TurnRequest request;
    request.text = "Two?";
    request.profile.history = History::none;
    REQUIRE(chat->send(std::move(request), listener));
    pump();
    REQUIRE(model->requests.size() == 2);
    CHECK(model->requests.back().saving == KvSaving::none);
}

TEST_CASE_METHOD(ChatFixture, "Every answer of a conversation gets its documents, in their order") {
    auto& documents = library->documents_store;
    const auto first = documents.add({.title = "first", .text = "1"});
    const auto second = documents.add({.title = "second", .text = "2"});
    const auto begun = library->conversations_store.attach({}, "title", *second);
    REQUIRE(begun);
    REQUIRE(library->conversations_store.attach(*begun, "title", *first));
    for (int turn = 0; turn < 2; ++turn) {
        REQUIRE(send("And?", *begun));
        pump();
        const auto& prompt = std::get<ChatPrompt>(model->requests.back().prompt);
        REQUIRE(prompt.documents.size() == 2);
        CHECK(prompt.documents[0].title == "second");
        CHECK(prompt.documents[1].text == "1");
    }
    REQUIRE(library->conversations_store.detach(*begun, *second));
    REQUIRE(send("And?", *begun));
    pump();
    CHECK(std::get<ChatPrompt>(model->requests.back().prompt).documents.size() == 1);
}

TEST_CASE_METHOD(ChatFixture, "Token ids of another model are not used") {
    REQUIRE(send("One?"));
    pump();
    library->conversations_store.all.begin()->second.messages.back().model = "other";
    REQUIRE(send("Two?", listener->start.conversation));
    pump();
    const auto& prompt = std::get<ChatPrompt>(model->requests[1].prompt);
    CHECK(prompt.messages[1].text == "Hello there.");
    CHECK(prompt.messages[1].token_ids.empty());
}

TEST_CASE_METHOD(ChatFixture, "Partial answers are saved every half second while text arrives") {
    model->between = [this](std::size_t) {
        clock.advance(std::chrono::milliseconds(300));
        main.run_pending();
        storage_loop.run_pending();
        main.run_pending();
    };
    model->pieces = {"a", "b", "c", "d", "e"};
    REQUIRE(send("Hello?"));
    pump();
    const auto& updates = library->conversations_store.updates;
    REQUIRE(updates.size() >= 3);
    CHECK(updates.front().state == MessageState::writing);
    CHECK(updates.front().text == "a");
    CHECK(updates.back().text == "abcde");
    for (std::size_t i = 1; i < updates.size(); ++i) {
        CHECK(updates[i].text.starts_with(updates[i - 1].text));
    }
}

TEST_CASE_METHOD(ChatFixture, "A stop keeps the text so far") {
    model->between = [this](std::size_t written) {
        if (written == 2) {
            chat->stop();
        }
    };
    REQUIRE(send("Hello?"));
    pump();
    CHECK(listener->outcome.state == MessageState::interrupted);
    CHECK_FALSE(listener->outcome.error);
    CHECK(stored_answer().text == "Hello there");
    CHECK(stored_answer().state == MessageState::interrupted);
}

TEST_CASE_METHOD(ChatFixture, "A stop before the model starts ends the turn without text") {
    REQUIRE(send("Hello?"));
    chat->stop();
    pump();
    CHECK(listener->events == std::vector<std::string>{"saved", "end"});
    CHECK(listener->outcome.state == MessageState::interrupted);
    CHECK_FALSE(listener->outcome.error);
}

TEST_CASE_METHOD(ChatFixture, "A failing model ends the turn with its error and keeps the text") {
    model->failure_at_end = Error{ErrorCode::out_of_memory, "no memory"};
    REQUIRE(send("Hello?"));
    pump();
    CHECK(listener->outcome.state == MessageState::failed);
    CHECK(listener->outcome.error->code == ErrorCode::out_of_memory);
    CHECK(stored_answer().text == "Hello there.");
    CHECK(stored_answer().state == MessageState::failed);
    CHECK(listener->events.back() == "end");
}

TEST_CASE_METHOD(ChatFixture, "When the question cannot be saved, nothing is generated") {
    library->conversations_store.next_failure = Error{ErrorCode::out_of_space, "disk full"};
    REQUIRE(send("Hello?"));
    pump();
    CHECK(listener->events == std::vector<std::string>{"end"});
    CHECK(listener->outcome.error->code == ErrorCode::out_of_space);
    CHECK(model->requests.empty());
    CHECK_FALSE(chat->is_running());
}

TEST_CASE_METHOD(ChatFixture, "When the answer cannot be saved, the listener is told") {
    model->between = [this](std::size_t) {
        library->conversations_store.next_failure = Error{ErrorCode::out_of_space, "disk full"};
    };
    REQUIRE(send("Hello?"));
    pump();
    CHECK(listener->text == "Hello there.");
    REQUIRE(listener->outcome.error);
    CHECK(listener->outcome.error->code == ErrorCode::out_of_space);
}

TEST_CASE_METHOD(ChatFixture, "Only one turn runs at a time, and blank text is not sent") {
    CHECK(send(" \n").error().code == ErrorCode::invalid_input);
    REQUIRE(send("Hello?"));
    CHECK(send("Again?").error().code == ErrorCode::busy);
    pump();
    CHECK(send("Again?"));
    pump();
}

TEST_CASE_METHOD(ChatFixture, "A listener may send the next turn from on_end") {
    struct Chained final : TurnListener {
        ChatService* chat = nullptr;
        int ends = 0;
        void on_saved(const TurnStart&) override {}
        void on_progress(const Progress&) override {}
        void on_text(std::string_view) override {}
        void on_end(const TurnOutcome&) override {
            ++ends;
            if (ends == 1) {
                TurnRequest next;
                next.text = "And?";
                CHECK(chat->send(std::move(next), again));
            }
        }
        std::shared_ptr<TurnListener> again;
    };
    auto chained = std::make_shared<Chained>();
    chained->chat = chat.get();
    chained->again = listener;
    TurnRequest request;
    request.text = "Hello?";
    REQUIRE(chat->send(std::move(request), chained));
    pump();
    CHECK(chained->ends == 1);
    CHECK(listener->events.back() == "end");
}

TEST_CASE_METHOD(
    ChatFixture,
    "Destroying the service stops the turn and saves the text so far without a callback") {
    model->between = [this](std::size_t written) {
        if (written == 2) {
            chat.reset();
        }
    };
    REQUIRE(send("Hello?"));
    pump();
    CHECK(listener->events == std::vector<std::string>{"saved"});
    CHECK(stored_answer().text == "Hello there");
    CHECK(stored_answer().state == MessageState::interrupted);
}

TEST_CASE_METHOD(ChatFixture,
                 "A conversation longer than the context continues without its oldest turns") {
    model->context_tokens = 600;
    for (int i = 0; i < 12; ++i) {
        TurnRequest request;
        request.conversation = i == 0 ? ConversationId() : listener->start.conversation;
        request.text = "Question " + std::to_string(i) + std::string(80, '.');
        request.model_name = "other";
        request.overflow_policy = OverflowPolicy::drop_oldest;
        REQUIRE(chat->send(std::move(request), listener));
        pump();
        REQUIRE_FALSE(listener->outcome.error);
        REQUIRE(listener->outcome.context);
        CHECK(listener->outcome.context->plan.fits());
    }
    CHECK(listener->outcome.context->truncated_turns > 0);
    CHECK(listener->outcome.state == MessageState::complete);
    const auto& prompt = std::get<ChatPrompt>(model->requests.back().prompt);
    CHECK(prompt.messages.back().text.starts_with("Question 11"));
    CHECK_FALSE(prompt.messages.front().text.starts_with("Question 0"));
    // What was not read is still there.
    CHECK(library->conversations_store.all.begin()->second.messages.size() == 24);
}

TEST_CASE_METHOD(ChatFixture, "Without an overflow policy a full context is an error") {
    model->context_tokens = 60;
    REQUIRE(send("Hello? " + std::string(80, '.')));
    pump();
    CHECK(listener->outcome.state == MessageState::failed);
    CHECK(listener->outcome.error->code == ErrorCode::context_too_long);
    CHECK_FALSE(listener->outcome.context);
    CHECK(model->requests.empty());
}

TEST_CASE_METHOD(ChatFixture, "A turn is tokenized once, and its documents are not copied") {
    REQUIRE(send("Hello?"));
    pump();
    const ConversationId conversation = listener->start.conversation;
    const auto document =
        library->documents_store.add({.title = "a", .text = std::string(1000, 'a')});
    REQUIRE(library->conversations_store.attach(conversation, "", *document));
    model->tokenized_prompts = 0;
    REQUIRE(send("And?", conversation));
    pump();
    REQUIRE_FALSE(listener->outcome.error);
    CHECK(model->tokenized_prompts == 1);
    const auto& prompt = std::get<ChatPrompt>(model->requests.back().prompt);
    CHECK(model->tokenized_bytes == test::ScriptedLanguageModel::tokens_of(prompt) + 15);
    REQUIRE(prompt.documents.size() == 1);
    CHECK(prompt.documents[0].text.view().data() ==
          library->documents_store.all.at(document->value).text.view().data());
}

TEST_CASE_METHOD(ChatFixture, "A question that does not fit leaves nothing behind") {
    model->context_tokens = 60;
    REQUIRE(send("Hello? " + std::string(80, '.')));
    pump();
    REQUIRE(listener->outcome.rolled_back);
    CHECK_FALSE(listener->outcome.rolled_back->is_valid()); // the conversation was only this
    CHECK(library->conversations_store.all.empty());
    CHECK_FALSE(chat->is_running());

    REQUIRE(send("Short?"));
    pump();
    CHECK_FALSE(listener->outcome.rolled_back);
    const ConversationId conversation = listener->start.conversation;
    REQUIRE(send("Hello? " + std::string(80, '.'), conversation));
    pump();
    CHECK(listener->outcome.rolled_back == conversation);
    CHECK(library->conversations_store.all.begin()->second.messages.size() == 2);
}

TEST_CASE_METHOD(ChatFixture, "A question that cannot be removed stays as one that failed") {
    model->context_tokens = 60;
    model->while_tokenizing = [this](std::int64_t) {
        library->conversations_store.next_failure = Error{ErrorCode::io, "no"};
    };
    REQUIRE(send("Hello? " + std::string(80, '.')));
    pump();
    CHECK_FALSE(listener->outcome.rolled_back);
    CHECK(listener->outcome.error->code == ErrorCode::context_too_long);
    CHECK(stored_answer().state == MessageState::failed);
}

TEST_CASE_METHOD(ChatFixture, "A conversation's overflow policy applies to its turns") {
    model->context_tokens = 600;
    REQUIRE(send("Question 0" + std::string(80, '.')));
    pump();
    const ConversationId conversation = listener->start.conversation;
    for (int i = 1; i < 8; ++i) {
        REQUIRE(library->conversations_store.set_overflow_policy(conversation,
                                                                 OverflowPolicy::drop_oldest));
        REQUIRE(send("Question " + std::to_string(i) + std::string(80, '.'), conversation));
        pump();
        REQUIRE_FALSE(listener->outcome.error);
    }
    REQUIRE(listener->outcome.context);
    CHECK(listener->outcome.context->truncated_turns > 0);
    // How much was left out is saved with the answer.
    CHECK(stored_answer().truncation.turns == listener->outcome.context->truncated_turns);
}

TEST_CASE_METHOD(
    ChatFixture,
    "A question whose answer failed before its first word is not part of later prompts") {
    model->failure_at_end = Error{ErrorCode::out_of_memory, "no memory"};
    model->pieces.clear();
    REQUIRE(send("Too much."));
    pump();
    REQUIRE(listener->outcome.error);
    model->failure_at_end.reset();
    REQUIRE(send("Short?", listener->start.conversation));
    pump();
    REQUIRE_FALSE(listener->outcome.error);
    const auto& prompt = std::get<ChatPrompt>(model->requests.back().prompt);
    REQUIRE(prompt.messages.size() == 1);
    CHECK(prompt.messages[0].text == "Short?");
}

} // namespace sotto

#include "tests/core/chat/chat_fixture.h"
#include "tests/support/thrown.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <memory>
#include <string>

namespace sotto {

TEST_CASE_METHOD(ChatFixture, "What a listener throws ends the turn as failed") {
    for (const test::Thrown& thrown : test::kThrown) {
        for (const std::string place : {"saved", "writing", "text"}) {
            CAPTURE(thrown.name, place);
            listener = std::make_shared<RecordingListener>();
            listener->meanwhile = [&](const std::string& event) {
                if (event == place) {
                    thrown.raise();
                }
            };
            REQUIRE(send("Hello?"));
            pump();
            CHECK_FALSE(chat->is_running());
            CHECK(listener->events.back() == "end");
            CHECK(listener->outcome.state == MessageState::failed);
            REQUIRE(listener->outcome.error);
            CHECK(listener->outcome.error->code == thrown.code);
            const Message& answer = library->conversations_store.updates.back();
            CHECK(answer.state == MessageState::failed);
            CHECK(answer.text == (place == "saved" ? "" : "Hello there."));
        }
    }
    listener = std::make_shared<RecordingListener>();
    REQUIRE(send("Hello?"));
    pump();
    CHECK(listener->outcome.state == MessageState::complete);
}

TEST_CASE_METHOD(ChatFixture, "A turn has ended even when its listener throws at the end") {
    for (const test::Thrown& thrown : test::kThrown) {
        CAPTURE(thrown.name);
        listener = std::make_shared<RecordingListener>();
        listener->meanwhile = [&](const std::string& event) {
            if (event == "end") {
                thrown.raise();
            }
        };
        REQUIRE(send("Hello?"));
        pump();
        CHECK_FALSE(chat->is_running());
        CHECK(std::ranges::count(listener->events, "end") == 1);
        CHECK(library->conversations_store.updates.back().state == MessageState::complete);
    }
}

TEST_CASE_METHOD(ChatFixture, "What the model throws ends the turn as failed") {
    const test::Thrown thrown = test::any_thrown();
    CAPTURE(thrown.name);
    SECTION("while it counts") {
        model->count_tokens = [&](const ChatPrompt&) -> std::int64_t {
            thrown.raise();
            return 0;
        };
    }
    SECTION("while it writes") {
        model->between = [&](std::size_t written) {
            if (written == 2) {
                thrown.raise();
            }
        };
    }
    REQUIRE(send("Hello?"));
    pump();
    CHECK_FALSE(chat->is_running());
    CHECK(listener->outcome.state == MessageState::failed);
    CHECK(listener->outcome.error->code == thrown.code);
    CHECK(library->conversations_store.updates.back().state == MessageState::failed);
}

TEST_CASE_METHOD(ChatFixture, "What the library throws ends the turn as failed") {
    const test::Thrown thrown = test::any_thrown();
    CAPTURE(thrown.name);
    SECTION("before the question is saved") {
        library->on_use = thrown.raise;
    }
    SECTION("when the answer is to be saved") {
        model->between = [&](std::size_t) { library->on_use = thrown.raise; };
    }
    REQUIRE(send("Hello?"));
    pump();
    CHECK_FALSE(chat->is_running());
    REQUIRE(listener->outcome.error);
    CHECK(listener->outcome.error->code == thrown.code);
    library->on_use = [] {};
}

} // namespace sotto

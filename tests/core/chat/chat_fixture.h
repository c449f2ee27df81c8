#pragma once

#include "core/chat/chat_service.h"
#include "tests/support/pumped_ports.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sotto {

struct RecordingListener final : TurnListener {
    std::vector<std::string> events;
    std::string text;
    TurnStart start;
    TurnOutcome outcome;
    /// Called with each event, where a test can throw.
    std::function<void(const std::string& event)> meanwhile = [](const std::string&) {};

    void on_saved(const TurnStart& saved) override {
        start = saved;
        record("saved");
    }
    void on_progress(const Progress& progress) override {
        record(progress.phase == Phase::writing ? "writing" : "progress");
    }
    void on_text(std::string_view piece) override {
        text += piece;
        record("text");
    }
    void on_end(const TurnOutcome& ended) override {
        outcome = ended;
        record("end");
    }
    void record(const std::string& event) {
        if (event != "text" || events.back() != event) {
            events.push_back(event);
        }
        meanwhile(event);
    }
};

struct ChatFixture : test::PumpedModel {
    std::unique_ptr<ChatService> chat =
        std::make_unique<ChatService>(main, bound_library, bound_model, clock);
    std::shared_ptr<RecordingListener> listener = std::make_shared<RecordingListener>();

    ChatFixture() { pump(); }
    ~ChatFixture() { chat.reset(); }

    Status send(const std::string& text, ConversationId conversation = {}) {
        TurnRequest request;
        request.conversation = conversation;
        request.text = text;
        request.model_name = "tiny";
        request.profile.system_prompt = "Be brief.";
        return chat->send(std::move(request), listener);
    }

    const Message& stored_answer() {
        return library->conversations_store.all.begin()->second.messages.back();
    }
};

} // namespace sotto

#include "core/summaries/summary_queue.h"
#include "tests/support/pumped_ports.h"
#include "tests/support/thrown.h"

#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sotto {

namespace {

struct RecordingQueueListener final : SummaryQueueListener {
    std::vector<std::string> summarized;
    /// Called with each event, where a test can throw.
    std::function<void()> on_change = [] {};
    std::function<void()> on_answer = [] {};
    void on_summaries() override { on_change(); }
    void on_summarized(ConversationId, std::string_view title) override {
        summarized.emplace_back(title);
        on_answer();
    }
};

Profile brief_profile() {
    Profile profile;
    profile.system_prompt = "Be brief.";
    profile.max_answer_tokens = 100;
    return profile;
}

/// The queue and a conversation about a short and a long document.
struct QueueFixture : test::PumpedModel {
    std::unique_ptr<SummaryService> service =
        std::make_unique<SummaryService>(main, bound_library, bound_model, clock);
    std::unique_ptr<SummaryQueue> queue =
        std::make_unique<SummaryQueue>(main, bound_library, *service);
    std::shared_ptr<RecordingQueueListener> listener = std::make_shared<RecordingQueueListener>();
    SummaryWriter writer{.model_name = "tiny",
                         .model = {.folder = "tiny"},
                         .model_fingerprint = "f",
                         .profile = brief_profile(),
                         .question = [](const std::string& title) { return "Sum up " + title; }};
    DocumentId small;
    DocumentId large;
    ConversationId conversation;

    QueueFixture() {
        queue->set_listener(listener);
        pump();
        std::string text;
        for (int i = 0; i < 100; ++i) {
            text += "Paragraph " + std::to_string(i) + " " + std::string(60, 'x') + ".\n\n";
        }
        small = *library->documents_store.add({.title = "small", .text = "Little."});
        large = *library->documents_store.add({.title = "large", .text = text});
        conversation = *library->conversations_store.attach({}, "small", small);
        REQUIRE(library->conversations_store.attach(conversation, "", large));
        model->context_tokens = 2000;
        model->write = [this](const GenerateRequest&) {
            return "Short " + std::to_string(model->requests.size());
        };
    }
    ~QueueFixture() {
        queue.reset();
        service.reset();
    }

    void restart() {
        queue.reset();
        service.reset();
        pump();
        service = std::make_unique<SummaryService>(main, bound_library, bound_model, clock);
        queue = std::make_unique<SummaryQueue>(main, bound_library, *service);
        queue->set_listener(listener);
    }
    const std::vector<Message>& messages() {
        return library->conversations_store.all[conversation.value].messages;
    }
    SummarySetting setting(DocumentId document) {
        return library->conversations_store.all[conversation.value].summaries[document.value];
    }
};

} // namespace

TEST_CASE_METHOD(QueueFixture, "A summary becomes an answer of its conversation") {
    queue->request(conversation, small, writer);
    CHECK(queue->is_running());
    pump();
    CHECK(listener->summarized == std::vector<std::string>{"small"});
    CHECK(queue->pending().empty());
    REQUIRE(messages().size() == 2);
    CHECK(messages()[0].text == "Sum up small");
    CHECK(messages()[1].text == "Short 1");
    CHECK(messages()[1].state == MessageState::complete);
    CHECK(messages()[1].model == "tiny");
    CHECK(setting(small) == SummarySetting::none);
    // It is a conversation like others now, with the name of what was asked first.
    CHECK(library->conversations_store.all[conversation.value].summary.title == "Sum up small");
}

TEST_CASE_METHOD(QueueFixture, "Summaries are made one after the other and report progress") {
    std::vector<std::int64_t> steps;
    model->between = [&](std::size_t) {
        pump_library();
        for (const PendingSummary& pending : queue->pending()) {
            if (pending.stage == SummaryStage::running && pending.progress) {
                steps.push_back(pending.progress->steps);
            }
        }
    };
    queue->request(conversation, large, writer);
    queue->request(conversation, small, writer);
    queue->request(conversation, large, writer); // it is on its way already
    pump();
    CHECK(listener->summarized == std::vector<std::string>{"large", "small"});
    REQUIRE_FALSE(steps.empty());
    CHECK(steps.front() > 3);
    CHECK(messages().size() == 4);
}

TEST_CASE_METHOD(QueueFixture,
                 "An answer pauses a summary, which then continues with the next part") {
    model->between = [&](std::size_t) {
        pump_library();
        if (model->requests.size() == 3) {
            queue->pause();
            CHECK(queue->pending().at(0).stage == SummaryStage::paused);
        }
    };
    queue->request(conversation, large, writer);
    pump();
    CHECK_FALSE(queue->is_running());
    const std::size_t kept = library->summaries_store.all.size();
    CHECK(kept == 2);
    queue->resume();
    pump();
    CHECK(listener->summarized.size() == 1);
    REQUIRE(messages().size() == 2);
    CHECK(setting(large) == SummarySetting::none);
}

TEST_CASE_METHOD(QueueFixture,
                 "A summary continues after a restart, and a stopped one on request") {
    bool was_stopped = false;
    model->between = [&](std::size_t) {
        pump_library();
        if (model->requests.size() == 3) {
            was_stopped = true;
            queue->stop(conversation, large);
        }
    };
    queue->request(conversation, large, writer);
    pump();
    REQUIRE(was_stopped);
    CHECK(queue->pending().at(0).stage == SummaryStage::stopped);
    CHECK(setting(large) == SummarySetting::stopped);
    const std::size_t asked = model->requests.size();

    restart();
    queue->restore(conversation, writer);
    pump();
    REQUIRE(queue->pending().size() == 1);
    CHECK(queue->pending()[0].stage == SummaryStage::stopped);
    CHECK(model->requests.size() == asked);

    // Requested again, and killed before its end.
    model->between = [](std::size_t) {};
    queue->request(conversation, large, writer);
    pump_library();
    CHECK(setting(large) == SummarySetting::wanted);
    restart();
    queue->restore(conversation, writer);
    pump();
    CHECK(listener->summarized == std::vector<std::string>{"large"});
    CHECK(messages().size() == 2);
}

TEST_CASE_METHOD(QueueFixture, "A failed summary gives its reason and is tried again on request") {
    model->failure_at_end = Error{ErrorCode::out_of_memory, "too little"};
    queue->request(conversation, small, writer);
    pump();
    REQUIRE(queue->pending().size() == 1);
    CHECK(queue->pending()[0].stage == SummaryStage::failed);
    CHECK(queue->pending()[0].error->code == ErrorCode::out_of_memory);
    CHECK(messages().empty());
    model->failure_at_end.reset();
    queue->request(conversation, small, writer);
    pump();
    CHECK(messages().size() == 2);
}

TEST_CASE_METHOD(QueueFixture, "The summaries of a removed conversation are dropped") {
    model->between = [&](std::size_t) {
        pump_library();
        queue->purge(conversation, {});
    };
    queue->request(conversation, large, writer);
    queue->request(conversation, small, writer);
    pump();
    CHECK(queue->pending().empty());
    CHECK_FALSE(queue->is_running());
    CHECK(messages().empty());
}

TEST_CASE_METHOD(QueueFixture, "What is thrown fails its summary, and the next one is made") {
    const test::Thrown thrown = test::any_thrown();
    CAPTURE(thrown.name);
    listener->summarized.clear();
    const auto raise_once = test::raise_once(thrown);
    SECTION("by the model") {
        model->write = [raise_once](const GenerateRequest&) {
            raise_once();
            return std::string("Short.");
        };
    }
    SECTION("by the listener, told of progress") {
        model->write = [this, raise_once, is_first = true](const GenerateRequest&) mutable {
            if (std::exchange(is_first, false)) {
                listener->on_change = raise_once;
            }
            return std::string("Short.");
        };
    }
    SECTION("by the writer's question") {
        writer.question = [raise_once](const std::string& title) {
            raise_once();
            return title;
        };
    }
    queue->request(conversation, small, writer);
    writer.question = [](const std::string& title) { return title; };
    queue->request(conversation, large, writer);
    pump();
    CHECK_FALSE(queue->is_running());
    CHECK(listener->summarized == std::vector<std::string>{"large"});
    REQUIRE(queue->pending().size() == 1);
    CHECK(queue->pending()[0].document == small);
    CHECK(queue->pending()[0].stage == SummaryStage::failed);
    REQUIRE(queue->pending()[0].error);
    CHECK(queue->pending()[0].error->code == thrown.code);
    CHECK(setting(small) == SummarySetting::stopped);
    queue->purge(conversation, {});
}

TEST_CASE_METHOD(QueueFixture, "A library that throws fails the summary") {
    for (const test::Thrown& thrown : test::kThrown) {
        CAPTURE(thrown.name);
        library->on_use = thrown.raise;
        queue->request(conversation, small, writer);
        pump();
        library->on_use = [] {};
        CHECK_FALSE(queue->is_running());
        REQUIRE(queue->pending().size() == 1);
        CHECK(queue->pending()[0].stage == SummaryStage::failed);
        CHECK(queue->pending()[0].error->code == thrown.code);
        queue->purge(conversation, {});
    }
}

TEST_CASE_METHOD(QueueFixture, "A listener that throws at a summary stops no other") {
    listener->on_answer = [] { throw 7; };
    queue->request(conversation, small, writer);
    queue->request(conversation, large, writer);
    pump();
    CHECK(listener->summarized == std::vector<std::string>{"small", "large"});
    CHECK(queue->pending().empty());
    CHECK_FALSE(queue->is_running());
}

} // namespace sotto

#include "core/documents/prefill_service.h"
#include "tests/support/pumped_ports.h"
#include "tests/support/thrown.h"

#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace sotto {

namespace {

struct RecordingPrefills final : PrefillListener {
    std::vector<std::string> read;
    int changes = 0;
    /// Called with each event, where a test can throw.
    std::function<void()> on_change = [] {};
    std::function<void()> on_read = [] {};

    void on_prefill(ConversationId) override {
        ++changes;
        on_change();
    }
    void on_all_read(ConversationId, std::string_view title,
                     std::chrono::duration<double>) override {
        read.emplace_back(title);
        on_read();
    }
};

/// The service, and a library with documents a and b.
struct PrefillFixture : test::PumpedModel {
    std::shared_ptr<RecordingPrefills> listener = std::make_shared<RecordingPrefills>();
    std::unique_ptr<PrefillService> service =
        std::make_unique<PrefillService>(main, bound_library, bound_model, clock);
    DocumentId a;
    DocumentId b;
    ConversationId conversation;

    PrefillFixture() {
        service->set_listener(listener);
        pump();
        a = *library->documents_store.add({.title = "a", .text = "A"});
        b = *library->documents_store.add({.title = "b", .text = "B"});
        conversation = *library->conversations_store.attach({}, "a", a);
    }
    ~PrefillFixture() { service.reset(); }

    void read(ConversationId id) { service->read(id, {.folder = "tiny"}, "Be brief."); }
    DocumentPrefill reading(std::size_t document = 0) {
        return service->readings(conversation).at(document);
    }
};

} // namespace

TEST_CASE_METHOD(PrefillFixture, "A document is prefilled, and its progress is reported") {
    std::vector<std::int64_t> seen;
    std::vector<double> rates;
    model->while_reading = [&](std::int64_t) {
        pump_library();
        CHECK(reading().stage == PrefillStage::reading);
        CHECK(reading().total_tokens == 110);
        seen.push_back(reading().done_tokens);
        rates.push_back(reading().tokens_per_second);
        clock.advance(std::chrono::seconds(1));
    };
    read(conversation);
    pump();
    CHECK(seen == std::vector<std::int64_t>{0, 25, 50, 75, 100, 110});
    CHECK(rates == std::vector<double>{0, 0, 25, 25, 25, 22});
    CHECK(reading().stage == PrefillStage::read);
    CHECK(reading().total_tokens == 110);
    CHECK(listener->read == std::vector<std::string>{"a"});
    REQUIRE(model->reads.size() == 1);
    CHECK(model->reads[0].system == "Be brief.");
    CHECK(model->reads[0].documents.at(0).text == "A");
}

TEST_CASE_METHOD(PrefillFixture, "Each document is read behind those before it") {
    REQUIRE(library->conversations_store.attach(conversation, "", b));
    read(conversation);
    pump();
    REQUIRE(model->reads.size() == 2);
    CHECK(model->reads[0].documents.size() == 1);
    CHECK(model->reads[1].documents.size() == 2);
    CHECK(reading(0).total_tokens == 110);
    CHECK(reading(1).stage == PrefillStage::read);
    CHECK(reading(1).total_tokens == 100);
    CHECK(listener->read == std::vector<std::string>{"b"});
}

TEST_CASE_METHOD(PrefillFixture,
                 "A document that is added later is read without reading the others again") {
    read(conversation);
    pump();
    REQUIRE(library->conversations_store.attach(conversation, "", b));
    read(conversation);
    pump();
    CHECK(model->reads.size() == 2);
    CHECK(reading(1).stage == PrefillStage::read);

    // Without the first one, the second stands elsewhere in the text.
    REQUIRE(library->conversations_store.detach(conversation, a));
    read(conversation);
    pump();
    REQUIRE(model->reads.size() == 3);
    CHECK(reading(0).document == b);
    CHECK(reading(0).stage == PrefillStage::read);
}

TEST_CASE_METHOD(PrefillFixture, "An answer pauses a prefill, which then continues where it was") {
    bool is_first = true;
    model->while_reading = [&](std::int64_t done) {
        pump_library();
        if (done == 50 && std::exchange(is_first, false)) {
            service->pause();
            CHECK(reading().stage == PrefillStage::paused);
        }
    };
    read(conversation);
    pump();
    CHECK(model->reads.size() == 1);
    CHECK(reading().stage == PrefillStage::paused);
    CHECK(reading().done_tokens == 50);
    service->resume();
    pump();
    REQUIRE(model->reads.size() == 2);
    CHECK(reading().stage == PrefillStage::read);
    CHECK(listener->read.size() == 1);
}

TEST_CASE_METHOD(PrefillFixture,
                 "A prefill stopped by the user stays stopped until it is restarted") {
    bool is_first = true;
    model->while_reading = [&](std::int64_t done) {
        pump_library();
        if (done == 25 && std::exchange(is_first, false)) {
            service->stop(conversation);
        }
    };
    read(conversation);
    pump();
    CHECK(reading().stage == PrefillStage::stopped);
    CHECK(reading().done_tokens == 25);
    service->pause();
    service->resume();
    pump();
    read(conversation);
    pump();
    CHECK(model->reads.size() == 1);
    CHECK(reading().stage == PrefillStage::stopped);
    service->restart(conversation);
    pump();
    CHECK(model->reads.size() == 2);
    CHECK(reading().stage == PrefillStage::read);
}

TEST_CASE_METHOD(PrefillFixture, "The conversation requested last is read first") {
    const ConversationId other = *library->conversations_store.attach({}, "b", b);
    bool is_first = true;
    model->while_reading = [&](std::int64_t done) {
        pump_library();
        if (done == 50 && std::exchange(is_first, false)) {
            read(other);
            pump_library();
        }
    };
    read(conversation);
    pump();
    CHECK(listener->read == std::vector<std::string>{"b", "a"});
    REQUIRE(model->reads.size() == 3);
    CHECK(model->reads[1].documents.at(0).title == "b");
    CHECK(reading().stage == PrefillStage::read);
}

TEST_CASE_METHOD(PrefillFixture,
                 "A document that does not fit fails with its reason, and the next one waits") {
    REQUIRE(library->conversations_store.attach(conversation, "", b));
    model->reading_failure = Error{ErrorCode::context_too_long, "169,278 tokens"};
    read(conversation);
    pump();
    CHECK(model->reads.size() == 1);
    CHECK(reading(0).stage == PrefillStage::failed);
    CHECK(reading(0).error->detail == "169,278 tokens");
    CHECK(reading(1).stage == PrefillStage::waiting);
    CHECK(listener->read.empty());

    model->reading_failure.reset();
    read(conversation);
    pump();
    CHECK(reading(1).stage == PrefillStage::read);
}

TEST_CASE_METHOD(PrefillFixture, "Another model reads everything again") {
    read(conversation);
    pump();
    service->read(conversation, {.folder = "other"}, "Be brief.");
    pump();
    REQUIRE(model->reads.size() == 2);
    CHECK(model->reads[1].model.folder == "other");
    CHECK(listener->read.size() == 2);
}

TEST_CASE_METHOD(PrefillFixture, "The prefill of a removed conversation is dropped") {
    read(conversation);
    REQUIRE(library->conversations_store.remove(conversation));
    pump();
    CHECK(service->readings(conversation).empty());
    CHECK(model->reads.empty());
}

TEST_CASE_METHOD(PrefillFixture, "A waiting chat turn overtakes a prefill") {
    service->pause();
    read(conversation);
    pump_library();
    service->resume();
    pump_library();
    std::vector<std::string> order;
    model->while_reading = [&](std::int64_t done) {
        if (done == 0) {
            order.emplace_back("read");
        }
    };
    REQUIRE(bound_model.post([&](LanguageModel&) { order.emplace_back("answer"); }));
    pump();
    CHECK(order == std::vector<std::string>{"answer", "read"});
}

TEST_CASE_METHOD(PrefillFixture, "Destroying the service stops it without a callback") {
    int changes = 0;
    model->while_reading = [&](std::int64_t done) {
        if (done == 50) {
            changes = listener->changes;
            service.reset();
        }
    };
    read(conversation);
    pump();
    CHECK(listener->changes == changes);
    CHECK(listener->read.empty());
    REQUIRE(model->reads.size() == 1);
    CHECK(model->reads[0].stop.stop_requested());
}

TEST_CASE_METHOD(PrefillFixture,
                 "A prefill stopped by the user stays stopped after a restart of the program") {
    model->while_reading = [&](std::int64_t done) {
        pump_library();
        if (done == 50) {
            service->stop(conversation);
        }
    };
    read(conversation);
    pump();
    CHECK(reading().stage == PrefillStage::stopped);
    const std::size_t before = model->reads.size();

    service = std::make_unique<PrefillService>(main, bound_library, bound_model, clock);
    read(conversation);
    pump();
    CHECK(reading().stage == PrefillStage::stopped);
    CHECK(model->reads.size() == before);
    model->while_reading = [](std::int64_t) {};
    service->restart(conversation);
    pump();
    CHECK(reading().stage == PrefillStage::read);

    service = std::make_unique<PrefillService>(main, bound_library, bound_model, clock);
    read(conversation);
    pump();
    CHECK(reading().stage == PrefillStage::read);
}

TEST_CASE_METHOD(PrefillFixture, "A prefill yields to waiting calls and then continues") {
    std::vector<std::string> order;
    bool is_first = true;
    model->while_reading = [&](std::int64_t done) {
        pump_library();
        if (done == 50 && std::exchange(is_first, false)) {
            bound_model.call(
                [&](LanguageModel&) -> Status {
                    order.emplace_back("count");
                    return {};
                },
                main, [](const Status&) {});
            service->yield();
            CHECK(reading().stage == PrefillStage::reading); // no word about so short a time
        }
        if (done == 110) {
            order.emplace_back("read");
        }
    };
    read(conversation);
    pump();
    CHECK(order == std::vector<std::string>{"count", "read"});
    CHECK(reading().stage == PrefillStage::read);
    CHECK(model->reads.size() == 2);
    service->yield(); // nobody is in the way
}

TEST_CASE_METHOD(PrefillFixture,
                 "What is thrown fails its conversation, and the next one is read") {
    const ConversationId other = *library->conversations_store.attach({}, "b", b);
    const test::Thrown thrown = test::any_thrown();
    CAPTURE(thrown.name);
    listener->read.clear();
    const auto raise_once = test::raise_once(thrown);
    SECTION("by the model") {
        model->while_reading = [raise_once](std::int64_t) { raise_once(); };
    }
    SECTION("by the listener, told of progress") {
        model->while_reading = [&, is_first = true](std::int64_t done) mutable {
            if (done == 50 && std::exchange(is_first, false)) {
                listener->on_change = raise_once;
                main.run_pending();
            }
        };
    }
    SECTION("by the listener, told of the documents") {
        listener->on_change = [this, raise_once] {
            if (!service->readings(conversation).empty()) {
                raise_once();
            }
        };
    }
    read(other);
    read(conversation);
    pump();
    CHECK(reading().stage == PrefillStage::failed);
    REQUIRE(reading().error);
    CHECK(reading().error->code == thrown.code);
    CHECK(listener->read == std::vector<std::string>{"b"});
    listener->on_change = [] {};
    model->while_reading = [](std::int64_t) {};
    read(conversation);
    pump();
    CHECK(reading().stage == PrefillStage::read);
}

TEST_CASE_METHOD(PrefillFixture, "A listener that throws when all is read stops no other reading") {
    const ConversationId other = *library->conversations_store.attach({}, "b", b);
    for (const test::Thrown& thrown : test::kThrown) {
        CAPTURE(thrown.name);
        listener->read.clear();
        listener->on_read = thrown.raise;
        service = std::make_unique<PrefillService>(main, bound_library, bound_model, clock);
        service->set_listener(listener);
        read(other);
        read(conversation);
        pump();
        CHECK(reading().stage == PrefillStage::read);
        CHECK(listener->read == std::vector<std::string>{"a", "b"});
    }
}

TEST_CASE_METHOD(PrefillFixture, "A library that throws drops one conversation, not the others") {
    const ConversationId other = *library->conversations_store.attach({}, "b", b);
    for (const test::Thrown& thrown : test::kThrown) {
        CAPTURE(thrown.name);
        listener->read.clear();
        service = std::make_unique<PrefillService>(main, bound_library, bound_model, clock);
        service->set_listener(listener);
        read(other);
        library->on_use = test::raise_once(thrown);
        read(conversation);
        pump();
        CHECK(listener->read.size() == 1);
    }
}

} // namespace sotto

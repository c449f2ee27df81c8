#include "core/documents/document_service.h"
#include "tests/support/pumped_ports.h"
#include "tests/support/thrown.h"

#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace sotto {

namespace {

using Effect = AttachedDocument::Effect;

struct RecordingDocuments final : DocumentListener {
    std::vector<AttachedDocument> attached;
    std::vector<DetachedDocument> detached;
    std::vector<Error> failures;
    int changes = 0;
    /// Called with each event, where a test can throw.
    std::function<void()> on_change = [] {};
    std::function<void()> on_document = [] {};

    void on_import_jobs() override {
        ++changes;
        on_change();
    }
    void on_attached(const AttachedDocument& document) override {
        attached.push_back(document);
        on_document();
    }
    void on_detached(const DetachedDocument& document) override { detached.push_back(document); }
    void on_failure(const Error& error) override { failures.push_back(error); }
};

struct DocumentFixture : test::PumpedExtractor {
    std::shared_ptr<RecordingDocuments> listener = std::make_shared<RecordingDocuments>();
    std::unique_ptr<DocumentService> service =
        std::make_unique<DocumentService>(main, bound_library, bound_extractor);

    DocumentFixture() {
        service->set_listener(listener);
        pump();
    }
    ~DocumentFixture() { service.reset(); }

    ImportStage stage(std::size_t job) { return service->import_jobs().at(job).stage; }
    std::vector<DocumentId> documents_of(ConversationId conversation) {
        return library->conversations_store.all.at(conversation.value).documents;
    }
};

} // namespace

TEST_CASE_METHOD(DocumentFixture, "A file is read, saved, and begins a conversation of its name") {
    const auto job_id = service->open("/home/me/lease.pdf", {});
    REQUIRE(service->import_jobs().size() == 1);
    CHECK(service->import_jobs()[0].job_id == job_id);
    CHECK(service->import_jobs()[0].name == "lease.pdf");
    CHECK(stage(0) == ImportStage::extracting);
    CHECK(library->documents_store.all.empty());

    extract_loop.run_pending();
    main.run_pending();
    CHECK(stage(0) == ImportStage::saving);

    pump();
    CHECK(service->import_jobs().empty());
    REQUIRE(listener->attached.size() == 1);
    const AttachedDocument& attached = listener->attached[0];
    CHECK(attached.effect == Effect::began);
    CHECK(attached.document.title == "/home/me/lease.pdf");
    REQUIRE(library->conversations_store.all.contains(attached.conversation.value));
    CHECK(library->conversations_store.all[attached.conversation.value].summary.title ==
          "/home/me/lease.pdf");
    CHECK(documents_of(attached.conversation) == std::vector{attached.document.id});
}

TEST_CASE_METHOD(DocumentFixture, "Files come one at a time, and those that begin a conversation "
                                  "begin it together") {
    service->open("a.txt", {});
    service->open("b.txt", {});
    service->open("c.txt", {});
    CHECK(stage(0) == ImportStage::extracting);
    CHECK(stage(1) == ImportStage::waiting);
    extract_loop.run_pending();
    CHECK(extractor->asked == std::vector<std::string>{"a.txt"});
    pump();
    CHECK(extractor->asked == std::vector<std::string>{"a.txt", "b.txt", "c.txt"});
    CHECK(library->conversations_store.all.size() == 1);
    REQUIRE(listener->attached.size() == 3);
    CHECK(listener->attached[1].effect == Effect::added);
    CHECK(documents_of(listener->attached[0].conversation).size() == 3);
}

TEST_CASE_METHOD(DocumentFixture, "A picture of a text is recognized when somebody asks for it") {
    extractor->make_scan("scan.pdf");
    extractor->recognized.emplace(
        "scan.pdf",
        ExtractedDocument{{.title = "scan", .text = "seen", .origin = TextOrigin::recognized}, {}});
    const auto job_id = service->open("scan.pdf", {});
    pump();
    REQUIRE(stage(0) == ImportStage::failed);
    CHECK(service->import_jobs()[0].error->is_recognizable);
    CHECK(listener->attached.empty());

    service->recognize(job_id);
    CHECK(stage(0) == ImportStage::recognizing);
    pump();
    CHECK(service->import_jobs().empty());
    REQUIRE(listener->attached.size() == 1);
    CHECK(listener->attached[0].document.origin == TextOrigin::recognized);
    CHECK(extractor->asked == std::vector<std::string>{"scan.pdf", "scan.pdf"});
}

TEST_CASE_METHOD(DocumentFixture, "Each page that is recognized is told, and a stop brings the "
                                  "offer back") {
    extractor->make_scan("scan.pdf");
    extractor->pages = 5;
    std::vector<std::uint32_t> pages;
    std::int64_t job_id = 0;
    extractor->while_recognizing = [&](std::uint32_t page) {
        main.run_pending();
        CHECK(service->import_jobs().at(0).pages == 5);
        pages.push_back(service->import_jobs().at(0).page);
        if (page == 3) {
            service->stop_recognizing(job_id);
            service->recognize(job_id); // not before the reader has ended
        }
    };
    job_id = service->open("scan.pdf", {});
    pump();
    service->stop_recognizing(job_id);
    service->recognize(job_id);
    CHECK(service->import_jobs()[0].pages == 0);
    pump();
    CHECK(pages == std::vector<std::uint32_t>{1, 2, 3});
    REQUIRE(stage(0) == ImportStage::failed);
    CHECK(service->import_jobs()[0].error->detail == "scan.pdf has no text");
    CHECK(service->import_jobs()[0].error->is_recognizable);

    extractor->while_recognizing = [](std::uint32_t) {};
    extractor->recognized.emplace("scan.pdf", ExtractedDocument{{"scan", "seen"}, {}});
    service->recognize(job_id);
    CHECK(service->import_jobs()[0].pages == 0);
    pump();
    CHECK(service->import_jobs().empty());
    CHECK(listener->attached.size() == 1);
}

TEST_CASE_METHOD(DocumentFixture, "What waits to be recognized is stopped without being read") {
    extractor->make_scan("scan.pdf");
    const auto job_id = service->open("scan.pdf", {});
    pump();
    service->open("a.txt", {});
    service->recognize(job_id);
    REQUIRE(stage(0) == ImportStage::waiting);
    service->stop_recognizing(job_id);
    CHECK(stage(0) == ImportStage::failed);
    pump();
    CHECK(extractor->asked == std::vector<std::string>{"scan.pdf", "a.txt"});
    CHECK(service->import_jobs().at(0).error->is_recognizable);
}

TEST_CASE_METHOD(DocumentFixture, "A stop of recognizing ends nothing else") {
    std::int64_t job_id = 0;
    extractor->meanwhile = [&] { service->stop_recognizing(job_id); };
    job_id = service->open("a.txt", {});
    pump();
    service->stop_recognizing(job_id);
    CHECK(listener->attached.size() == 1);
}

TEST_CASE_METHOD(DocumentFixture, "Pages that are told after the service is gone reach nobody") {
    extractor->make_scan("scan.pdf");
    const auto job_id = service->open("scan.pdf", {});
    pump();
    extractor->pages = 2;
    extractor->while_recognizing = [&](std::uint32_t) { service.reset(); };
    service->recognize(job_id);
    const int changes = listener->changes;
    pump();
    CHECK(service == nullptr);
    CHECK(listener->changes == changes);
}

TEST_CASE_METHOD(DocumentFixture, "What is no picture of a text, or is gone, is not recognized") {
    extractor->files.emplace("bad.pdf", fail(ErrorCode::corrupt_data, "bad.pdf is damaged"));
    const auto job_id = service->open("bad.pdf", {});
    pump();
    service->recognize(job_id);
    service->recognize(job_id + 7);
    CHECK(stage(0) == ImportStage::failed);
    pump();
    CHECK(extractor->asked.size() == 1);
}

TEST_CASE_METHOD(DocumentFixture,
                 "The same file again is the same document, and nothing is wrong") {
    service->open("a.txt", {});
    pump();
    const ConversationId conversation = listener->attached.at(0).conversation;
    service->open("a.txt", conversation);
    service->open("a.txt", conversation);
    CHECK(service->import_jobs().size() == 1);
    pump();
    REQUIRE(listener->attached.size() == 2);
    CHECK(listener->attached[1].effect == Effect::known);
    CHECK(documents_of(conversation).size() == 1);
    CHECK(service->import_jobs().empty());
}

TEST_CASE_METHOD(DocumentFixture, "A damaged file says why at its place, and the others go on") {
    extractor->files.emplace("bad.pdf", fail(ErrorCode::corrupt_data, "bad.pdf is damaged"));
    service->open("bad.pdf", {});
    service->open("good.txt", {});
    pump();
    REQUIRE(service->import_jobs().size() == 1);
    CHECK(stage(0) == ImportStage::failed);
    CHECK(service->import_jobs()[0].error->detail == "bad.pdf is damaged");
    REQUIRE(listener->attached.size() == 1);
    // The one that failed stands in the conversation that the other began.
    CHECK(service->import_jobs()[0].conversation == listener->attached[0].conversation);

    extractor->files.clear();
    service->open("bad.pdf", listener->attached[0].conversation);
    CHECK(service->import_jobs().size() == 1);
    pump();
    CHECK(service->import_jobs().empty());
    CHECK(documents_of(listener->attached[0].conversation).size() == 2);
}

TEST_CASE_METHOD(DocumentFixture, "A library that cannot save says so at the file's place") {
    library->documents_store.next_failure = Error{ErrorCode::out_of_space, "disk full"};
    const auto job_id = service->open("a.txt", {});
    pump();
    REQUIRE(service->import_jobs().size() == 1);
    CHECK(service->import_jobs()[0].error->code == ErrorCode::out_of_space);
    CHECK(listener->attached.empty());
    CHECK(library->conversations_store.all.empty());
    service->dismiss(job_id);
    CHECK(service->import_jobs().empty());
    service->dismiss(job_id);
}

TEST_CASE_METHOD(DocumentFixture,
                 "A file for a conversation that is gone leaves nothing behind it") {
    service->open("a.txt", ConversationId{77});
    pump();
    REQUIRE(service->import_jobs().size() == 1);
    CHECK(service->import_jobs()[0].error->code == ErrorCode::not_found);
    CHECK(listener->attached.empty());
}

TEST_CASE_METHOD(DocumentFixture, "What is taken back while it is read does not arrive") {
    std::int64_t job_id = 0;
    extractor->meanwhile = [&] {
        service->dismiss(job_id); // of the first; harmless with the second
        CHECK(service->import_jobs().size() == 1);
    };
    job_id = service->open("a.txt", {});
    service->open("b.txt", {});
    pump();
    REQUIRE(listener->attached.size() == 1);
    CHECK(listener->attached[0].document.title == "b.txt");
    CHECK(library->documents_store.all.size() == 1);
    CHECK(service->import_jobs().empty());
}

TEST_CASE_METHOD(DocumentFixture, "What is being saved is saved") {
    const auto job_id = service->open("a.txt", {});
    extract_loop.run_pending();
    main.run_pending();
    service->dismiss(job_id);
    pump();
    CHECK(listener->attached.size() == 1);
}

TEST_CASE_METHOD(DocumentFixture, "A document leaves its conversation and stays in the library") {
    const auto turn = library->conversations_store.begin_turn({}, "t", "question", "m");
    REQUIRE(turn);
    service->open("a.txt", turn->conversation);
    pump();
    service->detach(turn->conversation, listener->attached.at(0).document.id);
    pump();
    REQUIRE(listener->detached.size() == 1);
    CHECK(listener->detached[0].fate == DetachedDocument::Conversation::kept);
    CHECK(documents_of(turn->conversation).empty());
    CHECK(library->documents_store.all.size() == 1);

    service->detach(turn->conversation, listener->attached[0].document.id);
    pump();
    REQUIRE(listener->failures.size() == 1);
    CHECK(listener->failures[0].code == ErrorCode::not_found);
}

TEST_CASE_METHOD(DocumentFixture, "A conversation in which nothing was said goes with its last "
                                  "document") {
    service->open("a.txt", {});
    service->open("b.txt", {});
    pump();
    const ConversationId conversation = listener->attached.at(0).conversation;
    service->detach(conversation, listener->attached[0].document.id);
    pump();
    CHECK(listener->detached.at(0).fate == DetachedDocument::Conversation::kept);
    service->detach(conversation, listener->attached[1].document.id);
    pump();
    CHECK(listener->detached.at(1).fate == DetachedDocument::Conversation::removed);
    CHECK(library->conversations_store.all.empty());
}

TEST_CASE_METHOD(DocumentFixture, "A caution comes along with the document") {
    extractor->files.emplace("a.txt", ExtractedDocument{{"a", "text"}, "there is no wall"});
    service->open("a.txt", {});
    pump();
    CHECK(listener->attached.at(0).caution == "there is no wall");
}

TEST_CASE_METHOD(DocumentFixture, "Destroying the service stops the reading and is silent") {
    bool was_stopped = false;
    extractor->meanwhile = [&] {
        service.reset();
        was_stopped = true;
    };
    service->open("a.txt", {});
    pump();
    CHECK(was_stopped);
    CHECK(listener->attached.empty());
    CHECK(library->documents_store.all.empty());
}

TEST_CASE_METHOD(DocumentFixture, "What is thrown fails its import, and the next file is opened") {
    const test::Thrown thrown = test::any_thrown();
        CAPTURE(thrown.name);
        listener->attached.clear();
        const auto raise_once = test::raise_once(thrown);
        SECTION("by the extractor") { extractor->meanwhile = raise_once; }
        SECTION("by the library") { library->on_use = raise_once; }
        SECTION("by the listener, while the text is extracted") {
            extractor->meanwhile = [&, is_first = true]() mutable {
                if (std::exchange(is_first, false)) {
                    listener->on_change = raise_once;
                }
            };
        }
        const auto job_id = service->open("a.txt", {});
        service->open("b.txt", {});
        pump();
        REQUIRE(service->import_jobs().size() == 1);
        CHECK(service->import_jobs()[0].job_id == job_id);
        CHECK(stage(0) == ImportStage::failed);
        CHECK(service->import_jobs()[0].error->code == thrown.code);
        REQUIRE(listener->attached.size() == 1);
        CHECK(listener->attached[0].document.title == "b.txt");
        service->dismiss(job_id);
}

TEST_CASE_METHOD(DocumentFixture, "A listener that throws at a document stops no other import") {
    for (const test::Thrown& thrown : test::kThrown) {
        CAPTURE(thrown.name);
        listener->attached.clear();
        listener->on_document = thrown.raise;
        service->open("a.txt", {});
        service->open("b.txt", {});
        pump();
        CHECK(listener->attached.size() == 2);
        CHECK(service->import_jobs().empty());
    }
}

TEST_CASE_METHOD(DocumentFixture, "A listener that throws at every change fails every import") {
    service->open("a.txt", {});
    service->open("b.txt", {});
    service->open("c.txt", {});
    listener->on_change = [] { throw 7; };
    pump();
    listener->on_change = [] {};
    REQUIRE(service->import_jobs().size() == 3);
    for (const ImportJob& job : service->import_jobs()) {
        CHECK(job.stage == ImportStage::failed);
    }
    service->open("d.txt", {});
    pump();
    CHECK(listener->attached.size() == 1);
}

TEST_CASE_METHOD(DocumentFixture, "A listener that throws at a page ends the recognition") {
    extractor->make_scan("scan.pdf");
    const auto job_id = service->open("scan.pdf", {});
    pump();
    extractor->pages = 3;
    extractor->while_recognizing = [&](std::uint32_t page) {
        listener->on_change = [] { throw 7; };
        main.run_pending();
        listener->on_change = [] {};
        CHECK(page == 1); // then it is stopped
    };
    service->recognize(job_id);
    pump();
    REQUIRE(service->import_jobs().size() == 1);
    CHECK(stage(0) == ImportStage::failed);
    CHECK(service->import_jobs()[0].error->code == ErrorCode::internal);
}

} // namespace sotto

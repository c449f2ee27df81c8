#include "tests/core/documents/document_fixture.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

namespace sotto {

TEST_CASE_METHOD(DocumentFixture,
                 "A file is extracted, saved, and begins a conversation named after it") {
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

TEST_CASE_METHOD(DocumentFixture,
                 "Files are imported one at a time, and those for a new conversation "
                 "create it together") {
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

TEST_CASE_METHOD(DocumentFixture, "Text in pictures is recognized on request") {
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

TEST_CASE_METHOD(DocumentFixture,
                 "Each page is reported before it is recognized, and a stop restores "
                 "the offer") {
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

TEST_CASE_METHOD(DocumentFixture, "A job that waits for recognition can be stopped") {
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

TEST_CASE_METHOD(DocumentFixture, "stop_recognizing() has no effect on other imports") {
    std::int64_t job_id = 0;
    extractor->meanwhile = [&] { service->stop_recognizing(job_id); };
    job_id = service->open("a.txt", {});
    pump();
    service->stop_recognizing(job_id);
    CHECK(listener->attached.size() == 1);
}

TEST_CASE_METHOD(DocumentFixture, "Pages reported after the service is gone are dropped") {
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

TEST_CASE_METHOD(DocumentFixture, "A job that is not recognizable, or is gone, is not recognized") {
    extractor->files.emplace("bad.pdf", fail(ErrorCode::corrupt_data, "bad.pdf is damaged"));
    const auto job_id = service->open("bad.pdf", {});
    pump();
    service->recognize(job_id);
    service->recognize(job_id + 7);
    CHECK(stage(0) == ImportStage::failed);
    pump();
    CHECK(extractor->asked.size() == 1);
}

TEST_CASE_METHOD(DocumentFixture, "Importing the same file again gives the same document") {
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

TEST_CASE_METHOD(DocumentFixture,
                 "A damaged file fails with its reason, and the other files are imported") {
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

TEST_CASE_METHOD(DocumentFixture, "An import fails when the library cannot save it") {
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

TEST_CASE_METHOD(DocumentFixture, "A file for a removed conversation is not imported") {
    service->open("a.txt", ConversationId{77});
    pump();
    REQUIRE(service->import_jobs().size() == 1);
    CHECK(service->import_jobs()[0].error->code == ErrorCode::not_found);
    CHECK(listener->attached.empty());
}

TEST_CASE_METHOD(DocumentFixture, "A file that is dismissed during extraction is not imported") {
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

TEST_CASE_METHOD(DocumentFixture, "A file that is being saved cannot be dismissed") {
    const auto job_id = service->open("a.txt", {});
    extract_loop.run_pending();
    main.run_pending();
    service->dismiss(job_id);
    pump();
    CHECK(listener->attached.size() == 1);
}

TEST_CASE_METHOD(DocumentFixture, "A detached document stays in the library") {
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

TEST_CASE_METHOD(DocumentFixture, "A conversation without messages is removed with its last "
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

TEST_CASE_METHOD(DocumentFixture, "A caution is passed on with the document") {
    extractor->files.emplace("a.txt", ExtractedDocument{{"a", "text"}, "no sandbox here"});
    service->open("a.txt", {});
    pump();
    CHECK(listener->attached.at(0).caution == "no sandbox here");
}

TEST_CASE_METHOD(DocumentFixture, "Destroying the service stops it without a callback") {
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

} // namespace sotto

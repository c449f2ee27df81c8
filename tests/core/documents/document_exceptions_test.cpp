#include "tests/core/documents/document_fixture.h"
#include "tests/support/thrown.h"

#include <catch2/catch_test_macros.hpp>

#include <utility>

namespace sotto {

TEST_CASE_METHOD(DocumentFixture, "What is thrown fails its import, and the next file is opened") {
    const test::Thrown thrown = test::any_thrown();
    CAPTURE(thrown.name);
    listener->attached.clear();
    const auto raise_once = test::raise_once(thrown);
    SECTION("by the extractor") {
        extractor->meanwhile = raise_once;
    }
    SECTION("by the library") {
        library->on_use = raise_once;
    }
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

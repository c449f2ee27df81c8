#include "app/documents/extractor_client.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

namespace sotto::app {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

SandboxedExtraction read(const fs::path& file) {
    return ExtractorClient(SOTTO_EXTRACT_PROGRAM).extract(file.string(), {});
}

Error error_of(const fs::path& file) {
    const auto document = read(file);
    REQUIRE_FALSE(document.has_value());
    return document.error();
}

TEST_CASE("a file becomes text with the file's name as title") {
    const test::TempFolder folder;
    const auto document = read(folder.write("my notes.txt", "\xEF\xBB\xBF"
                                                            "caf\u00E9\r\n"));
    REQUIRE(document.has_value());
    CHECK(document->document.title == "my notes.txt");
    CHECK(document->document.text == "caf\u00E9\n");
    CHECK(document->document.marks.empty());
}

TEST_CASE("the extension distinguishes text from Markdown") {
    const test::TempFolder folder;
    const auto document = read(folder.write("notes.MD", "# One\n"));
    REQUIRE(document.has_value());
    CHECK(document->document.marks ==
          std::vector<DocumentMark>{{DocumentMarkKind::section, 0, "One"}});
}

TEST_CASE("an unreadable file gives an error with its name and the reason") {
    const test::TempFolder folder;
    CHECK(error_of(folder.path() / "missing").code == ErrorCode::not_found);
    CHECK(error_of(folder.path()).code == ErrorCode::invalid_input);
    const Error empty = error_of(folder.write("empty.txt", ""));
    CHECK(empty.code == ErrorCode::invalid_input);
    CHECK(empty.detail.contains("empty.txt is empty"));
    CHECK(error_of(folder.write("picture", "\x89PNG\r\n")).code == ErrorCode::unsupported);
    CHECK(error_of(folder.write("not.docx", "text")).code == ErrorCode::corrupt_data);
}

TEST_CASE("an extractor that crashes, hangs or is stopped gives one sentence") {
    const test::TempFolder folder;
    const auto crash =
        ExtractorClient(SOTTO_HOSTILE_EXTRACTOR).extract(folder.write("a.crash", "x").string(), {});
    REQUIRE_FALSE(crash.has_value());
    CHECK(crash.error().code == ErrorCode::corrupt_data);
    CHECK(crash.error().detail.contains("a.crash"));

    const std::string endless = folder.write("a.loop", "x").string();
    const auto loop = ExtractorClient(SOTTO_HOSTILE_EXTRACTOR, 100ms).extract(endless, {});
    REQUIRE_FALSE(loop.has_value());
    CHECK(loop.error().detail.contains("takes longer"));

    std::stop_source stop;
    stop.request_stop();
    const auto stopped =
        ExtractorClient(SOTTO_HOSTILE_EXTRACTOR).extract(endless, stop.get_token());
    REQUIRE_FALSE(stopped.has_value());
    CHECK(stopped.error().code == ErrorCode::cancelled);

    const auto nonsense = ExtractorClient(SOTTO_HOSTILE_EXTRACTOR)
                              .extract(folder.write("a.protections", "x").string(), {});
    REQUIRE_FALSE(nonsense.has_value());
    CHECK(nonsense.error().code == ErrorCode::corrupt_data);
}

TEST_CASE("missing protections are described in one sentence") {
    CHECK(describe({false, false}).empty());
    CHECK(describe({true, false}).contains("seccomp"));
    CHECK(describe({false, true}).contains("Landlock"));
}

} // namespace
} // namespace sotto::app

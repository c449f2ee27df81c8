#include "app/extract/archive/zip_archive.h"
#include "app/extract/extract_text.h"
#include "tests/support/document_zip.h"

#include <catch2/catch_test_macros.hpp>

namespace sotto::extract {
namespace {

using test::document_zip;
using test::ZipEntry;

RefusalKind refusal_of(const std::vector<ZipEntry>& entries) {
    const std::string bytes = document_zip(entries);
    const auto archive = ZipArchive::open(bytes);
    REQUIRE_FALSE(archive.has_value());
    return archive.error().kind;
}

TEST_CASE("files of an archive are read, stored and deflated") {
    std::string run(1 + 20 * 258, 'a');
    const std::string bytes = document_zip({{"one.txt", "1"},
                                            {.name = "run",
                                             .content = test::deflated_runs(20),
                                             .method = 8,
                                             .unpacked = static_cast<std::uint32_t>(run.size()),
                                             .checksum = test::crc32_of(run)}});
    const auto archive = ZipArchive::open(bytes);
    REQUIRE(archive.has_value());
    CHECK(archive->names() == std::vector<std::string>{"one.txt", "run"});
    CHECK(archive->read("one.txt") == "1");
    CHECK(archive->read("run") == run);
    CHECK(archive->read("other").error().kind == RefusalKind::damaged);
}

TEST_CASE("names may have backslashes and another case") {
    const std::string bytes =
        document_zip({{"XL\\Workbook.xml", "1"}, {"a.TXT", "2"}, {"A.txt", "3"}});
    const auto archive = ZipArchive::open(bytes);
    REQUIRE(archive.has_value());
    CHECK(archive->read("xl/workbook.xml") == "1");
    CHECK(archive->read("A.txt") == "3");
    CHECK(archive->read("a.txt") == "2");
    CHECK_FALSE(archive->contains("b.txt"));
}

TEST_CASE("decompression bombs are refused by their headers") {
    CHECK(refusal_of({{.name = "a", .content = "x", .method = 8, .unpacked = 200U << 20U}}) ==
          RefusalKind::forbidden);
    CHECK(refusal_of({{.name = "a", .content = std::string(100, 'x'), .unpacked = 300U << 20U}}) ==
          RefusalKind::forbidden);
    const std::vector<ZipEntry> many(10'001, ZipEntry{"a", "x"});
    CHECK(refusal_of(many) == RefusalKind::forbidden);
    // Each below the limit, together far above it.
    std::vector<ZipEntry> sum;
    for (int i = 0; i < 400; ++i) {
        sum.push_back({.name = std::to_string(i),
                       .content = std::string(10'000, 'x'),
                       .method = 8,
                       .unpacked = 900'000});
    }
    CHECK(refusal_of(sum) == RefusalKind::forbidden);
}

TEST_CASE("the compression ratio is checked only for files that are read") {
    const std::string bytes = document_zip({{"word/document.xml", "<d/>"},
                                            {.name = "picture",
                                             .content = std::string(20'000, 'x'),
                                             .method = 8,
                                             .unpacked = 2'100'000},
                                            {"other", std::string(20'000, 'y')}});
    const auto archive = ZipArchive::open(bytes);
    REQUIRE(archive.has_value());
    CHECK(archive->read("word/document.xml") == "<d/>");
    CHECK(archive->read("picture").error().kind == RefusalKind::forbidden);
}

TEST_CASE("unpacking stops when a file is larger than its header says") {
    const std::string bytes = document_zip({{.name = "lie",
                                             .content = test::deflated_runs(100'000),
                                             .method = 8,
                                             .unpacked = 1000,
                                             .checksum = 1}});
    const auto archive = ZipArchive::open(bytes);
    REQUIRE(archive.has_value());
    const auto content = archive->read("lie");
    REQUIRE_FALSE(content.has_value());
}

TEST_CASE("paths that lead outside the archive and links are refused") {
    for (const char* name : {"../a", "/etc/passwd", "a/../../b", "..\\a", "C:\\a", "a/.."}) {
        CAPTURE(name);
        CHECK(refusal_of({{name, "x"}}) == RefusalKind::forbidden);
    }
    CHECK(refusal_of({{.name = "link", .content = "/etc/passwd", .attributes = 0120777U << 16U}}) ==
          RefusalKind::forbidden);
}

TEST_CASE("encrypted files are refused as locked") {
    const std::string bytes = document_zip({{.name = "a", .content = "x", .flags = 1}});
    const auto archive = ZipArchive::open(bytes);
    REQUIRE(archive.has_value());
    CHECK(archive->has_locked_files());
    CHECK(archive->read("a").error().kind == RefusalKind::locked);
    CHECK(extract_text(bytes, "zip").error().kind == RefusalKind::locked);
}

TEST_CASE("a truncated archive is damaged, one that is not a document is unsupported") {
    const std::string whole = document_zip({{"a.txt", "text"}, {"b.txt", "text"}});
    for (std::size_t length = 4; length < whole.size(); length += 7) {
        const auto extraction = extract_text(std::string_view(whole).substr(0, length), "docx");
        REQUIRE_FALSE(extraction.has_value());
        CHECK(extraction.error().kind == RefusalKind::damaged);
    }
    CHECK(extract_text(whole, "docx").error().kind == RefusalKind::unsupported);
}

TEST_CASE("paths are resolved within the archive, and never outside it") {
    CHECK(resolve_path("ppt/presentation.xml", "slides/one.xml") == "ppt/slides/one.xml");
    CHECK(resolve_path("ppt/slides/one.xml", "../media/./x.png") == "ppt/media/x.png");
    CHECK(resolve_path("a/b", "/c/d") == "c/d");
    CHECK(resolve_path("a", "../../etc/passwd").empty());
}

} // namespace
} // namespace sotto::extract

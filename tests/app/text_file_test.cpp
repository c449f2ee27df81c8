#include "app/documents/text_file.h"
#include "tests/app/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <fstream>

namespace sotto::app {
namespace {

using namespace std::string_literals;

TEST_CASE("Text loses its byte order mark and gets line feeds") {
    CHECK(clean_text("\xEF\xBB\xBF"
                     "a\r\nb\rc\n",
                     "it") == "a\nb\nc\n");
    CHECK(clean_text("\r\r\n\nx", "it") == "\n\n\nx");
}

TEST_CASE("Other file types are refused by name") {
    const auto code_of = [](const std::string& bytes) {
        const auto text = clean_text(bytes, "it");
        REQUIRE_FALSE(text.has_value());
        return text.error().code;
    };
    CHECK(code_of("%PDF-1.4") == ErrorCode::unsupported);
    CHECK(code_of("a\0b"s) == ErrorCode::unsupported);
    CHECK(code_of("\xFF\xFE"
                  "a") == ErrorCode::unsupported);
    CHECK(code_of("\xC3(") == ErrorCode::invalid_input);
    CHECK(code_of("\xED\xA0\x80") == ErrorCode::invalid_input); // a surrogate
    CHECK(code_of("") == ErrorCode::invalid_input);
    CHECK(code_of(" \t\n") == ErrorCode::invalid_input);
}

TEST_CASE("The title of a document is the name of its file") {
    const testing::TemporaryFolder folder;
    const auto file = folder.path() / "my notes.txt";
    std::ofstream(file) << "A note.";
    const auto document = read_document(file);
    REQUIRE(document.has_value());
    CHECK(document->title == "my notes.txt");
    CHECK(document->text == "A note.");
}

TEST_CASE("A missing file and a folder give different errors") {
    const testing::TemporaryFolder folder;
    const auto missing = read_bytes(folder.path() / "missing");
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().code == ErrorCode::not_found);
    const auto is_folder = read_bytes(folder.path());
    REQUIRE_FALSE(is_folder.has_value());
    CHECK(is_folder.error().code == ErrorCode::invalid_input);
}

TEST_CASE("A file beyond the size limit is refused") {
    const testing::TemporaryFolder folder;
    const auto file = folder.path() / "large";
    std::ofstream(file) << "x";
    std::filesystem::resize_file(file, (std::uintmax_t{64} << 20U) + 1);
    const auto bytes = read_bytes(file);
    REQUIRE_FALSE(bytes.has_value());
    CHECK(bytes.error().code == ErrorCode::invalid_input);
}

} // namespace
} // namespace sotto::app

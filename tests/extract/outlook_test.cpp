#include "app/extract/extract_text.h"
#include "app/extract/outlook/compound_file.h"
#include "app/extract/outlook/compressed_rtf.h"
#include "tests/support/documents/compound_writer.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

namespace sotto::extract {
namespace {

using namespace std::string_literals;
using test::compound_file;
using test::compound_storage;
using test::CompoundEntry;
using test::little_endian;

std::string utf16(std::u16string_view text) {
    std::string bytes;
    for (const char16_t unit : text) {
        bytes += little_endian(static_cast<std::uint16_t>(unit));
    }
    return bytes;
}

CompoundEntry text_property(const std::string& id, std::u16string_view text) {
    return {"__substg1.0_" + id + "001F", utf16(text)};
}

CompoundEntry bytes_property(const std::string& id, std::string bytes) {
    return {"__substg1.0_" + id + "0102", std::move(bytes)};
}

std::string fixed(std::uint16_t id, std::uint64_t value) {
    return little_endian(std::uint16_t{3}) + little_endian(id) + little_endian(std::uint32_t{6}) +
           little_endian(value);
}

CompoundEntry fixed_properties(std::size_t header, const std::string& properties) {
    return {"__properties_version1.0", std::string(header, '\0') + properties};
}

CompoundEntry recipient(const std::string& number, std::uint64_t type, std::u16string_view name) {
    return compound_storage("__recip_version1.0_#" + number,
                            {fixed_properties(8, fixed(0x0C15, type)), text_property("3001", name),
                             text_property("39FE", u"r@example.org")});
}

// 1 December 2026, 09:00 UTC.
constexpr std::uint64_t kTime = (1'796'115'600ULL + 11'644'473'600ULL) * 10'000'000ULL;

std::vector<CompoundEntry> message(std::vector<CompoundEntry> more) {
    std::vector<CompoundEntry> entries{
        fixed_properties(32, fixed(0x0039, kTime)),
        text_property("0037", u"Gäte"),
        text_property("0C1A", u"Ana"),
        text_property("5D01", u"ana@example.org"),
        recipient("00000000", 1, u"Bo"),
        recipient("00000001", 2, u"Cy"),
    };
    entries.insert(entries.end(), more.begin(), more.end());
    return entries;
}

constexpr std::string_view kHead = "From: Ana <ana@example.org>\nTo: Bo <r@example.org>\n"
                                   "Cc: Cy <r@example.org>\nDate: 2026-12-01 09:00 UTC\n"
                                   "Subject: Gäte\n";

ExtractedText read(const std::string& bytes) {
    auto extraction = extract_text(bytes, "msg");
    INFO((extraction ? std::string() : extraction.error().sentence));
    REQUIRE(extraction.has_value());
    return *std::move(extraction);
}

TEST_CASE("a message of Outlook is its fields, its text and its attachments") {
    const auto attachment =
        compound_storage("__attach_version1.0_#00000000",
                         {fixed_properties(8, ""), text_property("3707", u"a list.txt"),
                          bytes_property("3701", std::string(5000, 'x'))});
    const auto picture =
        compound_storage("__attach_version1.0_#00000001",
                         {fixed_properties(8, fixed(0x7FFE, 1)), text_property("3707", u"logo.txt"),
                          bytes_property("3701", "hidden")});
    const ExtractedText text = read(compound_file(
        message({text_property("1000", u"The code is 4827.\r\n"), picture, attachment})));
    CHECK(text.title == "Gäte");
    CHECK(text.text == std::string(kHead) +
                           "Attachments: a list.txt (5 KB)\n\nThe code is 4827.\n\n"
                           "Attachment: a list.txt\n\n" +
                           std::string(5000, 'x'));
}

TEST_CASE("texts in HTML and in old code pages are read") {
    const std::string html = "<p>Caf\xE9 <b>4827</b></p>";
    CHECK(read(compound_file(message({bytes_property("1013", html)}))).text ==
          std::string(kHead) + "\nCafé 4827");
    const std::vector<CompoundEntry> old{fixed_properties(32, fixed(0x3FFD, 1251)),
                                         {"__substg1.0_0037001E", "\xCF\xF0\xE8\xE2\xE5\xF2"},
                                         {"__substg1.0_1000001E", "\xEC\xE8\xF0"}};
    CHECK(read(compound_file(old)).text == "Subject: Привет\n\nмир");
}

TEST_CASE("a message within a message of Outlook is read") {
    const auto inner = compound_storage("__substg1.0_3701000D",
                                        {fixed_properties(24, ""), text_property("0037", u"Inner"),
                                         text_property("1000", u"Inside")});
    const auto attachment =
        compound_storage("__attach_version1.0_#00000000", {fixed_properties(8, ""), inner});
    CHECK(read(compound_file(message({attachment}))).text ==
          std::string(kHead) +
              "Attachments: Inner (message)\n\nMessage: Inner\n\nSubject: Inner\n\n"
              "Inside");
}

TEST_CASE("compressed RTF is decompressed") {
    // One literal, then a reference to the word "{\rtf1" of the first window, then the end.
    const auto packed = [](const std::string& runs, std::uint32_t size) {
        return little_endian(static_cast<std::uint32_t>(runs.size() + 12)) + little_endian(size) +
               "LZFu" + little_endian(std::uint32_t{0}) + runs;
    };
    // Offset 0, length 6 = "{\rtf1"; then literals " Hi}"; then a reference to the place of
    // writing.
    const std::string runs = "\x21\x00\x04 Hi}\x0D\x90"s;
    CHECK(decompress_rtf(packed(runs, 10)) == "{\\rtf1 Hi}");
    CHECK(decompress_rtf(packed(runs, 7)) == "{\\rtf1 ");
    CHECK(read(compound_file(message({bytes_property("1009", packed(runs, 10))}))).text ==
          std::string(kHead) + "\nHi");
    for (std::size_t length = 0; length < runs.size() + 16; ++length) {
        CHECK(decompress_rtf(packed(runs, 10).substr(0, length)).size() <= 10);
    }
    CHECK(decompress_rtf(little_endian(std::uint32_t{15}) + little_endian(std::uint32_t{3}) +
                         "MELA" + little_endian(std::uint32_t{0}) + "abc") == "abc");
}

TEST_CASE("old Office documents are recognized by their streams") {
    const auto kind_of = [](const char* stream) {
        const auto extraction = extract_text(compound_file({{stream, "x"}}), "");
        REQUIRE_FALSE(extraction.has_value());
        return extraction.error().kind;
    };
    CHECK(kind_of("WordDocument") == RefusalKind::old_text);
    CHECK(kind_of("Workbook") == RefusalKind::old_workbook);
    CHECK(kind_of("Book") == RefusalKind::old_workbook);
    CHECK(kind_of("PowerPoint Document") == RefusalKind::old_slides);
    CHECK(kind_of("EncryptedPackage") == RefusalKind::locked);
    CHECK(kind_of("Other") == RefusalKind::unsupported);
}

TEST_CASE("a compound file with any byte changed, or cut off anywhere, is read or refused") {
    const std::string whole = compound_file(message({text_property("1000", u"text")}));
    REQUIRE(whole.size() < 20'000);
    for (std::size_t at = 0; at < whole.size(); at += 3) {
        std::string changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x81);
        static_cast<void>(extract_text(changed, "msg"));
        static_cast<void>(extract_text(whole.substr(0, at), "msg"));
    }
    const auto file = CompoundFile::open(whole);
    REQUIRE(file.has_value());
    CHECK(file->entries().front().is_storage);
}

} // namespace
} // namespace sotto::extract

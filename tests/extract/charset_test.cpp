#include "app/extract/text/charset.h"

#include <catch2/catch_test_macros.hpp>

namespace sotto::extract {
namespace {

using namespace std::string_literals;

// "Русский язык: в начале было слово, и слово было у человека." in a single-byte character set
// that has the 32 lower-case letters in order from `a`; the upper-case letter is given.
std::string russian(unsigned char first_half, unsigned char second_half, char capital) {
    const std::u32string_view text =
        U"усский язык был и остаётся языком многих людей, которые говорят и пишут на нём каждый "
        U"день; поэтому простой текст на русском языке должен читаться без ошибок";
    std::string bytes(1, capital);
    for (const char32_t character : text) {
        if (character == U'ё') {
            bytes += static_cast<char>(first_half + 5); // written without its dots
        } else if (character >= U'а' && character <= U'п') {
            bytes += static_cast<char>(first_half + (character - U'а'));
        } else if (character >= U'р' && character <= U'я') {
            bytes += static_cast<char>(second_half + (character - U'р'));
        } else {
            bytes += static_cast<char>(character);
        }
    }
    return bytes;
}

TEST_CASE("a byte order mark gives the encoding and is not part of the text") {
    CHECK(decode_text("\xEF\xBB\xBFhé") == "hé");
    CHECK(decode_text("\xFF\xFEH\0i\0"s) == "Hi");
    CHECK(decode_text("\xFE\xFF\0H\0i"s) == "Hi");
    CHECK(decode_text("\xFF\xFE\0\0H\0\0\0"s) == "H");
    CHECK(decode_text("\0\0\xFE\xFF\0\0\0H"s) == "H");
    CHECK(decode_text("\xFF\xFE\x3D\xD8\x00\xDE"s) == "😀");
}

TEST_CASE("UTF-16 and UTF-32 without a mark are detected by their zero bytes") {
    CHECK(decode_text("H\0e\0l\0l\0o\0.\0"s) == "Hello.");
    CHECK(decode_text("\0H\0e\0l\0l\0o\0."s) == "Hello.");
    CHECK(decode_text("H\0\0\0i\0\0\0"s) == "Hi");
    CHECK(decode_text("\0\0\0H\0\0\0i"s) == "Hi");
}

TEST_CASE("UTF-16 without a mark is detected in languages that use both bytes") {
    const auto utf16 = [](std::u16string_view text, bool is_big_endian) {
        std::string bytes;
        for (const char16_t unit : text) {
            const auto upper = static_cast<char>(unit >> 8U);
            const auto lower = static_cast<char>(unit & 0xFFU);
            bytes += is_big_endian ? upper : lower;
            bytes += is_big_endian ? lower : upper;
        }
        return bytes;
    };
    for (const bool is_big_endian : {false, true}) {
        CHECK(decode_text(utf16(u"Это русский текст, и он короткий.", is_big_endian)) ==
              "Это русский текст, и он короткий.");
        CHECK(decode_text(utf16(u"كانت الطائرة متأخرة ساعتين", is_big_endian)) ==
              "كانت الطائرة متأخرة ساعتين");
        CHECK(decode_text(utf16(u"这是一个没有标记的文本，它很短。", is_big_endian)) ==
              "这是一个没有标记的文本，它很短。");
        CHECK(decode_text(utf16(u"ภาษาไทย 2026 \U0001F600", is_big_endian)) == "ภาษาไทย 2026 😀");
    }
}

TEST_CASE("character sets of DOS and the classic Mac OS are detected by the words they form") {
    CHECK(decode_text("El ni\xA4o comi\xA2 una naranja despu\x82s de la canci\xA2n") ==
          "El niño comió una naranja después de la canción");
    CHECK(decode_text("El ni\x96o comi\x97 una naranja despu\x8Es de la canci\x97n") ==
          "El niño comió una naranja después de la canción");
    CHECK(decode_text("El ni\xF1o comi\xF3 una naranja \x93que\x94 \x96 despu\xE9s\x85") ==
          "El niño comió una naranja “que” – después…");
    CHECK(decode_text("\x93We\x94 he said \x93may go.\x94 That\x85") ==
          "“We” he said “may go.” That…");
}

TEST_CASE("UTF-8 is kept, even with a few invalid bytes") {
    CHECK(decode_text("naïve café €") == "naïve café €");
    std::string text;
    for (int i = 0; i < 20; ++i) {
        text += "é";
    }
    CHECK(decode_text(text + "\xC3" + text) == text + "\xEF\xBF\xBD" + text);
}

TEST_CASE("the declared character set is used if the text is valid in it") {
    CHECK(decode_text("caf\xE9", "ISO-8859-15") == "café");
    CHECK(decode_text("\xA4", "ISO-8859-15") == "€");
    CHECK(decode_text("\x93quoted\x94", "iso-8859-1") == "“quoted”");
    CHECK(decode_text("caf\xE9", "utf-8") == "café");
    CHECK(decode_text("caf\xE9", "no such set") == "café");
}

TEST_CASE("Russian is distinguished from Western text by letter frequencies") {
    const auto windows = decode_text(russian(0xE0, 0xF0, '\xD0'));
    const auto dos = decode_text(russian(0xA0, 0xE0, '\x90'));
    REQUIRE(windows.has_value());
    CHECK(windows->starts_with("Русский язык"));
    CHECK(dos == windows);
}

TEST_CASE("EBCDIC is detected by its spaces and lower-case letters") {
    // "the quick brown fox jumps" in code page 37
    CHECK(decode_text("\xA3\x88\x85\x40\x98\xA4\x89\x83\x92\x40\x82\x99\x96\xA6\x95\x40\x86\x96\xA7"
                      "\x40\x91\xA4\x94\x97\xA2") == "the quick brown fox jumps");
}

TEST_CASE("an EBCDIC form is detected although it is mostly spaces") {
    std::string form;
    for (int i = 0; i < 8; ++i) {
        form += "\x40\x40\x40\x40\x40\x40\xC8\x81\x99\x84\xA6\x81\x99\x85\x0D\x25";
    }
    const auto text = decode_text(form);
    REQUIRE(text.has_value());
    CHECK(text->starts_with("      Hardware\r\n"));
}

TEST_CASE("ASCII with escapes is decoded as Japanese, Korean or Chinese") {
    CHECK(decode_text("\x1B$B$3$l$OF|K\\8l$N%F%-%9%H$G$9\x1B(B.") == "これは日本語のテキストです.");
    CHECK(decode_text("\x1B$)C\x0EGQ19>n\x0F text") == "한국어 text");
    CHECK(decode_text("~{VPNDND1>~} text, ~{JGVPND~}") == "中文文本 text, 是中文");
    CHECK(decode_text("\x1B[1mbold\x1B(B\x1B[m and ~{") == "\x1B[1mbold\x1B(B\x1B[m and ~{");
}

TEST_CASE("Romanian is decoded as Central European, a short Western text is not") {
    const auto romanian = decode_text(
        "Pre\xBA"
        "edintele Rom\xE2niei a vorbit despre eradicarea corup\xFEiei \xBAi "
        "despre trei puncte esen\xFEiale \xEEn politica extern\xE3: a spus c\xE3 toat\xE3 "
        "lumea \xEEn\xFE"
        "elege c\xE3 acum \xBAi institu\xFEiile trebuie s\xE3 lucreze.");
    REQUIRE(romanian.has_value());
    CHECK(romanian->starts_with("Preşedintele României"));
    const auto dutch = decode_text("Het caf\xE9 is vandaag open, en wij hebben een menu voor twee "
                                   "personen met soep, vlees en het ijs van de dag.");
    REQUIRE(dutch.has_value());
    CHECK(dutch->starts_with("Het café is"));
}

TEST_CASE("binary data is not decoded") {
    CHECK_FALSE(decode_text("text\0text"s).has_value());
    std::string noise;
    for (int i = 0; i < 4096; ++i) {
        noise += static_cast<char>(i * i * 7 + i * 131);
    }
    CHECK_FALSE(decode_text(noise).has_value());
}

TEST_CASE("Windows code pages are found by number") {
    CHECK(decode_code_page("\x82\xA0", 932) == "あ");
    CHECK(decode_code_page("\xCF", 1251) == "П");
    CHECK(decode_code_page("\x80", 437) == "Ç");
    CHECK(decode_code_page("\x8E", 10000) == "é");
    CHECK(decode_code_page("\xE9", 4711) == "é");
    CHECK(decode_code_page("é", 65001) == "é");
}

TEST_CASE("code points and lone surrogates become UTF-8") {
    CHECK(to_utf8(U'é') == "é");
    CHECK(to_utf8(static_cast<char32_t>(0xD800)) == "\xEF\xBF\xBD");
    CHECK(to_utf8(static_cast<char32_t>(0x110000)) == "\xEF\xBF\xBD");
    CHECK(to_utf8(u"a\xD83D\xDE00") == "a😀");
    CHECK(to_utf8(std::u16string(1, static_cast<char16_t>(0xDC00))) == "\xEF\xBF\xBD");
}

} // namespace
} // namespace sotto::extract

#include "app/extract/charset.h"

#include <catch2/catch_test_macros.hpp>

namespace sotto::extract {
namespace {

using namespace std::string_literals;

// "Русский язык: в начале было слово, и слово было у человека." in a one-byte set that has the 32
// small letters in order from `a`; the capital is given.
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

TEST_CASE("a byte order mark says which Unicode it is, and is no text") {
    CHECK(decode_text("\xEF\xBB\xBFhé") == "hé");
    CHECK(decode_text("\xFF\xFEH\0i\0"s) == "Hi");
    CHECK(decode_text("\xFE\xFF\0H\0i"s) == "Hi");
    CHECK(decode_text("\xFF\xFE\0\0H\0\0\0"s) == "H");
    CHECK(decode_text("\0\0\xFE\xFF\0\0\0H"s) == "H");
    CHECK(decode_text("\xFF\xFE\x3D\xD8\x00\xDE"s) == "😀");
}

TEST_CASE("UTF-16 and UTF-32 without a mark are known by their zeros") {
    CHECK(decode_text("H\0e\0l\0l\0o\0.\0"s) == "Hello.");
    CHECK(decode_text("\0H\0e\0l\0l\0o\0."s) == "Hello.");
    CHECK(decode_text("H\0\0\0i\0\0\0"s) == "Hi");
    CHECK(decode_text("\0\0\0H\0\0\0i"s) == "Hi");
}

TEST_CASE("UTF-8 stays as it is, also where a byte or two are broken") {
    CHECK(decode_text("naïve café €") == "naïve café €");
    std::string text;
    for (int i = 0; i < 20; ++i) {
        text += "é";
    }
    CHECK(decode_text(text + "\xC3" + text) == text + "\xEF\xBF\xBD" + text);
}

TEST_CASE("what the file declares is believed where it can be true") {
    CHECK(decode_text("caf\xE9", "ISO-8859-15") == "café");
    CHECK(decode_text("\xA4", "ISO-8859-15") == "€");
    CHECK(decode_text("\x93quoted\x94", "iso-8859-1") == "“quoted”");
    CHECK(decode_text("caf\xE9", "utf-8") == "café");
    CHECK(decode_text("caf\xE9", "no such set") == "café");
}

TEST_CASE("Russian is told apart from Western text by how often letters occur") {
    const auto windows = decode_text(russian(0xE0, 0xF0, '\xD0'));
    const auto dos = decode_text(russian(0xA0, 0xE0, '\x90'));
    REQUIRE(windows.has_value());
    CHECK(windows->starts_with("Русский язык"));
    CHECK(dos == windows);
}

TEST_CASE("a mainframe's text is known by its spaces and small letters") {
    // "the quick brown fox jumps" in code page 37
    CHECK(decode_text("\xA3\x88\x85\x40\x98\xA4\x89\x83\x92\x40\x82\x99\x96\xA6\x95\x40\x86\x96\xA7"
                      "\x40\x91\xA4\x94\x97\xA2") == "the quick brown fox jumps");
}

TEST_CASE("what is no text is not made into any") {
    CHECK_FALSE(decode_text("text\0text"s).has_value());
    std::string noise;
    for (int i = 0; i < 4096; ++i) {
        noise += static_cast<char>(i * i * 7 + i * 131);
    }
    CHECK_FALSE(decode_text(noise).has_value());
}

TEST_CASE("code pages of Windows are known by their numbers") {
    CHECK(decode_code_page("\x82\xA0", 932) == "あ");
    CHECK(decode_code_page("\xCF", 1251) == "П");
    CHECK(decode_code_page("\x80", 437) == "Ç");
    CHECK(decode_code_page("\x8E", 10000) == "é");
    CHECK(decode_code_page("\xE9", 4711) == "é");
    CHECK(decode_code_page("é", 65001) == "é");
}

TEST_CASE("single characters and halves of characters become UTF-8") {
    CHECK(to_utf8(U'é') == "é");
    CHECK(to_utf8(static_cast<char32_t>(0xD800)) == "\xEF\xBF\xBD");
    CHECK(to_utf8(static_cast<char32_t>(0x110000)) == "\xEF\xBF\xBD");
    CHECK(to_utf8(u"a\xD83D\xDE00") == "a😀");
    CHECK(to_utf8(std::u16string(1, static_cast<char16_t>(0xDC00))) == "\xEF\xBF\xBD");
}

} // namespace
} // namespace sotto::extract

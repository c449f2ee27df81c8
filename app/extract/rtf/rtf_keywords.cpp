#include "app/extract/rtf/rtf_keywords.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace sotto::extract {

bool is_skipped_destination(std::string_view word) {
    constexpr std::array<std::string_view, 19> kSkipped{
        "info",       "pict",         "objdata",    "objclass", "themedata",
        "sp",         "filetbl",      "listname",   "revtbl",   "xe",
        "tc",         "bkmkstart",    "nonshppict", "shprslt",  "mmathPict",
        "background", "nonesttables", "datafield",  "atnid"};
    return std::ranges::contains(kSkipped, word);
}

bool is_known_destination(std::string_view word) {
    constexpr std::array<std::string_view, 3> kKnown{"shpinst", "shppict", "nesttableprops"};
    return std::ranges::contains(kKnown, word);
}

bool is_character_word(std::string_view word) {
    constexpr std::array<std::string_view, 14> kWords{"plain", "cs",  "v",          "deleted", "fs",
                                                      "super", "sub", "nosupersub", "up",      "dn",
                                                      "cf",    "cb",  "highlight",  "chcbpat"};
    return std::ranges::contains(kWords, word);
}

bool is_margin_destination(std::string_view word) {
    constexpr std::array<std::string_view, 8> kMargins{"header", "headerl", "headerr", "headerf",
                                                       "footer", "footerl", "footerr", "footerf"};
    return std::ranges::contains(kMargins, word);
}

int code_page_of(int character_set, int otherwise) {
    static const std::map<int, int> kCodePages{
        {77, 10000}, {128, 932},  {129, 949},  {134, 936},  {136, 950},  {161, 1253}, {162, 1254},
        {163, 1258}, {177, 1255}, {178, 1256}, {186, 1257}, {204, 1251}, {222, 874},  {238, 1250},
    };
    const auto found = kCodePages.find(character_set);
    return found == kCodePages.end() ? otherwise : found->second;
}

std::string_view character_of(std::string_view word) {
    constexpr std::array kCharacters{
        std::pair{std::string_view("emdash"), "\u2014"},
        std::pair{std::string_view("endash"), "\u2013"},
        std::pair{std::string_view("lquote"), "\u2018"},
        std::pair{std::string_view("rquote"), "\u2019"},
        std::pair{std::string_view("ldblquote"), "\u201C"},
        std::pair{std::string_view("rdblquote"), "\u201D"},
        std::pair{std::string_view("bullet"), "\u2022"},
        std::pair{std::string_view("emspace"), " "},
        std::pair{std::string_view("enspace"), " "},
        std::pair{std::string_view("qmspace"), " "},
    };
    for (const auto& [name, character] : kCharacters) {
        if (name == word) {
            return character;
        }
    }
    return {};
}

} // namespace sotto::extract

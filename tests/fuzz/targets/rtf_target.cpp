#include "tests/fuzz/document_checks.h"
#include "tests/fuzz/mutators/phrase_mutator.h"
#include "tests/fuzz/target.h"

#include <array>

namespace sotto::fuzz {

namespace {

constexpr std::array<std::string_view, 44> kPhrases{
    "{",
    "}",
    "{\\*",
    "{\\fonttbl{\\f1\\fcharset128 a;}}",
    "\\fcharset204 ",
    "\\ansicpg932 ",
    "\\ansicpg65001 ",
    "\\mac ",
    "\\pca ",
    "\\f1 ",
    "\\deff1 ",
    "\\plain ",
    "\\uc0 ",
    "\\uc2 ",
    "\\u55357 ",
    "\\u-8704 ",
    "\\u0 ",
    "\\u9999999999 ",
    "\\'e9",
    "\\'93\\'fa",
    "\\'x",
    "\\bin3 }}}",
    "\\bin-1 ",
    "\\bin2147483647 ",
    "\\par\n",
    "\\line ",
    "\\tab ",
    "\\cell ",
    "\\row ",
    "\\outlinelevel0 ",
    "{\\footnote note}",
    "{\\pict 00ff}",
    "{\\*\\shpinst{\\shptxt box}}",
    "\\v ",
    "\\v0 ",
    "\\deleted ",
    "\\emdash ",
    "\\~",
    "\\_",
    "\\-",
    "\\\n",
    "\\",
    "\\{",
    "\x93\xFA",
};

/// Input: an RTF file.
bool run(std::string_view input) {
    return check_document(input, "rtf");
}

std::string mutate(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    return mutate_phrases(input, max_bytes, kPhrases, mutation);
}

} // namespace

const Target& rtf_target() {
    static constexpr Target kTarget{"rtf", run, mutate, kDocumentHeap};
    return kTarget;
}

} // namespace sotto::fuzz

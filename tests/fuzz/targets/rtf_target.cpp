#include "tests/fuzz/document_checks.h"
#include "tests/fuzz/mutators/phrase_mutator.h"
#include "tests/fuzz/target.h"

#include <array>

namespace sotto::fuzz {

namespace {

constexpr std::array<std::string_view, 62> kPhrases{
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
    "\\super ",
    "\\nosupersub ",
    "\\dn4 ",
    "\\cf1\\highlight2 ",
    "{\\colortbl;\\red255\\green255\\blue255;}",
    "\\pard\\intbl\\itap2 ",
    "\\nestcell ",
    "{\\*\\nesttableprops\\nestrow}",
    "{\\nonesttables x}",
    "{\\listtext 1.\\tab}",
    "\\ls1\\ilvl1 ",
    "{\\*\\listtable{\\list{\\listlevel\\levelnfc2{\\leveltext\\'02\\'00.;}}\\listid7}}",
    "{\\*\\listoverridetable{\\listid7\\ls1}}",
    "{\\*\\annotation why}",
    "{\\*\\atnauthor A}",
    "\\dropcapli3 ",
    "{\\mmath{\\mf{\\mnum{\\mr a}}{\\mden{\\mr b}}}}",
    "{\\mrad{\\mdeg}{\\me{\\mr x}}}",
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

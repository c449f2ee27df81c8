#include "tests/fuzz/document_checks.h"
#include "tests/fuzz/mutators/archive_mutator.h"
#include "tests/fuzz/target.h"

#include <array>

namespace sotto::fuzz {

namespace {

constexpr std::array<std::string_view, 63> kElements{
    "w:rPr",
    "w:vanish",
    "w:vertAlign",
    "w:color",
    "w:shd",
    "w:sz",
    "w:sym",
    "w:ruby",
    "w:rt",
    "w:rubyBase",
    "w:framePr",
    "w:footnoteReference",
    "w:commentReference",
    "w:comment",
    "w:gridSpan",
    "w:vMerge",
    "w:num",
    "w:abstractNum",
    "w:lvl",
    "w:lvlText",
    "w:numId",
    "w:ilvl",
    "m:oMath",
    "m:f",
    "m:nary",
    "m:sSup",
    "m:rad",
    "m:d",
    "m:m",

    "w:body",
    "w:p",
    "w:pPr",
    "w:pStyle",
    "w:outlineLvl",
    "w:numPr",
    "w:r",
    "w:rPr",
    "w:t",
    "w:tab",
    "w:ptab",
    "w:br",
    "w:cr",
    "w:noBreakHyphen",
    "w:tbl",
    "w:tr",
    "w:tc",
    "w:sdt",
    "w:sdtContent",
    "w:hyperlink",
    "w:ins",
    "w:del",
    "w:delText",
    "w:moveFrom",
    "w:moveTo",
    "mc:AlternateContent",
    "mc:Choice",
    "mc:Fallback",
    "w:txbxContent",
    "w:footnote",
    "w:separator",
    "w:styles",
    "w:style",
    "w:name",
};

constexpr std::array<std::string_view, 18> kAttributes{
    "w:val='1'",          "w:val='superscript'",  "w:val='FFFFFF'",      "w:val='%1.%2'",
    "w:numId='1'",        "w:ilvl='0'",           "w:abstractNumId='0'", "w:dropCap='drop'",
    "w:char='F0B3'",      "w:font='Symbol'",

    "w:val='h1'",         "w:val='heading 1'",    "w:val='Title'",       "w:styleId='h1'",
    "w:type='paragraph'", "xml:space='preserve'", "xmlns:w='w'",         "w:id='1'",
};

constexpr MarkupWords kWords{kElements, kAttributes};

/// Input: a Word document.
bool run(std::string_view input) {
    return check_document(input, "docx");
}

std::string mutate(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    return mutate_archive(input, max_bytes, mutation, kWords);
}

} // namespace

const Target& docx_target() {
    static constexpr Target kTarget{"docx", run, mutate, kDocumentHeap};
    return kTarget;
}

} // namespace sotto::fuzz

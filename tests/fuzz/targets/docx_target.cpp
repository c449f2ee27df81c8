#include "tests/fuzz/document_checks.h"
#include "tests/fuzz/mutators/archive_mutator.h"
#include "tests/fuzz/target.h"

#include <array>

namespace sotto::fuzz {

namespace {

constexpr std::array<std::string_view, 34> kElements{
    "w:body",        "w:p",
    "w:pPr",         "w:pStyle",
    "w:outlineLvl",  "w:numPr",
    "w:r",           "w:rPr",
    "w:t",           "w:tab",
    "w:ptab",        "w:br",
    "w:cr",          "w:noBreakHyphen",
    "w:tbl",         "w:tr",
    "w:tc",          "w:sdt",
    "w:sdtContent",  "w:hyperlink",
    "w:ins",         "w:del",
    "w:delText",     "w:moveFrom",
    "w:moveTo",      "mc:AlternateContent",
    "mc:Choice",     "mc:Fallback",
    "w:txbxContent", "w:footnote",
    "w:separator",   "w:styles",
    "w:style",       "w:name",
};

constexpr std::array<std::string_view, 8> kAttributes{
    "w:val='h1'",         "w:val='heading 1'",    "w:val='Title'", "w:styleId='h1'",
    "w:type='paragraph'", "xml:space='preserve'", "xmlns:w='w'",   "w:id='1'",
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

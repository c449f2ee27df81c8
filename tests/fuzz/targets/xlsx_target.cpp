#include "tests/fuzz/document_checks.h"
#include "tests/fuzz/mutators/archive_mutator.h"
#include "tests/fuzz/target.h"

#include <array>

namespace sotto::fuzz {

namespace {

constexpr std::array<std::string_view, 40> kElements{
    "cols",
    "col",
    "fonts",
    "font",
    "fills",
    "fill",
    "patternFill",
    "color",
    "comments",
    "commentList",
    "comment",
    "text",
    "drawing",
    "sp",
    "p",
    "rPr",
    "vertAlign",

    "styleSheet",
    "numFmts",
    "numFmt",
    "cellXfs",
    "xf",
    "workbookPr",
    "workbook",
    "sheets",
    "sheet",
    "worksheet",
    "sheetData",
    "row",
    "c",
    "v",
    "f",
    "is",
    "t",
    "r",
    "rPh",
    "sst",
    "si",
    "Relationships",
    "Relationship",
};

constexpr std::array<std::string_view, 27> kAttributes{
    "hidden='1'",
    "state='hidden'",
    "min='1'",
    "max='16384'",
    "rgb='FFFFFFFF'",
    "theme='0'",
    "ref='B1'",
    "val='superscript'",

    "r='A1'",
    "r='XFD1'",
    "r='ZZZZ9'",
    "r='1'",
    "t='s'",
    "t='b'",
    "t='inlineStr'",
    "t='str'",
    "s='1'",
    "numFmtId='14'",
    "numFmtId='164'",
    "formatCode='[h]:mm:ss;@'",
    "date1904='1'",
    "r:id='a'",
    "name='Costs'",
    "Id='a'",
    "Target='worksheets/s.xml'",
    "Target='../xl/workbook.xml'",
    "TargetMode='External'",
};

constexpr MarkupWords kWords{kElements, kAttributes};

/// Input: an Excel workbook.
bool run(std::string_view input) {
    return check_document(input, "xlsx");
}

std::string mutate(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    return mutate_archive(input, max_bytes, mutation, kWords);
}

} // namespace

const Target& xlsx_target() {
    static constexpr Target kTarget{"xlsx", run, mutate, kDocumentHeap};
    return kTarget;
}

} // namespace sotto::fuzz

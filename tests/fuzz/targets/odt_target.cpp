#include "tests/fuzz/document_checks.h"
#include "tests/fuzz/mutators/archive_mutator.h"
#include "tests/fuzz/target.h"

#include <array>

namespace sotto::fuzz {

namespace {

constexpr std::array<std::string_view, 49> kElements{
    "text:ruby",
    "text:ruby-base",
    "text:ruby-text",
    "text:list-style",
    "text:list-level-style-number",
    "text:hidden-text",
    "table:table-column",
    "table:table-row-group",
    "style:style",
    "style:text-properties",
    "draw:object",
    "math",
    "mfrac",
    "msup",
    "mrow",

    "office:body",
    "office:text",
    "office:spreadsheet",
    "office:presentation",
    "text:p",
    "text:h",
    "text:span",
    "text:s",
    "text:tab",
    "text:line-break",
    "text:list",
    "text:list-item",
    "text:note",
    "text:note-citation",
    "text:note-body",
    "text:tracked-changes",
    "text:section",
    "office:annotation",
    "draw:page",
    "draw:frame",
    "draw:text-box",
    "svg:title",
    "svg:desc",
    "table:table",
    "table:table-row",
    "table:table-cell",
    "table:covered-table-cell",
    "presentation:notes",
    "office:forms",
    "office:master-styles",
    "style:master-page",
    "style:header",
    "style:footer",
    "encryption-data",
};

constexpr std::array<std::string_view, 18> kAttributes{
    "table:number-rows-repeated='1000000'",
    "table:visibility='collapse'",
    "text:display='none'",
    "style:name='P'",
    "style:family='text'",
    "style:parent-style-name='P'",
    "text:style-name='P'",
    "text:start-value='3'",
    "text:continue-numbering='true'",
    "fo:color='#ffffff'",
    "xlink:href='Object 1'",

    "table:number-columns-repeated='3'",
    "table:number-columns-repeated='16384'",
    "table:number-columns-repeated='-1'",
    "table:name='Sheet'",
    "text:c='9'",
    "text:outline-level='1'",
    "xmlns:text='t'",
};

constexpr MarkupWords kWords{kElements, kAttributes};

/// Input: an OpenDocument text, spreadsheet or presentation.
bool run(std::string_view input) {
    return check_document(input, "odt");
}

std::string mutate(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    return mutate_archive(input, max_bytes, mutation, kWords);
}

} // namespace

const Target& odt_target() {
    static constexpr Target kTarget{"odt", run, mutate, kDocumentHeap};
    return kTarget;
}

} // namespace sotto::fuzz

#include "tests/fuzz/document_checks.h"
#include "tests/fuzz/mutators/archive_mutator.h"
#include "tests/fuzz/target.h"

#include <array>

namespace sotto::fuzz {

namespace {

constexpr std::array<std::string_view, 37> kElements{
    "a:rPr",
    "a:pPr",
    "a:buAutoNum",
    "a:solidFill",
    "a:srgbClr",
    "a:xfrm",
    "a:off",
    "a:ext",
    "p:spPr",
    "p:nvSpPr",
    "p:cNvPr",
    "p:pic",
    "p:grpSp",
    "p:cm",
    "p:bg",
    "m:oMath",

    "p:presentation",
    "p:sldIdLst",
    "p:sldId",
    "p:sld",
    "p:cSld",
    "p:spTree",
    "p:sp",
    "p:txBody",
    "p:graphicFrame",
    "a:p",
    "a:r",
    "a:t",
    "a:br",
    "a:tbl",
    "a:tr",
    "a:tc",
    "mc:AlternateContent",
    "mc:Choice",
    "mc:Fallback",
    "Relationships",
    "Relationship",
};

constexpr std::array<std::string_view, 19> kAttributes{
    "show='0'",
    "hidden='1'",
    "baseline='30000'",
    "sz='100'",
    "lvl='8'",
    "type='arabicPeriod'",
    "startAt='32767'",
    "val='FFFFFF'",
    "x='-9'",

    "id='256'",
    "r:id='one'",
    "r:id='two'",
    "Id='one'",
    "Id='two'",
    "Target='slides/one.xml'",
    "Target='/ppt/slides/one.xml'",
    "Target='../../../a'",
    "Target=''",
    "TargetMode='External'",
};

constexpr MarkupWords kWords{kElements, kAttributes};

/// Input: a PowerPoint presentation.
bool run(std::string_view input) {
    return check_document(input, "pptx");
}

std::string mutate(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    return mutate_archive(input, max_bytes, mutation, kWords);
}

} // namespace

const Target& pptx_target() {
    static constexpr Target kTarget{"pptx", run, mutate, kDocumentHeap};
    return kTarget;
}

} // namespace sotto::fuzz

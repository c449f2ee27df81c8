#include "tests/fuzz/document_checks.h"
#include "tests/fuzz/mutators/markup_mutator.h"
#include "tests/fuzz/target.h"

#include <array>

namespace sotto::fuzz {

namespace {

constexpr std::array<std::string_view, 91> kElements{
    "html",
    "head",
    "title",
    "body",
    "meta",
    "script",
    "style",
    "template",
    "svg",
    "math",
    "foreignObject",
    "desc",
    "annotation-xml",
    "mi",
    "iframe",
    "object",
    "canvas",
    "noframes",
    "frameset",
    "h1",
    "h2",
    "h6",
    "p",
    "div",
    "pre",
    "listing",
    "textarea",
    "xmp",
    "plaintext",
    "blockquote",
    "center",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "colgroup",
    "col",
    "tbody",
    "tr",
    "td",
    "th",
    "select",
    "option",
    "optgroup",
    "form",
    "input",
    "button",
    "a",
    "b",
    "i",
    "em",
    "font",
    "nobr",
    "ruby",
    "rb",
    "rt",
    "br",
    "hr",
    "img",
    "image",
    "isindex",
    "span",
    "noscript",
    "rp",
    "rtc",
    "sup",
    "sub",
    "q",
    "text",
    "tspan",
    "semantics",
    "annotation",
    "mrow",
    "mfrac",
    "msup",
    "msubsup",
    "munderover",
    "mmultiscripts",
    "mprescripts",
    "mtable",
    "mtr",
    "mtd",
    "msqrt",
    "mfenced",
    "mjx-container",
    "dialog",
    "details",
};

constexpr std::array<std::string_view, 26> kAttributes{
    "charset='utf-16'",
    "charset='shift_jis'",
    "charset=x",
    "content='text/html; charset=windows-1251'",
    "http-equiv='Content-Type'",
    "alt='word'",
    "type='hidden'",
    "encoding='text/html'",
    "definitionurl=''",
    "xlink:href='a'",
    "color=red",
    "size=9",
    "style='display:none'",
    "style='color:#fff;background:white'",
    "style='font:0/0 a;left:-999em'",
    "class='a katex'",
    "class=dropcap",
    "id=n",
    "href='#n'",
    "role=doc-noteref",
    "role=doc-backlink",
    "data-mathml='<math><mi>x</mi></math>'",
    "start=3 type=a reversed",
    "value=-7",
    "type='math/tex'",
    "hidden",
};

constexpr MarkupWords kWords{kElements, kAttributes};

/// Input: a page of HTML.
bool run(std::string_view input) {
    return check_document(input, "html");
}

std::string mutate(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    return mutate_markup(input, max_bytes, kWords, mutation);
}

} // namespace

const Target& html_target() {
    static constexpr Target kTarget{"html", run, mutate, kDocumentHeap};
    return kTarget;
}

} // namespace sotto::fuzz

#include "tests/fuzz/document_checks.h"
#include "tests/fuzz/mutators/markup_mutator.h"
#include "tests/fuzz/target.h"

#include <array>

namespace sotto::fuzz {

namespace {

constexpr std::array<std::string_view, 27> kElements{
    "FictionBook", "description", "title-info", "book-title", "body", "section", "title",
    "subtitle",    "p",           "empty-line", "epigraph",   "cite", "poem",    "stanza",
    "v",           "text-author", "table",      "tr",         "th",   "td",      "emphasis",
    "a",           "image",       "binary",     "html",       "sup",  "sub",
};

constexpr std::array<std::string_view, 10> kAttributes{
    "encoding='windows-1251'",
    "encoding='utf-16'",
    "encoding='x'",
    "version='1.0'",
    "xmlns:l='l'",
    "l:href='#n1'",
    "id='n1'",
    "colspan='2'",
    "name='notes'",
    "type='note'",
};

constexpr MarkupWords kWords{kElements, kAttributes};

/// Input: a FictionBook, or the XML of another kind.
bool run(std::string_view input) {
    return check_document(input, "fb2");
}

std::string mutate(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    return mutate_markup(input, max_bytes, kWords, mutation);
}

} // namespace

const Target& fb2_target() {
    static constexpr Target kTarget{"fb2", run, mutate, kDocumentHeap};
    return kTarget;
}

} // namespace sotto::fuzz

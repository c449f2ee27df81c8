#include "tests/fuzz/document_checks.h"
#include "tests/fuzz/mutators/archive_mutator.h"
#include "tests/fuzz/target.h"

#include <array>

namespace sotto::fuzz {

namespace {

constexpr std::array<std::string_view, 30> kElements{
    "container",
    "rootfiles",
    "rootfile",
    "package",
    "metadata",
    "dc:title",
    "manifest",
    "item",
    "spine",
    "itemref",
    "html",
    "head",
    "title",
    "body",
    "h1",
    "h2",
    "p",
    "div",
    "pre",
    "br",
    "span",
    "table",
    "tr",
    "td",
    "ul",
    "li",
    "script",
    "svg",
    "EncryptedData",
    "EncryptionMethod",
};

constexpr std::array<std::string_view, 17> kAttributes{
    "full-path='O/b.opf'",
    "full-path='../b.opf'",
    "id='x'",
    "idref='x'",
    "idref='y'",
    "href='c%201.xhtml'",
    "href='%00%'",
    "href='../O/c2.xhtml'",
    "media-type='application/xhtml+xml'",
    "media-type='image/png'",
    "Algorithm='http://www.idpf.org/2008/embedding'",
    "encoding='utf-16'",
    "alt='x'",
    "epub:type='noteref'",
    "href='c2.xhtml#n'",
    "rel='stylesheet'",
    "linear='no'",
};

constexpr MarkupWords kWords{kElements, kAttributes};

/// Input: an EPUB.
bool run(std::string_view input) {
    return check_document(input, "epub");
}

std::string mutate(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    return mutate_archive(input, max_bytes, mutation, kWords);
}

} // namespace

const Target& epub_target() {
    static constexpr Target kTarget{"epub", run, mutate, kDocumentHeap};
    return kTarget;
}

} // namespace sotto::fuzz

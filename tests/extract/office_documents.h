#pragma once

#include "app/extract/extract_text.h"
#include "tests/support/document_zip.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <utility>
#include <vector>

namespace sotto::extract::test_documents {

/// What is extracted from a file, which must succeed.
inline ExtractedText text_of(const std::string& bytes) {
    auto extraction = extract_text(bytes, {});
    REQUIRE(extraction.has_value());
    return std::move(*extraction);
}

/// A Word document with a body and further parts, such as {"styles", "<w:style …/>"}, which its
/// relationships name.
inline std::string word(const std::string& body,
                        const std::vector<std::pair<std::string, std::string>>& parts = {}) {
    const std::string spaces = " xmlns:w='w' xmlns:mc='mc' xmlns:m='m' xmlns:r='r' xmlns:wps='wps' "
                               "xmlns:wp='wp' xmlns:a='a' xmlns:v='v' xmlns:w16se='se'";
    std::vector<test::ZipEntry> files{
        {"_rels/.rels", "<Relationships><Relationship Id='d' Type='http://x/officeDocument' "
                        "Target='word/document.xml'/></Relationships>"},
        {"word/document.xml", "<?xml version='1.0'?><w:document" + spaces + "><w:body>" + body +
                                  "</w:body></w:document>"}};
    std::string relationships;
    for (const auto& [kind, content] : parts) {
        files.push_back(
            {"word/" + kind + ".xml", "<w:root" + spaces + ">" + content + "</w:root>"});
        relationships += "<Relationship Id='" + kind + "' Type='http://x/" + kind + "' Target='" +
                         kind + ".xml'/>";
    }
    files.push_back(
        {"word/_rels/document.xml.rels", "<Relationships>" + relationships + "</Relationships>"});
    return test::document_zip(files);
}

/// A paragraph of a Word document with one run, with the properties of either.
inline std::string paragraph(const std::string& text, const std::string& properties = "",
                             const std::string& run_properties = "") {
    return "<w:p><w:pPr>" + properties + "</w:pPr><w:r><w:rPr>" + run_properties +
           "</w:rPr><w:t xml:space='preserve'>" + text + "</w:t></w:r></w:p>";
}

/// A run of a Word document.
inline std::string run(const std::string& text, const std::string& properties = "") {
    return "<w:r><w:rPr>" + properties + "</w:rPr><w:t xml:space='preserve'>" + text +
           "</w:t></w:r>";
}

} // namespace sotto::extract::test_documents

#pragma once

#include "app/extract/extract_text.h"
#include "tests/support/document_zip.h"

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
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

/// A workbook with one sheet; `more`: further files, and `sheet_parts` the relationships of the
/// sheet.
inline std::string workbook(const std::string& sheet, const std::string& strings = "",
                            const std::vector<test::ZipEntry>& more = {},
                            const std::string& sheet_parts = "") {
    std::vector<test::ZipEntry> files{
        {"_rels/.rels", "<R><R Id='d' Type='x/officeDocument' Target='/book/main.xml'/></R>"},
        {"book/main.xml", "<workbook xmlns:r='r'><sheets><sheet name='S' r:id='a'/></sheets>"
                          "</workbook>"},
        {"book/_rels/main.xml.rels",
         "<R><R Id='a' Type='x/worksheet' Target='s.xml'/><R Id='w' Type='x/sharedStrings' "
         "Target='words.xml'/><R Id='f' Type='x/styles' Target='formats.xml'/><R Id='p' "
         "Type='x/person' Target='people.xml'/></R>"},
        {"book/words.xml", "<sst>" + strings + "</sst>"},
        {"book/s.xml", "<worksheet xmlns:r='r'>" + sheet + "</worksheet>"},
        {"book/_rels/s.xml.rels", "<R>" + sheet_parts + "</R>"}};
    files.insert(files.end(), more.begin(), more.end());
    return test::document_zip(files);
}

/// A presentation with slides, each the content of its tree of shapes and the attributes of the
/// slide.
inline std::string presentation(const std::vector<std::pair<std::string, std::string>>& slides,
                                const std::vector<test::ZipEntry>& more = {}) {
    std::string list;
    std::string relationships;
    std::vector<test::ZipEntry> files{
        {"_rels/.rels", "<R><R Id='d' Type='x/officeDocument' Target='show/p.xml'/></R>"}};
    for (std::size_t i = 0; i < slides.size(); ++i) {
        const std::string id = "s" + std::to_string(i + 1);
        list += "<sldId r:id='" + id + "'/>";
        relationships += "<R Id='" + id + "' Type='x/slide' Target='" + id + ".xml'/>";
        files.push_back(
            {"show/" + id + ".xml", "<p:sld xmlns:p='p' xmlns:a='a' xmlns:m='m' xmlns:mc='mc' " +
                                        slides[i].second + "><p:cSld><p:spTree>" + slides[i].first +
                                        "</p:spTree></p:cSld></p:sld>"});
    }
    files.push_back({"show/p.xml", "<p:presentation xmlns:p='p' xmlns:r='r'><p:sldIdLst>" + list +
                                       "</p:sldIdLst></p:presentation>"});
    files.push_back(
        {"show/_rels/p.xml.rels",
         "<R>" + relationships + "<R Id='au' Type='x/commentAuthors' Target='authors.xml'/></R>"});
    files.insert(files.end(), more.begin(), more.end());
    return test::document_zip(files);
}

} // namespace sotto::extract::test_documents

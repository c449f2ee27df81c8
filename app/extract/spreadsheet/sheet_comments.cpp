#include "app/extract/spreadsheet/sheet_comments.h"

#include "app/extract/office/visibility.h"
#include "app/extract/office/word_values.h"
#include "app/extract/spreadsheet/workbook_strings.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace sotto::extract {

namespace {

std::optional<XmlDocument> open_part(const ZipArchive& archive, const Relationships& parts,
                                     std::string_view kind, TextBuilder& builder) {
    const std::string path = part_of_kind(parts, kind);
    if (path.empty()) {
        return std::nullopt;
    }
    auto document = read_xml(archive, path);
    if (!document) {
        builder.add_note(unreadable_part("the comments of a sheet"));
        return std::nullopt;
    }
    return std::move(*document);
}

void add(CellComments& comments, std::string_view cell, std::string_view author,
         std::string_view text) {
    if (text.find_first_not_of(" \t\r\n") != std::string_view::npos) {
        std::string& all = comments[std::string(cell)];
        all += all.empty() ? "" : " ";
        all += "[" + comment_prefix(author) + std::string(text) + "]";
    }
}

// A note often begins with the name of its author and a colon.
std::string_view without_author(std::string_view text, std::string_view author) {
    if (!author.empty() && text.starts_with(author) &&
        text.substr(author.size()).starts_with(':')) {
        text.remove_prefix(author.size() + 1);
    }
    return text;
}

void add_notes(XmlNode root, CellComments& comments) {
    std::vector<std::string> authors;
    const XmlNode names = root.child("authors");
    for (XmlNode name = names ? names.first_child() : XmlNode(); name; name = name.next()) {
        if (name.is_element()) {
            authors.push_back(name.all_text());
        }
    }
    const XmlNode list = root.child("commentList");
    for (XmlNode note = list ? list.first_child() : XmlNode(); note; note = note.next()) {
        const XmlNode text = note.is_element() ? note.child("text") : XmlNode();
        if (!text) {
            continue;
        }
        const auto index = parse_number(note.attribute("authorId")).value_or(-1);
        const bool is_known = index >= 0 && index < static_cast<std::int64_t>(authors.size());
        const std::string author = is_known ? authors[static_cast<std::size_t>(index)] : "";
        add(comments, note.attribute("ref"), author,
            without_author(string_item_text(text), author));
    }
}

} // namespace

std::map<std::string, std::string, std::less<>> comment_people(const ZipArchive& archive,
                                                               const Relationships& workbook) {
    std::map<std::string, std::string, std::less<>> people;
    const std::string path = part_of_kind(workbook, "person");
    const auto document = path.empty() ? std::unexpected(Refusal()) : read_xml(archive, path);
    if (document) {
        for (XmlNode person = document->root().first_child(); person; person = person.next()) {
            if (person.is_element()) {
                people.emplace(person.attribute("id"), person.attribute("displayName"));
            }
        }
    }
    return people;
}

CellComments cell_comments(const ZipArchive& archive, const Relationships& parts,
                           const std::map<std::string, std::string, std::less<>>& people,
                           TextBuilder& builder) {
    CellComments comments;
    if (const auto threads = open_part(archive, parts, "threadedComment", builder)) {
        for (XmlNode node = threads->root().first_child(); node; node = node.next()) {
            const XmlNode text = node.is_element() ? node.child("text") : XmlNode();
            const auto person = people.find(node.attribute("personId"));
            if (text) {
                add(comments, node.attribute("ref"), person == people.end() ? "" : person->second,
                    text.all_text());
            }
        }
    }
    CellComments notes;
    if (const auto document = open_part(archive, parts, "comments", builder)) {
        add_notes(document->root(), notes);
    }
    comments.merge(notes); // a cell with a thread has a note that only repeats it
    return comments;
}

} // namespace sotto::extract

#include "app/extract/office/office.h"
#include "app/extract/office/office_parts.h"
#include "app/extract/text/text_builder.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

namespace sotto::extract {

namespace {

// More empty cells in a row are the unused part of a sheet.
constexpr int kMaxEmptyCells = 50;

int number_of(std::string_view text) {
    int number = 1;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// Elements that are not part of the text.
bool is_skipped(std::string_view name) {
    constexpr std::array<std::string_view, 7> kSkipped{
        "annotation",     "tracked-changes", "forms",          "scripts",
        "sequence-decls", "script",          "event-listeners"};
    return std::ranges::contains(kSkipped, name);
}

bool has_element(XmlNode node) {
    XmlNode child = node.first_child();
    while (child && !child.is_element()) {
        child = child.next();
    }
    return static_cast<bool>(child);
}

bool is_locked(const ZipArchive& archive) {
    const auto manifest = archive.read("META-INF/manifest.xml");
    return manifest && manifest->contains("encryption-data");
}

class OpenDocumentWriter {
public:
    explicit OpenDocumentWriter(TextBuilder& builder) : builder_(builder) {}

    void write_children(XmlNode node) {
        for (XmlNode child = node.first_child(); child && !builder_.is_full();
             child = child.next()) {
            if (child.is_element()) {
                write(child);
            } else if (paragraphs_ > 0) {
                builder_.flow(child.text());
            }
        }
    }

    void write_spreadsheet(XmlNode node) {
        in_spreadsheet_ = true;
        write_children(node);
    }

private:
    void write(XmlNode node) {
        const std::string_view name = node.name();
        if (name == "p" || name == "h") {
            write_paragraph(node, name == "h");
        } else if (name == "s") {
            builder_.flow(" ");
        } else if (name == "tab") {
            builder_.end_cell();
        } else if (name == "line-break") {
            builder_.break_line();
        } else if (name == "list-item") {
            write_list_item(node);
        } else if (name == "table-row") {
            write_row(node);
        } else if (name == "table") {
            write_table(node);
        } else if (name == "page") {
            builder_.end_paragraph();
            builder_.mark(DocumentMarkKind::page, std::to_string(++pages_));
            write_children(node);
        } else if (name == "note") {
            write_note(node.child("note-body"), " [");
        } else if (name == "notes") {
            builder_.end_paragraph();
            write_speakers_notes(node);
        } else if ((name == "title" || name == "desc") && paragraphs_ > 0) {
            return; // of a picture
        } else if (!is_skipped(name)) {
            write_children(node);
        }
    }

    void end_paragraph() {
        if (inline_ > 0) {
            builder_.flow(" ");
        } else if (items_ > 0) {
            builder_.end_line();
        } else {
            builder_.end_paragraph();
        }
    }

    void write_paragraph(XmlNode node, bool is_heading) {
        const bool begins_section = is_heading && inline_ == 0 && paragraphs_ == 0;
        if (begins_section) {
            builder_.begin_heading();
        } else if (!std::exchange(is_item_begin_, false)) {
            end_paragraph();
        }
        ++paragraphs_;
        write_children(node);
        --paragraphs_;
        if (begins_section) {
            builder_.end_heading();
        } else {
            end_paragraph();
        }
    }

    void write_list_item(XmlNode node) {
        ++items_;
        builder_.end_line();
        if (!is_item_begin_) {
            builder_.flow("- ");
        }
        is_item_begin_ = true; // its first paragraph goes on this line
        write_children(node);
        is_item_begin_ = false;
        --items_;
        builder_.end_line();
    }

    // The paragraphs of `body`, if any, in brackets.
    void write_note(XmlNode body, std::string_view begin) {
        std::string text;
        for (XmlNode part = body ? body.first_child() : XmlNode(); part; part = part.next()) {
            if (std::string paragraph = part.all_text(); !paragraph.empty()) {
                text += text.empty() ? begin : " ";
                text += paragraph;
            }
        }
        builder_.flow(text.empty() ? text : text + "]");
    }

    // The notes of a slide, in the boxes of its notes page.
    void write_speakers_notes(XmlNode page) {
        for (XmlNode frame = page.first_child(); frame; frame = frame.next()) {
            if (frame.is_element() && frame.attribute("class") == "notes") {
                write_note(frame.child("text-box"), "[");
            }
        }
    }

    void write_table(XmlNode node) {
        if (in_spreadsheet_) {
            builder_.end_paragraph();
            builder_.mark(DocumentMarkKind::section, to_label(node.attribute("name")));
        } else {
            end_paragraph();
        }
        write_children(node);
        end_paragraph();
    }

    // Empty cells keep the columns aligned.
    void write_row(XmlNode row) {
        builder_.end_line();
        std::string gap;
        for (XmlNode cell = row.first_child(); cell; cell = cell.next()) {
            if (!cell.is_element() || !cell.name().ends_with("table-cell")) {
                continue;
            }
            // No repetition within a cell, since nested repetitions would multiply.
            const int most = inline_ > 0 ? 1 : kMaxEmptyCells;
            const int repeated =
                std::clamp(number_of(cell.attribute("number-columns-repeated")), 1, most);
            const bool is_empty = !has_element(cell);
            for (int i = 0; i < repeated; ++i) {
                if (!is_empty) {
                    builder_.keep(gap);
                    gap.clear();
                    ++inline_;
                    write_children(cell);
                    --inline_;
                }
                gap += '\t';
            }
        }
        builder_.end_line();
    }

    TextBuilder& builder_;
    int paragraphs_ = 0; ///< we are inside of
    int inline_ = 0;     ///< cells we are inside of
    int items_ = 0;      ///< of lists we are inside of
    int pages_ = 0;      ///< begun
    bool is_item_begin_ = false;
    bool in_spreadsheet_ = false;
};

// Headers and footers, which are part of the styles.
void write_master_pages(const ZipArchive& archive, OpenDocumentWriter& writer) {
    if (!archive.contains("styles.xml")) {
        return;
    }
    const auto styles = read_xml(archive, "styles.xml");
    const XmlNode masters = styles ? styles->root().child("master-styles") : XmlNode();
    for (XmlNode page = masters ? masters.first_child() : XmlNode(); page; page = page.next()) {
        if (page.is_element() && page.name() == "master-page") {
            for (const char* name : {"header", "footer"}) {
                if (const XmlNode part = page.child(name)) {
                    writer.write_children(part);
                }
            }
        }
    }
}

} // namespace

Extraction extract_open_document(const ZipArchive& archive) {
    if (is_locked(archive)) {
        return refuse(RefusalKind::locked,
                      "is protected by a password; save it without one and add it again");
    }
    const auto content = read_xml(archive, "content.xml");
    if (!content) {
        return std::unexpected(content.error());
    }
    const XmlNode body = content->root().child("body");
    if (!body) {
        return refuse(RefusalKind::damaged, "is damaged: it has no body");
    }
    TextBuilder builder;
    OpenDocumentWriter writer(builder);
    if (const XmlNode sheets = body.child("spreadsheet")) {
        writer.write_spreadsheet(sheets);
    } else {
        writer.write_children(body);
        if (!body.child("presentation")) {
            write_master_pages(archive, writer);
        }
    }
    return builder.finish({});
}

} // namespace sotto::extract

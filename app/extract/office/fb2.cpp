#include "app/extract/markup/entities.h"
#include "app/extract/markup/xml.h"
#include "app/extract/office/office.h"
#include "app/extract/text/charset.h"
#include "app/extract/text/text_builder.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace sotto::extract {

namespace {

constexpr std::size_t kLongestNote = 20'000;

bool is_line(std::string_view name) {
    return name == "v" || name == "tr";
}

bool is_block(std::string_view name) {
    constexpr std::array<std::string_view, 10> kBlocks{
        "p",        "subtitle", "stanza",  "poem",        "cite",
        "epigraph", "table",    "section", "text-author", "date"};
    return std::ranges::contains(kBlocks, name);
}

bool is_of_notes(XmlNode body) {
    const std::string_view name = body.attribute("name");
    return name.contains("note") || name.contains("comment");
}

constexpr std::string_view kBlanks = " \t\r\n";

bool is_blank(std::string_view text) {
    return text.find_first_not_of(kBlanks) == std::string_view::npos;
}

class BookWriter {
public:
    explicit BookWriter(TextBuilder& builder) : builder_(builder) {}

    /// Adds the notes of a body, which stand where they are referred to.
    void add_notes(XmlNode node) {
        for (XmlNode child = node.first_child(); child; child = child.next()) {
            if (!child.is_element()) {
                continue;
            }
            const std::string_view id = child.attribute("id");
            if (child.name() == "section" && !id.empty()) {
                notes_.emplace(id, child);
            } else {
                add_notes(child);
            }
        }
    }

    void write_children(XmlNode node) {
        for (XmlNode child = node.first_child(); child && !builder_.is_full();
             child = child.next()) {
            if (child.is_element()) {
                write(child);
            } else {
                write_text(child.text());
            }
        }
    }

private:
    enum class Shift : std::uint8_t { none, up, down };

    void write(XmlNode node) {
        const std::string_view name = node.name();
        const bool is_written_note = name == "section" && written_.contains(node.attribute("id"));
        if (is_written_note || (name == "a" && write_note(node))) {
            return;
        }
        if (name == "title" && inline_depth_ == 0) {
            write_title(node);
        } else if (name == "empty-line") {
            end(inline_depth_ > 0 || is_in_paragraph_ ? "v" : "p");
        } else if (name == "sup" || name == "sub") {
            const Shift outer = std::exchange(shift_, name == "sup" ? Shift::up : Shift::down);
            write_children(node);
            shift_ = outer;
        } else if (name == "td" || name == "th") {
            ++inline_depth_;
            write_children(node);
            --inline_depth_;
            ++cells_;
        } else if (name == "image") {
            write_text(node.attribute("alt"));
        } else if (name == "a") {
            builder_.begin_link(node.attribute("href"));
            write_children(node);
            builder_.end_link();
        } else {
            write_block(node);
        }
    }

    void write_title(XmlNode node) {
        builder_.begin_heading();
        is_in_title_ = true;
        write_children(node);
        is_in_title_ = false;
        builder_.end_heading();
    }

    void write_block(XmlNode node) {
        const std::string_view name = node.name();
        end(name);
        const bool was_in_paragraph =
            std::exchange(is_in_paragraph_, name == "p" || is_in_paragraph_);
        write_children(node);
        is_in_paragraph_ = was_in_paragraph;
        end(name);
    }

    // The note that a link leads to. Returns whether there is one.
    bool write_note(XmlNode link) {
        const std::string_view target = link.attribute("href");
        const auto note =
            notes_.find(target.starts_with('#') ? target.substr(1) : std::string_view());
        const bool is_note = note != notes_.end() && inline_depth_ == 0 &&
                             note->second.all_text().size() <= kLongestNote;
        if (!is_note || !written_.insert(note->first).second) {
            return false;
        }
        marker_ = " [";
        ++inline_depth_;
        const Shift outer = std::exchange(shift_, Shift::none);
        for (XmlNode child = note->second.first_child(); child; child = child.next()) {
            if (child.is_element() && child.name() != "title") {
                write(child); // (the title is the number of the note)
            }
        }
        shift_ = outer;
        --inline_depth_;
        if (marker_.empty()) {
            builder_.attach("]");
        }
        marker_.clear(); // there was no text in it
        return true;
    }

    void write_text(std::string_view text) {
        if (is_blank(text)) {
            if (cells_ == 0 && marker_.empty()) {
                builder_.flow(text);
            }
            return;
        }
        text.remove_prefix(marker_.empty() ? 0 : text.find_first_not_of(kBlanks));
        begin_text();
        if (shift_ == Shift::up) {
            builder_.raise(text);
        } else if (shift_ == Shift::down) {
            builder_.lower(text);
        } else {
            builder_.flow(text);
        }
    }

    void begin_text() {
        if (cells_ > 0) {
            builder_.keep(std::string(std::exchange(cells_, 0), '\t'));
        }
        if (!marker_.empty()) {
            builder_.flow(std::exchange(marker_, {}));
        }
    }

    void end(std::string_view name) {
        if (name == "tr" || name == "table") {
            cells_ = 0;
        }
        if (!is_line(name) && !is_block(name)) {
            return;
        }
        if (inline_depth_ > 0) {
            builder_.flow(marker_.empty() ? " " : "");
        } else if (is_line(name) || (is_in_title_ && name == "p")) {
            builder_.end_line();
        } else {
            builder_.end_paragraph();
        }
    }

    TextBuilder& builder_;
    std::map<std::string_view, XmlNode> notes_; ///< by their ids
    std::set<std::string_view> written_;        ///< the ids of those that were referred to
    Shift shift_ = Shift::none;
    std::size_t cells_ = 0; ///< ended in this row since its last text
    std::string marker_;    ///< stands before the next text
    int inline_depth_ = 0;  ///< cells and notes, which have no lines of their own
    bool is_in_title_ = false;
    bool is_in_paragraph_ = false;
};

std::string title_of(XmlNode book) {
    const XmlNode description = book.child("description");
    const XmlNode info = description ? description.child("title-info") : XmlNode();
    const XmlNode title = info ? info.child("book-title") : XmlNode();
    return title ? title.all_text() : std::string();
}

} // namespace

Extraction extract_fb2(std::string_view bytes) {
    const auto text = decode_text(bytes, xml_encoding(bytes));
    if (!text) {
        return refuse(RefusalKind::damaged, "is damaged: it is no XML");
    }
    const auto book = XmlDocument::parse(without_html_names(*text));
    if (!book) {
        return std::unexpected(book.error());
    }
    TextBuilder builder;
    if (!book->is_complete()) {
        builder.add_note("One part could not be read: the end of the book.");
    }
    BookWriter writer(builder);
    for (XmlNode node = book->root().first_child(); node; node = node.next()) {
        if (node.is_element() && node.name() == "body" && is_of_notes(node)) {
            writer.add_notes(node);
        }
    }
    for (XmlNode node = book->root().first_child(); node; node = node.next()) {
        if (node.is_element() && node.name() == "body") {
            builder.end_paragraph();
            writer.write_children(node);
        }
    }
    return builder.finish(title_of(book->root()));
}

} // namespace sotto::extract

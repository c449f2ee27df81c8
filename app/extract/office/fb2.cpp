#include "app/extract/markup/xml.h"
#include "app/extract/office/office.h"
#include "app/extract/text/text_builder.h"

#include <algorithm>
#include <array>
#include <string>

namespace sotto::extract {

namespace {

bool is_line(std::string_view name) {
    return name == "v" || name == "tr";
}

bool is_block(std::string_view name) {
    constexpr std::array<std::string_view, 9> kBlocks{
        "p", "subtitle", "stanza", "poem", "cite", "epigraph", "table", "section", "text-author"};
    return std::ranges::contains(kBlocks, name);
}

class BookWriter {
public:
    explicit BookWriter(TextBuilder& builder) : builder_(builder) {}

    void write_children(XmlNode node) {
        for (XmlNode child = node.first_child(); child && !builder_.is_full();
             child = child.next()) {
            if (child.is_element()) {
                write(child);
            } else {
                builder_.flow(child.text());
            }
        }
    }

private:
    void write(XmlNode node) {
        const std::string_view name = node.name();
        if (name == "title") {
            builder_.begin_heading();
            is_in_title_ = true;
            write_children(node);
            is_in_title_ = false;
            builder_.end_heading();
            return;
        }
        end(name);
        write_children(node);
        end(name);
    }

    void end(std::string_view name) {
        if (is_line(name) || (is_in_title_ && name == "p")) {
            builder_.end_line();
        } else if (name == "td" || name == "th") {
            builder_.end_cell();
        } else if (is_block(name)) {
            builder_.end_paragraph();
        }
    }

    TextBuilder& builder_;
    bool is_in_title_ = false;
};

std::string title_of(XmlNode book) {
    const XmlNode description = book.child("description");
    const XmlNode info = description ? description.child("title-info") : XmlNode();
    const XmlNode title = info ? info.child("book-title") : XmlNode();
    return title ? title.all_text() : std::string();
}

} // namespace

Extraction extract_fb2(std::string_view bytes) {
    const auto book = XmlDocument::parse(bytes);
    if (!book) {
        return std::unexpected(book.error());
    }
    TextBuilder builder;
    BookWriter writer(builder);
    for (XmlNode node = book->root().first_child(); node; node = node.next()) {
        if (node.is_element() && node.name() == "body") {
            builder.end_paragraph();
            writer.write_children(node);
        }
    }
    return builder.finish(title_of(book->root()));
}

} // namespace sotto::extract

#include "app/extract/presentation/slide_comments.h"

#include "app/extract/office/visibility.h"

namespace sotto::extract {

namespace {

// The text of a comment: plain, or in paragraphs of runs. Answers to it are comments of their own.
void collect_text(XmlNode node, std::string& text) {
    for (XmlNode child = node.first_child(); child; child = child.next()) {
        if (!child.is_element() || child.name().starts_with("reply")) {
            continue;
        }
        if (child.name() == "text" || child.name() == "t") {
            text += child.all_text();
        } else {
            collect_text(child, text);
        }
        text += child.name() == "p" || child.name() == "br" ? " " : "";
    }
}

} // namespace

SlideComments::SlideComments(const ZipArchive& archive, const Relationships& presentation)
    : archive_(archive) {
    for (const std::string_view kind : {"commentAuthors", "authors"}) {
        const std::string path = part_of_kind(presentation, kind);
        const auto document = path.empty() ? std::unexpected(Refusal()) : read_xml(archive, path);
        if (!document) {
            continue;
        }
        for (XmlNode author = document->root().first_child(); author; author = author.next()) {
            if (author.is_element()) {
                authors_.emplace(author.attribute("id"), author.attribute("name"));
            }
        }
    }
}

void SlideComments::write(const Relationships& parts, TextBuilder& builder) const {
    const std::string path = part_of_kind(parts, "comments");
    if (path.empty()) {
        return;
    }
    const auto document = read_xml(archive_, path);
    if (!document) {
        builder.add_note(unreadable_part("the comments of a slide"));
        return;
    }
    builder.end_paragraph();
    write_below(document->root(), builder);
}

void SlideComments::write_below(XmlNode node, TextBuilder& builder) const {
    for (XmlNode child = node.first_child(); child; child = child.next()) {
        if (!child.is_element()) {
            continue;
        }
        if (child.name() == "cm" || child.name() == "reply") {
            std::string text;
            collect_text(child, text);
            text.resize(text.find_last_not_of(" \t\r\n") + 1);
            const auto author = authors_.find(child.attribute("authorId"));
            if (!text.empty()) {
                builder.end_line();
                builder.flow("[" + comment_prefix(author == authors_.end() ? "" : author->second) +
                             text + "]");
            }
        }
        if (child.name() == "cm" || child.name() == "replyLst") {
            write_below(child, builder);
        }
    }
}

} // namespace sotto::extract

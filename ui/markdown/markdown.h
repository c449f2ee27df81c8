#pragma once

#include <QString>
#include <QStringList>
#include <cstddef>
#include <string_view>
#include <vector>

namespace sotto::ui {

/// One block of a message as it is drawn. Lists and quotations are flattened: their blocks carry
/// the depth, so that a view is one plain list of blocks.
struct MarkdownBlock {
    enum class Kind { paragraph, heading, code, table, rule };
    Kind kind = Kind::paragraph;
    /// paragraph, heading: rich text made of p, b, i, s, code, br and a[href] only, everything else
    /// escaped. code: the code itself.
    QString text;
    int level = 0;         ///< heading: 1 to 6
    QString language;      ///< code: the word after the fence
    QString marker;        ///< first block of a list item: "•", "3.", "☑"
    int indent = 0;        ///< list depth, 0 = not in a list
    int quote = 0;         ///< quotation depth
    bool is_tight = false; ///< no paragraph spacing above
    bool is_right_to_left = false;
    int columns = 0;   ///< table
    QStringList cells; ///< table: row by row as rich text, the headings first
    /// paragraph, heading: the text without marks; a link or an image is its text.
    QString plain;
    QStringList plain_cells; ///< table: `cells` without marks
    friend bool operator==(const MarkdownBlock&, const MarkdownBlock&) = default;
};

/// The blocks of a Markdown text (CommonMark with tables, strikethrough and task lists). HTML in it
/// is shown as text; an image becomes a link to it; only http, https and mailto links stay links.
/// At most `limit` blocks.
[[nodiscard]] std::vector<MarkdownBlock> parse_markdown(std::string_view utf8, std::size_t limit);

/// Whether a link may be opened: http, https or mailto.
[[nodiscard]] bool is_safe_link(const QString& target);

} // namespace sotto::ui

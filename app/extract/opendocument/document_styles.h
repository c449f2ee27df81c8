#pragma once

#include "app/extract/markup/xml.h"
#include "app/extract/office/visibility.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sotto::extract {

/// What decides how an element of an OpenDocument file is read, as far as its style says it.
struct DocumentFormat {
    enum class Shift : std::uint8_t { none, raised, lowered };

    std::optional<bool> is_hidden; ///< its text, or the sheet or slide itself
    std::optional<Shift> shift;
    std::optional<double> points; ///< the size of its text
    std::optional<std::string> font;
    std::optional<Color> color;
    std::optional<Color> text_fill; ///< behind the text itself
    std::optional<Color> fill;      ///< of the paragraph, cell, shape or slide
    std::optional<std::string> list_style;

    /// Takes over what `over` says.
    void apply(const DocumentFormat& over);
};

/// The styles of an OpenDocument file, each with what it inherits.
/// Source: OASIS OpenDocument 1.3, part 3, section 16.
class DocumentStyles {
public:
    /// Takes in the styles below `root`, of content.xml or styles.xml.
    void add(XmlNode root);

    /// The format of a style; `family`: "text", "paragraph", "table-cell" …
    [[nodiscard]] DocumentFormat format(std::string_view family, std::string_view name) const;
    /// The colour of the paper; not known where a page has a picture or another colour.
    [[nodiscard]] Color page() const { return has_other_pages_ ? Color() : Color(kWhite); }

private:
    struct Style {
        DocumentFormat own;
        std::string parent;
    };
    void add_style(XmlNode node);
    void add_fonts(XmlNode node);
    [[nodiscard]] DocumentFormat own_format(XmlNode style) const;
    void apply_text(XmlNode properties, DocumentFormat& format) const;

    std::map<std::string, Style, std::less<>> styles_; ///< by family, slash, name
    std::map<std::string, std::string, std::less<>> fonts_;
    bool has_other_pages_ = false;
};

} // namespace sotto::extract

#include "app/extract/spreadsheet/workbook_strings.h"

#include "app/extract/office/symbol_fonts.h"
#include "app/extract/text/charset.h"
#include "app/extract/text/formula.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace sotto::extract {

namespace {

// The unit of UTF-16 that an escape stands for, at the beginning of `text`.
std::optional<char16_t> escape_at(std::string_view text) {
    constexpr std::size_t kLength = 7; // _xHHHH_
    if (text.size() < kLength || !text.starts_with("_x") || text[kLength - 1] != '_') {
        return std::nullopt;
    }
    std::uint16_t unit = 0;
    const char* const end = text.data() + kLength - 1;
    const auto [read_to, error] = std::from_chars(text.data() + 2, end, unit, 16);
    return error == std::errc() && read_to == end ? std::optional(static_cast<char16_t>(unit))
                                                  : std::nullopt;
}

// The runs of a string, of which those that follow each other and are raised alike are one.
class RunJoiner {
public:
    void add(std::string_view text, std::string_view align) {
        if (align != align_) {
            flush();
            align_ = align;
        }
        pending_ += text;
    }

    std::string finish() {
        flush();
        return std::move(text_);
    }

private:
    void flush() {
        const std::string run = std::exchange(pending_, {});
        if (align_ == "superscript") {
            text_ += raised_text(text_, run);
        } else if (align_ == "subscript") {
            text_ += lowered_text(text_, run);
        } else {
            text_ += run;
        }
    }

    std::string text_;
    std::string pending_;
    std::string align_;
};

std::string_view value_of(XmlNode node, std::string_view child) {
    const XmlNode found = node ? node.child(child) : XmlNode();
    return found ? found.attribute("val") : std::string_view();
}

} // namespace

std::string unescaped(std::string_view text) {
    std::string plain;
    std::u16string units; // escapes that follow each other may be halves of a character
    while (!text.empty()) {
        const std::size_t at = text.find("_x");
        const auto unit = at == 0 ? escape_at(text) : std::nullopt;
        if (unit) {
            units += *unit;
            text.remove_prefix(7);
            continue;
        }
        plain += to_utf8(std::exchange(units, {}));
        const std::size_t length = at == 0 ? 1 : std::min(at, text.size());
        plain += text.substr(0, length);
        text.remove_prefix(length);
    }
    return plain + to_utf8(units);
}

std::string string_item_text(XmlNode item) {
    RunJoiner joiner;
    for (XmlNode child = item.first_child(); child; child = child.next()) {
        if (!child.is_element()) {
            continue;
        }
        if (child.name() == "t") {
            joiner.add(unescaped(child.all_text()), {});
        } else if (child.name() == "r") {
            const XmlNode format = child.child("rPr");
            const XmlNode text = child.child("t");
            const std::string run = text ? unescaped(text.all_text()) : std::string();
            joiner.add(text_of_signs(value_of(format, "rFont"), run),
                       value_of(format, "vertAlign"));
        }
    }
    return joiner.finish();
}

std::vector<std::string> shared_strings(XmlNode root) {
    std::vector<std::string> strings;
    for (XmlNode item = root.first_child(); item; item = item.next()) {
        if (item.is_element() && item.name() == "si") {
            strings.push_back(string_item_text(item));
        }
    }
    return strings;
}

} // namespace sotto::extract

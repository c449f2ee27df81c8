#include "app/extract/spreadsheet/workbook_strings.h"

#include "app/extract/office/escaped_text.h"
#include "app/extract/office/symbol_fonts.h"
#include "app/extract/text/formula.h"

#include <utility>

namespace sotto::extract {

namespace {

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

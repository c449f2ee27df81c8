#include "app/extract/rtf/rtf_math.h"

#include "app/extract/markup/mathml.h"
#include "app/extract/rtf/rtf_stream.h"
#include "app/extract/text/ascii.h"
#include "app/extract/text/charset.h"
#include "core/text/utf8.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace sotto::extract {

namespace {

using Kind = RtfToken::Kind;

MathNode element(std::string name, std::vector<MathNode> children = {}) {
    MathNode node;
    node.name = std::move(name);
    node.children = std::move(children);
    return node;
}

MathNode token(std::string name, std::string text) {
    MathNode inner;
    inner.text = std::move(text);
    return element(std::move(name), {std::move(inner)});
}

// Reads groups: each becomes a node with the name of its first control word.
class GroupParser {
public:
    GroupParser(std::string_view group, int code_page) : stream_(group), code_page_(code_page) {}

    MathNode read() {
        open_.push_back(element("mmath"));
        for (RtfToken next = stream_.next(); next.kind != Kind::end; next = stream_.next()) {
            take(next);
        }
        while (open_.size() > 1) {
            close();
        }
        flush();
        return std::move(open_.front());
    }

private:
    void take(const RtfToken& next) {
        switch (next.kind) {
        case Kind::open:
            flush();
            if (open_.size() < kDeepestFormula) {
                open_.emplace_back();
            } else {
                static_cast<void>(stream_.take_group());
                open_.emplace_back();
            }
            break;
        case Kind::close:
            close();
            break;
        case Kind::word:
            take_word(next);
            break;
        case Kind::byte:
            if (skipped_ > 0) {
                --skipped_;
            } else {
                flush_units();
                bytes_ += next.byte;
            }
            break;
        case Kind::symbol:
        case Kind::end:
            break;
        }
    }

    void take_word(const RtfToken& next) {
        if (next.name == "u") {
            flush_bytes();
            units_ += static_cast<char16_t>(next.number);
            skipped_ = 1;
        } else if (open_.back().name.empty()) {
            open_.back().name = next.name;
        } else if (next.name == "mnor") {
            open_.back().attributes.emplace_back("mnor", "1");
        }
    }

    void close() {
        flush();
        skipped_ = 0;
        if (open_.size() > 1) {
            MathNode node = std::move(open_.back());
            open_.pop_back();
            open_.back().children.push_back(std::move(node));
        }
    }

    void flush() {
        flush_units();
        flush_bytes();
    }

    void flush_bytes() {
        if (!bytes_.empty()) {
            add(decode_code_page(std::exchange(bytes_, {}), code_page_));
        }
    }

    void flush_units() {
        if (!units_.empty()) {
            add(to_utf8(std::exchange(units_, {})));
        }
    }

    void add(std::string text) {
        MathNode node;
        node.text = std::move(text);
        open_.back().children.push_back(std::move(node));
    }

    RtfStream stream_;
    int code_page_;
    std::vector<MathNode> open_;
    std::string bytes_;
    std::u16string units_;
    int skipped_ = 0;
};

const MathNode* child_named(const MathNode& node, std::string_view name) {
    const auto found = std::ranges::find(node.children, name, &MathNode::name);
    return found == node.children.end() ? nullptr : &*found;
}

MathNode converted(const MathNode& node);

// The content of the argument `name`.
MathNode argument(const MathNode& node, std::string_view name) {
    const MathNode* found = child_named(node, name);
    MathNode row = element("mrow");
    for (std::size_t i = 0; found != nullptr && i < found->children.size(); ++i) {
        row.children.push_back(converted(found->children[i]));
    }
    return row;
}

// A sign among the properties of a structure.
std::string property(const MathNode& node, std::string_view properties, std::string_view name,
                     const char* otherwise) {
    const MathNode* group = child_named(node, properties);
    const MathNode* found = group == nullptr ? nullptr : child_named(*group, name);
    return found == nullptr ? otherwise : found->all_text();
}

// Whether a text begins with one of the usual signs beyond ASCII.
bool is_sign(std::string_view text) {
    constexpr std::array<std::string_view, 8> kSigns{"\u2212", "\u00D7", "\u00B1", "\u2264",
                                                     "\u2265", "\u2260", "\u2192", "\u00B7"};
    return std::ranges::any_of(kSigns,
                               [text](std::string_view sign) { return text.starts_with(sign); });
}

// The letters, numbers and signs of a run.
MathNode run_of(const MathNode& node) {
    MathNode row = element("mrow");
    const std::string text = node.all_text();
    if (!node.attribute("mnor").empty()) {
        return token("mtext", text);
    }
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto is_digit = [](char byte) { return byte >= '0' && byte <= '9'; };
        std::size_t length = next_utf8(rest).length;
        const char first = rest.front();
        const bool is_latin = (first | 0x20) >= 'a' && (first | 0x20) <= 'z';
        const bool is_ascii = static_cast<unsigned char>(first) < 0x80U;
        std::string name = is_digit(first) ? "mn"
                           : is_ascii      ? (is_latin ? "mi" : "mo")
                           : is_sign(rest) ? "mo"
                                           : "mi";
        while (name == "mn" && length < rest.size() &&
               (is_digit(rest[length]) || rest[length] == '.' || rest[length] == ',')) {
            ++length;
        }
        if (first != ' ') {
            row.children.push_back(token(std::move(name), std::string(rest.substr(0, length))));
        }
        rest.remove_prefix(length);
    }
    return row;
}

MathNode delimited(const MathNode& node) {
    MathNode row = element("mrow");
    const std::string separator = property(node, "mdPr", "msepChr", "|");
    row.children.push_back(token("mo", property(node, "mdPr", "mbegChr", "(")));
    bool is_first = true;
    for (const MathNode& child : node.children) {
        if (child.name == "me") {
            if (!std::exchange(is_first, false)) {
                row.children.push_back(token("mo", separator));
            }
            MathNode inner = element("mrow");
            for (const MathNode& part : child.children) {
                inner.children.push_back(converted(part));
            }
            row.children.push_back(std::move(inner));
        }
    }
    row.children.push_back(token("mo", property(node, "mdPr", "mendChr", ")")));
    return row;
}

MathNode table_of(const MathNode& node) {
    MathNode table = element("mtable");
    for (const MathNode& child : node.children) {
        if (child.name != "mmr" && child.name != "me") {
            continue;
        }
        MathNode row = element("mtr");
        if (child.name == "me") {
            row.children.push_back(element("mtd", {converted(child)}));
        }
        for (std::size_t i = 0; child.name == "mmr" && i < child.children.size(); ++i) {
            if (child.children[i].name == "me") {
                row.children.push_back(element("mtd", {converted(child.children[i])}));
            }
        }
        table.children.push_back(std::move(row));
    }
    return table;
}

// A sum or an integral with its limits, and what it is taken of.
MathNode sum_of(const MathNode& node) {
    MathNode sign = token("mo", property(node, "mnaryPr", "mchr", "\u222B"));
    return element("mrow", {element("munderover", {std::move(sign), argument(node, "msub"),
                                                   argument(node, "msup")}),
                            argument(node, "me")});
}

MathNode structure_of(const MathNode& node) {
    const std::string& name = node.name;
    const auto with = [&node](std::string made, auto... names) {
        return element(std::move(made), {argument(node, names)...});
    };
    if (name == "mf") {
        MathNode fraction = with("mfrac", "mnum", "mden");
        if (property(node, "mfPr", "mtype", "") == "noBar") {
            fraction.attributes.emplace_back("linethickness", "0");
        }
        return fraction;
    }
    if (name == "mrad") {
        const MathNode* degree = child_named(node, "mdeg");
        const bool has_degree = degree != nullptr && !degree->all_text().empty();
        return has_degree ? with("mroot", "me", "mdeg") : with("msqrt", "me");
    }
    if (name == "msPre") {
        return element("mmultiscripts", {argument(node, "me"), element("mprescripts"),
                                         argument(node, "msub"), argument(node, "msup")});
    }
    if (name == "macc" || name == "mbar" || name == "mgroupChr") {
        const char* const usual = name == "mbar" ? "\u00AF" : name == "macc" ? "^" : "\u23DF";
        return element("mover", {argument(node, "me"),
                                 token("mo", property(node, name + "Pr", "mchr", usual))});
    }
    if (name == "mfunc") {
        MathNode function = argument(node, "mfName");
        const std::string letters = function.all_text();
        const bool is_word = std::ranges::all_of(letters, is_ascii_letter);
        return element(
            "mrow", {is_word ? token("mi", letters) : std::move(function), argument(node, "me")});
    }
    return name == "msSup"      ? with("msup", "me", "msup")
           : name == "msSub"    ? with("msub", "me", "msub")
           : name == "msSubSup" ? with("msubsup", "me", "msub", "msup")
           : name == "mlimLow"  ? with("munder", "me", "mlim")
           : name == "mlimUpp"  ? with("mover", "me", "mlim")
                                : MathNode();
}

MathNode converted(const MathNode& node) {
    if (node.name == "mr" || !node.text.empty()) {
        return run_of(node);
    }
    if (node.name == "md") {
        return delimited(node);
    }
    if (node.name == "mm" || node.name == "meqArr") {
        return table_of(node);
    }
    if (node.name == "mnary") {
        return sum_of(node);
    }
    if (MathNode made = structure_of(node); !made.name.empty()) {
        return made;
    }
    // Groups of properties, pictures for old programs.
    MathNode row = element("mrow");
    const bool is_unseen =
        node.name.ends_with("Pr") || node.name == "mmathPict" || node.name == "pict";
    for (std::size_t i = 0; !is_unseen && i < node.children.size(); ++i) {
        row.children.push_back(converted(node.children[i]));
    }
    return row;
}

} // namespace

std::string rtf_math_text(std::string_view group, int code_page) {
    return mathml_text(converted(GroupParser(group, code_page).read()));
}

} // namespace sotto::extract

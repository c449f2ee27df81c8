#include "tests/fuzz/mutators/markup_mutator.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace sotto::fuzz {

namespace {

constexpr std::size_t kDeepestWritten = 4;
/// Beyond the maximum depth of XML.
constexpr std::size_t kMaxWrapped = 600;

/// Texts between tags that parsers tend to get wrong.
constexpr std::array<std::string_view, 24> kTexts{
    "word",
    "two words ",
    " ",
    "\n",
    "\r\n\t",
    "1",
    "-1",
    "4294967296",
    "\u00E9\u65E5\U0001F600",
    "\u00AD",
    "\u00A0",
    "\uFEFF",
    "\xFF\xC0\x80",
    "&amp;&lt;",
    "&#xD800;",
    "&#x110000;",
    "&#0;",
    "&#99999999999;",
    "&nbsp;",
    "&a;",
    "<![CDATA[<p>]]>",
    "<!-- </p> -->",
    "<?pi x?>",
    "<!DOCTYPE x [<!ELEMENT x ANY></x>]>",
};

/// Tags and the texts between them.
std::vector<std::string> split_markup(std::string_view text) {
    std::vector<std::string> pieces;
    while (!text.empty()) {
        const bool is_tag = text.starts_with('<');
        const std::size_t found = text.find(is_tag ? '>' : '<');
        const std::size_t length =
            found == std::string_view::npos ? text.size() : found + (is_tag ? 1 : 0);
        pieces.emplace_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return pieces;
}

std::string joined(const std::vector<std::string>& pieces) {
    std::string text;
    for (const std::string& piece : pieces) {
        text += piece;
    }
    return text;
}

bool is_tag(std::string_view piece) {
    return piece.size() > 2 && piece.starts_with('<') && piece[1] != '!' && piece[1] != '?';
}

class MarkupWriter {
public:
    MarkupWriter(const MarkupWords& words, Mutation& mutation)
        : words_(words), mutation_(mutation) {}

    std::string name() { return std::string(one_of(words_.elements)); }
    std::string text() { return std::string(one_of(kTexts)); }

    /// With its known value, or a boundary value.
    std::string attribute() {
        const std::string_view known = one_of(words_.attributes);
        if (!mutation_.once_in(4)) {
            return std::string(known);
        }
        return std::string(known.substr(0, known.find('='))) + "='" +
               std::to_string(mutation_.limit()) + "'";
    }

    std::string element(std::size_t depth) {
        const std::string called = name();
        std::string written = "<" + called;
        while (mutation_.once_in(3)) {
            written += " " + attribute();
        }
        if (mutation_.once_in(6)) {
            return written + "/>";
        }
        written += ">";
        for (std::size_t left = mutation_.draw(4); left > 0; --left) {
            written += depth > 0 && !mutation_.once_in(3) ? element(depth - 1) : text();
        }
        return written + "</" + called + ">";
    }

private:
    std::string_view one_of(std::span<const std::string_view> choices) {
        return choices[mutation_.draw(choices.size())];
    }

    const MarkupWords& words_;
    Mutation& mutation_;
};

/// A random tag; none if there is none.
std::string* any_tag(std::vector<std::string>& pieces, Mutation& mutation) {
    const std::size_t first = mutation.draw(pieces.size());
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        std::string& piece = pieces[(first + i) % pieces.size()];
        if (is_tag(piece)) {
            return &piece;
        }
    }
    return nullptr;
}

/// Renames a tag, or prepends an attribute.
void change_tag(std::string& tag, bool is_renamed, MarkupWriter& writer) {
    const std::size_t begin = tag[1] == '/' ? 2 : 1;
    const std::size_t end = std::min(tag.find_first_of(" \t\r\n/>", begin), tag.size());
    if (is_renamed) {
        tag.replace(begin, end - begin, writer.name());
    } else {
        tag.insert(end, " " + writer.attribute());
    }
}

/// Nests one piece in elements.
void wrap(std::string& piece, MarkupWriter& writer, Mutation& mutation) {
    const std::size_t depth = mutation.once_in(8) ? mutation.draw(kMaxWrapped) : mutation.draw(4);
    const std::string name = writer.name();
    std::string before;
    std::string after;
    for (std::size_t i = 0; i <= depth; ++i) {
        before += "<" + name + ">";
        after += "</" + name + ">";
    }
    piece = before + piece + (mutation.once_in(4) ? "" : after);
}

} // namespace

std::string mutate_markup(std::string_view text, std::size_t max_bytes, const MarkupWords& words,
                          Mutation& mutation) {
    std::vector<std::string> pieces = split_markup(text);
    const std::size_t way = mutation.draw(8);
    if (pieces.empty() || way == 0) {
        return mutation.bytes(text, max_bytes);
    }
    MarkupWriter writer(words, mutation);
    const std::size_t at = mutation.draw(pieces.size());
    const auto here = pieces.begin() + static_cast<std::ptrdiff_t>(at);
    if (way == 1) {
        mutation.rearrange(pieces);
    } else if (way == 2) {
        wrap(*here, writer, mutation);
    } else if (way == 3) {
        pieces.insert(here, writer.text());
    } else if (std::string* tag = any_tag(pieces, mutation); way < 6 && tag != nullptr) {
        change_tag(*tag, way == 4, writer);
    } else {
        pieces.insert(here, writer.element(kDeepestWritten));
    }
    const std::string changed = joined(pieces);
    return changed.size() <= max_bytes ? changed : mutation.bytes(text, max_bytes);
}

} // namespace sotto::fuzz

#include "app/export/markdown_structure.h"

#include <md4c.h>

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

namespace sotto::app {

namespace {

constexpr unsigned kFlags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS;

/// Which bytes the parser passes on as what.
struct Places {
    explicit Places(std::string_view text)
        : markdown(text), bytes(text.size(), MarkdownByte::mark) {}

    void add(MD_TEXTTYPE type, std::string_view piece) {
        // Indentation and the like do not come from the text.
        const std::less<const char*> before;
        const char* const end = markdown.data() + markdown.size();
        if (piece.empty() || before(piece.data(), markdown.data()) || !before(piece.data(), end)) {
            return;
        }
        const MarkdownByte kind = type == MD_TEXT_CODE ? MarkdownByte::code
                                  : in_heading         ? MarkdownByte::heading
                                                       : MarkdownByte::text;
        const auto begin = bytes.begin() + (piece.data() - markdown.data());
        const auto size = std::min<std::ptrdiff_t>(std::ssize(piece), bytes.end() - begin);
        std::fill(begin, begin + size, kind);
    }

    std::string_view markdown;
    std::vector<MarkdownByte> bytes;
    bool in_heading = false;
};

Places& places(void* data) {
    return *static_cast<Places*>(data);
}

/// The headings of levels 1 and 2, and the last block.
struct Outline {
    int depth = 0; // of the blocks that are open, the document included
    int headings = 0;
    bool ends_with_heading = false;
    bool has_html = false;
};

Outline& outline(void* data) {
    return *static_cast<Outline*>(data);
}

int enter_outline(MD_BLOCKTYPE type, void* detail, void* data) {
    Outline& seen = outline(data);
    const bool is_heading =
        type == MD_BLOCK_H && static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level <= 2;
    seen.headings += is_heading ? 1 : 0;
    seen.ends_with_heading = is_heading && seen.depth == 1;
    ++seen.depth;
    return 0;
}

} // namespace

std::vector<MarkdownByte> markdown_bytes(std::string_view markdown) {
    Places found(markdown);
    MD_PARSER parser{};
    parser.flags = kFlags | MD_FLAG_NOHTML;
    parser.enter_block = [](MD_BLOCKTYPE type, void*, void* data) {
        places(data).in_heading = type == MD_BLOCK_H;
        return 0;
    };
    parser.leave_block = [](MD_BLOCKTYPE, void*, void* data) {
        places(data).in_heading = false;
        return 0;
    };
    parser.enter_span = [](MD_SPANTYPE, void*, void*) { return 0; };
    parser.leave_span = [](MD_SPANTYPE, void*, void*) { return 0; };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* data) {
        places(data).add(type, {text, size});
        return 0;
    };
    md_parse(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &parser, &found);
    return std::move(found.bytes);
}

bool can_be_followed(std::string_view markdown) {
    const std::string with_heading = std::string(markdown) + "\n\n## x\n";
    Outline seen;
    MD_PARSER parser{};
    parser.flags = kFlags;
    parser.enter_block = enter_outline;
    parser.leave_block = [](MD_BLOCKTYPE, void*, void* data) {
        --outline(data).depth;
        return 0;
    };
    parser.enter_span = [](MD_SPANTYPE, void*, void*) { return 0; };
    parser.leave_span = [](MD_SPANTYPE, void*, void*) { return 0; };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR*, MD_SIZE, void* data) {
        outline(data).has_html = outline(data).has_html || type == MD_TEXT_HTML;
        return 0;
    };
    const int failure =
        md_parse(with_heading.data(), static_cast<MD_SIZE>(with_heading.size()), &parser, &seen);
    return failure == 0 && seen.headings == 1 && seen.ends_with_heading && !seen.has_html;
}

} // namespace sotto::app

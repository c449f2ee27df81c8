#include "app/extract/markup/html_tree.h"

#include "app/extract/text/ascii.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace sotto::extract {

namespace {

// The time of the parser grows with the square of the depth.
constexpr std::int64_t kDeepest = 20'000;
constexpr std::size_t kChunkBytes = std::size_t{256} << 10U;

// Elements that end by themselves, by the beginnings of their names.
bool ends_by_itself(std::string_view name) {
    const std::string head = to_lower(name.substr(0, 2));
    constexpr std::array<std::string_view, 12> kSingle{"br", "p>", "p ", "li", "hr", "im",
                                                       "td", "tr", "dd", "dt", "in", "op"};
    return std::ranges::contains(kSingle, head);
}

constexpr std::string_view kSectionEnd = "]]>";

// Where the first drawing or formula of a page begins.
std::size_t first_foreign(std::string_view text) {
    for (std::size_t i = text.find('<'); i != std::string_view::npos; i = text.find('<', i + 1)) {
        const std::string name = to_lower(text.substr(i + 1, 4));
        if (name.starts_with("svg") || name == "math") {
            return i;
        }
    }
    return std::string_view::npos;
}

// Where the text of a section ends: at its mark, or at an end tag, since a script may name the
// beginning of a section and never its end.
std::size_t section_end(std::string_view text, std::size_t from) {
    for (std::size_t i = text.find_first_of("]<", from); i != std::string_view::npos;
         i = text.find_first_of("]<", i + 1)) {
        if (text.substr(i).starts_with(kSectionEnd) || text.substr(i).starts_with("</")) {
            return i;
        }
    }
    return text.size();
}

// In drawings and formulas CDATA sections are text, yet gumbo ends the program (an assertion) when
// letters follow one that stands within a table. Here the page with such sections as ordinary text;
// nothing where it has none. Elsewhere they are comments, and those before the first drawing stay.
std::unique_ptr<const std::string> with_sections_as_text(std::string_view text) {
    constexpr std::string_view kBegin = "<![CDATA[";
    if (!text.contains(kBegin)) {
        return nullptr;
    }
    std::size_t at = text.find(kBegin, std::min(first_foreign(text), text.size()));
    if (at == std::string_view::npos) {
        return nullptr;
    }
    std::string page;
    std::size_t copied = 0;
    for (; at != std::string_view::npos; at = text.find(kBegin, copied)) {
        page += text.substr(copied, at - copied);
        page += "<!---->"; // so that what stands around a section forms no other
        const std::size_t from = at + kBegin.size();
        const std::size_t end = section_end(text, from);
        for (const char byte : text.substr(from, end - from)) {
            byte == '<' ? page += "&lt;" : byte == '&' ? page += "&amp;" : page += byte;
        }
        copied = text.substr(end).starts_with(kSectionEnd) ? end + kSectionEnd.size() : end;
    }
    page += text.substr(copied);
    return std::make_unique<const std::string>(std::move(page));
}

// How many more elements are opened than closed, at the most. Elements that end by themselves
// (<p>, <li>, <br>) make it larger than the tree is deep, so it errs on the safe side.
std::int64_t max_open(std::string_view text) {
    std::int64_t open = 0;
    std::int64_t most = 0;
    for (std::size_t i = text.find('<'); i != std::string_view::npos; i = text.find('<', i + 1)) {
        const char next = i + 1 < text.size() ? to_lower(text[i + 1]) : ' ';
        if (next == '/') {
            open -= open > 0 ? 1 : 0;
        } else if (next >= 'a' && next <= 'z') {
            open += ends_by_itself(text.substr(i + 1)) ? 0 : 1;
            most = std::max(most, open);
        }
    }
    return most;
}

} // namespace

void* HtmlTree::Memory::take(std::size_t bytes) {
    constexpr std::size_t kAlignment = alignof(std::max_align_t);
    const std::size_t rounded = (bytes + kAlignment - 1) / kAlignment * kAlignment;
    if (bytes > left_ || rounded > left_) {
        throw TooMuch();
    }
    left_ -= rounded;
    if (rounded > free_bytes_) {
        chunks_.push_back(
            std::make_unique_for_overwrite<std::byte[]>(std::max(rounded, kChunkBytes)));
        if (rounded >= kChunkBytes) {
            return chunks_.back().get();
        }
        free_ = chunks_.back().get();
        free_bytes_ = kChunkBytes;
    }
    free_bytes_ -= rounded;
    return std::exchange(free_, free_ + rounded);
}

std::expected<HtmlTree, Refusal> HtmlTree::parse(std::string_view text) {
    auto replaced = with_sections_as_text(text);
    text = replaced ? *replaced : text;
    if (max_open(text) > kDeepest) {
        return refuse(RefusalKind::forbidden,
                      "nests elements deeper than any page does, and is not opened");
    }
    HtmlTree tree;
    tree.replaced_ = std::move(replaced);
    tree.memory_ = std::make_unique<Memory>(kLeastMemory + (kMemoryPerByte * text.size()));
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0; // not used, and each holds all open elements
    options.userdata = tree.memory_.get();
    options.allocator = [](void* memory, std::size_t bytes) {
        return static_cast<Memory*>(memory)->take(bytes);
    };
    options.deallocator = [](void* /*memory*/, void* /*block*/) {};
    try {
        const GumboOutput* output = gumbo_parse_with_options(&options, text.data(), text.size());
        if (output == nullptr) {
            return refuse(RefusalKind::damaged, "is damaged and could not be read");
        }
        tree.root_ = output->root;
    } catch (const TooMuch&) {
        return refuse(RefusalKind::forbidden,
                      "leaves so many elements open that reading it would take more memory than "
                      "any page does, and is not opened");
    }
    return tree;
}

} // namespace sotto::extract

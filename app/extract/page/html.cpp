#include "app/extract/markup/markup.h"
#include "app/extract/markup/xml.h"
#include "app/extract/page/page.h"
#include "app/extract/page/page_writer.h"
#include "app/extract/text/ascii.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sotto::extract {

namespace {

std::expected<std::string, Refusal> append(std::string_view bytes, const PageContext& context,
                                           TextBuilder& builder) {
    const auto page = Page::parse(bytes, context);
    if (!page) {
        return std::unexpected(page.error());
    }
    PageWriter(*page, context, builder).write();
    return page->title();
}

Extraction extract(std::string_view bytes, const PageContext& context) {
    TextBuilder builder;
    auto title = append(bytes, context, builder);
    return title ? builder.finish(*title) : std::unexpected(std::move(title.error()));
}

} // namespace

std::expected<std::string, Refusal> append_html(std::string_view bytes, TextBuilder& builder) {
    return append(bytes, {}, builder);
}

Extraction extract_html(std::string_view bytes) {
    return extract(bytes, {});
}

Extraction extract_xhtml(std::string_view bytes) {
    PageContext context;
    context.is_xhtml = true;
    return extract(bytes, context);
}

bool looks_like_html(std::string_view bytes) {
    const std::string head = to_lower(bytes.substr(0, 1024));
    std::string_view rest = head;
    if (rest.starts_with("\xEF\xBB\xBF")) {
        rest.remove_prefix(3);
    }
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
    if (!rest.starts_with('<')) {
        return false;
    }
    constexpr std::array<std::string_view, 4> kRoots{"html", "head", "body", "title"};
    if (std::ranges::contains(kRoots, to_lower(xml_root_name(bytes)))) {
        return true; // perhaps behind a long comment
    }
    constexpr std::array<std::string_view, 5> kElements{"<!doctype html", "<html", "<head", "<body",
                                                        "<title"};
    return std::ranges::any_of(kElements,
                               [rest](std::string_view element) { return rest.contains(element); });
}

} // namespace sotto::extract

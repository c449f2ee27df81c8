#include "app/extract/office/epub_book.h"

#include "app/extract/markup/links.h"
#include "app/extract/page/page_notes.h"
#include "app/extract/page/page_writer.h"

#include <algorithm>
#include <utility>

namespace sotto::extract {

namespace {

// Parsed pages of notes take memory; a book has few.
constexpr std::size_t kMaxPages = 50;
constexpr std::size_t kMaxPageBytes = std::size_t{8} << 20U;

struct Target {
    std::string path;
    std::string id;
};

// Where a link in the file `from` leads.
Target target_of(const std::string& from, std::string_view link) {
    const std::size_t mark = std::min(link.find('#'), link.size());
    const std::string_view file = link.substr(0, std::min(mark, link.find('?')));
    return {resolve_path(from, percent_decoded(file)),
            percent_decoded(link.substr(std::min(mark + 1, link.size())))};
}

} // namespace

std::expected<void, Refusal> EpubBook::append(const std::string& path, TextBuilder& builder) {
    const auto bytes = archive_.read(path);
    if (!bytes) {
        return std::unexpected(bytes.error());
    }
    PageContext context;
    context.is_xhtml = true;
    context.is_book = true;
    context.read_sheet = [this, &path](std::string_view link) { return sheet_at(path, link); };
    context.read_note = [this, &path, &builder](std::string_view link) {
        return note_at(path, link, builder);
    };
    const auto page = Page::parse(*bytes, context);
    if (!page) {
        return std::unexpected(page.error());
    }
    written_.insert(path);
    builder.end_paragraph();
    PageWriter writer(*page, context, builder);
    writer.leave_out(placed_[path]);
    writer.write();
    return {};
}

std::optional<std::string> EpubBook::sheet_at(const std::string& path, std::string_view link) {
    auto css = archive_.read(target_of(path, link).path);
    return css ? std::optional(std::move(*css)) : std::nullopt;
}

std::optional<std::string> EpubBook::note_at(const std::string& path, std::string_view link,
                                             TextBuilder& builder) {
    const Target target = target_of(path, link);
    if (target.path.empty() || target.id.empty() || written_.contains(target.path) ||
        !placed_[target.path].insert(target.id).second) {
        return std::nullopt; // it has been read, or will be in its own place
    }
    const Page* page = page_of_notes(target.path);
    const GumboNode* note = page == nullptr ? nullptr : note_named(*page, target.id);
    TextBuilder text;
    if (note != nullptr) {
        PageContext context;
        context.is_book = true;
        PageWriter(*page, context, text).write_note(note);
    }
    auto extraction = text.finish({});
    if (!extraction) {
        placed_[target.path].erase(target.id);
        return std::nullopt;
    }
    for (std::string& sentence : extraction->notes) {
        builder.add_note(std::move(sentence));
    }
    return std::move(extraction->text);
}

const Page* EpubBook::page_of_notes(const std::string& path) {
    const auto known = pages_.find(path);
    if (known != pages_.end()) {
        return known->second ? &*known->second : nullptr;
    }
    if (pages_.size() >= kMaxPages || page_bytes_ > kMaxPageBytes) {
        return nullptr;
    }
    std::optional<Page>& place = pages_[path];
    const auto bytes = archive_.contains(path) ? archive_.read(path)
                                               : std::expected<std::string, Refusal>(std::string());
    if (!bytes || bytes->empty()) {
        return nullptr;
    }
    page_bytes_ += bytes->size();
    PageContext context;
    context.is_xhtml = true;
    context.is_book = true;
    context.read_sheet = [this, &path](std::string_view link) { return sheet_at(path, link); };
    if (auto page = Page::parse(*bytes, context)) {
        place.emplace(std::move(*page));
    }
    return place ? &*place : nullptr;
}

} // namespace sotto::extract

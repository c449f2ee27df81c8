#pragma once

#include "app/extract/archive/zip_archive.h"
#include "app/extract/page/page.h"
#include "app/extract/text/text_builder.h"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace sotto::extract {

/// The chapters of a book, with the style sheets and the notes that they refer to in other files.
class EpubBook {
public:
    explicit EpubBook(const ZipArchive& archive) : archive_(archive) {}

    /// Appends a chapter without the notes that earlier ones showed. Errors: as ZipArchive::read
    /// and Page::parse.
    [[nodiscard]] std::expected<void, Refusal> append(const std::string& path,
                                                      TextBuilder& builder);

private:
    [[nodiscard]] std::optional<std::string> sheet_at(const std::string& path,
                                                      std::string_view link);
    [[nodiscard]] std::optional<std::string> note_at(const std::string& path, std::string_view link,
                                                     TextBuilder& builder);
    [[nodiscard]] const Page* page_of_notes(const std::string& path);

    const ZipArchive& archive_;
    std::set<std::string> written_;                       ///< paths of chapters
    std::map<std::string, std::set<std::string>> placed_; ///< ids of notes, by path
    std::map<std::string, std::optional<Page>> pages_;    ///< of notes; nothing for unread ones
    std::size_t page_bytes_ = 0;
};

} // namespace sotto::extract

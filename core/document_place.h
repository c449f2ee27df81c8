#pragma once

#include "core/document.h"

#include <cstdint>
#include <span>
#include <string>

namespace sotto {

/// The page and the section that a character of a document is in; empty = none.
struct DocumentPlace {
    std::string page;
    std::string section;

    friend bool operator==(const DocumentPlace&, const DocumentPlace&) = default;
};

/// The last mark of a kind at or before a character; null when there is none. Unit: Unicode code
/// points. Owner: the marks.
[[nodiscard]] const DocumentMark* mark_at(std::span<const DocumentMark> marks,
                                          DocumentMarkKind kind, std::int64_t offset);

/// The place of a character. Unit: Unicode code points.
[[nodiscard]] DocumentPlace place_at(std::span<const DocumentMark> marks, std::int64_t offset);

} // namespace sotto

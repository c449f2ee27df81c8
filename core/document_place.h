#pragma once

#include "core/document.h"

#include <cstdint>
#include <span>
#include <string>

namespace sotto {

/// The last page and section of a document that begin at or before some character; empty = none.
struct DocumentPlace {
    std::string page;
    std::string section;

    friend bool operator==(const DocumentPlace&, const DocumentPlace&) = default;
};

/// The last mark of a kind that stands at or before a character; null where there is none. Unit:
/// Unicode code points. Owner: the marks.
[[nodiscard]] const DocumentMark* mark_at(std::span<const DocumentMark> marks,
                                          DocumentMarkKind kind, std::int64_t offset);

/// Where a character stands. Unit: Unicode code points.
[[nodiscard]] DocumentPlace place_at(std::span<const DocumentMark> marks, std::int64_t offset);

} // namespace sotto

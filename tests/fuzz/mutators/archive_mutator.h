#pragma once

#include "tests/fuzz/mutators/markup_mutator.h"
#include "tests/fuzz/mutators/mutation.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace sotto::fuzz {

/// Changes the content of one file of an archive, to at most `max_bytes`.
using ContentMutator = std::function<std::string(std::string_view content, std::size_t max_bytes)>;

/// A ZIP archive unpacked, changed and packed again: its files rearranged, one of them with another
/// name, with headers that lie, or with its content changed by `change_content`; or any byte of the
/// archive. Files that no reader of documents opens are left out. At most `max_bytes`.
[[nodiscard]] std::string mutate_archive(std::string_view archive, std::size_t max_bytes,
                                         Mutation& mutation, const ContentMutator& change_content);

/// The same for an archive of XML.
[[nodiscard]] std::string mutate_archive(std::string_view archive, std::size_t max_bytes,
                                         Mutation& mutation, const MarkupWords& words);

} // namespace sotto::fuzz

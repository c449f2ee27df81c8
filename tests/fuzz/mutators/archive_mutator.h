#pragma once

#include "tests/fuzz/mutators/markup_mutator.h"
#include "tests/fuzz/mutators/mutation.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace sotto::fuzz {

/// Mutates the content of one file of an archive, to at most `max_bytes`.
using ContentMutator = std::function<std::string(std::string_view content, std::size_t max_bytes)>;

/// Unpacks, mutates and packs a ZIP archive: files rearranged or renamed, false headers, or content
/// changed by `change_content`; or any byte of the archive changed. Files that no document parser
/// opens are dropped. At most `max_bytes`.
[[nodiscard]] std::string mutate_archive(std::string_view archive, std::size_t max_bytes,
                                         Mutation& mutation, const ContentMutator& change_content);

/// The same for an archive of XML.
[[nodiscard]] std::string mutate_archive(std::string_view archive, std::size_t max_bytes,
                                         Mutation& mutation, const MarkupWords& words);

} // namespace sotto::fuzz

#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// The kind of an old Office document: DOC, XLS or PPT.
enum class OldDocument : std::uint8_t { text, workbook, slides };

/// The name of a kind, as sotto-convert takes it: "doc", "xls", "ppt".
[[nodiscard]] std::string_view to_string(OldDocument kind);

/// An installed program that turns such a document into text in UTF-8 on its standard output, with
/// a form feed after each sheet or slide. Its standard input is a file in memory, which it can open
/// again in the sandbox.
struct TextConverter {
    const char* program = nullptr;           ///< absolute; nullptr where none is installed
    std::vector<const char*> arguments = {}; ///< with the name of the program
};

/// Looks where systems install them: catdoc and its companions, else antiword for DOC.
[[nodiscard]] TextConverter find_text_converter(OldDocument kind);

/// The exit status of sotto-convert when it could not start the program.
inline constexpr int kConverterHasNoSandbox = 70;
inline constexpr int kConverterIsMissing = 71;

} // namespace sotto::extract

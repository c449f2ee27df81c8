#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// A field of a header, or a parameter of a field.
struct HeaderField {
    std::string name;  ///< lower case
    std::string value; ///< unfolded; not decoded
};

/// The most fields of a header.
inline constexpr std::size_t kMaxFields = 2'000;

/// Removes the header of a message or part from the beginning of `bytes`, with the empty line after
/// it, and returns its fields. A line that is none ends it. Source: RFC 5322, section 2.2.
[[nodiscard]] std::vector<HeaderField> take_header(std::string_view& bytes);

/// The value of the first field with this name (lower case); empty when there is none.
[[nodiscard]] std::string_view value_of(const std::vector<HeaderField>& fields,
                                        std::string_view name);

/// The text of a field in UTF-8 on one line: encoded words are decoded, and so are bytes that are
/// not ASCII. Source: RFC 2047.
[[nodiscard]] std::string decode_field(std::string_view value);

/// A value such as `text/plain; charset=utf-8; name="a b.txt"`.
struct ParameterizedValue {
    std::string value;                   ///< lower case: "text/plain"
    std::vector<HeaderField> parameters; ///< in UTF-8, with joined continuations (RFC 2231)
};

/// Source: RFC 2045, section 5.1, and RFC 2231.
[[nodiscard]] ParameterizedValue parse_parameters(std::string_view value);

} // namespace sotto::extract

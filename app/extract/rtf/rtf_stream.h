#pragma once

#include <cstdint>
#include <string_view>

namespace sotto::extract {

/// What RTF is made of.
struct RtfToken {
    enum class Kind : std::uint8_t {
        end,
        open,   ///< {
        close,  ///< }
        word,   ///< a control word: \par, \fs24
        symbol, ///< a control symbol: \~, in `byte`
        byte,   ///< of text, in the code page of its font
    };
    Kind kind = Kind::end;
    std::string_view name; ///< of a control word
    int number = 0;
    bool has_number = false;
    char byte = '\0';
    bool begins_group = false; ///< the first behind {
};

/// Cuts RTF into tokens. Line ends are none; \bin and its bytes are skipped.
/// Source: Microsoft, Rich Text Format 1.9.1, "Conventions of an RTF reader".
class RtfStream {
public:
    explicit RtfStream(std::string_view bytes) : rest_(bytes) {}

    [[nodiscard]] RtfToken next();

    /// What stands before the end of the group that is open, which then is next.
    [[nodiscard]] std::string_view take_group();

private:
    RtfToken take_control();
    RtfToken take_word();

    std::string_view rest_;
    bool is_group_begin_ = false;
};

} // namespace sotto::extract

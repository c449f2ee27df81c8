#include "app/extract/chats/qt_stream.h"

#include "app/extract/text/charset.h"

namespace sotto::extract {

namespace {

constexpr std::uint32_t kNull = 0xFFFFFFFFU;

} // namespace

std::string_view QtStream::take(std::uint64_t count) {
    if (count > bytes_.size()) {
        is_sound_ = false;
        bytes_ = {};
        return {};
    }
    const std::string_view taken = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return taken;
}

std::uint64_t QtStream::number(std::size_t length) {
    std::uint64_t number = 0;
    for (const char byte : take(length)) {
        number = number << 8U | static_cast<unsigned char>(byte);
    }
    return number;
}

std::string_view QtStream::bytes() {
    const std::uint32_t length = u32();
    return length == kNull ? std::string_view() : take(length);
}

std::string QtStream::string() {
    const std::string_view units = bytes();
    std::u16string text;
    text.reserve(units.size() / 2);
    for (std::size_t i = 0; i + 2 <= units.size(); i += 2) {
        text += static_cast<char16_t>(static_cast<unsigned char>(units[i]) << 8U |
                                      static_cast<unsigned char>(units[i + 1]));
    }
    return to_utf8(text);
}

void QtStream::skip_numbers(std::uint64_t count) {
    skip(count > bytes_.size() ? bytes_.size() + 1 : count * 4);
}

} // namespace sotto::extract

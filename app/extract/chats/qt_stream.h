#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sotto::extract {

/// Values as Qt's QDataStream writes them: big-endian numbers, strings in UTF-16 with their length.
/// Behind the end of the bytes all are zero or empty, and is_sound() is false. Lifetime: the bytes
/// outlive it.
class QtStream {
public:
    explicit QtStream(std::string_view bytes) : bytes_(bytes) {}

    [[nodiscard]] bool is_sound() const { return is_sound_; }

    std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
    std::int32_t i32() { return static_cast<std::int32_t>(u32()); }
    std::uint64_t u64() { return number(8); }
    std::int64_t i64() { return static_cast<std::int64_t>(u64()); }
    bool boolean() { return number(1) != 0; }

    /// A QString in UTF-8; a null string is empty.
    std::string string();
    /// A QByteArray.
    std::string_view bytes();

    void skip(std::uint64_t count) { static_cast<void>(take(count)); }
    /// Skips numbers of four bytes.
    void skip_numbers(std::uint64_t count);

private:
    std::string_view take(std::uint64_t count);
    std::uint64_t number(std::size_t length);

    std::string_view bytes_;
    bool is_sound_ = true;
};

} // namespace sotto::extract

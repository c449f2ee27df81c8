#pragma once

#include "core/error.h"
#include "inference/files/input_file.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

namespace sotto::inference {

/// Reads the beginning of a file sequentially through a small buffer. Each function returns whether
/// it succeeded; the first failure is kept in problem().
class InputStream {
public:
    /// `file` outlives the stream; nothing at or after offset `limit` is read.
    InputStream(const InputFile& file, std::uint64_t limit);

    [[nodiscard]] std::uint64_t position() const { return at_; }
    [[nodiscard]] std::uint64_t left() const { return limit_ - at_; }
    /// corrupt_data (the file or the limit ended too early), or io.
    [[nodiscard]] const std::optional<Error>& problem() const { return problem_; }

    /// A little-endian number of at most 8 bytes.
    template <class Number>
    [[nodiscard]] bool number(Number& value) {
        static_assert(sizeof value <= 8);
        if (!fill(sizeof value)) {
            return false;
        }
        std::memcpy(&value, window_.data() + (at_ - window_begin_), sizeof value);
        at_ += sizeof value;
        return true;
    }
    /// Reads `length` bytes; allocates no more memory than there are bytes in the file.
    [[nodiscard]] bool text(std::string& value, std::uint64_t length);
    [[nodiscard]] bool skip(std::uint64_t count);

private:
    /// Makes the buffer hold `count` bytes from at_.
    bool fill(std::size_t count);
    bool has(std::uint64_t count);

    const InputFile& file_;
    std::uint64_t limit_;
    std::uint64_t at_ = 0;
    std::vector<std::byte> window_;
    std::uint64_t window_begin_ = 0;
    std::optional<Error> problem_;
};

} // namespace sotto::inference

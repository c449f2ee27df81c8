#include "inference/files/input_stream.h"

#include <algorithm>
#include <bit>
#include <span>

namespace sotto::inference {

static_assert(std::endian::native == std::endian::little, "numbers are read as they lie in files");

InputStream::InputStream(const InputFile& file, std::uint64_t limit)
    : file_(file), limit_(std::min(file.bytes(), limit)) {}

bool InputStream::has(std::uint64_t count) {
    if (count > left() && !problem_) {
        problem_ = Error{ErrorCode::corrupt_data,
                         limit_ < file_.bytes() ? "The file's header is larger than any model's."
                                                : "The file ends within its header."};
    }
    return count <= left();
}

bool InputStream::fill(std::size_t count) {
    constexpr std::uint64_t kWindowBytes = std::uint64_t{64} * 1024;
    if (!has(count)) {
        return false;
    }
    if (at_ >= window_begin_ && at_ + count <= window_begin_ + window_.size()) {
        return true;
    }
    window_.resize(static_cast<std::size_t>(std::min(kWindowBytes, left())));
    window_begin_ = at_;
    if (auto read = file_.read_at(at_, window_); !read) {
        problem_ = read.error();
    }
    return !problem_;
}

bool InputStream::text(std::string& value, std::uint64_t length) {
    if (!has(length)) {
        return false;
    }
    value.resize(static_cast<std::size_t>(length));
    if (auto read = file_.read_at(at_, std::as_writable_bytes(std::span(value))); !read) {
        problem_ = read.error();
        return false;
    }
    at_ += length;
    return true;
}

bool InputStream::skip(std::uint64_t count) {
    const bool is_there = has(count);
    at_ += is_there ? count : 0;
    return is_there;
}

} // namespace sotto::inference

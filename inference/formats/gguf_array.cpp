#include "inference/formats/gguf_array.h"

#include <algorithm>
#include <cstring>
#include <format>
#include <span>
#include <utility>

namespace sotto::inference {

namespace {

/// The bytes of an array of at most `most` elements.
Result<std::string> read_elements(const InputFile& file, const GgufArray& array, std::size_t most) {
    if (array.count > most) {
        return fail(ErrorCode::corrupt_data,
                    std::format("The GGUF file has a list of {} elements where at most {} are "
                                "read.",
                                array.count, most));
    }
    std::string bytes(static_cast<std::size_t>(array.bytes), '\0');
    if (auto read = file.read_at(array.offset, std::as_writable_bytes(std::span(bytes))); !read) {
        return std::unexpected(read.error());
    }
    return bytes;
}

std::unexpected<Error> wrong_type() {
    return fail(ErrorCode::corrupt_data, "The GGUF file has a list of a wrong type.");
}

std::uint64_t length_at(std::string_view bytes, std::size_t at) {
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data() + at, sizeof length);
    return length;
}

template <class Number>
std::vector<Number> values_of(const std::string& bytes) {
    std::vector<Number> values(bytes.size() / sizeof(Number));
    std::ranges::copy(bytes,
                      reinterpret_cast<char*>(values.data())); // works for an empty array, too
    return values;
}

} // namespace

std::string_view GgufStrings::operator[](std::size_t i) const {
    const std::size_t begin = begins_[i];
    return std::string_view(bytes_).substr(begin + sizeof(std::uint64_t),
                                           static_cast<std::size_t>(length_at(bytes_, begin)));
}

Result<GgufStrings> read_gguf_strings(const InputFile& file, const GgufArray& array,
                                      std::size_t most) {
    if (array.type != GgufType::string) {
        return wrong_type();
    }
    auto bytes = read_elements(file, array, most);
    if (!bytes) {
        return std::unexpected(bytes.error());
    }
    GgufStrings strings;
    strings.bytes_ = std::move(*bytes);
    strings.begins_.reserve(static_cast<std::size_t>(array.count));
    std::size_t at = 0;
    for (std::uint64_t i = 0; i < array.count; ++i) {
        // The file may have changed since its header was checked.
        const std::size_t rest = strings.bytes_.size() - at;
        const std::uint64_t length = rest >= sizeof length ? length_at(strings.bytes_, at) : rest;
        if (rest < sizeof length || length > rest - sizeof length) {
            return fail(ErrorCode::io, "A file changed while it was being read.");
        }
        strings.begins_.push_back(static_cast<std::uint32_t>(at));
        at += sizeof length + static_cast<std::size_t>(length);
    }
    return strings;
}

Result<std::vector<float>> read_gguf_floats(const InputFile& file, const GgufArray& array,
                                            std::size_t most) {
    if (array.type != GgufType::f32) {
        return wrong_type();
    }
    return read_elements(file, array, most).transform(values_of<float>);
}

Result<std::vector<std::int32_t>> read_gguf_integers(const InputFile& file, const GgufArray& array,
                                                     std::size_t most) {
    const bool is_boolean = array.type == GgufType::boolean;
    if (array.type != GgufType::i32 && array.type != GgufType::u32 && !is_boolean) {
        return wrong_type();
    }
    return read_elements(file, array, most).transform([is_boolean](const std::string& bytes) {
        if (is_boolean) {
            return std::vector<std::int32_t>(bytes.begin(), bytes.end());
        }
        return values_of<std::int32_t>(bytes);
    });
}

} // namespace sotto::inference

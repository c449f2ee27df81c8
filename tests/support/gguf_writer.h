#pragma once

#include "inference/formats/gguf_header.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::test {

/// The bytes of a number, little-endian.
template <class Number>
std::string little_endian(Number number) {
    std::string bytes(sizeof number, '\0');
    std::memcpy(bytes.data(), &number, sizeof number);
    return bytes;
}

/// Writes GGUF files, also malformed ones.
class GgufWriter {
public:
    using Type = inference::GgufType;

    struct Tensor {
        std::string name;
        std::vector<std::uint64_t> extents; ///< innermost first, as the file has them
        std::uint32_t type = 0;
        std::string data;
        std::uint64_t offset = kNextOffset; ///< a lie when set
    };
    static constexpr std::uint64_t kNextOffset = ~std::uint64_t{0};

    std::uint32_t version = 3;
    std::uint64_t alignment = 32;
    std::vector<Tensor> tensors;

    static std::string text_value(std::string_view text) {
        return little_endian(std::uint64_t{text.size()}) + std::string(text);
    }

    /// Sets an entry to a value given as bytes.
    void entry(const std::string& key, Type type, std::string value) {
        remove(key);
        entries_.emplace_back(key, little_endian(type) + std::move(value));
    }
    void count(const std::string& key, std::uint32_t value) {
        entry(key, Type::u32, little_endian(value));
    }
    void number(const std::string& key, float value) {
        entry(key, Type::f32, little_endian(value));
    }
    void flag(const std::string& key, bool value) {
        entry(key, Type::boolean, std::string(1, value ? '\1' : '\0'));
    }
    void text(const std::string& key, std::string_view value) {
        entry(key, Type::string, text_value(value));
    }
    void list(const std::string& key, Type type, std::uint64_t count, std::string_view elements) {
        entry(key, Type::array, little_endian(type) + little_endian(count) + std::string(elements));
    }
    void texts(const std::string& key, const std::vector<std::string>& values) {
        std::string elements;
        for (const std::string& value : values) {
            elements += text_value(value);
        }
        list(key, Type::string, values.size(), elements);
    }
    template <class Number>
    void numbers(const std::string& key, Type type, const std::vector<Number>& values) {
        std::string elements;
        for (const Number value : values) {
            elements += little_endian(value);
        }
        list(key, type, values.size(), elements);
    }
    void remove(std::string_view key) {
        std::erase_if(entries_, [key](const auto& entry) { return entry.first == key; });
    }
    /// Adds an entry even if the key exists.
    void repeat_last_entry() { entries_.push_back(entries_.back()); }

    Tensor& tensor(std::string_view name) {
        for (Tensor& one : tensors) {
            if (one.name == name) {
                return one;
            }
        }
        return tensors.emplace_back(std::string(name));
    }

    /// The content of the file.
    [[nodiscard]] std::string file() const {
        std::string file = "GGUF" + little_endian(version) +
                           little_endian(std::uint64_t{tensors.size()}) +
                           little_endian(std::uint64_t{entries_.size()});
        for (const auto& [key, value] : entries_) {
            file += text_value(key) + value;
        }
        std::string data;
        for (const Tensor& tensor : tensors) {
            pad(data);
            file += text_value(tensor.name) +
                    little_endian(static_cast<std::uint32_t>(tensor.extents.size()));
            for (const std::uint64_t extent : tensor.extents) {
                file += little_endian(extent);
            }
            file += little_endian(tensor.type) + little_endian(tensor.offset == kNextOffset
                                                                   ? std::uint64_t{data.size()}
                                                                   : tensor.offset);
            data += tensor.data;
        }
        pad(file);
        return file + data;
    }

private:
    void pad(std::string& bytes) const {
        while (bytes.size() % alignment != 0) {
            bytes += '\0';
        }
    }

    std::vector<std::pair<std::string, std::string>> entries_;
};

} // namespace sotto::test

#include "tests/fuzz/mutators/gguf_mutator.h"

#include "tests/support/gguf_writer.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace sotto::fuzz {

namespace {

using inference::GgufType;
using test::little_endian;

/// A metadata entry. The values of strings and arrays are without type, length and counts.
struct Entry {
    std::string key;
    GgufType type = GgufType::u8;
    GgufType element = GgufType::u8; ///< of an array
    std::vector<std::string> values; ///< the elements of an array; else one
};

struct Tensor {
    std::string name;
    std::string extents; ///< as in the file
    std::uint32_t type = 0;
    std::uint64_t offset = 0;
};

struct Parts {
    std::vector<Entry> entries;
    std::vector<Tensor> tensors;
    std::string data;
};

std::size_t value_bytes(GgufType type) {
    switch (type) {
    case GgufType::u8:
    case GgufType::i8:
    case GgufType::boolean:
        return 1;
    case GgufType::u16:
    case GgufType::i16:
        return 2;
    case GgufType::u32:
    case GgufType::i32:
    case GgufType::f32:
        return 4;
    default:
        return 8;
    }
}

/// Parses a file; stops at what it does not understand.
class Splitter {
public:
    explicit Splitter(std::string_view file) : whole_(file), rest_(file) {}

    std::optional<Parts> split() {
        constexpr std::uint64_t kMax = 4096;
        Parts parts;
        std::uint64_t head = 0;
        std::uint64_t n_tensors = 0;
        std::uint64_t n_entries = 0;
        if (!number(head) || !number(n_tensors) || !number(n_entries) || n_tensors > kMax ||
            n_entries > kMax) {
            return std::nullopt;
        }
        parts.entries.resize(static_cast<std::size_t>(n_entries));
        parts.tensors.resize(static_cast<std::size_t>(n_tensors));
        const bool is_whole =
            std::ranges::all_of(parts.entries, [this](Entry& one) { return entry(one); }) &&
            std::ranges::all_of(parts.tensors, [this](Tensor& one) { return tensor(one); });
        if (!is_whole) {
            return std::nullopt;
        }
        const std::size_t padding = (32 - (whole_.size() - rest_.size()) % 32) % 32;
        parts.data = rest_.substr(std::min(padding, rest_.size()));
        return parts;
    }

private:
    template <class Number>
    bool number(Number& value) {
        if (rest_.size() < sizeof value) {
            return false;
        }
        rest_.copy(reinterpret_cast<char*>(&value), sizeof value);
        rest_.remove_prefix(sizeof value);
        return true;
    }
    bool bytes(std::uint64_t count, std::string& value) {
        if (count > rest_.size()) {
            return false;
        }
        value = rest_.substr(0, static_cast<std::size_t>(count));
        rest_.remove_prefix(value.size());
        return true;
    }
    bool text(std::string& value) {
        std::uint64_t length = 0;
        return number(length) && bytes(length, value);
    }
    bool value_of(GgufType type, std::string& value) {
        return type == GgufType::string ? text(value) : bytes(value_bytes(type), value);
    }
    bool entry(Entry& one) {
        std::uint64_t count = 1;
        if (!text(one.key) || !number(one.type)) {
            return false;
        }
        one.element = one.type;
        if (one.type == GgufType::array && (!number(one.element) || !number(count))) {
            return false;
        }
        for (; count > 0; --count) {
            if (!value_of(one.element, one.values.emplace_back())) {
                return false;
            }
        }
        return true;
    }
    bool tensor(Tensor& one) {
        std::uint32_t n_dimensions = 0;
        return text(one.name) && number(n_dimensions) &&
               bytes(std::uint64_t{n_dimensions} * 8, one.extents) && number(one.type) &&
               number(one.offset);
    }

    std::string_view whole_;
    std::string_view rest_;
};

std::string entry_text(const Entry& entry) {
    std::string text = test::GgufWriter::text_value(entry.key) + little_endian(entry.type);
    if (entry.type == GgufType::array) {
        text += little_endian(entry.element) + little_endian(std::uint64_t{entry.values.size()});
    }
    for (const std::string& value : entry.values) {
        text += entry.element == GgufType::string ? test::GgufWriter::text_value(value) : value;
    }
    return text;
}

std::string file_text(const Parts& parts, std::uint64_t n_tensors, std::uint64_t n_entries) {
    std::string file = "GGUF" + little_endian(std::uint32_t{3}) + little_endian(n_tensors) +
                       little_endian(n_entries);
    for (const Entry& entry : parts.entries) {
        file += entry_text(entry);
    }
    for (const Tensor& tensor : parts.tensors) {
        file += test::GgufWriter::text_value(tensor.name) +
                little_endian(static_cast<std::uint32_t>(tensor.extents.size() / 8)) +
                tensor.extents + little_endian(tensor.type) + little_endian(tensor.offset);
    }
    file.resize((file.size() + 31) / 32 * 32);
    return file + parts.data;
}

/// Changes an element of an array, sets a number to a boundary value, or claims another type.
void change_value(Entry& entry, Mutation& mutation) {
    if (mutation.once_in(8)) {
        entry.element = static_cast<GgufType>(mutation.draw(13));
        entry.type = entry.type == GgufType::array ? entry.type : entry.element;
    }
    if (entry.type == GgufType::array && mutation.once_in(2)) {
        mutation.rearrange(entry.values);
        return;
    }
    if (entry.values.empty()) {
        entry.values.emplace_back();
    }
    std::string& value = entry.values[mutation.draw(entry.values.size())];
    if (entry.element == GgufType::string || mutation.once_in(4)) {
        value = mutation.gemv_bytes(value);
    } else {
        value = little_endian(mutation.limit()).substr(0, value_bytes(entry.element));
    }
}

void change_tensor(Tensor& tensor, Mutation& mutation) {
    switch (mutation.draw(5)) {
    case 0:
        tensor.name = mutation.gemv_bytes(tensor.name);
        break;
    case 1:
        tensor.type = static_cast<std::uint32_t>(mutation.draw(40));
        break;
    case 2:
        tensor.offset = mutation.limit();
        break;
    case 3:
        tensor.extents += little_endian(mutation.limit());
        break;
    default:
        if (!tensor.extents.empty()) {
            tensor.extents.replace(mutation.draw(tensor.extents.size() / 8) * 8, 8,
                                   little_endian(mutation.limit()));
        }
    }
}

} // namespace

std::string mutate_gguf(std::string_view file, std::size_t max_bytes, Mutation& mutation) {
    const std::size_t way = mutation.draw(12);
    auto parts = way == 0 ? std::nullopt : Splitter(file).split();
    if (!parts) {
        return mutation.bytes(file, max_bytes);
    }
    std::uint64_t lie_tensors = 0;
    std::uint64_t lie_entries = 0;
    if (way == 1) {
        (mutation.once_in(2) ? lie_tensors : lie_entries) = mutation.limit();
    } else if (way == 2) {
        parts->data = mutation.gemv_bytes(parts->data);
    } else if (way == 3) {
        mutation.rearrange(parts->tensors);
    } else if (way < 6 && !parts->tensors.empty()) {
        change_tensor(parts->tensors[mutation.draw(parts->tensors.size())], mutation);
    } else if (way == 6 || parts->entries.empty()) {
        mutation.rearrange(parts->entries);
    } else if (way == 7) {
        std::string& key = parts->entries[mutation.draw(parts->entries.size())].key;
        key = mutation.once_in(2) ? mutation.gemv_bytes(key)
                                  : parts->entries[mutation.draw(parts->entries.size())].key;
    } else {
        change_value(parts->entries[mutation.draw(parts->entries.size())], mutation);
    }
    std::string changed =
        file_text(*parts, parts->tensors.size() + lie_tensors, parts->entries.size() + lie_entries);
    return changed.size() <= max_bytes ? changed : mutation.bytes(file, max_bytes);
}

} // namespace sotto::fuzz

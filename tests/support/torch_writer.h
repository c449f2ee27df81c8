#pragma once

#include "tests/support/gguf_writer.h"
#include "tests/support/tiny_checkpoint.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::test {

using ZipFiles = std::vector<std::pair<std::string, std::string>>;

/// A ZIP archive of these files, uncompressed. `method`: 0, or a false value.
inline std::string zip_text(const ZipFiles& files, std::uint16_t method = 0) {
    std::string archive;
    std::string list;
    for (const auto& [name, content] : files) {
        const std::string sizes = little_endian(static_cast<std::uint32_t>(content.size())) +
                                  little_endian(static_cast<std::uint32_t>(content.size()));
        const std::string shared = little_endian(std::uint16_t{20}) +
                                   little_endian(std::uint16_t{0}) + little_endian(method) +
                                   std::string(8, '\0') + sizes +
                                   little_endian(static_cast<std::uint16_t>(name.size()));
        list += "PK\1\2" + little_endian(std::uint16_t{20}) + shared + std::string(12, '\0') +
                little_endian(static_cast<std::uint32_t>(archive.size())) + name;
        // PyTorch pads the local header to align the content.
        const std::string padding = "FB" + little_endian(std::uint16_t{6}) + "ZZZZZZ";
        archive += "PK\3\4" + shared + little_endian(static_cast<std::uint16_t>(padding.size())) +
                   name + padding + content;
    }
    const std::string end =
        "PK\5\6" + std::string(4, '\0') + little_endian(static_cast<std::uint16_t>(files.size())) +
        little_endian(static_cast<std::uint16_t>(files.size())) +
        little_endian(static_cast<std::uint32_t>(list.size())) +
        little_endian(static_cast<std::uint32_t>(archive.size())) + std::string(2, '\0');
    return archive + list + end;
}

/// The opcodes of a pickle, as torch.save() writes them.
namespace pickle {
inline std::string text(std::string_view words) {
    return "X" + little_endian(static_cast<std::uint32_t>(words.size())) + std::string(words);
}
inline std::string number(std::int64_t value) {
    return "\x8A\x08" + little_endian(value);
}
inline std::string name(std::string_view module, std::string_view object) {
    return "c" + std::string(module) + "\n" + std::string(object) + "\n";
}
inline std::string extents(const std::vector<std::size_t>& values) {
    std::string items = "(";
    for (const std::size_t value : values) {
        items += number(static_cast<std::int64_t>(value));
    }
    return items + "t";
}
inline std::string ordered_dict() {
    return name("collections", "OrderedDict") + ")R";
}
inline std::string storage(std::string_view type, std::string_view key, std::size_t count) {
    return "(" + text("storage") + name("torch", type) + text(key) + text("cpu") +
           number(static_cast<std::int64_t>(count)) + "tQ";
}

/// A tensor over a storage; contiguous when `strides` is empty.
inline std::string tensor(const std::string& storage, const std::vector<std::size_t>& shape,
                          std::size_t first = 0, std::vector<std::size_t> strides = {}) {
    if (strides.empty()) {
        strides.assign(shape.size(), 1);
        for (std::size_t i = shape.size(); i-- > 1;) {
            strides[i - 1] = strides[i] * shape[i];
        }
    }
    return name("torch._utils", "_rebuild_tensor_v2") + "(" + storage +
           number(static_cast<std::int64_t>(first)) + extents(shape) + extents(strides) + "\x89" +
           ordered_dict() + "tR";
}

/// A state dictionary of these names and values.
inline std::string dictionary(const std::vector<std::pair<std::string, std::string>>& items) {
    std::string pickle = "\x80\x02" + ordered_dict() + "q" + std::string(1, '\0') + "(";
    for (const auto& [key, value] : items) {
        pickle += text(key) + value;
    }
    return pickle + "u.";
}
} // namespace pickle

/// The parts of a pytorch_model.bin with these tensors, all of type F32.
inline ZipFiles torch_files(const std::map<std::string, TinyCheckpoint::Tensor>& tensors) {
    ZipFiles files{{"archive/data.pkl", ""}, {"archive/byteorder", "little"}};
    std::vector<std::pair<std::string, std::string>> items;
    for (const auto& [name, tensor] : tensors) {
        const std::string key = std::to_string(items.size());
        files.emplace_back("archive/data/" + key, tensor.bytes);
        items.emplace_back(
            name, pickle::tensor(pickle::storage("FloatStorage", key, tensor.bytes.size() / 4),
                                 tensor.shape));
    }
    files.front().second = pickle::dictionary(items);
    return files;
}

} // namespace sotto::test

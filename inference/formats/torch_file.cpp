#include "inference/formats/torch_file.h"

#include "inference/files/quoted_name.h"
#include "inference/files/zip_directory.h"
#include "inference/formats/pickle_parser.h"

#include <cstddef>
#include <cstdint>
#include <format>
#include <optional>
#include <span>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::string_view kPickleName = "data.pkl";
constexpr std::size_t kMaxPickleBytes = 16 << 20;
constexpr std::size_t kMaxWordBytes = 64;

/// Reads a small file of the archive.
Result<std::string> content_of(const InputFile& file, const ZipEntry& entry, std::size_t most) {
    if (entry.bytes > most) {
        return fail(ErrorCode::corrupt_data,
                    "The PyTorch file's list of tensors is larger than any model's.");
    }
    std::string content(static_cast<std::size_t>(entry.bytes), '\0');
    if (auto read = file.read_at(entry.offset, std::as_writable_bytes(std::span(content))); !read) {
        return std::unexpected(read.error());
    }
    return content;
}

/// The folder in the archive that holds everything, with its slash; it may have any name.
std::optional<std::string> folder_of(const ZipDirectory& directory) {
    for (const auto& [name, entry] : directory) {
        if (name.ends_with(kPickleName)) {
            std::string folder = name.substr(0, name.size() - kPickleName.size());
            if (folder.ends_with('/') && folder.find('/') + 1 == folder.size()) {
                return folder;
            }
        }
    }
    return std::nullopt;
}

Status check_byte_order(const InputFile& file, const ZipDirectory& directory,
                        const std::string& folder) {
    const auto found = directory.find(folder + "byteorder");
    if (found == directory.end()) {
        return {}; // older files have none, and are little-endian
    }
    const auto order = content_of(file, found->second, kMaxWordBytes);
    if (!order) {
        return std::unexpected(order.error());
    }
    return *order == "little"
               ? Status()
               : fail(ErrorCode::unsupported, "The PyTorch file is not little-endian.");
}

/// Where a tensor's data is in the file.
Result<TensorEntry> entry_of(const PickledTensor& tensor, const ZipDirectory& directory,
                             const std::string& folder) {
    const auto storage = directory.find(folder + "data/" + tensor.storage);
    const std::uint64_t width = element_bytes(tensor.type);
    if (storage == directory.end() || storage->second.bytes / width != tensor.storage_count ||
        storage->second.bytes % width != 0) {
        return fail(ErrorCode::corrupt_data,
                    std::format("The numbers of the PyTorch file's tensor {} are missing, or not "
                                "as many as they should be.",
                                quoted_name(tensor.name)));
    }
    const std::uint64_t begin = storage->second.offset + tensor.first * width;
    return TensorEntry{.type = tensor.type,
                       .shape = tensor.shape,
                       .begin = begin,
                       .end = begin + tensor.count() * width};
}

} // namespace

Result<std::map<std::string, TensorEntry, std::less<>>> read_torch_file(const InputFile& file) {
    const auto directory = read_zip_directory(file);
    if (!directory) {
        return std::unexpected(directory.error());
    }
    const auto folder = folder_of(*directory);
    if (!folder) {
        return fail(ErrorCode::corrupt_data, "The archive is not a PyTorch file.");
    }
    if (auto checked = check_byte_order(file, *directory, *folder); !checked) {
        return std::unexpected(checked.error());
    }
    const auto pickle =
        content_of(file, directory->at(*folder + std::string(kPickleName)), kMaxPickleBytes);
    const auto tensors = pickle ? read_pickled_tensors(*pickle) : std::unexpected(pickle.error());
    if (!tensors) {
        return std::unexpected(tensors.error());
    }
    std::map<std::string, TensorEntry, std::less<>> entries;
    for (const PickledTensor& tensor : *tensors) {
        auto entry = entry_of(tensor, *directory, *folder);
        if (!entry) {
            return std::unexpected(entry.error());
        }
        entries.emplace(tensor.name, std::move(*entry));
    }
    return entries;
}

} // namespace sotto::inference

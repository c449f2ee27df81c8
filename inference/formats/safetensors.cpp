#include "inference/formats/safetensors.h"

#include <sys/mman.h>

#include <cerrno>
#include <format>
#include <system_error>
#include <utility>

namespace sotto::inference {

Result<SafetensorsFile> SafetensorsFile::open(const std::filesystem::path& path) {
    auto file = InputFile::open(path);
    if (!file) {
        return std::unexpected(file.error());
    }
    auto header = read_safetensors_header(*file);
    if (!header) {
        return std::unexpected(header.error());
    }
    const auto bytes = static_cast<std::size_t>(file->bytes());
    void* const mapping = ::mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE, file->descriptor(), 0);
    if (mapping == MAP_FAILED) {
        const int error_number = errno;
        return fail(error_number == ENOMEM ? ErrorCode::out_of_memory : ErrorCode::io,
                    std::format("The model's weights cannot be mapped: {}.",
                                std::generic_category().message(error_number)));
    }
    SafetensorsFile opened;
    opened.mapping_ = mapping;
    opened.mapped_bytes_ = bytes;
    opened.file_ = *std::move(file);
    opened.metadata_ = std::move(header->metadata);
    const std::span<const std::byte> data =
        std::span(static_cast<const std::byte*>(mapping), bytes)
            .subspan(static_cast<std::size_t>(header->data_begin));
    for (auto& [name, entry] : header->tensors) {
        opened.tensors_.emplace(
            name,
            TensorView{.type = entry.type,
                       .shape = std::move(entry.shape),
                       .data = data.subspan(static_cast<std::size_t>(entry.begin),
                                            static_cast<std::size_t>(entry.end - entry.begin))});
    }
    return opened;
}

SafetensorsFile::SafetensorsFile(SafetensorsFile&& other) noexcept
    : file_(std::move(other.file_)), mapping_(std::exchange(other.mapping_, nullptr)),
      mapped_bytes_(std::exchange(other.mapped_bytes_, 0)), tensors_(std::move(other.tensors_)),
      metadata_(std::move(other.metadata_)) {}

SafetensorsFile& SafetensorsFile::operator=(SafetensorsFile&& other) noexcept {
    std::swap(file_, other.file_);
    std::swap(mapping_, other.mapping_);
    std::swap(mapped_bytes_, other.mapped_bytes_);
    std::swap(tensors_, other.tensors_);
    std::swap(metadata_, other.metadata_);
    return *this;
}

SafetensorsFile::~SafetensorsFile() {
    if (mapping_ != nullptr) {
        ::munmap(mapping_, mapped_bytes_);
    }
}

const std::map<std::string, TensorView, std::less<>>& SafetensorsFile::tensors() const {
    return tensors_;
}

Status SafetensorsFile::copy(std::span<const std::byte> part, std::span<std::byte> to) const {
    const auto offset = part.data() - static_cast<const std::byte*>(mapping_);
    return file_->read_at(static_cast<std::uint64_t>(offset), to.first(part.size()));
}

void SafetensorsFile::release() const {
    // The mapping is read-only and backed by a file: nothing is lost, and failure is harmless.
    static_cast<void>(::madvise(mapping_, mapped_bytes_, MADV_DONTNEED));
}

const std::map<std::string, std::string, std::less<>>& SafetensorsFile::metadata() const {
    return metadata_;
}

} // namespace sotto::inference

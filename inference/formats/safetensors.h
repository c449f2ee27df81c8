#pragma once

#include "core/error.h"
#include "inference/files/input_file.h"
#include "inference/formats/safetensors_header.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// A tensor inside a mapped file. `data` is valid as long as the SafetensorsFile, and may not be
/// aligned for its element type.
struct TensorView {
    SafetensorsDtype type = SafetensorsDtype::f32;
    std::vector<std::size_t> shape;
    std::span<const std::byte> data;
};

/// A safetensors file, mapped read-only and validated strictly on opening (see
/// read_safetensors_header). Movable. Hazard: as with every mapping, a process that truncates the
/// file while it is mapped makes the next access to the lost pages end in SIGBUS. Use it only for
/// our own files, which only the model store writes and never in place; foreign files are read with
/// InputFile.
class SafetensorsFile {
public:
    /// Errors: not_found, invalid_input (no regular file), io, corrupt_data (says which rule is
    /// broken), unsupported (an element type we do not read).
    [[nodiscard]] static Result<SafetensorsFile> open(const std::filesystem::path& path);

    SafetensorsFile(SafetensorsFile&& other) noexcept;
    SafetensorsFile& operator=(SafetensorsFile&& other) noexcept;
    ~SafetensorsFile();

    [[nodiscard]] const std::map<std::string, TensorView, std::less<>>& tensors() const;

    /// Copies a part of a tensor's data with pread, so that no pages of the mapping become
    /// resident. Errors: io.
    [[nodiscard]] Status copy(std::span<const std::byte> part, std::span<std::byte> to) const;

    /// Drops the resident pages of the mapping (MADV_DONTNEED); they are read again on the next
    /// access.
    void release() const;
    [[nodiscard]] const std::map<std::string, std::string, std::less<>>& metadata() const;

private:
    SafetensorsFile() = default;

    std::optional<InputFile> file_;
    void* mapping_ = nullptr;
    std::size_t mapped_bytes_ = 0;
    std::map<std::string, TensorView, std::less<>> tensors_;
    std::map<std::string, std::string, std::less<>> metadata_;
};

} // namespace sotto::inference

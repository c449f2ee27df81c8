#pragma once

#include "core/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// Element types of the safetensors format that we read.
enum class TensorType { f64, f32, f16, bf16, i64, i32, i16, i8, u8, boolean };

/// Bytes of one element.
[[nodiscard]] std::size_t element_bytes(TensorType type);

/// A tensor inside a mapped file. `data` is valid as long as the SafetensorsFile, and may be
/// unaligned for its element type.
struct TensorView {
    TensorType type = TensorType::f32;
    std::vector<std::size_t> shape;
    std::span<const std::byte> data;
};

/// A safetensors file, mapped read-only and validated strictly when opened (Source: the format's
/// description in the safetensors repository): header length within the file and at most 100 MB,
/// UTF-8 JSON object without duplicate keys, metadata string to string, known types, shapes whose
/// product does not overflow, offsets that cover the data section without hole or overlap. A lying
/// header is refused without reading further. Movable.
class SafetensorsFile {
public:
    /// Errors: not_found, io, corrupt_data (says which rule is broken).
    [[nodiscard]] static Result<SafetensorsFile> open(const std::filesystem::path& file);

    SafetensorsFile(SafetensorsFile&& other) noexcept;
    SafetensorsFile& operator=(SafetensorsFile&& other) noexcept;
    ~SafetensorsFile();

    [[nodiscard]] const std::map<std::string, TensorView, std::less<>>& tensors() const;
    [[nodiscard]] const std::map<std::string, std::string, std::less<>>& metadata() const;

private:
    SafetensorsFile() = default;
    void* mapping_ = nullptr;
    std::size_t mapped_bytes_ = 0;
    std::map<std::string, TensorView, std::less<>> tensors_;
    std::map<std::string, std::string, std::less<>> metadata_;
};

} // namespace sotto::inference

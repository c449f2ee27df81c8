#pragma once

#include "inference/formats/safetensors.h"
#include "inference/model/weights.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// Name of the weights inside an imported model's folder.
inline constexpr std::string_view kWeightsFileName = "weights.safetensors";

/// The weights of an imported model: our own safetensors file, mapped. A matrix NAME is stored
/// * int4: NAME as U8 [rows, padded_cols / 2] and NAME.scale as BF16 [rows, padded_cols / 32],
/// * int4 by channel: the same with NAME.scale as F32 [rows],
/// * int8: NAME as I8 [rows, cols] and NAME.scale as F32 [rows],
/// * blocks of a GGUF file: NAME.TYPE as U8 [rows, padded_row_bytes], TYPE being for example q4_k,
/// * f32: NAME as F32 [rows, cols]; vectors are always F32.
class ModelFile final : public WeightSource {
public:
    /// Errors: as SafetensorsFile::open.
    [[nodiscard]] static Result<std::unique_ptr<ModelFile>> open(const std::filesystem::path& path);

    [[nodiscard]] bool has(std::string_view name) const override;
    Result<WeightMatrix> matrix(std::string_view name, std::size_t rows, std::size_t cols) override;
    Result<std::vector<float>> vector(std::string_view name, std::size_t size) override;
    Status read_row(std::string_view name, std::size_t rows, std::size_t cols, std::size_t row,
                    std::span<float> values) override;
    void release() override { file_.release(); }

private:
    explicit ModelFile(SafetensorsFile file) : file_(std::move(file)) {}

    [[nodiscard]] Result<const TensorView*> find(std::string_view name) const;
    /// The spans of a matrix; type and shape are checked, values are not.
    [[nodiscard]] Result<WeightMatrix> view(std::string_view name, std::size_t rows,
                                            std::size_t cols) const;
    Status read_row_of(const F32Matrix& matrix, std::size_t row, std::span<float> values);
    Status read_row_of(const Int8Matrix& matrix, std::size_t row, std::span<float> values);
    Status read_row_of(const Int4Matrix& matrix, std::size_t row, std::span<float> values);
    Status read_row_of(const Int4ChannelMatrix& matrix, std::size_t row, std::span<float> values);
    Status read_row_of(const BlockMatrix& matrix, std::size_t row, std::span<float> values);
    /// The matrix in blocks of this name; nothing if there is none.
    [[nodiscard]] std::optional<Result<WeightMatrix>>
    block_view(std::string_view name, std::size_t rows, std::size_t cols) const;

    /// Reads row `row` of rows as long as `to`.
    template <class Number>
    [[nodiscard]] Status copy_row(std::span<const Number> all, std::size_t row,
                                  std::span<Number> to) const {
        return file_.copy(std::as_bytes(all.subspan(row * to.size(), to.size())),
                          std::as_writable_bytes(to));
    }

    SafetensorsFile file_;
    // One row, read before it is dequantized.
    std::vector<std::int8_t> row_bytes_;
    std::vector<std::byte> row_blocks_;
    std::vector<std::uint8_t> row_nibbles_;
    std::vector<float> row_scales_;
    std::vector<std::uint16_t> row_block_scales_;
};

} // namespace sotto::inference

#pragma once

#include "core/error.h"
#include "inference/formats/checkpoint_dtype.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sotto::inference {

/// Columns that share one scale in int4 weights.
inline constexpr std::size_t kInt4BlockSize = 32;

/// A linear layer's weights, [rows = outputs, cols = inputs], row-major. The spans belong to the
/// WeightSource and are valid until its next call of matrix() or release().
struct F32Matrix {
    std::size_t rows = 0;
    std::size_t cols = 0;
    std::span<const float> values; ///< [rows, cols]
};

/// value = int8 × scale of its row.
struct Int8Matrix {
    std::size_t rows = 0;
    std::size_t cols = 0;
    std::span<const std::int8_t> values; ///< [rows, cols]
    std::span<const float> scales;       ///< [rows]
};

/// value = (nibble − 8) × scale of its block of 32 inputs. Columns are padded with zeros (nibble 8)
/// to `padded_cols`, a multiple of 32.
struct Int4Matrix {
    std::size_t rows = 0;
    std::size_t cols = 0;
    std::size_t padded_cols = 0;
    std::span<const std::uint8_t> nibbles; ///< [rows, padded_cols / 2]; low nibble = even column
    std::span<const std::uint16_t> scales; ///< [rows, padded_cols / 32], bfloat16, positive normal
};

/// value = (nibble − 8) × scale of its row. Columns are padded as in Int4Matrix.
struct Int4ChannelMatrix {
    std::size_t rows = 0;
    std::size_t cols = 0;
    std::size_t padded_cols = 0;
    std::span<const std::uint8_t> nibbles; ///< [rows, padded_cols / 2]; low nibble = even column
    std::span<const float> scales;         ///< [rows], positive normal
};

/// Rows in the blocks of a GGUF file.
struct BlockRows {
    std::size_t rows = 0;
    CheckpointDtype type = CheckpointDtype::q8_0; ///< a quantized one
    std::span<const std::byte> blocks;            ///< [rows, padded_row_bytes(type, cols)]
};

/// Weights as a GGUF file has them. Matrices that are fused may have different types.
struct BlockMatrix {
    std::size_t rows = 0;
    std::size_t cols = 0;
    std::vector<BlockRows> parts; ///< one after the other
};

/// The name of a matrix's tensor where it is stored in blocks: NAME.q4_k, for example.
[[nodiscard]] std::string block_tensor_name(std::string_view name, CheckpointDtype type);

using WeightMatrix =
    std::variant<F32Matrix, Int8Matrix, Int4Matrix, Int4ChannelMatrix, BlockMatrix>;

/// The alternatives of WeightMatrix. The numbers are written into files.
enum class MatrixDtype : std::uint32_t {
    f32 = 0,
    int8 = 1,
    int4 = 2,
    int4_channel = 3,
    blocks = 4
};
inline constexpr std::size_t kMatrixDtypes = std::variant_size_v<WeightMatrix>;

[[nodiscard]] inline MatrixDtype dtype_of(const WeightMatrix& matrix) {
    return static_cast<MatrixDtype>(matrix.index());
}

/// Whether the sizes of a matrix's spans match its rows and columns.
[[nodiscard]] bool has_consistent_sizes(const WeightMatrix& matrix);

/// Dequantizes one row. Shape of `values`: [cols].
void dequantize_row(const WeightMatrix& matrix, std::size_t row, std::span<float> values);

/// Where a Transformer gets its weights: a model's file, or a generator of random ones. Names are
/// those of tensor_names.h.
class WeightSource {
public:
    virtual ~WeightSource() = default;
    [[nodiscard]] virtual bool has(std::string_view name) const = 0;
    /// Errors: not_found, corrupt_data (another shape), io.
    virtual Result<WeightMatrix> matrix(std::string_view name, std::size_t rows,
                                        std::size_t cols) = 0;
    /// A vector (weights of a norm, biases), always as f32. Errors: as matrix().
    virtual Result<std::vector<float>> vector(std::string_view name, std::size_t size) = 0;
    /// One dequantized row of a matrix: how embeddings are read. Sources override this default,
    /// which reads the whole matrix. Shape of `values`: [cols]. Errors: as matrix().
    virtual Status read_row(std::string_view name, std::size_t rows, std::size_t cols,
                            std::size_t row, std::span<float> values);
    /// The spans are not used any more: the source may free the memory behind them.
    virtual void release() {}
};

} // namespace sotto::inference

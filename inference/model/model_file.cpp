#include "inference/model/model_file.h"

#include "inference/files/quoted_name.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <format>

namespace sotto::inference {

namespace {

std::unexpected<Error> wrong_shape(std::string_view name) {
    return fail(ErrorCode::corrupt_data,
                std::format("The tensor {} of the imported model has an unexpected type or shape; "
                            "import the model again.",
                            quoted_name(name)));
}

/// The elements of `view`, if it has that type and shape and is aligned for them.
template <class Element>
Result<std::span<const Element>> elements(std::string_view name, const TensorView& view,
                                          SafetensorsDtype type,
                                          std::span<const std::size_t> shape) {
    const bool is_aligned =
        reinterpret_cast<std::uintptr_t>(view.data.data()) % alignof(Element) == 0;
    if (view.type != type || !std::ranges::equal(view.shape, shape) || !is_aligned) {
        return wrong_shape(name);
    }
    return std::span(reinterpret_cast<const Element*>(view.data.data()),
                     view.data.size() / sizeof(Element));
}

// Kernels divide by scales: they must be positive, normal and finite.
bool is_usable(float scale) {
    return std::isnormal(scale) && scale > 0;
}

// The same of a bfloat16.
bool is_usable(std::uint16_t bits) {
    return bits >= 0x0080 && bits < 0x7F80;
}

bool has_usable_scales(const F32Matrix&) {
    return true;
}

// Checked when they are packed.
bool has_usable_scales(const BlockMatrix&) {
    return true;
}

template <class Matrix>
bool has_usable_scales(const Matrix& matrix) {
    return std::ranges::all_of(matrix.scales, [](auto scale) { return is_usable(scale); });
}

Result<WeightMatrix> int8_view(std::string_view name, const TensorView& values,
                               const TensorView& scales, std::size_t rows, std::size_t cols) {
    const auto numbers =
        elements<std::int8_t>(name, values, SafetensorsDtype::i8, std::array{rows, cols});
    const auto steps = elements<float>(name, scales, SafetensorsDtype::f32, std::array{rows});
    if (!numbers || !steps) {
        return wrong_shape(name);
    }
    return Int8Matrix{rows, cols, *numbers, *steps};
}

Result<WeightMatrix> int4_view(std::string_view name, const TensorView& values,
                               const TensorView& scales, std::size_t rows, std::size_t cols) {
    const std::size_t n_blocks = (cols + kInt4BlockSize - 1) / kInt4BlockSize;
    const std::size_t padded_cols = n_blocks * kInt4BlockSize;
    const auto nibbles = elements<std::uint8_t>(name, values, SafetensorsDtype::u8,
                                                std::array{rows, padded_cols / 2});
    const auto steps =
        elements<std::uint16_t>(name, scales, SafetensorsDtype::bf16, std::array{rows, n_blocks});
    if (!nibbles || !steps) {
        return wrong_shape(name);
    }
    return Int4Matrix{rows, cols, padded_cols, *nibbles, *steps};
}

Result<WeightMatrix> int4_channel_view(std::string_view name, const TensorView& values,
                                       const TensorView& scales, std::size_t rows,
                                       std::size_t cols) {
    const std::size_t padded_cols = (cols + kInt4BlockSize - 1) / kInt4BlockSize * kInt4BlockSize;
    const auto nibbles = elements<std::uint8_t>(name, values, SafetensorsDtype::u8,
                                                std::array{rows, padded_cols / 2});
    const auto steps = elements<float>(name, scales, SafetensorsDtype::f32, std::array{rows});
    if (!nibbles || !steps) {
        return wrong_shape(name);
    }
    return Int4ChannelMatrix{rows, cols, padded_cols, *nibbles, *steps};
}

} // namespace

Result<std::unique_ptr<ModelFile>> ModelFile::open(const std::filesystem::path& path) {
    auto file = SafetensorsFile::open(path);
    if (!file) {
        return std::unexpected(file.error());
    }
    return std::unique_ptr<ModelFile>(new ModelFile(std::move(*file)));
}

bool ModelFile::has(std::string_view name) const {
    return file_.tensors().contains(name) ||
           std::ranges::any_of(block_dtypes(), [&](CheckpointDtype type) {
               return file_.tensors().contains(block_tensor_name(name, type));
           });
}

Result<const TensorView*> ModelFile::find(std::string_view name) const {
    const auto found = file_.tensors().find(name);
    if (found == file_.tensors().end()) {
        return fail(ErrorCode::not_found,
                    std::format("The imported model lacks the tensor {}; import the model again.",
                                quoted_name(name)));
    }
    return &found->second;
}

Result<WeightMatrix> ModelFile::matrix(std::string_view name, std::size_t rows, std::size_t cols) {
    auto matrix = view(name, rows, cols);
    if (matrix && !std::visit([](const auto& one) { return has_usable_scales(one); }, *matrix)) {
        return wrong_shape(name);
    }
    return matrix;
}

Result<WeightMatrix> ModelFile::view(std::string_view name, std::size_t rows,
                                     std::size_t cols) const {
    if (auto blocks = block_view(name, rows, cols)) {
        return *std::move(blocks);
    }
    const auto values = find(name);
    if (!values) {
        return std::unexpected(values.error());
    }
    if ((*values)->type == SafetensorsDtype::f32) {
        return elements<float>(name, **values, SafetensorsDtype::f32, std::array{rows, cols})
            .transform(
                [&](auto numbers) -> WeightMatrix { return F32Matrix{rows, cols, numbers}; });
    }
    const auto scales = find(std::string(name) + ".scale");
    if (!scales) {
        return std::unexpected(scales.error());
    }
    const TensorView& steps = **scales;
    if ((*values)->type == SafetensorsDtype::i8) {
        return int8_view(name, **values, steps, rows, cols);
    }
    return steps.type == SafetensorsDtype::f32
               ? int4_channel_view(name, **values, steps, rows, cols)
               : int4_view(name, **values, steps, rows, cols);
}

std::optional<Result<WeightMatrix>> ModelFile::block_view(std::string_view name, std::size_t rows,
                                                          std::size_t cols) const {
    for (const CheckpointDtype type : block_dtypes()) {
        const auto found = file_.tensors().find(block_tensor_name(name, type));
        if (found != file_.tensors().end()) {
            const auto row_bytes = static_cast<std::size_t>(padded_row_bytes(type, cols));
            return elements<std::byte>(name, found->second, SafetensorsDtype::u8,
                                       std::array{rows, row_bytes})
                .transform([&](auto blocks) -> WeightMatrix {
                    return BlockMatrix{rows, cols, {{rows, type, blocks}}};
                });
        }
    }
    return std::nullopt;
}

Status ModelFile::read_row(std::string_view name, std::size_t rows, std::size_t cols,
                           std::size_t row, std::span<float> values) {
    const auto whole = view(name, rows, cols);
    if (!whole) {
        return std::unexpected(whole.error());
    }
    return std::visit([&](const auto& matrix) { return read_row_of(matrix, row, values); }, *whole);
}

Status ModelFile::read_row_of(const F32Matrix& matrix, std::size_t row, std::span<float> values) {
    return copy_row(matrix.values, row, values);
}

Status ModelFile::read_row_of(const Int8Matrix& matrix, std::size_t row, std::span<float> values) {
    row_bytes_.resize(matrix.cols);
    row_scales_.resize(1);
    return copy_row(matrix.values, row, std::span(row_bytes_))
        .and_then([&] { return copy_row(matrix.scales, row, std::span(row_scales_)); })
        .transform([&] {
            dequantize_row(Int8Matrix{1, matrix.cols, row_bytes_, row_scales_}, 0, values);
        });
}

Status ModelFile::read_row_of(const Int4Matrix& matrix, std::size_t row, std::span<float> values) {
    const auto padded = matrix.padded_cols;
    row_nibbles_.resize(padded / 2);
    row_block_scales_.resize(padded / kInt4BlockSize);
    return copy_row(matrix.nibbles, row, std::span(row_nibbles_))
        .and_then([&] { return copy_row(matrix.scales, row, std::span(row_block_scales_)); })
        .transform([&] {
            dequantize_row(Int4Matrix{1, matrix.cols, padded, row_nibbles_, row_block_scales_}, 0,
                           values);
        });
}

Status ModelFile::read_row_of(const Int4ChannelMatrix& matrix, std::size_t row,
                              std::span<float> values) {
    const auto padded = matrix.padded_cols;
    row_nibbles_.resize(padded / 2);
    row_scales_.resize(1);
    return copy_row(matrix.nibbles, row, std::span(row_nibbles_))
        .and_then([&] { return copy_row(matrix.scales, row, std::span(row_scales_)); })
        .transform([&] {
            dequantize_row(Int4ChannelMatrix{1, matrix.cols, padded, row_nibbles_, row_scales_}, 0,
                           values);
        });
}

Status ModelFile::read_row_of(const BlockMatrix& matrix, std::size_t row, std::span<float> values) {
    const BlockRows& part = matrix.parts.front();
    row_blocks_.resize(static_cast<std::size_t>(padded_row_bytes(part.type, matrix.cols)));
    return copy_row(part.blocks, row, std::span(row_blocks_)).transform([&] {
        dequantize_row(BlockMatrix{1, matrix.cols, {{1, part.type, row_blocks_}}}, 0, values);
    });
}

Result<std::vector<float>> ModelFile::vector(std::string_view name, std::size_t size) {
    const auto values = find(name);
    if (!values) {
        return std::unexpected(values.error());
    }
    return elements<float>(name, **values, SafetensorsDtype::f32, std::array{size})
        .transform([](auto numbers) { return std::vector(numbers.begin(), numbers.end()); });
}

} // namespace sotto::inference

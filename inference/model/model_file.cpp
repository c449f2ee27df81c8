#include "inference/model/model_file.h"

#include "inference/model/quoted_name.h"

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

/// The elements of `view` when it is a tensor of that type and shape that can be read in place.
template <class Element>
Result<std::span<const Element>> elements(std::string_view name, const TensorView& view,
                                          TensorType type, std::span<const std::size_t> shape) {
    const bool is_aligned =
        reinterpret_cast<std::uintptr_t>(view.data.data()) % alignof(Element) == 0;
    if (view.type != type || !std::ranges::equal(view.shape, shape) || !is_aligned) {
        return wrong_shape(name);
    }
    return std::span(reinterpret_cast<const Element*>(view.data.data()),
                     view.data.size() / sizeof(Element));
}

/// A bfloat16 number that is positive, normal and finite: what the engine's kernels divide by.
bool is_usable_scale(std::uint16_t bits) {
    return bits >= 0x0080 && bits < 0x7F80;
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
    return file_.tensors().contains(name);
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
    const auto values = find(name);
    if (!values) {
        return std::unexpected(values.error());
    }
    if ((*values)->type == TensorType::f32) {
        return elements<float>(name, **values, TensorType::f32, std::array{rows, cols})
            .transform(
                [&](auto numbers) -> WeightMatrix { return F32Matrix{rows, cols, numbers}; });
    }
    const std::string scale_name = std::string(name) + ".scale";
    const auto scales = find(scale_name);
    if (!scales) {
        return std::unexpected(scales.error());
    }
    return (*values)->type == TensorType::i8 ? int8_matrix(name, **values, **scales, rows, cols)
                                             : int4_matrix(name, **values, **scales, rows, cols);
}

Result<WeightMatrix> ModelFile::int8_matrix(std::string_view name, const TensorView& values,
                                            const TensorView& scales, std::size_t rows,
                                            std::size_t cols) {
    const auto numbers =
        elements<std::int8_t>(name, values, TensorType::i8, std::array{rows, cols});
    const auto steps = elements<float>(name, scales, TensorType::f32, std::array{rows});
    if (!numbers || !steps) {
        return wrong_shape(name);
    }
    if (!std::ranges::all_of(*steps, [](float step) { return std::isnormal(step) && step > 0; })) {
        return wrong_shape(name);
    }
    return Int8Matrix{rows, cols, *numbers, *steps};
}

Result<WeightMatrix> ModelFile::int4_matrix(std::string_view name, const TensorView& values,
                                            const TensorView& scales, std::size_t rows,
                                            std::size_t cols) {
    const std::size_t n_groups = (cols + kInt4GroupSize - 1) / kInt4GroupSize;
    const std::size_t padded_cols = n_groups * kInt4GroupSize;
    const auto nibbles =
        elements<std::uint8_t>(name, values, TensorType::u8, std::array{rows, padded_cols / 2});
    const auto steps =
        elements<std::uint16_t>(name, scales, TensorType::bf16, std::array{rows, n_groups});
    if (!nibbles || !steps || !std::ranges::all_of(*steps, is_usable_scale)) {
        return wrong_shape(name);
    }
    return Int4Matrix{rows, cols, padded_cols, *nibbles, *steps};
}

Result<std::vector<float>> ModelFile::vector(std::string_view name, std::size_t size) {
    const auto values = find(name);
    if (!values) {
        return std::unexpected(values.error());
    }
    return elements<float>(name, **values, TensorType::f32, std::array{size})
        .transform([](auto numbers) { return std::vector(numbers.begin(), numbers.end()); });
}

} // namespace sotto::inference

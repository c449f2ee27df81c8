#include "inference/calibration/dequantized_weights.h"

#include "inference/files/quoted_name.h"
#include "inference/quantization/quantizer.h"

#include <algorithm>
#include <format>

namespace sotto::inference {

namespace {

std::unexpected<Error> no_such_tensor(std::string_view name) {
    return fail(ErrorCode::not_found,
                std::format("The model lacks the tensor {}.", quoted_name(name)));
}

// Quantizes and dequantizes rows.
void round_rows(const TensorTreatment& treatment, std::size_t cols, std::span<float> values) {
    std::vector<std::int8_t> bytes(cols);
    Int4Weights row(1, cols);
    for (std::size_t at = 0; at < values.size(); at += cols) {
        const auto one = values.subspan(at, cols);
        if (treatment.dtype == WeightDtype::int8) {
            const float scale = quantize_int8(one, bytes);
            dequantize_row(Int8Matrix{1, cols, bytes, std::span(&scale, 1)}, 0, one);
        } else if (treatment.dtype == WeightDtype::int4) {
            quantize_int4(one, treatment.rule, row.nibbles, row.scales);
            dequantize_row(row.matrix(), 0, one);
        }
    }
}

} // namespace

Result<WeightMatrix> DequantizedWeights::matrix(std::string_view name, std::size_t rows,
                                                std::size_t cols) {
    values_.resize(rows * cols);
    return read_rows(name, 0, cols, values_).transform([&]() -> WeightMatrix {
        return F32Matrix{rows, cols, values_};
    });
}

Status DequantizedWeights::read_row(std::string_view name, std::size_t /*rows*/, std::size_t cols,
                                    std::size_t row, std::span<float> values) {
    return read_rows(name, row, cols, values);
}

bool CheckpointWeights::has(std::string_view name) const {
    return std::ranges::any_of(source_.tensors(), [&](const CheckpointTensor& tensor) {
        return tensor.plan.name == name;
    });
}

Result<std::vector<float>> CheckpointWeights::vector(std::string_view name, std::size_t size) {
    std::vector<float> values(size);
    return read_rows(name, 0, size, values).transform([&] { return std::move(values); });
}

Status CheckpointWeights::read_rows(std::string_view name, std::size_t first_row, std::size_t cols,
                                    std::span<float> values) {
    const auto& tensors = source_.tensors();
    const auto found = std::ranges::find_if(
        tensors, [&](const CheckpointTensor& tensor) { return tensor.plan.name == name; });
    if (found == tensors.end()) {
        return no_such_tensor(name);
    }
    return source_.read_rows(*found, first_row, values, raw_).transform([&] {
        if (!treatments_.empty() && found->plan.kind == PlannedTensor::Kind::matrix) {
            round_rows(treatments_[static_cast<std::size_t>(found - tensors.begin())], cols,
                       values);
        }
    });
}

Status OverlayWeights::read_rows(std::string_view name, std::size_t first_row, std::size_t cols,
                                 std::span<float> values) {
    const auto found = matrices_.find(std::string(name));
    if (found == matrices_.end()) {
        return rest_.read_rows(name, first_row, cols, values);
    }
    const WeightMatrix matrix = found->second.matrix();
    for (std::size_t i = 0; i < values.size() / cols; ++i) {
        dequantize_row(matrix, first_row + i, values.subspan(i * cols, cols));
    }
    return {};
}

Status ImportedWeights::read_rows(std::string_view name, std::size_t first_row, std::size_t cols,
                                  std::span<float> values) {
    const auto found = std::ranges::find(plan_, name, &PlannedTensor::name);
    if (found == plan_.end()) {
        return no_such_tensor(name);
    }
    Status status;
    for (std::size_t i = 0; status && i < values.size() / cols; ++i) {
        status =
            file_.read_row(name, found->rows, cols, first_row + i, values.subspan(i * cols, cols));
    }
    return status;
}

} // namespace sotto::inference

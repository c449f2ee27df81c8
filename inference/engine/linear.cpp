#include "inference/engine/linear.h"

#include <numeric>
#include <utility>

namespace sotto::inference {

std::size_t LinearPlan::rows() const {
    return std::accumulate(matrices.begin(), matrices.end(), std::size_t{0},
                           [](std::size_t sum, const NamedRows& one) { return sum + one.rows; });
}

Result<Linear> Linear::create(const WeightMatrix& matrix) {
    return FullyConnected::create(matrix).transform([&](FullyConnected op) {
        return std::visit(
            [&](const auto& one) { return Linear(std::move(op), one.cols, one.rows); }, matrix);
    });
}

Result<Linear> Linear::open(const PackedBlob& packed, std::vector<std::uint16_t>& ones) {
    const PackedMatrix matrix{packed.form, packed.rows, packed.cols, packed.bytes};
    return FullyConnected::open(matrix, ones).transform([&](FullyConnected op) {
        return Linear(std::move(op), packed.cols, packed.rows);
    });
}

Status Linear::apply(const float* input, std::size_t rows, float* output, QuantizedRows& scratch,
                     ThreadPool& pool) {
    const auto quantized_width = operator_.quantized_width();
    if (quantized_width == 0) {
        return operator_.run(input, rows, output, pool);
    }
    const auto stride = padded_width(inputs_);
    if (auto status = scratch.quantize(input, rows, quantized_width, stride, pool); !status) {
        return status;
    }
    return operator_.run(scratch, rows, output, pool);
}

KernelLayouts::KernelLayouts() {
    for (std::size_t i = 0; i < layouts_.size(); ++i) {
        if (const auto layout = FullyConnected::kernel_layout(static_cast<MatrixForm>(i))) {
            layouts_[i] = *layout;
        }
    }
}

const PackedBlob* KernelLayouts::find(const PackedFile& file, const LinearPlan& plan) const {
    for (std::size_t i = 0; i < layouts_.size(); ++i) {
        const auto* const blob = layouts_[i] ? file.find(plan.name, *layouts_[i]) : nullptr;
        if (blob != nullptr && blob->form == static_cast<MatrixForm>(i) &&
            blob->rows == plan.rows() && blob->cols == plan.cols) {
            return blob;
        }
    }
    return nullptr;
}

std::optional<std::uint64_t> KernelLayouts::of(MatrixForm form) const {
    return layouts_.at(static_cast<std::size_t>(form));
}

LinearLoader::LinearLoader(WeightSource& weights, std::shared_ptr<const PackedFile> file)
    : weights_(weights), file_(std::move(file)) {
    if (file_) {
        layouts_.emplace();
    }
}

Result<Linear> LinearLoader::load(const LinearPlan& plan) {
    if (file_) {
        const auto* const packed = layouts_->find(*file_, plan);
        return packed != nullptr
                   ? Linear::open(*packed, ones_)
                   : fail(ErrorCode::not_found, "the packed weights lack a matrix of the model");
    }
    const auto stacked = StackedMatrix::read(weights_, plan.matrices, plan.cols);
    if (!stacked) {
        return std::unexpected(stacked.error());
    }
    auto linear = Linear::create(stacked->matrix());
    weights_.release();
    return linear;
}

} // namespace sotto::inference

#include "inference/engine/linear.h"

#include <numeric>
#include <utility>

namespace sotto::inference {

namespace {

// Packs for our own kernels.
Status pack_int4(const Int4Matrix& matrix, PackBuffer& buffer) {
    if (!has_consistent_sizes(matrix)) {
        return fail(ErrorCode::corrupt_data, "a matrix of the model has another size than stated");
    }
    const auto bytes = PackedInt4Matrix::packed_bytes(matrix.rows, matrix.cols);
    auto* const memory = buffer.take(bytes);
    if (memory == nullptr) {
        return fail(ErrorCode::out_of_memory, "not enough memory to pack a matrix");
    }
    return PackedInt4Matrix::pack(matrix, {memory, bytes});
}

Int4Kernels choose_int4_kernels(std::optional<Int4Kernels> wanted) {
    return wanted ? *wanted : faster_int4_kernels();
}

} // namespace

std::size_t LinearPlan::rows() const {
    return std::accumulate(matrices.begin(), matrices.end(), std::size_t{0},
                           [](std::size_t sum, const NamedRows& one) { return sum + one.rows; });
}

Result<LinearScratch> LinearScratch::create(std::size_t max_rows, std::size_t max_width) {
    return QuantizedRows::create(max_rows, max_width).transform([&](QuantizedRows rows) {
        return LinearScratch{std::move(rows), Int4Activations(max_rows, max_width)};
    });
}

Result<Linear> Linear::create(const WeightMatrix& matrix, Int4Kernels int4) {
    const auto* const own = std::get_if<Int4Matrix>(&matrix);
    if (own != nullptr && int4 == Int4Kernels::own) {
        PackBuffer memory;
        return pack_int4(*own, memory)
            .and_then([&] { return PackedInt4Matrix::view(own->rows, own->cols, memory.bytes()); })
            .transform([&](PackedInt4Matrix packed) {
                return Linear(OwnInt4{packed, std::move(memory)}, own->cols, own->rows);
            });
    }
    return FullyConnected::create(matrix).transform([&](FullyConnected op) {
        return std::visit(
            [&](const auto& one) { return Linear(std::move(op), one.cols, one.rows); }, matrix);
    });
}

Result<Linear> Linear::open(const PackedBlob& packed, std::vector<std::uint16_t>& ones) {
    if (packed.layout == int4_layout()) {
        return PackedInt4Matrix::view(packed.rows, packed.cols, packed.bytes)
            .transform([&](PackedInt4Matrix matrix) {
                return Linear(OwnInt4{matrix, {}}, packed.cols, packed.rows);
            });
    }
    const PackedMatrix matrix{packed.form, packed.rows, packed.cols, packed.bytes};
    return FullyConnected::open(matrix, ones).transform([&](FullyConnected op) {
        return Linear(std::move(op), packed.cols, packed.rows);
    });
}

bool Linear::is_like(const Linear& other) const {
    const auto* const one = std::get_if<FullyConnected>(&kernels_);
    const auto* const two = std::get_if<FullyConnected>(&other.kernels_);
    const bool has_same_form =
        one != nullptr && two != nullptr ? one->form() == two->form() : one == two;
    return has_same_form && inputs_ == other.inputs_ && outputs_ == other.outputs_;
}

Status Linear::apply(const float* input, std::size_t rows, float* output, LinearScratch& scratch,
                     ThreadPool& pool) {
    const auto stride = padded_width(inputs_);
    if (const auto* const own = std::get_if<OwnInt4>(&kernels_)) {
        return scratch.int4_rows.quantize(input, rows, stride, stride, pool).and_then([&] {
            return multiply(own->matrix, scratch.int4_rows, output, pool);
        });
    }
    auto& op = std::get<FullyConnected>(kernels_);
    const auto quantized_width = op.quantized_width();
    if (quantized_width == 0) {
        return op.run(input, rows, output, pool);
    }
    return scratch.rows.quantize(input, rows, quantized_width, stride, pool).and_then([&] {
        return op.run(scratch.rows, rows, output, pool);
    });
}

KernelLayouts::KernelLayouts(std::optional<Int4Kernels> int4) : int4_(int4) {
    for (std::size_t i = 0; i < layouts_.size(); ++i) {
        if (const auto layout = FullyConnected::kernel_layout(static_cast<MatrixForm>(i))) {
            layouts_[i] = *layout;
        }
    }
}

const PackedBlob* KernelLayouts::find(const PackedFile& file, const LinearPlan& plan) const {
    const auto find_one = [&](MatrixForm form, std::uint64_t layout) {
        const auto* const blob = file.find(plan.name, layout);
        const bool is_it = blob != nullptr && blob->form == form && blob->rows == plan.rows() &&
                           blob->cols == plan.cols;
        return is_it ? blob : nullptr;
    };
    if (int4_ != Int4Kernels::xnnpack) {
        if (const auto* const own = find_one(MatrixForm::int4, int4_layout())) {
            return own;
        }
    }
    for (std::size_t i = 0; i < layouts_.size(); ++i) {
        const auto form = static_cast<MatrixForm>(i);
        if (!layouts_[i] || (form == MatrixForm::int4 && int4_ == Int4Kernels::own)) {
            continue;
        }
        if (const auto* const blob = find_one(form, *layouts_[i])) {
            return blob;
        }
    }
    return nullptr;
}

Result<std::uint64_t> KernelLayouts::pack(const WeightMatrix& matrix, PackBuffer& buffer) const {
    const auto* const int4 = std::get_if<Int4Matrix>(&matrix);
    if (int4 != nullptr && choose_int4_kernels(int4_) == Int4Kernels::own) {
        return pack_int4(*int4, buffer).transform([] { return int4_layout(); });
    }
    const auto layout = layouts_.at(static_cast<std::size_t>(form_of(matrix)));
    if (!layout) {
        return fail(ErrorCode::unsupported, "this processor has no kernels for these weights");
    }
    return FullyConnected::pack(matrix, buffer).transform([&] { return *layout; });
}

LinearLoader::LinearLoader(WeightSource& weights, std::shared_ptr<const PackedFile> file,
                           std::optional<Int4Kernels> int4)
    : weights_(weights), file_(std::move(file)), int4_(int4) {
    if (file_) {
        layouts_.emplace(int4);
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
    const WeightMatrix matrix = stacked->matrix();
    const bool is_int4 = form_of(matrix) == MatrixForm::int4;
    auto linear =
        Linear::create(matrix, is_int4 ? choose_int4_kernels(int4_) : Int4Kernels::xnnpack);
    weights_.release();
    return linear;
}

} // namespace sotto::inference

#include "inference/linear/linear.h"

#include <numeric>
#include <span>
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

// XNNPACK packs int4 matrices with an odd number of groups in a row at odd multiples of 8 bytes,
// but its kernels for x86 processors without AVX2 read them as if they lay at multiples of 16. Ours
// take such matrices everywhere.
Int4Kernels usable_kernels(Int4Kernels kernels, std::size_t cols) {
    const bool has_odd_blocks = padded_width(cols) / kInt4BlockSize % 2 == 1;
    return has_odd_blocks && kernels == Int4Kernels::xnnpack ? Int4Kernels::own : kernels;
}

Int4Kernels choose_kernels(const WeightMatrix& matrix, std::optional<Int4Kernels> wanted) {
    const auto kernels = wanted ? *wanted : faster_int4_kernels(form_of(matrix));
    return usable_kernels(kernels, std::visit([](const auto& one) { return one.cols; }, matrix));
}

RowOrder row_order_of(MatrixDtype form, Int4Kernels kernels) {
    const bool is_int4 = form == MatrixDtype::int4 || form == MatrixDtype::int4_channel;
    return is_int4 && kernels == Int4Kernels::kleidi_ai ? RowOrder::packed : RowOrder::plain;
}

} // namespace

std::size_t LinearPlan::rows() const {
    return std::accumulate(matrices.begin(), matrices.end(), std::size_t{0},
                           [](std::size_t sum, const NamedRows& one) { return sum + one.rows; });
}

Result<LinearScratch> LinearScratch::create(std::size_t max_rows, std::size_t max_width) {
    std::optional<PackedRows> packed;
    if (PackedRows::are_supported()) {
        auto made = PackedRows::create(max_rows, max_width);
        if (!made) {
            return std::unexpected(made.error());
        }
        packed = *std::move(made);
    }
    return QuantizedRows::create(max_rows, max_width).transform([&](QuantizedRows rows) {
        return LinearScratch{std::move(rows), Int4Activations(max_rows, max_width),
                             std::move(packed)};
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
    const auto order = row_order_of(form_of(matrix), int4);
    return FullyConnected::create(matrix, order).transform([&](FullyConnected op) {
        return std::visit(
            [&](const auto& one) { return Linear(std::move(op), one.cols, one.rows); }, matrix);
    });
}

Result<Linear> Linear::open(const PackedBlob& packed, Int4Kernels kernels,
                            std::vector<std::uint16_t>& ones) {
    if (kernels == Int4Kernels::own) {
        return PackedInt4Matrix::view(packed.rows, packed.cols, packed.bytes)
            .transform([&](PackedInt4Matrix matrix) {
                return Linear(OwnInt4{matrix, {}}, packed.cols, packed.rows);
            });
    }
    const PackedMatrix matrix{packed.form, packed.rows, packed.cols, packed.bytes,
                              row_order_of(packed.form, kernels)};
    return FullyConnected::open(matrix, ones).transform([&](FullyConnected op) {
        return Linear(std::move(op), packed.cols, packed.rows);
    });
}

bool Linear::is_like(const Linear& other) const {
    const auto* const one = std::get_if<FullyConnected>(&kernels_);
    const auto* const two = std::get_if<FullyConnected>(&other.kernels_);
    const bool has_same_kernels =
        one != nullptr && two != nullptr
            ? one->form() == two->form() && one->row_order() == two->row_order()
            : one == two;
    return has_same_kernels && inputs_ == other.inputs_ && outputs_ == other.outputs_;
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
    const auto quantize_and_run = [&](auto& quantized) {
        return quantized.quantize(input, rows, quantized_width, stride, pool).and_then([&] {
            return op.run(quantized, rows, output, pool);
        });
    };
    if (op.row_order() == RowOrder::plain) {
        return quantize_and_run(scratch.rows);
    }
    return scratch.packed_rows
               ? quantize_and_run(*scratch.packed_rows)
               : Status(fail(ErrorCode::internal, "no memory was taken for packed rows"));
}

KernelLayouts::KernelLayouts(std::optional<Int4Kernels> int4) : int4_(int4) {
    for (std::size_t i = 0; i < kMatrixDtypes; ++i) {
        for (const RowOrder order : {RowOrder::plain, RowOrder::packed}) {
            if (const auto layout =
                    FullyConnected::kernel_layout(static_cast<MatrixDtype>(i), order)) {
                (order == RowOrder::packed ? packed_ : plain_)[i] = *layout;
            }
        }
    }
}

std::optional<std::uint64_t> KernelLayouts::layout_of(MatrixDtype form, Int4Kernels kernels) const {
    if (kernels == Int4Kernels::own && form == MatrixDtype::int4) {
        return int4_layout();
    }
    const bool is_packed = row_order_of(form, kernels) == RowOrder::packed;
    return (is_packed ? packed_ : plain_).at(static_cast<std::size_t>(form));
}

const PackedBlob* KernelLayouts::find(const PackedFile& file, const LinearPlan& plan) const {
    constexpr std::array kAll{Int4Kernels::own, Int4Kernels::kleidi_ai, Int4Kernels::xnnpack};
    for (const Int4Kernels kernels : int4_ ? std::span(&*int4_, 1) : std::span(kAll)) {
        for (std::size_t i = 0; i < kMatrixDtypes; ++i) {
            const auto form = static_cast<MatrixDtype>(i);
            const auto layout = layout_of(form, usable_kernels(kernels, plan.cols));
            const auto* const blob = layout ? file.find(plan.name, *layout) : nullptr;
            if (blob != nullptr && blob->form == form && blob->rows == plan.rows() &&
                blob->cols == plan.cols) {
                return blob;
            }
        }
    }
    return nullptr;
}

Int4Kernels KernelLayouts::kernels_of(const PackedBlob& blob) const {
    if (blob.form == MatrixDtype::int4 && blob.layout == int4_layout()) {
        return Int4Kernels::own;
    }
    return packed_.at(static_cast<std::size_t>(blob.form)) == blob.layout ? Int4Kernels::kleidi_ai
                                                                          : Int4Kernels::xnnpack;
}

Result<std::uint64_t> KernelLayouts::pack(const WeightMatrix& matrix, PackBuffer& buffer) const {
    const auto form = form_of(matrix);
    const auto kernels = choose_kernels(matrix, int4_);
    const auto layout = layout_of(form, kernels);
    if (!layout) {
        return fail(ErrorCode::unsupported, "this processor has no kernels for these weights");
    }
    const auto* const int4 = std::get_if<Int4Matrix>(&matrix);
    return (int4 != nullptr && kernels == Int4Kernels::own
                ? pack_int4(*int4, buffer)
                : FullyConnected::pack(matrix, buffer, row_order_of(form, kernels)))
        .transform([&] { return *layout; });
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
                   ? Linear::open(*packed, layouts_->kernels_of(*packed), ones_)
                   : fail(ErrorCode::not_found, "the packed weights lack a matrix of the model");
    }
    const auto stacked = StackedMatrix::read(weights_, plan.matrices, plan.cols);
    if (!stacked) {
        return std::unexpected(stacked.error());
    }
    const WeightMatrix matrix = stacked->matrix();
    auto linear = Linear::create(matrix, choose_kernels(matrix, int4_));
    weights_.release();
    return linear;
}

} // namespace sotto::inference

#include "inference/linear/linear.h"

#include <numeric>
#include <span>
#include <utility>

namespace sotto::inference {

namespace {

// Packs for our own kernels.
Status pack_int4(const Int4Matrix& matrix, PackBuffer& buffer) {
    if (!has_consistent_sizes(matrix)) {
        return fail(ErrorCode::corrupt_data, "a matrix of the model does not have the stated size");
    }
    const auto bytes = PackedInt4Matrix::packed_bytes(matrix.rows, matrix.cols);
    auto* const memory = buffer.take(bytes);
    if (memory == nullptr) {
        return fail(ErrorCode::out_of_memory, "not enough memory to pack a matrix");
    }
    return PackedInt4Matrix::pack(matrix, {memory, bytes});
}

// Packs for our own kernels with activations in blocks.
Status pack_blocks(const WeightMatrix& matrix, PackBuffer& buffer) {
    if (!has_consistent_sizes(matrix)) {
        return fail(ErrorCode::corrupt_data, "a matrix of the model does not have the stated size");
    }
    const auto bytes = PackedBlockMatrix::packed_bytes(matrix);
    auto* const memory = buffer.take(bytes);
    if (memory == nullptr) {
        return fail(ErrorCode::out_of_memory, "not enough memory to pack a matrix");
    }
    return PackedBlockMatrix::pack(matrix, {memory, bytes});
}

// Whether a matrix is packed for them. Blocks of GGUF files have no other kernels.
bool uses_blocks(MatrixDtype dtype, Int4Kernels kernels) {
    return dtype == MatrixDtype::blocks ||
           (kernels == Int4Kernels::blocks && has_block_kernels(dtype));
}

// XNNPACK packs int4 matrices with an odd number of blocks per output row at odd multiples of 8
// bytes, but its kernels for x86 CPUs without AVX2 read them with 16-byte alignment. Ours handle
// such matrices everywhere.
Int4Kernels usable_kernels(Int4Kernels kernels, std::size_t cols) {
    const bool has_odd_blocks = padded_width(cols) / kInt4BlockSize % 2 == 1;
    return has_odd_blocks && kernels == Int4Kernels::xnnpack ? Int4Kernels::own : kernels;
}

Int4Kernels choose_kernels(const WeightMatrix& matrix, std::optional<Int4Kernels> wanted) {
    const auto kernels = wanted ? *wanted : select_int4_kernels(dtype_of(matrix));
    if (uses_blocks(dtype_of(matrix), kernels)) {
        return Int4Kernels::blocks;
    }
    return usable_kernels(kernels, std::visit([](const auto& one) { return one.cols; }, matrix));
}

ActivationLayout activation_layout_of(MatrixDtype dtype, Int4Kernels kernels) {
    const bool is_int4 = dtype == MatrixDtype::int4 || dtype == MatrixDtype::int4_channel;
    return is_int4 && kernels == Int4Kernels::kleidi_ai ? ActivationLayout::qp8
                                                        : ActivationLayout::qd8;
}

} // namespace

std::size_t LinearPlan::rows() const {
    return std::accumulate(matrices.begin(), matrices.end(), std::size_t{0},
                           [](std::size_t sum, const NamedMatrix& one) { return sum + one.rows; });
}

Result<LinearScratch> LinearScratch::create(std::size_t max_tokens, std::size_t max_width) {
    std::optional<Qp8Activations> packed;
    if (Qp8Activations::are_supported()) {
        auto made = Qp8Activations::create(max_tokens, max_width);
        if (!made) {
            return std::unexpected(made.error());
        }
        packed = *std::move(made);
    }
    return Qd8Activations::create(max_tokens, max_width).transform([&](Qd8Activations qd8) {
        return LinearScratch{std::move(qd8), Int4Activations(max_tokens, max_width),
                             BlockActivations(max_tokens, max_width), std::move(packed)};
    });
}

Result<Linear> Linear::create(const WeightMatrix& matrix, Int4Kernels int4) {
    if (uses_blocks(dtype_of(matrix), int4)) {
        return create_blocks(matrix);
    }
    const auto* const own = std::get_if<Int4Matrix>(&matrix);
    if (own != nullptr && int4 == Int4Kernels::own) {
        PackBuffer memory;
        return pack_int4(*own, memory)
            .and_then([&] { return PackedInt4Matrix::view(own->rows, own->cols, memory.bytes()); })
            .transform([&](PackedInt4Matrix packed) {
                return Linear(OwnInt4{packed, std::move(memory)}, own->cols, own->rows);
            });
    }
    const auto activations = activation_layout_of(dtype_of(matrix), int4);
    return FullyConnected::create(matrix, activations).transform([&](FullyConnected op) {
        return std::visit(
            [&](const auto& one) { return Linear(std::move(op), one.cols, one.rows); }, matrix);
    });
}

Result<Linear> Linear::create_blocks(const WeightMatrix& matrix) {
    PackBuffer memory;
    if (auto packed = pack_blocks(matrix, memory); !packed) {
        return std::unexpected(packed.error());
    }
    const auto cols = std::visit([](const auto& one) { return one.cols; }, matrix);
    const auto rows = std::visit([](const auto& one) { return one.rows; }, matrix);
    return PackedBlockMatrix::view(rows, cols, memory.bytes())
        .transform([&](PackedBlockMatrix packed) {
            return Linear(OwnBlocks{std::move(packed), std::move(memory)}, cols, rows);
        });
}

Result<Linear> Linear::open(const PackedBlob& packed, Int4Kernels kernels,
                            std::vector<std::uint16_t>& ones) {
    if (kernels == Int4Kernels::blocks) {
        return PackedBlockMatrix::view(packed.rows, packed.cols, packed.bytes)
            .transform([&](PackedBlockMatrix matrix) {
                return Linear(OwnBlocks{std::move(matrix), {}}, packed.cols, packed.rows);
            });
    }
    if (kernels == Int4Kernels::own) {
        return PackedInt4Matrix::view(packed.rows, packed.cols, packed.bytes)
            .transform([&](PackedInt4Matrix matrix) {
                return Linear(OwnInt4{matrix, {}}, packed.cols, packed.rows);
            });
    }
    const PackedMatrix matrix{packed.dtype, packed.rows, packed.cols, packed.bytes,
                              activation_layout_of(packed.dtype, kernels)};
    return FullyConnected::open(matrix, ones).transform([&](FullyConnected op) {
        return Linear(std::move(op), packed.cols, packed.rows);
    });
}

std::string_view to_string(ActivationRounding rounding) {
    switch (rounding) {
    case ActivationRounding::none:
        return "f32";
    case ActivationRounding::per_token:
        return "int8 per token";
    case ActivationRounding::per_block:
        return "int8 in blocks of 32";
    }
    return "";
}

ActivationRounding Linear::activation_rounding() const {
    if (std::holds_alternative<OwnBlocks>(kernels_)) {
        return ActivationRounding::per_block;
    }
    const auto* const xnnpack = std::get_if<FullyConnected>(&kernels_);
    return xnnpack != nullptr && xnnpack->dtype() == MatrixDtype::f32
               ? ActivationRounding::none
               : ActivationRounding::per_token;
}

bool Linear::shares_kernels_with(const Linear& other) const {
    const auto* const one = std::get_if<FullyConnected>(&kernels_);
    const auto* const two = std::get_if<FullyConnected>(&other.kernels_);
    const bool has_same_kernels =
        one != nullptr && two != nullptr
            ? one->dtype() == two->dtype() && one->activation_layout() == two->activation_layout()
            : one == two && kernels_.index() == other.kernels_.index();
    return has_same_kernels && inputs_ == other.inputs_ && outputs_ == other.outputs_;
}

Status Linear::apply(const float* input, std::size_t n_tokens, float* output,
                     LinearScratch& scratch, ThreadPool& pool) {
    const auto stride = padded_width(inputs_);
    if (const auto* const own = std::get_if<OwnInt4>(&kernels_)) {
        return scratch.int4.quantize(input, n_tokens, stride, stride, pool).and_then([&] {
            return multiply(own->matrix, scratch.int4, output, pool);
        });
    }
    if (const auto* const own = std::get_if<OwnBlocks>(&kernels_)) {
        return scratch.blocks.quantize(input, n_tokens, stride, stride, pool).and_then([&] {
            return multiply(own->matrix, scratch.blocks, output, pool);
        });
    }
    auto& op = std::get<FullyConnected>(kernels_);
    const auto quantized_width = op.quantized_width();
    if (quantized_width == 0) {
        return op.run(input, n_tokens, output, pool);
    }
    const auto quantize_and_run = [&](auto& quantized) {
        return quantized.quantize(input, n_tokens, quantized_width, stride, pool).and_then([&] {
            return op.run(quantized, n_tokens, output, pool);
        });
    };
    if (op.activation_layout() == ActivationLayout::qd8) {
        return quantize_and_run(scratch.qd8);
    }
    return scratch.qp8 ? quantize_and_run(*scratch.qp8)
                       : Status(fail(ErrorCode::internal, "no buffer for packed activations"));
}

KernelLayouts::KernelLayouts(std::optional<Int4Kernels> int4) : int4_(int4) {
    for (std::size_t i = 0; i < kMatrixDtypes; ++i) {
        for (const ActivationLayout activations : {ActivationLayout::qd8, ActivationLayout::qp8}) {
            if (const auto layout =
                    FullyConnected::layout_fingerprint(static_cast<MatrixDtype>(i), activations)) {
                (activations == ActivationLayout::qp8 ? qp8_ : qd8_)[i] = *layout;
            }
        }
    }
}

std::optional<std::uint64_t> KernelLayouts::layout_of(MatrixDtype dtype,
                                                      Int4Kernels kernels) const {
    if (uses_blocks(dtype, kernels)) {
        return block_layout();
    }
    if (kernels == Int4Kernels::own && dtype == MatrixDtype::int4) {
        return int4_layout();
    }
    const bool is_qp8 = activation_layout_of(dtype, kernels) == ActivationLayout::qp8;
    return (is_qp8 ? qp8_ : qd8_).at(static_cast<std::size_t>(dtype));
}

const PackedBlob* KernelLayouts::find(const PackedFile& file, const LinearPlan& plan) const {
    constexpr std::array kAll{Int4Kernels::own, Int4Kernels::kleidi_ai, Int4Kernels::xnnpack,
                              Int4Kernels::blocks};
    for (const Int4Kernels kernels : int4_ ? std::span(&*int4_, 1) : std::span(kAll)) {
        for (std::size_t i = 0; i < kMatrixDtypes; ++i) {
            const auto dtype = static_cast<MatrixDtype>(i);
            const auto layout = layout_of(dtype, usable_kernels(kernels, plan.cols));
            const auto* const blob = layout ? file.find(plan.name, *layout) : nullptr;
            if (blob != nullptr && blob->dtype == dtype && blob->rows == plan.rows() &&
                blob->cols == plan.cols) {
                return blob;
            }
        }
    }
    return nullptr;
}

Int4Kernels KernelLayouts::kernels_of(const PackedBlob& blob) const {
    if (blob.layout == block_layout()) {
        return Int4Kernels::blocks;
    }
    if (blob.dtype == MatrixDtype::int4 && blob.layout == int4_layout()) {
        return Int4Kernels::own;
    }
    return qp8_.at(static_cast<std::size_t>(blob.dtype)) == blob.layout ? Int4Kernels::kleidi_ai
                                                                        : Int4Kernels::xnnpack;
}

Result<std::uint64_t> KernelLayouts::pack(const WeightMatrix& matrix, PackBuffer& buffer) const {
    const auto dtype = dtype_of(matrix);
    const auto kernels = choose_kernels(matrix, int4_);
    const auto layout = layout_of(dtype, kernels);
    if (!layout) {
        return fail(ErrorCode::unsupported, "this processor has no kernels for these weights");
    }
    if (uses_blocks(dtype, kernels)) {
        return pack_blocks(matrix, buffer).transform([&] { return *layout; });
    }
    const auto* const int4 = std::get_if<Int4Matrix>(&matrix);
    return (int4 != nullptr && kernels == Int4Kernels::own
                ? pack_int4(*int4, buffer)
                : FullyConnected::pack(matrix, buffer, activation_layout_of(dtype, kernels)))
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
    const auto fused = FusedMatrix::read(weights_, plan.matrices, plan.cols);
    if (!fused) {
        return std::unexpected(fused.error());
    }
    const WeightMatrix matrix = fused->matrix();
    auto linear = Linear::create(matrix, choose_kernels(matrix, int4_));
    weights_.release();
    return linear;
}

} // namespace sotto::inference

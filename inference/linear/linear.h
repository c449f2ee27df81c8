#pragma once

#include "core/error.h"
#include "inference/linear/fully_connected.h"
#include "inference/linear/fused_matrix.h"
#include "inference/linear/int4_kernel_selection.h"
#include "inference/linear/packed_int4_matrix.h"
#include "inference/model/weights.h"
#include "inference/packed/packed_file.h"
#include "inference/xnnpack/padding.h"
#include "inference/xnnpack/qd8_activations.h"
#include "inference/xnnpack/qp8_activations.h"
#include "inference/xnnpack/thread_pool.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sotto::inference {

/// What a linear layer is made of: matrices of the checkpoint, each `cols` wide, one above the
/// other (q, k and v; gate and up), so that they are computed by one operator.
struct LinearPlan {
    std::string name; ///< of its own, in packed files
    std::vector<NamedMatrix> matrices;
    std::size_t cols = 0;

    [[nodiscard]] std::size_t rows() const;
};

/// The quantized input of a linear layer, in the activations in which its kernels read it.
struct LinearScratch {
    Qd8Activations qd8;
    Int4Activations int4;              ///< for our own int4 kernels
    std::optional<Qp8Activations> qp8; ///< for KleidiAI's; nothing where they are not supported

    /// Errors: out_of_memory, unsupported.
    [[nodiscard]] static Result<LinearScratch> create(std::size_t max_tokens,
                                                      std::size_t max_width);
};

/// A linear layer, y = W x. Runs on: the inference thread.
class Linear {
public:
    /// Packs a matrix into memory of its own. `int4`: whose kernels multiply it when it is int4;
    /// XNNPACK's where it is of a dtype that ours do not know. Errors: corrupt_data, out_of_memory,
    /// unsupported (also KleidiAI's kernels where Qp8Activations are not supported).
    [[nodiscard]] static Result<Linear> create(const WeightMatrix& matrix, Int4Kernels int4);
    /// Uses a packed matrix where it lies. `kernels`: KernelLayouts::kernels_of it. `ones`: as
    /// FullyConnected::open. Errors: the same.
    [[nodiscard]] static Result<Linear> open(const PackedBlob& packed, Int4Kernels kernels,
                                             std::vector<std::uint16_t>& ones);

    [[nodiscard]] std::size_t inputs() const { return inputs_; }
    [[nodiscard]] std::size_t outputs() const { return outputs_; }
    /// Whether the same kernels multiply with both, their shapes and dtypes being the same.
    [[nodiscard]] bool is_like(const Linear& other) const;

    /// Shape of `input`: [rows, padded_width(inputs)], zeros in the padding; of `output`:
    /// [rows, outputs]. `scratch` holds the quantized input of int4 and int8 layers.
    Status apply(const float* input, std::size_t n_tokens, float* output, LinearScratch& scratch,
                 ThreadPool& pool);

private:
    struct OwnInt4 {
        PackedInt4Matrix matrix;
        PackBuffer memory; // empty when the matrix lies in a file
    };
    using Kernels = std::variant<FullyConnected, OwnInt4>;
    Linear(Kernels kernels, std::size_t inputs, std::size_t outputs)
        : kernels_(std::move(kernels)), inputs_(inputs), outputs_(outputs) {}

    Kernels kernels_;
    std::size_t inputs_;
    std::size_t outputs_;
};

/// The layouts of packed matrices that this machine's kernels read.
class KernelLayouts {
public:
    /// `int4`: whose kernels multiply int4; nothing = in a file those for which it was packed, else
    /// the faster.
    explicit KernelLayouts(std::optional<Int4Kernels> int4);

    /// The matrix of a plan in a packed file; null when it holds none that can be read here.
    [[nodiscard]] const PackedBlob* find(const PackedFile& file, const LinearPlan& plan) const;
    /// Whose kernels read a matrix that was found.
    [[nodiscard]] Int4Kernels kernels_of(const PackedBlob& blob) const;
    /// Packs a matrix for the kernels that are to multiply it; the number of its layout. Errors:
    /// as Linear::create.
    [[nodiscard]] Result<std::uint64_t> pack(const WeightMatrix& matrix, PackBuffer& buffer) const;

private:
    using ByForm = std::array<std::optional<std::uint64_t>, kMatrixDtypes>;

    [[nodiscard]] std::optional<std::uint64_t> layout_of(MatrixDtype dtype,
                                                         Int4Kernels kernels) const;

    std::optional<Int4Kernels> int4_;
    ByForm qd8_; // XNNPACK's
    ByForm qp8_; // KleidiAI's, for packed rows
};

/// Makes linear layers: of a packed file where there is one, else of the checkpoint's matrices.
class LinearLoader {
public:
    /// `weights` outlives the loader; `file` (null = pack in memory) the layers it makes. `int4`:
    /// as KernelLayouts.
    LinearLoader(WeightSource& weights, std::shared_ptr<const PackedFile> file,
                 std::optional<Int4Kernels> int4);

    /// Nothing of the source is kept, and no more than one set of unpacked matrices is in memory.
    /// Errors: of the source; not_found (the file lacks it), unsupported, corrupt_data,
    /// out_of_memory.
    [[nodiscard]] Result<Linear> load(const LinearPlan& plan);

    [[nodiscard]] WeightSource& weights() { return weights_; }

private:
    WeightSource& weights_;
    std::shared_ptr<const PackedFile> file_;
    std::optional<Int4Kernels> int4_;
    std::optional<KernelLayouts> layouts_; // of the file's reader
    std::vector<std::uint16_t> ones_;
};

} // namespace sotto::inference

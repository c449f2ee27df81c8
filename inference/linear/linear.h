#pragma once

#include "core/error.h"
#include "inference/linear/fully_connected.h"
#include "inference/linear/fused_matrix.h"
#include "inference/linear/int4_kernel_selection.h"
#include "inference/linear/packed_block_matrix.h"
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
#include <string_view>
#include <variant>
#include <vector>

namespace sotto::inference {

/// The weights of one linear layer: matrices of the checkpoint, each `cols` wide, fused along the
/// output rows (q, k and v; gate and up), so that one operator computes them.
struct LinearPlan {
    std::string name; ///< of the fused matrix, in packed files
    std::vector<NamedMatrix> matrices;
    std::size_t cols = 0;

    [[nodiscard]] std::size_t rows() const;
};

/// How the input of a matrix is rounded before it is multiplied: not at all, to int8 with one scale
/// for each token, or to int8 with a scale for every 32 inputs.
enum class ActivationRounding : std::uint8_t { none, per_token, per_block };

/// "f32", "int8 per token" or "int8 in blocks of 32".
[[nodiscard]] std::string_view to_string(ActivationRounding rounding);

/// The quantized input of a linear layer, in each of the kernels' formats.
struct LinearScratch {
    Qd8Activations qd8;
    Int4Activations int4;              ///< for our own int4 kernels
    BlockActivations blocks;           ///< for our own kernels with activations in blocks
    std::optional<Qp8Activations> qp8; ///< for KleidiAI's; nothing if they are not supported

    /// Errors: out_of_memory, unsupported.
    [[nodiscard]] static Result<LinearScratch> create(std::size_t max_tokens,
                                                      std::size_t max_width);
};

/// A linear layer, y = W x. Runs on: the inference thread.
class Linear {
public:
    /// Packs a matrix into memory of its own. `int4`: the kernels for an int4 matrix; XNNPACK's are
    /// used for a dtype that our own do not support. Errors: corrupt_data, out_of_memory,
    /// unsupported (also KleidiAI's kernels without qp8 support).
    [[nodiscard]] static Result<Linear> create(const WeightMatrix& matrix, Int4Kernels int4);
    /// Uses a packed matrix in place. `kernels`: from KernelLayouts::kernels_of. `ones`: as for
    /// FullyConnected::open. Errors: the same.
    [[nodiscard]] static Result<Linear> open(const PackedBlob& packed, Int4Kernels kernels,
                                             std::vector<std::uint16_t>& ones);

    [[nodiscard]] std::size_t inputs() const { return inputs_; }
    [[nodiscard]] std::size_t outputs() const { return outputs_; }
    [[nodiscard]] ActivationRounding activation_rounding() const;
    /// Whether both have the same shape and dtype, and so run the same kernels.
    [[nodiscard]] bool shares_kernels_with(const Linear& other) const;

    /// Shape of `input`: [tokens, padded_width(inputs)], zeros in the padding; of `output`:
    /// [tokens, outputs]. `scratch` receives the quantized input of int4 and int8 layers.
    Status apply(const float* input, std::size_t n_tokens, float* output, LinearScratch& scratch,
                 ThreadPool& pool);

private:
    struct OwnInt4 {
        PackedInt4Matrix matrix;
        PackBuffer memory; // empty if the matrix is in a file
    };
    struct OwnBlocks {
        PackedBlockMatrix matrix;
        PackBuffer memory; // empty if the matrix is in a file
    };
    using Kernels = std::variant<FullyConnected, OwnInt4, OwnBlocks>;
    Linear(Kernels kernels, std::size_t inputs, std::size_t outputs)
        : kernels_(std::move(kernels)), inputs_(inputs), outputs_(outputs) {}

    [[nodiscard]] static Result<Linear> create_blocks(const WeightMatrix& matrix);

    Kernels kernels_;
    std::size_t inputs_;
    std::size_t outputs_;
};

/// The layouts of packed matrices that the kernels of this machine read.
class KernelLayouts {
public:
    /// `int4`: the int4 kernels to use; nothing = those for which a file was packed, or the fastest
    /// when packing.
    explicit KernelLayouts(std::optional<Int4Kernels> int4);

    /// Finds a plan's matrix in a packed file; null if there is none in a layout that is readable
    /// here.
    [[nodiscard]] const PackedBlob* find(const PackedFile& file, const LinearPlan& plan) const;
    /// The kernels that read a matrix found by find().
    [[nodiscard]] Int4Kernels kernels_of(const PackedBlob& blob) const;
    /// Packs a matrix for its kernels and returns the number of its layout. Errors: as
    /// Linear::create.
    [[nodiscard]] Result<std::uint64_t> pack(const WeightMatrix& matrix, PackBuffer& buffer) const;

private:
    using ByForm = std::array<std::optional<std::uint64_t>, kMatrixDtypes>;

    [[nodiscard]] std::optional<std::uint64_t> layout_of(MatrixDtype dtype,
                                                         Int4Kernels kernels) const;

    std::optional<Int4Kernels> int4_;
    ByForm qd8_; // XNNPACK's qd8
    ByForm qp8_; // KleidiAI's qp8
};

/// Creates linear layers from a packed file if there is one, else from the checkpoint's matrices.
class LinearLoader {
public:
    /// `weights` outlives the loader, `file` (null = pack in memory) the layers. `int4`: as for
    /// KernelLayouts.
    LinearLoader(WeightSource& weights, std::shared_ptr<const PackedFile> file,
                 std::optional<Int4Kernels> int4);

    /// Keeps nothing of the source; at most one set of unpacked matrices is in memory. Errors:
    /// those of the source; not_found (missing in the file), unsupported, corrupt_data,
    /// out_of_memory.
    [[nodiscard]] Result<Linear> load(const LinearPlan& plan);

    [[nodiscard]] WeightSource& weights() { return weights_; }

private:
    WeightSource& weights_;
    std::shared_ptr<const PackedFile> file_;
    std::optional<Int4Kernels> int4_;
    std::optional<KernelLayouts> layouts_; // if there is a file
    std::vector<std::uint16_t> ones_;
};

} // namespace sotto::inference

#pragma once

#include "core/ports/model_catalog.h"
#include "inference/formats/checkpoint_dtype.h"
#include "inference/formats/safetensors_header.h"
#include "inference/model/tensor_plan.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace sotto::inference {

/// How a tensor is stored: as a dtype, or in blocks of a GGUF file.
struct StoredDtype {
    StoredDtype(WeightDtype of) : dtype(of) {} // NOLINT(google-explicit-constructor)
    StoredDtype(WeightDtype of, std::optional<CheckpointDtype> in) : dtype(of), blocks(in) {}

    WeightDtype dtype;
    std::optional<CheckpointDtype> blocks;
};

/// A tensor of the weight file; `begin` and `end` count from the start of the file.
struct TensorLocation {
    std::string name;
    TensorEntry entry;
};

/// Header and tensor offsets of the weight file of an imported model (see ModelFile for the
/// dtypes). Safetensors allows no gaps, so tensors whose sizes are multiples of 64 bytes come
/// first: those start at multiples of 64, and every other one is aligned for its elements.
class WeightLayout {
public:
    /// All matrices with one dtype.
    WeightLayout(std::span<const PlannedTensor> plan, WeightDtype dtype)
        : WeightLayout(plan, std::vector(plan.size(), StoredDtype(dtype))) {}
    /// `dtypes`: one for each tensor; vectors are always f32.
    WeightLayout(std::span<const PlannedTensor> plan, std::span<const StoredDtype> dtypes);

    /// The first bytes of the file: length and JSON header.
    [[nodiscard]] const std::string& preamble() const { return preamble_; }
    [[nodiscard]] std::uint64_t file_bytes() const { return file_bytes_; }
    [[nodiscard]] const std::vector<TensorLocation>& tensors() const { return tensors_; }

    /// Where a tensor begins in the file. Precondition: the layout has it.
    [[nodiscard]] std::uint64_t offset_of(std::string_view name) const;

private:
    void add(std::string name, SafetensorsDtype type, std::vector<std::size_t> shape);
    void write_preamble();

    std::vector<TensorLocation> tensors_;
    std::string preamble_;
    std::uint64_t file_bytes_ = 0;
};

/// The tensor name of the scales of a quantized matrix.
[[nodiscard]] std::string scale_name(std::string_view matrix);

} // namespace sotto::inference

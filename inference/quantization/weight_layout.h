#pragma once

#include "core/ports/model_catalog.h"
#include "inference/formats/safetensors_header.h"
#include "inference/model/tensor_plan.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace sotto::inference {

/// A tensor of the weight file we write; `begin` and `end` count from the start of the file.
struct LaidOutTensor {
    std::string name;
    TensorEntry entry;
};

/// The weight file of an imported model before its numbers: the header and where each tensor goes
/// (see ModelFile for the forms). The format allows no holes, so tensors whose sizes are multiples
/// of 64 bytes come first: those start at multiples of 64, and every other one is aligned for its
/// elements.
class WeightLayout {
public:
    /// All matrices in one form.
    WeightLayout(std::span<const PlannedTensor> plan, WeightDtype form)
        : WeightLayout(plan, std::vector(plan.size(), form)) {}
    /// `forms`: of the tensors; vectors are f32 all the same.
    WeightLayout(std::span<const PlannedTensor> plan, std::span<const WeightDtype> forms);

    /// The length and the JSON header, as the file begins.
    [[nodiscard]] const std::string& preamble() const { return preamble_; }
    [[nodiscard]] std::uint64_t file_bytes() const { return file_bytes_; }
    [[nodiscard]] const std::vector<LaidOutTensor>& tensors() const { return tensors_; }

    /// Where a tensor begins in the file. Precondition: the layout has it.
    [[nodiscard]] std::uint64_t offset_of(std::string_view name) const;

private:
    void add(std::string name, TensorType type, std::vector<std::size_t> shape);
    void write_preamble();

    std::vector<LaidOutTensor> tensors_;
    std::string preamble_;
    std::uint64_t file_bytes_ = 0;
};

/// The name under which the scales of a quantized matrix are stored.
[[nodiscard]] std::string scale_name(std::string_view matrix);

} // namespace sotto::inference

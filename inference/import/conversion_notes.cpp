#include "inference/import/conversion_notes.h"

#include "inference/formats/checkpoint_dtype.h"
#include "inference/model/manifest.h"

#include <cstddef>
#include <format>
#include <set>
#include <string_view>

namespace sotto::inference {

std::string requantization_note(const Checkpoint& source, WeightDtype dtype) {
    std::set<std::string_view> types;
    bool has_q4_0 = false;
    for (const CheckpointTensor& tensor : source.tensors()) {
        const bool keeps_grid = dtype == WeightDtype::int4 && tensor.type == CheckpointDtype::q4_0;
        const bool is_kept = dtype == WeightDtype::blocks || dtype == WeightDtype::f32 ||
                             (dtype == WeightDtype::int8 && tensor.type == CheckpointDtype::q8_0);
        has_q4_0 = has_q4_0 || keeps_grid;
        if (is_quantized(tensor.type) && !keeps_grid && !is_kept) {
            types.insert(to_string(tensor.type));
        }
    }
    std::string note;
    if (has_q4_0) {
        note = "The file's Q4_0 weights keep their values in blocks that reach from -8 to 7 steps; "
               "the other blocks, about half of them, were quantized again.";
    }
    if (!types.empty()) {
        std::string names;
        for (const std::string_view type : types) {
            names += (names.empty() ? "" : ", ") + std::string(type);
        }
        note += std::format("{}Weights that the file holds as {} were quantized again as {}; the "
                            "original weights would lose less.",
                            note.empty() ? "" : " ", names, to_string(dtype));
    }
    return note;
}

std::string kept_grid(const Checkpoint& source, std::span<const TensorTreatment> treatments) {
    std::size_t n_matrices = 0;
    std::size_t n_on_grid = 0;
    for (std::size_t i = 0; i < treatments.size(); ++i) {
        n_matrices += source.tensors()[i].plan.kind == PlannedTensor::Kind::matrix ? 1 : 0;
        n_on_grid += treatments[i].is_on_grid ? 1 : 0;
    }
    return n_on_grid == 0 ? ""
                          : std::format("; {} of {} matrices came as int4 values and keep them",
                                        n_on_grid, n_matrices);
}

std::string recipe_of(const Checkpoint& source, WeightDtype dtype) {
    if (dtype == WeightDtype::f32) {
        return "f32, every number as it was";
    }
    const bool is_trained = spec_of(source.config().family).is_trained_for_int4;
    if (dtype == WeightDtype::int8) {
        return is_trained ? "int8 with a scale for each output" : "int8 in blocks of 32 inputs";
    }
    if (dtype == WeightDtype::blocks) {
        return "as the file has them, " + source.mixture();
    }
    if (!source.channel_scales().empty()) {
        return "int4 with a scale for each output, which training learned";
    }
    return std::string("int4 in blocks of 32 inputs, ") +
           (is_trained ? "scales of the grid that training used" : "scales of least error");
}

} // namespace sotto::inference

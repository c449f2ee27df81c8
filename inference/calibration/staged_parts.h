#pragma once

#include "core/error.h"
#include "inference/calibration/gptq_quantizer.h"
#include "inference/model/tensor_plan.h"

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::inference {

/// What a calibration found out about a part of a model: a layer, or the output matrix.
struct CalibratedPart {
    /// For each linear layer of the part, in the order of LayerPlans: how far rounding it to int4
    /// moves what comes out of the part, squared and relative to that.
    std::vector<double> costs;
    std::map<std::string, Int4Weights> matrices; ///< by tensor
};

/// The finished parts of a calibration under way, each in a file of its own, so that another run
/// goes on from them. Runs on: one thread; one program at a time has the folder.
class StagedParts {
public:
    /// Opens or makes the folder; what it holds of another calibration is removed. `key`: what
    /// tells calibrations with other results from this one. Errors: io, out_of_space, busy (another
    /// program has it).
    [[nodiscard]] static Result<StagedParts> open(const std::filesystem::path& folder,
                                                  std::string_view key);

    StagedParts(StagedParts&& other) noexcept
        : folder_(std::move(other.folder_)), lock_(std::exchange(other.lock_, -1)) {}
    StagedParts& operator=(StagedParts&&) = delete;
    ~StagedParts();

    /// The part of this name, which has `n_costs` costs and the matrices of `plan`. Errors:
    /// not_found (it was not finished, or is damaged).
    [[nodiscard]] Result<CalibratedPart> load(std::string_view name, std::size_t n_costs,
                                              std::span<const PlannedTensor> plan) const;

    /// Keeps a part; it is whole or not there. Errors: io, out_of_space.
    [[nodiscard]] Status save(std::string_view name, const CalibratedPart& part,
                              std::span<const PlannedTensor> plan) const;

private:
    StagedParts(std::filesystem::path folder, int lock) : folder_(std::move(folder)), lock_(lock) {}

    std::filesystem::path folder_;
    int lock_ = -1;
};

} // namespace sotto::inference

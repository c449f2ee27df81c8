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

/// The result of calibrating a part of a model: a layer, or the output layer.
struct CalibratedPart {
    /// For each linear layer, in the order of LayerPlans: the relative squared error of the part's
    /// output when only that one is int4.
    std::vector<double> costs;
    std::map<std::string, Int4Weights> matrices; ///< by tensor name
};

/// The finished parts of an unfinished calibration, a file for each, so that another run can
/// resume. Runs on: one thread; one program at a time has the folder.
class CalibrationStaging {
public:
    /// Opens or creates the folder; files of a different calibration are removed. `key`: identifies
    /// everything the result depends on. Errors: io, out_of_space, busy (another program has it).
    [[nodiscard]] static Result<CalibrationStaging> open(const std::filesystem::path& folder,
                                                         std::string_view key);

    CalibrationStaging(CalibrationStaging&& other) noexcept
        : folder_(std::move(other.folder_)), lock_(std::exchange(other.lock_, -1)) {}
    CalibrationStaging& operator=(CalibrationStaging&&) = delete;
    ~CalibrationStaging();

    /// The part of this name, with `n_costs` costs and the matrices of `plan`. Errors: not_found
    /// (not finished, or damaged).
    [[nodiscard]] Result<CalibratedPart> load(std::string_view name, std::size_t n_costs,
                                              std::span<const PlannedTensor> plan) const;

    /// Writes a part atomically. Errors: io, out_of_space.
    [[nodiscard]] Status save(std::string_view name, const CalibratedPart& part,
                              std::span<const PlannedTensor> plan) const;

private:
    CalibrationStaging(std::filesystem::path folder, int lock)
        : folder_(std::move(folder)), lock_(lock) {}

    std::filesystem::path folder_;
    int lock_ = -1;
};

} // namespace sotto::inference

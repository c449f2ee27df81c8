#pragma once

#include "app/measurement/restore_benchmark.h"
#include "core/ports/language_model.h"
#include "inference/engine/benchmark.h"
#include "inference/engine/read_rate.h"
#include "inference/linear/linear.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sotto::app {

/// What `sotto bench` measured. Durations in seconds.
struct BenchmarkReport {
    std::string model; ///< or the shape
    std::size_t threads = 0;
    KvDtype kv = KvDtype::int8;
    inference::ActivationRounding activations = inference::ActivationRounding::none;
    double load_seconds = 0;                 ///< of the load that was measured with
    std::optional<double> load_cold_seconds; ///< without packed weights, including writing them
    std::optional<double> load_warm_seconds; ///< with packed weights, if they could be written
    std::int64_t peak_resident_bytes = 0;    ///< since the end of the cold load
    /// How fast the weights can be read at most; nothing if they are packed in memory.
    std::optional<inference::ReadRate> read_rate;
    std::vector<inference::BenchmarkResult> results;
    std::vector<RestoreResult> restore; ///< empty unless asked for
};

/// The report as JSON. Its keys are part of the program's interface: see library_json.h.
[[nodiscard]] std::string to_json(const BenchmarkReport& report);

/// The line of the report about loading and memory. `why_in_memory`: why the packed weights are not
/// mapped from a file; empty when they are.
[[nodiscard]] std::string to_text(const BenchmarkReport& report, const std::string& why_in_memory);

/// Whether the time of each operator is shown, too.
enum class Details { hidden, shown };

/// One result as a line, and with details a second one.
[[nodiscard]] std::string to_text(const inference::BenchmarkResult& result, Details details);

} // namespace sotto::app

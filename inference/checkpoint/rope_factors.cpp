#include "inference/checkpoint/rope_factors.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <vector>

namespace sotto::inference {

namespace {

constexpr double kOriginal = 8192;
constexpr double kPublishedRatio = 4; // of the high to the low factor, in every published model

/// A frequency: how many of its periods the original positions hold, and its factor.
struct Point {
    double periods;
    double factor;
};

/// Above `high` periods a frequency is kept, below `low` it is divided by `most`, between the two
/// the quotient is blended.
struct Bounds {
    double low;
    double high;
};

double factor_at(double periods, const Bounds& bounds, double most) {
    if (periods < bounds.low) {
        return most;
    }
    if (periods > bounds.high) {
        return 1;
    }
    const double kept = (periods - bounds.low) / std::max(bounds.high - bounds.low, 1e-9);
    return 1 / ((1 - kept) / most + kept);
}

/// The share of the frequency that is kept as it is.
double kept_share(const Point& point, double most) {
    return (1 / point.factor - 1 / most) / (1 - 1 / most);
}

/// The frequencies between those that are kept and those that are divided.
struct Border {
    std::optional<Point> last_kept;
    std::vector<Point> blended;
    std::optional<Point> first_divided;
};

Border border_of(std::span<const Point> points, double most) {
    Border border;
    for (const Point& point : points) {
        if (point.factor == 1) {
            border.last_kept = point;
        } else if (point.factor < most) {
            border.blended.push_back(point);
        } else if (!border.first_divided) {
            border.first_divided = point;
        }
    }
    return border;
}

/// The bounds of a kept share that grows with `slope` and passes through this point.
Bounds line_through(const Point& point, double slope, double most) {
    const double share = kept_share(point, most);
    return {point.periods - share / slope, point.periods + (1 - share) / slope};
}

/// Bounds that the points suggest, the likeliest first; the caller checks them.
std::vector<Bounds> candidates(std::span<const Point> points, double most) {
    std::vector<Bounds> found{{1, kPublishedRatio}};
    const auto [kept, blended, divided] = border_of(points, most);
    if (blended.size() >= 2) {
        const Point& first = blended.front();
        const Point& last = blended.back();
        const double slope =
            (kept_share(first, most) - kept_share(last, most)) / (first.periods - last.periods);
        found.push_back(line_through(last, slope, most));
    } else if (blended.size() == 1) {
        // Steep enough that both neighbours are beyond the bounds.
        const Point& only = blended.front();
        const double share = kept_share(only, most);
        const double above = kept ? (1 - share) / (kept->periods - only.periods) : 0;
        const double below = divided ? share / (only.periods - divided->periods) : 0;
        found.push_back(line_through(only, std::max(above, below), most));
    } else if (kept && divided) {
        const double sharp = std::sqrt(kept->periods * divided->periods);
        found.push_back({sharp, sharp});
    }
    return found;
}

/// Rounded as the parameters are.
Bounds as_floats(const Bounds& bounds) {
    return {static_cast<float>(bounds.low), static_cast<float>(bounds.high)};
}

} // namespace

std::optional<Llama3RopeScaling> scaling_of_factors(std::span<const float> factors, float theta) {
    constexpr double kTolerance = 2e-6; // of a frequency: factors are computed in float
    std::vector<Point> points;
    for (std::size_t i = 0; i < factors.size(); ++i) {
        const double exponent = static_cast<double>(i) / static_cast<double>(factors.size());
        const double frequency = std::pow(static_cast<double>(theta), -exponent);
        points.push_back({kOriginal * frequency / (2 * std::numbers::pi), factors[i]});
    }
    const double most = points.empty() ? 0 : points.back().factor;
    if (!(most > 1)) {
        return std::nullopt;
    }
    for (const Bounds& candidate : candidates(points, most)) {
        const Bounds bounds = as_floats(candidate);
        const bool fits = std::ranges::all_of(points, [&](const Point& point) {
            const double difference = 1 / factor_at(point.periods, bounds, most) - 1 / point.factor;
            return std::abs(difference) <= kTolerance;
        });
        if (fits && bounds.low > 0 && bounds.high >= bounds.low) {
            return Llama3RopeScaling{.factor = static_cast<float>(most),
                                     .low_freq_factor = static_cast<float>(bounds.low),
                                     .high_freq_factor = static_cast<float>(bounds.high),
                                     .original_max_position = static_cast<float>(kOriginal)};
        }
    }
    return std::nullopt;
}

Result<std::vector<float>> read_rope_factors(const GgufHeader& header, const InputFile& file) {
    const auto found = header.tensors.find("rope_freqs.weight");
    if (found == header.tensors.end()) {
        return std::vector<float>{};
    }
    constexpr std::uint32_t kF32 = 0;
    constexpr std::size_t kMax = 1024;
    const GgufTensor& tensor = found->second;
    // A split model has it in its first part, which the metadata are in as well.
    if (tensor.file != 0 || tensor.type != kF32 || tensor.shape.size() != 1 ||
        tensor.shape.front() > kMax) {
        return fail(
            ErrorCode::corrupt_data,
            "The GGUF file's rotary factors are no short list of F32 numbers in its first part.");
    }
    std::vector<float> factors(tensor.shape.front());
    const auto read = file.read_at(tensor.offset, std::as_writable_bytes(std::span(factors)));
    return read ? Result<std::vector<float>>(std::move(factors)) : std::unexpected(read.error());
}

} // namespace sotto::inference

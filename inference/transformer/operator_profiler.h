#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>

namespace sotto::inference {

/// The operators of a forward pass that are profiled, in the order of a layer.
enum class Operator {
    embedding, ///< with the angles of RoPE
    norm,      ///< before attention, feed-forward network and output
    qkv_proj,  ///< projections include the quantization of their input
    rope,      ///< with the norms of heads, and storing keys and values
    attention,
    o_proj,
    residual, ///< with the norms after attention and feed-forward network
    gate_up_proj,
    activation, ///< silu or gelu of the gate, times up
    down_proj,
    output, ///< hidden → vocabulary
};
inline constexpr std::size_t kOperators = 11;

/// "embedding", "norm", "qkv_proj", ….
[[nodiscard]] std::string_view to_string(Operator op);

/// Seconds by Operator.
using OperatorSeconds = std::array<double, kOperators>;

/// Accumulates the time of each operator over forward passes. Runs on: the inference thread.
class OperatorProfiler {
public:
    /// Starts measuring.
    void start() { last_ = Clock::now(); }

    /// The time since start() or the last lap was spent on `op`.
    void lap(Operator op) {
        const auto now = Clock::now();
        seconds_[static_cast<std::size_t>(op)] +=
            std::chrono::duration<double>(now - last_).count();
        last_ = now;
    }

    [[nodiscard]] const OperatorSeconds& seconds() const { return seconds_; }

private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point last_ = Clock::now();
    OperatorSeconds seconds_{};
};

} // namespace sotto::inference

#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>

namespace sotto::inference {

/// What a forward pass spends its time on, in the order of a layer.
enum class Operator {
    embedding,    ///< and the angles of the rotary embedding
    norm,         ///< before attention, the feed-forward part and the output
    qkv_proj,     ///< each projection with the quantization of its input
    rope,         ///< and norms of heads, and storing keys and values
    attention,    //
    o_proj,       //
    residual,     ///< and the norms after attention and the feed-forward part
    gate_up_proj, //
    activation,   ///< silu or gelu of the gate, times up
    down_proj,    //
    output,       ///< hidden → vocabulary
};
inline constexpr std::size_t kOperators = 11;

/// "embedding", "norm", "qkv_proj", ….
[[nodiscard]] std::string_view to_string(Operator op);

/// Seconds by Operator.
using OperatorSeconds = std::array<double, kOperators>;

/// Times one forward pass after another. Runs on: the inference thread.
class OperatorProfiler {
public:
    /// What comes is counted from here.
    void start() { last_ = Clock::now(); }

    /// All time since start() or the lap before was spent on `op`.
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

#include "inference/kernels/vector_ops.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "inference/kernels/vector_ops.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.h, which includes this file once per instruction set.
#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

#include <bit>
#include <cmath>

// Kernels follow Highway's naming, since they stand next to its functions.
// NOLINTBEGIN(readability-identifier-naming)
HWY_BEFORE_NAMESPACE();
namespace sotto::inference {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::ScalableTag<float>;
using FloatVector = hn::Vec<Floats>;

// Calls step(i, lanes) for each whole vector, and once with fewer lanes for the remainder.
template <class Step>
HWY_INLINE void for_each_vector(std::size_t n, Step&& step) {
    const std::size_t lanes = hn::Lanes(Floats());
    std::size_t i = 0;
    for (; i + lanes <= n; i += lanes) {
        step(i, lanes);
    }
    if (i < n) {
        step(i, n - i);
    }
}

HWY_INLINE FloatVector load(const float* from, std::size_t count) {
    const Floats d;
    return count == hn::Lanes(d) ? hn::LoadU(d, from) : hn::LoadN(d, from, count);
}

HWY_INLINE void store(FloatVector value, float* to, std::size_t count) {
    const Floats d;
    if (count == hn::Lanes(d)) {
        hn::StoreU(value, d, to);
    } else {
        hn::StoreN(value, d, to, count);
    }
}

void RmsNorm(const float* x, const float* weight, float eps, std::size_t n, float* out) {
    const Floats d;
    auto sum = hn::Zero(d);
    for_each_vector(n, [&](std::size_t i, std::size_t count) HWY_ATTR {
        const auto v = load(x + i, count);
        sum = hn::MulAdd(v, v, sum);
    });
    const float mean = hn::ReduceSum(d, sum) / static_cast<float>(n);
    const auto factor = hn::Set(d, 1.0F / std::sqrt(mean + eps));
    for_each_vector(n, [&](std::size_t i, std::size_t count) HWY_ATTR {
        auto v = hn::Mul(load(x + i, count), factor);
        if (weight != nullptr) {
            v = hn::Mul(v, load(weight + i, count));
        }
        store(v, out + i, count);
    });
}

void AddTo(float* x, const float* y, std::size_t n) {
    for_each_vector(n, [&](std::size_t i, std::size_t count) HWY_ATTR {
        store(hn::Add(load(x + i, count), load(y + i, count)), x + i, count);
    });
}

void ScaleBy(float* x, float factor, std::size_t n) {
    const auto f = hn::Set(Floats(), factor);
    for_each_vector(n, [&](std::size_t i, std::size_t count)
                           HWY_ATTR { store(hn::Mul(load(x + i, count), f), x + i, count); });
}

// First two butterfly stages: strides 1 and 2 within each four elements, scaled by `factor`.
HWY_INLINE void mix_fours(float* x, std::size_t n, float factor) {
    const hn::CappedTag<float, 4> d; // no target here has fewer lanes
    const auto f = hn::Set(d, factor);
    for (std::size_t i = 0; i < n; i += 4) {
        auto v = hn::Mul(hn::LoadU(d, x + i), f);
        const auto neighbour = hn::Shuffle2301(v);
        v = hn::OddEven(hn::Sub(neighbour, v), hn::Add(v, neighbour));
        const auto other_half = hn::Shuffle1032(v);
        v = hn::ConcatUpperLower(d, hn::Sub(other_half, v), hn::Add(v, other_half));
        hn::StoreU(v, d, x + i);
    }
}

// One butterfly stage with stride `step`, a multiple of the lanes of D.
template <class D>
HWY_INLINE void mix_far(D d, float* x, std::size_t n, std::size_t step) {
    for (std::size_t run = 0; run < n; run += 2 * step) {
        for (std::size_t i = run; i < run + step; i += hn::Lanes(d)) {
            const auto a = hn::LoadU(d, x + i);
            const auto b = hn::LoadU(d, x + i + step);
            hn::StoreU(hn::Add(a, b), d, x + i);
            hn::StoreU(hn::Sub(a, b), d, x + i + step);
        }
    }
}

void Hadamard(float* x, std::size_t count, std::size_t n) {
    const hn::CappedTag<float, 4> narrow;
    const hn::CappedTag<float, 16> wide;
    const std::size_t side = std::size_t{1} << static_cast<unsigned>(std::countr_zero(n));
    if (side < 4) {
        return;
    }
    const float factor = 1.0F / std::sqrt(static_cast<float>(side));
    for (std::size_t i = 0; i < count; ++i, x += n) {
        mix_fours(x, n, factor);
        for (std::size_t step = 4; step < side; step *= 2) {
            if (step < hn::Lanes(wide)) {
                mix_far(narrow, x, n, step);
            } else {
                mix_far(wide, x, n, step);
            }
        }
    }
}

// x / (1 + e^−t); the exponent is clamped to the range of exp.
HWY_INLINE FloatVector times_sigmoid(FloatVector x, FloatVector t) {
    const Floats d;
    const auto e = hn::Exp(d, hn::Min(hn::Neg(t), hn::Set(d, 88.0F)));
    return hn::Div(x, hn::Add(hn::Set(d, 1.0F), e));
}

void SiluGate(const float* gate, const float* up, std::size_t n, float* out) {
    for_each_vector(n, [&](std::size_t i, std::size_t count) HWY_ATTR {
        const auto g = load(gate + i, count);
        store(hn::Mul(times_sigmoid(g, g), load(up + i, count)), out + i, count);
    });
}

void GeluTanhGate(const float* gate, const float* up, std::size_t n, float* out) {
    // x/2 · (1 + tanh(u)) = x / (1 + e^(−2u)) with u = √(2/π) · (x + 0.044715 x³).
    const Floats d;
    const auto linear = hn::Set(d, 1.5957691216057308F);
    const auto cubic = hn::Set(d, 1.5957691216057308F * 0.044715F);
    for_each_vector(n, [&](std::size_t i, std::size_t count) HWY_ATTR {
        const auto g = load(gate + i, count);
        const auto t = hn::Mul(g, hn::MulAdd(cubic, hn::Mul(g, g), linear));
        store(hn::Mul(times_sigmoid(g, t), load(up + i, count)), out + i, count);
    });
}

void ExpOf(const float* x, float offset, float factor, std::size_t n, float* out) {
    const Floats d;
    const auto o = hn::Set(d, offset);
    const auto f = hn::Set(d, factor);
    const auto lowest = hn::Set(d, -1e30F);
    for_each_vector(n, [&](std::size_t i, std::size_t count) HWY_ATTR {
        const auto difference = hn::Max(hn::Mul(hn::Sub(load(x + i, count), o), f), lowest);
        store(hn::Exp(d, difference), out + i, count);
    });
}

float AbsMax(const float* x, std::size_t n) {
    const Floats d;
    auto largest = hn::Zero(d);
    auto excess = hn::Zero(d); // x − x: NaN where x is not finite
    for_each_vector(n, [&](std::size_t i, std::size_t count) HWY_ATTR {
        const auto v = load(x + i, count);
        largest = hn::Max(largest, hn::Abs(v));
        excess = hn::Add(excess, hn::Sub(v, v));
    });
    return hn::ReduceMax(d, largest) + hn::ReduceSum(d, excess);
}

void RoundToInt8(const float* x, float factor, std::size_t n, std::int8_t* out) {
    const Floats d;
    const hn::RebindToSigned<Floats> d32;
    const hn::Rebind<std::int8_t, Floats> d8;
    const auto f = hn::Set(d, factor);
    for_each_vector(n, [&](std::size_t i, std::size_t count) HWY_ATTR {
        const auto rounded = hn::NearestInt(hn::Mul(load(x + i, count), f));
        const auto kept = hn::Max(hn::Min(rounded, hn::Set(d32, 127)), hn::Set(d32, -127));
        hn::StoreN(hn::DemoteTo(d8, kept), d8, out + i, count);
    });
}

} // namespace HWY_NAMESPACE
} // namespace sotto::inference
HWY_AFTER_NAMESPACE();
// NOLINTEND(readability-identifier-naming)

#if HWY_ONCE
namespace sotto::inference {

HWY_EXPORT(RmsNorm);
HWY_EXPORT(AddTo);
HWY_EXPORT(ScaleBy);
HWY_EXPORT(Hadamard);
HWY_EXPORT(SiluGate);
HWY_EXPORT(GeluTanhGate);
HWY_EXPORT(ExpOf);
HWY_EXPORT(AbsMax);
HWY_EXPORT(RoundToInt8);

void rms_norm(const float* x, const float* weight, float eps, std::size_t n, float* out) {
    HWY_DYNAMIC_DISPATCH(RmsNorm)(x, weight, eps, n, out);
}

void add_to(float* x, const float* y, std::size_t n) {
    HWY_DYNAMIC_DISPATCH(AddTo)(x, y, n);
}

void scale_by(float* x, float factor, std::size_t n) {
    HWY_DYNAMIC_DISPATCH(ScaleBy)(x, factor, n);
}

void hadamard(float* x, std::size_t count, std::size_t n) {
    HWY_DYNAMIC_DISPATCH(Hadamard)(x, count, n);
}

void silu_gate(const float* gate, const float* up, std::size_t n, float* out) {
    HWY_DYNAMIC_DISPATCH(SiluGate)(gate, up, n, out);
}

void gelu_tanh_gate(const float* gate, const float* up, std::size_t n, float* out) {
    HWY_DYNAMIC_DISPATCH(GeluTanhGate)(gate, up, n, out);
}

void exp_of(const float* x, float offset, float factor, std::size_t n, float* out) {
    HWY_DYNAMIC_DISPATCH(ExpOf)(x, offset, factor, n, out);
}

float abs_max(const float* x, std::size_t n) {
    return HWY_DYNAMIC_DISPATCH(AbsMax)(x, n);
}

void round_to_int8(const float* x, float factor, std::size_t n, std::int8_t* out) {
    HWY_DYNAMIC_DISPATCH(RoundToInt8)(x, factor, n, out);
}

} // namespace sotto::inference
#endif

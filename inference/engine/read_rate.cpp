#include "inference/engine/read_rate.h"

#include <hwy/highway.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <span>
#include <thread>
#include <vector>

namespace sotto::inference {

namespace {

// Every instruction set reads faster than memory delivers, so the baseline is enough.
std::uint64_t sum_of(std::span<const std::byte> bytes) {
    namespace hn = hwy::HWY_NAMESPACE;
    const hn::ScalableTag<std::uint64_t> d;
    const std::size_t lanes = hn::Lanes(d);
    const auto* const words = reinterpret_cast<const std::uint64_t*>(bytes.data());
    auto s0 = hn::Zero(d);
    auto s1 = hn::Zero(d);
    auto s2 = hn::Zero(d);
    auto s3 = hn::Zero(d);
    const std::size_t n = bytes.size() / sizeof(std::uint64_t) / (4 * lanes) * (4 * lanes);
    for (std::size_t i = 0; i < n; i += 4 * lanes) {
        s0 = hn::Add(s0, hn::LoadU(d, words + i));
        s1 = hn::Add(s1, hn::LoadU(d, words + i + lanes));
        s2 = hn::Add(s2, hn::LoadU(d, words + i + 2 * lanes));
        s3 = hn::Add(s3, hn::LoadU(d, words + i + 3 * lanes));
    }
    return hn::ReduceSum(d, hn::Add(hn::Add(s0, s1), hn::Add(s2, s3)));
}

// The part of a matrix that one of `threads` threads reads.
std::span<const std::byte> part_of(std::span<const std::byte> matrix, std::size_t thread,
                                   std::size_t threads) {
    constexpr std::size_t kLine = 64;
    const std::size_t lines = matrix.size() / kLine;
    const std::size_t begin = lines * thread / threads * kLine;
    return matrix.subspan(begin, lines * (thread + 1) / threads * kLine - begin);
}

double seconds_to_read(const PackedFile& weights, std::size_t threads) {
    std::atomic<std::uint64_t> sum = 0; // keeps the loops from being removed
    const auto begin = std::chrono::steady_clock::now();
    {
        std::vector<std::jthread> readers;
        for (std::size_t thread = 0; thread < threads; ++thread) {
            readers.emplace_back([&weights, &sum, thread, threads] {
                for (const PackedBlob& matrix : weights.matrices()) {
                    sum += sum_of(part_of(matrix.bytes, thread, threads));
                }
            });
        }
    }
    hwy::PreventElision(sum.load());
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

} // namespace

ReadRate measure_read_rate(const PackedFile& weights, std::size_t threads, std::size_t repeat) {
    ReadRate rate;
    for (const PackedBlob& matrix : weights.matrices()) {
        rate.bytes += matrix.bytes.size();
    }
    std::vector<double> rates;
    for (std::size_t i = 0; i < repeat; ++i) {
        rates.push_back(static_cast<double>(rate.bytes) / seconds_to_read(weights, threads));
    }
    std::ranges::sort(rates);
    rate.bytes_per_second = rates[rates.size() / 2];
    rate.spread = rates.back() - rates.front();
    return rate;
}

} // namespace sotto::inference

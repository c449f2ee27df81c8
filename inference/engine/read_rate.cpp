#include "inference/engine/read_rate.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <numeric>
#include <span>
#include <thread>
#include <vector>

namespace sotto::inference {

namespace {

// Several sums at once, so that reading does not wait for adding.
std::uint64_t sum_of(std::span<const std::byte> bytes) {
    constexpr std::size_t kSums = 8;
    std::uint64_t sums[kSums] = {};
    std::uint64_t words[kSums];
    for (; bytes.size() >= sizeof(words); bytes = bytes.subspan(sizeof(words))) {
        std::memcpy(words, bytes.data(), sizeof(words));
        for (std::size_t i = 0; i < kSums; ++i) {
            sums[i] += words[i];
        }
    }
    return std::accumulate(std::begin(sums), std::end(sums), std::uint64_t{0});
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

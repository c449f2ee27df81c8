#include "inference/kv/kv_cache.h"
#include "inference/transformer/memory_budget.h"
#include "tests/inference/support/tiny_model.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::test;

namespace {

constexpr std::int64_t kMebibyte = 1 << 20;

// The kernel's files: 1000 MiB available, a control group at the given path.
void write_machine(const TempFolder& root, const std::string& group) {
    root.write("proc/meminfo", "MemTotal: 8000000 kB\nMemAvailable:    1024000 kB\n");
    root.write("proc/self/cgroup", "1:name=systemd:/x\n0::/" + group + "\n");
}

// A cache of exactly this many tokens, stored in chunks as the engine does.
std::int64_t held_bytes(const ModelConfig& config, KvDtype dtype, std::size_t tokens) {
    KvCache cache(config, dtype);
    for (std::size_t done = 0; done < tokens; done += 128) {
        REQUIRE(cache.reserve(128));
        cache.advance(128);
    }
    return static_cast<std::int64_t>(cache.bytes());
}

} // namespace

TEST_CASE("available memory is what the kernel reports if no control group has a limit") {
    const TempFolder root;
    write_machine(root, "user.slice/sotto");
    root.write("sys/fs/cgroup/user.slice/sotto/memory.max", "max\n");
    root.write("sys/fs/cgroup/user.slice/sotto/memory.current", "1000\n");
    const auto state = read_memory_state(root.path());
    REQUIRE(state);
    CHECK(state->available_bytes == 1000 * kMebibyte);
    CHECK_FALSE(state->limit_bytes);
}

TEST_CASE("the tightest ancestor group counts, with its reclaimable file pages as available") {
    const TempFolder root;
    write_machine(root, "user.slice/sotto");
    const std::string slice = "sys/fs/cgroup/user.slice/";
    root.write(slice + "memory.max", std::to_string(600 * kMebibyte));
    root.write(slice + "memory.current", std::to_string(500 * kMebibyte));
    root.write(slice + "memory.stat", "anon 7\ninactive_file 104857600\nactive_file 10485760\n");
    root.write(slice + "sotto/memory.max", "max\n");
    root.write(slice + "sotto/memory.high", std::to_string(900 * kMebibyte));
    root.write(slice + "sotto/memory.current", "0\n");
    const auto state = read_memory_state(root.path());
    REQUIRE(state);
    CHECK(state->available_bytes == 210 * kMebibyte);
    CHECK(state->limit_bytes == 600 * kMebibyte);
}

TEST_CASE("a group above its limit has no memory left") {
    const TempFolder root;
    write_machine(root, "");
    root.write("sys/fs/cgroup/memory.max", "1000");
    root.write("sys/fs/cgroup/memory.current", "5000");
    REQUIRE(read_memory_state(root.path()));
    CHECK(read_memory_state(root.path())->available_bytes == 0);
}

TEST_CASE("this machine has memory, and a machine that reports nothing is not limited") {
    const auto here = read_memory_state();
    REQUIRE(here);
    CHECK(here->available_bytes > 0);

    const TempFolder empty;
    const auto unknown = read_memory_state(empty.path());
    CHECK_FALSE(unknown);
    CHECK(check_memory({.weights_bytes = 1'000'000'000'000}, unknown, MemoryUse::model));
}

TEST_CASE("the KV cache estimate is never below the actual size, and not far above it") {
    const auto config = tiny_pro();
    for (const auto dtype : {KvDtype::f32, KvDtype::f16, KvDtype::int8}) {
        for (const std::size_t tokens : {128, 256, 384, 1024}) {
            const auto held = held_bytes(config, dtype, tokens);
            CHECK(kv_cache_bytes(config, dtype, tokens) >= held);
            CHECK(kv_cache_bytes(config, dtype, tokens) <= 2 * held);
        }
    }
}

TEST_CASE("the estimate for MobileLLM-Pro is its packed size, and its windows do not grow") {
    const auto config = published_shape("mobilellm-pro");
    REQUIRE(config);
    const auto weights = packed_weights_bytes(*config, WeightDtype::int4);
    CHECK(weights > 610'000'000);
    CHECK(weights < 625'000'000);
    const auto need = estimate_memory(*config, weights, KvDtype::int8, 131072);
    CHECK(need.total() == need.weights_bytes + need.kv_bytes + need.scratch_bytes);
    CHECK(need.total() < 1'600'000'000);
    CHECK(need.kv_bytes < 17 * kv_cache_bytes(*config, KvDtype::int8, 8192));
}

TEST_CASE("the error says how much memory is needed and how much is available") {
    const MemoryNeed need{.weights_bytes = 600'000'000, .kv_bytes = 400'000'000};
    CHECK(check_memory(need, MemoryState{1'200'000'000, {}}, MemoryUse::model));
    const auto refused = check_memory(need, MemoryState{900'000'000, {}}, MemoryUse::model);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::out_of_memory);
    CHECK(refused.error().detail == "This model needs about 1.1 GB of memory, and 900 MB is "
                                    "available; close other programs or use a smaller model.");
    const auto limited =
        check_memory(need, MemoryState{900'000'000, 1'000'000'000}, MemoryUse::prompt);
    REQUIRE_FALSE(limited);
    CHECK(limited.error().detail ==
          "Reading this text needs about 1.1 GB of memory, and 900 MB of the limit set for this "
          "program is available; close other programs or give a shorter text.");
}

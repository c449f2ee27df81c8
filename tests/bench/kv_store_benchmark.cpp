#include "storage/kv/kv_database.h"
#include "tests/storage/kv/kv_texts.h"
#include "tests/storage/support/must.h"
#include "tests/support/temp_folder.h"

#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <fstream>
#include <span>
#include <string>
#include <vector>

// kv.db with blocks as large as MobileLLM-Pro's: several page sizes, both journal modes.
// 32 blocks of 1.2 MB are 8,192 tokens.

using namespace sotto;
using namespace sotto::storage;

namespace {

constexpr std::size_t kPartBytes = 135168; // of one layer
constexpr std::size_t kParts = 9;
constexpr std::size_t kBlockBytes = kParts * kPartBytes;
constexpr std::size_t kBlocks = 32;

KvFileSettings settings_of(const benchmark::State& state) {
    return {.page_bytes = static_cast<int>(state.range(0)),
            .journal = state.range(1) == 0 ? KvFileSettings::Journal::rollback
                                           : KvFileSettings::Journal::write_ahead};
}

const KvText& some_text() {
    static const KvText text(text_of(kBlocks * KvText::kBlockTokens, 1), kBlockBytes);
    return text;
}

const std::vector<KvEntry>& entries() {
    static const std::vector<KvEntry> all = [] {
        std::vector<KvEntry> made;
        for (std::size_t i = 0; i < kBlocks; ++i) {
            made.push_back(some_text().entry(some_text().block(i), (i + 1) * KvText::kBlockTokens));
        }
        return made;
    }();
    return all;
}

void save_all(const std::filesystem::path& file, const KvFileSettings& settings) {
    const auto database = must(KvDatabase::open(file, {}, settings));
    for (const KvEntry& entry : entries()) {
        must(database->save(entry));
    }
}

// Destination of a block: the same memory each time, since new memory costs more than reading.
class Room {
public:
    Room() : bytes_(kBlockBytes) {
        for (std::size_t i = 0; i < kParts; ++i) {
            parts_[i] = std::span(bytes_).subspan(i * kPartBytes, kPartBytes);
        }
    }
    [[nodiscard]] std::span<const std::span<std::byte>> parts() const { return parts_; }

private:
    std::vector<std::byte> bytes_;
    std::array<std::span<std::byte>, kParts> parts_;
};

void count_bytes(benchmark::State& state) {
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(kBlocks * kBlockBytes));
}

void kv_save(benchmark::State& state) {
    static_cast<void>(entries());
    for (auto _ : state) {
        const test::TempFolder folder;
        save_all(folder.path() / "kv.db", settings_of(state));
    }
    count_bytes(state);
}

void kv_restore(benchmark::State& state) {
    const test::TempFolder folder;
    save_all(folder.path() / "kv.db", settings_of(state));
    const Room room;
    for (auto _ : state) {
        const auto database =
            must(KvDatabase::open(folder.path() / "kv.db", {}, settings_of(state)));
        for (const KvEntry& entry : entries()) {
            must(database->read(entry.name, room.parts()));
        }
    }
    count_bytes(state);
}

void plain_file(benchmark::State& state) {
    const test::TempFolder folder;
    const auto path = folder.write("plain", std::string(kBlocks * kBlockBytes, 'x'));
    const Room room;
    for (auto _ : state) {
        std::ifstream file;
        file.rdbuf()->pubsetbuf(nullptr, 0);
        file.open(path, std::ios::binary);
        for (std::size_t i = 0; i < kBlocks; ++i) {
            for (const auto& part : room.parts()) {
                file.read(reinterpret_cast<char*>(part.data()), kPartBytes);
                benchmark::DoNotOptimize(part.data());
            }
        }
    }
    count_bytes(state);
}

void each_setting(benchmark::internal::Benchmark* benchmark) {
    benchmark->ArgNames({"page", "wal"})->Unit(benchmark::kMillisecond);
    for (const int page : {4096, 8192, 16384, 32768, 65536}) {
        for (const int journal : {0, 1}) {
            benchmark->Args({page, journal});
        }
    }
}

BENCHMARK(kv_save)->Apply(each_setting);
BENCHMARK(kv_restore)->Apply(each_setting);
BENCHMARK(plain_file)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();

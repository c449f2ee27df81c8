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

// kv.db with pieces as large as those of MobileLLM-Pro: pages of different sizes, both journals.
// 32 pieces of 1.2 MB are 8,192 tokens.

using namespace sotto;
using namespace sotto::storage;

namespace {

constexpr std::size_t kPartBytes = 135168; // of one layer
constexpr std::size_t kParts = 9;
constexpr std::size_t kPassageBytes = kParts * kPartBytes;
constexpr std::size_t kPieces = 32;

KvFileSettings settings_of(const benchmark::State& state) {
    return {.page_bytes = static_cast<int>(state.range(0)),
            .journal = state.range(1) == 0 ? KvFileSettings::Journal::rollback
                                           : KvFileSettings::Journal::write_ahead};
}

const KvText& some_text() {
    static const KvText text(text_of(kPieces * KvText::kBlockTokens, 1), kPassageBytes);
    return text;
}

const std::vector<KvEntry>& pieces() {
    static const std::vector<KvEntry> all = [] {
        std::vector<KvEntry> made;
        for (std::size_t i = 0; i < kPieces; ++i) {
            made.push_back(some_text().piece(some_text().block(i), (i + 1) * KvText::kBlockTokens));
        }
        return made;
    }();
    return all;
}

void save_all(const std::filesystem::path& file, const KvFileSettings& settings) {
    const auto database = must(KvDatabase::open(file, {}, settings));
    for (const KvEntry& piece : pieces()) {
        must(database->save(piece));
    }
}

// Where a piece goes: the same memory each time, since new memory costs more than reading.
class Room {
public:
    Room() : bytes_(kPassageBytes) {
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
    state.SetBytesProcessed(state.iterations() *
                            static_cast<std::int64_t>(kPieces * kPassageBytes));
}

void kv_save(benchmark::State& state) {
    static_cast<void>(pieces());
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
        for (const KvEntry& piece : pieces()) {
            must(database->read(piece.name, room.parts()));
        }
    }
    count_bytes(state);
}

void plain_file(benchmark::State& state) {
    const test::TempFolder folder;
    const auto path = folder.write("plain", std::string(kPieces * kPassageBytes, 'x'));
    const Room room;
    for (auto _ : state) {
        std::ifstream file;
        file.rdbuf()->pubsetbuf(nullptr, 0);
        file.open(path, std::ios::binary);
        for (std::size_t i = 0; i < kPieces; ++i) {
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

#include "storage/kv_database.h"
#include "tests/storage/kv_texts.h"
#include "tests/storage/must.h"
#include "tests/support/temp_folder.h"

#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <fstream>
#include <memory>
#include <span>
#include <string>
#include <vector>

// kv.db with pieces as large as those of MobileLLM-Pro: pages of different sizes, both journals.
// 32 pieces of 1.2 MB are 8,192 tokens.

using namespace sotto;
using namespace sotto::storage;

namespace {

constexpr std::size_t kPieceBytes = 9 * 135168;
constexpr std::size_t kPieces = 32;

KvFileSettings settings_of(const benchmark::State& state) {
    return {.page_bytes = static_cast<int>(state.range(0)),
            .journal = state.range(1) == 0 ? KvFileSettings::Journal::rollback
                                           : KvFileSettings::Journal::write_ahead};
}

const KvText& some_text() {
    static const KvText text(text_of(kPieces * KvText::kBlockTokens, 1), kPieceBytes);
    return text;
}

const std::vector<KvPiece>& pieces() {
    static const std::vector<KvPiece> all = [] {
        std::vector<KvPiece> made;
        for (std::size_t i = 0; i < kPieces; ++i) {
            made.push_back(some_text().piece(some_text().block(i), (i + 1) * KvText::kBlockTokens));
        }
        return made;
    }();
    return all;
}

void save_all(const std::filesystem::path& file, const KvFileSettings& settings) {
    const auto database = must(KvDatabase::open(file, {}, settings));
    for (const KvPiece& piece : pieces()) {
        must(database->save(piece));
    }
}

void count_bytes(benchmark::State& state) {
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(kPieces * kPieceBytes));
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
    for (auto _ : state) {
        const auto database =
            must(KvDatabase::open(folder.path() / "kv.db", {}, settings_of(state)));
        for (const KvPiece& piece : pieces()) {
            const auto bytes = std::make_unique_for_overwrite<std::byte[]>(kPieceBytes);
            const std::array parts{std::span(bytes.get(), kPieceBytes)};
            must(database->read(piece.name, parts));
        }
    }
    count_bytes(state);
}

void plain_file(benchmark::State& state) {
    const test::TempFolder folder;
    const auto path = folder.write("plain", std::string(kPieces * kPieceBytes, 'x'));
    for (auto _ : state) {
        std::ifstream file;
        file.rdbuf()->pubsetbuf(nullptr, 0);
        file.open(path, std::ios::binary);
        for (std::size_t i = 0; i < kPieces; ++i) {
            const auto bytes = std::make_unique_for_overwrite<char[]>(kPieceBytes);
            file.read(bytes.get(), kPieceBytes);
            benchmark::DoNotOptimize(bytes.get());
        }
    }
    count_bytes(state);
}

void each_setting(benchmark::internal::Benchmark* benchmark) {
    benchmark->ArgNames({"page", "wal"})->Unit(benchmark::kMillisecond);
    for (const int page : {4096, 16384, 65536}) {
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

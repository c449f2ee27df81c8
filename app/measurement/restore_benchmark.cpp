#include "app/measurement/restore_benchmark.h"

#include "app/cli/number_format.h"
#include "app/platform/machine.h"
#include "inference/kv/kv_hash_chain.h"
#include "inference/kv/kv_transfer.h"
#include "storage/kv/kv_database.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <format>
#include <fstream>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

namespace sotto::app {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using inference::kKvBlockTokens;
using inference::KvCache;
using inference::KvImport;
using storage::KvDatabase;

// Nearly all of the disk; the folder is removed at the end.
constexpr storage::KvBudget kRoom{.max_bytes = std::int64_t{1} << 40U, .share_of_disk = 0.95};

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double median(std::vector<double> numbers) {
    std::ranges::sort(numbers);
    return numbers[numbers.size() / 2];
}

// A folder that is removed with its content.
class TemporaryFolder {
public:
    static Result<std::unique_ptr<TemporaryFolder>> create(const fs::path& parent) {
        std::string pattern = (parent / ".restore-bench-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) {
            return fail(ErrorCode::io, "no temporary folder can be created in " + parent.string());
        }
        return std::unique_ptr<TemporaryFolder>(new TemporaryFolder(pattern));
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] fs::path database() const { return path_ / "kv.db"; }
    [[nodiscard]] fs::path plain_file() const { return path_ / "plain"; }

private:
    explicit TemporaryFolder(fs::path path) : path_(std::move(path)) {}
    fs::path path_;
};

// One length: stores a cache of random numbers and restores it.
class Measurement {
public:
    Measurement(inference::Transformer& transformer, std::size_t length, TemporaryFolder& folder,
                const std::stop_token& stop)
        : transformer_(transformer), folder_(folder), stop_(stop), cache_(transformer.make_cache()),
          tokens_(length), chain_(inference::kv_root("bench", transformer.kv_dtype())) {
        for (std::size_t i = 0; i < length; ++i) {
            tokens_[i] = static_cast<TokenId>(i * 7919 % transformer.config().vocabulary_size);
        }
        chain_.extend(tokens_);
    }

    Result<RestoreResult> run(std::size_t repeat) {
        reset_peak_resident_bytes();
        RestoreResult result{.tokens = tokens_.size()};
        if (auto status = fill().and_then([&] { return store(result); }); !status) {
            return std::unexpected(status.error());
        }
        std::vector<double> restoring;
        std::vector<double> reading;
        std::vector<double> first;
        const auto expected = logits_after(*cache_);
        if (!expected) {
            return std::unexpected(expected.error());
        }
        result.peak_resident_bytes = app::peak_resident_bytes();
        for (std::size_t i = 0; i < repeat; ++i) {
            auto started_at = Clock::now();
            auto restored = restore();
            restoring.push_back(seconds_since(started_at));
            if (!restored) {
                return std::unexpected(restored.error());
            }
            started_at = Clock::now();
            const auto logits = logits_after(**restored);
            first.push_back(seconds_since(started_at));
            if (!logits || std::memcmp(logits->data(), expected->data(),
                                       expected->size() * sizeof(float)) != 0) {
                return logits ? fail(ErrorCode::internal, "a restored cache gives other logits")
                              : Result<RestoreResult>(std::unexpected(logits.error()));
            }
            restored->reset();
            started_at = Clock::now();
            if (auto status = read_plain_file(); !status) {
                return std::unexpected(status.error());
            }
            reading.push_back(seconds_since(started_at));
        }
        result.restore_seconds = median(restoring);
        result.file_seconds = median(reading);
        result.first_token_seconds = median(first);
        return result;
    }

private:
    // With values that differ from token to token; computing real ones would take minutes.
    Status fill() {
        const auto& config = transformer_.config();
        const auto n_heads = config.n_kv_heads;
        std::vector<float> numbers(config.head_dim * 64);
        std::uint32_t state = 1;
        for (float& number : numbers) {
            state = state * 1664525U + 1013904223U;
            number = static_cast<float>(state >> 8U) / static_cast<float>(1U << 23U) - 1;
        }
        for (std::size_t done = 0; done < tokens_.size();) {
            const auto count = std::min(kKvBlockTokens, tokens_.size() - done);
            if (auto status = cache_->reserve(count); !status) {
                return status;
            }
            for (std::size_t layer = 0; layer < config.layers.size(); ++layer) {
                for (std::size_t i = 0; i < count * n_heads; ++i) {
                    const auto* const key =
                        numbers.data() + (done + i + layer) % 63 * config.head_dim;
                    cache_->store(layer, i % n_heads, done + i / n_heads, key,
                                  key + config.head_dim);
                }
            }
            cache_->advance(count);
            done += count;
            if (stop_.stop_requested()) {
                return fail(ErrorCode::cancelled, "stopped");
            }
        }
        return {};
    }

    // Writes the cache to kv.db, timed, and to the plain file.
    Status store(RestoreResult& result) {
        std::ofstream file(folder_.plain_file(), std::ios::binary);
        auto database = KvDatabase::open(folder_.database(), kRoom);
        if (!database) {
            return std::unexpected(database.error());
        }
        inference::KvExport entries(*cache_);
        const auto whole = tokens_.size() / kKvBlockTokens;
        for (std::size_t i = 0; i <= whole; ++i) {
            inference::KvBytes bytes = i < whole ? entries.block(i) : entries.checkpoint();
            for (const auto& part : bytes.bytes) {
                result.bytes += static_cast<std::int64_t>(part.size());
                file.write(reinterpret_cast<const char*>(part.data()),
                           static_cast<std::streamsize>(part.size()));
            }
            const KvEntry entry{.name = i < whole ? chain_.block(tokens_, i)
                                                  : chain_.checkpoint(tokens_),
                                .end = std::min((i + 1) * kKvBlockTokens, tokens_.size()),
                                .bytes = std::move(bytes.bytes),
                                .owner = std::move(bytes.owner)};
            const auto started_at = Clock::now();
            if (auto status = (*database)->save(entry); !status) {
                return status;
            }
            result.store_seconds += seconds_since(started_at);
        }
        file.close();
        return file ? Status() : fail(ErrorCode::out_of_space, "the plain file cannot be written");
    }

    Result<std::unique_ptr<KvCache>> restore() {
        const auto& config = transformer_.config();
        auto database = KvDatabase::open(folder_.database(), kRoom);
        if (!database) {
            return std::unexpected(database.error());
        }
        const auto match = (*database)->find(chain_.query(
            tokens_, tokens_.size(),
            inference::resumes_at_blocks(config) ? KvQuery::Resume::at_blocks_and_checkpoints
                                                 : KvQuery::Resume::at_checkpoints));
        if (!match || match->tokens != tokens_.size()) {
            return match ? fail(ErrorCode::internal, "the stored cache is not found")
                         : Result<std::unique_ptr<KvCache>>(std::unexpected(match.error()));
        }
        return fill_import([&](std::size_t i, const KvTarget& target) {
            return i < match->blocks   ? (*database)->read(chain_.block(tokens_, i), target.bytes)
                   : match->checkpoint ? (*database)->read(*match->checkpoint, target.bytes)
                                       : Status();
        });
    }

    Status read_plain_file() {
        std::ifstream file;
        file.rdbuf()->pubsetbuf(nullptr, 0); // one read for each part, directly into the cache
        file.open(folder_.plain_file(), std::ios::binary);
        return fill_import([&](std::size_t, const KvTarget& target) {
                   for (const auto& part : target.bytes) {
                       file.read(reinterpret_cast<char*>(part.data()),
                                 static_cast<std::streamsize>(part.size()));
                   }
                   return file ? Status() : fail(ErrorCode::io, "the plain file cannot be read");
               })
            .transform([](const std::unique_ptr<KvCache>&) {});
    }

    // Calls read(index, target) for each entry of a new cache; the checkpoint is the last.
    template <class Read>
    Result<std::unique_ptr<KvCache>> fill_import(Read&& read) {
        auto made = KvImport::begin(transformer_.config(), transformer_.kv_dtype(), tokens_.size());
        if (!made) {
            return std::unexpected(made.error());
        }
        const auto whole = tokens_.size() / kKvBlockTokens;
        for (std::size_t i = 0; i <= whole; ++i) {
            auto status = read(i, i < whole ? made->block(i) : made->checkpoint());
            if (!status) {
                return std::unexpected(status.error());
            }
        }
        return made->finish();
    }

    Result<std::vector<float>> logits_after(const KvCache& before) {
        std::vector<float> logits(transformer_.config().vocabulary_size);
        const auto cache = before.fork();
        const TokenId token = 1;
        return transformer_
            .forward(std::span(&token, 1), *cache, inference::LogitsFor::last, logits, stop_)
            .transform([&] { return std::move(logits); });
    }

    inference::Transformer& transformer_;
    TemporaryFolder& folder_;
    const std::stop_token& stop_;
    std::unique_ptr<KvCache> cache_;
    std::vector<TokenId> tokens_;
    inference::KvHashChain chain_;
};

// Sets how long computing `tokens` takes: as measured for this length at depth 0, else at the
// fastest rate measured, which is a lower bound. Stays 0 when nothing was measured.
void set_compute_seconds(RestoreResult& result,
                         std::span<const inference::BenchmarkResult> computed) {
    double fastest = 0;
    for (const auto& one : computed) {
        if (one.test != inference::BenchmarkResult::Test::prefill) {
            continue;
        }
        if (one.depth == 0 && one.tokens == result.tokens) {
            fastest = one.tokens_per_second;
            result.compute_is_measured = true;
            break;
        }
        fastest = std::max(fastest, one.tokens_per_second);
    }
    if (fastest > 0) {
        result.compute_seconds = static_cast<double>(result.tokens) / fastest;
    }
}

} // namespace

double RestoreResult::bytes_per_second() const {
    return restore_seconds > 0 ? static_cast<double>(bytes) / restore_seconds : 0;
}

double RestoreResult::share_of_file_rate() const {
    return restore_seconds > 0 ? file_seconds / restore_seconds : 0;
}

double RestoreResult::gain() const {
    return restore_seconds > 0 ? compute_seconds / restore_seconds : 0;
}

std::string to_text(const RestoreResult& result) {
    constexpr double kGigabyte = 1e9;
    std::string line = std::format(
        "{:<10} {:>7} tokens, {}: stored in {:.3f} s, restored in {:.4f} s ({:.2f} GB/s, {:.0f} % "
        "of a plain file), next token {:.4f} s, peak {}",
        "restore", format_integer(static_cast<std::int64_t>(result.tokens)),
        format_bytes(result.bytes), result.store_seconds, result.restore_seconds,
        result.bytes_per_second() / kGigabyte, result.share_of_file_rate() * 100,
        result.first_token_seconds, format_bytes(result.peak_resident_bytes));
    if (result.compute_seconds > 0) {
        line += std::format(", {}{:.0f} times as fast as computing",
                            result.compute_is_measured ? "" : "at least ", result.gain());
    }
    return line + "\n";
}

Result<std::vector<RestoreResult>>
run_restore_benchmark(inference::Transformer& transformer, const RestorePlan& plan,
                      std::span<const inference::BenchmarkResult> computed,
                      const std::stop_token& stop,
                      const std::function<void(const RestoreResult&)>& on_result) {
    std::vector<RestoreResult> results;
    for (const std::size_t length : plan.lengths) {
        auto folder = TemporaryFolder::create(plan.folder);
        if (!folder) {
            return std::unexpected(folder.error());
        }
        auto result = Measurement(transformer, length, **folder, stop).run(plan.repeat);
        if (!result) {
            return std::unexpected(result.error());
        }
        set_compute_seconds(*result, computed);
        on_result(*result);
        results.push_back(*result);
    }
    return results;
}

} // namespace sotto::app

#include "app/answers/chosen_model.h"
#include "app/cli/command.h"
#include "app/cli/command_context.h"
#include "app/cli/command_options.h"
#include "app/measurement/benchmark_report.h"
#include "app/measurement/open_model.h"
#include "app/measurement/restore_benchmark.h"
#include "app/platform/machine.h"
#include "inference/engine/benchmark.h"
#include "inference/engine/lookup_benchmark.h"
#include "inference/engine/read_rate.h"
#include "inference/linear/packed_weights.h"
#include "inference/packed/packed_folder.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace sotto::app {

namespace {

using inference::BenchmarkResult;
using Origin = inference::PackedOrigin;

constexpr const char* kExamples = R"(Examples:
  sotto bench --model llama --prompt 512,2048 --depth 0,8192
  sotto bench --shape mobilellm-pro --threads 2 --json)";

struct Options {
    ModelOptions model;
    std::string shape; ///< a published shape with random weights; empty = a model
    std::vector<std::int64_t> prompt_tokens{512, 2048};
    std::vector<std::int64_t> depths{0};
    std::int64_t generate_tokens = 64;
    std::int64_t repeat = 3;
    bool with_lookup = false;  ///< also measure prompt lookup
    bool with_details = false; ///< also the time of each operator, and how soon a stop takes effect
    bool with_restore = false; ///< also how fast the KV cache is restored from disk
    std::vector<std::int64_t> restore_tokens; ///< empty = 8,192 and the depths
};

std::vector<std::size_t> as_sizes(const std::vector<std::int64_t>& numbers) {
    return {numbers.begin(), numbers.end()};
}

constexpr std::int64_t kMaxTokens = 10'000'000;
constexpr std::size_t kStopTries = 20;
constexpr std::size_t kReadings = 5; // of all weights

// Appends the gain and the cost of prompt lookup at every depth.
Status add_lookup(inference::Transformer& transformer, const inference::BenchmarkPlan& plan,
                  const std::stop_token& stop, std::vector<BenchmarkResult>& results,
                  const std::function<void(const BenchmarkResult&)>& on_result) {
    for (const std::size_t depth : plan.depths) {
        const auto measured = inference::run_lookup_benchmark(
            transformer, depth, plan.generate_tokens, plan.repeat, stop);
        if (!measured) {
            return std::unexpected(measured.error());
        }
        for (const BenchmarkResult& result : {measured->quote, measured->misleading}) {
            results.push_back(result);
            on_result(result);
        }
    }
    return {};
}

// The model to measure, and how long it took to load.
struct LoadedTwice {
    OpenModel model;
    std::optional<double> cold_seconds;
    std::optional<double> warm_seconds;
};

// Loads twice: without packed weights, which writes them, and then with them. If they cannot be
// written, the first load is kept.
template <class Open>
Result<LoadedTwice> load_twice(const inference::PackedLocation& place, Open&& open) {
    std::error_code ignored;
    std::filesystem::remove(place.file, ignored);
    Result<OpenModel> cold = open(place);
    if (!cold) {
        return std::unexpected(std::move(cold.error()));
    }
    const double cold_seconds = cold->load_seconds;
    if (cold->transformer->packed_weights().origin != Origin::written) {
        return LoadedTwice{*std::move(cold), cold_seconds, std::nullopt};
    }
    *cold = {};
    reset_peak_resident_bytes();
    return open(place).transform([&](OpenModel warm) {
        const double warm_seconds = warm.load_seconds;
        const bool is_warm = warm.transformer->packed_weights().origin == Origin::found;
        return LoadedTwice{std::move(warm), cold_seconds,
                           is_warm ? std::optional(warm_seconds) : std::nullopt};
    });
}

Result<LoadedTwice> load_model(const ModelDetails& details, const ModelOptions& options,
                               CommandContext& context, const std::stop_token& stop) {
    return load_twice(packed_place_of(context, details),
                      [&](const inference::PackedLocation& place) {
                          return open_model(details, options, place, stop);
                      });
}

// The packed weights of a shape are deleted, as nothing will use them again.
Result<LoadedTwice> load_shape(const std::string& shape, const ModelOptions& options,
                               CommandContext& context, const std::stop_token& stop) {
    const auto place = inference::temporary_location(context.paths().packed_weights(), "bench");
    auto loaded = load_twice(place, [&](const inference::PackedLocation& at) {
        return open_shape(shape, options, at, stop);
    });
    std::error_code ignored;
    std::filesystem::remove(place.file, ignored); // the mapping stays valid
    return loaded;
}

// The lengths asked for, else 8,192 and the depths. A whole context leaves one token for the next
// pass.
std::vector<std::size_t> restore_lengths(const Options& options, std::size_t max_positions) {
    constexpr std::size_t kDefaultLength = 8192;
    std::vector<std::size_t> lengths(options.restore_tokens.begin(), options.restore_tokens.end());
    if (lengths.empty()) {
        lengths.assign(options.depths.begin(), options.depths.end());
        std::erase(lengths, 0U);
        lengths.push_back(kDefaultLength);
    }
    std::erase_if(lengths, [&](std::size_t length) { return length > max_positions; });
    for (std::size_t& length : lengths) {
        length = std::min(length, max_positions - 1);
    }
    std::ranges::sort(lengths);
    const auto duplicates = std::ranges::unique(lengths);
    lengths.erase(duplicates.begin(), duplicates.end());
    return lengths;
}

Result<LoadedTwice> load(const Options& options, CommandContext& context,
                         const std::stop_token& stop, ExitStatus& status) {
    if (!options.shape.empty()) {
        auto loaded = load_shape(options.shape, options.model, context, stop);
        status = loaded ? ExitStatus::done : context.report(loaded.error());
        return loaded;
    }
    const auto details = find_model(context, options.model.name);
    if (!details) {
        status = context.report_model(details.error());
        return std::unexpected(details.error());
    }
    auto loaded = load_model(*details, options.model, context, stop);
    status = loaded ? ExitStatus::done : context.report(loaded.error());
    return loaded;
}

// Prompt processing, generation and, if asked for, prompt lookup.
Result<std::vector<BenchmarkResult>> measure_speed(const Options& options,
                                                   inference::Transformer& transformer,
                                                   CommandContext& context,
                                                   const std::stop_token& stop) {
    const inference::BenchmarkPlan plan{.prompt_tokens = as_sizes(options.prompt_tokens),
                                        .depths = as_sizes(options.depths),
                                        .generate_tokens =
                                            static_cast<std::size_t>(options.generate_tokens),
                                        .repeat = static_cast<std::size_t>(options.repeat),
                                        .stop_tries = options.with_details ? kStopTries : 0};
    // A long run shows its results one by one; the report at the end notices a failed write.
    const auto show = [&context, &options](const BenchmarkResult& result) {
        if (!context.wants_json()) {
            (void)context.terminal().write(
                to_text(result, options.with_details ? Details::shown : Details::hidden));
        }
    };
    auto results = inference::run_benchmark(transformer, plan, stop, show);
    if (results && options.with_lookup) {
        if (const auto added = add_lookup(transformer, plan, stop, *results, show); !added) {
            return std::unexpected(added.error());
        }
    }
    return results;
}

Result<std::vector<RestoreResult>> measure_restore(const Options& options,
                                                   inference::Transformer& transformer,
                                                   std::span<const BenchmarkResult> computed,
                                                   CommandContext& context,
                                                   const std::stop_token& stop) {
    if (!options.with_restore) {
        return std::vector<RestoreResult>();
    }
    const RestorePlan plan{.lengths = restore_lengths(options, transformer.config().max_positions),
                           .repeat = static_cast<std::size_t>(options.repeat),
                           .folder = context.paths().cache};
    return run_restore_benchmark(transformer, plan, computed, stop,
                                 [&context](const RestoreResult& result) {
                                     if (!context.wants_json()) {
                                         (void)context.terminal().write(to_text(result));
                                     }
                                 });
}

ExitStatus run(const Options& options, CommandContext& context) {
    const std::stop_token stop = context.stop_on_interrupt();
    ExitStatus status = ExitStatus::done;
    const auto loaded = load(options, context, stop, status);
    if (!loaded) {
        return status;
    }
    const OpenModel& model = loaded->model;
    auto results = measure_speed(options, *model.transformer, context, stop);
    if (!results) {
        return context.report(results.error());
    }
    const std::int64_t peak = peak_resident_bytes(); // restoring resets it
    std::optional<inference::ReadRate> read_rate;
    if (const auto& packed = model.transformer->packed_weights().file) {
        read_rate = inference::measure_read_rate(*packed, model.threads, kReadings);
    }
    auto restored = measure_restore(options, *model.transformer, *results, context, stop);
    if (!restored) {
        return context.report(restored.error());
    }
    const BenchmarkReport report{.model = model.name,
                                 .threads = model.threads,
                                 .kv = model.kv,
                                 .activations = model.transformer->activation_rounding(),
                                 .load_seconds = model.load_seconds,
                                 .load_cold_seconds = loaded->cold_seconds,
                                 .load_warm_seconds = loaded->warm_seconds,
                                 .peak_resident_bytes = peak,
                                 .read_rate = read_rate,
                                 .results = *std::move(results),
                                 .restore = *std::move(restored)};
    return context.print(context.wants_json()
                             ? to_json(report)
                             : to_text(report, model.transformer->packed_weights().why_in_memory));
}

void add_token_counts(CLI::App& app, const std::string& name, std::vector<std::int64_t>& counts,
                      std::int64_t low, const std::string& help) {
    app.add_option(name, counts, help)
        ->delimiter(',')
        ->check(between<std::int64_t>(low, kMaxTokens))
        ->type_name("N,N");
}

} // namespace

void add_bench(CLI::App& root, Command& command) {
    CLI::App& app = *root.add_subcommand("bench", "Measure speed and memory");
    auto& options = define_command(app, command, run);
    add_model_options(app, options.model);
    app.add_option("--shape", options.shape, "Random int4 weights of a published shape")
        ->check(CLI::IsMember({"mobilellm-pro", "llama-3.2-1b", "gemma-3-1b"}))
        ->type_name("mobilellm-pro|llama-3.2-1b|gemma-3-1b")
        ->excludes(app.get_option("--model"));
    add_token_counts(app, "--prompt", options.prompt_tokens, 1,
                     "Prompt lengths, in tokens (512,2048)");
    add_token_counts(app, "--depth", options.depths, 0, "Tokens before the prompt (0)");
    app.add_option("--generate", options.generate_tokens, "Tokens to generate (64)")
        ->check(between<std::int64_t>(1, kMaxTokens))
        ->type_name("N");
    app.add_option("--repeat", options.repeat, "Runs of each test (3)")
        ->check(between<std::int64_t>(1, 1000))
        ->type_name("R");
    app.add_flag("--lookup", options.with_lookup,
                 "Also the gain of prompt lookup, and its cost in the worst case");
    app.add_flag("--details", options.with_details,
                 "Also the time of each operator, and how soon a stop takes effect");
    app.add_flag("--restore", options.with_restore,
                 "Also how fast 8,192 tokens and the depths are restored from disk");
    add_token_counts(app, "--restore-tokens", options.restore_tokens, 1,
                     "Other lengths for --restore");
    app.footer(kExamples);
}

} // namespace sotto::app

#include "app/answers/open_model.h"
#include "app/cli/command_list.h"
#include "app/cli/numbers.h"
#include "app/export/bench_restore.h"
#include "app/export/json_output.h"
#include "app/platform/machine.h"
#include "inference/engine/benchmark.h"
#include "inference/engine/lookup_benchmark.h"
#include "inference/linear/packed_weights.h"
#include "inference/packed/packed_folder.h"

#include <algorithm>
#include <filesystem>
#include <format>
#include <functional>
#include <numeric>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

namespace sotto::app {

namespace {

using inference::BenchmarkResult;
using Test = BenchmarkResult::Test;
using Origin = inference::PackedOrigin;

std::vector<std::size_t> as_sizes(const std::vector<std::int64_t>& numbers) {
    return {numbers.begin(), numbers.end()};
}

constexpr std::size_t kStopTries = 20;

// Where the time of a test went, dearest first.
std::string operators_of(const inference::OperatorSeconds& seconds) {
    std::vector<std::size_t> order(seconds.size());
    std::ranges::iota(order, std::size_t{0});
    std::ranges::stable_sort(order, std::greater{}, [&](std::size_t i) { return seconds[i]; });
    const double all = std::max(std::reduce(seconds.begin(), seconds.end()), 1e-9);
    std::string text;
    for (const auto i : order) {
        text += std::format("{}{} {:.1f} %", text.empty() ? "           " : ", ",
                            inference::to_string(static_cast<inference::Operator>(i)),
                            100 * seconds[i] / all);
    }
    return text + '\n';
}

std::string line_of(const BenchmarkResult& result, bool with_details) {
    const auto depth = with_separators(static_cast<std::int64_t>(result.depth));
    if (result.test == Test::stop) {
        return std::format("{:<10} {:>7}        at {:>7}: {:>9.0f} ms, the longest of {}\n",
                           inference::to_string(result.test), "", depth, result.stop_seconds * 1000,
                           result.repeat);
    }
    const double plain = result.plain_tokens_per_second;
    const bool has_operators = result.test == Test::prefill || result.test == Test::decode;
    return std::format("{:<10} {:>7} tokens at {:>7}: {:>9.1f} tokens/s ± {:.1f}{}\n{}",
                       inference::to_string(result.test),
                       with_separators(static_cast<std::int64_t>(result.tokens)), depth,
                       result.tokens_per_second, result.spread / 2,
                       plain > 0 ? std::format(", token by token {:.1f}", plain) : "",
                       with_details && has_operators ? operators_of(result.operator_seconds) : "");
}

// Appends what prompt lookup gains and costs at every depth.
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

// The model to measure with, and how long it took to load.
struct LoadedTwice {
    OpenModel model;
    std::optional<double> cold_seconds;
    std::optional<double> warm_seconds;
};

// Loads without packed weights, which writes them, and then with them. Where they cannot be
// written, the first load is the one to measure with.
template <class Open>
Result<LoadedTwice> load_twice(const inference::PackedPlace& place, Open&& open) {
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
    forget_peak_resident_bytes();
    return open(place).transform([&](OpenModel warm) {
        const double warm_seconds = warm.load_seconds;
        const bool is_warm = warm.transformer->packed_weights().origin == Origin::found;
        return LoadedTwice{std::move(warm), cold_seconds,
                           is_warm ? std::optional(warm_seconds) : std::nullopt};
    });
}

Result<LoadedTwice> load_model(const ModelDetails& details, const ModelOptions& options,
                               CommandContext& context, const std::stop_token& stop) {
    return load_twice(place_of(context, details), [&](const inference::PackedPlace& place) {
        return open_model(details, options, place, stop);
    });
}

// A shape's packed weights are gone when the program ends, as nobody will use them again.
Result<LoadedTwice> load_shape(const std::string& shape, const ModelOptions& options,
                               CommandContext& context, const std::stop_token& stop) {
    const auto place = inference::passing_place(context.paths().packed_weights(), "bench");
    auto loaded = load_twice(place, [&](const inference::PackedPlace& at) {
        return open_shape(shape, options, at, stop);
    });
    std::error_code ignored;
    std::filesystem::remove(place.file, ignored); // what is mapped stays
    return loaded;
}

std::string summary_of(const BenchmarkReport& report, const inference::Transformer& transformer) {
    std::string text = std::format("{}: {} threads, {} KV, loaded in {:.2f} s", report.model,
                                   report.threads, to_string(report.kv), report.load_seconds);
    if (report.load_warm_seconds) {
        text += std::format(" ({:.2f} s the first time)", report.load_cold_seconds.value_or(0));
    }
    text += std::format(", peak {}\n", bytes_text(report.peak_resident_bytes));
    if (const auto& why = transformer.packed_weights().why_in_memory; !why.empty()) {
        text += "Packed in memory: " + why + "\n";
    }
    return text;
}

} // namespace

ExitStatus run(const Bench& options, CommandContext& context) {
    const std::stop_token stop = context.stop_on_interrupt();
    Result<LoadedTwice> loaded = fail(ErrorCode::internal, "no model was opened");
    if (options.shape.empty()) {
        const auto details = find_model(context, options.model.name);
        if (!details) {
            return context.report_model(details.error());
        }
        loaded = load_model(*details, options.model, context, stop);
    } else {
        loaded = load_shape(options.shape, options.model, context, stop);
    }
    if (!loaded) {
        return context.report(loaded.error());
    }
    const OpenModel& model = loaded->model;
    const inference::BenchmarkPlan plan{.prompt_tokens = as_sizes(options.prompt_tokens),
                                        .depths = as_sizes(options.depths),
                                        .generate_tokens =
                                            static_cast<std::size_t>(options.generate_tokens),
                                        .repeat = static_cast<std::size_t>(options.repeat),
                                        .stop_tries = options.with_details ? kStopTries : 0};
    // Results of a long run are worth seeing one by one; what could not be written is noticed
    // below.
    const auto show = [&context, &options](const BenchmarkResult& result) {
        if (!context.wants_json()) {
            (void)context.terminal().write(line_of(result, options.with_details));
        }
    };
    auto results = inference::run_benchmark(*model.transformer, plan, stop, show);
    if (!results) {
        return context.report(results.error());
    }
    if (options.with_lookup) {
        const auto status = add_lookup(*model.transformer, plan, stop, *results, show);
        if (!status) {
            return context.report(status.error());
        }
    }
    const std::int64_t peak = peak_resident_bytes(); // restoring begins a count of its own
    const auto restored = run_restore(options, *model.transformer, *results, context, stop);
    if (!restored) {
        return context.report(restored.error());
    }
    const BenchmarkReport report{
        model.name,           model.threads, model.kv, model.load_seconds, loaded->cold_seconds,
        loaded->warm_seconds, peak,          *results, *restored};
    return context.print(context.wants_json() ? to_json(report)
                                              : summary_of(report, *model.transformer));
}

} // namespace sotto::app

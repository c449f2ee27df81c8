#include "app/commands/commands.h"
#include "app/commands/json_output.h"
#include "app/commands/numbers.h"
#include "app/commands/open_model.h"
#include "app/machine.h"
#include "inference/engine/benchmark.h"
#include "inference/engine/lookup_benchmark.h"

#include <format>
#include <functional>
#include <utility>
#include <vector>

namespace sotto::app {

namespace {

using inference::BenchmarkResult;

std::vector<std::size_t> as_sizes(const std::vector<std::int64_t>& numbers) {
    return {numbers.begin(), numbers.end()};
}

std::string line_of(const BenchmarkResult& result) {
    const double plain = result.plain_tokens_per_second;
    return std::format("{:<10} {:>7} tokens at {:>7}: {:>9.1f} tokens/s ± {:.1f}{}\n",
                       inference::to_string(result.test),
                       with_separators(static_cast<std::int64_t>(result.tokens)),
                       with_separators(static_cast<std::int64_t>(result.depth)),
                       result.tokens_per_second, result.spread / 2,
                       plain > 0 ? std::format(", token by token {:.1f}", plain) : "");
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

} // namespace

ExitStatus run(const Bench& options, CommandContext& context) {
    const std::stop_token stop = context.stop_on_interrupt();
    Result<OpenModel> model = fail(ErrorCode::internal, "no model was opened");
    if (options.shape.empty()) {
        const auto details = find_model(context, options.model.name);
        if (!details) {
            return context.report_model(details.error());
        }
        model = open_model(*details, options.model, stop);
    } else {
        model = open_shape(options.shape, options.model, stop);
    }
    if (!model) {
        return context.report(model.error());
    }
    const inference::BenchmarkPlan plan{as_sizes(options.prompt_tokens), as_sizes(options.depths),
                                        static_cast<std::size_t>(options.generate_tokens),
                                        static_cast<std::size_t>(options.repeat)};
    // Results of a long run are worth seeing one by one; what could not be written is noticed
    // below.
    const auto show = [&context](const BenchmarkResult& result) {
        if (!context.wants_json()) {
            (void)context.terminal().write(line_of(result));
        }
    };
    auto results = inference::run_benchmark(*model->transformer, plan, stop, show);
    if (!results) {
        return context.report(results.error());
    }
    if (options.with_lookup) {
        const auto status = add_lookup(*model->transformer, plan, stop, *results, show);
        if (!status) {
            return context.report(status.error());
        }
    }
    const BenchmarkReport report{model->name,         model->threads,        model->kv,
                                 model->load_seconds, peak_resident_bytes(), *results};
    return context.print(context.wants_json()
                             ? to_json(report)
                             : std::format("{}: {} threads, {} KV, loaded in {:.2f} s, peak {}\n",
                                           report.model, report.threads, to_string(report.kv),
                                           report.load_seconds,
                                           bytes_text(report.peak_resident_bytes)));
}

} // namespace sotto::app

#include "app/measurement/benchmark_report.h"

#include "app/cli/number_format.h"
#include "app/json/enum_names.h"
#include "app/json/json_line.h"

#include <algorithm>
#include <format>
#include <functional>
#include <numeric>

namespace sotto::app {

namespace {

using Test = inference::BenchmarkResult::Test;

Json operators_json(const inference::OperatorSeconds& seconds) {
    Json json = Json::object();
    for (std::size_t i = 0; i < seconds.size(); ++i) {
        json[inference::to_string(static_cast<inference::Operator>(i))] = seconds[i];
    }
    return json;
}

Json result_json(const inference::BenchmarkResult& result) {
    if (result.test == Test::stop) {
        return {
            {"depth", result.depth}, {"seconds", result.stop_seconds}, {"tries", result.repeat}};
    }
    Json json{{"test", inference::to_string(result.test)},
              {"tokens", result.tokens},
              {"depth", result.depth},
              {"tokens_per_second", result.tokens_per_second},
              {"spread", result.spread}};
    if (result.test == Test::quote || result.test == Test::misleading) {
        json["plain_tokens_per_second"] = result.plain_tokens_per_second;
    } else {
        json["operator_seconds"] = operators_json(result.operator_seconds);
    }
    return json;
}

// The share of each operator in the time of a test, the largest first.
std::string operators_text(const inference::OperatorSeconds& seconds) {
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

// What decoding reached of the rate at which the weights can be read.
std::string read_rate_text(const BenchmarkReport& report) {
    constexpr double kGiga = 1e9;
    const inference::ReadRate& rate = *report.read_rate;
    std::string text = std::format("Reading the weights ({}): {:.1f} ± {:.1f} GB/s",
                                   format_bytes(static_cast<std::int64_t>(rate.bytes)),
                                   rate.bytes_per_second / kGiga, rate.spread / 2 / kGiga);
    for (const inference::BenchmarkResult& result : report.results) {
        if (result.test == Test::decode) {
            text += std::format(", {:.0f} % of it in decoding at {}",
                                100 * result.tokens_per_second * static_cast<double>(rate.bytes) /
                                    rate.bytes_per_second,
                                format_integer(static_cast<std::int64_t>(result.depth)));
        }
    }
    return text + '\n';
}

} // namespace

std::string to_json(const BenchmarkReport& report) {
    Json json{{"model", report.model},
              {"threads", report.threads},
              {"kv", to_string(report.kv)},
              {"activations", inference::to_string(report.activations)},
              {"load_seconds", report.load_seconds},
              {"load_cold_seconds", number_or_null(report.load_cold_seconds)},
              {"load_warm_seconds", number_or_null(report.load_warm_seconds)},
              {"peak_rss_bytes", report.peak_resident_bytes},
              {"results", Json::array()}};
    if (report.read_rate) {
        json["weights_bytes"] = report.read_rate->bytes;
        json["read_bytes_per_second"] = report.read_rate->bytes_per_second;
        json["read_spread"] = report.read_rate->spread;
    }
    for (const inference::BenchmarkResult& result : report.results) {
        json[result.test == Test::stop ? "stops" : "results"].push_back(result_json(result));
    }
    for (const RestoreResult& result : report.restore) {
        json["restore"].push_back({{"tokens", result.tokens},
                                   {"bytes", result.bytes},
                                   {"store_seconds", result.store_seconds},
                                   {"restore_seconds", result.restore_seconds},
                                   {"bytes_per_second", result.bytes_per_second()},
                                   {"plain_file_seconds", result.file_seconds},
                                   {"share_of_plain_file", result.share_of_file_rate()},
                                   {"next_token_seconds", result.first_token_seconds},
                                   {"compute_seconds", result.compute_seconds},
                                   {"peak_rss_bytes", result.peak_resident_bytes},
                                   {"compute_is_measured", result.compute_is_measured},
                                   {"times_as_fast_as_computing", result.gain()}});
    }
    return line_of(json);
}

std::string to_text(const BenchmarkReport& report, const std::string& why_in_memory) {
    std::string text = std::format("{}: {} threads, {} KV, activations {}, loaded in {:.2f} s",
                                   report.model, report.threads, to_string(report.kv),
                                   inference::to_string(report.activations), report.load_seconds);
    if (report.load_warm_seconds) {
        text += std::format(" ({:.2f} s the first time)", report.load_cold_seconds.value_or(0));
    }
    text += std::format(", peak {}\n", format_bytes(report.peak_resident_bytes));
    if (report.read_rate) {
        text += read_rate_text(report);
    }
    if (!why_in_memory.empty()) {
        text += "Packed in memory: " + why_in_memory + "\n";
    }
    return text;
}

std::string to_text(const inference::BenchmarkResult& result, Details details) {
    const auto depth = format_integer(static_cast<std::int64_t>(result.depth));
    if (result.test == Test::stop) {
        return std::format("{:<10} {:>7}        at {:>7}: {:>9.0f} ms, the longest of {}\n",
                           inference::to_string(result.test), "", depth, result.stop_seconds * 1000,
                           result.repeat);
    }
    const double plain = result.plain_tokens_per_second;
    const bool has_operators = result.test == Test::prefill || result.test == Test::decode;
    return std::format(
        "{:<10} {:>7} tokens at {:>7}: {:>9.1f} tokens/s ± {:.1f}{}\n{}",
        inference::to_string(result.test), format_integer(static_cast<std::int64_t>(result.tokens)),
        depth, result.tokens_per_second, result.spread / 2,
        plain > 0 ? std::format(", token by token {:.1f}", plain) : "",
        details == Details::shown && has_operators ? operators_text(result.operator_seconds) : "");
}

} // namespace sotto::app

#include "inference/checkpoint/gguf_token_ids.h"

#include "inference/formats/gguf_array.h"
#include "inference/formats/gguf_metadata.h"
#include "inference/tokenizer_files/pre_tokenizer.h"

#include <algorithm>
#include <format>
#include <string_view>
#include <variant>

namespace sotto::inference {

namespace {

constexpr float kMaxTemperature = 100; // as in parse_model_config
constexpr std::uint64_t kMaxTopK = 1'000'000;

/// Whether texts begin with BOS in a file that does not say it.
bool adds_bos_unasked(const GgufMetadata& metadata) {
    if (metadata.text("tokenizer.ggml.model") != "gpt2") {
        return true;
    }
    const PreTokenizer* const split =
        find_pre_tokenizer(metadata.text("tokenizer.ggml.pre").value_or(""));
    return split == nullptr || split->adds_bos;
}

/// The ids of an entry that is one id or a list.
Result<std::vector<std::uint64_t>> ids_of(const GgufHeader& header, const InputFile& file,
                                          std::string_view key) {
    const GgufMetadata metadata(header);
    const auto found = header.metadata.find(key);
    if (found == header.metadata.end()) {
        return std::vector<std::uint64_t>{};
    }
    const auto* const list = std::get_if<GgufArray>(&found->second);
    if (list == nullptr) {
        const auto id = metadata.count(key);
        const Status status = metadata.status();
        return status ? Result<std::vector<std::uint64_t>>(std::vector{id.value_or(0)})
                      : std::unexpected(status.error());
    }
    constexpr std::size_t kMost = 64;
    const auto ids = read_gguf_integers(file, *list, kMost);
    if (!ids) {
        return std::unexpected(ids.error());
    }
    if (std::ranges::any_of(*ids, [](std::int32_t id) { return id < 0; })) {
        metadata.refuse(ErrorCode::corrupt_data, key, "names no token");
        return std::unexpected(metadata.status().error());
    }
    return std::vector<std::uint64_t>(ids->begin(), ids->end());
}

} // namespace

std::optional<std::uint64_t> bos_of_gguf(const GgufHeader& header) {
    const GgufMetadata metadata(header);
    const auto bos = metadata.count("tokenizer.ggml.bos_token_id");
    const bool is_added =
        metadata.flag("tokenizer.ggml.add_bos_token").value_or(adds_bos_unasked(metadata));
    return is_added ? bos : std::nullopt;
}

Result<std::vector<std::uint64_t>> end_tokens_of_gguf(const GgufHeader& header,
                                                      const InputFile& file) {
    std::vector<std::uint64_t> ends;
    for (const std::string_view key :
         {"tokenizer.ggml.eos_token_id", "tokenizer.ggml.eos_token_ids",
          "tokenizer.ggml.eot_token_id", "tokenizer.ggml.eom_token_id"}) {
        const auto ids = ids_of(header, file, key);
        if (!ids) {
            return std::unexpected(ids.error());
        }
        for (const std::uint64_t id : *ids) {
            if (!std::ranges::contains(ends, id)) {
                ends.push_back(id);
            }
        }
    }
    return ends;
}

std::string generation_config_json_of_gguf(const GgufHeader& header) {
    const GgufMetadata metadata(header);
    std::string members;
    const auto add = [&](std::string_view key, const auto& value, bool is_reasonable) {
        if (is_reasonable) {
            members += std::format("{}\n  \"{}\": {}", members.empty() ? "" : ",", key, *value);
        }
    };
    const auto temperature = metadata.number("general.sampling.temp");
    add("temperature", temperature,
        temperature && *temperature >= 0 && *temperature <= kMaxTemperature);
    const auto top_k = metadata.count("general.sampling.top_k");
    add("top_k", top_k, top_k && *top_k <= kMaxTopK);
    const auto top_p = metadata.number("general.sampling.top_p");
    add("top_p", top_p, top_p && *top_p >= 0 && *top_p <= 1);
    return members.empty() ? "" : "{" + members + "\n}\n";
}

} // namespace sotto::inference

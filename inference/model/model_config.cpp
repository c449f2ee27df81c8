#include "inference/model/model_config.h"

#include "inference/files/quoted_name.h"
#include "inference/model/config_layers.h"
#include "inference/model/config_object.h"
#include "inference/model/config_sizes.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <format>
#include <fstream>
#include <iterator>
#include <system_error>

namespace sotto::inference {

namespace {

constexpr std::size_t kMaxTopK = std::size_t{1} << 20;
constexpr std::uintmax_t kMaxFileBytes = std::uintmax_t{4} << 20;

/// A configuration with nothing but the family's traits and the architecture.
Result<ModelConfig> read_family(const ConfigObject& json) {
    const auto architectures = json.texts("architectures").value_or(std::vector<std::string>{});
    const auto model_type = json.text("model_type").value_or("");
    if (auto status = json.status(); !status) {
        return std::unexpected(status.error());
    }
    const std::string architecture = architectures.empty() ? "" : architectures.front();
    if (architecture.empty() && model_type.empty()) {
        return fail(ErrorCode::corrupt_data,
                    "config.json: the keys \"architectures\" and \"model_type\" are missing");
    }
    const FamilySpec* const family = find_family(architecture, model_type);
    if (family == nullptr) {
        return fail(ErrorCode::unsupported,
                    std::format("config.json: models of type {} are not supported; supported are "
                                "{}",
                                quoted_name(architecture.empty() ? model_type : architecture),
                                family_titles()));
    }
    if (!model_type.empty() && !is_model_type_of(*family, model_type)) {
        return fail(ErrorCode::unsupported,
                    std::format("config.json: \"model_type\" is {}, but \"architectures\" says {}",
                                quoted_name(model_type), quoted_name(architecture)));
    }
    ModelConfig config = family_config(family->family);
    config.architecture = architecture.empty() ? model_type : architecture;
    return config;
}

void read_token_ids(const ConfigObject& json, ModelConfig& config) {
    const auto ids = [&](std::string_view key) {
        std::vector<TokenId> found;
        for (const auto id : json.integers(key).value_or(std::vector<std::int64_t>{})) {
            if (id < 0 || id >= static_cast<std::int64_t>(config.vocabulary_size)) {
                json.refuse(ErrorCode::corrupt_data,
                            std::format("\"{}\" is outside the vocabulary", key));
                break;
            }
            found.push_back(static_cast<TokenId>(id));
        }
        return found;
    };
    const auto bos = ids("bos_token_id");
    if (spec_of(config.family).adds_bos && !bos.empty() && !config.bos_token) {
        config.bos_token = bos.front();
    }
    for (const auto id : ids("eos_token_id")) {
        if (!std::ranges::contains(config.eos_tokens, id)) {
            config.eos_tokens.push_back(id);
        }
    }
}

Status read_generation_config(std::string_view text, ModelConfig& config) {
    const auto json = ConfigObject::parse(text, "generation_config.json");
    if (!json) {
        return std::unexpected(json.error());
    }
    read_token_ids(*json, config);
    RecommendedSampling stated;
    stated.temperature = json->number("temperature", 0, 100);
    if (json->flag("do_sample") == false) {
        stated.temperature = 0; // greedy
    }
    stated.top_p = json->number("top_p", 0, 1);
    if (const auto top_k = json->count("top_k", 0, kMaxTopK)) {
        stated.top_k = static_cast<std::int32_t>(*top_k);
    }
    if (stated != RecommendedSampling{}) {
        config.sampling = stated;
    }
    return json->status();
}

// The whole file; nothing when there is none.
Result<std::optional<std::string>> read_text_file(const std::filesystem::path& path) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) {
        return std::nullopt;
    }
    const auto bytes = std::filesystem::file_size(path, error);
    if (error || bytes > kMaxFileBytes) {
        return fail(ErrorCode::corrupt_data,
                    std::format("{} is too large for a configuration", path.filename().string()));
    }
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file) {
        return fail(ErrorCode::io, std::format("cannot read {}", path.string()));
    }
    return text;
}

} // namespace

float yarn_attention_factor(float factor) {
    return factor > 1 ? 1 + 0.1F * std::log(factor) : 1;
}

ModelConfig family_config(Family family) {
    const FamilySpec& spec = spec_of(family);
    ModelConfig config;
    config.family = family;
    config.architecture = spec.architecture;
    config.rope_pairing = spec.rope_pairing;
    config.activation = spec.activation;
    config.tie_word_embeddings = spec.is_tied_by_default;
    config.has_qkv_bias = spec.has_qkv_bias;
    config.has_learned_qk_norm = spec.qk_norm == QkNormRule::learned;
    config.norm_adds_one = spec.norm_adds_one;
    config.has_post_norms = spec.has_post_norms;
    config.sampling = spec.sampling;
    return config;
}

Result<ModelConfig> parse_model_config(std::string_view config_json,
                                       std::string_view generation_config_json) {
    const auto json = ConfigObject::parse(config_json, "config.json");
    if (!json) {
        return std::unexpected(json.error());
    }
    auto begun = read_family(*json);
    if (!begun) {
        return begun;
    }
    ModelConfig& config = *begun;
    refuse_unsupported(*json);
    read_sizes(*json, config);
    if (auto status = json->status(); !status) {
        return std::unexpected(status.error());
    }
    read_scales(*json, config);
    read_layers(*json, config);
    if (!generation_config_json.empty()) {
        if (auto status = read_generation_config(generation_config_json, config); !status) {
            return std::unexpected(status.error());
        }
    }
    read_token_ids(*json, config);
    if (auto status = json->status(); !status) {
        return std::unexpected(status.error());
    }
    return begun;
}

Result<ModelConfig> read_model_config(const std::filesystem::path& folder) {
    const auto config = read_text_file(folder / "config.json");
    if (!config) {
        return std::unexpected(config.error());
    }
    if (!*config) {
        return fail(ErrorCode::not_found,
                    std::format("there is no config.json in {}", folder.string()));
    }
    const auto generation = read_text_file(folder / "generation_config.json");
    if (!generation) {
        return std::unexpected(generation.error());
    }
    return parse_model_config(**config, generation->value_or(""));
}

} // namespace sotto::inference

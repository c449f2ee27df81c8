#include "inference/model/model_config.h"

#include "inference/files/quoted_name.h"
#include "inference/model/config_layers.h"
#include "inference/model/config_object.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <format>
#include <fstream>
#include <iterator>
#include <system_error>

namespace sotto::inference {

namespace {

// Far above any model that fits a device, low enough that no product of two of them overflows.
constexpr std::size_t kMaxWidth = 65536;
constexpr std::size_t kMaxHeads = 1024;
constexpr std::size_t kMaxHeadDim = 1024;
constexpr std::size_t kMaxVocabulary = std::size_t{1} << 20;
constexpr std::uintmax_t kMaxFileBytes = std::uintmax_t{4} << 20;

std::optional<Family> family_of(std::string_view architecture, std::string_view model_type) {
    if (architecture == "MobileLLMP1ForCausalLM") {
        return Family::mobilellm_pro;
    }
    if (architecture == "Llama4ForCausalLM" ||
        (architecture.empty() && model_type == "llama4_text")) {
        return Family::llama4_text;
    }
    if (architecture == "LlamaForCausalLM" || (architecture.empty() && model_type == "llama")) {
        return Family::llama;
    }
    if (architecture == "Gemma3ForCausalLM" ||
        (architecture.empty() && model_type == "gemma3_text")) {
        return Family::gemma3;
    }
    return std::nullopt;
}

// Whether models of this type compute as the family does.
bool is_type_of(Family family, std::string_view model_type) {
    switch (family) {
    case Family::mobilellm_pro:
        return model_type == "llama4_text" || model_type.starts_with("mobilellm");
    case Family::llama4_text:
        return model_type == "llama4_text";
    case Family::llama:
        return model_type == "llama";
    case Family::gemma3:
        return model_type == "gemma3_text";
    }
    return false;
}

Result<Family> read_family(const ConfigObject& json, ModelConfig& config) {
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
    const auto family = family_of(architecture, model_type);
    if (!family) {
        return fail(ErrorCode::unsupported,
                    std::format("config.json: models of type {} are not supported; supported are "
                                "MobileLLM-Pro, Llama, Gemma 3 (text) and Llama 4 (dense text)",
                                quoted_name(architecture.empty() ? model_type : architecture)));
    }
    if (!model_type.empty() && !is_type_of(*family, model_type)) {
        return fail(ErrorCode::unsupported,
                    std::format("config.json: \"model_type\" is {}, but \"architectures\" says {}",
                                quoted_name(model_type), quoted_name(architecture)));
    }
    config.architecture = architecture.empty() ? model_type : architecture;
    return *family;
}

void read_sizes(const ConfigObject& json, ModelConfig& config) {
    const auto width = [&](std::string_view key, std::size_t highest) {
        return json.required(json.count(key, 1, highest), key);
    };
    config.vocabulary_size = width("vocab_size", kMaxVocabulary);
    config.hidden_size = width("hidden_size", kMaxWidth);
    // Llama 4 names the width of its dense layers apart from that of its experts.
    const bool has_mlp_size = is_llama4(config.family) && json.has("intermediate_size_mlp");
    config.intermediate_size =
        width(has_mlp_size ? "intermediate_size_mlp" : "intermediate_size", kMaxWidth);
    config.n_layers = width("num_hidden_layers", kMaxLayers);
    config.n_heads = width("num_attention_heads", kMaxHeads);
    config.max_positions = width("max_position_embeddings", kMaxPositions);
    if (config.family == Family::llama) {
        // Llama's first configurations have neither key: every head has its own keys, and the
        // heads share the hidden size.
        config.n_kv_heads =
            json.count("num_key_value_heads", 1, kMaxHeads).value_or(config.n_heads);
        const auto head_dim = json.count("head_dim", 1, kMaxHeadDim);
        if (!head_dim && config.n_heads != 0 && config.hidden_size % config.n_heads != 0) {
            json.refuse(ErrorCode::corrupt_data,
                        "\"hidden_size\" is not a multiple of \"num_attention_heads\"");
        }
        config.head_dim =
            head_dim.value_or(config.hidden_size / std::max<std::size_t>(config.n_heads, 1));
    } else {
        config.n_kv_heads = width("num_key_value_heads", kMaxHeads);
        config.head_dim = width("head_dim", kMaxHeadDim);
    }
    if (config.n_kv_heads != 0 && config.n_heads % config.n_kv_heads != 0) {
        json.refuse(ErrorCode::corrupt_data,
                    "\"num_attention_heads\" is not a multiple of \"num_key_value_heads\"");
    }
    if (config.head_dim % 2 != 0 || config.head_dim > kMaxHeadDim) {
        json.refuse(ErrorCode::corrupt_data,
                    std::format("\"head_dim\" is not an even number up to {}", kMaxHeadDim));
    }
    if (config.n_heads * config.head_dim > kMaxWidth) {
        json.refuse(ErrorCode::corrupt_data,
                    "\"num_attention_heads\" times \"head_dim\" is too large");
    }
}

void read_norm_and_activation(const ConfigObject& json, ModelConfig& config) {
    const auto eps = json.number("rms_norm_eps", 1e-12, 1);
    config.rms_norm_eps =
        is_llama4(config.family) ? eps.value_or(1e-5F) : json.required(eps, "rms_norm_eps");

    const bool is_gemma = config.family == Family::gemma3;
    const auto activation = json.text(is_gemma ? "hidden_activation" : "hidden_act")
                                .value_or(is_gemma ? "gelu_pytorch_tanh" : "silu");
    if (activation == "silu" || activation == "swish") {
        config.activation = Activation::silu;
    } else if (activation == "gelu_pytorch_tanh") {
        config.activation = Activation::gelu_tanh;
    } else {
        json.refuse(ErrorCode::unsupported,
                    std::format("the activation {} is not supported", quoted_name(activation)));
    }

    float query_scalar = static_cast<float>(config.head_dim);
    if (is_gemma) {
        query_scalar =
            json.required(json.number("query_pre_attn_scalar", 1e-6, 1e9), "query_pre_attn_scalar");
    }
    config.attention_scale = query_scalar > 0 ? 1 / std::sqrt(query_scalar) : 0;
    // The classes' own defaults when the key is left out: Llama's is untied, the others are tied.
    const bool tied_by_default = is_gemma || config.family == Family::mobilellm_pro;
    config.tie_word_embeddings = json.flag("tie_word_embeddings").value_or(tied_by_default);
}

float round_to_bfloat16(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return std::bit_cast<float>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) & 0xFFFF0000U);
}

void set_gemma_parts(const ConfigObject& json, ModelConfig& config) {
    config.norm_adds_one = true;
    config.has_post_norms = true;
    config.has_learned_qk_norm = true;
    config.embedding_scale = std::sqrt(static_cast<float>(config.hidden_size));
    const auto type = json.text("dtype").value_or(json.text("torch_dtype").value_or("float32"));
    if (type == "bfloat16") {
        // The model was trained with the constant in its own type (Source: models.md 5.2).
        config.embedding_scale = round_to_bfloat16(config.embedding_scale);
    }
}

void refuse_unsupported(const ConfigObject& json) {
    for (const auto* key : {"attention_bias", "mlp_bias", "use_bidirectional_attention"}) {
        if (json.flag(key).value_or(false)) {
            json.refuse(ErrorCode::unsupported, std::format("\"{}\" is not supported", key));
        }
    }
    for (const auto* key : {"attn_logit_softcapping", "final_logit_softcapping"}) {
        if (json.has(key)) {
            json.refuse(ErrorCode::unsupported, std::format("\"{}\" is not supported", key));
        }
    }
    if (json.number("partial_rotary_factor", 0, 1).value_or(1.0F) != 1.0F) {
        json.refuse(ErrorCode::unsupported, "\"partial_rotary_factor\" is not supported");
    }
    // Dense models keep empty left-overs of the expert keys.
    const auto expert_layers = json.list_size("moe_layers");
    const bool has_no_expert_layers =
        expert_layers ? *expert_layers == 0
                      : json.count("interleave_moe_layer_step", 0, kMaxLayers) == std::size_t{0};
    const auto experts = std::max(json.count("num_local_experts", 0, kMaxWidth).value_or(0),
                                  json.count("num_experts", 0, kMaxWidth).value_or(0));
    if (expert_layers.value_or(0) > 0 || (experts > 0 && !has_no_expert_layers)) {
        json.refuse(ErrorCode::unsupported, "mixtures of experts are not supported");
    }
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
    if (const auto bos = ids("bos_token_id"); !bos.empty() && !config.bos_token) {
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
    config.default_temperature = json->number("temperature", 0, 100);
    if (json->flag("do_sample") == false) {
        config.default_temperature = 0; // its makers want the likeliest token each time
    }
    config.default_top_p = json->number("top_p", 0, 1);
    if (const auto top_k = json->count("top_k", 0, kMaxVocabulary)) {
        config.default_top_k = static_cast<std::int32_t>(*top_k);
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

std::string_view to_string(Family family) {
    switch (family) {
    case Family::mobilellm_pro:
        return "mobilellm-pro";
    case Family::llama:
        return "llama";
    case Family::gemma3:
        return "gemma3";
    case Family::llama4_text:
        break;
    }
    return "llama4-text";
}

Result<ModelConfig> parse_model_config(std::string_view config_json,
                                       std::string_view generation_config_json) {
    const auto json = ConfigObject::parse(config_json, "config.json");
    if (!json) {
        return std::unexpected(json.error());
    }
    ModelConfig config;
    const auto family = read_family(*json, config);
    if (!family) {
        return std::unexpected(family.error());
    }
    config.family = *family;
    refuse_unsupported(*json);
    read_sizes(*json, config);
    if (auto status = json->status(); !status) {
        return std::unexpected(status.error());
    }
    read_norm_and_activation(*json, config);
    if (*family == Family::gemma3) {
        set_gemma_parts(*json, config);
    }
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
    return config;
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

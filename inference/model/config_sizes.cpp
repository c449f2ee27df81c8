#include "inference/model/config_sizes.h"

#include "inference/files/quoted_name.h"
#include "inference/model/config_layers.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <format>

namespace sotto::inference {

namespace {

// Far above any model that fits a device, low enough that no product of two of them overflows.
constexpr std::size_t kMaxWidth = 65536;
constexpr std::size_t kMaxHeads = 1024;
constexpr std::size_t kMaxHeadDim = 1024;
constexpr std::size_t kMaxVocabulary = std::size_t{1} << 20;
constexpr double kMaxMultiplier = 1e6;

void read_head_sizes(const ConfigObject& json, ModelConfig& config) {
    const FamilySpec& family = spec_of(config.family);
    const auto n_kv_heads = json.count("num_key_value_heads", 1, kMaxHeads);
    config.n_kv_heads = family.kv_heads == KeyRule::optional
                            ? n_kv_heads.value_or(config.n_heads)
                            : json.required(n_kv_heads, "num_key_value_heads");
    const auto head_dim = json.count("head_dim", 1, kMaxHeadDim);
    if (family.head_dim == KeyRule::required) {
        config.head_dim = json.required(head_dim, "head_dim");
    } else {
        if (!head_dim && config.n_heads != 0 && config.hidden_size % config.n_heads != 0) {
            json.refuse(ErrorCode::corrupt_data,
                        "\"hidden_size\" is not a multiple of \"num_attention_heads\"");
        }
        config.head_dim =
            head_dim.value_or(config.hidden_size / std::max<std::size_t>(config.n_heads, 1));
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

void read_activation(const ConfigObject& json, ModelConfig& config) {
    const FamilySpec& family = spec_of(config.family);
    const auto name = json.text(family.activation_key);
    if (!name) {
        return;
    }
    if (*name == "silu" || *name == "swish") {
        config.activation = Activation::silu;
    } else if (*name == "gelu_pytorch_tanh") {
        config.activation = Activation::gelu_tanh;
    } else {
        json.refuse(ErrorCode::unsupported,
                    std::format("the activation {} is not supported", quoted_name(*name)));
    }
}

float read_multiplier(const ConfigObject& json, std::string_view key) {
    return json.required(json.number(key, 1.0 / kMaxMultiplier, kMaxMultiplier), key);
}

float read_attention_scale(const ConfigObject& json, const ModelConfig& config) {
    constexpr std::string_view kScalar = "query_pre_attn_scalar";
    auto squared = static_cast<float>(config.head_dim);
    switch (spec_of(config.family).attention_scale) {
    case AttentionScaleRule::attention_multiplier:
        return read_multiplier(json, "attention_multiplier");
    case AttentionScaleRule::query_pre_attn_scalar:
        squared = json.required(json.number(kScalar, 1e-6, 1e9), kScalar);
        break;
    case AttentionScaleRule::head_dim:
        break;
    }
    return squared > 0 ? 1 / std::sqrt(squared) : 0;
}

float round_to_bfloat16(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return std::bit_cast<float>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) & 0xFFFF0000U);
}

float read_embedding_scale(const ConfigObject& json, const ModelConfig& config) {
    switch (spec_of(config.family).embedding_scale) {
    case EmbeddingScaleRule::embedding_multiplier:
        return read_multiplier(json, "embedding_multiplier");
    case EmbeddingScaleRule::scale_emb:
        return read_multiplier(json, "scale_emb");
    case EmbeddingScaleRule::sqrt_hidden_size: {
        const float scale = std::sqrt(static_cast<float>(config.hidden_size));
        const auto type = json.text("dtype").value_or(json.text("torch_dtype").value_or("float32"));
        // The model was trained with the constant in its own type (Source: models.md 5.2).
        return type == "bfloat16" ? round_to_bfloat16(scale) : scale;
    }
    case EmbeddingScaleRule::one:
        break;
    }
    return 1;
}

float read_residual_scale(const ConfigObject& json, const ModelConfig& config) {
    switch (spec_of(config.family).residual_scale) {
    case ResidualScaleRule::residual_multiplier:
        return read_multiplier(json, "residual_multiplier");
    case ResidualScaleRule::scale_depth:
        return read_multiplier(json, "scale_depth") /
               std::sqrt(static_cast<float>(std::max<std::size_t>(config.n_layers, 1)));
    case ResidualScaleRule::one:
        break;
    }
    return 1;
}

float read_logits_scale(const ConfigObject& json, const ModelConfig& config) {
    switch (spec_of(config.family).logits_scale) {
    case LogitsScaleRule::logits_scaling:
        return read_multiplier(json, "logits_scaling");
    case LogitsScaleRule::dim_model_base: {
        const float base = read_multiplier(json, "dim_model_base");
        return base > 0 ? static_cast<float>(config.hidden_size) / base : 1;
    }
    case LogitsScaleRule::one:
        break;
    }
    return 1;
}

} // namespace

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

void read_sizes(const ConfigObject& json, ModelConfig& config) {
    const auto width = [&](std::string_view key, std::size_t highest) {
        return json.required(json.count(key, 1, highest), key);
    };
    config.vocabulary_size = width("vocab_size", kMaxVocabulary);
    config.hidden_size = width("hidden_size", kMaxWidth);
    const auto size_key = spec_of(config.family).intermediate_size_key;
    config.intermediate_size =
        width(json.has(size_key) ? size_key : "intermediate_size", kMaxWidth);
    config.n_layers = width("num_hidden_layers", kMaxLayers);
    config.n_heads = width("num_attention_heads", kMaxHeads);
    config.max_positions = width("max_position_embeddings", kMaxPositions);
    read_head_sizes(json, config);
}

void read_scales(const ConfigObject& json, ModelConfig& config) {
    const FamilySpec& family = spec_of(config.family);
    const auto eps = json.number("rms_norm_eps", 1e-12, 1);
    config.rms_norm_eps = family.rms_norm_eps == KeyRule::optional
                              ? eps.value_or(1e-5F)
                              : json.required(eps, "rms_norm_eps");
    read_activation(json, config);
    config.attention_scale = read_attention_scale(json, config);
    config.embedding_scale = read_embedding_scale(json, config);
    config.residual_multiplier = read_residual_scale(json, config);
    config.logits_scaling = read_logits_scale(json, config);
    config.tie_word_embeddings =
        json.flag("tie_word_embeddings").value_or(family.is_tied_by_default);
}

} // namespace sotto::inference

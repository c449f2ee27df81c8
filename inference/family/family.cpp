#include "inference/family/family.h"

#include "inference/family/tensor_names.h"

#include <algorithm>
#include <format>
#include <iterator>
#include <utility>
#include <vector>

namespace sotto::inference {

namespace {

using namespace tensor_names;

constexpr std::array<LayerTensorName, 11> kPlainTensors{{
    {kInputNorm, "attn_norm"},
    {kPostAttentionNorm, "ffn_norm"},
    {kQProj, "attn_q"},
    {kKProj, "attn_k"},
    {kVProj, "attn_v"},
    {kOProj, "attn_output"},
    {kQNorm, "attn_q_norm"},
    {kKNorm, "attn_k_norm"},
    {kGateProj, "ffn_gate"},
    {kUpProj, "ffn_up"},
    {kDownProj, "ffn_down"},
}};

/// With norms after attention and after the feed-forward part, so that names shift.
constexpr std::array<LayerTensorName, 13> kPostNormTensors{{
    {kInputNorm, "attn_norm"},
    {kPostAttentionNorm, "post_attention_norm"},
    {kPreFeedForwardNorm, "ffn_norm"},
    {kPostFeedForwardNorm, "post_ffw_norm"},
    {kQProj, "attn_q"},
    {kKProj, "attn_k"},
    {kVProj, "attn_v"},
    {kOProj, "attn_output"},
    {kQNorm, "attn_q_norm"},
    {kKNorm, "attn_k_norm"},
    {kGateProj, "ffn_gate"},
    {kUpProj, "ffn_up"},
    {kDownProj, "ffn_down"},
}};

constexpr FamilySpec kMobileLlmPro{
    .family = Family::mobilellm_pro,
    .name = "mobilellm-pro",
    .title = "MobileLLM-Pro",
    .architecture = "MobileLLMP1ForCausalLM",
    .other_model_types = {"llama4_text", "mobilellm*"},
    .layer_tensors = kPlainTensors,
    .rms_norm_eps = KeyRule::optional,
    .intermediate_size_key = "intermediate_size_mlp",
    .is_tied_by_default = true,
    .has_open_settings = true,
    .rope_pairing = RopePairing::interleaved,
    .rope_interleave = KeyRule::optional,
    .nope = NopeRule::all_rope,
    .temperature_tuning = KeyRule::optional,
    .windows = WindowRule::must_be_listed,
    .qk_norm = QkNormRule::weightless,
    .chat_template = ChatTemplateKind::llama4,
    .has_llama_tokenizer = true,
    .is_trained_for_int4 = true,
};

// MobileLLM-R1 is of this family.
constexpr FamilySpec kLlama4Text{
    .family = Family::llama4_text,
    .name = "llama4-text",
    .title = "Llama 4 (dense text)",
    .architecture = "Llama4ForCausalLM",
    .model_type = "llama4_text",
    .layer_tensors = kPlainTensors,
    .rms_norm_eps = KeyRule::optional,
    .intermediate_size_key = "intermediate_size_mlp",
    .rope_pairing = RopePairing::interleaved,
    .rope_interleave = KeyRule::optional,
    .nope = NopeRule::interval,
    .temperature_tuning = KeyRule::required,
    .windows = WindowRule::attention_chunk,
    .qk_norm = QkNormRule::weightless,
    .chat_template = ChatTemplateKind::llama4,
    .has_llama_tokenizer = true,
};

constexpr FamilySpec kLlama{
    .family = Family::llama,
    .name = "llama",
    .title = "Llama",
    .architecture = "LlamaForCausalLM",
    .model_type = "llama",
    .gguf_architecture = "llama",
    .layer_tensors = kPlainTensors,
    .kv_heads = KeyRule::optional, // the first configurations have neither
    .head_dim = KeyRule::optional,
    .has_permuted_gguf_rows = true,
    .gguf_rope_base = KeyRule::optional,
    .chat_template = ChatTemplateKind::llama3,
    .has_llama_tokenizer = true,
};

constexpr FamilySpec kGemma3{
    .family = Family::gemma3,
    .name = "gemma3",
    .title = "Gemma 3 (text)",
    .architecture = "Gemma3ForCausalLM",
    .model_type = "gemma3_text",
    .gguf_architecture = "gemma3",
    .layer_tensors = kPostNormTensors,
    .activation_key = "hidden_activation",
    .activation = Activation::gelu_tanh,
    .is_tied_by_default = true,
    .local_rope_base_key = "rope_local_base_freq",
    .windows = WindowRule::sliding_window_pattern,
    .qk_norm = QkNormRule::learned,
    .norm_adds_one = true,
    .has_post_norms = true,
    .attention_scale = AttentionScaleRule::query_pre_attn_scalar,
    .embedding_scale = EmbeddingScaleRule::sqrt_hidden_size,
    .chat_template = ChatTemplateKind::gemma,
};

constexpr FamilySpec kQwen2{
    .family = Family::qwen2,
    .name = "qwen2",
    .title = "Qwen 2",
    .architecture = "Qwen2ForCausalLM",
    .model_type = "qwen2",
    .gguf_architecture = "qwen2",
    .layer_tensors = kPlainTensors,
    .head_dim = KeyRule::optional,
    .windows = WindowRule::max_window_layers,
    .has_qkv_bias = true,
    .adds_bos = false,
    .chat_template = ChatTemplateKind::chatml,
    .sampling = {.temperature = 0.7F, .top_k = 20, .top_p = 0.8F},
};

constexpr FamilySpec kQwen3{
    .family = Family::qwen3,
    .name = "qwen3",
    .title = "Qwen 3 (dense)",
    .architecture = "Qwen3ForCausalLM",
    .model_type = "qwen3",
    .gguf_architecture = "qwen3",
    .layer_tensors = kPlainTensors,
    .windows = WindowRule::max_window_layers,
    .qk_norm = QkNormRule::learned,
    .adds_bos = false,
    .chat_template = ChatTemplateKind::chatml,
    .sampling = {.temperature = 0.6F, .top_k = 20, .top_p = 0.95F},
};

constexpr FamilySpec kSmolLm3{
    .family = Family::smollm3,
    .name = "smollm3",
    .title = "SmolLM3",
    .architecture = "SmolLM3ForCausalLM",
    .model_type = "smollm3",
    .gguf_architecture = "smollm3",
    .layer_tensors = kPlainTensors,
    .head_dim = KeyRule::optional,
    .is_tied_by_default = true,
    .nope = NopeRule::interval,
    .nope_interval = 4,
    .windows = WindowRule::layers_without_rope,
    .has_permuted_gguf_rows = true,
    .adds_bos = false,
    .chat_template = ChatTemplateKind::chatml,
    .sampling = {.temperature = 0.6F, .top_p = 0.95F},
};

constexpr FamilySpec kGranite{
    .family = Family::granite,
    .name = "granite",
    .title = "Granite (dense)",
    .architecture = "GraniteForCausalLM",
    .model_type = "granite",
    .gguf_architecture = "granite",
    .layer_tensors = kPlainTensors,
    .kv_heads = KeyRule::optional,
    .head_dim = KeyRule::optional,
    .attention_scale = AttentionScaleRule::attention_multiplier,
    .embedding_scale = EmbeddingScaleRule::embedding_multiplier,
    .residual_scale = ResidualScaleRule::residual_multiplier,
    .logits_scale = LogitsScaleRule::logits_scaling,
    .has_permuted_gguf_rows = true,
    .adds_bos = false,
    .chat_template = ChatTemplateKind::granite,
};

// Llama with three factors. Its 2B models have heads that rotate with the base of the first Llama.
constexpr FamilySpec kMiniCpm{
    .family = Family::minicpm,
    .name = "minicpm",
    .title = "MiniCPM",
    .architecture = "MiniCPMForCausalLM",
    .model_type = "minicpm",
    .gguf_architecture = "minicpm",
    .layer_tensors = kPlainTensors,
    .kv_heads = KeyRule::optional,
    .head_dim = KeyRule::optional,
    .is_tied_by_default = true,
    .default_rope_theta = 10000,
    .embedding_scale = EmbeddingScaleRule::scale_emb,
    .residual_scale = ResidualScaleRule::scale_depth,
    .logits_scale = LogitsScaleRule::dim_model_base,
    .has_permuted_gguf_rows = true,
    .gguf_rope_base = KeyRule::optional,
    .chat_template = ChatTemplateKind::chatml,
};

constexpr std::array kFamilies{kMobileLlmPro, kLlama4Text, kLlama,   kGemma3, kQwen2,
                               kQwen3,        kSmolLm3,    kGranite, kMiniCpm};

bool matches(std::string_view model_type, std::string_view pattern) {
    return pattern.ends_with('*') ? model_type.starts_with(pattern.substr(0, pattern.size() - 1))
                                  : !pattern.empty() && model_type == pattern;
}

/// "A, B and C".
std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        text += i == 0 ? "" : i + 1 == names.size() ? " and " : ", ";
        text += names[i];
    }
    return text;
}

} // namespace

std::span<const FamilySpec> families() {
    return kFamilies;
}

const FamilySpec& spec_of(Family family) {
    return *std::ranges::find(kFamilies, family, &FamilySpec::family);
}

std::string_view to_string(Family family) {
    return spec_of(family).name;
}

const FamilySpec* find_family(std::string_view architecture, std::string_view model_type) {
    const auto* const found = std::ranges::find_if(kFamilies, [&](const FamilySpec& spec) {
        return architecture.empty() ? matches(model_type, spec.model_type)
                                    : architecture == spec.architecture;
    });
    return found == kFamilies.end() ? nullptr : found;
}

const FamilySpec* find_gguf_family(std::string_view architecture) {
    const auto* const found =
        std::ranges::find(kFamilies, architecture, &FamilySpec::gguf_architecture);
    return architecture.empty() || found == kFamilies.end() ? nullptr : found;
}

bool is_model_type_of(const FamilySpec& spec, std::string_view model_type) {
    return matches(model_type, spec.model_type) ||
           std::ranges::any_of(spec.other_model_types, [&](std::string_view pattern) {
               return matches(model_type, pattern);
           });
}

std::string family_titles() {
    std::vector<std::string> titles;
    std::ranges::transform(kFamilies, std::back_inserter(titles),
                           [](const FamilySpec& spec) { return std::string(spec.title); });
    return listed(titles);
}

std::string gguf_architectures() {
    std::vector<std::string> names;
    for (const FamilySpec& spec : kFamilies) {
        if (!spec.gguf_architecture.empty()) {
            names.push_back(std::format("\"{}\"", spec.gguf_architecture));
        }
    }
    return listed(names);
}

} // namespace sotto::inference

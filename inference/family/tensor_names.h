#pragma once

#include "inference/family/family.h"

#include <cstddef>
#include <string>
#include <string_view>

// The names of a model's tensors: Hugging Face's in one canonical spelling, which is also the
// spelling of imported models, and GGUF's.
namespace sotto::inference {

namespace tensor_names {
inline constexpr std::string_view kEmbedding = "model.embed_tokens.weight";
inline constexpr std::string_view kFinalNorm = "model.norm.weight";
inline constexpr std::string_view kOutput = "lm_head.weight";

// Of a layer; see layer_tensor().
inline constexpr std::string_view kInputNorm = "input_layernorm";
/// Before the feed-forward part; after attention in families with post-norms.
inline constexpr std::string_view kPostAttentionNorm = "post_attention_layernorm";
inline constexpr std::string_view kPreFeedForwardNorm = "pre_feedforward_layernorm";
inline constexpr std::string_view kPostFeedForwardNorm = "post_feedforward_layernorm";
inline constexpr std::string_view kQProj = "self_attn.q_proj";
inline constexpr std::string_view kKProj = "self_attn.k_proj";
inline constexpr std::string_view kVProj = "self_attn.v_proj";
inline constexpr std::string_view kOProj = "self_attn.o_proj";
inline constexpr std::string_view kQNorm = "self_attn.q_norm";
inline constexpr std::string_view kKNorm = "self_attn.k_norm";
inline constexpr std::string_view kGateProj = "mlp.gate_proj";
inline constexpr std::string_view kUpProj = "mlp.up_proj";
inline constexpr std::string_view kDownProj = "mlp.down_proj";
} // namespace tensor_names

/// "model.layers.3.self_attn.q_proj.weight".
[[nodiscard]] std::string layer_tensor(std::size_t layer, std::string_view part);
/// "model.layers.3.self_attn.q_proj.bias".
[[nodiscard]] std::string layer_bias(std::size_t layer, std::string_view part);

/// The canonical spelling of a Hugging Face name: without the outer prefix `language_model.`, and
/// with `mlp` for `feed_forward`.
[[nodiscard]] std::string canonical_name(std::string_view name);

/// GGUF's name of a tensor. Precondition: planned_tensors() of this family made the name.
[[nodiscard]] std::string gguf_name(std::string_view canonical, const FamilySpec& family);

/// The name under which quantization-aware training stores the scales it learned for a matrix.
/// Source: models.md 2.4.
[[nodiscard]] std::string learned_scale_name(std::string_view matrix);

/// Whether a checkpoint may hold a tensor of this canonical name besides the planned ones: ranges
/// learned in quantization-aware training and rotary tables, which the model is complete without.
[[nodiscard]] bool is_ignorable(std::string_view canonical_name);

} // namespace sotto::inference

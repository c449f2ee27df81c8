#pragma once

#include "core/error.h"
#include "core/ids.h"
#include "core/ports/model_catalog.h"
#include "inference/family/family.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// Frequency scaling of type "llama3" (Source: models.md 5.1; the llama-models repository).
struct Llama3RopeScaling {
    float factor = 1;
    float low_freq_factor = 1;
    float high_freq_factor = 4;
    float original_max_position = 8192;
    friend bool operator==(const Llama3RopeScaling&, const Llama3RopeScaling&) = default;
};

/// Frequency scaling of type "yarn" (Source: Peng et al. 2023, YaRN, section 3; Hugging Face
/// transformers): a frequency that turns more than `beta_fast` times within the original positions
/// is kept, one that turns less than `beta_slow` times divided by the factor, with a linear ramp
/// between the two.
struct YarnRopeScaling {
    float factor = 1;
    float original_max_position = 0;
    float beta_fast = 32;
    float beta_slow = 1;
    float attention_factor = 1; ///< multiplies rotated queries and keys
    friend bool operator==(const YarnRopeScaling&, const YarnRopeScaling&) = default;
};

/// What YaRN multiplies rotated queries and keys by where the configuration does not say.
[[nodiscard]] float yarn_attention_factor(float factor);

/// One of a model's rotary embeddings; it has one scaling at most.
struct RopeConfig {
    float theta = 10000;
    std::optional<Llama3RopeScaling> llama3_scaling;
    std::optional<YarnRopeScaling> yarn_scaling = {};
    friend bool operator==(const RopeConfig&, const RopeConfig&) = default;
};

/// What one layer does differently from its neighbours.
struct LayerConfig {
    /// Keys visible to a query: i − window < j ≤ i; nothing = all before it.
    std::optional<std::size_t> window;
    /// Nothing = no positional encoding (NoPE).
    std::optional<RopeConfig> rope;
    /// Weightless RMS norm of q and k per head, after RoPE.
    bool has_weightless_qk_norm = false;
    /// Multiply q by 1 + attn_scale · ln(1 + floor((position + 1) / floor_scale)).
    bool has_temperature_tuning = false;
};

/// A model's hyper-parameters, from config.json; none is filled in silently. Counts and widths are
/// in elements.
struct ModelConfig {
    Family family = Family::llama;
    std::string architecture; ///< as config.json names it
    std::size_t vocabulary_size = 0;
    std::size_t hidden_size = 0;
    std::size_t intermediate_size = 0;
    std::size_t n_layers = 0;
    std::size_t n_heads = 0;
    std::size_t n_kv_heads = 0;
    std::size_t head_dim = 0;
    std::size_t max_positions = 0;
    float rms_norm_eps = 1e-5F;
    float attention_scale = 0; ///< multiplies q·k
    float temperature_attn_scale = 0.1F;
    float temperature_floor_scale = 8192;
    RopePairing rope_pairing = RopePairing::half_split;
    Activation activation = Activation::silu;
    bool tie_word_embeddings = true;
    bool has_qkv_bias = false;
    bool has_learned_qk_norm = false; ///< of q and k per head, before RoPE
    bool norm_adds_one = false;       ///< norms multiply by 1 + w
    bool has_post_norms = false;      ///< after attention and after the feed-forward part, too
    float embedding_scale = 1;
    float residual_multiplier = 1; ///< multiplies what a part adds to the residual stream
    float logits_scaling = 1;      ///< divides logits
    std::vector<LayerConfig> layers;
    std::optional<TokenId> bos_token;
    std::vector<TokenId> eos_tokens; ///< from generation_config.json and config.json together
    /// From generation_config.json; where that recommends nothing, the family's.
    RecommendedSampling sampling;

    /// Parameters, the tied embedding counted once.
    [[nodiscard]] std::size_t parameter_count() const;
};

/// A configuration with the traits of a family; its sizes and layers are not set.
[[nodiscard]] ModelConfig family_config(Family family);

/// Reads a configuration. `config_json`, `generation_config_json`: file contents, the second may be
/// empty. Errors: corrupt_data (not JSON, missing or contradictory keys, numbers out of bounds),
/// unsupported (an architecture or a setting that would be computed wrongly).
[[nodiscard]] Result<ModelConfig> parse_model_config(std::string_view config_json,
                                                     std::string_view generation_config_json);

/// The same from a model's folder. Errors: as parse_model_config, and not_found, io.
[[nodiscard]] Result<ModelConfig> read_model_config(const std::filesystem::path& folder);

/// The published shapes that `sotto bench --shape` knows: mobilellm-pro, llama-3.2-1b, gemma-3-1b.
[[nodiscard]] std::optional<ModelConfig> published_shape(std::string_view name);

} // namespace sotto::inference

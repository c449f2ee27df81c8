#pragma once

#include "core/ports/model_catalog.h"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// What is known of each family of models, as data: a plain decoder family is a row of the table in
// family.cpp. Readers of configurations, weights and tokenizers ask the row, not the family.
namespace sotto::inference {

/// The families by architecture.
enum class Family {
    mobilellm_pro,
    llama4_text,
    llama,
    gemma3,
    qwen2,
    qwen3,
    smollm3,
    granite,
    minicpm
};

/// The family's name in JSON and on the command line, e.g. "mobilellm-pro".
[[nodiscard]] std::string_view to_string(Family family);

/// Which elements of a head form a rotated pair.
enum class RopePairing {
    interleaved, ///< (2i, 2i+1)
    half_split,  ///< (i, i + head_dim/2): "rotate half" in Hugging Face's code, NeoX in llama.cpp's
};

enum class Activation { silu, gelu_tanh };

/// Whether a configuration must have a key.
enum class KeyRule { unused, optional, required };

/// RMS norm of queries and keys, per head.
enum class QkNormRule {
    none,
    learned,    ///< before RoPE, with weights [head_dim]
    weightless, ///< after RoPE, where "use_qk_norm" says so
};

/// Which layers have a sliding window when the configuration has no "layer_types".
enum class WindowRule {
    none,
    must_be_listed,         ///< "layer_types" is required
    sliding_window_pattern, ///< all but every n-th
    max_window_layers,      ///< with "use_sliding_window": from this one on
    layers_without_rope,    ///< with "use_sliding_window"
    attention_chunk,        ///< none, within the first chunk: the context ends with it
};

/// Which layers have no RoPE when the configuration has no "no_rope_layers".
enum class NopeRule {
    none,     ///< every layer rotates, and the key is not read
    all_rope, ///< every layer rotates
    interval, ///< every n-th has none; n is "no_rope_layer_interval"
};

/// What multiplies q·k.
enum class AttentionScaleRule {
    head_dim,              ///< 1 / sqrt(head_dim)
    query_pre_attn_scalar, ///< 1 / sqrt(of this key)
    attention_multiplier,  ///< this key
};

/// What multiplies embeddings.
enum class EmbeddingScaleRule {
    one,
    sqrt_hidden_size,     ///< rounded to the type of the published weights
    embedding_multiplier, ///< this key
    scale_emb,            ///< this key
};

/// What multiplies what a part adds to the residual stream.
enum class ResidualScaleRule {
    one,
    residual_multiplier, ///< this key
    scale_depth,         ///< this key / sqrt(number of layers)
};

/// What divides logits.
enum class LogitsScaleRule {
    one,
    logits_scaling, ///< this key
    dim_model_base, ///< hidden_size / this key
};

/// How the turns of a conversation are marked.
enum class ChatTemplateKind {
    llama4,  ///< <|header_start|>role<|header_end|>\n\n…<|eot|>
    llama3,  ///< <|start_header_id|>role<|end_header_id|>\n\n…<|eot_id|>
    gemma,   ///< <start_of_turn>role\n…<end_of_turn>\n; the system text leads the first user text
    chatml,  ///< <|im_start|>role\n…<|im_end|>\n
    granite, ///< <|start_of_role|>role<|end_of_role|>…<|end_of_text|>\n
    plain,   ///< "User: …\nAssistant: …"; for models without control tokens
};

/// A tensor of a layer, without "model.layers.N." or "blk.N." and ".weight".
struct LayerTensorName {
    std::string_view hugging_face;
    std::string_view gguf;
};

/// One family. Sources: models.md; the configuration classes of Hugging Face transformers; the
/// converters of llama.cpp.
struct FamilySpec {
    Family family;
    std::string_view name;  ///< as to_string()
    std::string_view title; ///< in sentences

    // Names in files.
    std::string_view architecture; ///< in "architectures" of config.json
    /// In "model_type" of config.json; alone, it stands for the family where "architectures" is
    /// missing.
    std::string_view model_type = {};
    /// Accepted beside the architecture; one that ends with * is a prefix.
    std::array<std::string_view, 2> other_model_types = {};
    std::string_view gguf_architecture = {}; ///< "general.architecture"; empty = not in GGUF
    std::span<const LayerTensorName> layer_tensors;

    // Keys of config.json.
    KeyRule kv_heads = KeyRule::required; ///< without the key: as many as heads
    KeyRule head_dim = KeyRule::required; ///< without the key: hidden_size / heads
    KeyRule rms_norm_eps = KeyRule::required;
    std::string_view intermediate_size_key = "intermediate_size"; ///< read first, where it is there
    std::string_view activation_key = "hidden_act";
    Activation activation = Activation::silu;  ///< without the key
    bool is_tied_by_default = false;           ///< without "tie_word_embeddings"
    float default_rope_theta = 0;              ///< without "rope_theta"; 0 = it is required
    std::string_view local_rope_base_key = {}; ///< of layers with a window
    /// rope_theta, use_qk_norm and RoPE's layers and pairing may be missing and are then measured.
    bool has_open_settings = false;

    // Traits.
    RopePairing rope_pairing = RopePairing::half_split;
    KeyRule rope_interleave = KeyRule::unused; ///< the key that says otherwise
    NopeRule nope = NopeRule::none;
    std::size_t nope_interval = 0;                ///< without the key; 0 = it is required
    KeyRule temperature_tuning = KeyRule::unused; ///< "attn_temperature_tuning" of NoPE layers
    WindowRule windows = WindowRule::none;
    QkNormRule qk_norm = QkNormRule::none;
    bool has_qkv_bias = false;
    bool norm_adds_one = false;  ///< norms multiply by 1 + w; GGUF stores 1 + w
    bool has_post_norms = false; ///< after attention and after the feed-forward part, too
    AttentionScaleRule attention_scale = AttentionScaleRule::head_dim;
    EmbeddingScaleRule embedding_scale = EmbeddingScaleRule::one;
    ResidualScaleRule residual_scale = ResidualScaleRule::one;
    LogitsScaleRule logits_scale = LogitsScaleRule::one;

    // GGUF.
    /// Rows of q and k are stored for interleaved pairs, where Hugging Face has split halves.
    bool has_permuted_gguf_rows = false;
    KeyRule gguf_rope_base = KeyRule::required; ///< "rope.freq_base"; without it: 10000

    // Tokens and sampling.
    bool adds_bos = true; ///< texts begin with the beginning-of-text token
    /// Preferred, if the vocabulary has its control tokens.
    ChatTemplateKind chat_template = ChatTemplateKind::plain;
    bool has_llama_tokenizer = false;  ///< one of the published files that are known
    RecommendedSampling sampling = {}; ///< where the model's files recommend none
    /// Published with int4 weights from quantization-aware training.
    bool is_trained_for_int4 = false;
};

[[nodiscard]] std::span<const FamilySpec> families();
[[nodiscard]] const FamilySpec& spec_of(Family family);

/// The family of a config.json; null when it is not supported. Either name may be empty.
[[nodiscard]] const FamilySpec* find_family(std::string_view architecture,
                                            std::string_view model_type);
/// The family of a GGUF file; null when it is not supported.
[[nodiscard]] const FamilySpec* find_gguf_family(std::string_view architecture);

/// Whether models of this type compute as the family does.
[[nodiscard]] bool is_model_type_of(const FamilySpec& spec, std::string_view model_type);

/// For messages: "A, B and C".
[[nodiscard]] std::string family_titles();
[[nodiscard]] std::string gguf_architectures();

} // namespace sotto::inference

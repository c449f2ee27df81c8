#include "inference/checkpoint/gguf_config.h"

#include "inference/checkpoint/gguf_token_ids.h"
#include "inference/checkpoint/rope_factors.h"
#include "inference/family/family.h"
#include "inference/files/quoted_name.h"
#include "inference/formats/gguf_array.h"
#include "inference/formats/gguf_metadata.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <format>
#include <span>
#include <utility>
#include <vector>

namespace sotto::inference {

namespace {

constexpr std::size_t kMaxLayers = 4096; // far above the limit of parse_model_config

/// Collects the members of a JSON object.
class JsonMembers {
public:
    void add(std::string_view key, std::string_view json) {
        text_ += std::format("{}\n  \"{}\": {}", text_.empty() ? "" : ",", key, json);
    }
    void add_text(std::string_view key, std::string_view text) {
        add(key, std::format("\"{}\"", text));
    }
    template <class Number>
    void add_number(std::string_view key, Number number) {
        add(key, std::format("{}", number));
    }
    [[nodiscard]] std::string object() const { return "{" + text_ + "\n}\n"; }

private:
    std::string text_;
};

class ConfigWriter {
public:
    ConfigWriter(const GgufHeader& header, const InputFile& file, const FamilySpec& family)
        : header_(header), file_(file), metadata_(header), family_(family) {}

    Result<std::string> write();

private:
    [[nodiscard]] std::string key(std::string_view name) const {
        return std::format("{}.{}", family_.gguf_architecture, name);
    }
    std::uint64_t required_count(std::string_view name);
    void write_sizes();
    void write_head_sizes(std::uint64_t hidden, std::uint64_t n_heads);
    void write_attention_scale(std::uint64_t hidden, std::uint64_t n_heads, std::uint64_t head_dim);
    void write_multipliers();
    void write_windows();
    void write_window_pattern();
    Status write_rope();
    void write_yarn();
    void write_scale(std::string_view json_key, std::string_view name, float times, KeyRule rule);
    void write_token_ids();
    void refuse_unsupported();

    const GgufHeader& header_;
    const InputFile& file_;
    GgufMetadata metadata_;
    const FamilySpec& family_;
    JsonMembers json_;
};

std::uint64_t ConfigWriter::required_count(std::string_view name) {
    const auto count = metadata_.count(key(name));
    if (!count) {
        metadata_.refuse(ErrorCode::corrupt_data, key(name), "is missing");
    }
    return count.value_or(0);
}

void ConfigWriter::write_sizes() {
    const auto embedding = header_.tensors.find("token_embd.weight");
    const bool has_embedding =
        embedding != header_.tensors.end() && embedding->second.shape.size() == 2;
    if (!has_embedding) {
        metadata_.refuse(ErrorCode::corrupt_data, "token_embd.weight", "is missing or no matrix");
        return;
    }
    json_.add_number("vocab_size", embedding->second.shape.front());
    const std::uint64_t hidden = required_count("embedding_length");
    const std::uint64_t n_heads = required_count("attention.head_count");
    json_.add_number("hidden_size", hidden);
    json_.add_number("intermediate_size", required_count("feed_forward_length"));
    json_.add_number("num_hidden_layers", required_count("block_count"));
    json_.add_number("num_attention_heads", n_heads);
    json_.add_number("num_key_value_heads",
                     metadata_.count(key("attention.head_count_kv")).value_or(n_heads));
    json_.add_number("max_position_embeddings", required_count("context_length"));
    const auto eps = metadata_.number(key("attention.layer_norm_rms_epsilon"));
    if (!eps) {
        metadata_.refuse(ErrorCode::corrupt_data, key("attention.layer_norm_rms_epsilon"),
                         "is missing");
    }
    json_.add_number("rms_norm_eps", eps.value_or(0));
    json_.add("tie_word_embeddings", header_.tensors.contains("output.weight") ? "false" : "true");
    // Gemma scales embeddings by a constant in the type that it was trained in. Only files of plain
    // float32 weights can come from a model that was trained in that.
    constexpr std::uint32_t kF32 = 0;
    json_.add_text("torch_dtype", embedding->second.type == kF32 ? "float32" : "bfloat16");
    if (family_.activation == Activation::gelu_tanh) {
        json_.add_text(family_.activation_key, "gelu_pytorch_tanh");
    }
    write_head_sizes(hidden, n_heads);
    write_multipliers();
    write_windows();
}

void ConfigWriter::write_head_sizes(std::uint64_t hidden, std::uint64_t n_heads) {
    const auto key_length = metadata_.count(key("attention.key_length"));
    if (family_.head_dim == KeyRule::required && !key_length) {
        metadata_.refuse(ErrorCode::corrupt_data, key("attention.key_length"), "is missing");
    }
    if (!key_length && (n_heads == 0 || hidden % n_heads != 0)) {
        metadata_.refuse(ErrorCode::corrupt_data, key("attention.head_count"),
                         "does not divide the width of the model");
        return;
    }
    const std::uint64_t head_dim = key_length ? *key_length : hidden / n_heads;
    json_.add_number("head_dim", head_dim);
    if (metadata_.count(key("attention.value_length")).value_or(head_dim) != head_dim) {
        metadata_.refuse(ErrorCode::unsupported, key("attention.value_length"),
                         "differs from the length of keys, which is not supported");
    }
    if (metadata_.count(key("rope.dimension_count")).value_or(head_dim) != head_dim) {
        metadata_.refuse(ErrorCode::unsupported, key("rope.dimension_count"),
                         "is not the whole head, which is not supported");
    }
    write_attention_scale(hidden, n_heads, head_dim);
}

void ConfigWriter::write_attention_scale(std::uint64_t hidden, std::uint64_t n_heads,
                                         std::uint64_t head_dim) {
    switch (family_.attention_scale) {
    case AttentionScaleRule::query_pre_attn_scalar: {
        // The largest Gemma 3, known by its number of layers, scales by the width per head.
        constexpr std::uint64_t kLayersOfLargest = 62;
        const bool is_largest =
            metadata_.count(key("block_count")) == kLayersOfLargest && n_heads != 0;
        json_.add_number("query_pre_attn_scalar", is_largest ? hidden / n_heads : head_dim);
        break;
    }
    case AttentionScaleRule::attention_multiplier: {
        const float stated = metadata_.number(key("attention.scale")).value_or(0);
        const float usual = 1 / std::sqrt(static_cast<float>(std::max<std::uint64_t>(head_dim, 1)));
        json_.add_number("attention_multiplier", stated != 0 ? stated : usual);
        break;
    }
    case AttentionScaleRule::head_dim:
        break;
    }
}

void ConfigWriter::write_multipliers() {
    for (const auto* name : {"attn_logit_softcapping", "final_logit_softcapping"}) {
        if (const auto cap = metadata_.number(key(name)); cap && *cap != 0) {
            json_.add_number(name, *cap);
        }
    }
    if (family_.embedding_scale == EmbeddingScaleRule::embedding_multiplier) {
        write_scale("embedding_multiplier", "embedding_scale", 1, KeyRule::optional);
    } else if (family_.embedding_scale == EmbeddingScaleRule::scale_emb) {
        write_scale("scale_emb", "embedding_scale", 1, KeyRule::required);
    }
    if (family_.residual_scale == ResidualScaleRule::residual_multiplier) {
        write_scale("residual_multiplier", "residual_scale", 1, KeyRule::optional);
    } else if (family_.residual_scale == ResidualScaleRule::scale_depth) {
        const auto n_layers = static_cast<float>(required_count("block_count"));
        write_scale("scale_depth", "residual_scale", std::sqrt(n_layers), KeyRule::required);
    }
    if (family_.logits_scale == LogitsScaleRule::logits_scaling) {
        write_scale("logits_scaling", "logit_scale", 1, KeyRule::required);
    } else if (family_.logits_scale == LogitsScaleRule::dim_model_base) {
        const auto width = static_cast<float>(required_count("embedding_length"));
        const float divisor = metadata_.number(key("logit_scale")).value_or(0);
        if (!(divisor > 0)) {
            metadata_.refuse(ErrorCode::corrupt_data, key("logit_scale"), "is missing");
        }
        json_.add_number("dim_model_base", width / std::max(divisor, 1e-6F));
    }
}

/// Writes a factor of the file under the key of config.json; 0 means that there is none.
void ConfigWriter::write_scale(std::string_view json_key, std::string_view name, float times,
                               KeyRule rule) {
    const float stated = metadata_.number(key(name)).value_or(0);
    if (stated == 0 && rule == KeyRule::required) {
        metadata_.refuse(ErrorCode::corrupt_data, key(name), "is missing");
    }
    json_.add_number(json_key, (stated != 0 ? stated : 1) * times);
}

void ConfigWriter::write_windows() {
    if (family_.windows == WindowRule::sliding_window_pattern) {
        json_.add_number("sliding_window", required_count("attention.sliding_window"));
        write_window_pattern();
    } else if (metadata_.count(key("attention.sliding_window")).value_or(0) > 0) {
        metadata_.refuse(ErrorCode::unsupported, key("attention.sliding_window"),
                         "is not supported for this architecture");
    }
}

void ConfigWriter::write_window_pattern() {
    constexpr std::uint64_t kPeriodOfFamily = 6;
    const std::string name = key("attention.sliding_window_pattern");
    const auto found = header_.metadata.find(name);
    if (found == header_.metadata.end() || !std::holds_alternative<GgufArray>(found->second)) {
        json_.add_number("sliding_window_pattern", metadata_.count(name).value_or(kPeriodOfFamily));
        return;
    }
    const auto windows = read_gguf_integers(file_, std::get<GgufArray>(found->second), kMaxLayers);
    if (!windows) {
        metadata_.refuse(windows.error().code, name, "is no list of the layers");
        return;
    }
    std::string types;
    for (const std::int32_t is_windowed : *windows) {
        types += std::format("{}\"{}\"", types.empty() ? "" : ", ",
                             is_windowed != 0 ? "sliding_attention" : "full_attention");
    }
    json_.add("layer_types", "[" + types + "]");
}

Status ConfigWriter::write_rope() {
    constexpr float kThetaOfFormat = 10000; // in a file without the entry
    const auto theta = metadata_.number(key("rope.freq_base"));
    if (family_.gguf_rope_base == KeyRule::required && !theta) {
        metadata_.refuse(ErrorCode::corrupt_data, key("rope.freq_base"), "is missing");
    }
    json_.add_number("rope_theta", theta.value_or(kThetaOfFormat));
    if (!family_.local_rope_base_key.empty()) {
        json_.add_number(family_.local_rope_base_key,
                         metadata_.number(key("rope.freq_base_swa")).value_or(kThetaOfFormat));
    }
    if (metadata_.text(key("rope.scaling.type")) == "yarn") {
        write_yarn();
    }
    const auto factors = read_rope_factors(header_, file_);
    if (!factors) {
        return std::unexpected(factors.error());
    }
    if (std::ranges::all_of(*factors, [](float factor) { return factor == 1; })) {
        return {};
    }
    if (metadata_.text(key("rope.scaling.type")) == "yarn") {
        return fail(ErrorCode::unsupported,
                    "The GGUF file scales the rotary frequencies twice, which is not supported.");
    }
    const auto scaling = scaling_of_factors(*factors, theta.value_or(kThetaOfFormat));
    if (!scaling) {
        return fail(ErrorCode::unsupported,
                    "The GGUF file scales the rotary frequencies by factors that no scaling of "
                    "Llama 3 gives, which is not supported.");
    }
    json_.add("rope_scaling",
              std::format(R"({{"rope_type": "llama3", "factor": {}, "low_freq_factor": {}, )"
                          R"("high_freq_factor": {}, "original_max_position_embeddings": {}}})",
                          scaling->factor, scaling->low_freq_factor, scaling->high_freq_factor,
                          scaling->original_max_position));
    return {};
}

void ConfigWriter::write_yarn() {
    const float factor = metadata_.number(key("rope.scaling.factor")).value_or(0);
    const std::string original_key = key("rope.scaling.original_context_length");
    const auto original = metadata_.count(original_key);
    if (!(factor >= 1)) {
        metadata_.refuse(ErrorCode::corrupt_data, key("rope.scaling.factor"), "is missing");
    }
    if (!original) {
        metadata_.refuse(ErrorCode::corrupt_data, original_key, "is missing");
    }
    const auto stated = [&](std::string_view name, float otherwise) {
        const float number = metadata_.number(key(name)).value_or(0);
        return number > 0 ? number : otherwise;
    };
    json_.add("rope_scaling",
              std::format(R"({{"rope_type": "yarn", "factor": {}, )"
                          R"("original_max_position_embeddings": {}, "beta_fast": {}, )"
                          R"("beta_slow": {}, "attention_factor": {}}})",
                          std::max(factor, 1.0F), original.value_or(1),
                          stated("rope.scaling.yarn_beta_fast", 32),
                          stated("rope.scaling.yarn_beta_slow", 1),
                          stated("rope.scaling.attn_factor", 1) * yarn_attention_factor(factor)));
}

void ConfigWriter::write_token_ids() {
    if (const auto bos = bos_of_gguf(header_)) {
        json_.add_number("bos_token_id", *bos);
    }
    const auto ends = end_tokens_of_gguf(header_, file_);
    if (!ends) {
        metadata_.refuse(ends.error().code, "tokenizer.ggml.eos_token_id", "is no token");
        return;
    }
    std::string list;
    for (const std::uint64_t id : *ends) {
        list += std::format("{}{}", list.empty() ? "" : ", ", id);
    }
    json_.add("eos_token_id", "[" + list + "]");
}

void ConfigWriter::refuse_unsupported() {
    const auto scaling = metadata_.text(key("rope.scaling.type")).value_or("none");
    const float factor = metadata_.number(key("rope.scaling.factor")).value_or(1);
    const bool is_yarn = scaling == "yarn";
    if (scaling != "none" && !is_yarn && (scaling != "linear" || factor != 1)) {
        metadata_.refuse(ErrorCode::unsupported, key("rope.scaling.type"),
                         std::format("is {}, which is not supported", quoted_name(scaling)));
    }
    if (factor != 1 && !is_yarn) {
        metadata_.refuse(ErrorCode::unsupported, key("rope.scaling.factor"),
                         "stretches the positions, which is not supported");
    }
    if (metadata_.count(key("expert_count")).value_or(0) > 0) {
        metadata_.refuse(ErrorCode::unsupported, key("expert_count"),
                         "makes it a mixture of experts, which is not supported");
    }
    const auto refuse_number = [&](std::string_view name) {
        if (metadata_.number(key(name)).value_or(0) != 0) {
            metadata_.refuse(ErrorCode::unsupported, key(name), "is not supported");
        }
    };
    refuse_number("attention.clamp_kqv");
    refuse_number("attention.max_alibi_bias");
    if (family_.attention_scale != AttentionScaleRule::attention_multiplier) {
        refuse_number("attention.scale");
    }
    if (family_.embedding_scale == EmbeddingScaleRule::one ||
        family_.embedding_scale == EmbeddingScaleRule::sqrt_hidden_size) {
        refuse_number("embedding_scale");
    }
    if (family_.residual_scale == ResidualScaleRule::one) {
        refuse_number("residual_scale");
    }
    if (family_.logits_scale == LogitsScaleRule::one) {
        refuse_number("logit_scale");
    } else if (family_.logits_scale == LogitsScaleRule::logits_scaling &&
               !metadata_.flag(key("rope.scaling.finetuned")).value_or(true)) {
        // How Granite's files say that no layer has RoPE.
        metadata_.refuse(ErrorCode::unsupported, key("rope.scaling.finetuned"),
                         "turns RoPE off, which is not supported");
    }
}

Result<std::string> ConfigWriter::write() {
    json_.add("architectures", std::format("[\"{}\"]", family_.architecture));
    json_.add_text("model_type", family_.model_type);
    refuse_unsupported();
    write_sizes();
    write_token_ids();
    return write_rope().and_then([&] { return metadata_.status(); }).transform([&] {
        return json_.object();
    });
}

} // namespace

Result<std::string> config_json_of_gguf(const GgufHeader& header, const InputFile& file) {
    const auto architecture = GgufMetadata(header).text("general.architecture").value_or("");
    return ConfigWriter(header, file, *find_gguf_family(architecture)).write();
}

} // namespace sotto::inference

#include "tests/inference/support/tiny_model.h"

#include "inference/xnnpack/qp8_activations.h"
#include "tests/support/random.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace sotto::test {

using namespace inference;

TinyModel::TinyModel(const ModelConfig& config, WeightDtype dtype, std::uint64_t seed)
    : dtype_(dtype), state_(seed) {
    const auto hidden = config.hidden_size;
    add("model.embed_tokens.weight", config.vocabulary_size, hidden);
    if (!config.tie_word_embeddings) {
        add("lm_head.weight", config.vocabulary_size, hidden);
    }
    const float middle = config.norm_adds_one ? 0.0F : 1.0F;
    add_vector("model.norm.weight", hidden, middle);
    for (std::size_t i = 0; i < config.n_layers; ++i) {
        const auto layer = "model.layers." + std::to_string(i) + ".";
        add(layer + "self_attn.q_proj.weight", config.n_heads * config.head_dim, hidden);
        add(layer + "self_attn.k_proj.weight", config.n_kv_heads * config.head_dim, hidden);
        add(layer + "self_attn.v_proj.weight", config.n_kv_heads * config.head_dim, hidden);
        add(layer + "self_attn.o_proj.weight", hidden, config.n_heads * config.head_dim);
        add(layer + "mlp.gate_proj.weight", config.intermediate_size, hidden);
        add(layer + "mlp.up_proj.weight", config.intermediate_size, hidden);
        add(layer + "mlp.down_proj.weight", hidden, config.intermediate_size);
        add_vector(layer + "input_layernorm.weight", hidden, middle);
        add_vector(layer + "post_attention_layernorm.weight", hidden, middle);
        if (config.has_post_norms) {
            add_vector(layer + "pre_feedforward_layernorm.weight", hidden, middle);
            add_vector(layer + "post_feedforward_layernorm.weight", hidden, middle);
        }
        if (config.has_learned_qk_norm) {
            add_vector(layer + "self_attn.q_norm.weight", config.head_dim, middle);
            add_vector(layer + "self_attn.k_norm.weight", config.head_dim, middle);
        }
        if (config.has_qkv_bias) {
            add_vector(layer + "self_attn.q_proj.bias", config.n_heads * config.head_dim, 0);
            add_vector(layer + "self_attn.k_proj.bias", config.n_kv_heads * config.head_dim, 0);
            add_vector(layer + "self_attn.v_proj.bias", config.n_kv_heads * config.head_dim, 0);
        }
    }
}

float TinyModel::random() {
    return static_cast<float>(2 * random_unit(state_) - 1);
}

void TinyModel::add_vector(const std::string& name, std::size_t size, float middle) {
    auto& values = tensors_[name].values;
    values.resize(size);
    std::ranges::generate(values, [&] { return middle + 0.3F * random(); });
}

void TinyModel::add(const std::string& name, std::size_t rows, std::size_t cols) {
    auto& tensor = tensors_[name];
    tensor.values.resize(rows * cols);
    const float size = 2.0F / std::sqrt(static_cast<float>(cols));
    std::ranges::generate(tensor.values, [&] { return size * random(); });
    if (dtype_ == WeightDtype::int8) {
        quantize_int8(tensor, rows, cols);
    } else if (dtype_ == WeightDtype::int4) {
        quantize_int4(tensor, rows, cols);
    }
}

void TinyModel::quantize_int8(Tensor& tensor, std::size_t rows, std::size_t cols) {
    tensor.bytes.resize(rows * cols);
    tensor.scales.resize(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        float* const values = tensor.values.data() + row * cols;
        float largest = 1e-6F;
        for (std::size_t i = 0; i < cols; ++i) {
            largest = std::max(largest, std::abs(values[i]));
        }
        tensor.scales[row] = largest / 127;
        for (std::size_t i = 0; i < cols; ++i) {
            const float quantized = std::nearbyint(values[i] / tensor.scales[row]);
            tensor.bytes[row * cols + i] = static_cast<std::int8_t>(quantized);
            values[i] = quantized * tensor.scales[row];
        }
    }
}

void TinyModel::quantize_int4(Tensor& tensor, std::size_t rows, std::size_t cols) {
    const auto groups = (cols + kInt4BlockSize - 1) / kInt4BlockSize;
    tensor.nibbles.assign(rows * groups * kInt4BlockSize / 2, 0x88);
    tensor.block_scales.resize(rows * groups);
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t group = 0; group < groups; ++group) {
            const auto begin = group * kInt4BlockSize;
            const auto end = std::min(cols, begin + kInt4BlockSize);
            float largest = 1e-6F;
            for (auto i = begin; i < end; ++i) {
                largest = std::max(largest, std::abs(tensor.values[row * cols + i]));
            }
            const auto scale_bits =
                static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(largest / 7) >> 16U);
            const auto scale = std::bit_cast<float>(static_cast<std::uint32_t>(scale_bits) << 16U);
            tensor.block_scales[row * groups + group] = scale_bits;
            for (auto i = begin; i < end; ++i) {
                auto& value = tensor.values[row * cols + i];
                const float quantized = std::clamp(std::nearbyint(value / scale), -8.0F, 7.0F);
                const auto nibble = static_cast<unsigned>(quantized + 8);
                auto& byte = tensor.nibbles[(row * groups * kInt4BlockSize + i) / 2];
                byte = static_cast<std::uint8_t>(i % 2 == 0 ? (byte & 0xF0U) | nibble
                                                            : (byte & 0x0FU) | (nibble << 4U));
                value = quantized * scale;
            }
        }
    }
}

bool TinyModel::has(std::string_view name) const {
    return tensors_.contains(name);
}

Result<WeightMatrix> TinyModel::matrix(std::string_view name, std::size_t rows, std::size_t cols) {
    const auto found = tensors_.find(name);
    if (found == tensors_.end()) {
        return fail(ErrorCode::not_found, std::string(name) + " is missing");
    }
    const auto& tensor = found->second;
    if (tensor.values.size() != rows * cols) {
        return fail(ErrorCode::corrupt_data, std::string(name) + " has another shape");
    }
    switch (dtype_) {
    case WeightDtype::int4: {
        const auto padded = (cols + kInt4BlockSize - 1) / kInt4BlockSize * kInt4BlockSize;
        return Int4Matrix{rows, cols, padded, tensor.nibbles, tensor.block_scales};
    }
    case WeightDtype::int8:
        return Int8Matrix{rows, cols, tensor.bytes, tensor.scales};
    case WeightDtype::f32:
    case WeightDtype::blocks:
        break;
    }
    return F32Matrix{rows, cols, tensor.values};
}

Result<std::vector<float>> TinyModel::vector(std::string_view name, std::size_t size) {
    const auto found = tensors_.find(name);
    if (found == tensors_.end() || found->second.values.size() != size) {
        return fail(ErrorCode::not_found, std::string(name) + " is missing");
    }
    return found->second.values;
}

namespace {

ModelConfig tiny(std::size_t n_layers, std::size_t n_heads, std::size_t n_kv_heads,
                 std::size_t head_dim) {
    ModelConfig config;
    config.vocabulary_size = 101;
    config.hidden_size = 48;
    config.intermediate_size = 80;
    config.n_layers = n_layers;
    config.n_heads = n_heads;
    config.n_kv_heads = n_kv_heads;
    config.head_dim = head_dim;
    config.max_positions = 1024;
    config.attention_scale = 1 / std::sqrt(static_cast<float>(head_dim));
    config.layers.resize(n_layers);
    for (auto& layer : config.layers) {
        layer.rope = RopeConfig{10000, {}};
    }
    return config;
}

} // namespace

ModelConfig tiny_pro() {
    auto config = tiny(4, 5, 1, 16);
    config.family = Family::mobilellm_pro;
    config.rope_pairing = RopePairing::interleaved;
    for (auto& layer : config.layers) {
        layer.has_weightless_qk_norm = true;
    }
    config.layers[1].window = 8;
    config.layers[2].window = 8;
    return config;
}

ModelConfig tiny_nope() {
    auto config = tiny_pro();
    config.family = Family::llama4_text;
    config.layers[3] = {};
    config.layers[3].has_temperature_tuning = true;
    config.temperature_floor_scale = 16;
    return config;
}

ModelConfig tiny_llama() {
    auto config = tiny(3, 6, 2, 8);
    config.intermediate_size = 172;
    config.tie_word_embeddings = false;
    for (auto& layer : config.layers) {
        layer.rope->llama3_scaling = Llama3RopeScaling{8, 1, 4, 64};
    }
    return config;
}

ModelConfig tiny_gemma() {
    auto config = tiny(3, 4, 1, 24);
    config.family = Family::gemma3;
    config.activation = Activation::gelu_tanh;
    config.norm_adds_one = true;
    config.has_post_norms = true;
    config.has_learned_qk_norm = true;
    config.embedding_scale = std::sqrt(48.0F);
    config.layers[0].window = 20;
    config.layers[2].rope = RopeConfig{1000000, {}};
    return config;
}

ModelConfig tiny_qwen2() {
    auto config = tiny(3, 6, 2, 8);
    config.family = Family::qwen2;
    config.rms_norm_eps = 1e-6F;
    config.has_qkv_bias = true;
    config.tie_word_embeddings = false;
    config.layers[2].window = 24;
    return config;
}

ModelConfig tiny_qwen3() {
    auto config = tiny(3, 4, 2, 16);
    config.family = Family::qwen3;
    config.rms_norm_eps = 1e-6F;
    config.has_learned_qk_norm = true;
    return config;
}

ModelConfig tiny_smollm3() {
    auto config = tiny(5, 6, 2, 8);
    config.family = Family::smollm3;
    config.rms_norm_eps = 1e-6F;
    config.layers[3] = {};
    return config;
}

ModelConfig tiny_granite() {
    auto config = tiny(3, 6, 2, 8);
    config.family = Family::granite;
    config.attention_scale = 0.0625F;
    config.embedding_scale = 12;
    config.residual_multiplier = 0.22F;
    config.logits_scaling = 8;
    return config;
}

ModelConfig tiny_minicpm() {
    auto config = tiny(3, 6, 2, 8);
    config.family = Family::minicpm;
    config.embedding_scale = 12;
    config.residual_multiplier = 1.4F / std::sqrt(3.0F);
    config.logits_scaling = 3; // hidden_size 48 / dim_model_base 16
    return config;
}

ModelConfig tiny_yarn() {
    auto config = tiny_smollm3();
    config.max_positions = 128;
    for (auto& layer : config.layers) {
        if (layer.rope) {
            layer.rope->yarn_scaling =
                YarnRopeScaling{.factor = 4,
                                .original_max_position = 32,
                                .beta_fast = 8,
                                .beta_slow = 1,
                                .attention_factor = 1 + 0.1F * std::log(4.0F)};
        }
    }
    return config;
}

std::vector<TokenId> some_tokens(const ModelConfig& config, std::size_t count, std::uint64_t seed) {
    std::vector<TokenId> tokens(count);
    for (auto& token : tokens) {
        token =
            static_cast<TokenId>(random_unit(seed) * static_cast<double>(config.vocabulary_size));
    }
    return tokens;
}

std::vector<Int4Kernels> int4_kernels() {
    std::vector<Int4Kernels> all{Int4Kernels::xnnpack, Int4Kernels::own};
    if (Qp8Activations::are_supported()) {
        all.push_back(Int4Kernels::kleidi_ai);
    }
    return all;
}

double largest_difference(const std::vector<float>& a, const std::vector<float>& b) {
    double largest = a.size() == b.size() ? 0 : std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
        const double difference = std::abs(static_cast<double>(a[i]) - b[i]);
        largest = difference <= largest ? largest : difference; // a NaN counts
    }
    return largest;
}

double relative_noise(const std::vector<float>& a, const std::vector<float>& b) {
    double signal = 0;
    double noise = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        signal += static_cast<double>(a[i]) * a[i];
        noise += std::pow(static_cast<double>(a[i]) - b.at(i), 2);
    }
    return std::sqrt(noise / signal);
}

} // namespace sotto::test

#pragma once

#include "tests/inference/tokenizer/small_tokenizers.h"
#include "tests/support/safetensors_text.h"
#include "tests/support/temp_folder.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <format>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::test {

/// The numbers as little-endian float32.
inline std::string f32_bytes(const std::vector<float>& values) {
    std::string bytes;
    for (const float value : values) {
        const auto bits = std::bit_cast<std::uint32_t>(value);
        for (int shift = 0; shift < 32; shift += 8) {
            bytes += static_cast<char>((bits >> shift) & 0xFFU);
        }
    }
    return bytes;
}

/// A small Llama checkpoint in memory, which a test can change and write as a Hugging Face folder.
struct TinyCheckpoint {
    struct Tensor {
        std::vector<std::size_t> shape;
        std::string type;
        std::string bytes;
    };

    std::string config = R"({"architectures": ["LlamaForCausalLM"], "model_type": "llama",
        "hidden_size": 32, "intermediate_size": 40, "num_hidden_layers": 1,
        "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 8, "vocab_size": 24,
        "max_position_embeddings": 256, "rms_norm_eps": 1e-5, "rope_theta": 10000.0,
        "hidden_act": "silu", "tie_word_embeddings": true, "bos_token_id": 1, "eos_token_id": 2})";
    std::map<std::string, Tensor> tensors;

    TinyCheckpoint() {
        const std::string layer = "model.layers.0.";
        add("model.embed_tokens.weight", {24, 32});
        add(layer + "input_layernorm.weight", {32});
        add(layer + "post_attention_layernorm.weight", {32});
        add(layer + "self_attn.q_proj.weight", {32, 32});
        add(layer + "self_attn.k_proj.weight", {16, 32});
        add(layer + "self_attn.v_proj.weight", {16, 32});
        add(layer + "self_attn.o_proj.weight", {32, 32});
        add(layer + "mlp.gate_proj.weight", {40, 32});
        add(layer + "mlp.up_proj.weight", {40, 32});
        add(layer + "mlp.down_proj.weight", {32, 40});
        add("model.norm.weight", {32});
    }

    /// Adds an F32 tensor of distinct values between −1 and 1.
    void add(const std::string& name, const std::vector<std::size_t>& shape) {
        std::size_t count = 1;
        for (const std::size_t extent : shape) {
            count *= extent;
        }
        std::vector<float> values(count);
        for (std::size_t i = 0; i < count; ++i) {
            values[i] = static_cast<float>((i * 37 + name.size() * 11) % 201) / 100 - 1;
        }
        tensors[name] = {shape, "F32", f32_bytes(values)};
    }

    void rename(const std::string& from, const std::string& to) {
        auto node = tensors.extract(from);
        node.key() = to;
        tensors.insert(std::move(node));
    }

    /// The content of a safetensors file with these tensors.
    [[nodiscard]] static std::string file_of(const std::map<std::string, Tensor>& some) {
        std::string header;
        std::string data;
        for (const auto& [name, tensor] : some) {
            std::string shape;
            for (const std::size_t extent : tensor.shape) {
                shape += (shape.empty() ? "" : ",") + std::to_string(extent);
            }
            header += std::format(R"({}"{}":{{"dtype":"{}","shape":[{}],"data_offsets":[{},{}]}})",
                                  header.empty() ? "{" : ",", name, tensor.type, shape, data.size(),
                                  data.size() + tensor.bytes.size());
            data += tensor.bytes;
        }
        return safetensors_text(header + "}", data);
    }

    /// Writes config.json and model.safetensors, and returns their folder.
    std::filesystem::path write(const TempFolder& temp, std::string_view name = "tiny") const {
        const std::string folder(name);
        temp.write(folder + "/model.safetensors", file_of(tensors));
        return temp.write(folder + "/config.json", config).parent_path();
    }

    /// The same with a tokenizer file, whose content an import does not check.
    std::filesystem::path write_with_tokenizer(const TempFolder& temp,
                                               std::string_view name = "tiny") const {
        temp.write(std::string(name) + "/tokenizer.model",
                   inference::testing::small_sentencepiece());
        return write(temp, name);
    }
};

} // namespace sotto::test

#pragma once

#include "tests/support/gguf_writer.h"
#include "tests/support/tiny_checkpoint.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::test {

/// The tensor type ids of the format.
namespace gguf_type {
inline constexpr std::uint32_t kF32 = 0;
inline constexpr std::uint32_t kF16 = 1;
inline constexpr std::uint32_t kQ4_0 = 2;
inline constexpr std::uint32_t kQ8_0 = 8;
inline constexpr std::uint32_t kIq1S = 19; // not read
inline constexpr std::uint32_t kBf16 = 30;
} // namespace gguf_type

/// Multiples of 1/64 from −8/64 to 7/64, all of which occur in each block of 32: every tensor type
/// stores them exactly.
inline std::vector<float> grid_values(std::size_t count, std::size_t seed) {
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i) {
        values[i] = (static_cast<float>((i * 7 + i / 32 * 5 + seed) % 16) - 8) / 64;
    }
    return values;
}

/// Grid values as a tensor type stores them.
inline std::string stored_grid_values(const std::vector<float>& values, std::uint32_t type) {
    constexpr std::uint16_t kHalfOf64th = 0x2400; // 1/64 as a half
    std::string bytes;
    const auto steps = [&](std::size_t i) { return static_cast<int>(values[i] * 64); };
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto bits = std::bit_cast<std::uint32_t>(values[i]);
        if (type == gguf_type::kF32) {
            bytes += little_endian(bits);
        } else if (type == gguf_type::kBf16) {
            bytes += little_endian(static_cast<std::uint16_t>(bits >> 16U));
        } else if (type == gguf_type::kF16) {
            const std::uint32_t magnitude =
                values[i] == 0 ? 0 : ((bits & 0x7FFF'FFFFU) - (112U << 23U)) >> 13U;
            bytes += little_endian(static_cast<std::uint16_t>((bits >> 16U & 0x8000U) | magnitude));
        } else if (type == gguf_type::kQ8_0) {
            bytes += i % 32 == 0 ? little_endian(kHalfOf64th) : "";
            bytes += static_cast<char>(steps(i));
        } else if (i % 32 == 0) {
            bytes += little_endian(kHalfOf64th);
            for (std::size_t at = i; at < i + 16; ++at) {
                bytes += static_cast<char>((steps(at) + 8) | (steps(at + 16) + 8) << 4);
            }
        }
    }
    return bytes;
}

/// TinyCheckpoint with matrices of grid values, and the GGUF file of the same model.
struct TinyGguf {
    TinyCheckpoint source;
    GgufWriter writer;

    /// Matrices are stored as `type`, except the one whose rows are not whole blocks.
    explicit TinyGguf(std::uint32_t type = gguf_type::kF32) {
        writer.text("general.architecture", "llama");
        writer.count("llama.context_length", 256);
        writer.count("llama.embedding_length", 32);
        writer.count("llama.block_count", 1);
        writer.count("llama.feed_forward_length", 40);
        writer.count("llama.attention.head_count", 4);
        writer.count("llama.attention.head_count_kv", 2);
        writer.count("llama.rope.dimension_count", 8);
        writer.number("llama.attention.layer_norm_rms_epsilon", 1e-5F);
        writer.number("llama.rope.freq_base", 10000);
        add_tokenizer();
        const std::string ours = "model.layers.0.";
        add("model.embed_tokens.weight", "token_embd", type, 1);
        add("model.norm.weight", "output_norm", gguf_type::kF32, 1);
        add(ours + "input_layernorm.weight", "blk.0.attn_norm", gguf_type::kF32, 1);
        add(ours + "post_attention_layernorm.weight", "blk.0.ffn_norm", gguf_type::kF32, 1);
        add(ours + "self_attn.q_proj.weight", "blk.0.attn_q", type, 4);
        add(ours + "self_attn.k_proj.weight", "blk.0.attn_k", type, 2);
        add(ours + "self_attn.v_proj.weight", "blk.0.attn_v", type, 1);
        add(ours + "self_attn.o_proj.weight", "blk.0.attn_output", type, 1);
        add(ours + "mlp.gate_proj.weight", "blk.0.ffn_gate", type, 1);
        add(ours + "mlp.up_proj.weight", "blk.0.ffn_up", type, 1);
        add(ours + "mlp.down_proj.weight", "blk.0.ffn_down", gguf_type::kF16, 1);
    }

    void add_tokenizer() {
        std::vector<std::string> tokens{"<unk>", "<s>", "</s>", "\u2581"};
        std::vector<float> scores{0, 0, 0, -1};
        std::vector<std::int32_t> types{2, 3, 3, 1};
        for (char letter = 'a'; tokens.size() < 24; ++letter) {
            scores.push_back(-static_cast<float>(tokens.size()));
            tokens.emplace_back(1, letter);
            types.push_back(1);
        }
        writer.text("tokenizer.ggml.model", "llama");
        writer.texts("tokenizer.ggml.tokens", tokens);
        writer.numbers("tokenizer.ggml.scores", inference::GgufType::f32, scores);
        writer.numbers("tokenizer.ggml.token_type", inference::GgufType::i32, types);
        writer.count("tokenizer.ggml.bos_token_id", 1);
        writer.count("tokenizer.ggml.eos_token_id", 2);
    }

    /// Gives a tensor of `source` new values and adds it to the file. With more than one `head`,
    /// the rows of the file are in pairs (i, i + half of the head), the order of q and k in GGUF.
    void add(const std::string& ours, const std::string& theirs, std::uint32_t type,
             std::size_t heads) {
        TinyCheckpoint::Tensor& tensor = source.tensors[ours];
        const std::size_t rows = tensor.shape.size() == 2 ? tensor.shape[0] : 1;
        const std::size_t cols = tensor.shape.back();
        const std::vector<float> values = grid_values(rows * cols, ours.size());
        tensor.bytes = f32_bytes(values);
        std::vector<float> stored = values;
        const std::size_t half = rows / heads / 2;
        for (std::size_t row = 0; heads > 1 && row < rows; ++row) {
            const std::size_t head = row / (2 * half);
            const std::size_t pair = row % (2 * half) / 2;
            const std::size_t from = head * 2 * half + row % 2 * half + pair;
            std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(from * cols), cols,
                        stored.begin() + static_cast<std::ptrdiff_t>(row * cols));
        }
        std::vector<std::uint64_t> extents(tensor.shape.rbegin(), tensor.shape.rend());
        writer.tensors.push_back(
            {theirs + ".weight", std::move(extents), type, stored_grid_values(stored, type)});
    }
};

} // namespace sotto::test

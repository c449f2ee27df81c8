#pragma once

#include "inference/checkpoint/checkpoint.h"
#include "tests/support/gguf_writer.h"
#include "tests/support/tiny_gguf.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Converts a Llama model in a Hugging Face folder with a SentencePiece tokenizer to GGUF, as the
// usual converters do.
namespace sotto::test {

/// The bits of the nearest half-precision number, ties to even. `value` must be in range.
inline std::uint16_t f16_bits(float value) {
    const auto sign =
        static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16U & 0x8000U);
    const float magnitude = std::abs(value);
    if (magnitude < 0x1p-14F) {
        return static_cast<std::uint16_t>(
            sign | static_cast<unsigned>(std::nearbyint(magnitude * 0x1p24F)));
    }
    const auto bits = std::bit_cast<std::uint32_t>(magnitude);
    const std::uint32_t rounded = bits + 0xFFFU + (bits >> 13U & 1U);
    return static_cast<std::uint16_t>(sign | ((rounded >> 13U) - (112U << 10U)));
}

/// Values as a GGUF file of type F32, F16 or Q8_0 stores them; whole blocks of 32 for Q8_0.
inline std::string stored_values(std::span<const float> values, std::uint32_t type) {
    constexpr std::size_t kBlock = 32;
    std::string bytes;
    for (std::size_t at = 0; at < values.size(); at += kBlock) {
        const auto block = values.subspan(at, std::min(kBlock, values.size() - at));
        float largest = 0;
        for (const float value : block) {
            largest = std::max(largest, std::abs(value));
        }
        const float scale = largest / 127;
        bytes += type == gguf_type::kQ8_0 ? little_endian(f16_bits(scale)) : "";
        for (const float value : block) {
            if (type == gguf_type::kF32) {
                bytes += little_endian(value);
            } else if (type == gguf_type::kF16) {
                bytes += little_endian(f16_bits(value));
            } else {
                bytes += static_cast<char>(scale > 0 ? std::lround(value / scale) : 0);
            }
        }
    }
    return bytes;
}

/// Values rounded as Q8_0 stores them: multiples of their block's scale.
inline std::vector<float> q8_0_values(std::span<const float> values) {
    constexpr std::size_t kBlockBytes = 34;
    const std::string bytes = stored_values(values, gguf_type::kQ8_0);
    std::vector<float> kept(values.size());
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const std::size_t block = i / 32 * kBlockBytes;
        std::uint16_t bits = 0;
        std::memcpy(&bits, bytes.data() + block, sizeof bits);
        const int exponent = bits >> 10U & 0x1FU;
        const auto fraction = static_cast<float>(bits & 0x3FFU);
        const float scale =
            exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
        kept[i] = scale * static_cast<float>(static_cast<std::int8_t>(bytes[block + 2 + i % 32]));
    }
    return kept;
}

/// The GGUF name of a tensor.
inline std::string gguf_name(std::string name) {
    constexpr std::array kNames{std::pair{"model.embed_tokens", "token_embd"},
                                std::pair{"model.norm", "output_norm"},
                                std::pair{"model.layers", "blk"},
                                std::pair{"input_layernorm", "attn_norm"},
                                std::pair{"post_attention_layernorm", "ffn_norm"},
                                std::pair{"self_attn.q_proj", "attn_q"},
                                std::pair{"self_attn.k_proj", "attn_k"},
                                std::pair{"self_attn.v_proj", "attn_v"},
                                std::pair{"self_attn.o_proj", "attn_output"},
                                std::pair{"self_attn.q_norm", "attn_q_norm"},
                                std::pair{"self_attn.k_norm", "attn_k_norm"},
                                std::pair{"lm_head", "output"},
                                std::pair{"mlp.gate_proj", "ffn_gate"},
                                std::pair{"mlp.up_proj", "ffn_up"},
                                std::pair{"mlp.down_proj", "ffn_down"}};
    for (const auto& [ours, theirs] : kNames) {
        if (const auto at = name.find(ours); at != std::string::npos) {
            name.replace(at, std::string_view(ours).size(), theirs);
        }
    }
    return name;
}

/// Rows of q or k in GGUF order: rows that are rotated together are adjacent.
inline std::vector<float> paired_rows(std::span<const float> values, std::size_t heads,
                                      std::size_t cols) {
    std::vector<float> stored;
    const std::size_t head_rows = values.size() / cols / heads;
    for (std::size_t row = 0; row < heads * head_rows; ++row) {
        const std::size_t inside = row % head_rows;
        const std::size_t from = row - inside + inside % 2 * (head_rows / 2) + inside / 2;
        const auto one = values.subspan(from * cols, cols);
        stored.insert(stored.end(), one.begin(), one.end());
    }
    return stored;
}

/// Adds the pieces of a tokenizer.model, parsed without checks.
inline void add_pieces(GgufWriter& writer, std::string_view file) {
    std::vector<std::string> tokens;
    std::vector<float> scores;
    std::vector<std::int32_t> types;
    const auto number = [](std::string_view& from) {
        std::uint64_t value = 0;
        for (unsigned shift = 0;; shift += 7) {
            const auto byte = static_cast<unsigned char>(from.front());
            from.remove_prefix(1);
            value |= std::uint64_t{byte & 0x7FU} << shift;
            if (byte < 0x80U) {
                return static_cast<std::size_t>(value);
            }
        }
    };
    while (file.starts_with('\x0A')) {
        file.remove_prefix(1);
        const std::size_t length = number(file);
        std::string_view piece = file.substr(0, length);
        file.remove_prefix(length);
        scores.push_back(0);
        types.push_back(1);
        while (!piece.empty()) {
            const std::size_t tag = number(piece);
            if (tag == 0x0A) {
                const std::size_t text = number(piece);
                tokens.emplace_back(piece.substr(0, text));
                piece.remove_prefix(text);
            } else if (tag == 0x15) {
                std::memcpy(&scores.back(), piece.data(), sizeof(float));
                piece.remove_prefix(sizeof(float));
            } else {
                types.back() = static_cast<std::int32_t>(number(piece));
            }
        }
    }
    writer.text("tokenizer.ggml.model", "llama");
    writer.texts("tokenizer.ggml.tokens", tokens);
    writer.numbers("tokenizer.ggml.scores", inference::GgufType::f32, scores);
    writer.numbers("tokenizer.ggml.token_type", inference::GgufType::i32, types);
    writer.count("tokenizer.ggml.bos_token_id", 1);
    writer.count("tokenizer.ggml.eos_token_id", 2);
}

/// The GGUF file of a Llama checkpoint with matrices of `type`, or F16 when rows are not whole
/// blocks.
inline std::string gguf_of(const inference::Checkpoint& source, std::string_view tokenizer_model,
                           std::uint32_t type) {
    const inference::ModelConfig& config = source.config();
    const auto count = [](std::size_t number) { return static_cast<std::uint32_t>(number); };
    GgufWriter writer;
    writer.text("general.architecture", "llama");
    writer.count("llama.context_length", count(config.max_positions));
    writer.count("llama.embedding_length", count(config.hidden_size));
    writer.count("llama.block_count", count(config.n_layers));
    writer.count("llama.feed_forward_length", count(config.intermediate_size));
    writer.count("llama.attention.head_count", count(config.n_heads));
    writer.count("llama.attention.head_count_kv", count(config.n_kv_heads));
    writer.count("llama.rope.dimension_count", count(config.head_dim));
    writer.number("llama.attention.layer_norm_rms_epsilon", config.rms_norm_eps);
    writer.number("llama.rope.freq_base", 10000);
    add_pieces(writer, tokenizer_model);
    for (const inference::CheckpointTensor& tensor : source.tensors()) {
        const inference::PlannedTensor& plan = tensor.plan;
        std::vector<float> values(plan.rows * plan.cols);
        std::vector<std::byte> raw;
        REQUIRE(source.read_rows(tensor, 0, values, raw).has_value());
        if (plan.name.contains("q_proj") || plan.name.contains("k_proj")) {
            const bool is_query = plan.name.contains("q_proj");
            values = paired_rows(values, is_query ? config.n_heads : config.n_kv_heads, plan.cols);
        }
        const bool is_matrix = plan.kind == inference::PlannedTensor::Kind::matrix;
        const std::uint32_t stored = !is_matrix            ? gguf_type::kF32
                                     : plan.cols % 32 != 0 ? gguf_type::kF16
                                                           : type;
        std::vector<std::uint64_t> extents{plan.cols};
        if (is_matrix) {
            extents.push_back(plan.rows);
        }
        writer.tensors.push_back(
            {gguf_name(plan.name), std::move(extents), stored, stored_values(values, stored)});
    }
    return writer.file();
}

} // namespace sotto::test

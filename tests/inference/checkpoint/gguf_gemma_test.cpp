#include "inference/checkpoint/gguf_checkpoint.h"
#include "tests/support/gguf_writer.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_checkpoint.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::inference {

namespace {

using Catch::Matchers::ContainsSubstring;
using test::GgufWriter;
using test::TempFolder;

constexpr float kStoredNorm = 1.25F;

/// A Gemma 3 of three layers without a tokenizer; all weights of a tensor are alike.
GgufWriter gemma_file() {
    GgufWriter writer;
    writer.text("general.architecture", "gemma3");
    writer.count("gemma3.context_length", 256);
    writer.count("gemma3.embedding_length", 32);
    writer.count("gemma3.block_count", 3);
    writer.count("gemma3.feed_forward_length", 40);
    writer.count("gemma3.attention.head_count", 4);
    writer.count("gemma3.attention.head_count_kv", 1);
    writer.count("gemma3.attention.key_length", 16);
    writer.count("gemma3.attention.value_length", 16);
    writer.count("gemma3.attention.sliding_window", 8);
    writer.number("gemma3.attention.layer_norm_rms_epsilon", 1e-6F);
    writer.number("gemma3.rope.freq_base", 1'000'000);
    const auto add = [&writer](const std::string& name, std::vector<std::uint64_t> extents,
                               float value) {
        std::size_t count = 1;
        for (const std::uint64_t extent : extents) {
            count *= extent;
        }
        writer.tensors.push_back(
            {name + ".weight", std::move(extents), 0, test::f32_bytes(std::vector(count, value))});
    };
    add("token_embd", {32, 24}, 0.5F);
    add("output_norm", {32}, kStoredNorm);
    for (int i = 0; i < 3; ++i) {
        const std::string layer = "blk." + std::to_string(i) + ".";
        for (const char* norm : {"attn_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm"}) {
            add(layer + norm, {32}, kStoredNorm);
        }
        add(layer + "attn_q_norm", {16}, kStoredNorm);
        add(layer + "attn_k_norm", {16}, kStoredNorm);
        add(layer + "attn_q", {32, 64}, 0.5F);
        add(layer + "attn_k", {32, 16}, 0.5F);
        add(layer + "attn_v", {32, 16}, 0.5F);
        add(layer + "attn_output", {64, 32}, 0.5F);
        add(layer + "ffn_gate", {32, 40}, 0.5F);
        add(layer + "ffn_up", {32, 40}, 0.5F);
        add(layer + "ffn_down", {40, 32}, 0.5F);
    }
    return writer;
}

Result<GgufCheckpoint> open(const TempFolder& temp, const GgufWriter& writer) {
    return GgufCheckpoint::open(temp.write("gemma.gguf", writer.file()));
}

} // namespace

TEST_CASE("a Gemma 3 GGUF file gives its settings and norms without the one added") {
    const TempFolder temp;
    const auto file = open(temp, gemma_file());
    INFO((file ? std::string() : file.error().detail));
    REQUIRE(file.has_value());
    const ModelConfig& config = file->config();
    CHECK(config.family == Family::gemma3);
    CHECK(config.head_dim == 16);
    CHECK(config.attention_scale == 0.25F);
    CHECK(config.norm_adds_one);
    CHECK(config.tie_word_embeddings);
    for (const LayerConfig& layer : config.layers) {
        CHECK(layer.window == 8); // the first five of six
        CHECK(layer.rope->theta == 10'000);
    }
    int n_norms = 0;
    for (const CheckpointTensor& tensor : file->tensors()) {
        std::vector<float> values(tensor.plan.rows * tensor.plan.cols);
        std::vector<std::byte> raw;
        REQUIRE(file->read_rows(tensor, 0, values, raw).has_value());
        const bool is_norm = tensor.plan.kind == PlannedTensor::Kind::vector;
        CHECK(values == std::vector(values.size(), is_norm ? kStoredNorm - 1 : 0.5F));
        n_norms += is_norm ? 1 : 0;
    }
    CHECK(n_norms == 3 * 6 + 1);
    CHECK_FALSE(file->tokenizer_status().has_value());
}

TEST_CASE("which layers of a Gemma 3 GGUF file have windows can be said as a period or a list") {
    const TempFolder temp;
    GgufWriter writer = gemma_file();
    writer.count("gemma3.attention.sliding_window_pattern", 2);
    const auto by_period = open(temp, writer);
    REQUIRE(by_period.has_value());
    CHECK(by_period->config().layers[0].window == 8);
    CHECK_FALSE(by_period->config().layers[1].window.has_value());
    CHECK(by_period->config().layers[1].rope->theta == 1'000'000);
    writer.list("gemma3.attention.sliding_window_pattern", GgufType::boolean, 3,
                std::string_view("\0\1\0", 3));
    const auto by_list = open(temp, writer);
    REQUIRE(by_list.has_value());
    CHECK_FALSE(by_list->config().layers[0].window.has_value());
    CHECK(by_list->config().layers[1].window == 8);
    writer.list("gemma3.attention.sliding_window_pattern", GgufType::boolean, 2, "\1\1");
    CHECK(open(temp, writer).error().code == ErrorCode::corrupt_data);
    writer.texts("gemma3.attention.sliding_window_pattern", {"a", "b", "c"});
    CHECK(open(temp, writer).error().code == ErrorCode::corrupt_data);
}

TEST_CASE("a Gemma 3 GGUF file without a required entry is refused") {
    const TempFolder temp;
    for (const char* key : {"gemma3.attention.key_length", "gemma3.attention.sliding_window",
                            "gemma3.rope.freq_base"}) {
        GgufWriter writer = gemma_file();
        writer.remove(key);
        CHECK_THAT(open(temp, writer).error().detail, ContainsSubstring(key));
    }
    GgufWriter capped = gemma_file();
    capped.number("gemma3.final_logit_softcapping", 30);
    CHECK(open(temp, capped).error().code == ErrorCode::unsupported);
}

} // namespace sotto::inference

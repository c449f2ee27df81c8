#include "inference/engine/evaluation.h"
#include "inference/generation/loaded_model.h"
#include "inference/import/model_store.h"
#include "inference/model/model_file.h"
#include "inference/quantization/channel_scales.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_checkpoint.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

namespace sotto::inference {

namespace {

using Catch::Matchers::ContainsSubstring;
using test::TempFolder;
using test::TinyCheckpoint;

const std::string kLayer = "model.layers.0.";
const std::string kQuery = kLayer + "self_attn.q_proj.weight";

/// Weights between −1 and 1, not on any grid.
std::vector<float> weights_of(std::size_t count) {
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i) {
        values[i] = static_cast<float>((i * 37) % 201) / 100 - 1;
    }
    return values;
}

/// A scale for each row that clips some of the largest weights.
std::vector<float> scales_of(std::size_t rows) {
    std::vector<float> scales(rows);
    for (std::size_t i = 0; i < rows; ++i) {
        scales[i] = 0.123F + static_cast<float>(i) / 1000;
    }
    return scales;
}

/// The published checkpoint for accelerators as models.md describes it, at a small size: plain
/// weights, and for every matrix of the layers the scales of its rows.
struct AcceleratorCheckpoint : TinyCheckpoint {
    AcceleratorCheckpoint() {
        config = R"({"architectures": ["MobileLLMP1ForCausalLM"], "model_type": "llama4_text",
            "hidden_size": 32, "intermediate_size": 40, "intermediate_size_mlp": 40,
            "num_hidden_layers": 1, "num_attention_heads": 4, "num_key_value_heads": 2,
            "head_dim": 8, "vocab_size": 24, "max_position_embeddings": 256, "rms_norm_eps": 1e-5,
            "rope_theta": 500000.0, "no_rope_layers": [1], "use_qk_norm": false,
            "rope_interleave": true, "layer_types": ["full_attention"],
            "tie_word_embeddings": true, "bos_token_id": 1, "eos_token_id": 2})";
        for (const auto* name :
             {"self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj",
              "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"}) {
            Tensor& matrix = tensors[kLayer + name + ".weight"];
            matrix.bytes = test::f32_bytes(weights_of(matrix.shape[0] * matrix.shape[1]));
            add_scales(kLayer + name + ".weight", matrix.shape[0]);
        }
    }
    void add_scales(const std::string& matrix, std::size_t rows) {
        tensors[matrix + "_fake_quantizer.scale"] = {
            {rows, 1}, "F32", test::f32_bytes(scales_of(rows))};
    }
    Result<ImportReport> import(WeightDtype dtype = WeightDtype::int4) const {
        const auto store = ModelStore::open(temp.path() / "models", "");
        const auto source = write_with_tokenizer(temp);
        auto report =
            (*store)->import({.path = source.string(), .name = "m", .weights = dtype}, {}, {});
        INFO((report ? std::string() : report.error().detail));
        return report;
    }

    TempFolder temp;
};

} // namespace

TEST_CASE("learned scales are kept, and every weight is on their grid") {
    const AcceleratorCheckpoint checkpoint;
    const auto report = checkpoint.import();
    REQUIRE(report.has_value());
    const std::filesystem::path folder = report->model.folder;
    const auto file = ModelFile::open(folder / kWeightsFileName);
    REQUIRE(file.has_value());
    for (const auto& [name, rows, cols] : {std::tuple{kQuery, 32U, 32U},
                                           {kLayer + "mlp.gate_proj.weight", 40U, 32U},
                                           {kLayer + "mlp.down_proj.weight", 32U, 40U}}) {
        const auto matrix = (*file)->matrix(name, rows, cols);
        REQUIRE(matrix.has_value());
        REQUIRE(dtype_of(*matrix) == MatrixDtype::int4_channel);
        const auto values = weights_of(rows * cols);
        const auto scales = scales_of(rows);
        std::vector<float> row(cols);
        for (std::size_t i = 0; i < rows; ++i) {
            dequantize_row(*matrix, i, row);
            for (std::size_t j = 0; j < cols; ++j) {
                const float steps =
                    std::clamp(std::nearbyint(values[i * cols + j] / scales[i]), -8.0F, 7.0F);
                CHECK(row[j] == steps * scales[i]);
            }
        }
    }
    // The embedding has no learned scales and keeps block scales.
    CHECK(dtype_of((*file)->matrix("model.embed_tokens.weight", 24, 32).value()) ==
          MatrixDtype::int4);
    // The engine can use it.
    ModelChoice choice;
    choice.folder = folder;
    choice.threads = 1;
    const auto model = LoadedModel::open(choice);
    INFO((model ? std::string() : model.error().detail));
    REQUIRE(model.has_value());
    const std::array<TokenId, 3> tokens{1, 2, 3};
    const auto logits = logits_of((*model)->transformer(), tokens);
    REQUIRE(logits.has_value());
    CHECK(std::ranges::all_of(*logits, [](float logit) { return std::isfinite(logit); }));
}

TEST_CASE("an import with other weights than int4 drops learned scales and says so") {
    const AcceleratorCheckpoint checkpoint;
    const auto report = checkpoint.import(WeightDtype::f32);
    REQUIRE(report.has_value());
    REQUIRE(report->warnings.size() == 1);
    CHECK_THAT(report->warnings.front(), ContainsSubstring("int4"));
}

TEST_CASE("learned scales that cannot be verified are refused") {
    const auto refusal_of = [](const std::function<void(AcceleratorCheckpoint&)>& change) {
        AcceleratorCheckpoint checkpoint;
        change(checkpoint);
        const auto report = checkpoint.import();
        REQUIRE_FALSE(report.has_value());
        return report.error().detail;
    };
    const std::string name = kQuery + "_fake_quantizer.scale";
    CHECK_THAT(refusal_of([&](auto& c) { c.tensors.erase(name); }), ContainsSubstring("some"));
    CHECK_THAT(refusal_of([&](auto& c) {
                   c.tensors[name] = {{32, 2}, "F32", test::f32_bytes(scales_of(64))};
               }),
               ContainsSubstring("[32, 2]"));
    CHECK_THAT(refusal_of([&](auto& c) {
                   auto scales = scales_of(32);
                   scales[31] = -scales[31];
                   c.tensors[name].bytes = test::f32_bytes(scales);
               }),
               ContainsSubstring("positive"));
    for (const float factor : {0.01F, 1000.0F}) {
        CHECK_THAT(refusal_of([&](auto& c) {
                       auto scales = scales_of(32);
                       std::ranges::for_each(scales, [&](float& scale) { scale *= factor; });
                       c.tensors[name].bytes = test::f32_bytes(scales);
                   }),
                   ContainsSubstring("do not fit"));
    }
    // Also in the last rows of a matrix only.
    CHECK_THAT(refusal_of([&](auto& c) {
                   auto scales = scales_of(40);
                   std::for_each(scales.end() - 8, scales.end(), [](float& s) { s *= 0.01F; });
                   c.tensors[kLayer + "mlp.gate_proj.weight_fake_quantizer.scale"].bytes =
                       test::f32_bytes(scales);
               }),
               ContainsSubstring("do not fit"));
    CHECK_THAT(refusal_of([&](auto& c) { c.add_scales("lm_head.weight", 24); }),
               ContainsSubstring("tie_word_embeddings"));
}

TEST_CASE("a learned scale that is zero, infinite or NaN is refused") {
    const std::array rows{1.0F, 2.0F};
    for (const float scale : {0.0F, -1.0F, std::numeric_limits<float>::infinity(),
                              std::numeric_limits<float>::quiet_NaN(), 1e-42F}) {
        CHECK(check_channel_scales("m", rows, std::array{scale}).error().code ==
              ErrorCode::corrupt_data);
    }
    CHECK(check_channel_scales("m", rows, std::array{0.5F}).has_value());
}

} // namespace sotto::inference

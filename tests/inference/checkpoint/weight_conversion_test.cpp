#include "inference/checkpoint/hugging_face_folder.h"
#include "inference/checkpoint/weight_conversion.h"
#include "inference/formats/float_formats.h"
#include "inference/model/model_file.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_checkpoint.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <variant>
#include <vector>

namespace sotto::inference {

namespace {

using test::TempFolder;
using test::TinyCheckpoint;

std::vector<PlannedTensor> plan_of(const Checkpoint& source) {
    std::vector<PlannedTensor> plan;
    for (const CheckpointTensor& tensor : source.tensors()) {
        plan.push_back(tensor.plan);
    }
    return plan;
}

Status convert(
    const Checkpoint& source, WeightDtype dtype, const std::filesystem::path& path,
    const std::stop_token& stop = {},
    const std::function<void(std::uint64_t)>& progress = [](std::uint64_t) {}) {
    const auto plan = plan_of(source);
    auto file = OutputFile::create(path);
    REQUIRE(file.has_value());
    return plan_conversion(source, dtype)
        .and_then([&](const std::vector<TensorTreatment>& treatments) {
            const WeightLayout layout(plan, dtypes_of(treatments));
            return convert_weights(source, layout, treatments, *file, stop, progress);
        })
        .and_then([&] { return file->finish(); });
}

/// The matrix's numbers as the engine will understand them.
std::vector<float> numbers(const WeightMatrix& matrix) {
    std::vector<float> values;
    if (const auto* plain = std::get_if<F32Matrix>(&matrix)) {
        values.assign(plain->values.begin(), plain->values.end());
    } else if (const auto* int8 = std::get_if<Int8Matrix>(&matrix)) {
        for (std::size_t i = 0; i < int8->values.size(); ++i) {
            values.push_back(static_cast<float>(int8->values[i]) * int8->scales[i / int8->cols]);
        }
    } else if (const auto* blocks = std::get_if<BlockMatrix>(&matrix)) {
        const BlockRows& part = blocks->parts.front();
        std::vector<float> row((blocks->cols + 31) / 32 * 32);
        for (std::size_t i = 0; i < blocks->rows; ++i) {
            const auto bytes = static_cast<std::size_t>(padded_row_bytes(part.type, blocks->cols));
            dequantize(part.type, part.blocks.subspan(i * bytes, bytes), row);
            values.insert(values.end(), row.begin(),
                          row.begin() + static_cast<std::ptrdiff_t>(blocks->cols));
        }
    } else {
        const auto& int4 = std::get<Int4Matrix>(matrix);
        for (std::size_t row = 0; row < int4.rows; ++row) {
            for (std::size_t col = 0; col < int4.cols; ++col) {
                const std::size_t at = row * int4.padded_cols + col;
                const int nibble = (int4.nibbles[at / 2] >> (at % 2 * 4)) & 0xF;
                values.push_back(static_cast<float>(nibble - 8) *
                                 from_bf16_bits(int4.scales[at / kInt4BlockSize]));
            }
        }
    }
    return values;
}

} // namespace

TEST_CASE("a converted checkpoint holds the same numbers, within the form's precision") {
    struct Case {
        WeightDtype dtype;
        float tolerance; ///< for weights between −1 and 1: half a step
    };
    for (const auto& [dtype, tolerance] :
         {Case{WeightDtype::f32, 0.0F}, Case{WeightDtype::int8, 0.004F},
          Case{WeightDtype::int4, 0.15F}}) {
        const TempFolder temp;
        const auto source = HuggingFaceFolder::open(TinyCheckpoint().write(temp));
        REQUIRE(source.has_value());
        std::uint64_t last = 0;
        REQUIRE(convert(*source, dtype, temp.path() / "weights.safetensors", {},
                        [&](std::uint64_t done) { last = done; })
                    .has_value());
        CHECK(last == checkpoint_bytes(*source));
        const auto file = ModelFile::open(temp.path() / "weights.safetensors");
        REQUIRE(file.has_value());
        for (const CheckpointTensor& tensor : source->tensors()) {
            INFO(tensor.plan.name);
            const PlannedTensor& plan = tensor.plan;
            std::vector<std::byte> raw;
            std::vector<float> wanted(plan.rows * plan.cols);
            REQUIRE(source->read_rows(tensor, 0, wanted, raw).has_value());
            if (plan.kind == PlannedTensor::Kind::vector) {
                CHECK((*file)->vector(plan.name, plan.cols).value() == wanted);
                continue;
            }
            const auto matrix = (*file)->matrix(plan.name, plan.rows, plan.cols);
            REQUIRE(matrix.has_value());
            const auto got = numbers(*matrix);
            REQUIRE(got.size() == wanted.size());
            float worst = 0;
            for (std::size_t i = 0; i < got.size(); ++i) {
                worst = std::max(worst, std::abs(got[i] - wanted[i]));
            }
            CHECK(worst <= tolerance);
        }
    }
}

TEST_CASE("a conversion that is stopped ends as cancelled") {
    const TempFolder temp;
    const auto source = HuggingFaceFolder::open(TinyCheckpoint().write(temp));
    REQUIRE(source.has_value());
    std::stop_source stop;
    stop.request_stop();
    const Status converted =
        convert(*source, WeightDtype::int4, temp.path() / "weights.safetensors", stop.get_token());
    CHECK(converted.error().code == ErrorCode::cancelled);
}

TEST_CASE("weights of the trained family that lie on the grid keep their integers") {
    TinyCheckpoint checkpoint;
    checkpoint.config =
        R"({"architectures": ["MobileLLMP1ForCausalLM"], "model_type": "llama4_text",
        "hidden_size": 32, "intermediate_size": 40, "intermediate_size_mlp": 40,
        "num_hidden_layers": 1, "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 8,
        "vocab_size": 24, "max_position_embeddings": 256, "rms_norm_eps": 1e-5,
        "rope_theta": 500000.0, "no_rope_layers": [1], "use_qk_norm": false,
        "attn_temperature_tuning": false, "layer_types": ["full_attention"], "sliding_window": 8,
        "tie_word_embeddings": true, "bos_token_id": 1, "eos_token_id": 2})";
    // −8 steps of 1/64 are in every group, so that the grid of training would choose another step.
    std::vector<float> values(32 * 32);
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = (static_cast<float>((i * 7) % 16) - 8) / 64;
    }
    const std::string name = "model.layers.0.self_attn.q_proj.weight";
    checkpoint.tensors[name].bytes = test::f32_bytes(values);
    const TempFolder temp;
    const auto source = HuggingFaceFolder::open(checkpoint.write(temp));
    REQUIRE(source.has_value());
    REQUIRE(convert(*source, WeightDtype::int4, temp.path() / "weights.safetensors").has_value());
    const auto file = ModelFile::open(temp.path() / "weights.safetensors");
    REQUIRE(file.has_value());
    CHECK(numbers((*file)->matrix(name, 32, 32).value()) == values);
}

TEST_CASE("a weight that is no finite number is refused by its tensor, whatever it becomes") {
    for (const WeightDtype dtype :
         {WeightDtype::int4, WeightDtype::int8, WeightDtype::f32, WeightDtype::blocks}) {
        for (const std::string name : {"model.embed_tokens.weight", "model.norm.weight",
                                       "model.layers.0.mlp.down_proj.weight"}) {
            for (const std::uint32_t bits : {0x7FC00000U, 0x7F800000U, 0xFF800000U}) {
                CAPTURE(static_cast<int>(dtype), name, bits);
                TinyCheckpoint checkpoint;
                std::string& bytes = checkpoint.tensors[name].bytes;
                const std::size_t at = bytes.size() / 8 * 4; // one in the middle
                for (std::size_t i = 0; i < 4; ++i) {
                    bytes[at + i] = static_cast<char>(bits >> (8 * i));
                }
                const TempFolder temp;
                const auto folder = HuggingFaceFolder::open(checkpoint.write(temp));
                REQUIRE(folder.has_value());
                const Status converted = convert(*folder, dtype, temp.path() / "out");
                REQUIRE_FALSE(converted.has_value());
                CHECK(converted.error().code == ErrorCode::corrupt_data);
                CHECK(converted.error().detail.contains(name));
            }
        }
    }
}

} // namespace sotto::inference

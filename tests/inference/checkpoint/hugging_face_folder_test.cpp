#include "inference/checkpoint/hugging_face_folder.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_checkpoint.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <filesystem>
#include <format>
#include <limits>
#include <string>

namespace sotto::inference {

namespace {

using Catch::Matchers::ContainsSubstring;
using test::TempFolder;
using test::TinyCheckpoint;

constexpr const char* kQuery = "model.layers.0.self_attn.q_proj.weight";

Error refusal(const TinyCheckpoint& checkpoint) {
    const TempFolder temp;
    const auto folder = HuggingFaceFolder::open(checkpoint.write(temp));
    REQUIRE_FALSE(folder.has_value());
    return folder.error();
}

/// Two shards, the second one with the norms, and an index that may say something else.
std::filesystem::path write_shards(const TempFolder& temp, const TinyCheckpoint& checkpoint,
                                   std::string_view norm_shard = "b.safetensors",
                                   std::string_view extra = "") {
    std::map<std::string, TinyCheckpoint::Tensor> first;
    std::map<std::string, TinyCheckpoint::Tensor> second;
    std::string map;
    for (const auto& [name, tensor] : checkpoint.tensors) {
        const bool is_norm = name.contains("norm");
        (is_norm ? second : first).emplace(name, tensor);
        if (name.contains("unlisted") || name.contains("inv_freq")) {
            continue;
        }
        map += std::format("{}\"{}\": \"{}\"", map.empty() ? "" : ", ", name,
                           is_norm ? norm_shard : "a.safetensors");
    }
    temp.write("sharded/a.safetensors", TinyCheckpoint::file_of(first));
    temp.write("sharded/b.safetensors", TinyCheckpoint::file_of(second));
    temp.write("sharded/model.safetensors.index.json",
               std::format("{{\"metadata\": {{}}, \"weight_map\": {{{}{}}}}}", map, extra));
    return temp.write("sharded/config.json", checkpoint.config).parent_path();
}

} // namespace

TEST_CASE("a Hugging Face folder gives the tensors its configuration calls for") {
    const TempFolder temp;
    const auto folder = HuggingFaceFolder::open(TinyCheckpoint().write(temp));
    REQUIRE(folder.has_value());
    CHECK(folder->config().n_layers == 1);
    CHECK(folder->tensors().size() == 11);
    CHECK(folder->warnings().empty());
    CHECK(folder->generation_config_json().empty());

    const CheckpointTensor& embedding = folder->tensors().front();
    CHECK(embedding.plan.name == "model.embed_tokens.weight");
    CHECK(embedding.bytes() == 24 * 32 * 4);
    std::vector<float> rows(2 * 32);
    std::vector<std::byte> raw;
    REQUIRE(folder->read_rows(embedding, 3, rows, raw).has_value());
    const auto nth = [](std::size_t i) {
        const std::size_t name_length = std::string_view("model.embed_tokens.weight").size();
        return static_cast<float>((i * 37 + name_length * 11) % 201) / 100 - 1;
    };
    CHECK(rows[0] == nth(3 * 32));
    CHECK(rows[63] == nth(5 * 32 - 1));
}

TEST_CASE("other spellings of tensor names are understood") {
    TinyCheckpoint checkpoint;
    checkpoint.rename("model.embed_tokens.weight", "language_model.model.embed_tokens.weight");
    checkpoint.rename("model.layers.0.mlp.up_proj.weight",
                      "model.layers.0.feed_forward.up_proj.weight");
    const TempFolder temp;
    CHECK(HuggingFaceFolder::open(checkpoint.write(temp)).has_value());
}

TEST_CASE("a tensor that comes under two spellings is refused") {
    TinyCheckpoint checkpoint;
    checkpoint.add("language_model.model.norm.weight", {32});
    CHECK_THAT(refusal(checkpoint).detail, ContainsSubstring("\"model.norm.weight\" twice"));
}

TEST_CASE("a missing, misshapen or surplus tensor is named") {
    TinyCheckpoint missing;
    missing.tensors.erase(kQuery);
    CHECK(refusal(missing).code == ErrorCode::invalid_input);
    CHECK_THAT(refusal(missing).detail, ContainsSubstring(kQuery));

    TinyCheckpoint misshapen;
    misshapen.add(kQuery, {32, 31});
    CHECK_THAT(refusal(misshapen).detail, ContainsSubstring(kQuery) &&
                                              ContainsSubstring("[32, 31]") &&
                                              ContainsSubstring("[32, 32]"));

    TinyCheckpoint surplus;
    surplus.add("model.layers.0.self_attn.q_proj.bias", {32});
    CHECK_THAT(refusal(surplus).detail, ContainsSubstring("q_proj.bias"));

    TinyCheckpoint one_layer_too_many;
    one_layer_too_many.add("model.layers.1.input_layernorm.weight", {32});
    CHECK_THAT(refusal(one_layer_too_many).detail, ContainsSubstring("model.layers.1."));
}

TEST_CASE("tensors the model is complete without are left out with a warning") {
    TinyCheckpoint checkpoint;
    checkpoint.add("lm_head.weight", {24, 32});
    checkpoint.add("model.layers.0.self_attn.q_proj.weight_fake_quantizer.scale", {32, 1});
    checkpoint.add("model.layers.0.self_attn.rotary_emb.inv_freq", {4});
    const TempFolder temp;
    const auto folder = HuggingFaceFolder::open(checkpoint.write(temp));
    REQUIRE(folder.has_value());
    CHECK(folder->tensors().size() == 11);
    REQUIRE(folder->warnings().size() == 2);
    CHECK_THAT(folder->warnings()[0], ContainsSubstring("lm_head.weight"));
    CHECK_THAT(folder->warnings()[1], ContainsSubstring("2 tensors"));
}

TEST_CASE("weights of a type that is no float are refused") {
    TinyCheckpoint checkpoint;
    checkpoint.tensors[kQuery] = {{32, 32}, "I8", std::string(32 * 32, '\1')};
    CHECK(refusal(checkpoint).code == ErrorCode::unsupported);
}

TEST_CASE("weights that are not finite are refused by name") {
    TinyCheckpoint checkpoint;
    std::vector<float> values(32 * 32, 1.0F);
    values[1000] = std::numeric_limits<float>::quiet_NaN();
    checkpoint.tensors[kQuery].bytes = test::f32_bytes(values);
    const TempFolder temp;
    const auto folder = HuggingFaceFolder::open(checkpoint.write(temp));
    REQUIRE(folder.has_value());
    for (const CheckpointTensor& tensor : folder->tensors()) {
        std::vector<std::byte> raw;
        std::vector<float> all(tensor.plan.rows * tensor.plan.cols);
        const Status read = folder->read_rows(tensor, 0, all, raw);
        CHECK(read.has_value() == (tensor.plan.name != kQuery));
        if (!read) {
            CHECK(read.error().code == ErrorCode::corrupt_data);
            CHECK_THAT(read.error().detail, ContainsSubstring(kQuery));
        }
    }
}

TEST_CASE("a weight file that shrinks while it is read is an error") {
    const TempFolder temp;
    const auto path = TinyCheckpoint().write(temp);
    const auto folder = HuggingFaceFolder::open(path);
    REQUIRE(folder.has_value());
    std::filesystem::resize_file(path / "model.safetensors", 2'000);
    std::vector<std::byte> raw;
    std::vector<float> rows(24 * 32);
    CHECK(folder->read_rows(folder->tensors().front(), 0, rows, raw).error().code == ErrorCode::io);
}

TEST_CASE("shards are joined by their index") {
    const TempFolder temp;
    const auto folder = HuggingFaceFolder::open(write_shards(temp, TinyCheckpoint()));
    REQUIRE(folder.has_value());
    CHECK(folder->tensors().size() == 11);
    for (const CheckpointTensor& tensor : folder->tensors()) {
        CHECK(tensor.file == (tensor.plan.name.contains("norm") ? 1 : 0));
    }
}

TEST_CASE("a shard may hold a tensor that no model needs and the index does not name") {
    const TempFolder temp;
    TinyCheckpoint checkpoint;
    checkpoint.add("model.layers.0.self_attn.rotary_emb.inv_freq", {4});
    const auto folder = HuggingFaceFolder::open(write_shards(temp, checkpoint));
    INFO((folder ? std::string() : folder.error().detail));
    REQUIRE(folder.has_value());
    CHECK(folder->tensors().size() == 11);
    CHECK(folder->warnings().size() == 1);
}

TEST_CASE("what an old index does not name is used if the model needs it, else left out") {
    TinyCheckpoint checkpoint;
    checkpoint.add("model.layers.0.unlisted.weight", {4});
    const TempFolder temp;
    const auto folder = HuggingFaceFolder::open(write_shards(temp, checkpoint));
    INFO((folder ? std::string() : folder.error().detail));
    REQUIRE(folder.has_value());
    CHECK(folder->tensors().size() == 11);
    REQUIRE(folder->warnings().size() == 1);
    CHECK_THAT(folder->warnings().front(), ContainsSubstring("index"));

    const TempFolder other;
    const auto path = write_shards(other, TinyCheckpoint());
    other.write("sharded/model.safetensors.index.json",
                R"({"weight_map": {"model.norm.weight": "b.safetensors",
                    "model.embed_tokens.weight": "a.safetensors"}})");
    const auto needed = HuggingFaceFolder::open(path);
    INFO((needed ? std::string() : needed.error().detail));
    REQUIRE(needed.has_value());
    CHECK(needed->tensors().size() == 11);
    CHECK(needed->warnings().empty());
}

TEST_CASE("a tensor that the index names and its file lacks is refused by name") {
    const TempFolder temp;
    const auto folder = HuggingFaceFolder::open(write_shards(
        temp, TinyCheckpoint(), "b.safetensors", R"(, "model.more": "b.safetensors")"));
    REQUIRE_FALSE(folder.has_value());
    CHECK_THAT(folder.error().detail, ContainsSubstring("model.more"));
}

TEST_CASE("weights that another program quantized are refused by the method's name") {
    const auto sentence = [](std::string_view member) {
        TinyCheckpoint checkpoint;
        checkpoint.config.insert(1, std::format("\"{}, ", member));
        const Error error = refusal(checkpoint);
        CHECK(error.code == ErrorCode::unsupported);
        return error.detail;
    };
    for (const auto& [method, name] :
         {std::pair{"bitsandbytes", "bitsandbytes"}, std::pair{"gptq", "GPTQ"},
          std::pair{"awq", "AWQ"}, std::pair{"fp8", "FP8"},
          std::pair{"compressed-tensors", "compressed-tensors"}, std::pair{"hqq", "HQQ"},
          std::pair{"exl2", "EXL2"}, std::pair{"aqlm", "AQLM"}, std::pair{"torchao", "torchao"},
          std::pair{"newest", "\"newest\""}}) {
        CHECK_THAT(
            sentence(std::format(R"(quantization_config": {{"quant_method": "{}"}})", method)),
            ContainsSubstring(name));
    }
    CHECK_THAT(sentence(R"(quantization_config": {"load_in_4bit": true})"),
               ContainsSubstring("bitsandbytes"));
    CHECK_THAT(sentence(R"(quantization": {"group_size": 64, "bits": 4})"),
               ContainsSubstring("MLX"));
    for (const auto& [suffix, name] :
         {std::pair{".qweight", "GPTQ"}, std::pair{".g_idx", "GPTQ"},
          std::pair{".weight.absmax", "bitsandbytes"}, std::pair{".SCB", "bitsandbytes"},
          std::pair{".weight_packed", "compressed-tensors"}, std::pair{".weight_scale_inv", "FP8"},
          std::pair{".W_q", "HQQ"}, std::pair{".q_weight", "EXL2"}, std::pair{".codebooks", "AQLM"},
          std::pair{".biases", "MLX"}}) {
        TinyCheckpoint checkpoint;
        checkpoint.add(std::string("model.layers.0.self_attn.q_proj") + suffix, {4});
        const Error error = refusal(checkpoint);
        CHECK(error.code == ErrorCode::unsupported);
        CHECK_THAT(error.detail, ContainsSubstring(name));
    }
    TinyCheckpoint plain;
    plain.config.insert(1, R"("quantization_config": null, "quantization": {}, )");
    const TempFolder temp;
    CHECK(HuggingFaceFolder::open(plain.write(temp)).has_value());
}

TEST_CASE("an index that contradicts its shards is refused") {
    const auto code = [](std::string_view shard, std::string_view extra = "") {
        const TempFolder temp;
        return HuggingFaceFolder::open(write_shards(temp, TinyCheckpoint(), shard, extra))
            .error()
            .code;
    };
    CHECK(code("a.safetensors") == ErrorCode::invalid_input);
    CHECK(code("c.safetensors") == ErrorCode::not_found);
    CHECK(code("b.safetensors", R"(, "model.more": "b.safetensors")") == ErrorCode::invalid_input);
    CHECK(code("b.safetensors", R"(, "model.more": 1)") == ErrorCode::invalid_input);
}

TEST_CASE("an index cannot name files outside its folder") {
    for (const char* shard : {"../a.safetensors", "/a.safetensors", "..", ".a.safetensors",
                              "x/../../a.safetensors", "a.bin", ""}) {
        const TempFolder temp;
        const auto folder = HuggingFaceFolder::open(write_shards(temp, TinyCheckpoint(), shard));
        REQUIRE_FALSE(folder.has_value());
        CHECK_THAT(folder.error().detail, ContainsSubstring("beside it"));
    }
}

TEST_CASE("weights in the form of Meta's own programs only say how to convert them") {
    const TempFolder temp;
    const auto path = temp.write("m/config.json", TinyCheckpoint().config).parent_path();
    temp.write("m/consolidated.00.pth", "PK");
    const auto folder = HuggingFaceFolder::open(path);
    CHECK(folder.error().code == ErrorCode::unsupported);
    CHECK_THAT(folder.error().detail, ContainsSubstring("save_pretrained"));
}

TEST_CASE("what is no model folder is refused with advice") {
    const TempFolder temp;
    CHECK(HuggingFaceFolder::open(temp.path() / "none").error().code == ErrorCode::not_found);
    CHECK_THAT(HuggingFaceFolder::open(temp.write("x.safetensors", "")).error().detail,
               ContainsSubstring("folder"));
    temp.write("outer/instruct/config.json", "{}");
    CHECK_THAT(HuggingFaceFolder::open(temp.path() / "outer").error().detail,
               ContainsSubstring("\"instruct\""));
    temp.write("bare/README.md", "");
    CHECK_THAT(HuggingFaceFolder::open(temp.path() / "bare").error().detail,
               ContainsSubstring("no config.json"));
    const auto weightless = temp.write("m/config.json", TinyCheckpoint().config).parent_path();
    CHECK_THAT(HuggingFaceFolder::open(weightless).error().detail,
               ContainsSubstring("neither model.safetensors"));
}

TEST_CASE("a damaged weight file is named") {
    const TempFolder temp;
    const auto path = TinyCheckpoint().write(temp);
    temp.write("tiny/model.safetensors", "short");
    const auto folder = HuggingFaceFolder::open(path);
    CHECK(folder.error().code == ErrorCode::corrupt_data);
    CHECK_THAT(folder.error().detail, ContainsSubstring("\"model.safetensors\""));
}

} // namespace sotto::inference

#include "inference/checkpoint/gguf_checkpoint.h"
#include "inference/checkpoint/hugging_face_folder.h"
#include "inference/checkpoint/weight_conversion.h"
#include "inference/import/model_store.h"
#include "inference/model/model_file.h"
#include "inference/tokenizer/tokenizer.h"
#include "inference/tokenizer_files/open_tokenizer.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_gguf.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace sotto::inference {

namespace {

using Catch::Matchers::ContainsSubstring;
using test::GgufWriter;
using test::TempFolder;
using test::TinyGguf;
namespace gguf_type = test::gguf_type;

std::vector<float> all_rows(const Checkpoint& checkpoint, const CheckpointTensor& tensor) {
    std::vector<float> values(tensor.plan.rows * tensor.plan.cols);
    std::vector<std::byte> raw;
    REQUIRE(checkpoint.read_rows(tensor, 0, values, raw).has_value());
    return values;
}

GgufCheckpoint open(const TempFolder& temp, const GgufWriter& writer) {
    auto opened = GgufCheckpoint::open(temp.write("tiny.gguf", writer.file()));
    INFO((opened ? std::string() : opened.error().detail));
    REQUIRE(opened.has_value());
    return std::move(*opened);
}

Error refusal_after(const std::function<void(GgufWriter&)>& change) {
    TinyGguf tiny;
    change(tiny.writer);
    const TempFolder temp;
    const auto opened = GgufCheckpoint::open(temp.write("tiny.gguf", tiny.writer.file()));
    REQUIRE_FALSE(opened.has_value());
    return opened.error();
}

Result<ImportReport> import(const TempFolder& temp, const GgufWriter& writer,
                            ImportRequest request = {.path = {}, .name = {}}) {
    auto store = ModelStore::open(temp.path() / "models", "");
    REQUIRE(store.has_value());
    request.path = temp.write("tiny.gguf", writer.file()).string();
    return (*store)->import(request, {}, {});
}

} // namespace

TEST_CASE("a GGUF file of every plain and block type gives the rows of the folder it came from") {
    for (const std::uint32_t type :
         {gguf_type::kF32, gguf_type::kF16, gguf_type::kBf16, gguf_type::kQ8_0, gguf_type::kQ4_0}) {
        CAPTURE(type);
        const TempFolder temp;
        const TinyGguf tiny(type);
        const GgufCheckpoint file = open(temp, tiny.writer);
        const auto folder = HuggingFaceFolder::open(tiny.source.write(temp));
        REQUIRE(folder.has_value());
        REQUIRE(file.tensors().size() == folder->tensors().size());
        for (std::size_t i = 0; i < file.tensors().size(); ++i) {
            const CheckpointTensor& tensor = file.tensors()[i];
            INFO(tensor.plan.name);
            CHECK(tensor.plan.name == folder->tensors()[i].plan.name);
            CHECK(all_rows(file, tensor) == all_rows(*folder, folder->tensors()[i]));
        }
    }
}

TEST_CASE("rows of q and k that begin within a head are found too") {
    const TempFolder temp;
    const TinyGguf tiny(gguf_type::kQ4_0);
    const GgufCheckpoint file = open(temp, tiny.writer);
    for (const CheckpointTensor& tensor : file.tensors()) {
        const auto whole = all_rows(file, tensor);
        const std::size_t first = tensor.plan.rows / 3;
        const std::size_t n_rows = tensor.plan.rows - first;
        std::vector<float> some(n_rows * tensor.plan.cols);
        std::vector<std::byte> raw;
        REQUIRE(file.read_rows(tensor, first, some, raw).has_value());
        CHECK(std::ranges::equal(some, std::span(whole).last(some.size())));
    }
}

TEST_CASE("a GGUF file's settings are those of the folder it came from") {
    const TempFolder temp;
    const TinyGguf tiny;
    const GgufCheckpoint file = open(temp, tiny.writer);
    const auto folder = HuggingFaceFolder::open(tiny.source.write(temp));
    const ModelConfig& ours = file.config();
    const ModelConfig& theirs = folder->config();
    CHECK(ours.family == theirs.family);
    CHECK(ours.parameter_count() == theirs.parameter_count());
    CHECK(ours.head_dim == theirs.head_dim);
    CHECK(ours.n_kv_heads == theirs.n_kv_heads);
    CHECK(ours.max_positions == theirs.max_positions);
    CHECK(ours.rms_norm_eps == theirs.rms_norm_eps);
    CHECK(ours.rope_pairing == theirs.rope_pairing);
    CHECK(ours.layers.front().rope == theirs.layers.front().rope);
    CHECK(ours.tie_word_embeddings);
    CHECK(ours.bos_token == theirs.bos_token);
    CHECK(ours.eos_tokens == theirs.eos_tokens);
}

TEST_CASE("a GGUF file with an output matrix of its own is not tied") {
    TinyGguf tiny;
    tiny.source.add("lm_head.weight", {24, 32});
    tiny.add("lm_head.weight", "output", gguf_type::kF32, 1);
    const TempFolder temp;
    const GgufCheckpoint file = open(temp, tiny.writer);
    CHECK_FALSE(file.config().tie_word_embeddings);
    CHECK(file.tensors().back().plan.name == "lm_head.weight");
}

TEST_CASE("the rotary factors of Llama 3 become its scaling again") {
    TinyGguf tiny;
    tiny.writer.tensors.push_back({"rope_freqs.weight", {4}, 0, test::f32_bytes({1, 8, 1, 8})});
    const TempFolder temp;
    const auto refused = GgufCheckpoint::open(temp.write("tiny.gguf", tiny.writer.file()));
    CHECK(refused.error().code == ErrorCode::unsupported);
    CHECK_THAT(refused.error().detail, ContainsSubstring("rotary"));
    tiny.writer.tensors.back().data = test::f32_bytes({1, 8, 8, 8});
    const GgufCheckpoint file = open(temp, tiny.writer);
    const auto& scaling = file.config().layers.front().rope->llama3_scaling;
    REQUIRE(scaling.has_value());
    CHECK(scaling->factor == 8);
    tiny.writer.tensors.back().data = test::f32_bytes({1, 1, 1, 1});
    CHECK_FALSE(open(temp, tiny.writer).config().layers.front().rope->llama3_scaling.has_value());
}

TEST_CASE("a GGUF file that lacks a setting or says a wrong one is refused by its name") {
    for (const char* key : {"llama.context_length", "llama.embedding_length", "llama.block_count",
                            "llama.feed_forward_length", "llama.attention.head_count",
                            "llama.attention.layer_norm_rms_epsilon", "general.architecture"}) {
        INFO(key);
        CHECK_THAT(refusal_after([=](GgufWriter& w) { w.remove(key); }).detail,
                   ContainsSubstring(key));
        CHECK_THAT(refusal_after([=](GgufWriter& w) { w.texts(key, {"1"}); }).detail,
                   ContainsSubstring(key));
    }
    const auto set = [](const char* key, std::uint32_t value) {
        return refusal_after([=](GgufWriter& w) { w.count(key, value); });
    };
    CHECK(set("llama.attention.head_count", 0).code == ErrorCode::corrupt_data);
    CHECK(set("llama.block_count", 0xFFFF'FFFFU).code == ErrorCode::corrupt_data);
    CHECK(set("llama.attention.head_count_kv", 3).code == ErrorCode::corrupt_data);
    CHECK(set("llama.feed_forward_length", 39).code == ErrorCode::invalid_input);
    CHECK(set("llama.expert_count", 8).code == ErrorCode::unsupported);
    CHECK(set("llama.rope.dimension_count", 4).code == ErrorCode::unsupported);
    CHECK(set("llama.attention.value_length", 4).code == ErrorCode::unsupported);
    CHECK(set("split.count", 2).code == ErrorCode::invalid_input);
    CHECK(refusal_after([](GgufWriter& w) {
              w.text("llama.rope.scaling.type", "longrope");
          }).code == ErrorCode::unsupported);
    CHECK(refusal_after([](GgufWriter& w) { w.text("llama.rope.scaling.type", "yarn"); }).code ==
          ErrorCode::corrupt_data);
    CHECK(refusal_after([](GgufWriter& w) { w.number("llama.rope.scaling.factor", 4); }).code ==
          ErrorCode::unsupported);
    CHECK(refusal_after([](GgufWriter& w) {
              w.number("llama.rope.freq_base", std::numeric_limits<float>::quiet_NaN());
          }).code == ErrorCode::corrupt_data);
    CHECK_THAT(refusal_after([](GgufWriter& w) { w.text("general.architecture", "phi3"); }).detail,
               ContainsSubstring("\"phi3\""));
}

TEST_CASE("a missing, misshapen or surplus tensor of a GGUF file is named") {
    CHECK_THAT(
        refusal_after([](GgufWriter& w) { w.tensor("blk.0.attn_q.weight").name = "x"; }).detail,
        ContainsSubstring("blk.0.attn_q.weight"));
    CHECK_THAT(refusal_after([](GgufWriter& w) {
                   w.tensor("blk.0.attn_v.weight").extents = {16, 32};
               }).detail,
               ContainsSubstring("[32, 16]") && ContainsSubstring("[16, 32]"));
    CHECK_THAT(refusal_after([](GgufWriter& w) {
                   w.tensors.push_back({"blk.0.attn_q.bias", {32}, 0, std::string(128, '\0')});
               }).detail,
               ContainsSubstring("attn_q.bias"));
}

TEST_CASE("a tensor of a type that is not read is refused by the type's name") {
    const Error error = refusal_after([](GgufWriter& w) {
        w.tensors.front().extents = {256, 24};
        w.tensors.front().type = gguf_type::kIq1S;
        w.tensors.front().data.assign(24 * 50, '\0');
        w.count("llama.embedding_length", 256);
        w.remove("llama.rope.dimension_count");
    });
    CHECK(error.code == ErrorCode::unsupported);
    CHECK_THAT(error.detail, ContainsSubstring("IQ1_S"));
}

TEST_CASE("weights of a GGUF file that are not finite are refused by name") {
    TinyGguf tiny(gguf_type::kQ8_0);
    tiny.writer.tensor("blk.0.ffn_up.weight").data.replace(34, 2, std::string("\x00\x7C", 2)); // ∞
    const TempFolder temp;
    const auto imported = import(temp, tiny.writer);
    CHECK(imported.error().code == ErrorCode::invalid_input);
    CHECK_THAT(imported.error().detail, ContainsSubstring("up_proj"));
}

TEST_CASE("a GGUF file that is cut off anywhere is refused at import") {
    const std::string whole = TinyGguf().writer.file();
    const TempFolder temp;
    for (std::size_t part = 0; part < 64; ++part) {
        const auto path = temp.write("cut.gguf", whole.substr(0, whole.size() * part / 64));
        CHECK(open_checkpoint(path).error().code == ErrorCode::corrupt_data);
    }
    CHECK(open_checkpoint(temp.write("cut.gguf", whole)).has_value());
}

TEST_CASE("a GGUF file becomes a model with its tokenizer, template and licence") {
    TinyGguf tiny(gguf_type::kQ4_0);
    tiny.writer.text("tokenizer.chat_template", "{{ messages[-1].content }}");
    tiny.writer.text("general.license", "apache-2.0");
    const TempFolder temp;
    const auto report =
        import(temp, tiny.writer, {.path = {}, .name = {}, .weights = WeightDtype::int4});
    REQUIRE(report.has_value());
    CHECK(report->model.name == "tiny");
    CHECK(report->model.family == "llama");
    REQUIRE(report->warnings.size() == 1);
    CHECK_THAT(report->warnings.front(), ContainsSubstring("Q4_0"));
    const std::filesystem::path folder = report->model.folder;
    CHECK(read_whole_file(folder / "chat_template.jinja", 100).value() ==
          "{{ messages[-1].content }}");
    const auto tokenizer = open_folder_tokenizer(folder);
    REQUIRE(tokenizer.has_value());
    CHECK((*tokenizer)->encode("abc") == std::vector<TokenId>{3, 4, 5, 6});
    CHECK((*tokenizer)->encode("</s>") != std::vector<TokenId>{3, 2});
    CHECK(read_manifest(folder)->licence == "apache-2.0");

    // int4 keeps the grid of Q4_0: the scale 1/64 is a bfloat16 number.
    const auto weights = ModelFile::open(folder / kWeightsFileName);
    REQUIRE(weights.has_value());
    const auto matrix = (*weights)->matrix("model.layers.0.mlp.up_proj.weight", 40, 32);
    const auto& int4 = std::get<Int4Matrix>(*matrix);
    const auto wanted =
        test::grid_values(40 * 32, std::string_view("model.layers.0.mlp.up_proj.weight").size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const int nibble = int4.nibbles[i / 2] >> (i % 2 * 4) & 0xF;
        CHECK(static_cast<float>(nibble - 8) / 64 == wanted[i]);
    }
}

TEST_CASE("how a GGUF file's makers want words chosen becomes the default") {
    const TempFolder temp;
    TinyGguf tiny;
    tiny.writer.number("general.sampling.temp", 0.5F);
    tiny.writer.count("general.sampling.top_k", 40);
    tiny.writer.number("general.sampling.top_p", 0.75F);
    const auto report = import(temp, tiny.writer);
    REQUIRE(report.has_value());
    const auto config = read_model_config(report->model.folder);
    REQUIRE(config.has_value());
    CHECK(config->sampling.temperature == 0.5F);
    CHECK(config->sampling.top_k == 40);
    CHECK(config->sampling.top_p == 0.75F);

    // Nonsense is only bad advice.
    tiny.writer.number("general.sampling.temp", -1);
    tiny.writer.text("general.sampling.top_k", "many");
    tiny.writer.number("general.sampling.top_p", 7);
    const TempFolder other;
    CHECK_FALSE(open(other, tiny.writer).config().sampling.temperature.has_value());
    CHECK(open(other, TinyGguf().writer).generation_config_json().empty());
}

TEST_CASE("a tokenizer of another kind is refused, or left out when that is asked for") {
    for (const auto& [key, value] :
         {std::pair{"tokenizer.ggml.model", "bert"}, std::pair{"tokenizer.ggml.model", "gpt2"}}) {
        TinyGguf tiny;
        tiny.writer.text(key, value);
        const TempFolder temp;
        const auto refused = import(temp, tiny.writer);
        CHECK(refused.error().code == ErrorCode::unsupported);
        CHECK_THAT(refused.error().detail, ContainsSubstring("--allow-no-tokenizer"));
        ImportRequest request{.path = {}, .name = {}};
        request.tokenizer = ImportRequest::Tokenizer::optional;
        CHECK(import(temp, tiny.writer, request)->warnings.size() == 1);
    }
}

TEST_CASE("a damaged tokenizer is refused even where none is required") {
    const auto refused = [](const std::function<void(GgufWriter&)>& change) {
        TinyGguf tiny;
        change(tiny.writer);
        const TempFolder temp;
        ImportRequest request{.path = {}, .name = {}};
        request.tokenizer = ImportRequest::Tokenizer::optional;
        return !import(temp, tiny.writer, request).has_value();
    };
    const std::string scores = "tokenizer.ggml.scores";
    const std::string types = "tokenizer.ggml.token_type";
    const std::string tokens = "tokenizer.ggml.tokens";
    CHECK_FALSE(refused([](GgufWriter&) {}));
    CHECK(refused([&](GgufWriter& w) { w.remove(scores); }));
    CHECK(refused([&](GgufWriter& w) { w.remove(types); }));
    CHECK(refused([&](GgufWriter& w) { w.text(tokens, "a"); }));
    CHECK(refused([&](GgufWriter& w) { w.numbers(scores, GgufType::f32, std::vector<float>(3)); }));
    CHECK(refused(
        [&](GgufWriter& w) { w.numbers(scores, GgufType::u8, std::vector<std::uint8_t>(24)); }));
    CHECK(refused([&](GgufWriter& w) {
        w.numbers(scores, GgufType::f32,
                  std::vector<float>(24, std::numeric_limits<float>::infinity()));
    }));
    for (const std::int32_t type : {-1, 0, 6, 7}) {
        CHECK(refused([&](GgufWriter& w) {
            w.numbers(types, GgufType::i32, std::vector<std::int32_t>(24, type));
        }));
    }
    CHECK(refused([&](GgufWriter& w) { w.texts(tokens, std::vector<std::string>(24, "same")); }));
    CHECK(refused([&](GgufWriter& w) { w.texts(tokens, std::vector<std::string>(24, "")); }));
    CHECK(refused([&](GgufWriter& w) { w.texts(tokens, std::vector<std::string>(24, "\xFF")); }));
    CHECK(refused([&](GgufWriter& w) { w.text("tokenizer.ggml.add_space_prefix", "no"); }));
    CHECK(refused([&](GgufWriter& w) { w.count("tokenizer.ggml.bos_token_id", 24); }));
}

TEST_CASE("hostile GGUF files are never imported") {
    const auto folder = test::shared_data("hostile/gguf");
    if (!std::filesystem::exists(folder)) {
        SKIP("no shared test data");
    }
    int n_files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".gguf") {
            INFO(entry.path().filename().string());
            const auto opened = open_checkpoint(entry.path()); // the sound ones hold no model
            REQUIRE_FALSE(opened.has_value());
            CHECK(opened.error().code != ErrorCode::internal);
            ++n_files;
        }
    }
    CHECK(n_files > 20);
}

} // namespace sotto::inference

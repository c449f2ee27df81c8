#include "inference/checkpoint/checkpoint.h"
#include "inference/checkpoint/gguf_token_ids.h"
#include "inference/tokenizer_files/end_token.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_gguf.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sotto::inference {

namespace {

using Catch::Matchers::ContainsSubstring;
using test::GgufWriter;
using test::TempFolder;
using test::TinyGguf;

Result<ModelConfig> config_after(const std::function<void(GgufWriter&)>& change) {
    TinyGguf tiny;
    change(tiny.writer);
    const TempFolder temp;
    return open_checkpoint(temp.write("tiny.gguf", tiny.writer.file()))
        .transform([](const auto& opened) { return opened->config(); });
}

std::optional<std::uint64_t> bos_after(const std::function<void(GgufWriter&)>& change) {
    GgufWriter writer;
    writer.count("tokenizer.ggml.bos_token_id", 1);
    change(writer);
    const TempFolder temp;
    const auto file = InputFile::open(temp.write("x.gguf", writer.file()));
    return bos_of_gguf(read_gguf_header(file.value()).value());
}

} // namespace

TEST_CASE("an answer ends at the end of a text, a turn and a message, as one id or a list") {
    const auto config = config_after([](GgufWriter& w) {
        w.count("tokenizer.ggml.eos_token_id", 2);
        w.numbers<std::int32_t>("tokenizer.ggml.eos_token_ids", GgufType::i32, {2, 7});
        w.count("tokenizer.ggml.eot_token_id", 5);
        w.count("tokenizer.ggml.eom_token_id", 6);
    });
    REQUIRE(config.has_value());
    CHECK(config->eos_tokens == std::vector<TokenId>{2, 7, 5, 6});
    const auto listed = config_after([](GgufWriter& w) {
        w.numbers<std::uint32_t>("tokenizer.ggml.eos_token_id", GgufType::u32, {3, 4});
    });
    REQUIRE(listed.has_value());
    CHECK(listed->eos_tokens == std::vector<TokenId>{3, 4});
}

TEST_CASE("ends of answers that are no tokens are refused") {
    const std::string key = "tokenizer.ggml.eos_token_id";
    for (const auto& change : std::vector<std::function<void(GgufWriter&)>>{
             [&](GgufWriter& w) { w.text(key, "2"); }, [&](GgufWriter& w) { w.texts(key, {"2"}); },
             [&](GgufWriter& w) { w.numbers<std::int32_t>(key, GgufType::i32, {-1}); },
             [&](GgufWriter& w) {
                 w.numbers(key, GgufType::i32, std::vector<std::int32_t>(65, 1));
             },
             [&](GgufWriter& w) { w.count(key, 24); }}) {
        const auto config = config_after(change);
        REQUIRE_FALSE(config.has_value());
        CHECK(config.error().code == ErrorCode::corrupt_data);
        CHECK_THAT(config.error().detail, ContainsSubstring("eos_token_id"));
    }
}

TEST_CASE("a file that does not say whether texts begin with BOS follows its tokenizer") {
    const auto byte_level = [](const char* split) {
        return bos_after([=](GgufWriter& w) {
            w.text("tokenizer.ggml.model", "gpt2");
            w.text("tokenizer.ggml.pre", split);
        });
    };
    CHECK(bos_after([](GgufWriter& w) { w.text("tokenizer.ggml.model", "llama"); }) == 1);
    CHECK(byte_level("llama-bpe") == 1);
    CHECK_FALSE(byte_level("smollm").has_value());
    CHECK_FALSE(byte_level("gpt-2").has_value());
    CHECK_FALSE(byte_level("refact").has_value());
    for (const bool is_added : {false, true}) {
        const auto bos = bos_after([=](GgufWriter& w) {
            w.text("tokenizer.ggml.model", "gpt2");
            w.text("tokenizer.ggml.pre", is_added ? "smollm" : "llama-bpe");
            w.flag("tokenizer.ggml.add_bos_token", is_added);
        });
        CHECK(bos.has_value() == is_added);
    }
}

TEST_CASE("a byte-level tokenizer that does not say how it splits text is refused as such") {
    TinyGguf tiny;
    tiny.writer.text("tokenizer.ggml.model", "gpt2");
    const TempFolder temp;
    const auto opened = open_checkpoint(temp.write("tiny.gguf", tiny.writer.file()));
    REQUIRE(opened.has_value());
    const Status status = (*opened)->tokenizer_status();
    REQUIRE_FALSE(status.has_value());
    CHECK(status.error().code == ErrorCode::unsupported);
    CHECK_THAT(status.error().detail, ContainsSubstring("does not say how its tokenizer splits") &&
                                          ContainsSubstring("--allow-no-tokenizer") &&
                                          !ContainsSubstring("default"));
}

TEST_CASE("the end of a text is read from tokenizer_config.json") {
    const TempFolder temp;
    const auto end = [&](const char* json) {
        temp.write("tokenizer_config.json", json);
        return end_token_text(temp.path());
    };
    CHECK(end_token_text(temp.path()).empty());
    CHECK(end(R"({"eos_token": "<|im_end|>"})") == "<|im_end|>");
    CHECK(end(R"({"eos_token": {"content": "</s>", "lstrip": false}})") == "</s>");
    CHECK(end(R"({"eos_token": null})").empty());
    CHECK(end(R"({"eos_token": {"content": 3}})").empty());
    CHECK(end("not JSON").empty());
}

} // namespace sotto::inference

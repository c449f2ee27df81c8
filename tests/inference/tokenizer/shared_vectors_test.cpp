#include "tests/inference/tokenizer/reference_pairs.h"
#include "tests/inference/tokenizer/small_tokenizers.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::inference::testing;

namespace {

const std::filesystem::path kTokenizers = std::filesystem::path(SOTTO_SHARED_DATA) / "tokenizers";

std::unique_ptr<Tokenizer> open_shared(const std::string& name) {
    if (!std::filesystem::exists(kTokenizers / name)) {
        SKIP("the shared test data is not beside the checkout");
    }
    auto tokenizer = open_tokenizer(kTokenizers / name);
    REQUIRE(tokenizer.has_value());
    return std::move(*tokenizer);
}

/// Checks a file of lines {"text", "ids"}; returns how many there were.
int check_vectors(const Tokenizer& tokenizer, const std::string& name) {
    std::istringstream lines(read_bytes(kTokenizers / name));
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count) {
        const auto vector = nlohmann::json::parse(line);
        const auto text = vector["text"].get<std::string>();
        const auto special =
            vector.contains("allowed_special") ? SpecialText::parse : SpecialText::literal;
        const auto ids = vector["ids"].get<std::vector<TokenId>>();
        INFO(line);
        CHECK(tokenizer.encode(text, special) == ids);
        CHECK(tokenizer.decode(ids, special) == text);
    }
    return count;
}

/// A tokenizer.json made from a published vocabulary and its list of merges.
std::string json_of_published_parts() {
    using nlohmann::json;
    json merges = json::array();
    for (auto& line : split_by(read_bytes(kTokenizers / "hf-json/llama3.2-merges.txt"), "\n")) {
        if (!line.empty()) {
            merges.push_back(std::move(line));
        }
    }
    const json split{{"type", "Split"},
                     {"behavior", "Isolated"},
                     {"invert", false},
                     {"pattern",
                      {{"Regex", "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
                                 "{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|"
                                 "\\s+"}}}};
    const json bytes{{"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", false}};
    const json control{{"id", 128000}, {"content", "<|begin_of_text|>"}, {"special", true}};
    json whole;
    whole["added_tokens"] = json::array({control});
    whole["pre_tokenizer"] = {{"type", "Sequence"}, {"pretokenizers", json::array({split, bytes})}};
    whole["model"] = {
        {"type", "BPE"},
        {"ignore_merges", true},
        {"vocab", json::parse(read_bytes(kTokenizers / "hf-json/llama3.2-vocab.json"))},
        {"merges", merges}};
    return whole.dump();
}

void check_round_trip(const Tokenizer& tokenizer) {
    const std::string strings = read_bytes(kTokenizers / "../hostile/strings/blns.txt");
    REQUIRE(strings.size() > 10000);
    CHECK(tokenizer.decode(tokenizer.encode(strings)) == strings);
    for (const std::string& line : split_by(strings, "\n")) {
        CHECK(tokenizer.decode(tokenizer.encode(line)) == line);
    }
}

} // namespace

TEST_CASE("the Llama 2 vocabulary gives its reference ids") {
    const auto tokenizer = open_shared("llama2/tokenizer.model");
    CHECK(check_vectors(*tokenizer, "llama2/reference-vectors.jsonl") > 200);
    check_pair(*tokenizer, "ggml-vocab-llama-spm.gguf");
    check_round_trip(*tokenizer);
    CHECK(tokenizer->bos() == 1);
    CHECK(tokenizer->drops_leading_space());
    CHECK(tokenizer->vocabulary_size() == 32000);
}

TEST_CASE("the Llama 3 vocabulary gives its reference ids") {
    const auto tokenizer = open_shared("llama3/tokenizer.model");
    CHECK(check_vectors(*tokenizer, "llama3/reference-vectors.jsonl") > 200);
    check_pair(*tokenizer, "ggml-vocab-llama-bpe.gguf");
    check_round_trip(*tokenizer);
    CHECK(tokenizer->bos() == 128000);
    CHECK(tokenizer->control_token("<|eot_id|>") == 128009);
    CHECK(tokenizer->vocabulary_size() == 128256);
}

TEST_CASE("the Llama 3.2 vocabulary as JSON gives the ids of the tiktoken file") {
    const auto tiktoken = open_shared("llama3/tokenizer.model");
    const auto json = open_sound(json_of_published_parts());
    check_pair(*json, "ggml-vocab-llama-bpe.gguf");
    check_round_trip(*json);
    const std::string strings = read_bytes(kTokenizers / "../hostile/strings/blns.txt");
    CHECK(json->encode(strings) == tiktoken->encode(strings));
}

TEST_CASE("the Llama 4 vocabulary gives its reference ids") {
    const auto tokenizer = open_shared("llama4/tokenizer.model");
    CHECK(check_vectors(*tokenizer, "llama4/reference-vectors.jsonl") > 200);
    check_round_trip(*tokenizer);
    CHECK(tokenizer->bos() == 200000);
    CHECK(tokenizer->control_token("<|eot|>") == 200008);
    CHECK(tokenizer->control_token("<|finetune_right_pad|>") == 200018);
    CHECK(tokenizer->control_token("<|image_start|>") == 200080);
    CHECK(tokenizer->control_token("<|reasoning_thinking_end|>") == 201143);
    CHECK(tokenizer->vocabulary_size() == 202048);
}

TEST_CASE("the Llama 4 vocabulary gives independently computed ids") {
    const auto tokenizer = open_shared("llama4/tokenizer.model");
    using Ids = std::vector<TokenId>;
    CHECK(tokenizer->encode("Hello") == Ids{19873});
    CHECK(tokenizer->encode("Hello world") == Ids{19873, 3817});
    CHECK(tokenizer->encode("Why are open-source models great?") ==
          Ids{17375, 583, 3224, 44830, 4735, 4188, 43});
    CHECK(tokenizer->encode("  two  spaces\n\nnew 12345 tokens") ==
          Ids{220, 1472, 220, 15174, 368, 1590, 220, 7235, 2127, 22274});
    CHECK(tokenizer->encode("I'LL don't WON'T") == Ids{53, 19, 10962, 5863, 484, 956, 59842});
    CHECK(tokenizer->encode("a/b\n/c\r\n") == Ids{77, 4790, 198, 2646, 13266});
}

TEST_CASE("a byte-level JSON file from elsewhere opens and keeps English text whole") {
    const auto tokenizer = open_shared("hf-json/litert-lm-tokenizer.json");
    CHECK(tokenizer->vocabulary_size() == 49152);
    CHECK(tokenizer->control_token("<|im_start|>") == 1);
    const std::string text = "It's 2024, and\n\tdef f(x): return x\n";
    CHECK(tokenizer->decode(tokenizer->encode(text)) == text);
}

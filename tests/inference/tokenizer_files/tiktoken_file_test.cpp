#include "inference/tokenizer_files/open_tokenizer.h"
#include "tests/inference/tokenizer/small_tokenizers.h"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <string>
#include <vector>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::inference::testing;

using Ids = std::vector<TokenId>;

namespace {

std::string base64(const std::string& bytes) {
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string digits;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t bits = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            bits =
                bits << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            digits += i + k <= bytes.size() ? kDigits[bits >> (18 - 6 * k) & 0x3FU] : '=';
        }
    }
    return digits;
}

/// A vocabulary of `count` tokens: the bytes, then every pair of bytes, then triples.
std::vector<std::string> tokens_of(std::size_t count) {
    std::vector<std::string> tokens;
    const auto text_of = [](std::size_t number, std::size_t length) {
        std::string text;
        for (std::size_t i = 0; i < length; ++i) {
            text += static_cast<char>(number >> (8 * i));
        }
        return text;
    };
    for (std::size_t length = 1; length <= 3; ++length) {
        for (std::size_t n = 0; n < (1ULL << (8 * length)) && tokens.size() < count; ++n) {
            tokens.push_back(text_of(n, length));
        }
    }
    return tokens;
}

std::string file_of(const std::vector<std::string>& tokens) {
    std::string file;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        file += base64(tokens[i]) + " " + std::to_string(i) + "\n";
    }
    return file;
}

Error error_of(const std::string& file) {
    const auto tokenizer = open_bytes(file);
    REQUIRE_FALSE(tokenizer.has_value());
    return tokenizer.error();
}

} // namespace

TEST_CASE("the number of tokens determines the family of a tiktoken file") {
    const auto llama3 = open_sound(file_of(tokens_of(128000)));
    CHECK(llama3->vocabulary_size() == 128256);
    CHECK(llama3->bos() == 128000);
    CHECK(llama3->control_token("<|start_header_id|>") == 128006);
    CHECK(llama3->control_token("<|reserved_special_token_1|>") == 128003);
    CHECK(llama3->control_token("<|reserved_special_token_245|>") == 128255);
    CHECK(llama3->encode("a<|eot_id|>", SpecialText::parse) == Ids{'a', 128009});

    const auto llama4 = open_sound(file_of(tokens_of(200000)));
    CHECK(llama4->vocabulary_size() == 202048);
    CHECK(llama4->control_token("<|header_start|>") == 200005);
    CHECK(llama4->control_token("<|text_post_train_reserved_special_token_68|>") == 200079);
    CHECK(llama4->control_token("<|vision_reserved_special_token_1047|>") == 201133);
    CHECK(llama4->control_token("<|reserved_special_token_903|>") == 202047);

    CHECK(error_of(file_of(tokens_of(1000))).code == ErrorCode::unsupported);
}

TEST_CASE("a tiktoken vocabulary merges the lowest rank first and restores all bytes") {
    const auto tokenizer = open_sound(file_of(tokens_of(128000)));
    const auto pair = [](unsigned char low, unsigned char high) {
        return static_cast<TokenId>(256 + low + 256 * high);
    };
    // "dcba": of the pairs "dc", "cb" and "ba" the last has the lowest rank, then "dc".
    CHECK(tokenizer->encode("dcba") == Ids{pair('d', 'c'), pair('b', 'a')});
    CHECK(tokenizer->encode("cba") == Ids{'c', pair('b', 'a')});
    Dice dice(13);
    std::string text;
    for (int i = 0; i < 100000; ++i) {
        text += static_cast<char>(dice.roll(256));
    }
    CHECK(tokenizer->decode(tokenizer->encode(text)) == text);
    const std::string unbroken(1 << 20, 'a');
    CHECK(tokenizer->decode(tokenizer->encode(unbroken)) == unbroken);
}

TEST_CASE("a damaged tiktoken file is refused with one sentence") {
    const std::string start = "AA== 0\nAQ== 1\n";
    const std::vector<std::string> damaged{
        start + "Ag= 2\n",                     // base64 cut off
        start + "A!== 2\n",                    // not base64
        start + "AB== 2\n",                    // unused bits that are not zero
        start + "Ag==\n",                      // no rank
        start + "Ag== -1\n",                   // below all ranks
        start + "Ag== 2147483647\n",           // a rank that would claim memory
        start + "Ag== 99999999999999999999\n", // a rank beyond 64 bits
        start + "Ag== 1\n",                    // the same rank again
        start + "Ag== 3\n",                    // a gap
        start + "Ag== 2x\n",                   // trailing garbage
        start + " 2\n",                        // no bytes
    };
    for (const std::string& file : damaged) {
        INFO(file);
        const Error error = error_of(file);
        CHECK(error.code == ErrorCode::corrupt_data);
        CHECK_FALSE(error.detail.contains('\n'));
    }
}

TEST_CASE("a tiktoken file must have every byte, and each token once") {
    auto tokens = tokens_of(128000);
    std::swap(tokens[65], tokens[127999]);
    CHECK(open_bytes(file_of(tokens)).has_value()); // order does not matter
    tokens[65] = "abcd";
    tokens[127999] = "abcde";
    CHECK(error_of(file_of(tokens)).code == ErrorCode::corrupt_data);
    tokens = tokens_of(128000);
    tokens[127999] = tokens[300];
    CHECK(error_of(file_of(tokens)).code == ErrorCode::corrupt_data);
}

TEST_CASE("a file that is not a tokenizer is refused") {
    for (const std::string& file :
         {std::string(), std::string(1000, '\0'), std::string("GGUF\3\0\0\0", 8),
          std::string("hello\n"), std::string("\x89PNG\r\n\x1A\n"), std::string(1 << 20, '\n')}) {
        CHECK(error_of(file).code == ErrorCode::corrupt_data);
    }
    CHECK(open_tokenizer("/nonexistent/tokenizer.model").error().code == ErrorCode::not_found);
    CHECK(open_tokenizer(std::filesystem::temp_directory_path()).error().code ==
          ErrorCode::corrupt_data);
}

TEST_CASE("tokenizer.model takes precedence over tokenizer.json") {
    const TemporaryFile name("");
    std::filesystem::path folder = name.path();
    folder += "-folder";
    std::filesystem::create_directory(folder);
    CHECK(open_folder_tokenizer(folder).error().code == ErrorCode::not_found);
    std::ofstream(folder / "tokenizer.json") << small_json();
    CHECK(open_folder_tokenizer(folder).value()->vocabulary_size() == 302);
    std::ofstream(folder / "tokenizer.model", std::ios::binary) << small_sentencepiece();
    CHECK(open_folder_tokenizer(folder).value()->control_token("<s>") == 1);
    std::filesystem::remove_all(folder);
}

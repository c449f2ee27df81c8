#pragma once

#include "core/ids.h"
#include "inference/tokenizer/tokenizer.h"
#include "tests/inference/tokenizer/small_tokenizers.h"
#include "tests/support/shared_data.h"

#include <catch2/catch_test_macros.hpp>

#include <sstream>
#include <string>
#include <vector>

/// Texts with the ids that llama.cpp gives for them, among the shared test data.
namespace sotto::inference::testing {

inline std::vector<std::string> split_by(const std::string& text, const std::string& separator) {
    std::vector<std::string> parts;
    std::size_t from = 0;
    for (std::size_t at = 0; (at = text.find(separator, from)) != std::string::npos;
         from = at + separator.size()) {
        parts.push_back(text.substr(from, at - from));
    }
    parts.push_back(text.substr(from));
    return parts;
}

/// Checks every case of a pair of .inp and .out files.
inline void check_pair(const Tokenizer& tokenizer, const std::string& name) {
    const auto folder = test::shared_data("tokenizers/llama.cpp-vocab");
    const auto texts = split_by(read_bytes(folder / (name + ".inp")), "\n__ggml_vocab_test__\n");
    const auto lines = split_by(read_bytes(folder / (name + ".out")), "\n");
    REQUIRE(texts.size() > 40);
    REQUIRE(lines.size() >= texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        std::vector<TokenId> expected;
        std::istringstream numbers(lines[i]);
        for (TokenId id = 0; numbers >> id;) {
            expected.push_back(id);
        }
        INFO(name << " case " << i << ": " << texts[i]);
        CHECK(tokenizer.encode(texts[i]) == expected);
    }
}

} // namespace sotto::inference::testing

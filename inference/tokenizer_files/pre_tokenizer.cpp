#include "inference/tokenizer_files/pre_tokenizer.h"

#include "inference/tokenizer/text_splitter.h"

#include <algorithm>

namespace sotto::inference {

namespace {

using namespace split_patterns;

constexpr std::array<PreTokenizer, 14> kRows{{
    {"llama-bpe", {kLlama3, ""}, true, false, true},
    {"llama3", {kLlama3, ""}, true, false, true},
    {"llama-v3", {kLlama3, ""}, true, false, true},
    {"dbrx", {kLlama3, ""}},
    {"smaug-bpe", {kLlama3, ""}}, // SmolLM3
    {"qwen2", {kQwen2, ""}, false, true},
    {"smollm", {kDigit, kByteLevel}},
    {"refact", {kDigit, kByteLevel}}, // Granite
    {"starcoder", {kDigit, kByteLevel}},
    {"codeshell", {kDigit, kByteLevel}},
    {"minerva-7b", {kDigit, kByteLevel}},
    {"gpt-2", {kByteLevel, ""}},
    {"phi-2", {kByteLevel, ""}},
    {"granite-docling", {kByteLevel, ""}},
}};

} // namespace

const PreTokenizer* find_pre_tokenizer(std::string_view gguf_name) {
    const auto* const found = std::ranges::find(kRows, gguf_name, &PreTokenizer::gguf_name);
    return found == kRows.end() ? nullptr : found;
}

} // namespace sotto::inference

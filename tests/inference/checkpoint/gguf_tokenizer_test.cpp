#include "inference/chat/chat_template.h"
#include "inference/checkpoint/gguf_tokenizer.h"
#include "inference/files/json.h"
#include "tests/inference/tokenizer/reference_pairs.h"
#include "tests/inference/tokenizer/small_tokenizers.h"
#include "tests/support/gguf_writer.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace sotto::inference {

namespace {

using test::GgufWriter;
using test::shared_data;
using test::TempFolder;

/// The tokenizer of a GGUF file, after the way an import takes.
std::unique_ptr<Tokenizer> tokenizer_in(const std::filesystem::path& path, std::size_t size) {
    const auto file = InputFile::open(path);
    const auto header = read_gguf_header(file.value());
    REQUIRE(header.has_value());
    const auto kind = tokenizer_kind_of_gguf(*header, size);
    REQUIRE(kind.has_value());
    const auto bytes = tokenizer_file_of_gguf(*header, *file, *kind);
    INFO((bytes ? std::string() : bytes.error().detail));
    REQUIRE(bytes.has_value());
    return testing::open_sound(*bytes);
}

/// A byte-level vocabulary: 256 bytes, two merged tokens, a control token and a filler.
GgufWriter byte_level_file() {
    std::vector<std::string> tokens;
    for (unsigned byte = 0; byte < 256; ++byte) {
        std::string spelled = testing::alphabet_character(byte);
        tokens.push_back(spelled.starts_with('\\') ? spelled.substr(1) : spelled);
    }
    std::vector<std::int32_t> types(260, 1);
    for (const char* token : {"he", "hel", "<|end_of_text|>", "[PAD]"}) {
        tokens.emplace_back(token);
    }
    types[258] = 3;
    types[259] = 5;
    GgufWriter writer;
    writer.text("tokenizer.ggml.model", "gpt2");
    writer.text("tokenizer.ggml.pre", "llama-bpe");
    writer.texts("tokenizer.ggml.tokens", tokens);
    writer.numbers("tokenizer.ggml.token_type", GgufType::i32, types);
    writer.texts("tokenizer.ggml.merges", {"h e", "he l"});
    return writer;
}

std::vector<TokenId> ids_of(const Json& list) {
    std::vector<TokenId> ids;
    for (const Json& id : *list.array()) {
        ids.push_back(static_cast<TokenId>(*id.integer()));
    }
    return ids;
}

} // namespace

TEST_CASE("a byte-level vocabulary of a GGUF file tokenizes by its merges") {
    const TempFolder temp;
    const auto tokenizer = tokenizer_in(temp.write("x.gguf", byte_level_file().file()), 260);
    CHECK(tokenizer->vocabulary_size() == 260);
    CHECK(tokenizer->encode("hello") == std::vector<TokenId>{257, 'l', 'o'});
    CHECK(tokenizer->control_token("<|end_of_text|>") == 258);
    const std::string text = "\"\\ \xC3\xA9\n<|end_of_text|>[PAD]";
    const auto ids = tokenizer->encode(text);
    CHECK(tokenizer->decode(ids) == text);
    for (const TokenId id : ids) {
        CHECK(id < 258);
    }
}

TEST_CASE("a vocabulary whose spelling in JSON would be far longer than the file is refused") {
    const TempFolder temp;
    GgufWriter writer = byte_level_file();
    writer.texts("tokenizer.ggml.merges", {std::string(300'000, '\x01')});
    const auto file = InputFile::open(temp.write("x.gguf", writer.file()));
    const auto header = read_gguf_header(file.value());
    const auto bytes = tokenizer_file_of_gguf(*header, *file, GgufTokenizerKind::byte_level);
    REQUIRE_FALSE(bytes.has_value());
    CHECK(bytes.error().code == ErrorCode::corrupt_data);
}

TEST_CASE("runs of spaces that a SentencePiece vocabulary defines are one token") {
    std::vector<std::string> tokens{"<unk>", "<s>", "</s>", "  ", "   ", "\n\n", "\u2581"};
    std::vector<std::int32_t> types{2, 3, 3, 4, 4, 4, 1};
    std::vector<float> scores{0, 0, 0, -1000, -1000, -1000, -1};
    for (char letter = 'a'; letter <= 'e'; ++letter) {
        tokens.emplace_back(1, letter);
        types.push_back(1);
        scores.push_back(-static_cast<float>(tokens.size()));
    }
    GgufWriter writer;
    writer.text("tokenizer.ggml.model", "llama");
    writer.texts("tokenizer.ggml.tokens", tokens);
    writer.numbers("tokenizer.ggml.token_type", GgufType::i32, types);
    writer.numbers("tokenizer.ggml.scores", GgufType::f32, scores);
    writer.flag("tokenizer.ggml.add_space_prefix", false);
    const TempFolder temp;
    const auto tokenizer = tokenizer_in(temp.write("x.gguf", writer.file()), tokens.size());
    CHECK(tokenizer->encode("  a") == std::vector<TokenId>{3, 7});
    CHECK(tokenizer->encode("   a\n\n  b") == std::vector<TokenId>{4, 7, 5, 3, 8});
    CHECK(tokenizer->encode(" a") == std::vector<TokenId>{6, 7});
    CHECK(tokenizer->decode(std::vector<TokenId>{4, 7, 5, 3, 8}) == "   a\n\n  b");
}

TEST_CASE("merges that name no tokens and wrong lists are refused") {
    const TempFolder temp;
    GgufWriter writer = byte_level_file();
    writer.texts("tokenizer.ggml.merges", {"h x"});
    const auto file = InputFile::open(temp.write("x.gguf", writer.file()));
    const auto header = read_gguf_header(file.value());
    const auto bytes = tokenizer_file_of_gguf(*header, *file, GgufTokenizerKind::byte_level);
    REQUIRE(bytes.has_value());
    CHECK(testing::open_bytes(*bytes).error().code == ErrorCode::corrupt_data);

    const auto code_of = [&](const GgufWriter& changed) {
        const auto changed_file = InputFile::open(temp.write("y.gguf", changed.file()));
        return tokenizer_kind_of_gguf(read_gguf_header(changed_file.value()).value(), 260)
            .error()
            .code;
    };
    writer.remove("tokenizer.ggml.merges");
    CHECK(code_of(writer) == ErrorCode::corrupt_data);
    writer = byte_level_file();
    writer.text("tokenizer.ggml.pre", "falcon");
    CHECK(code_of(writer) == ErrorCode::unsupported);
    writer.count("tokenizer.ggml.pre", 1);
    CHECK(code_of(writer) == ErrorCode::corrupt_data);
    writer.remove("tokenizer.ggml.model");
    writer.remove("tokenizer.ggml.pre");
    CHECK(code_of(writer) == ErrorCode::unsupported);
}

TEST_CASE("the Llama 2 vocabulary in a GGUF file gives its reference ids") {
    const auto path = shared_data("tokenizers/llama.cpp-vocab/ggml-vocab-llama-spm.gguf");
    if (!std::filesystem::exists(path)) {
        SKIP("no shared test data");
    }
    const auto tokenizer = tokenizer_in(path, 32'000);
    testing::check_pair(*tokenizer, "ggml-vocab-llama-spm.gguf");
    CHECK(tokenizer->bos() == 1);
    CHECK(tokenizer->vocabulary_size() == 32'000);
}

TEST_CASE("the GPT-2 vocabulary in a GGUF file gives its reference ids") {
    const auto path = shared_data("tokenizers/llama.cpp-vocab/ggml-vocab-gpt-2.gguf");
    if (!std::filesystem::exists(path)) {
        SKIP("no shared test data");
    }
    testing::check_pair(*tokenizer_in(path, 50'257), "ggml-vocab-gpt-2.gguf");
}

TEST_CASE("the SmolLM2 vocabulary in a GGUF file gives its reference ids") {
    const auto path = shared_data("tokenizers/hf-json/litert-lm-tokenizer.json");
    const auto vectors = shared_data("real/smollm2-135m-instruct-q4_1.json");
    if (!std::filesystem::exists(path) || !std::filesystem::exists(vectors)) {
        SKIP("no shared test data");
    }
    const JsonLimits limits{.values = 1'000'000};
    const auto json = parse_json(testing::read_bytes(path), limits);
    const auto reference = parse_json(testing::read_bytes(vectors), limits);
    REQUIRE(json.has_value());
    REQUIRE(reference.has_value());
    const auto& vocabulary = *json->find("model")->find("vocab")->object();
    std::vector<std::string> tokens(vocabulary.size());
    for (const auto& [token, id] : vocabulary) {
        tokens.at(static_cast<std::size_t>(*id.integer())) = token;
    }
    std::vector<std::int32_t> types(tokens.size(), 1);
    for (const Json& added : *json->find("added_tokens")->array()) {
        types.at(static_cast<std::size_t>(*added.find("id")->integer())) = 3;
    }
    std::vector<std::string> merges;
    for (const Json& merge : *json->find("model")->find("merges")->array()) {
        merges.push_back(*merge.string());
    }
    GgufWriter writer;
    writer.text("tokenizer.ggml.model", "gpt2");
    writer.text("tokenizer.ggml.pre", "smollm");
    writer.texts("tokenizer.ggml.tokens", tokens);
    writer.numbers("tokenizer.ggml.token_type", GgufType::i32, types);
    writer.texts("tokenizer.ggml.merges", merges);
    const TempFolder temp;
    const auto tokenizer = tokenizer_in(temp.write("x.gguf", writer.file()), tokens.size());
    CHECK(reference->find("tokenizer")->array()->size() > 100);
    for (const Json& one : *reference->find("tokenizer")->array()) {
        INFO(*one.find("text")->string());
        CHECK(tokenizer->encode(*one.find("text")->string()) == ids_of(*one.find("ids")));
    }
    // The default instructions, as the file's own template has them.
    const std::string jinja =
        "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
        "{{ '<|im_start|>system\\nYou are a helpful AI assistant named SmolLM, trained by Hugging "
        "Face<|im_end|>\\n' }}{% endif %}{{'<|im_start|>' + message['role'] + '\\n' + "
        "message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}{% if add_generation_prompt %}"
        "{{ '<|im_start|>assistant\\n' }}{% endif %}";
    const ChatTemplateKind kind =
        chat_template_kind_of(*tokenizer, spec_of(Family::llama).chat_template);
    CHECK(kind == ChatTemplateKind::chatml);
    auto own = open_model_template(jinja, *tokenizer, "<|im_start|>", "<|im_end|>");
    REQUIRE(own.has_value());
    const ChatTemplate format(kind, std::make_shared<const ModelTemplate>(*std::move(own)));
    for (const Json& chat : *reference->find("chat")->array()) {
        ChatPrompt prompt;
        for (const Json& message : *chat.find("messages")->array()) {
            const std::string& role = *message.find("role")->string();
            prompt.messages.push_back({role == "system"      ? Role::system
                                       : role == "assistant" ? Role::assistant
                                                             : Role::user,
                                       *message.find("content")->string(),
                                       {}});
        }
        INFO(*chat.find("prompt")->string());
        const auto ids = render_chat(prompt, *tokenizer, format);
        REQUIRE(ids.has_value());
        CHECK(*ids == ids_of(*chat.find("prompt_ids")));
    }
}

TEST_CASE("the Llama 3.2 vocabulary in a GGUF file gives its reference ids") {
    const auto folder = shared_data("tokenizers/hf-json");
    if (!std::filesystem::exists(folder)) {
        SKIP("no shared test data");
    }
    const JsonLimits limits{.values = 1'000'000};
    const auto vocabulary = parse_json(testing::read_bytes(folder / "llama3.2-vocab.json"), limits);
    REQUIRE(vocabulary.has_value());
    std::vector<std::string> tokens(vocabulary->object()->size() + 1);
    for (const auto& [token, id] : *vocabulary->object()) {
        tokens.at(static_cast<std::size_t>(*id.integer())) = token;
    }
    tokens.back() = "<|begin_of_text|>";
    std::vector<std::int32_t> types(tokens.size(), 1);
    types.back() = 3;
    std::vector<std::string> merges;
    for (std::string& line :
         testing::split_by(testing::read_bytes(folder / "llama3.2-merges.txt"), "\n")) {
        if (!line.empty()) {
            merges.push_back(std::move(line));
        }
    }
    GgufWriter writer;
    writer.text("tokenizer.ggml.model", "gpt2");
    writer.text("tokenizer.ggml.pre", "llama-bpe");
    writer.texts("tokenizer.ggml.tokens", tokens);
    writer.numbers("tokenizer.ggml.token_type", GgufType::i32, types);
    writer.texts("tokenizer.ggml.merges", merges);
    const TempFolder temp;
    const auto tokenizer = tokenizer_in(temp.write("x.gguf", writer.file()), tokens.size());
    testing::check_pair(*tokenizer, "ggml-vocab-llama-bpe.gguf");
    CHECK(tokenizer->bos() == 128'000);
}

} // namespace sotto::inference

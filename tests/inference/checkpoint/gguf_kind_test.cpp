// Files that are no model that writes text are refused by what they are.

#include "inference/checkpoint/checkpoint.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_gguf.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace sotto::inference {

namespace {

using Catch::Matchers::ContainsSubstring;
using test::GgufWriter;
using test::TempFolder;
using test::TinyGguf;
using namespace std::string_view_literals;

Error refusal_of(std::string_view content, const std::string& name = "model.gguf") {
    const TempFolder temp;
    const auto opened = open_checkpoint(temp.write(name, content));
    REQUIRE_FALSE(opened.has_value());
    INFO(opened.error().detail);
    // One sentence, without a part of what the file says.
    CHECK(opened.error().detail.ends_with('.'));
    return opened.error();
}

Error refusal_after(const std::function<void(GgufWriter&)>& change) {
    TinyGguf tiny;
    change(tiny.writer);
    return refusal_of(tiny.writer.file());
}

} // namespace

TEST_CASE("GGUF files that hold no language model are refused by their type") {
    for (const auto& [type, word] : {std::pair{"adapter", "LoRA"},
                                     {"mmproj", "projector"},
                                     {"imatrix", "importance matrix"},
                                     {"controlvector", "control vector"},
                                     {"vocab", "tokenizer"},
                                     {"dataset", "\"dataset\""}}) {
        CAPTURE(type);
        const Error error = refusal_after([&](GgufWriter& w) { w.text("general.type", type); });
        CHECK(error.code == ErrorCode::unsupported);
        CHECK_THAT(error.detail, ContainsSubstring(word));
    }
    TinyGguf plain;
    plain.writer.text("general.type", "model");
    const TempFolder temp;
    CHECK(open_checkpoint(temp.write("model.gguf", plain.writer.file())).has_value());
}

TEST_CASE("GGUF files of other kinds of model are refused by their architecture") {
    for (const auto& [architecture, word] : {std::pair{"bert", "embeddings"},
                                             {"nomic-bert", "embeddings"},
                                             {"nomic-bert-moe", "embeddings"},
                                             {"jina-bert-v2", "embeddings"},
                                             {"gemma-embedding", "embeddings"},
                                             {"t5", "encoder"},
                                             {"t5encoder", "encoder"},
                                             {"clip", "projector"},
                                             {"whisper", "speech"},
                                             {"wavtokenizer-dec", "sound"},
                                             {"flux", "pictures"},
                                             {"sdxl", "pictures"},
                                             {"wan", "pictures"},
                                             {"dream", "diffusion"},
                                             {"llada", "diffusion"},
                                             {"controlvector", "control vector"},
                                             {"mamba", "\"mamba\""},
                                             {"phi3", "\"phi3\""}}) {
        CAPTURE(architecture);
        const Error error =
            refusal_after([&](GgufWriter& w) { w.text("general.architecture", architecture); });
        CHECK(error.code == ErrorCode::unsupported);
        CHECK_THAT(error.detail, ContainsSubstring(word));
    }
}

TEST_CASE("models of a known architecture that compute embeddings are refused") {
    for (const std::uint32_t pooling : {1U, 2U, 3U, 4U}) {
        const Error error =
            refusal_after([=](GgufWriter& w) { w.count("llama.pooling_type", pooling); });
        CHECK(error.code == ErrorCode::unsupported);
        CHECK_THAT(error.detail, ContainsSubstring("embeddings"));
    }
    CHECK_THAT(refusal_after([](GgufWriter& w) { w.flag("llama.attention.causal", false); }).detail,
               ContainsSubstring("embeddings"));
    CHECK_THAT(refusal_after([](GgufWriter& w) {
                   w.texts("llama.classifier.output_labels", {"yes", "no"});
               }).detail,
               ContainsSubstring("ranks"));
    TinyGguf none;
    none.writer.count("llama.pooling_type", 0);
    const TempFolder temp;
    CHECK(open_checkpoint(temp.write("model.gguf", none.writer.file())).has_value());
}

TEST_CASE("GGUF files without weights and adapters without a type are refused") {
    CHECK_THAT(refusal_after([](GgufWriter& w) { w.tensors.clear(); }).detail,
               ContainsSubstring("only a tokenizer"));
    CHECK_THAT(refusal_after([](GgufWriter& w) {
                   w.tensors.clear();
                   w.remove("tokenizer.ggml.model");
               }).detail,
               ContainsSubstring("no weights"));
    CHECK_THAT(refusal_after([](GgufWriter& w) { w.text("adapter.type", "lora"); }).detail,
               ContainsSubstring("LoRA"));
}

TEST_CASE("tensors of types that are not read are refused by the type's name") {
    struct Type {
        std::uint32_t id;
        std::size_t block;
        std::size_t bytes;
        std::string_view name;
    };
    for (const Type& type :
         {Type{19, 256, 50, "IQ1_S"}, Type{29, 256, 56, "IQ1_M"}, Type{16, 256, 66, "IQ2_XXS"},
          Type{17, 256, 74, "IQ2_XS"}, Type{22, 256, 82, "IQ2_S"}, Type{18, 256, 98, "IQ3_XXS"},
          Type{21, 256, 110, "IQ3_S"}, Type{34, 256, 54, "TQ1_0"}, Type{35, 256, 66, "TQ2_0"},
          Type{39, 32, 17, "MXFP4"}, Type{31, 32, 18, "Q4_0_4_4"}, Type{32, 32, 18, "Q4_0_4_8"},
          Type{33, 32, 18, "Q4_0_8_8"}, Type{36, 32, 18, "IQ4_NL_4_4"}, Type{24, 1, 1, "I8"}}) {
        CAPTURE(type.name);
        const Error error = refusal_after([&](GgufWriter& w) {
            w.count("llama.embedding_length", 256);
            w.remove("llama.rope.dimension_count");
            w.tensors.front().extents = {256, 24};
            w.tensors.front().type = type.id;
            w.tensors.front().data.assign(24 * 256 / type.block * type.bytes, '\1');
        });
        CHECK(error.code == ErrorCode::unsupported);
        CHECK_THAT(error.detail, ContainsSubstring("the type " + std::string(type.name) + ";"));
    }
    CHECK_THAT(refusal_after([](GgufWriter& w) { w.tensors.front().type = 77; }).detail,
               ContainsSubstring("unknown type, 77"));
}

TEST_CASE("a download that was cut off or has not finished is refused as one") {
    const std::string whole = TinyGguf().writer.file();
    const Error cut = refusal_of(std::string_view(whole).substr(0, whole.size() - 1234));
    CHECK(cut.code == ErrorCode::corrupt_data);
    CHECK_THAT(cut.detail, ContainsSubstring("1234 of its " + std::to_string(whole.size())));

    for (const char* name : {"model.gguf.partial", "model.gguf.part", "model.gguf.crdownload"}) {
        const Error error = refusal_of(whole, name);
        CHECK_THAT(error.detail, ContainsSubstring("has not finished"));
    }
    std::string zeros = whole;
    for (const std::size_t kept : {std::size_t{0}, whole.size() / 2, whole.size() - 2700}) {
        CAPTURE(kept, whole.size());
        std::fill(zeros.begin() + static_cast<std::ptrdiff_t>(kept), zeros.end(), '\0');
        zeros.replace(0, kept, whole, 0, kept);
        const Error error = refusal_of(zeros);
        CHECK(error.code == ErrorCode::corrupt_data);
        CHECK_THAT(error.detail, ContainsSubstring("zeros"));
    }
}

TEST_CASE("rows of zeros that pad an embedding are no reason to refuse it") {
    TinyGguf tiny;
    const GgufWriter::Tensor embedding = tiny.writer.tensors.front();
    tiny.writer.tensors.erase(tiny.writer.tensors.begin());
    tiny.writer.tensors.push_back(embedding);
    std::string& data = tiny.writer.tensors.back().data;
    const TempFolder temp;
    std::fill(data.end() - 2 * 128, data.end(), '\0');
    CHECK(open_checkpoint(temp.write("model.gguf", tiny.writer.file())).has_value());
    std::fill(data.begin() + static_cast<std::ptrdiff_t>(data.size() / 2), data.end(), '\0');
    CHECK_THAT(refusal_of(tiny.writer.file()).detail, ContainsSubstring("token_embd"));
}

TEST_CASE("what is saved in place of a model is named") {
    for (const auto& [content, word] :
         {std::pair{"<!DOCTYPE html><html><title>404</title></html>"sv, "web page"sv},
          {"\n\n<html lang=\"en\"><body>Log in"sv, "web page"sv},
          {"\xEF\xBB\xBF<!doctype HTML>"sv, "web page"sv},
          {"<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>"sv, "web page"sv},
          {"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"sv, "Git LFS"sv},
          {"Entry not found"sv, "is a text"sv},
          {"{\"error\":\"Access is restricted\"}"sv, "is a text"sv},
          {"tjgg\3\0\0\0\0\0"sv, "old format of ggml"sv},
          {"lmgg\0\0\0\0"sv, "old format of ggml"sv},
          {"fmgg\1\0\0\0"sv, "old format of ggml"sv},
          {"algg\1\0\0\0"sv, "LoRA"sv},
          {"PK\3\4\x14\0\0\0"sv, "zip archive"sv},
          {"\x1F\x8B\x08\0\0\0"sv, "compressed archive"sv},
          {"\x10\0\0\0\0\0\0\0{\"a\":1}         "sv, "safetensors"sv},
          {"\x1C\0\0\0TFL3\0\0"sv, "LiteRT"sv},
          {"\xB0\0\0\0\x13\0\0\0blk.0.attn_q.weight\1\0\0\0"sv, "importance matrix"sv},
          {"\0\0\0\0\0\0\0\0\0\0\0\0"sv, "zeros"sv},
          {""sv, "empty"sv},
          {"\x93\x01\x02 something"sv, "does not begin like"sv}}) {
        CAPTURE(word);
        const Error error = refusal_of(content);
        CHECK(error.code == ErrorCode::corrupt_data);
        CHECK_THAT(error.detail, ContainsSubstring(std::string(word)));
    }
    CHECK_THAT(refusal_of("<html>", "model.bin").detail, ContainsSubstring("web page"));
    CHECK_THAT(refusal_of("\x93\x01\x02", "model.xyz").detail, ContainsSubstring("This is a file"));
}

TEST_CASE("GGUF files of another byte order or version are refused") {
    const auto version = [](std::uint32_t number) {
        return refusal_after([=](GgufWriter& w) { w.version = number; });
    };
    CHECK_THAT(version(0x0300'0000).detail, ContainsSubstring("big-endian"));
    CHECK_THAT(version(1).detail, ContainsSubstring("version 1"));
    CHECK(version(1).code == ErrorCode::unsupported);
}

} // namespace sotto::inference

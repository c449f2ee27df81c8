#include "tests/fuzz/parts.h"
#include "tests/fuzz/seeds/seeds.h"
#include "tests/support/safetensors_text.h"
#include "tests/support/tiny_checkpoint.h"
#include "tests/support/tiny_gguf.h"
#include "tests/support/torch_writer.h"

#include <cstddef>
#include <cstdint>
#include <format>
#include <map>
#include <utility>

namespace sotto::fuzz {

namespace {

using inference::GgufType;
using test::GgufWriter;
using test::TinyCheckpoint;

constexpr std::uint64_t kWidth = 4;
constexpr std::uint64_t kTokens = 8;

// Weights of one layer as wide as one head: small, so that many can be read per second.
std::map<std::string, TinyCheckpoint::Tensor> narrow_tensors() {
    TinyCheckpoint checkpoint;
    std::map<std::string, TinyCheckpoint::Tensor> tensors;
    for (auto& [name, tensor] : checkpoint.tensors) {
        for (std::size_t& extent : tensor.shape) {
            extent = kWidth;
        }
        if (name == "model.embed_tokens.weight") {
            tensor.shape.front() = kTokens;
        }
        std::size_t count = 1;
        for (const std::size_t extent : tensor.shape) {
            count *= extent;
        }
        tensor.bytes.resize(count * sizeof(float));
        tensors.emplace(name, tensor);
    }
    return tensors;
}

std::string narrow_config() {
    return R"({"architectures":["LlamaForCausalLM"],"hidden_size":4,"intermediate_size":4,)"
           R"("num_hidden_layers":1,"num_attention_heads":1,"num_key_value_heads":1,"head_dim":4,)"
           R"("vocab_size":8,"max_position_embeddings":256,"rms_norm_eps":1e-5,)"
           R"("rope_theta":10000.0,"tie_word_embeddings":true,"eos_token_id":2})";
}

void add_narrow(GgufWriter& writer, const std::string& name, std::vector<std::uint64_t> extents) {
    std::size_t count = 1;
    for (const std::uint64_t extent : extents) {
        count *= extent;
    }
    writer.tensors.push_back({name + ".weight", std::move(extents), test::gguf_type::kF32,
                              test::f32_bytes(std::vector<float>(count, 0.5F))});
}

GgufWriter narrow_gguf(const std::string& architecture) {
    GgufWriter writer;
    writer.text("general.architecture", architecture);
    writer.text("general.license", "mit");
    writer.text("tokenizer.chat_template", "{{ messages }}");
    for (const char* key : {"embedding_length", "feed_forward_length", "attention.key_length",
                            "attention.value_length", "rope.dimension_count"}) {
        writer.count(architecture + "." + key, kWidth);
    }
    for (const char* key : {"block_count", "attention.head_count", "attention.head_count_kv"}) {
        writer.count(architecture + "." + key, 1);
    }
    writer.count(architecture + ".context_length", 256);
    writer.number(architecture + ".attention.layer_norm_rms_epsilon", 1e-5F);
    writer.number(architecture + ".rope.freq_base", 10000);
    add_narrow(writer, "token_embd", {kWidth, kTokens});
    add_narrow(writer, "output_norm", {kWidth});
    for (const char* norm : {"attn_norm", "ffn_norm"}) {
        add_narrow(writer, std::string("blk.0.") + norm, {kWidth});
    }
    for (const char* matrix :
         {"attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"}) {
        add_narrow(writer, std::string("blk.0.") + matrix, {kWidth, kWidth});
    }
    return writer;
}

GgufWriter narrow_llama() {
    GgufWriter writer = narrow_gguf("llama");
    writer.text("tokenizer.ggml.model", "llama");
    writer.texts("tokenizer.ggml.tokens",
                 {"<unk>", "<s>", "</s>", "\u2581", "h", "e", "\u2581h", "he"});
    writer.numbers("tokenizer.ggml.scores", GgufType::f32,
                   std::vector<float>{0, 0, 0, -1, -2, -3, -4, -5});
    writer.numbers("tokenizer.ggml.token_type", GgufType::i32,
                   std::vector<std::int32_t>{2, 3, 3, 1, 1, 1, 1, 1});
    writer.count("tokenizer.ggml.bos_token_id", 1);
    writer.count("tokenizer.ggml.eos_token_id", 2);
    writer.flag("tokenizer.ggml.add_space_prefix", true);
    return writer;
}

/// With a BPE tokenizer, and RoPE factors of 1.
GgufWriter narrow_llama3() {
    GgufWriter writer = narrow_gguf("llama");
    writer.text("tokenizer.ggml.model", "gpt2");
    writer.text("tokenizer.ggml.pre", "llama-bpe");
    writer.texts("tokenizer.ggml.tokens",
                 {"h", "e", "l", "he", "hel", "\u0120", "<|eot_id|>", "[PAD]"});
    writer.numbers("tokenizer.ggml.token_type", GgufType::i32,
                   std::vector<std::int32_t>{1, 1, 1, 1, 1, 1, 3, 5});
    writer.texts("tokenizer.ggml.merges", {"h e", "he l"});
    writer.count("tokenizer.ggml.eos_token_id", 6);
    add_narrow(writer, "rope_freqs", {kWidth / 2});
    writer.tensors.back().data = test::f32_bytes({1, 1});
    return writer;
}

GgufWriter narrow_gemma() {
    GgufWriter writer = narrow_gguf("gemma3");
    writer.count("gemma3.attention.sliding_window", 8);
    writer.list("gemma3.attention.sliding_window_pattern", GgufType::boolean, 1, "\1");
    for (const char* norm :
         {"post_attention_norm", "post_ffw_norm", "attn_q_norm", "attn_k_norm"}) {
        add_narrow(writer, std::string("blk.0.") + norm, {kWidth});
    }
    return writer;
}

GgufWriter narrow_qwen2() {
    GgufWriter writer = narrow_gguf("qwen2");
    for (const char* matrix : {"attn_q", "attn_k", "attn_v"}) {
        add_narrow(writer, std::string("blk.0.") + matrix, {kWidth});
        writer.tensors.back().name = std::string("blk.0.") + matrix + ".bias";
    }
    return writer;
}

GgufWriter narrow_granite() {
    GgufWriter writer = narrow_gguf("granite");
    for (const char* key :
         {"attention.scale", "embedding_scale", "residual_scale", "logit_scale"}) {
        writer.number(std::string("granite.") + key, 0.5F);
    }
    return writer;
}

} // namespace

std::vector<Seed> gguf_seeds() {
    return {{"llama", narrow_llama().file()},
            {"llama3", narrow_llama3().file()},
            {"gemma", narrow_gemma().file()},
            {"qwen2", narrow_qwen2().file()},
            {"granite", narrow_granite().file()},
            {"q4_0", test::TinyGguf(test::gguf_type::kQ4_0).writer.file()}};
}

std::vector<Seed> hugging_face_seeds() {
    auto first = narrow_tensors();
    std::map<std::string, TinyCheckpoint::Tensor> second;
    second.insert(first.extract("model.norm.weight"));
    second.insert(first.extract("model.embed_tokens.weight"));
    std::string map;
    const auto add_shard = [&map](const std::string& shard, const auto& tensors) {
        for (const auto& [name, tensor] : tensors) {
            map += std::format(R"({}"{}":"{}")", map.empty() ? "" : ",", name, shard);
        }
    };
    add_shard("a.safetensors", first);
    add_shard("b.safetensors", second);
    return {{"two-shards",
             join_parts({narrow_config(),
                         R"({"metadata":{"total_size":600},"weight_map":{)" + map + "}}",
                         TinyCheckpoint::file_of(first), TinyCheckpoint::file_of(second)})}};
}

std::vector<Seed> pickle_seeds() {
    namespace pickle = test::pickle;
    const std::string storage = pickle::storage("BFloat16Storage", "0", 12);
    const std::string parameter = pickle::name("torch._utils", "_rebuild_parameter") + "(" +
                                  pickle::tensor(storage, {4}, 8) + "\x88" +
                                  pickle::ordered_dict() + "tR";
    return {{"model", test::torch_files(narrow_tensors()).front().second},
            {"parameter", pickle::dictionary({{"a", pickle::tensor(storage, {2, 4})},
                                              {"b", parameter},
                                              {"epoch", pickle::number(3)}})},
            {"remembered", "\x80\x02}(" + pickle::text("a") + "q\1" +
                               pickle::tensor(storage, {3, 4}) + "q\2" + pickle::text("b") +
                               "h\2u."}};
}

std::vector<Seed> safetensors_seeds() {
    using test::safetensors_text;
    return {{"one", safetensors_text(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})",
                                     "abcdefgh")},
            {"several",
             safetensors_text(R"({"__metadata__":{"format":"pt"},)"
                              R"("b":{"dtype":"BF16","shape":[2,2],"data_offsets":[4,12]},)"
                              R"("a":{"dtype":"I32","shape":[],"data_offsets":[0,4]},)"
                              R"("none":{"dtype":"F64","shape":[3,0],"data_offsets":[12,12]}}   )",
                              "abcdefghijkl")},
            {"empty", safetensors_text("{}")}};
}

std::vector<Seed> torch_seeds() {
    const auto files = test::torch_files(narrow_tensors());
    // The same with the directory's offset in the ZIP64 record.
    std::string large = test::zip_text(files);
    const std::string end = large.substr(large.size() - 22);
    const std::string list_bytes = end.substr(12, 4) + std::string(4, '\0');
    const std::string list_offset = end.substr(16, 4) + std::string(4, '\0');
    const std::string count = end.substr(10, 2) + std::string(6, '\0');
    large.resize(large.size() - end.size());
    const std::uint64_t end64_offset = large.size();
    large += "PK\6\6" + test::little_endian(std::uint64_t{44}) + std::string(12, '\0') + count +
             count + list_bytes + list_offset;
    large += "PK\6\7" + std::string(4, '\0') + test::little_endian(end64_offset) +
             test::little_endian(std::uint32_t{1});
    large += "PK\5\6" + std::string(4, '\0') + std::string(12, '\xFF') + std::string(2, '\0');
    return {{"model", test::zip_text(files)}, {"large", large}};
}

} // namespace sotto::fuzz

// Usage: fuzz-seeds FOLDER. Writes FOLDER/TARGET/NAME: small sound inputs that the fuzzers start from.

#include "tests/inference/tokenizer/small_tokenizers.h"
#include "tests/support/safetensors_text.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace {

namespace fs = std::filesystem;
using namespace sotto::inference::testing;
using sotto::test::safetensors_text;

void write(const fs::path& folder, std::string_view target, std::string_view name,
           std::string_view content) {
    fs::create_directories(folder / target);
    std::ofstream(folder / target / name, std::ios::binary) << content;
}

void write_safetensors(const fs::path& folder) {
    write(folder, "safetensors", "one",
          safetensors_text(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})",
                           "abcdefgh"));
    write(folder, "safetensors", "several",
          safetensors_text(R"({"__metadata__":{"format":"pt"},)"
                           R"("b":{"dtype":"BF16","shape":[2,2],"data_offsets":[4,12]},)"
                           R"("a":{"dtype":"I32","shape":[],"data_offsets":[0,4]},)"
                           R"("none":{"dtype":"F64","shape":[3,0],"data_offsets":[12,12]}}   )",
                           "abcdefghijkl"));
    write(folder, "safetensors", "empty", safetensors_text("{}", ""));
}

void write_configs(const fs::path& folder) {
    write(folder, "config", "llama",
          R"({"architectures":["LlamaForCausalLM"],"model_type":"llama","vocab_size":512,)"
          R"("hidden_size":64,"intermediate_size":172,"num_hidden_layers":2,)"
          R"("num_attention_heads":8,"num_key_value_heads":4,"max_position_embeddings":512,)"
          R"("rms_norm_eps":1e-5,"rope_theta":500000.0,"rope_scaling":{"rope_type":"llama3",)"
          R"("factor":32.0,"low_freq_factor":1.0,"high_freq_factor":4.0,)"
          R"("original_max_position_embeddings":8192},"hidden_act":"silu",)"
          R"("tie_word_embeddings":true,"bos_token_id":1,"eos_token_id":[2,3],)"
          R"("temperature":0.6,"top_p":0.9,"top_k":40})");
    write(folder, "config", "gemma3",
          R"({"architectures":["Gemma3ForCausalLM"],"model_type":"gemma3_text","vocab_size":512,)"
          R"("hidden_size":64,"intermediate_size":96,"num_hidden_layers":3,"head_dim":32,)"
          R"("num_attention_heads":4,"num_key_value_heads":1,"max_position_embeddings":512,)"
          R"("rms_norm_eps":1e-6,"query_pre_attn_scalar":32,"sliding_window":16,)"
          R"("layer_types":["sliding_attention","sliding_attention","full_attention"],)"
          R"("rope_parameters":{"full_attention":{"rope_type":"default","rope_theta":1000000.0},)"
          R"("sliding_attention":{"rope_type":"default","rope_theta":10000.0}},)"
          R"("hidden_activation":"gelu_pytorch_tanh","tie_word_embeddings":true,)"
          R"("bos_token_id":2,"eos_token_id":1})");
}

void write_tokenizers(const fs::path& folder) {
    write(folder, "tokenizer_json", "small", small_json());
    JsonParts split;
    split.pre_tokenizer =
        R"({"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":)"
        R"("(?i:'s|'t)|\\p{L}+|\\p{N}{1,3}|\\s+(?!\\S)|\\s+"},"behavior":"Isolated",)"
        R"("invert":false},{"type":"ByteLevel","add_prefix_space":false,"use_regex":false}]})";
    split.model_extra = R"("ignore_merges":true,)";
    write(folder, "tokenizer_json", "split", small_json(split));
    write(folder, "sentencepiece", "small", small_sentencepiece());
    SentencePieceParts prefixed;
    prefixed.dummy_prefix = DummyPrefix::yes;
    prefixed.extra.emplace_back("<start_of_turn>", kUserDefined);
    write(folder, "sentencepiece", "prefixed", small_sentencepiece(prefixed));
    write(folder, "tiktoken", "short", "aA== 0\naGVsbG8= 1\nIHdvcmxk 2\n");
}

} // namespace

int main(int argument_count, char** arguments) {
    if (argument_count != 2) {
        std::fputs("usage: fuzz-seeds FOLDER\n", stderr);
        return 2;
    }
    const fs::path folder = arguments[1];
    write_safetensors(folder);
    write_configs(folder);
    write_tokenizers(folder);
}

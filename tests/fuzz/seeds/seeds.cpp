#include "tests/fuzz/seeds/seeds.h"

#include "inference/model/manifest.h"
#include "tests/fuzz/parts.h"
#include "tests/fuzz/target.h"
#include "tests/inference/tokenizer/small_tokenizers.h"

#include <algorithm>
#include <array>

namespace sotto::fuzz {

namespace {

using namespace inference::testing;

std::vector<Seed> chat_template_seeds() {
    return {
        {"chatml",
         "{%- for m in messages %}\n    {{- '<|im_start|>' + m.role + '\\n' + m['content']"
         " + '<|im_end|>' }}\n{%- endfor %}\n{{ bos_token if add_generation_prompt }}"},
        {"thinking",
         "{% set ns = namespace(last=messages|length - 1) %}{% for m in messages[::-1] %}"
         "{% if m.role == 'user' and not loop.first %}{% set ns.last = loop.index0 %}{% endif %}"
         "{% endfor %}{% for m in messages[1:] %}{% set content = m.content.split('</think>')[-1]"
         ".lstrip('\n') %}{{ content|trim ~ ns.last }}{% endfor %}"},
        {"macro",
         "{% macro turn(m, end='x') -%}\n {{ m.role|upper }}{# note #}{{ m|tojson }}{{ end }}\n"
         "{%- endmacro %}{% for k, v in messages[0].items() if k is string %}{{ k }}"
         "{{ turn(messages[loop.index0]) }}{% else %}none{% endfor %}"},
        {"filters",
         "{% set users = messages|selectattr('role', 'equalto', 'user')|map(attribute='content') %}"
         "{{ users|join(', ')|replace('a', 'b')|default('c', true) }}{{ [1, 2.5, "
         "none]|tojson(indent=2) }}"
         "{% if tools is not defined or 'x' not in bos_token %}{{ 7 // 2 * -1 % 3 }}{% endif %}"},
        {"date",
         "{% set today %}{{ strftime_now('%d %b %Y') }}{% endset %}{{ today }}{% for i in range(3) "
         "%}"
         "{% if i == 1 %}{% continue %}{% elif i > 1 %}{% break %}{% endif %}{{ i }}{% endfor %}"}};
}

std::vector<Seed> chat_text_seeds() {
    return {{"words", "hello world, it's 12345 hellos\r\n\n  \t"},
            {"controls", "<|begin_of_text|><s>[INST]<|eot|></s><0x41><|header_start|>system"},
            {"scripts", "caf\u00E9 \u65E5\u672C\u8A9E \U0001F600\u2581\u2581\u00A0\u3000"},
            {"broken", "\xFF\xC0\x80\xED\xA0\x80\xF0\x9F\x98 \xE2\x96"}};
}

std::vector<Seed> config_seeds() {
    const std::string generation =
        R"({"bos_token_id":1,"eos_token_id":[2,3],"do_sample":true,"temperature":0.6,)"
        R"("top_p":0.9,"top_k":40})";
    const std::string llama =
        R"({"architectures":["LlamaForCausalLM"],"model_type":"llama","vocab_size":512,)"
        R"("hidden_size":64,"intermediate_size":172,"num_hidden_layers":2,)"
        R"("num_attention_heads":8,"num_key_value_heads":4,"max_position_embeddings":512,)"
        R"("rms_norm_eps":1e-5,"rope_theta":500000.0,"rope_scaling":{"rope_type":"llama3",)"
        R"("factor":32.0,"low_freq_factor":1.0,"high_freq_factor":4.0,)"
        R"("original_max_position_embeddings":8192},"hidden_act":"silu",)"
        R"("tie_word_embeddings":true,"bos_token_id":1,"eos_token_id":2})";
    const std::string gemma =
        R"({"architectures":["Gemma3ForCausalLM"],"model_type":"gemma3_text","vocab_size":512,)"
        R"("hidden_size":64,"intermediate_size":96,"num_hidden_layers":3,"head_dim":32,)"
        R"("num_attention_heads":4,"num_key_value_heads":1,"max_position_embeddings":512,)"
        R"("rms_norm_eps":1e-6,"query_pre_attn_scalar":32,"sliding_window":16,)"
        R"("layer_types":["sliding_attention","sliding_attention","full_attention"],)"
        R"("rope_parameters":{"full_attention":{"rope_type":"default","rope_theta":1000000.0},)"
        R"("sliding_attention":{"rope_type":"default","rope_theta":10000.0}},)"
        R"("hidden_activation":"gelu_pytorch_tanh","tie_word_embeddings":true,"dtype":"bfloat16",)"
        R"("bos_token_id":2,"eos_token_id":1})";
    const std::string llama4 =
        R"({"architectures":["MobileLLMP1ForCausalLM"],"vocab_size":512,"hidden_size":64,)"
        R"("intermediate_size":96,"intermediate_size_mlp":128,"num_hidden_layers":4,"head_dim":16,)"
        R"("num_attention_heads":4,"num_key_value_heads":2,"max_position_embeddings":512,)"
        R"("rms_norm_eps":1e-5,"rope_theta":500000.0,"sliding_window":16,"use_qk_norm":true,)"
        R"("layer_types":["sliding_attention","chunked_attention","sliding_attention",)"
        R"("full_attention"],"attention_chunk_size":128,"no_rope_layers":[1,1,1,0],)"
        R"("attn_temperature_tuning":true,"attn_scale":0.1,"floor_scale":8192,"moe_layers":[]})";
    return {{"llama", join_parts({llama, generation})},
            {"gemma", join_parts({gemma, ""})},
            {"llama4", join_parts({llama4, generation})}};
}

std::vector<Seed> manifest_seeds() {
    inference::Manifest manifest;
    manifest.name = "tiny";
    manifest.family = "llama";
    manifest.parameters = 1000;
    manifest.context_tokens = 256;
    manifest.source = "/models/tiny";
    manifest.licence = "MIT License";
    manifest.imported_at_ns = 1'700'000'000'000'000'000;
    manifest.files.push_back({"weights.safetensors", 4096, std::string(64, 'a')});
    manifest.files.push_back({"config.json", 300, std::string(64, '0')});
    return {{"tiny", manifest.to_json()}};
}

std::vector<Seed> sentencepiece_seeds() {
    SentencePieceParts prefixed;
    prefixed.dummy_prefix = DummyPrefix::yes;
    prefixed.extra.emplace_back("<start_of_turn>", kUserDefined);
    // A character map whose trie has no leaf, and a unigram model without byte fallback.
    const std::string map =
        std::string("\x00\x04\x00\x00", 4) + std::string(1024, '\0') + "x" + std::string(1, '\0');
    const std::string unigram = piece("<unk>", kUnknown) + piece("\u2581", kNormal, -1) +
                                piece("a", kNormal, -2) + piece("\u2581a", kNormal, -1.5F) +
                                bytes_field(2, number_field(3, 1)) +
                                bytes_field(3, bytes_field(2, map) + number_field(3, 1) +
                                                   number_field(4, 1) + number_field(5, 1));
    return {{"small", small_sentencepiece()},
            {"prefixed", small_sentencepiece(prefixed)},
            {"unigram", unigram}};
}

std::vector<Seed> tokenizer_json_seeds() {
    JsonParts split;
    split.pre_tokenizer =
        R"({"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":)"
        R"("(?i:'s|'t)|\\p{L}+|\\p{N}{1,3}|\\s+(?!\\S)|\\s+"},"behavior":"Isolated",)"
        R"("invert":false},{"type":"ByteLevel","add_prefix_space":false,"use_regex":false}]})";
    split.model_extra = R"("ignore_merges":true,"dropout":null,)";
    split.merges = R"(["h","e"],["l","l"],["he","ll"],["hell","o"])";
    return {{"small", small_json()}, {"split", small_json(split)}};
}

std::vector<Seed> tiktoken_seeds() {
    return {{"short", "aA== 0\naGVsbG8= 1\nIHdvcmxk 2\n", false},
            {"lines", "aA== 0\r\n\naGk= 1\n", false}};
}

} // namespace

std::vector<Seed> seeds_of(std::string_view target) {
    struct Row {
        std::string_view target;
        std::vector<Seed> (*seeds)();
    };
    constexpr std::array<Row, 27> kRows{{{"chat_template", chat_template_seeds},
                                         {"chat_text", chat_text_seeds},
                                         {"config", config_seeds},
                                         {"docx", docx_seeds},
                                         {"epub", epub_seeds},
                                         {"fb2", fb2_seeds},
                                         {"gguf", gguf_seeds},
                                         {"html", html_seeds},
                                         {"hugging_face", hugging_face_seeds},
                                         {"json_documents", json_documents_seeds},
                                         {"mail", mail_seeds},
                                         {"manifest", manifest_seeds},
                                         {"markdown", markdown_seeds},
                                         {"odt", odt_seeds},
                                         {"pdf", pdf_seeds},
                                         {"pickle", pickle_seeds},
                                         {"pptx", pptx_seeds},
                                         {"rtf", rtf_seeds},
                                         {"safetensors", safetensors_seeds},
                                         {"sentencepiece", sentencepiece_seeds},
                                         {"subtitles", subtitles_seeds},
                                         {"text", text_seeds},
                                         {"tiktoken", tiktoken_seeds},
                                         {"tokenizer_json", tokenizer_json_seeds},
                                         {"torch", torch_seeds},
                                         {"xlsx", xlsx_seeds},
                                         {"zip", zip_seeds}}};
    const auto* const row = std::ranges::find(kRows, target, &Row::target);
    require(row != kRows.end(), "each target has seeds");
    return row->seeds();
}

} // namespace sotto::fuzz

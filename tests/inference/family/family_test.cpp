#include "inference/family/family.h"
#include "inference/family/tensor_names.h"
#include "inference/model/model_config.h"
#include "inference/model/tensor_plan.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <set>
#include <string>

using namespace sotto;
using namespace sotto::inference;

namespace {

/// A configuration of the family with one layer.
ModelConfig one_layer(Family family) {
    ModelConfig config = family_config(family);
    config.vocabulary_size = 16;
    config.hidden_size = 8;
    config.intermediate_size = 12;
    config.n_layers = 1;
    config.n_heads = 2;
    config.n_kv_heads = 1;
    config.head_dim = 4;
    config.layers.resize(1);
    return config;
}

} // namespace

TEST_CASE("each family is found by its names and by no other's") {
    std::set<std::string_view> names;
    for (const FamilySpec& family : families()) {
        CAPTURE(family.name);
        CHECK(names.insert(family.name).second);
        CHECK(to_string(family.family) == family.name);
        CHECK(&spec_of(family.family) == &family);
        CHECK(find_family(family.architecture, "") == &family);
        if (!family.model_type.empty()) {
            CHECK(find_family("", family.model_type) == &family);
            CHECK(is_model_type_of(family, family.model_type));
        }
        if (!family.gguf_architecture.empty()) {
            CHECK(find_gguf_family(family.gguf_architecture) == &family);
        }
    }
    CHECK(find_family("Lfm2ForCausalLM", "lfm2") == nullptr);
    CHECK(find_family("", "") == nullptr);
    CHECK(find_gguf_family("") == nullptr);
    CHECK(find_gguf_family("granitemoe") == nullptr);
    CHECK(is_model_type_of(spec_of(Family::mobilellm_pro), "llama4_text"));
    CHECK(is_model_type_of(spec_of(Family::mobilellm_pro), "mobilellm_p1"));
    CHECK_FALSE(is_model_type_of(spec_of(Family::qwen2), "qwen3"));
}

TEST_CASE("every planned tensor of a family has a GGUF name of its own") {
    for (const FamilySpec& family : families()) {
        CAPTURE(family.name);
        std::set<std::string> names;
        for (const PlannedTensor& tensor : planned_tensors(one_layer(family.family))) {
            CAPTURE(tensor.name);
            CHECK(names.insert(gguf_name(tensor.name, family)).second);
        }
    }
    const auto& qwen2 = spec_of(Family::qwen2);
    CHECK(gguf_name("model.layers.7.self_attn.q_proj.bias", qwen2) == "blk.7.attn_q.bias");
    CHECK(gguf_name("model.layers.7.post_attention_layernorm.weight", qwen2) ==
          "blk.7.ffn_norm.weight");
    CHECK(gguf_name("model.layers.7.post_attention_layernorm.weight", spec_of(Family::gemma3)) ==
          "blk.7.post_attention_norm.weight");
}

TEST_CASE("the planned tensors have as many elements as the model has parameters") {
    for (const FamilySpec& family : families()) {
        CAPTURE(family.name);
        const ModelConfig config = one_layer(family.family);
        std::size_t count = 0;
        for (const PlannedTensor& tensor : planned_tensors(config)) {
            count += tensor.rows * tensor.cols;
        }
        CHECK(count == config.parameter_count());
    }
}

TEST_CASE("messages list the families in words") {
    CHECK(family_titles().starts_with("MobileLLM-Pro, Llama 4 (dense text), Llama, "));
    CHECK(family_titles().ends_with(", Granite (dense) and MiniCPM"));
    CHECK(gguf_architectures() ==
          R"("llama", "gemma3", "qwen2", "qwen3", "smollm3", "granite" and "minicpm")");
}

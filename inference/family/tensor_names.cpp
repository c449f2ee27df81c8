#include "inference/family/tensor_names.h"

#include <algorithm>
#include <format>

namespace sotto::inference {

namespace {

constexpr std::string_view kLayers = "model.layers.";

} // namespace

std::string layer_tensor(std::size_t layer, std::string_view part) {
    return std::format("{}{}.{}.weight", kLayers, layer, part);
}

std::string layer_bias(std::size_t layer, std::string_view part) {
    return std::format("{}{}.{}.bias", kLayers, layer, part);
}

std::string canonical_name(std::string_view name) {
    constexpr std::string_view kPrefix = "language_model.";
    constexpr std::string_view kFeedForward = ".feed_forward.";
    if (name.starts_with(kPrefix)) {
        name.remove_prefix(kPrefix.size());
    }
    std::string canonical(name);
    if (const auto at = canonical.find(kFeedForward); at != std::string::npos) {
        canonical.replace(at, kFeedForward.size(), ".mlp.");
    }
    return canonical;
}

std::string gguf_name(std::string_view canonical, const FamilySpec& family) {
    if (canonical == tensor_names::kEmbedding) {
        return "token_embd.weight";
    }
    if (canonical == tensor_names::kFinalNorm) {
        return "output_norm.weight";
    }
    if (!canonical.starts_with(kLayers)) {
        return "output.weight";
    }
    canonical.remove_prefix(kLayers.size());
    const auto first_dot = canonical.find('.');
    const auto last_dot = canonical.rfind('.');
    const auto part = canonical.substr(first_dot + 1, last_dot - first_dot - 1);
    const auto found =
        std::ranges::find(family.layer_tensors, part, &LayerTensorName::hugging_face);
    return std::format("blk.{}.{}{}", canonical.substr(0, first_dot), found->gguf,
                       canonical.substr(last_dot));
}

std::string learned_scale_name(std::string_view matrix) {
    return std::string(matrix) + "_fake_quantizer.scale"; // the matrix's name ends in "weight"
}

bool is_ignorable(std::string_view canonical_name) {
    return canonical_name.contains(".weight_fake_quantizer.") ||
           canonical_name.ends_with("rotary_emb.inv_freq");
}

} // namespace sotto::inference

#include "inference/checkpoint/foreign_quantization.h"

#include "inference/files/json.h"
#include "inference/files/quoted_name.h"

#include <algorithm>
#include <array>
#include <format>

namespace sotto::inference {

namespace {

/// A method by what a file calls it, and by its own name.
struct Method {
    std::string_view mark;
    std::string_view name;
};

/// "quant_method" of config.json.
constexpr std::array kMethods{
    Method{"bitsandbytes", "bitsandbytes"},
    Method{"gptq", "GPTQ"},
    Method{"awq", "AWQ"},
    Method{"fp8", "FP8"},
    Method{"fbgemm_fp8", "FP8"},
    Method{"compressed-tensors", "compressed-tensors"},
    Method{"compressed_tensors", "compressed-tensors"},
    Method{"hqq", "HQQ"},
    Method{"exl2", "EXL2"},
    Method{"exl3", "EXL3"},
    Method{"aqlm", "AQLM"},
    Method{"torchao", "torchao"},
    Method{"quanto", "Quanto"},
    Method{"eetq", "EETQ"},
    Method{"higgs", "HIGGS"},
    Method{"vptq", "VPTQ"},
    Method{"spqr", "SpQR"},
    Method{"bitnet", "BitNet"},
    Method{"quark", "Quark"},
    Method{"modelopt", "ModelOpt"},
    Method{"mxfp4", "MXFP4"},
    Method{"auto-round", "AutoRound"},
    Method{"intel/auto-round", "AutoRound"},
};

/// Ends of tensors' names. The first that a checkpoint has is meant: GPTQ also has what AWQ has.
constexpr std::array kTensors{
    Method{".g_idx", "GPTQ"},
    Method{".qweight", "GPTQ or AWQ"},
    Method{".q_invperm", "EXL2"},
    Method{".q_weight", "EXL2"},
    Method{".trellis", "EXL3"},
    Method{".quant_map", "bitsandbytes"},
    Method{".absmax", "bitsandbytes"},
    Method{".SCB", "bitsandbytes"},
    Method{".weight_packed", "compressed-tensors"},
    Method{".weight_scale_inv", "FP8"},
    Method{".W_q", "HQQ"},
    Method{".codebooks", "AQLM"},
    Method{".weight._data", "Quanto"},
    Method{".weight_scale", "FP8 or compressed-tensors"},
    Method{".biases", "MLX"},
};

Status refuse(std::string_view method) {
    return fail(ErrorCode::unsupported,
                std::format("The model's weights were quantized by {}, whose format is not "
                            "supported; import the model's original weights (BF16, F16 or F32), or "
                            "a GGUF file of it.",
                            method));
}

const Json* object_in(const Json& json, std::string_view key) {
    const Json* const value = json.find(key);
    return value != nullptr && value->object() != nullptr && !value->object()->empty() ? value
                                                                                       : nullptr;
}

bool is_set(const Json& json, std::string_view key) {
    const Json* const value = json.find(key);
    return value != nullptr && value->boolean().value_or(false);
}

/// The method that an object names, or that its keys give away.
std::string method_of(const Json& object) {
    if (const Json* const stated = object.find("quant_method");
        stated != nullptr && stated->string() != nullptr) {
        const auto* const known = std::ranges::find(kMethods, *stated->string(), &Method::mark);
        return known != kMethods.end() ? std::string(known->name) : quoted_name(*stated->string());
    }
    if (is_set(object, "load_in_4bit") || is_set(object, "load_in_8bit")) {
        return "bitsandbytes";
    }
    const bool is_mlx = object.find("group_size") != nullptr && object.find("bits") != nullptr;
    return is_mlx ? "MLX" : "another program";
}

} // namespace

Status refuse_quantized_config(std::string_view config_json) {
    const auto json = parse_json(config_json);
    if (!json || json->object() == nullptr) {
        return {};
    }
    for (const char* const key : {"quantization_config", "compression_config", "quantization"}) {
        if (const Json* const object = object_in(*json, key)) {
            return refuse(method_of(*object));
        }
    }
    return {};
}

Status refuse_quantized_tensors(std::span<const std::string> names) {
    for (const Method& method : kTensors) {
        const bool is_used = std::ranges::any_of(
            names, [&](const std::string& name) { return name.ends_with(method.mark); });
        if (is_used) {
            return refuse(method.name);
        }
    }
    return {};
}

} // namespace sotto::inference

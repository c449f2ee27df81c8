#include "inference/checkpoint/foreign_quantization.h"
#include "inference/checkpoint/hugging_face_folder.h"
#include "inference/family/tensor_names.h"
#include "inference/files/quoted_name.h"

#include <algorithm>
#include <cstddef>
#include <format>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// Matches the tensors of a folder with those that its configuration calls for.
namespace sotto::inference {

namespace {

std::optional<CheckpointDtype> stored_type_of(SafetensorsDtype type) {
    switch (type) {
    case SafetensorsDtype::f32:
        return CheckpointDtype::f32;
    case SafetensorsDtype::f16:
        return CheckpointDtype::f16;
    case SafetensorsDtype::bf16:
        return CheckpointDtype::bf16;
    default:
        return std::nullopt;
    }
}

} // namespace

Status HuggingFaceFolder::match_plan() {
    std::vector<std::string> names;
    for (const Found& found : found_) {
        names.push_back(found.canonical);
    }
    if (auto original = refuse_quantized_tensors(names); !original) {
        return original;
    }
    // An index may be older than its files. What it does not list counts if nothing else has the
    // name.
    std::map<std::string, const Found*, std::less<>> by_name;
    std::size_t n_unlisted = 0;
    std::ranges::stable_partition(found_, &Found::is_listed);
    for (const Found& found : found_) {
        if (by_name.emplace(found.canonical, &found).second) {
            continue;
        }
        if (found.is_listed) {
            return fail(ErrorCode::invalid_input,
                        std::format("The checkpoint has the tensor {} twice.",
                                    quoted_name(found.canonical)));
        }
        ++n_unlisted;
    }
    for (PlannedTensor& plan : planned_tensors(config_)) {
        const auto at = by_name.find(plan.name);
        if (at == by_name.end()) {
            return fail(ErrorCode::invalid_input,
                        std::format("The checkpoint lacks the tensor {} that its config.json calls "
                                    "for.",
                                    quoted_name(plan.name)));
        }
        const Found& found = *at->second;
        if (found.entry.shape != plan.shape()) {
            return fail(ErrorCode::invalid_input,
                        std::format("The tensor {} has the shape {}, but config.json calls for {}.",
                                    quoted_name(plan.name), shape_text(found.entry.shape),
                                    shape_text(plan.shape())));
        }
        const auto type = stored_type_of(found.entry.type);
        if (!type) {
            return fail(ErrorCode::unsupported,
                        std::format("The tensor {} has the type {}; weights are read as BF16, F16 "
                                    "or F32.",
                                    quoted_name(plan.name), to_string(found.entry.type)));
        }
        tensors_.push_back(
            {std::move(plan), *type, found.file, found.data_begin + found.entry.begin});
        by_name.erase(at);
    }
    if (auto matched = match_channel_scales(by_name); !matched) {
        return matched;
    }
    std::size_t n_ignored = 0;
    for (const auto& [name, found] : by_name) {
        if (name == tensor_names::kOutput) {
            warnings_.emplace_back(
                "The tensor lm_head.weight was left out, because config.json says "
                "that the output shares the embedding's weights.");
        } else if (is_ignorable(name)) {
            ++n_ignored;
        } else if (!found->is_listed) {
            ++n_unlisted;
        } else {
            return fail(ErrorCode::invalid_input,
                        std::format("The checkpoint has the tensor {}, which its config.json does "
                                    "not call for.",
                                    quoted_name(name)));
        }
    }
    if (n_ignored > 0) {
        warnings_.push_back(std::format("{} tensors that the model does not need were left out "
                                        "(quantizer ranges or rotary tables).",
                                        n_ignored));
    }
    if (n_unlisted > 0) {
        warnings_.push_back(std::format("{} tensors that the index does not name and the model "
                                        "does not need were left out.",
                                        n_unlisted));
    }
    found_.clear();
    return {};
}

Status
HuggingFaceFolder::match_channel_scales(std::map<std::string, const Found*, std::less<>>& rest) {
    if (!spec_of(config_.family).is_trained_for_int4) {
        return {}; // for other families, the meaning of such tensors is not known
    }
    bool has_all_of_layers = true;
    for (const CheckpointTensor& tensor : tensors_) {
        if (tensor.plan.kind != PlannedTensor::Kind::matrix) {
            continue;
        }
        const auto at = rest.find(learned_scale_name(tensor.plan.name));
        if (at == rest.end()) {
            const bool is_in_layer = tensor.plan.name.starts_with("model.layers.");
            has_all_of_layers = has_all_of_layers && !is_in_layer;
            continue;
        }
        const Found& found = *at->second;
        const std::size_t rows = tensor.plan.rows;
        const auto type = stored_type_of(found.entry.type);
        const bool has_shape = found.entry.shape == std::vector{rows} ||
                               found.entry.shape == std::vector{rows, std::size_t{1}};
        if (!has_shape || !type) {
            return fail(ErrorCode::unsupported,
                        std::format("The learned scales {} have the shape {}; read are BF16, F16 "
                                    "or F32 scales, one for each of the {} rows.",
                                    quoted_name(at->first), shape_text(found.entry.shape), rows));
        }
        PlannedTensor plan{at->first, PlannedTensor::Kind::vector, 1, rows};
        channel_scales_.emplace(tensor.plan.name,
                                CheckpointTensor{std::move(plan), *type, found.file,
                                                 found.data_begin + found.entry.begin});
        rest.erase(at);
    }
    if (rest.contains(learned_scale_name(tensor_names::kOutput)) && !channel_scales_.empty()) {
        return fail(ErrorCode::unsupported,
                    "The checkpoint has learned scales for an output matrix of its own, but its "
                    "config.json says that the output shares the embedding's weights; set "
                    "tie_word_embeddings to false if the checkpoint holds lm_head.weight.");
    }
    if (!channel_scales_.empty() && !has_all_of_layers) {
        return fail(ErrorCode::unsupported,
                    "The checkpoint has learned scales for some matrices of its layers and none "
                    "for others, which is not supported.");
    }
    return {};
}

} // namespace sotto::inference

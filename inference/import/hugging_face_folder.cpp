#include "inference/import/hugging_face_folder.h"

#include "inference/import/float_formats.h"
#include "inference/model/json.h"
#include "inference/model/quoted_name.h"

#include <algorithm>
#include <format>
#include <map>
#include <set>
#include <system_error>
#include <utility>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostConfigBytes = 4 << 20;
constexpr std::size_t kMostIndexBytes = 16 << 20;
constexpr std::size_t kMostShards = 1'000;
constexpr std::string_view kSingleFile = "model.safetensors";
constexpr std::string_view kIndexFile = "model.safetensors.index.json";

bool is_there(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

/// Whether the folder has its weights only in a format that runs programs when it is read.
bool has_pickled_weights(const fs::path& folder) {
    return is_there(folder / "pytorch_model.bin") ||
           is_there(folder / "pytorch_model.bin.index.json") ||
           is_there(folder / "consolidated.00.pth");
}

Status refuse_file(const fs::path& path) {
    if (path.extension() == ".gguf") {
        return fail(ErrorCode::unsupported,
                    "GGUF files cannot be imported; import the model's Hugging Face folder "
                    "(config.json and model.safetensors) instead.");
    }
    return fail(ErrorCode::unsupported,
                "This is a file; import the folder that holds the model's config.json, "
                "model.safetensors and tokenizer files.");
}

Status refuse_without_config(const fs::path& folder) {
    std::error_code ignored;
    for (const auto& inside : fs::directory_iterator(folder, ignored)) {
        if (is_there(inside.path() / "config.json")) {
            return fail(ErrorCode::invalid_input,
                        std::format("The folder has no config.json, but its folder {} has one; "
                                    "import that one.",
                                    quoted_name(inside.path().filename().native())));
        }
    }
    return fail(ErrorCode::invalid_input,
                "The folder has no config.json; a model's folder holds config.json, "
                "model.safetensors and tokenizer files.");
}

/// A shard's name comes from the index, which may be hostile: it must stay inside the folder.
bool is_shard_name(std::string_view name) {
    return name.size() <= 255 && name.ends_with(".safetensors") && !name.starts_with('.') &&
           name.find_first_of(std::string_view("/\\\0", 3)) == std::string_view::npos;
}

std::string shape_text(std::span<const std::size_t> shape) {
    std::string text = "[";
    for (const std::size_t extent : shape) {
        text += (text.size() > 1 ? ", " : "") + std::to_string(extent);
    }
    return text + "]";
}

} // namespace

Result<HuggingFaceFolder> HuggingFaceFolder::open(const fs::path& folder) {
    std::error_code error;
    const fs::file_status status = fs::status(folder, error);
    if (!fs::exists(status)) {
        return fail(ErrorCode::not_found, "There is no file or folder at the path to import from.");
    }
    Status checked;
    HuggingFaceFolder opened;
    if (!fs::is_directory(status)) {
        checked = refuse_file(folder);
    } else if (!is_there(folder / "config.json")) {
        checked = refuse_without_config(folder);
    } else {
        checked = opened.read_configuration(folder)
                      .and_then([&] { return opened.open_weights(folder); })
                      .and_then([&] { return opened.match_plan(); });
    }
    if (!checked) {
        return std::unexpected(checked.error());
    }
    return opened;
}

Status HuggingFaceFolder::read_configuration(const fs::path& folder) {
    auto config_json = read_whole_file(folder / "config.json", kMostConfigBytes);
    if (!config_json) {
        return std::unexpected(config_json.error());
    }
    config_json_ = std::move(*config_json);
    auto generation_json = read_whole_file(folder / "generation_config.json", kMostConfigBytes);
    if (generation_json) {
        generation_config_json_ = std::move(*generation_json);
    } else if (generation_json.error().code != ErrorCode::not_found) {
        return std::unexpected(generation_json.error());
    }
    auto config = parse_model_config(config_json_, generation_config_json_);
    if (!config) {
        return std::unexpected(config.error());
    }
    config_ = std::move(*config);
    return {};
}

Status HuggingFaceFolder::open_weights(const fs::path& folder) {
    if (is_there(folder / kSingleFile)) {
        const auto header = open_file(folder / kSingleFile);
        return header ? add_tensors(*header) : std::unexpected(header.error());
    }
    if (is_there(folder / kIndexFile)) {
        const auto index = read_whole_file(folder / kIndexFile, kMostIndexBytes);
        return index ? open_shards(folder, *index) : std::unexpected(index.error());
    }
    if (has_pickled_weights(folder)) {
        return fail(ErrorCode::unsupported,
                    "The folder has its weights only as a PyTorch file, a format that can run "
                    "programs when it is read; save the model as safetensors first (in Python: "
                    "transformers' AutoModelForCausalLM.from_pretrained(FOLDER)"
                    ".save_pretrained(NEW_FOLDER)) and import the new folder.");
    }
    return fail(ErrorCode::invalid_input,
                "The folder has neither model.safetensors nor model.safetensors.index.json; copy "
                "the model's weights into it.");
}

Result<SafetensorsHeader> HuggingFaceFolder::open_file(const fs::path& path) {
    auto file = InputFile::open(path);
    if (!file) {
        return std::unexpected(file.error());
    }
    auto header = read_safetensors_header(*file);
    if (!header) {
        return fail(
            header.error().code,
            std::format("{}: {}", quoted_name(path.filename().native()), header.error().detail));
    }
    files_.push_back(std::move(*file));
    return header;
}

Status HuggingFaceFolder::add_tensors(const SafetensorsHeader& header) {
    for (const auto& [name, entry] : header.tensors) {
        found_.push_back({canonical_name(name), entry, files_.size() - 1, header.data_begin});
    }
    return {};
}

Status HuggingFaceFolder::open_shards(const fs::path& folder, const std::string& index_json) {
    const auto index = parse_json(index_json);
    if (!index) {
        return fail(index.error().code, "model.safetensors.index.json: " + index.error().detail);
    }
    const Json* const map = index->find("weight_map");
    if (map == nullptr || map->object() == nullptr) {
        return fail(ErrorCode::invalid_input, "model.safetensors.index.json has no weight_map.");
    }
    std::map<std::string, std::set<std::string>> shards; // file → tensors it must have
    for (const auto& [tensor, file] : *map->object()) {
        if (file.string() == nullptr || !is_shard_name(*file.string())) {
            return fail(ErrorCode::invalid_input,
                        "model.safetensors.index.json names a file that is no .safetensors file "
                        "beside it.");
        }
        shards[*file.string()].insert(tensor);
    }
    if (shards.size() > kMostShards) {
        return fail(ErrorCode::invalid_input, "model.safetensors.index.json names too many files.");
    }
    for (const auto& [name, tensors] : shards) {
        const auto header = open_file(folder / name);
        if (!header) {
            return std::unexpected(header.error());
        }
        const auto name_of = [](const auto& tensor) -> const std::string& { return tensor.first; };
        if (!std::ranges::equal(header->tensors, tensors, {}, name_of)) {
            return fail(ErrorCode::invalid_input,
                        std::format("The file {} does not hold the tensors that "
                                    "model.safetensors.index.json says it holds.",
                                    quoted_name(name)));
        }
        if (auto added = add_tensors(*header); !added) {
            return added;
        }
    }
    return {};
}

Status HuggingFaceFolder::match_plan() {
    std::map<std::string, const Found*, std::less<>> by_name;
    for (const Found& found : found_) {
        if (!by_name.emplace(found.canonical, &found).second) {
            return fail(ErrorCode::invalid_input,
                        std::format("The checkpoint has the tensor {} twice.",
                                    quoted_name(found.canonical)));
        }
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
        const TensorType type = found.entry.type;
        if (type != TensorType::f32 && type != TensorType::f16 && type != TensorType::bf16) {
            return fail(ErrorCode::unsupported,
                        std::format("The tensor {} has the type {}; weights are read as BF16, F16 "
                                    "or F32.",
                                    quoted_name(plan.name), to_string(type)));
        }
        tensors_.push_back(
            {std::move(plan), type, found.file, found.data_begin + found.entry.begin});
        by_name.erase(at);
    }
    std::size_t n_ignored = 0;
    for (const auto& [name, found] : by_name) {
        if (name == "lm_head.weight") {
            warnings_.emplace_back(
                "The tensor lm_head.weight was left out, because config.json says "
                "that the output shares the embedding's weights.");
        } else if (is_ignorable(name)) {
            ++n_ignored;
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
    found_.clear();
    return {};
}

Status HuggingFaceFolder::read_rows(const CheckpointTensor& tensor, std::size_t first_row,
                                    std::span<float> values, std::vector<std::byte>& raw) const {
    const std::size_t width = element_bytes(tensor.type);
    raw.resize(values.size() * width);
    const std::uint64_t start = tensor.offset + std::uint64_t{first_row} * tensor.plan.cols * width;
    if (auto read = files_[tensor.file].read_at(start, raw); !read) {
        return read;
    }
    switch (tensor.type) {
    case TensorType::bf16:
        floats_from_bf16(raw, values);
        break;
    case TensorType::f16:
        floats_from_f16(raw, values);
        break;
    default:
        floats_from_f32(raw, values);
    }
    if (!are_finite(values)) {
        return fail(ErrorCode::corrupt_data,
                    std::format("The tensor {} holds values that are not finite numbers.",
                                quoted_name(tensor.plan.name)));
    }
    return {};
}

} // namespace sotto::inference

#include "inference/checkpoint/hugging_face_folder.h"

#include "inference/checkpoint/foreign_quantization.h"
#include "inference/family/tensor_names.h"
#include "inference/files/json.h"
#include "inference/files/quoted_name.h"
#include "inference/formats/torch_file.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <format>
#include <map>
#include <set>
#include <system_error>
#include <utility>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxConfigBytes = 4 << 20;
constexpr std::size_t kMaxIndexBytes = 16 << 20;
constexpr std::size_t kMaxShards = 1'000;
constexpr std::string_view kSingleFile = "model.safetensors";
constexpr std::string_view kTorchFile = "pytorch_model.bin";
constexpr std::string_view kIndexSuffix = ".index.json";
constexpr std::string_view kTorchSuffix = ".bin";
constexpr std::string_view kHowToConvert =
    "save the model as safetensors (in Python: transformers' "
    "AutoModelForCausalLM.from_pretrained(FOLDER).save_pretrained(NEW_FOLDER)) and import the new "
    "folder.";

/// A file that is imported if the folder has it.
struct KnownCompanion {
    std::string_view name;
    std::size_t max_bytes;
    CompanionFile::Kind kind = CompanionFile::Kind::data;
};
constexpr std::size_t kMebibyte = 1 << 20;
constexpr std::array<KnownCompanion, 8> kCompanions{{
    {"tokenizer.model", 64 * kMebibyte},
    {"tokenizer.json", 256 * kMebibyte},
    {"tokenizer_config.json", 16 * kMebibyte},
    {"special_tokens_map.json", 16 * kMebibyte},
    {"chat_template.jinja", 4 * kMebibyte},
    {"chat_template.json", 4 * kMebibyte},
    {"README.md", 4 * kMebibyte, CompanionFile::Kind::card},
    {"NOTICE", 4 * kMebibyte},
}};
constexpr std::size_t kMaxLicences = 8;
constexpr std::size_t kMaxLicenceBytes = kMebibyte;

bool is_there(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

Status refuse_file() {
    return fail(ErrorCode::unsupported,
                "This is a file; import a .gguf file, or the folder that holds the model's "
                "config.json, model.safetensors and tokenizer files.");
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

/// A shard's name comes from the index, which may be hostile: it must not leave the folder.
bool is_shard_name(std::string_view name, std::string_view suffix) {
    return name.size() <= 255 && name.ends_with(suffix) && !name.starts_with('.') &&
           name.find_first_of(std::string_view("/\\\0", 3)) == std::string_view::npos;
}

/// The header of a weight file of either kind.
Result<SafetensorsHeader> read_header(const InputFile& file, const fs::path& path) {
    if (path.extension() != kTorchSuffix) {
        return read_safetensors_header(file);
    }
    auto tensors = read_torch_file(file);
    if (!tensors) {
        const Error& error = tensors.error();
        return fail(error.code, error.code == ErrorCode::unsupported
                                    ? std::format("{} Instead, {}", error.detail, kHowToConvert)
                                    : error.detail);
    }
    SafetensorsHeader header;
    header.tensors = std::move(*tensors);
    return header;
}

/// Names of the files that hold the licence: LICENSE, LICENSE.txt, LICENCE.md, USE_POLICY.md …
std::vector<std::string> licence_files(const fs::path& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        std::string name = entry.path().filename().string();
        const bool is_printable = std::ranges::all_of(
            name, [](char character) { return character >= ' ' && character <= '~'; });
        if (!is_printable || !entry.is_regular_file(error)) {
            continue;
        }
        std::string upper = name;
        std::ranges::transform(upper, upper.begin(), [](unsigned char character) {
            return static_cast<char>(std::toupper(character));
        });
        if (upper.starts_with("LICENSE") || upper.starts_with("LICENCE") ||
            upper.starts_with("USE_POLICY")) {
            names.push_back(std::move(name));
        }
    }
    std::ranges::sort(names);
    names.resize(std::min(names.size(), kMaxLicences));
    return names;
}

} // namespace

Result<HuggingFaceFolder> HuggingFaceFolder::open(const fs::path& folder) {
    std::error_code error;
    const fs::file_status status = fs::status(folder, error);
    if (!fs::exists(status)) {
        return fail(ErrorCode::not_found, "There is no file or folder at the path to import from.");
    }
    Status checked;
    HuggingFaceFolder opened(folder);
    if (!fs::is_directory(status)) {
        checked = refuse_file();
    } else if (!is_there(folder / "config.json")) {
        checked = refuse_without_config(folder);
    } else {
        checked = opened.read_configuration()
                      .and_then([&] { return opened.open_weights(); })
                      .and_then([&] { return opened.match_plan(); });
    }
    if (!checked) {
        return std::unexpected(checked.error());
    }
    return opened;
}

Status HuggingFaceFolder::read_configuration() {
    auto config_json = read_whole_file(folder_ / "config.json", kMaxConfigBytes);
    if (!config_json) {
        return std::unexpected(config_json.error());
    }
    config_json_ = std::move(*config_json);
    if (auto original = refuse_quantized_config(config_json_); !original) {
        return original;
    }
    auto generation_json = read_whole_file(folder_ / "generation_config.json", kMaxConfigBytes);
    if (generation_json) {
        generation_config_json_ = std::move(*generation_json);
    } else if (generation_json.error().code != ErrorCode::not_found) {
        return std::unexpected(generation_json.error());
    }
    const auto left_open = inference::open_settings(config_json_);
    if (!left_open) {
        return std::unexpected(left_open.error());
    }
    open_settings_ = *left_open;
    // With likely values of missing settings, for the sizes and to check the rest.
    auto config = parse_model_config(with_settings(config_json_, open_settings_, {}),
                                     generation_config_json_);
    if (!config) {
        return std::unexpected(config.error());
    }
    config_ = std::move(*config);
    return {};
}

Status HuggingFaceFolder::open_weights() {
    for (const std::string_view name : {kSingleFile, kTorchFile}) {
        if (is_there(folder_ / name)) {
            const auto header = open_file(folder_ / name);
            return header ? add_tensors(*header) : std::unexpected(header.error());
        }
        const std::string index_name = std::string(name) + std::string(kIndexSuffix);
        if (is_there(folder_ / index_name)) {
            const auto index = read_whole_file(folder_ / index_name, kMaxIndexBytes);
            return index ? open_shards(index_name, *index) : std::unexpected(index.error());
        }
    }
    if (is_there(folder_ / "consolidated.00.pth")) {
        return fail(ErrorCode::unsupported,
                    std::format("The folder has its weights only in Meta's own format; "
                                "{}",
                                kHowToConvert));
    }
    return fail(ErrorCode::invalid_input,
                "The folder has neither model.safetensors nor pytorch_model.bin, nor an index of "
                "several such files; copy the model's weights into it.");
}

Result<SafetensorsHeader> HuggingFaceFolder::open_file(const fs::path& path) {
    auto file = InputFile::open(path);
    if (!file) {
        return std::unexpected(file.error());
    }
    auto header = read_header(*file, path);
    if (!header) {
        return fail(
            header.error().code,
            std::format("{}: {}", quoted_name(path.filename().native()), header.error().detail));
    }
    files_.push_back(std::move(*file));
    return header;
}

Status HuggingFaceFolder::add_tensors(const SafetensorsHeader& header,
                                      const std::set<std::string>* listed) {
    for (const auto& [name, entry] : header.tensors) {
        found_.push_back({canonical_name(name), entry, files_.size() - 1, header.data_begin,
                          listed == nullptr || listed->contains(name)});
    }
    return {};
}

Status HuggingFaceFolder::open_shards(const std::string& index_name,
                                      const std::string& index_json) {
    const auto invalid = [&](std::string_view what) {
        return fail(ErrorCode::invalid_input, std::format("{} {}.", index_name, what));
    };
    const auto index = parse_json(index_json);
    if (!index) {
        return fail(index.error().code, std::format("{}: {}", index_name, index.error().detail));
    }
    const Json* const map = index->find("weight_map");
    if (map == nullptr || map->object() == nullptr) {
        return invalid("has no weight_map");
    }
    const std::string_view suffix =
        index_name.starts_with(kTorchFile) ? kTorchSuffix : ".safetensors";
    std::map<std::string, std::set<std::string>> shards; // file → tensors it must have
    for (const auto& [tensor, file] : *map->object()) {
        if (file.string() == nullptr || !is_shard_name(*file.string(), suffix)) {
            return invalid(std::format("names a file that is no {} file beside it", suffix));
        }
        shards[*file.string()].insert(tensor);
    }
    if (shards.size() > kMaxShards) {
        return invalid("names too many files");
    }
    for (const auto& [name, tensors] : shards) {
        const auto header = open_file(folder_ / name);
        if (!header) {
            return std::unexpected(header.error());
        }
        for (const std::string& tensor : tensors) {
            if (!header->tensors.contains(tensor)) {
                return fail(ErrorCode::invalid_input,
                            std::format("The file {} lacks the tensor {}, which {} says it holds; "
                                        "copy the model's files again.",
                                        quoted_name(name), quoted_name(tensor), index_name));
            }
        }
        if (auto added = add_tensors(*header, &tensors); !added) {
            return added;
        }
    }
    return {};
}

std::vector<CompanionFile> HuggingFaceFolder::companions() const {
    std::vector<CompanionFile> found;
    for (std::string& name : licence_files(folder_)) {
        found.push_back({std::move(name), CompanionFile::Kind::licence, kMaxLicenceBytes});
    }
    for (const KnownCompanion& known : kCompanions) {
        if (is_there(folder_ / known.name)) {
            found.push_back({std::string(known.name), known.kind, known.max_bytes});
        }
    }
    return found;
}

Result<std::string> HuggingFaceFolder::read_companion(const CompanionFile& companion) const {
    return read_whole_file(folder_ / companion.name, companion.max_bytes);
}

Status HuggingFaceFolder::tokenizer_status() const {
    if (is_there(folder_ / "tokenizer.model") || is_there(folder_ / "tokenizer.json")) {
        return {};
    }
    return fail(ErrorCode::invalid_input,
                "The folder has neither tokenizer.model nor tokenizer.json; copy the model's "
                "tokenizer into it, or import without one (--allow-no-tokenizer).");
}

Status HuggingFaceFolder::read_raw_rows(const CheckpointTensor& tensor, std::size_t first_row,
                                        std::size_t n_rows, std::vector<std::byte>& raw) const {
    raw.resize(static_cast<std::size_t>(n_rows * tensor.row_bytes()));
    return files_[tensor.file].read_at(tensor.offset + first_row * tensor.row_bytes(), raw);
}

} // namespace sotto::inference

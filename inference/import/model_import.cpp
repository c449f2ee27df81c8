#include "inference/import/model_import.h"

#include "inference/import/hugging_face_folder.h"
#include "inference/import/licence_name.h"
#include "inference/import/output_file.h"
#include "inference/import/sha256.h"
#include "inference/import/weight_conversion.h"
#include "inference/import/weight_layout.h"
#include "inference/model/input_file.h"
#include "inference/model/model_file.h"
#include "inference/model/quoted_name.h"
#include "inference/tokenizer/tokenizer.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <format>
#include <optional>
#include <system_error>
#include <utility>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;

/// What a copied file tells about the model's licence.
enum class TextKind { data, licence, card };

/// A file that is copied as it is, when the source has it.
struct CopiedFile {
    std::string_view name;
    std::size_t most_bytes;
    TextKind kind = TextKind::data;
};
constexpr std::size_t kMebibyte = 1 << 20;
constexpr std::array<CopiedFile, 8> kCopiedFiles{{
    {"tokenizer.model", 64 * kMebibyte},
    {"tokenizer.json", 256 * kMebibyte},
    {"tokenizer_config.json", 16 * kMebibyte},
    {"special_tokens_map.json", 16 * kMebibyte},
    {"chat_template.jinja", 4 * kMebibyte},
    {"chat_template.json", 4 * kMebibyte},
    {"README.md", 4 * kMebibyte, TextKind::card},
    {"NOTICE", 4 * kMebibyte},
}};
constexpr std::size_t kMostLicences = 8;
constexpr std::size_t kMostLicenceBytes = kMebibyte;

bool is_there(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
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
    names.resize(std::min(names.size(), kMostLicences));
    return names;
}

/// One run of an import, step by step.
class Import {
public:
    Import(const ImportRequest& request, const fs::path& target, const std::stop_token& stop,
           const ModelCatalog::ImportProgress& progress)
        : request_(request), source_path_(request.path), target_(target), stop_(stop),
          progress_(progress) {}

    Result<ImportedFiles> run();

private:
    Status check_tokenizer();
    [[nodiscard]] Status check_space(const WeightLayout& layout) const;
    Status convert(const HuggingFaceFolder& source, const WeightLayout& layout);
    Status hash_weights();
    Status copy_texts(const HuggingFaceFolder& source);
    Status copy_file(const std::string& name, std::size_t most_bytes, TextKind kind);
    Status write_file(const std::string& name, const std::string& content);
    void report(std::string_view what, std::uint64_t done, std::uint64_t total) const {
        if (progress_) {
            progress_(what, static_cast<std::int64_t>(done), static_cast<std::int64_t>(total));
        }
    }

    const ImportRequest& request_;
    fs::path source_path_;
    const fs::path& target_;
    const std::stop_token& stop_;
    const ModelCatalog::ImportProgress& progress_;
    ImportedFiles imported_;
};

Result<ImportedFiles> Import::run() {
    const auto source = HuggingFaceFolder::open(source_path_);
    if (!source) {
        return std::unexpected(source.error());
    }
    const ModelConfig& config = source->config();
    imported_.warnings = source->warnings();
    Manifest& manifest = imported_.manifest;
    manifest.family = to_string(config.family);
    manifest.weights = request_.weights;
    manifest.parameters = static_cast<std::int64_t>(config.parameter_count());
    manifest.context_tokens = static_cast<std::int64_t>(config.max_positions);
    std::error_code ignored;
    manifest.source = fs::absolute(source_path_, ignored).lexically_normal().string();
    manifest.licence = kUnknownLicence;

    std::vector<PlannedTensor> plan;
    for (const CheckpointTensor& tensor : source->tensors()) {
        plan.push_back(tensor.plan);
    }
    const WeightLayout layout(plan, request_.weights);
    const Status done = check_tokenizer()
                            .and_then([&] { return check_space(layout); })
                            .and_then([&] { return copy_texts(*source); })
                            .and_then([&] { return convert(*source, layout); })
                            .and_then([&] { return hash_weights(); });
    if (!done) {
        return std::unexpected(done.error());
    }
    return std::move(imported_);
}

Status Import::check_tokenizer() {
    if (is_there(source_path_ / "tokenizer.model") || is_there(source_path_ / "tokenizer.json")) {
        // A damaged one would only be noticed when the first question is asked.
        return open_folder_tokenizer(source_path_).transform([](const auto&) {});
    }
    if (request_.tokenizer == ImportRequest::Tokenizer::required) {
        return fail(ErrorCode::invalid_input,
                    "The folder has neither tokenizer.model nor tokenizer.json; copy the model's "
                    "tokenizer into it, or import without one (--allow-no-tokenizer).");
    }
    imported_.warnings.emplace_back(
        "The model has no tokenizer: it can be measured, but it cannot read or write text.");
    return {};
}

Status Import::check_space(const WeightLayout& layout) const {
    std::error_code error;
    const fs::space_info space = fs::space(target_, error);
    const std::uint64_t needed = layout.file_bytes() + layout.file_bytes() / 10;
    if (!error && space.available < needed) {
        return fail(ErrorCode::out_of_space,
                    std::format("The import needs {} MB of free disk space and there are {} MB; "
                                "free some space and try again.",
                                needed / 1'000'000 + 1, space.available / 1'000'000));
    }
    return {};
}

Status Import::convert(const HuggingFaceFolder& source, const WeightLayout& layout) {
    auto file = OutputFile::create(target_ / kWeightsFileName);
    if (!file) {
        return std::unexpected(file.error());
    }
    const std::uint64_t total = checkpoint_bytes(source);
    return convert_weights(
               source, layout, request_.weights, *file, stop_,
               [&](std::uint64_t done) { report("Converting the weights", done, total); })
        .and_then([&] { return file->finish(); });
}

Status Import::hash_weights() {
    const fs::path file = target_ / kWeightsFileName;
    std::error_code error;
    const std::uint64_t total = fs::file_size(file, error);
    std::uint64_t done = 0;
    const auto hash = sha256_of_file(file, stop_, [&](std::size_t bytes) {
        done += bytes;
        report("Computing the checksum", done, total);
    });
    if (!hash) {
        return std::unexpected(hash.error());
    }
    imported_.manifest.files.push_back(
        {std::string(kWeightsFileName), static_cast<std::int64_t>(done), *hash});
    return {};
}

Status Import::copy_texts(const HuggingFaceFolder& source) {
    Status copied = write_file("config.json", source.config_json());
    if (copied && !source.generation_config_json().empty()) {
        copied = write_file("generation_config.json", source.generation_config_json());
    }
    for (const std::string& name : licence_files(source_path_)) {
        if (copied) {
            copied = copy_file(name, kMostLicenceBytes, TextKind::licence);
        }
    }
    for (const CopiedFile& file : kCopiedFiles) {
        if (copied && is_there(source_path_ / file.name)) {
            copied = copy_file(std::string(file.name), file.most_bytes, file.kind);
        }
    }
    return copied;
}

Status Import::copy_file(const std::string& name, std::size_t most_bytes, TextKind kind) {
    if (stop_.stop_requested()) {
        return fail(ErrorCode::cancelled, "The import was stopped.");
    }
    const auto content = read_whole_file(source_path_ / name, most_bytes);
    if (!content) {
        return std::unexpected(content.error());
    }
    std::string& licence = imported_.manifest.licence;
    if (licence == kUnknownLicence && kind == TextKind::licence) {
        licence = licence_name(*content);
    } else if (licence == kUnknownLicence && kind == TextKind::card) {
        licence = licence_of_card(*content);
    }
    return write_file(name, *content);
}

Status Import::write_file(const std::string& name, const std::string& content) {
    auto file = OutputFile::create(target_ / name);
    if (!file) {
        return std::unexpected(file.error());
    }
    const auto bytes = std::as_bytes(std::span(content));
    Sha256 hash;
    hash.add(bytes);
    imported_.manifest.files.push_back(
        {name, static_cast<std::int64_t>(content.size()), hash.finish()});
    return file->write_at(0, bytes).and_then([&] { return file->finish(); });
}

} // namespace

Result<ImportedFiles> import_model_files(const ImportRequest& request, const fs::path& target,
                                         const std::stop_token& stop,
                                         const ModelCatalog::ImportProgress& progress) {
    return Import(request, target, stop, progress).run();
}

} // namespace sotto::inference

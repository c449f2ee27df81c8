#include "inference/checkpoint/gguf_checkpoint.h"

#include "inference/checkpoint/gguf_config.h"
#include "inference/checkpoint/gguf_kind.h"
#include "inference/checkpoint/gguf_token_ids.h"
#include "inference/checkpoint/licence_name.h"
#include "inference/family/tensor_names.h"
#include "inference/files/quoted_name.h"
#include "inference/formats/ggml_type.h"
#include "inference/formats/gguf_metadata.h"
#include "inference/model/weights.h"

#include <algorithm>
#include <array>
#include <format>
#include <map>
#include <set>

namespace sotto::inference {

namespace {

constexpr std::string_view kTemplateKey = "tokenizer.chat_template";
constexpr std::string_view kTemplateFile = "chat_template.jinja";
constexpr std::size_t kMaxTemplateBytes = 4 << 20;
constexpr std::size_t kMaxTokenizerBytes = 256 << 20;
constexpr std::string_view kRopeFactors = "rope_freqs.weight";

/// The mixtures of GGUF's general.file_type. Source: llama.cpp's llama_ftype.
struct MixtureRow {
    std::int64_t id;
    std::string_view name;
};
constexpr std::array<MixtureRow, 16> kMixtures{{{2, "q4_0"},
                                                {3, "q4_1"},
                                                {7, "q8_0"},
                                                {8, "q5_0"},
                                                {9, "q5_1"},
                                                {10, "q2_k"},
                                                {11, "q3_k_s"},
                                                {12, "q3_k_m"},
                                                {13, "q3_k_l"},
                                                {14, "q4_k_s"},
                                                {15, "q4_k_m"},
                                                {16, "q5_k_s"},
                                                {17, "q5_k_m"},
                                                {18, "q6_k"},
                                                {25, "iq4_nl"},
                                                {30, "iq4_xs"}}};

std::optional<CheckpointDtype> stored_type_of(std::uint32_t id) {
    return checkpoint_dtype_named(ggml_type(id)->name);
}

std::unexpected<Error> unreadable_type(std::string_view name, std::uint32_t id) {
    return fail(ErrorCode::unsupported,
                std::format("The tensor {} has the type {}; GGUF files are read with weights of "
                            "the types {}.",
                            quoted_name(name), ggml_type(id)->name, checkpoint_dtype_names()));
}

/// Whether the file stores the rows of this tensor for pairs (2i, 2i + 1) where Hugging Face has
/// (i, i + half of the head).
bool has_permuted_rows(const ModelConfig& config, const PlannedTensor& plan) {
    return spec_of(config.family).has_permuted_gguf_rows &&
           (plan.name.contains(tensor_names::kQProj) || plan.name.contains(tensor_names::kKProj));
}

/// Where the file has row `row` of the Hugging Face tensor.
std::size_t permuted_row(std::size_t row, std::size_t head_dim) {
    const std::size_t half = head_dim / 2;
    const std::size_t in_head = row % head_dim;
    return row - in_head + 2 * (in_head % half) + in_head / half;
}

/// Whether a licence in the metadata is one short line of printable ASCII.
bool is_plain_line(std::string_view text) {
    constexpr std::size_t kLongest = 64;
    return !text.empty() && text.size() <= kLongest &&
           std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

} // namespace

Result<GgufCheckpoint> GgufCheckpoint::open(const std::filesystem::path& path) {
    auto parts = open_gguf_parts(path);
    if (!parts) {
        return std::unexpected(parts.error());
    }
    GgufCheckpoint opened(std::move(*parts));
    const Status checked = check_gguf_kind(opened.parts_.header)
                               .and_then([&] { return opened.read_configuration(); })
                               .and_then([&] { return opened.match_plan(); })
                               .and_then([&] { return check_gguf_end(opened.parts_); })
                               .and_then([&] { return opened.find_tokenizer(); });
    if (!checked) {
        return std::unexpected(checked.error());
    }
    return opened;
}

Status GgufCheckpoint::read_configuration() {
    auto json = config_json_of_gguf(parts_.header, parts_.first());
    if (!json) {
        return std::unexpected(json.error());
    }
    generation_config_json_ = generation_config_json_of_gguf(parts_.header);
    auto config = parse_model_config(*json, generation_config_json_);
    if (!config) {
        return fail(config.error().code,
                    "The GGUF file's settings cannot be used. As " + config.error().detail + ".");
    }
    config_json_ = std::move(*json);
    config_ = std::move(*config);
    return {};
}

Status GgufCheckpoint::match_plan() {
    std::set<std::string, std::less<>> used{std::string(kRopeFactors)};
    const FamilySpec& family = spec_of(config_.family);
    for (PlannedTensor& plan : planned_tensors(config_)) {
        std::string name = gguf_name(plan.name, family);
        const auto found = parts_.header.tensors.find(name);
        if (found == parts_.header.tensors.end()) {
            return fail(ErrorCode::invalid_input,
                        std::format("The GGUF file lacks the tensor {}.", quoted_name(name)));
        }
        const GgufTensor& tensor = found->second;
        if (tensor.shape != plan.shape()) {
            return fail(ErrorCode::invalid_input,
                        std::format("The tensor {} has the shape {}, but the GGUF file's settings "
                                    "call for {}.",
                                    quoted_name(name), shape_text(tensor.shape),
                                    shape_text(plan.shape())));
        }
        const auto type = stored_type_of(tensor.type);
        if (!type) {
            return unreadable_type(name, tensor.type);
        }
        tensors_.push_back({std::move(plan), *type, tensor.file, tensor.offset});
        used.insert(std::move(name));
    }
    for (const auto& [name, tensor] : parts_.header.tensors) {
        if (!used.contains(name)) {
            return fail(ErrorCode::invalid_input,
                        std::format("The GGUF file has the tensor {}, which its architecture does "
                                    "not call for.",
                                    quoted_name(name)));
        }
    }
    return {};
}

Status GgufCheckpoint::find_tokenizer() {
    const auto kind = tokenizer_kind_of_gguf(parts_.header, config_.vocabulary_size);
    if (kind) {
        tokenizer_ = *kind;
    } else if (kind.error().code == ErrorCode::unsupported) {
        no_tokenizer_ = kind.error();
    } else {
        return std::unexpected(kind.error());
    }
    return {};
}

std::vector<CompanionFile> GgufCheckpoint::companions() const {
    std::vector<CompanionFile> found;
    if (tokenizer_) {
        found.push_back(
            {.name = std::string(file_name_of(*tokenizer_)), .max_bytes = kMaxTokenizerBytes});
    }
    if (GgufMetadata(parts_.header).text(kTemplateKey)) {
        found.push_back({.name = std::string(kTemplateFile), .max_bytes = kMaxTemplateBytes});
    }
    return found;
}

Result<std::string> GgufCheckpoint::read_companion(const CompanionFile& companion) const {
    const bool is_template = companion.name == kTemplateFile;
    auto content =
        is_template
            ? Result<std::string>(GgufMetadata(parts_.header).text(kTemplateKey).value_or(""))
            : tokenizer_file_of_gguf(parts_.header, parts_.first(), *tokenizer_);
    if (content && content->size() > companion.max_bytes) {
        return fail(ErrorCode::invalid_input,
                    std::format("The GGUF file's {} is too large.", companion.name));
    }
    return content;
}

Status GgufCheckpoint::tokenizer_status() const {
    if (no_tokenizer_) {
        return std::unexpected(*no_tokenizer_);
    }
    return {};
}

std::string GgufCheckpoint::stated_licence() const {
    const std::string stated = GgufMetadata(parts_.header).text("general.license").value_or("");
    std::string known = licence_name(stated);
    return known == kUnknownLicence && is_plain_line(stated) ? stated : known;
}

std::string GgufCheckpoint::mixture() const {
    std::map<CheckpointDtype, std::uint64_t> bytes;
    for (const CheckpointTensor& tensor : tensors_) {
        if (is_quantized(tensor.type)) {
            bytes[tensor.type] += tensor.bytes();
        }
    }
    if (bytes.empty()) {
        return {};
    }
    const auto stated = GgufMetadata(parts_.header).count("general.file_type");
    const auto* const row = std::ranges::find(kMixtures, stated.value_or(-1), &MixtureRow::id);
    if (row != kMixtures.end()) {
        return std::string(row->name);
    }
    const auto most =
        std::ranges::max_element(bytes, {}, [](const auto& one) { return one.second; });
    return block_tensor_name("", most->first).substr(1);
}

Status GgufCheckpoint::read_raw_rows(const CheckpointTensor& tensor, std::size_t first_row,
                                     std::size_t n_rows, std::vector<std::byte>& raw) const {
    const auto row_bytes = static_cast<std::size_t>(tensor.row_bytes());
    raw.resize(n_rows * row_bytes);
    const auto read = [&](std::size_t row, std::span<std::byte> into) {
        return parts_.files[tensor.file].read_at(tensor.offset + std::uint64_t{row} * row_bytes,
                                                 into);
    };
    if (!has_permuted_rows(config_, tensor.plan)) {
        return read(first_row, raw);
    }
    Status done;
    for (std::size_t i = 0; done && i < n_rows; ++i) {
        done = read(permuted_row(first_row + i, config_.head_dim),
                    std::span(raw).subspan(i * row_bytes, row_bytes));
    }
    return done;
}

Status GgufCheckpoint::read_rows(const CheckpointTensor& tensor, std::size_t first_row,
                                 std::span<float> values, std::vector<std::byte>& raw) const {
    Status done = Checkpoint::read_rows(tensor, first_row, values, raw);
    const bool is_norm =
        tensor.plan.kind == PlannedTensor::Kind::vector && tensor.plan.name.ends_with(".weight");
    if (config_.norm_adds_one && is_norm) {
        for (float& value : values) {
            value -= 1; // exact from one half on; the model adds it again
        }
    }
    return done;
}

} // namespace sotto::inference

#include "inference/import/published_models.h"

#include "inference/files/input_file.h"
#include "inference/files/json.h"
#include "inference/model/model_folder.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::size_t kMaxBytes = std::size_t{1} << 20U;
constexpr std::size_t kHashDigits = 64;

std::unexpected<Error> damaged() {
    return fail(ErrorCode::corrupt_data,
                "The catalogue of models, models.json, is damaged; install Sotto again.");
}

/// The text of a member; empty when it is missing, empty or something else.
std::string text_of(const Json& object, std::string_view key) {
    const Json* const member = object.find(key);
    const std::string* const text = member != nullptr ? member->string() : nullptr;
    return text != nullptr ? *text : "";
}

/// A positive number; 0 when it is missing or something else.
std::int64_t count_of(const Json& object, std::string_view key) {
    const Json* const member = object.find(key);
    const auto count = member != nullptr ? member->integer() : std::nullopt;
    return std::max<std::int64_t>(count.value_or(0), 0);
}

bool is_hash(std::string_view text) {
    return text.size() == kHashDigits &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// The keys of a file are there together or not at all.
bool take_file(const Json& object, PublishedModel& model) {
    if (object.find("file") == nullptr && object.find("sha256") == nullptr &&
        object.find("bytes") == nullptr) {
        return true;
    }
    model.file = {.name = text_of(object, "file"),
                  .bytes = count_of(object, "bytes"),
                  .sha256 = text_of(object, "sha256")};
    return !model.file->name.empty() && !model.file->name.contains('/') && model.file->bytes > 0 &&
           is_hash(model.file->sha256);
}

bool take_download(const Json& object, PublishedModel& model) {
    const Json* const list = object.find("download");
    if (list == nullptr) {
        return model.file.has_value();
    }
    if (list->array() == nullptr) {
        return false;
    }
    for (const Json& item : *list->array()) {
        if (item.string() == nullptr) {
            return false;
        }
        model.download.push_back(*item.string());
    }
    return !model.download.empty();
}

bool is_whole(const PublishedModel& model) {
    return is_model_name(model.name) && !model.title.empty() && !model.publisher.empty() &&
           !model.family.empty() && !model.licence.empty() && model.page.starts_with("https://") &&
           model.context_tokens > 0 && model.memory_bytes > 0;
}

} // namespace

Result<std::vector<PublishedModel>> parse_published_models(std::string_view text) {
    const auto json = parse_json(text);
    const Json* const list = json ? json->find("models") : nullptr;
    if (list == nullptr || list->array() == nullptr) {
        return damaged();
    }
    std::vector<PublishedModel> models;
    for (const Json& object : *list->array()) {
        PublishedModel model{.name = text_of(object, "name"),
                             .title = text_of(object, "title"),
                             .publisher = text_of(object, "publisher"),
                             .family = text_of(object, "family"),
                             .licence = text_of(object, "licence"),
                             .page = text_of(object, "page"),
                             .context_tokens = count_of(object, "context"),
                             .memory_bytes = count_of(object, "memory")};
        if (!take_file(object, model) || !take_download(object, model) || !is_whole(model) ||
            std::ranges::contains(models, model.name, &PublishedModel::name)) {
            return damaged();
        }
        models.push_back(std::move(model));
    }
    return models;
}

Result<std::vector<PublishedModel>> read_published_models(const std::filesystem::path& file) {
    if (file.empty()) {
        return fail(ErrorCode::not_found,
                    "The catalogue of models is not installed; install Sotto again.");
    }
    const auto text = read_whole_file(file, kMaxBytes);
    if (!text) {
        return text.error().code == ErrorCode::invalid_input ? damaged()
                                                             : std::unexpected(text.error());
    }
    return parse_published_models(*text);
}

bool is_imported(const PublishedModel& model, std::span<const ModelDetails> imported) {
    return std::ranges::any_of(imported, [&](const ModelDetails& one) {
        if (model.file && !one.origin.sha256.empty()) {
            return one.origin.sha256 == model.file->sha256;
        }
        return one.summary.name == model.name && one.summary.family == model.family;
    });
}

} // namespace sotto::inference

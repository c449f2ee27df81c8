#include "inference/model/manifest.h"

#include "inference/files/input_file.h"
#include "inference/files/json.h"

#include <algorithm>
#include <array>
#include <format>

namespace sotto::inference {

namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::size_t kMaxBytes = 1 << 20;

struct DtypeRow {
    WeightDtype dtype;
    std::string_view name;
};
constexpr std::array<DtypeRow, 4> kDtypes{{
    {WeightDtype::int4, "int4"},
    {WeightDtype::int8, "int8"},
    {WeightDtype::f32, "f32"},
    {WeightDtype::blocks, "blocks"},
}};

/// A file of a model lies in its folder itself.
bool is_plain_file_name(std::string_view name) {
    return !name.empty() && name != "." && name != ".." &&
           name.find_first_of(std::string_view("/\0", 2)) == std::string_view::npos;
}

/// Takes members of an object and remembers whether one was missing or of a wrong type.
class Members {
public:
    explicit Members(const Json& object) : object_(object) {}

    std::string text(std::string_view key) {
        const Json* member = object_.find(key);
        const std::string* value = member != nullptr ? member->string() : nullptr;
        is_whole_ = is_whole_ && value != nullptr;
        return value != nullptr ? *value : "";
    }
    std::int64_t count(std::string_view key) {
        const Json* member = object_.find(key);
        const auto value = member != nullptr ? member->integer() : std::nullopt;
        is_whole_ = is_whole_ && value.has_value() && *value >= 0;
        return value.value_or(0);
    }
    double number(std::string_view key) {
        const Json* member = object_.find(key);
        const auto value = member != nullptr ? member->number() : std::nullopt;
        is_whole_ = is_whole_ && value.has_value();
        return value.value_or(0);
    }
    /// A member that manifests of older versions of the program do not have.
    std::string later_text(std::string_view key) {
        return object_.find(key) != nullptr ? text(key) : "";
    }
    std::vector<std::string> later_texts(std::string_view key) {
        std::vector<std::string> texts;
        const Json* const list = object_.find(key);
        if (list == nullptr) {
            return texts;
        }
        is_whole_ = is_whole_ && list->array() != nullptr;
        for (const Json& item : list->array() != nullptr ? *list->array() : Json::Array{}) {
            is_whole_ = is_whole_ && item.string() != nullptr;
            texts.push_back(item.string() != nullptr ? *item.string() : "");
        }
        return texts;
    }
    [[nodiscard]] bool is_whole() const { return is_whole_; }

private:
    const Json& object_;
    bool is_whole_ = true;
};

std::unexpected<Error> damaged() {
    return fail(ErrorCode::corrupt_data,
                "The model's manifest.json is damaged; remove the model and "
                "import it again.");
}

std::string calibration_json(const CalibrationReport& report) {
    return std::format("  \"calibration\": {{\"loss_before\": {}, \"loss_rounded\": {}, "
                       "\"loss_after\": {}, \"int8_matrices\": {}}},\n",
                       report.loss_before, report.loss_rounded, report.loss_after,
                       report.int8_matrices);
}

std::string origin_json(const ModelOrigin& origin) {
    return std::format("  \"origin\": {{\"file\": {}, \"sha256\": {}, \"title\": {}, "
                       "\"publisher\": {}, \"page\": {}}},\n",
                       json_string(origin.file), json_string(origin.sha256),
                       json_string(origin.title), json_string(origin.publisher),
                       json_string(origin.page));
}

Result<ModelOrigin> parse_origin(const Json& object) {
    Members members(object);
    ModelOrigin origin{.file = members.text("file"),
                       .sha256 = members.text("sha256"),
                       .title = members.text("title"),
                       .publisher = members.text("publisher"),
                       .page = members.text("page")};
    if (!members.is_whole()) {
        return damaged();
    }
    return origin;
}

} // namespace

std::string_view to_string(WeightDtype dtype) {
    return std::ranges::find(kDtypes, dtype, &DtypeRow::dtype)->name;
}

std::optional<WeightDtype> weight_dtype_from(std::string_view name) {
    const auto* const row = std::ranges::find(kDtypes, name, &DtypeRow::name);
    if (row != kDtypes.end()) {
        return row->dtype;
    }
    // q4_k_m, iq4_xs
    constexpr std::size_t kLongest = 16;
    const bool is_plain = std::ranges::all_of(
        name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
    const bool is_mixture =
        is_plain && name.size() <= kLongest && (name.starts_with('q') || name.starts_with("iq"));
    return is_mixture ? std::optional(WeightDtype::blocks) : std::nullopt;
}

std::string Manifest::weights_name() const {
    return mixture.empty() ? std::string(to_string(weights)) : mixture;
}

std::int64_t Manifest::bytes() const {
    std::int64_t total = 0;
    for (const File& file : files) {
        total += file.bytes;
    }
    return total;
}

std::string Manifest::to_json() const {
    std::string sentences;
    for (const std::string& note : notes) {
        sentences += std::format("{}\n    {}", sentences.empty() ? "" : ",", json_string(note));
    }
    std::string list;
    for (const File& file : files) {
        list += std::format("{}\n    {{\"name\": {}, \"bytes\": {}, \"sha256\": {}}}",
                            list.empty() ? "" : ",", json_string(file.name), file.bytes,
                            json_string(file.sha256));
    }
    return std::format("{{\n  \"version\": {},\n  \"name\": {},\n  \"family\": {},\n"
                       "  \"weights\": {},\n  \"parameters\": {},\n  \"context\": {},\n"
                       "  \"source\": {},\n  \"licence\": {},\n  \"imported_at_ns\": {},\n"
                       "  \"built_in_stamp\": {},\n  \"recipe\": {},\n  \"notes\": [{}],\n"
                       "{}{}  \"files\": [{}\n  ]\n}}\n",
                       kVersion, json_string(name), json_string(family),
                       json_string(weights_name()), parameters, context_tokens, json_string(source),
                       json_string(licence), imported_at_ns, json_string(built_in_stamp),
                       json_string(recipe), sentences,
                       calibration ? calibration_json(*calibration) : "",
                       origin == ModelOrigin() ? "" : origin_json(origin), list);
}

Result<Manifest> parse_manifest(std::string_view text) {
    const auto json = parse_json(text);
    const Json* const files = json ? json->find("files") : nullptr;
    if (files == nullptr || files->array() == nullptr) {
        return damaged();
    }
    Members members(*json);
    Manifest manifest{.name = members.text("name"),
                      .family = members.text("family"),
                      .parameters = members.count("parameters"),
                      .context_tokens = members.count("context"),
                      .source = members.text("source"),
                      .licence = members.text("licence"),
                      .imported_at_ns = members.count("imported_at_ns"),
                      .built_in_stamp = members.text("built_in_stamp"),
                      .files = {},
                      .recipe = members.later_text("recipe"),
                      .notes = members.later_texts("notes")};
    const std::string weights_name = members.text("weights");
    const auto weights = weight_dtype_from(weights_name);
    if (members.count("version") != kVersion || !members.is_whole() || !weights) {
        return damaged();
    }
    manifest.weights = *weights;
    if (weights_name != to_string(*weights)) {
        manifest.mixture = weights_name;
    }
    if (const Json* const calibration = json->find("calibration")) {
        Members of_calibration(*calibration);
        manifest.calibration = {.loss_before = of_calibration.number("loss_before"),
                                .loss_rounded = of_calibration.number("loss_rounded"),
                                .loss_after = of_calibration.number("loss_after"),
                                .int8_matrices = of_calibration.count("int8_matrices")};
        if (!of_calibration.is_whole()) {
            return damaged();
        }
    }
    if (const Json* const object = json->find("origin")) {
        auto origin = parse_origin(*object);
        if (!origin) {
            return std::unexpected(origin.error());
        }
        manifest.origin = *std::move(origin);
    }
    for (const Json& file : *files->array()) {
        Members of_file(file);
        manifest.files.push_back({.name = of_file.text("name"),
                                  .bytes = of_file.count("bytes"),
                                  .sha256 = of_file.text("sha256")});
        if (!of_file.is_whole() || !is_plain_file_name(manifest.files.back().name)) {
            return damaged();
        }
    }
    return manifest;
}

Result<Manifest> read_manifest(const std::filesystem::path& folder) {
    const auto text = read_whole_file(folder / kManifestFileName, kMaxBytes);
    if (!text) {
        return std::unexpected(text.error());
    }
    return parse_manifest(*text);
}

} // namespace sotto::inference

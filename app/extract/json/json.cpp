#include "app/extract/json/json.h"

#include <cstddef>

namespace sotto::extract {

namespace {

constexpr int kMaxDepth = 200;
constexpr std::size_t kMaxValues = 20'000'000;

} // namespace

std::expected<Json, Refusal> parse_json(std::string_view bytes) {
    bytes.remove_prefix(bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0);
    std::size_t values = 0;
    bool is_too_large = false;
    const auto keep = [&](int depth, Json::parse_event_t, Json&) {
        is_too_large = is_too_large || depth > kMaxDepth || ++values > kMaxValues;
        return !is_too_large;
    };
    Json json = Json::parse(bytes, keep, false);
    if (is_too_large) {
        return refuse(RefusalKind::too_large, "has too many values or too deep a nesting");
    }
    if (json.is_discarded()) {
        return refuse(RefusalKind::damaged, "is damaged: it is not JSON in UTF-8");
    }
    return json;
}

const Json* member(const Json& object, const char* key) {
    if (!object.is_object()) {
        return nullptr;
    }
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

std::string text_member(const Json& object, const char* key) {
    const Json* const value = member(object, key);
    return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

const Json& list_member(const Json& object, const char* key) {
    static const Json kNone = Json::array();
    const Json* const value = member(object, key);
    return value != nullptr && value->is_structured() ? *value : kNone;
}

} // namespace sotto::extract

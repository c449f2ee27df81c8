#include "inference/chat/template_file.h"

#include "inference/files/input_file.h"
#include "inference/files/json.h"

#include <chrono>
#include <cstddef>
#include <ctime>
#include <memory>
#include <optional>
#include <utility>

namespace sotto::inference {

namespace {

constexpr std::size_t kMaxBytes = 16 << 20;
constexpr const char* kTokenizerSettings = "tokenizer_config.json";

std::optional<Json> read_settings(const std::filesystem::path& file) {
    const auto text = read_whole_file(file, kMaxBytes);
    auto json = text ? parse_json(*text) : std::unexpected(text.error());
    return json ? std::optional(*std::move(json)) : std::nullopt;
}

/// One template, or the one called "default" of a list of named ones.
const std::string* stated_template(const Json& settings) {
    const Json* const stated = settings.find("chat_template");
    if (stated == nullptr || stated->array() == nullptr) {
        return stated != nullptr ? stated->string() : nullptr;
    }
    for (const Json& one : *stated->array()) {
        const Json* const name = one.find("name");
        const Json* const text = one.find("template");
        if (name != nullptr && text != nullptr && name->string() != nullptr &&
            *name->string() == "default") {
            return text->string();
        }
    }
    return nullptr;
}

/// The spelling of a token in tokenizer_config.json: a string, or an object that has it.
std::optional<std::string> stated_token(const std::optional<Json>& settings, std::string_view key) {
    const Json* stated = settings ? settings->find(key) : nullptr;
    if (stated != nullptr && stated->object() != nullptr) {
        stated = stated->find("content");
    }
    return stated != nullptr && stated->string() != nullptr ? std::optional(*stated->string())
                                                            : std::nullopt;
}

/// Whose message the documents stand in, by which the starter model says how it was trained:
/// "document_role": "system". No other publisher's folders have this key.
DocumentPlace document_place(const std::optional<Json>& settings) {
    const Json* const role = settings ? settings->find("document_role") : nullptr;
    return role != nullptr && role->string() != nullptr && *role->string() == "system"
               ? DocumentPlace::system_turn
               : DocumentPlace::user_turn;
}

std::chrono::local_seconds local_now() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    return std::chrono::local_seconds(std::chrono::seconds(now + local.tm_gmtoff));
}

} // namespace

std::string read_chat_template(const std::filesystem::path& folder) {
    if (auto jinja = read_whole_file(folder / "chat_template.jinja", kMaxBytes)) {
        return *std::move(jinja);
    }
    for (const char* const name : {"chat_template.json", kTokenizerSettings}) {
        const auto settings = read_settings(folder / name);
        const std::string* const stated = settings ? stated_template(*settings) : nullptr;
        if (stated != nullptr) {
            return *stated;
        }
    }
    return {};
}

Result<ChatTemplate> folder_chat_template(const std::filesystem::path& folder, Family family,
                                          const Tokenizer& tokenizer,
                                          std::span<const TokenId> eos) {
    ChatTemplate made = chat_template_kind_of(tokenizer, spec_of(family).chat_template);
    const auto settings =
        folder.empty() ? std::nullopt : read_settings(folder / kTokenizerSettings);
    made.documents = document_place(settings);
    const std::string jinja = folder.empty() ? std::string() : read_chat_template(folder);
    if (jinja.find_first_not_of(" \t\r\n") == jinja.npos) {
        return made;
    }
    const auto spelled = [&](std::string_view key, std::optional<TokenId> id) {
        return stated_token(settings, key)
            .value_or(id ? tokenizer.decode(std::span(&*id, 1), SpecialText::parse)
                         : std::string());
    };
    return open_model_template(
               jinja, tokenizer, spelled("bos_token", tokenizer.bos()),
               spelled("eos_token", eos.empty() ? std::nullopt : std::optional(eos.front())))
        .transform([&](ModelTemplate own) {
            own.now = &local_now;
            made.own = std::make_shared<const ModelTemplate>(std::move(own));
            return made;
        });
}

} // namespace sotto::inference

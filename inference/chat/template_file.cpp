#include "inference/chat/template_file.h"

#include "inference/files/input_file.h"
#include "inference/files/json.h"

#include <cstddef>

namespace sotto::inference {

namespace {

constexpr std::size_t kMaxBytes = 16 << 20;

} // namespace

std::string read_chat_template(const std::filesystem::path& folder) {
    if (auto jinja = read_whole_file(folder / "chat_template.jinja", kMaxBytes)) {
        return *std::move(jinja);
    }
    const auto text = read_whole_file(folder / "tokenizer_config.json", kMaxBytes);
    const auto json = text ? parse_json(*text) : std::unexpected(text.error());
    const Json* const stated = json ? json->find("chat_template") : nullptr;
    return stated != nullptr && stated->string() != nullptr ? *stated->string() : std::string();
}

ChatTemplate folder_chat_template(const std::filesystem::path& folder, Family family,
                                  const Tokenizer& tokenizer) {
    const ChatTemplateKind kind = chat_template_kind_of(tokenizer, spec_of(family).chat_template);
    // Of the kinds that are known, only this one is published with instructions of its own.
    const bool may_have_default = kind == ChatTemplateKind::chatml && !folder.empty();
    return {kind, may_have_default ? default_system_text(read_chat_template(folder), kind)
                                   : std::string()};
}

} // namespace sotto::inference

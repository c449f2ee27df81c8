#include "app/answers/token_count.h"

#include "inference/tokenizer_files/open_tokenizer.h"

#include <utility>

namespace sotto::app {

std::unique_ptr<inference::Tokenizer> find_tokenizer(CommandContext& context,
                                                     const std::string& model) {
    const auto details =
        context.wait_for(context.runtime().catalog(),
                         [&model](ModelCatalog& catalog) { return catalog.find(model); });
    if (!details) {
        return nullptr;
    }
    auto tokenizer = inference::open_folder_tokenizer(details->summary.folder);
    return tokenizer ? std::move(*tokenizer) : nullptr;
}

std::optional<std::int64_t> count_tokens(const inference::Tokenizer* tokenizer,
                                         std::string_view text) {
    if (tokenizer == nullptr) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(tokenizer->encode(text).size());
}

} // namespace sotto::app

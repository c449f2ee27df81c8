#include "inference/generation/loaded_model.h"

#include "inference/chat/template_file.h"
#include "inference/model/model_file.h"
#include "inference/tokenizer_files/end_token.h"
#include "inference/tokenizer_files/open_tokenizer.h"
#include "inference/transformer/model_weights.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <utility>

namespace sotto::inference {

namespace {

// Texts that fit a context are far smaller; a longer one is encoded each time it is asked for.
constexpr std::size_t kMaxEncodedBytes = std::size_t{32} << 20U;

} // namespace

Result<KvDtype> default_kv_dtype(const ModelConfig& config, WeightSource& weights) {
    return layer_dtype(config, weights).transform([](WeightDtype dtype) {
        return dtype == WeightDtype::f32 ? KvDtype::f32 : KvDtype::int8;
    });
}

Result<std::unique_ptr<LoadedModel>> LoadedModel::open(const ModelChoice& choice,
                                                       const LoadOptions& options) {
    const std::filesystem::path folder = choice.folder;
    const auto config = read_model_config(folder);
    if (!config) {
        return std::unexpected(config.error());
    }
    auto tokenizer = open_folder_tokenizer(folder);
    if (!tokenizer) {
        return std::unexpected(tokenizer.error());
    }
    auto weights = ModelFile::open(folder / kWeightsFileName);
    if (!weights) {
        return std::unexpected(weights.error());
    }
    return assemble(*config, *std::move(weights), *std::move(tokenizer), choice, options);
}

Result<std::unique_ptr<LoadedModel>> LoadedModel::assemble(const ModelConfig& config,
                                                           std::unique_ptr<WeightSource> weights,
                                                           std::unique_ptr<Tokenizer> tokenizer,
                                                           const ModelChoice& choice,
                                                           const LoadOptions& options) {
    const auto kv = choice.kv ? Result<KvDtype>(*choice.kv) : default_kv_dtype(config, *weights);
    if (!kv) {
        return std::unexpected(kv.error());
    }
    auto transformer =
        Transformer::create(config, *weights, *kv, choice.threads.value_or(0), options);
    if (!transformer) {
        return std::unexpected(transformer.error());
    }
    auto chat = folder_chat_template(choice.folder, config.family, *tokenizer, config.eos_tokens);
    if (!chat) {
        return std::unexpected(std::move(chat.error()));
    }
    return std::unique_ptr<LoadedModel>(new LoadedModel(choice, std::move(weights),
                                                        std::move(tokenizer), *std::move(chat),
                                                        *std::move(transformer)));
}

LoadedModel::LoadedModel(ModelChoice choice, std::unique_ptr<WeightSource> weights,
                         std::unique_ptr<Tokenizer> tokenizer, ChatTemplate chat_template,
                         std::unique_ptr<Transformer> transformer)
    : choice_(std::move(choice)), weights_(std::move(weights)), tokenizer_(std::move(tokenizer)),
      encoder_(*tokenizer_, kMaxEncodedBytes), transformer_(std::move(transformer)),
      chat_template_(std::move(chat_template)), session_(*transformer_),
      stop_tokens_(config().eos_tokens) {
    const auto of_form = stop_tokens(*tokenizer_, chat_template_);
    stop_tokens_.insert(stop_tokens_.end(), of_form.begin(), of_form.end());
    if (const std::string end = end_token_text(choice_.folder); !end.empty()) {
        if (const auto id = tokenizer_->control_token(end)) {
            stop_tokens_.push_back(*id);
        }
    }
}

Result<SharedTokens> LoadedModel::tokenize(const std::variant<ChatPrompt, RawPrompt>& prompt,
                                           const std::stop_token& stop) {
    const std::size_t context = config().max_positions;
    const auto share = [](TokenizedPrompt made) {
        return std::make_shared<const TokenizedPrompt>(std::move(made));
    };
    if (const auto* chat = std::get_if<ChatPrompt>(&prompt)) {
        return tokenize_chat(*chat, encoder_, chat_template_, context, stop).transform(share);
    }
    auto text = tokenizer_->encode(std::get<RawPrompt>(prompt).text, EncodeOptions{.stop = {stop}});
    if (!text) {
        return std::unexpected(std::move(text.error()));
    }
    TokenizedPrompt made{.ids = std::move(text->ids),
                         .context_tokens = static_cast<std::int64_t>(context)};
    if (const auto first = bos()) {
        made.ids.insert(made.ids.begin(), *first);
    }
    if (made.ids.empty()) {
        return fail(ErrorCode::invalid_input,
                    "the prompt is empty, and this model has no token to begin a text with");
    }
    return share(std::move(made));
}

Result<std::vector<TokenId>> LoadedModel::render_prefix(const std::string& system,
                                                        const std::vector<DocumentText>& documents,
                                                        const std::stop_token& stop) {
    return inference::render_prefix(system, documents, encoder_, chat_template_, stop);
}

Status LoadedModel::check_room_for(std::size_t tokens) const {
    // Below this, asking the kernel is not worth it.
    constexpr std::int64_t kSmall = std::int64_t{8} << 20U;
    const auto held = static_cast<std::int64_t>(session_.bytes());
    const auto needed = kv_cache_bytes(config(), transformer_->kv_dtype(), tokens) - held;
    return needed < kSmall
               ? Status{}
               : check_memory({.kv_bytes = needed}, memory_source_(), MemoryUse::prompt);
}

bool LoadedModel::is_stop(TokenId token) const {
    return std::ranges::contains(stop_tokens_, token);
}

std::size_t LoadedModel::sampleable_tokens() const {
    const auto known = static_cast<std::size_t>(std::max(tokenizer_->vocabulary_size(), 1));
    return std::min(known, config().vocabulary_size);
}

std::optional<TokenId> LoadedModel::bos() const {
    if (!spec_of(config().family).adds_bos) {
        return std::nullopt;
    }
    return config().bos_token ? config().bos_token : tokenizer_->bos();
}

} // namespace sotto::inference

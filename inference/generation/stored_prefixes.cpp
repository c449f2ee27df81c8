#include "inference/generation/stored_prefixes.h"

#include "inference/chat/template_file.h"
#include "inference/files/checksum.h"
#include "inference/kernels/int4_kernels.h"
#include "inference/kv/kv_hash_chain.h"
#include "inference/kv/kv_transfer.h"
#include "inference/model/model_config.h"
#include "inference/packed/packed_folder.h"
#include "inference/tokenizer/tokenizer.h"
#include "inference/tokenizer_files/open_tokenizer.h"

#include <format>
#include <fstream>
#include <iterator>
#include <span>
#include <utility>

namespace sotto::inference {

std::string kv_fingerprint(const std::filesystem::path& model) {
    const std::string weights = weights_fingerprint(model);
    std::ifstream in(model / "config.json", std::ios::binary);
    const std::string config(std::istreambuf_iterator<char>(in), {});
    return weights.empty()
               ? std::string()
               : std::format("{}, configuration {:016x}, computed with {}", weights,
                             xxh3_64(std::as_bytes(std::span(config))), instruction_set());
}

struct StoredPrefixes::Impl {
    std::unique_ptr<Tokenizer> tokenizer;
    ChatTemplate chat_template;
    KvKey root;
    KvQuery::Resume resume;
    std::string system;
};

StoredPrefixes::StoredPrefixes(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
StoredPrefixes::~StoredPrefixes() = default;
StoredPrefixes::StoredPrefixes(StoredPrefixes&&) noexcept = default;

Result<StoredPrefixes> StoredPrefixes::open(const std::filesystem::path& model, KvDtype dtype,
                                            std::string system) {
    const auto config = read_model_config(model);
    if (!config) {
        return std::unexpected(config.error());
    }
    auto tokenizer = open_folder_tokenizer(model);
    if (!tokenizer) {
        return std::unexpected(tokenizer.error());
    }
    const std::string fingerprint = kv_fingerprint(model);
    if (fingerprint.empty()) {
        return fail(ErrorCode::not_found, "the model has no weights");
    }
    auto chat_template =
        folder_chat_template(model, config->family, **tokenizer, config->eos_tokens);
    if (!chat_template) {
        return std::unexpected(std::move(chat_template.error()));
    }
    auto impl = std::make_unique<Impl>(
        *std::move(tokenizer), *std::move(chat_template), kv_root(fingerprint, dtype),
        resumes_at_blocks(*config) ? KvQuery::Resume::at_blocks_and_checkpoints
                                   : KvQuery::Resume::at_checkpoints,
        std::move(system));
    return StoredPrefixes(std::move(impl));
}

Result<KvQuery> StoredPrefixes::query(const DocumentText& document) const {
    TextEncoder encoder(*impl_->tokenizer);
    const auto tokens = render_prefix(impl_->system, {document}, encoder, impl_->chat_template);
    return tokens.transform([this](const std::vector<TokenId>& ids) {
        KvHashChain chain(impl_->root);
        chain.extend(ids);
        return chain.query(ids, ids.size(), impl_->resume);
    });
}

std::int64_t StoredPrefixes::count(const DocumentText& document, KvStore& store) const {
    auto asked = query(document);
    if (!asked) {
        return 0;
    }
    const auto match = store.find(*std::move(asked), {});
    return match ? static_cast<std::int64_t>(match->tokens) : 0;
}

} // namespace sotto::inference

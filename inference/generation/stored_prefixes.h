#pragma once

#include "core/document.h"
#include "core/error.h"
#include "core/ports/kv_store.h"
#include "core/ports/language_model.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

// What a KV store holds of prepared documents, found without loading the model's weights.
namespace sotto::inference {

/// Identifies the keys and values of an imported model: its weights, its configuration, and the
/// instruction set they are computed with, whose rounding differs. Empty if the folder has no
/// weights.
[[nodiscard]] std::string kv_fingerprint(const std::filesystem::path& model);

/// Queries a KV store for prompt prefixes of one model: instructions followed by a document.
class StoredPrefixes {
public:
    /// Errors: those of the model's configuration and tokenizer; not_found (it has no weights).
    [[nodiscard]] static Result<StoredPrefixes> open(const std::filesystem::path& model,
                                                     KvDtype dtype, std::string system);
    ~StoredPrefixes();
    StoredPrefixes(StoredPrefixes&&) noexcept;
    StoredPrefixes& operator=(StoredPrefixes&&) = delete;

    /// Stored tokens of the prefix with this document, which need no prefill; 0 if the store fails.
    [[nodiscard]] std::int64_t count(const DocumentText& document, KvStore& store) const;

private:
    struct Impl;
    explicit StoredPrefixes(std::unique_ptr<Impl> impl);
    [[nodiscard]] Result<KvQuery> query(const DocumentText& document) const;
    std::unique_ptr<Impl> impl_;
};

} // namespace sotto::inference

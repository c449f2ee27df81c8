#pragma once

#include "core/document.h"
#include "core/error.h"
#include "core/ports/kv_store.h"
#include "core/ports/language_model.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

// What is known of documents that were read before, without loading a model's weights.
namespace sotto::inference {

/// What tells the keys and values of an imported model from those of all others: its weights and
/// its configuration. Empty when the folder has no weights.
[[nodiscard]] std::string kv_fingerprint(const std::filesystem::path& model);

/// Asks a store about texts that begin with instructions and documents, as one model reads them.
class StoredPrefixes {
public:
    /// Errors: of the model's configuration and tokenizer; not_found (it has no weights).
    [[nodiscard]] static Result<StoredPrefixes> open(const std::filesystem::path& model,
                                                     KvDtype dtype, std::string system);
    ~StoredPrefixes();
    StoredPrefixes(StoredPrefixes&&) noexcept;
    StoredPrefixes& operator=(StoredPrefixes&&) = delete;

    /// Tokens of the prefix with this document that need not be read again; 0 when the store fails.
    [[nodiscard]] std::int64_t count(const DocumentText& document, KvStore& store) const;

    /// Has the store purge the prefix with this document and all that was said after it.
    Status purge(const DocumentText& document, KvStore& store) const;

private:
    struct Impl;
    explicit StoredPrefixes(std::unique_ptr<Impl> impl);
    [[nodiscard]] Result<KvQuery> query(const DocumentText& document) const;
    std::unique_ptr<Impl> impl_;
};

} // namespace sotto::inference

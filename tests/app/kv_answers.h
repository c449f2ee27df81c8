#pragma once

#include "core/ports/kv_store.h"
#include "core/ports/language_model.h"
#include "inference/generation/loaded_model.h"
#include "storage/kv/kv_database.h"
#include "tests/inference/support/tiny_model.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// Tiny models that answer from a KV cache on disk.
namespace sotto::test {

/// A store without a thread: an entry is saved when save() returns.
class DirectStore final : public KvStore {
public:
    explicit DirectStore(const std::filesystem::path& file,
                         const storage::KvFileSettings& settings = {});

    Result<KvMatch> find(KvQuery query, const std::stop_token& stop) override;
    Status read(KvName name, KvTarget target, const std::stop_token& stop) override;
    void save(KvEntry entry) override;
    void pin(std::vector<KvKey> keys) override;
    void purge(KvRemoval removal, Removed then) override;
    void clear(Removed then) override;

    [[nodiscard]] std::int64_t entries() const;

    Status last_status;
    std::function<void(const KvEntry&)> on_saved = [](const KvEntry&) {};

private:
    std::unique_ptr<storage::KvDatabase> database_;
};

/// An observer that only records the progress.
class QuietObserver final : public GenerateObserver {
public:
    void on_progress(const Progress& progress) override { last = progress; }
    void on_text(std::string_view) override {}
    Progress last;
};

/// The layers that have a window have this one; a context of 40,000 tokens.
[[nodiscard]] inference::ModelConfig with_window(inference::ModelConfig config, std::size_t window);

/// A model as after a restart of the program; `store` may be null.
[[nodiscard]] std::unique_ptr<inference::LoadedModel> load(const inference::ModelConfig& config,
                                                           std::shared_ptr<KvStore> store,
                                                           WeightDtype form = WeightDtype::f32);

/// The fingerprint of the model from load() in a store.
[[nodiscard]] KvKey root_of(inference::LoadedModel& model);

/// `count` letters, one token each, different for each seed.
[[nodiscard]] std::string letters(std::size_t count, unsigned seed);

/// A question about a document, answered greedily with at most 12 tokens.
[[nodiscard]] GenerateRequest about(const DocumentText& document, std::string question,
                                    KvSaving saving);
[[nodiscard]] PrefillRequest reading_of(const DocumentText& document);

Generation run(inference::LoadedModel& model, const GenerateRequest& request);

} // namespace sotto::test

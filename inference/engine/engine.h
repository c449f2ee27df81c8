#pragma once

#include "core/ports/kv_store.h"
#include "core/ports/language_model.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sotto::inference {

class LoadedModel;
struct LoadOptions;

/// Told when the engine loads a model, which may end the program. Runs on: the inference thread.
class LoadWatch {
public:
    virtual ~LoadWatch() = default;
    virtual void on_load(const std::string& folder) = 0;
    /// Also when it failed.
    virtual void on_loaded() = 0;
};

/// The implementation of LanguageModel: keeps the last used model loaded, with the KV cache of its
/// last prompt, so that a prompt with the same prefix computes only what is new. Runs on: the
/// inference thread (construction and destruction too).
class Engine final : public LanguageModel {
public:
    /// `packed`: folder of packed weights; empty = packed in memory at every start. `store`: where
    /// keys and values are persisted; null = nowhere. `watch`: may be null.
    explicit Engine(std::filesystem::path packed = {}, std::shared_ptr<KvStore> store = nullptr,
                    std::unique_ptr<LoadWatch> watch = nullptr);
    ~Engine() override;
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    Status prepare(const ModelChoice& model, const std::stop_token& stop,
                   GenerateObserver& observer) override;
    Result<Generation> generate(const GenerateRequest& request,
                                GenerateObserver& observer) override;
    Result<PrefillReport> prefill(const PrefillRequest& request,
                                  GenerateObserver& observer) override;
    Result<std::vector<SharedTokens>> tokenize(const TokenizeRequest& request,
                                               GenerateObserver& observer) override;
    void release_memory() override;

    /// The model in memory, loaded if necessary: for commands that inspect it (debug, bench).
    Result<LoadedModel*> load(const ModelChoice& model);

private:
    Result<LoadedModel*> load_with(const ModelChoice& model, LoadOptions options);

    std::filesystem::path packed_;
    std::shared_ptr<KvStore> store_;
    std::unique_ptr<LoadWatch> watch_;
    std::unique_ptr<LoadedModel> loaded_;
};

} // namespace sotto::inference

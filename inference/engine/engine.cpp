#include "inference/engine/engine.h"

#include "inference/generation/answer.h"
#include "inference/generation/loaded_model.h"
#include "inference/generation/prompt_prefill.h"
#include "inference/generation/stored_prefixes.h"
#include "inference/kv/kv_hash_chain.h"

#include <malloc.h>

#include <chrono>
#include <new>
#include <utility>

namespace sotto::inference {

Engine::Engine(std::filesystem::path packed, std::shared_ptr<KvStore> store,
               std::unique_ptr<LoadWatch> watch)
    : packed_(std::move(packed)), store_(std::move(store)), watch_(std::move(watch)) {}

Engine::~Engine() = default;

Status Engine::prepare(const ModelChoice& model, const std::stop_token& stop,
                       GenerateObserver& observer) {
    LoadOptions options;
    options.stop = stop;
    options.on_layer = [&observer](std::size_t done, std::size_t layers) {
        observer.on_progress(
            {Phase::loading, static_cast<std::int64_t>(done), static_cast<std::int64_t>(layers)});
    };
    return load_with(model, std::move(options)).transform([](LoadedModel*) {});
}

Result<Generation> Engine::generate(const GenerateRequest& request, GenerateObserver& observer) {
    const auto start = std::chrono::steady_clock::now();
    if (auto status = prepare(request.model, request.stop, observer); !status) {
        if (status.error().code == ErrorCode::cancelled) {
            Generation nothing;
            nothing.stats.reason = FinishReason::cancelled;
            return nothing;
        }
        return std::unexpected(status.error());
    }
    const std::chrono::duration<double> loading = std::chrono::steady_clock::now() - start;
    try {
        auto made = answer(*loaded_, request, observer);
        if (made && made->stats.first_token_seconds > 0) {
            made->stats.first_token_seconds += loading.count();
        }
        return made;
    } catch (const std::bad_alloc&) {
        loaded_->session().reset();
        return fail(ErrorCode::out_of_memory, "there is not enough memory for this answer");
    }
}

Result<PrefillReport> Engine::prefill(const PrefillRequest& request, GenerateObserver& observer) {
    if (auto status = prepare(request.model, request.stop, observer); !status) {
        return std::unexpected(status.error());
    }
    try {
        return inference::prefill(*loaded_, request, observer);
    } catch (const std::bad_alloc&) {
        loaded_->session().reset();
        return fail(ErrorCode::out_of_memory, "there is not enough memory for this document");
    }
}

Result<std::vector<SharedTokens>> Engine::tokenize(const TokenizeRequest& request,
                                                   GenerateObserver& observer) {
    if (auto status = prepare(request.model, request.stop, observer); !status) {
        return std::unexpected(status.error());
    }
    try {
        std::vector<SharedTokens> all;
        for (const ChatPrompt& prompt : request.prompts) {
            auto tokens = loaded_->tokenize(prompt, request.stop);
            if (!tokens) {
                return std::unexpected(std::move(tokens.error()));
            }
            all.push_back(*std::move(tokens));
        }
        return all;
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::out_of_memory, "there is not enough memory for this text");
    }
}

void Engine::release_memory() {
    if (loaded_) {
        loaded_->session().reset();
        loaded_->speculation() = {};
        loaded_->drop_encoded_texts();
    }
#ifdef __GLIBC__
    malloc_trim(0); // return freed memory to the system
#endif
}

Result<LoadedModel*> Engine::load(const ModelChoice& model) {
    return load_with(model, {});
}

Result<LoadedModel*> Engine::load_with(const ModelChoice& model, LoadOptions options) {
    if (loaded_ && loaded_->choice() == model) {
        return loaded_.get();
    }
    // Unload the old model first: there may be no room for both.
    loaded_.reset();
    if (options.on_layer) {
        options.on_layer(0, 0);
    }
    options.packed = packed_location(packed_, model.folder);
    options.memory = read_memory_state(); // without the old model
    if (watch_) {
        watch_->on_load(model.folder);
    }
    auto opened = LoadedModel::open(model, options);
    if (watch_) {
        watch_->on_loaded();
    }
    if (!opened) {
        return std::unexpected(opened.error());
    }
    loaded_ = *std::move(opened);
    if (const auto fingerprint = kv_fingerprint(model.folder); store_ && !fingerprint.empty()) {
        loaded_->set_kv_store(store_, kv_root(fingerprint, loaded_->transformer().kv_dtype()));
    }
    return loaded_.get();
}

} // namespace sotto::inference

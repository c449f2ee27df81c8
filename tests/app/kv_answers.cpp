#include "tests/app/kv_answers.h"

#include "inference/generation/answer.h"
#include "inference/kv/kv_hash_chain.h"
#include "tests/inference/support/letter_tokenizer.h"
#include "tests/storage/support/must.h"

#include <algorithm>
#include <optional>
#include <random>
#include <utility>

namespace sotto::test {

using namespace inference;
using storage::KvDatabase;
using storage::must;

DirectStore::DirectStore(const std::filesystem::path& file, const storage::KvFileSettings& settings)
    : database_(must(KvDatabase::open(file, {}, settings))) {}

Result<KvMatch> DirectStore::find(KvQuery query, const std::stop_token& /*stop*/) {
    return database_->find(query);
}

Status DirectStore::read(KvName name, KvTarget target, const std::stop_token& /*stop*/) {
    return database_->read(name, target.bytes);
}

void DirectStore::save(KvEntry entry) {
    last_status = database_->save(entry);
    on_saved(entry);
}

void DirectStore::pin(std::vector<KvKey> keys) {
    last_status = database_->pin(keys);
}

void DirectStore::purge(KvRemoval removal, Removed then) {
    then(database_->purge(removal));
}

void DirectStore::clear(Removed then) {
    then(database_->clear());
}

std::int64_t DirectStore::entries() const {
    return must(database_->count());
}

ModelConfig with_window(ModelConfig config, std::size_t window) {
    for (auto& layer : config.layers) {
        layer.window = layer.window ? std::optional(window) : std::nullopt;
    }
    config.max_positions = 40'000;
    return config;
}

std::unique_ptr<LoadedModel> load(const ModelConfig& config, std::shared_ptr<KvStore> store,
                                  WeightDtype form) {
    ModelChoice choice;
    choice.threads = 1;
    auto model = must(LoadedModel::assemble(config, std::make_unique<TinyModel>(config, form, 3),
                                            std::make_unique<LetterTokenizer>(101), choice));
    if (store) {
        model->set_kv_store(std::move(store), root_of(*model));
    }
    return model;
}

KvKey root_of(LoadedModel& model) {
    return kv_root("tiny", model.transformer().kv_dtype());
}

std::string letters(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::string text(count, ' ');
    std::ranges::generate(text, [&] { return static_cast<char>('a' + random() % 26); });
    return text;
}

GenerateRequest about(const DocumentText& document, std::string question, KvSaving saving) {
    GenerateRequest request;
    request.prompt =
        ChatPrompt{"be brief", {document}, {ChatMessage{Role::user, std::move(question), {}}}};
    request.sampling.temperature = 0;
    request.max_tokens = 12;
    request.saving = saving;
    return request;
}

PrefillRequest reading_of(const DocumentText& document) {
    return {{}, "be brief", {document}, {}};
}

Generation run(LoadedModel& model, const GenerateRequest& request) {
    QuietObserver observer;
    return must(answer(model, request, observer));
}

} // namespace sotto::test

#pragma once

#include "tests/ui/window_world.h"

#include <QList>
#include <QString>
#include <algorithm>

namespace sotto::test {

/// Fills what the models page and the first run show in pictures.
inline void fill_setup(WindowWorld& world, const QString& state) {
    world.catalog->licence = state == "models-page" ? "Gemma Terms of Use" : "";
    world.catalog->models[0].context_tokens = 131'072;
    world.catalog->models[1].context_tokens = 2048;
    auto& setup = *world.setup;
    using Fit = ContextVerdict::Fit;
    setup.verdicts_of_all = {{8192, 900'000'000, 0, Fit::comfortable},
                             {32768, 1'900'000'000, 0, Fit::tight},
                             {131072, 5'000'000'000, 2'600'000'000, Fit::too_large}};
    setup.facts = {.processor = "Example CPU at 3 GHz",
                   .cores = 8,
                   .threads = 4,
                   .instruction_sets = {"avx2", "fma3", "f16c"},
                   .memory_total = 8'200'000'000,
                   .memory_available = 2'400'000'000,
                   .disk_free = 91'000'000'000,
                   .data_folder = "/home/me/.local/share/sotto"};
    setup.saved.speeds["MobileLLM-Pro"] = {212, 41};
    PublishedModel coder{.name = "coder",
                         .title = "Small Coder 0.5B Instruct",
                         .publisher = "A publisher",
                         .family = "qwen2",
                         .licence = "Apache-2.0",
                         .page = "https://example.org/models/small-coder-0.5b-instruct",
                         .context_tokens = 32768,
                         .memory_bytes = 1'610'612'736};
    coder.file = {.name = "small-coder-0.5b-instruct-q4_k_m.gguf",
                  .bytes = 491'400'064,
                  .sha256 = std::string(64, 'a')};
    setup.catalogue = {coder, coder};
    setup.source = {.kind = ModelSource::Kind::folder,
                    .path = {},
                    .title = "model-folder",
                    .bytes = 12,
                    .present = {"config.json"},
                    .missing = {"tokenizer.json"}};
    if (state == "held") {
        setup.failed_folder = world.catalog->models[0].folder;
        world.catalog->models[0].is_default = true;
    }
}

/// Starts the first run of a world with the starter alone.
inline void begin_first_run(WindowWorld& world) {
    world.setup->saved.is_done = false;
    std::erase_if(world.catalog->models, [](const auto& model) { return !model.is_built_in; });
    world.app.models()->reload();
    world.app.firstRun()->start();
    world.pump();
}

/// The keys from the first step to the one of a state "setupN", and there to what it shows.
inline QList<Qt::Key> keys_of_setup(const QString& state) {
    QList<Qt::Key> keys(state.back().digitValue(), Qt::Key_Space);
    if (state == "setup2") { // the second door
        keys += {Qt::Key_Tab, Qt::Key_Tab, Qt::Key_Tab, Qt::Key_Tab, Qt::Key_Space};
    }
    return keys;
}

} // namespace sotto::test

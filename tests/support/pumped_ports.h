#pragma once

#include "core/executor/bound.h"
#include "core/executor/loop_executor.h"
#include "tests/support/in_memory_library.h"
#include "tests/support/manual_clock.h"
#include "tests/support/scripted_extractor.h"
#include "tests/support/scripted_language_model.h"

#include <cstddef>
#include <memory>

namespace sotto::test {

/// What a service needs: the main loop, a clock, and a library on a loop of its own. A test pumps
/// all loops by hand, so nothing happens by itself.
struct PumpedLibrary {
    LoopExecutor main;
    LoopExecutor storage_loop{4}; // small enough for a test to fill it
    ManualClock clock;
    InMemoryLibrary* library = nullptr;
    Bound<Library> bound_library{storage_loop, [this]() -> Result<std::unique_ptr<Library>> {
                                     auto made = std::make_unique<InMemoryLibrary>();
                                     library = made.get();
                                     return made;
                                 }};

    /// Runs all tasks of main loop and library, and those that they queue. Returns their number.
    std::size_t pump_library() {
        std::size_t total = 0;
        while (const std::size_t ran = main.run_pending() + storage_loop.run_pending()) {
            total += ran;
        }
        return total;
    }
};

/// A library and a language model.
struct PumpedModel : PumpedLibrary {
    LoopExecutor inference_loop;
    ScriptedLanguageModel* model = nullptr;
    Bound<LanguageModel> bound_model{inference_loop,
                                     [this]() -> Result<std::unique_ptr<LanguageModel>> {
                                         auto made = std::make_unique<ScriptedLanguageModel>();
                                         model = made.get();
                                         return made;
                                     }};

    /// Runs all loops until nothing is queued.
    void pump() {
        while (pump_library() + inference_loop.run_pending() > 0) {
        }
    }
};

/// A library and a text extractor.
struct PumpedExtractor : PumpedLibrary {
    LoopExecutor extract_loop;
    ScriptedExtractor* extractor = nullptr;
    Bound<TextExtractor> bound_extractor{extract_loop,
                                         [this]() -> Result<std::unique_ptr<TextExtractor>> {
                                             auto made = std::make_unique<ScriptedExtractor>();
                                             extractor = made.get();
                                             return made;
                                         }};

    /// Runs all loops until nothing is queued.
    void pump() {
        while (pump_library() + extract_loop.run_pending() > 0) {
        }
    }
};

} // namespace sotto::test

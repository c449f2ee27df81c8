#include "storage/library/library_database.h"
#include "tests/storage/support/faulty_vfs.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <optional>
#include <vector>

using namespace sotto;
using namespace sotto::storage;

namespace {

const std::string kQuestion(5000, 'q');
constexpr int kParts = 3;

std::string part(int number) {
    return std::string(static_cast<std::size_t>(number) * 4000, 'a');
}

// What was reported as saved in a run, and all its errors.
struct Outcome {
    std::optional<TurnStart> first;
    int saved_part = 0;
    bool renamed = false;
    std::optional<DocumentId> document;
    bool imported = false;
    bool removal_tried = false;
    bool removed = false;
    std::vector<Error> errors;
};

template <class T>
bool note(Outcome& outcome, const Result<T>& result) {
    if (!result) {
        outcome.errors.push_back(result.error());
    }
    return result.has_value();
}

// Does one of everything; continues after an error, as the program would.
Outcome use_library(const std::filesystem::path& file) {
    Outcome outcome;
    const auto library = open_library(file);
    if (!note(outcome, library)) {
        return outcome;
    }
    ConversationStore& conversations = (*library)->conversations();
    if (auto turn = conversations.begin_turn({}, "title", kQuestion, "m"); note(outcome, turn)) {
        outcome.first = *turn;
        for (int number = 1; number <= kParts; ++number) {
            Message answer;
            answer.id = turn->assistant;
            answer.text = part(number);
            answer.state = number == kParts ? MessageState::complete : MessageState::writing;
            if (note(outcome, conversations.update_answer(answer))) {
                outcome.saved_part = number;
            }
        }
        outcome.renamed = note(outcome, conversations.rename(turn->conversation, "renamed"));
    }
    DocumentStore& documents = (*library)->documents();
    if (auto id = documents.add({.title = "d", .text = kQuestion}); note(outcome, id)) {
        outcome.document = *id;
    }
    Conversation foreign;
    foreign.summary.title = "imported";
    foreign.messages.emplace_back().text = kQuestion;
    outcome.imported = note(outcome, conversations.add_all({foreign, foreign, foreign}));
    if (auto turn = conversations.begin_turn({}, "second", "?", "m"); note(outcome, turn)) {
        outcome.removal_tried = true;
        outcome.removed = note(outcome, conversations.remove(turn->conversation));
    }
    note(outcome, conversations.list());
    return outcome;
}

// After the fault is over: the library is sound and has what was acknowledged.
void check_outcome(const std::filesystem::path& file, const Outcome& outcome) {
    if (std::filesystem::exists(file)) {
        CHECK(must(check_library(file)).empty());
    }
    const auto library = must(open_library(file));
    ConversationStore& conversations = library->conversations();
    if (outcome.first) {
        const auto messages = must(conversations.messages(outcome.first->conversation));
        REQUIRE(messages.size() == 2);
        CHECK(messages[0].text == kQuestion);
        // A write that failed for the caller may be there all the same; an older one may not.
        const std::string& text = messages[1].text;
        CHECK(text.size() >= part(outcome.saved_part).size());
        CHECK(text == part(static_cast<int>(text.size() / 4000)));
        CHECK(messages[1].state != MessageState::writing);
        const auto title = must(conversations.find(outcome.first->conversation)).title;
        CHECK((title == "renamed" || (title == "title" && !outcome.renamed)));
    }
    if (outcome.document) {
        CHECK(must(library->documents().text(*outcome.document)).text == kQuestion);
    }
    const auto imported =
        std::ranges::count(must(conversations.list()), "imported", &ConversationSummary::title);
    CHECK((imported == 3 || (imported == 0 && !outcome.imported)));
    if (outcome.removed) {
        for (const auto& summary : must(conversations.list())) {
            CHECK(summary.title != "second");
        }
    }
    for (const Error& error : outcome.errors) {
        CAPTURE(error.detail);
        CHECK((error.code == ErrorCode::io || error.code == ErrorCode::out_of_space));
        CHECK_FALSE(error.detail.empty());
    }
}

// Fails operation 1, 2, 3 … of `use` until a run meets no fault any more. Returns how many runs
// failed with an error.
template <class Prepare>
int fail_each(FaultyVfs& vfs, Fault fault, Prepare prepare) {
    int runs_with_error = 0;
    for (fault.number = 1; fault.number < 2000; ++fault.number) {
        CAPTURE(fault.number);
        const TempFolder folder;
        prepare(folder);
        vfs.arm(fault);
        const Outcome outcome = use_library(folder.library());
        const bool has_failed = vfs.has_failed();
        vfs.disarm();
        check_outcome(folder.library(), outcome);
        if (!outcome.errors.empty()) {
            ++runs_with_error;
        } else {
            // Without an error everything was done, whatever failed (emptying the log may wait).
            CHECK(outcome.saved_part == kParts);
            CHECK(outcome.removed);
        }
        if (!has_failed) {
            CHECK(outcome.errors.empty());
            return runs_with_error;
        }
    }
    FAIL("the workload never ran without a fault");
    return 0;
}

} // namespace

TEST_CASE("whichever write fails, the library stays sound and reports what it could not save",
          "[slow]") {
    FaultyVfs vfs;
    const auto kind = GENERATE(FaultKind::full, FaultKind::broken);
    const auto span = GENERATE(FaultSpan::once, FaultSpan::from_then_on);
    const Fault fault{.target = FaultTarget::changes, .kind = kind, .span = span};
    const int failures = fail_each(vfs, fault, [](const TempFolder&) {});
    CHECK(failures > 30);
}

TEST_CASE("whichever read fails, the library stays sound") {
    FaultyVfs vfs;
    const auto span = GENERATE(FaultSpan::once, FaultSpan::from_then_on);
    const Fault fault{.target = FaultTarget::reads, .kind = FaultKind::broken, .span = span};
    const int failures = fail_each(vfs, fault, [](const TempFolder&) {});
    CHECK(failures > 5);
}

TEST_CASE("a fault during the recovery of a killed program's library loses nothing", "[slow]") {
    FaultyVfs vfs;
    // The files as a kill leaves them: copied from an open library, with a full log.
    const TempFolder source;
    const auto living = must(open_library(source.library()));
    const auto earlier =
        must(living->conversations().begin_turn({}, "earlier", kQuestion, "model"));
    const auto target = GENERATE(FaultTarget::changes, FaultTarget::reads);
    const auto span = GENERATE(FaultSpan::once, FaultSpan::from_then_on);
    const auto prepare = [&](const TempFolder& folder) {
        for (const char* name : {"library.db", "library.db-wal"}) {
            write_file(folder.path() / name, read_file(source.path() / name));
        }
    };
    const int failures =
        fail_each(vfs, {.target = target, .kind = FaultKind::broken, .span = span}, prepare);
    CHECK(failures > 5);

    const TempFolder folder;
    prepare(folder);
    const auto library = must(open_library(folder.library()));
    const auto messages = must(library->conversations().messages(earlier.conversation));
    REQUIRE(messages.size() == 2);
    CHECK(messages[0].text == kQuestion);
    CHECK(messages[1].state == MessageState::interrupted);
}

#include "storage/library/library_database.h"
#include "tests/storage/support/child_process.h"
#include "tests/storage/support/faulty_vfs.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <format>
#include <iterator>
#include <map>
#include <memory>
#include <random>

using namespace sotto;
using namespace sotto::storage;

namespace {

constexpr int kStepsPerAnswer = 6; // the last one completes it

// What the child reports after each acknowledged write.
struct Acknowledged {
    int turn = 0;
    int step = 0; // 0 = the question is saved
    TurnStart ids;
};

std::string question(int round, int turn) {
    return std::format("question {} of round {} ", turn, round) +
           std::string(static_cast<std::size_t>(turn % 5) * 1500, 'q');
}

std::string answer_text(int round, int turn, int step) {
    std::string text;
    for (int i = 0; i < step; ++i) {
        text += std::format("part {} of answer {} in round {}; ", i, turn, round) +
                std::string(700, static_cast<char>('a' + i));
    }
    return text;
}

// Runs in the child until it is killed.
int write_turns(const std::filesystem::path& file, int round, int out) {
    const auto library = must(open_library(file));
    ConversationId conversation;
    for (int turn = 0;; ++turn) {
        if (turn % 3 == 0) {
            conversation = {};
        }
        const auto ids = must(library->conversations().begin_turn(conversation, "title",
                                                                  question(round, turn), "model"));
        conversation = ids.conversation;
        Acknowledged report{.turn = turn, .step = 0, .ids = ids};
        if (!write_all(out, &report, sizeof report)) {
            return 1;
        }
        for (report.step = 1; report.step <= kStepsPerAnswer; ++report.step) {
            Message answer;
            answer.id = ids.assistant;
            answer.text = answer_text(round, turn, report.step);
            answer.token_ids.assign(static_cast<std::size_t>(report.step), turn);
            answer.state =
                report.step == kStepsPerAnswer ? MessageState::complete : MessageState::writing;
            must(library->conversations().update_answer(answer));
            if (!write_all(out, &report, sizeof report)) {
                return 1;
            }
        }
    }
}

std::map<MessageId, Message> all_messages(Library& library) {
    std::map<MessageId, Message> messages;
    for (const auto& summary : must(library.conversations().list())) {
        for (auto& message : must(library.conversations().messages(summary.id))) {
            messages.emplace(message.id, std::move(message));
        }
    }
    return messages;
}

void check_turn(const std::map<MessageId, Message>& messages, const Acknowledged& last, int round) {
    const auto user = messages.find(last.ids.user);
    const auto assistant = messages.find(last.ids.assistant);
    REQUIRE(user != messages.end());
    REQUIRE(assistant != messages.end());
    CHECK(user->second.text == question(round, last.turn));
    // The write after the last acknowledged one may have been finished, but nothing in between.
    const Message& answer = assistant->second;
    const auto step = static_cast<int>(answer.token_ids.size());
    CHECK((step == last.step || (step == last.step + 1 && step <= kStepsPerAnswer)));
    CHECK(answer.text == answer_text(round, last.turn, step));
    CHECK(answer.state ==
          (step == kStepsPerAnswer ? MessageState::complete : MessageState::interrupted));
}

void kill_rounds(int rounds, std::uint32_t seed) {
    std::mt19937 random(seed);
    std::unique_ptr<TempFolder> folder;
    for (int round = 0; round < rounds; ++round) {
        CAPTURE(round);
        if (round % 10 == 0) {
            folder = std::make_unique<TempFolder>(); // so that creation is interrupted, too
        }
        const auto file = folder->library();
        const int kill_after = static_cast<int>(random() % 40);
        ChildProcess child(
            [&](ChildProcess::Ends ends) { return write_turns(file, round, ends.out); });
        std::map<int, Acknowledged> turns;
        Acknowledged report;
        for (int count = 0; count < kill_after && child.read(&report, sizeof report); ++count) {
            turns[report.turn] = report;
        }
        child.kill();
        while (child.read(&report, sizeof report)) { // reported before it was killed
            turns[report.turn] = report;
        }
        REQUIRE(child.wait() == -1);

        if (std::filesystem::exists(file)) {
            CHECK(must(check_library(file)).empty());
        }
        const auto library = must(open_library(file));
        CHECK(must(library->conversations().recover_interrupted()) == 0); // done by opening
        const auto messages = all_messages(*library);
        CHECK(turns.size() * 2 <= messages.size());
        for (const auto& [turn, last] : turns) {
            check_turn(messages, last, round);
        }
        for (const auto& [id, message] : messages) {
            CHECK(message.state != MessageState::writing);
        }
    }
}

// Runs in the child until it is killed: attaches one document after the other, wants its summary
// and saves it. Reports the conversation before each, and the number of summaries.
int write_summaries(const std::filesystem::path& file, ChildProcess::Ends ends) {
    const auto library = must(open_library(file));
    ConversationStore& store = library->conversations();
    ConversationId conversation;
    for (std::int64_t done = 0;; ++done) {
        const auto document = must(
            library->documents().add({.title = "title", .text = std::format("text {}", done)}));
        conversation = must(store.attach(conversation, "title", document));
        must(store.set_summary(conversation, document, SummarySetting::wanted));
        const std::array report{conversation.value, done};
        if (!write_all(ends.out, report.data(), sizeof report)) {
            return 1;
        }
        Message answer;
        answer.model = "m";
        answer.text = std::format("summary {} ", done) + std::string(20'000, 's');
        must(store.add_document_summary(conversation, document, "title", "Summarize it.", answer));
    }
}

void kill_summaries(int rounds, std::uint32_t seed) {
    std::mt19937 random(seed);
    for (int round = 0; round < rounds; ++round) {
        CAPTURE(round);
        const TempFolder folder;
        ChildProcess child(
            [&](ChildProcess::Ends ends) { return write_summaries(folder.library(), ends); });
        std::array<std::int64_t, 2> report{};
        const int kill_after = 1 + static_cast<int>(random() % 6);
        for (int count = 0; count < kill_after; ++count) {
            REQUIRE(child.read(report.data(), sizeof report));
        }
        child.kill();
        while (child.read(report.data(), sizeof report)) { // reported before it was killed
        }
        REQUIRE(child.wait() == -1);
        const auto library = must(open_library(folder.library()));
        const ConversationId conversation{report[0]};
        const auto messages = must(library->conversations().messages(conversation));
        REQUIRE(messages.size() % 2 == 0);
        const auto saved = std::ssize(messages) / 2;
        CHECK((saved == report[1] || saved == report[1] + 1));
        for (std::size_t i = 1; i < messages.size(); i += 2) {
            CHECK(messages[i].text.starts_with(std::format("summary {} ", i / 2)));
            CHECK(messages[i].state == MessageState::complete);
        }
        std::int64_t wanted = 0;
        for (const auto& document :
             must(library->conversations().settings(conversation)).documents) {
            wanted += document.summary == SummarySetting::wanted ? 1 : 0;
        }
        const auto documents =
            std::ssize(must(library->conversations().settings(conversation)).documents);
        CHECK((wanted == documents - saved || wanted == documents - saved - 1));
    }
}

} // namespace

TEST_CASE("a killed program loses nothing that was acknowledged") {
    kill_rounds(30, 1);
}

TEST_CASE("a program killed five hundred times loses nothing that was acknowledged", "[.long]") {
    kill_rounds(500, 2);
}

TEST_CASE("a killed program leaves a summary that is whole, or wanted still") {
    kill_summaries(20, 3);
}

#include "storage/library/library_database.h"
#include "tests/storage/support/child_process.h"
#include "tests/storage/support/faulty_vfs.h"
#include "tests/storage/support/must.h"
#include "tests/storage/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <format>
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

} // namespace

TEST_CASE("a killed program loses nothing that was acknowledged") {
    kill_rounds(30, 1);
}

TEST_CASE("a program killed five hundred times loses nothing that was acknowledged", "[.long]") {
    kill_rounds(500, 2);
}

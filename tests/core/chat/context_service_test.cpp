#include "core/chat/chat_service.h"
#include "core/chat/context_service.h"
#include "tests/support/pumped_ports.h"
#include "tests/support/thrown.h"

#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <string>
#include <vector>

namespace sotto {

namespace {

/// The service and a conversation with turns of a hundred characters.
struct ContextFixture : test::PumpedModel {
    std::unique_ptr<PrefillService> reading =
        std::make_unique<PrefillService>(main, bound_library, bound_model, clock);
    std::unique_ptr<ContextService> service =
        std::make_unique<ContextService>(main, bound_library, bound_model, reading.get());
    ConversationId conversation;
    std::vector<MessageId> questions;
    std::vector<Result<ContextContents>> looks;

    ContextFixture() {
        pump();
        model->context_tokens = 1000;
    }
    ~ContextFixture() {
        service.reset();
        reading.reset();
    }

    void say(int turns) {
        for (int i = 0; i < turns; ++i) {
            const auto turn = library->conversations_store.begin_turn(
                conversation, "title", "Question " + std::to_string(i) + std::string(40, '.'), "m");
            conversation = turn->conversation;
            questions.push_back(turn->user);
            Message answer;
            answer.id = turn->assistant;
            answer.text = std::string(49, 'a');
            REQUIRE(library->conversations_store.update_answer(answer));
        }
    }
    DocumentId attach(const std::string& title, const std::string& text) {
        const DocumentId id = *library->documents_store.add({.title = title, .text = text});
        conversation = *library->conversations_store.attach(conversation, title, id);
        return id;
    }
    TurnRequest request(const std::string& text = "") {
        TurnRequest turn;
        turn.conversation = conversation;
        turn.text = text;
        turn.profile.system_prompt = "Be brief.";
        turn.profile.max_answer_tokens = 100;
        return turn;
    }
    void look(const TurnRequest& turn) {
        service->look(turn, [this](const auto& contents) { looks.push_back(contents); });
    }
    ContextContents look_at(const TurnRequest& turn) {
        look(turn);
        pump();
        REQUIRE_FALSE(looks.empty());
        REQUIRE(looks.back());
        return *looks.back();
    }
    ContextChoices choices(const TurnRequest& turn) {
        std::optional<Result<ContextChoices>> found;
        service->find_choices(turn, [&](const auto& choices) { found = choices; });
        pump();
        REQUIRE(found);
        REQUIRE(*found);
        return **found;
    }
};

} // namespace

TEST_CASE_METHOD(ContextFixture, "A look tells the parts of a turn's prompt") {
    say(2);
    const DocumentId a = attach("a", "1234567");
    const DocumentId b = attach("b", std::string(100, 'b'));
    const ContextContents contents = look_at(request("And?"));
    const ContextPlan& plan = contents.use.plan;
    CHECK(plan.system == 9);
    CHECK(plan.question == 4);
    CHECK(plan.history == 2 * (50 + 49));
    CHECK(plan.context == 1000);
    REQUIRE(contents.documents.size() == 2);
    CHECK(contents.documents[0].id == a);
    CHECK(contents.documents[1].id == b);
    CHECK(contents.documents[1].tokens == contents.documents[0].tokens + 93);
    CHECK(contents.documents[0].tokens + contents.documents[1].tokens == plan.documents);
    CHECK_FALSE(contents.read_from.is_valid());
    CHECK(model->requests.empty());

    TurnRequest fresh = request();
    fresh.conversation = {};
    CHECK(look_at(fresh).use.plan.prompt() == 9);
    fresh.conversation.value = 77;
    look(fresh);
    pump();
    CHECK(looks.back().error().code == ErrorCode::not_found);
}

TEST_CASE_METHOD(ContextFixture, "A newer look supersedes an older one at any time") {
    say(1);
    look(request("one"));
    look(request("three"));
    pump();
    REQUIRE(looks.size() == 1);
    CHECK(looks[0]->use.plan.question == 5);

    look(request("older"));
    storage_loop.run_pending();
    main.run_pending(); // now the model is asked
    std::vector<std::int64_t> counts;
    service->count_question(request("newest"),
                            [&](const Result<std::int64_t>& count) { counts.push_back(*count); });
    pump();
    CHECK(looks.size() == 1);
    CHECK(counts == std::vector<std::int64_t>{6});

    look(request());
    service.reset();
    pump();
    CHECK(looks.size() == 1);
}

TEST_CASE_METHOD(ContextFixture,
                 "A look at a conversation that drops turns names the first message that is kept") {
    say(20);
    CHECK_FALSE(look_at(request("And?")).use.plan.fits());
    for (const OverflowPolicy way : {OverflowPolicy::drop_oldest, OverflowPolicy::summarize}) {
        REQUIRE(library->conversations_store.set_overflow_policy(conversation, way));
        const ContextContents contents = look_at(request("And?"));
        CHECK(contents.overflow_policy == way);
        CHECK(contents.use.plan.fits());
        const auto gone = contents.use.truncated_turns + contents.use.summarized_turns;
        REQUIRE(gone > 10);
        REQUIRE(gone < 20);
        CHECK(contents.use.summarized_turns == (way == OverflowPolicy::summarize ? gone : 0));
        CHECK(contents.read_from == questions[static_cast<std::size_t>(gone)]);
    }
    CHECK(model->requests.empty()); // nothing is summarized for a look
}

TEST_CASE_METHOD(ContextFixture, "A look does not wait for a prefill") {
    attach("a", "1234567");
    std::size_t looks_at_half = 0;
    model->while_reading = [&](std::int64_t done) {
        main.run_pending();
        storage_loop.run_pending();
        main.run_pending();
        if (done == 50 && looks.empty()) {
            look(request());
            storage_loop.run_pending();
            main.run_pending();
        }
        looks_at_half = done == 75 ? looks.size() : looks_at_half;
    };
    reading->read(conversation, {.folder = "tiny"}, "Be brief.");
    pump();
    CHECK(looks_at_half == 1);
    CHECK(reading->readings(conversation).at(0).stage == PrefillStage::read);
}

TEST_CASE_METHOD(
    ContextFixture,
    "The choices for a long conversation are to drop, to summarize, or a new conversation") {
    say(20);
    const ContextChoices found = choices(request("And?"));
    CHECK_FALSE(found.plan.fits());
    REQUIRE(found.dropping);
    CHECK(found.dropping->plan.fits());
    CHECK(found.read_from == questions[static_cast<std::size_t>(found.dropping->truncated_turns)]);
    REQUIRE(found.summarizing);
    CHECK(found.summarizing->summarized_turns >= found.dropping->truncated_turns);
    CHECK_FALSE(found.searching);
    CHECK(found.fits_new_conversation);
    CHECK(model->requests.empty());
}

TEST_CASE_METHOD(ContextFixture, "Counting many documents takes time linear in their size") {
    model->context_tokens = 100'000;
    std::int64_t bytes = 0;
    std::vector<std::int64_t> work;
    for (int i = 0; i < 100; ++i) {
        const std::string text(100, 'a');
        attach(std::to_string(i), text + std::to_string(i));
        bytes += 100;
        if (i == 49 || i == 99) {
            model->tokenized_bytes = 0;
            const ContextContents contents = look_at(request("And?"));
            REQUIRE(std::ssize(contents.documents) == i + 1);
            std::int64_t sum = 0;
            for (const DocumentShare& document : contents.documents) {
                sum += document.tokens;
            }
            CHECK(sum == contents.use.plan.documents);
            CHECK(model->tokenized_bytes < 2 * bytes);
            work.push_back(model->tokenized_bytes);
        }
    }
    CHECK(10 * work[1] <= 21 * work[0]);

    model->context_tokens = 1000; // now none of it fits
    model->tokenized_bytes = 0;
    CHECK_FALSE(choices(request("And?")).plan.fits());
    CHECK(model->tokenized_bytes < 2 * bytes);
}

TEST_CASE_METHOD(ContextFixture, "The only choice for a long document is to read its parts") {
    std::string text;
    for (int i = 0; i < 40; ++i) {
        text += "Paragraph " + std::to_string(i) + " tells of number " + std::to_string(i * 7919) +
                ".\n" + std::string(500, 'y') + "\n\n";
    }
    model->context_tokens = 4000;
    attach("book", text);
    const ContextChoices found = choices(request("Where is 7919?"));
    CHECK_FALSE(found.plan.fits());
    CHECK_FALSE(found.dropping);
    CHECK_FALSE(found.summarizing);
    CHECK_FALSE(found.fits_new_conversation);
    REQUIRE(found.searching);
    CHECK(found.searching->document_parts > 0);
    CHECK(found.searching->document_parts < found.searching->total_document_parts);
    CHECK(found.searching->plan.fits());
    // Without a word of the question in it there is nothing to read.
    CHECK_FALSE(choices(request("Xyzzy?")).searching);
}

TEST_CASE_METHOD(ContextFixture, "What model or library throw is the answer to a question") {
    say(1);
    for (const test::Thrown& thrown : test::kThrown) {
        CAPTURE(thrown.name);
        looks.clear();
        library->on_use = thrown.raise;
        look(request("And?"));
        pump();
        library->on_use = [] {};
        model->count_tokens = [&](const ChatPrompt&) -> std::int64_t {
            thrown.raise();
            return 0;
        };
        look(request("And?"));
        pump();
        model->count_tokens = &test::ScriptedLanguageModel::tokens_of;
        REQUIRE(looks.size() == 2);
        CHECK(looks[0].error().code == thrown.code);
        CHECK(looks[1].error().code == thrown.code);
    }
    look_at(request("And?"));
}

} // namespace sotto

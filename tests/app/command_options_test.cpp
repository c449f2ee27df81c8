#include "app/cli/command_options.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

namespace sotto::app {
namespace {

void parse(CLI::App& app, std::vector<const char*> words) {
    words.insert(words.begin(), "test");
    app.parse(static_cast<int>(words.size()), words.data());
}

TEST_CASE("The options of model and answer are written to their variables") {
    CLI::App app;
    ModelOptions model;
    AnswerOptions answer;
    add_model_options(app, model);
    add_answer_options(app, answer);
    parse(app, {"--model",
                "m",
                "--kv",
                "f16",
                "--threads",
                "3",
                "--system",
                "s",
                "--top-k",
                "40",
                "--top-p",
                "0.5",
                "--min-p",
                "0.1",
                "--seed",
                "7",
                "--max-tokens",
                "9",
                "--temperature",
                "0",
                "--repetition-penalty",
                "1.1"});
    CHECK(model.name == "m");
    CHECK(model.kv == KvDtype::f16);
    CHECK(model.threads == 3);
    CHECK(answer.system == "s");
    CHECK(answer.top_k == 40);
    CHECK(answer.top_p == 0.5F);
    CHECK(answer.min_p == 0.1F);
    CHECK(answer.seed == 7);
    CHECK(answer.max_tokens == 9);
    CHECK(answer.temperature == 0.0F);
    CHECK(answer.repetition_penalty == 1.1F);
}

TEST_CASE("Options that are not given stay open for the model and the profile") {
    CLI::App app;
    ModelOptions model;
    AnswerOptions answer;
    add_model_options(app, model);
    add_answer_options(app, answer);
    parse(app, {});
    CHECK(model.name.empty());
    CHECK_FALSE(model.kv.has_value());
    CHECK_FALSE(answer.temperature.has_value());
    CHECK_FALSE(answer.seed.has_value());
}

TEST_CASE("Documents, citations and the overflow policy are written to their variables") {
    CLI::App app;
    DocumentOptions documents;
    OverflowPolicy policy = OverflowPolicy::refuse;
    bool with_citations = true;
    add_document_options(app, documents, "A file");
    add_overflow_policy(app, policy, "refuse");
    add_no_citations(app, with_citations);
    parse(app, {"--document", "a", "--document", "b", "--ocr", "--when-full", "search",
                "--no-citations"});
    CHECK(documents.files == std::vector<std::string>{"a", "b"});
    CHECK(documents.recognition == Recognition::allowed);
    CHECK(policy == OverflowPolicy::search);
    CHECK_FALSE(with_citations);
}

TEST_CASE("A search takes all words of the query and a limit") {
    CLI::App app;
    SearchOptions search;
    add_search_options(app, search);
    parse(app, {"gate", "code", "--limit", "3"});
    CHECK(search.words == std::vector<std::string>{"gate", "code"});
    CHECK(search.limit == 3);
}

} // namespace
} // namespace sotto::app

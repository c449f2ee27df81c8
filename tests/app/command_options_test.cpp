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

TEST_CASE("Every number of an option is used within its bounds or refused") {
    const std::vector<const char*> numbers{"0",
                                           "-0",
                                           "1e-39",
                                           "1e-45",
                                           "-1e-39",
                                           "0.5",
                                           "1",
                                           "-1",
                                           "100",
                                           "1e30",
                                           "1e39",
                                           "1e400",
                                           "-1e30",
                                           "inf",
                                           "-inf",
                                           "nan",
                                           "-nan",
                                           "NAN",
                                           "4294967296",
                                           "9223372036854775807",
                                           "18446744073709551615",
                                           "99999999999999999999",
                                           "1x",
                                           ""};
    for (const char* option : {"--temperature", "--top-k", "--top-p", "--min-p",
                               "--repetition-penalty", "--seed", "--max-tokens", "--threads"}) {
        for (const char* number : numbers) {
            CAPTURE(option, number);
            CLI::App app;
            ModelOptions model;
            AnswerOptions answer;
            add_model_options(app, model);
            add_answer_options(app, answer);
            const std::string word = std::string(option) + "=" + number;
            try {
                parse(app, {word.c_str()});
            } catch (const CLI::ParseError& error) {
                CHECK(error.get_exit_code() != 0);
                continue;
            }
            const auto is_within = [](const auto& value, auto low, auto high) {
                return !value || (*value >= low && *value <= high);
            };
            CHECK(is_within(answer.temperature, 0.0F, 100.0F));
            CHECK(is_within(answer.top_p, 0.0F, 1.0F));
            CHECK(is_within(answer.min_p, 0.0F, 1.0F));
            CHECK(is_within(answer.repetition_penalty, 0.01F, 100.0F));
            CHECK(is_within(answer.top_k, 0, 10'000'000));
            CHECK(is_within(answer.max_tokens, std::int64_t{1}, std::int64_t{10'000'000}));
            CHECK(is_within(model.threads, 1, 1024));
        }
    }
}

} // namespace
} // namespace sotto::app

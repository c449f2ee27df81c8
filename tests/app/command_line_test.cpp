#include "app/cli/command_line.h"

#include <catch2/catch_test_macros.hpp>

#include <vector>

namespace sotto::app {
namespace {

std::expected<CommandLine, CommandLineEnd> parse(std::vector<const char*> words) {
    words.insert(words.begin(), "sotto");
    return parse_command_line(static_cast<int>(words.size()), words.data());
}

template <class Options>
Options options_of(std::vector<const char*> words) {
    const auto line = parse(std::move(words));
    INFO((line ? std::string() : line.error().text));
    REQUIRE(line.has_value());
    REQUIRE(std::holds_alternative<Options>(line->command));
    return std::get<Options>(line->command);
}

TEST_CASE("No words are no command") {
    options_of<NoCommand>({});
    options_of<NoCommand>({"--data-dir", "/somewhere"});
}

TEST_CASE("General options may stand before and after the command") {
    for (const auto& words : {std::vector{"--json", "--data-dir", "x", "models", "list"},
                              std::vector{"models", "list", "--json", "--data-dir", "x"}}) {
        const auto line = parse(words);
        REQUIRE(line.has_value());
        CHECK(line->output == OutputFormat::json);
        CHECK(line->data_dir == "x");
        CHECK(std::holds_alternative<ModelsList>(line->command));
    }
}

TEST_CASE("Every option of ask reaches the command") {
    const auto ask = options_of<AskOptions>({"ask", "--model",
                                             "m",   "--document",
                                             "a",   "--document",
                                             "b",   "--kv",
                                             "f16", "--threads",
                                             "3",   "--system",
                                             "s",   "--top-k",
                                             "40",  "--top-p",
                                             "0.5", "--min-p",
                                             "0.1", "--seed",
                                             "7",   "--max-tokens",
                                             "9",   "--temperature",
                                             "0",   "--repetition-penalty",
                                             "1.1", "--raw",
                                             "text"});
    CHECK(ask.model.name == "m");
    CHECK(ask.model.kv == KvDtype::f16);
    CHECK(ask.model.threads == 3);
    CHECK(ask.documents.names == std::vector<std::string>{"a", "b"});
    CHECK(ask.answer.system == "s");
    CHECK(ask.answer.top_k == 40);
    CHECK(ask.answer.top_p == 0.5F);
    CHECK(ask.answer.min_p == 0.1F);
    CHECK(ask.answer.seed == 7);
    CHECK(ask.answer.max_tokens == 9);
    CHECK(ask.answer.temperature == 0.0F);
    CHECK(ask.answer.repetition_penalty == 1.1F);
    CHECK(ask.form == PromptKind::raw);
    CHECK(ask.prompt == "text");
}

TEST_CASE("An option for a file does not take the prompt behind it") {
    const auto ask = options_of<AskOptions>({"ask", "--document", "a", "text"});
    CHECK(ask.documents.names == std::vector<std::string>{"a"});
    CHECK(ask.prompt == "text");
}

TEST_CASE("What is not given stays open, for the model and the profile to fill") {
    const auto ask = options_of<AskOptions>({"ask", "text"});
    CHECK_FALSE(ask.answer.temperature.has_value());
    CHECK_FALSE(ask.answer.seed.has_value());
    CHECK_FALSE(ask.model.kv.has_value());
    CHECK(ask.form == PromptKind::chat);
}

TEST_CASE("A prompt may be empty, a dash, or spell a command") {
    for (const char* prompt : {"", "-", "chat", "models", "[a,b]", "\"x\"", "%%"}) {
        CHECK(options_of<AskOptions>({"ask", "--raw", prompt}).prompt == prompt);
    }
    CHECK(options_of<AskOptions>({"ask", "--", "--raw"}).prompt == "--raw");
}

TEST_CASE("Import knows the forms of weights and the missing tokenizer") {
    const auto plain = options_of<ModelsImport>({"models", "import", "p"});
    CHECK(plain.request.weights == WeightDtype::int4);
    CHECK(plain.request.tokenizer == ImportRequest::Tokenizer::required);
    const auto import = options_of<ModelsImport>(
        {"models", "import", "p", "--weights", "f32", "--allow-no-tokenizer", "--name", "n"});
    CHECK(import.request.weights == WeightDtype::f32);
    CHECK(import.request.tokenizer == ImportRequest::Tokenizer::optional);
    CHECK(import.request.name == "n");
}

TEST_CASE("Import calibrates when it is bearable, always, or never") {
    using enum ImportRequest::Calibration;
    CHECK(options_of<ModelsImport>({"models", "import", "p"}).request.calibration == automatic);
    CHECK(options_of<ModelsImport>({"models", "import", "p", "--calibrate"}).request.calibration ==
          always);
    CHECK(
        options_of<ModelsImport>({"models", "import", "p", "--no-calibrate"}).request.calibration ==
        never);
}

TEST_CASE("Lists of numbers take commas, and ids also spaces") {
    const auto bench =
        options_of<Bench>({"bench", "--shape", "gemma-3-1b", "--prompt", "1,2", "--depth", "0,8"});
    CHECK(bench.prompt_tokens == std::vector<std::int64_t>{1, 2});
    CHECK(bench.depths == std::vector<std::int64_t>{0, 8});
    const std::vector<TokenId> ids{1, 2, 3};
    CHECK(options_of<DebugLogits>({"debug", "logits", "--ids", "1,2,3"}).ids == ids);
    CHECK(options_of<DebugDetokenize>({"debug", "detokenize", "1,2", "3"}).ids == ids);
}

TEST_CASE("A wrong command line is one sentence that says where help is") {
    const auto line = parse({"ask", "--kv", "int3", "text"});
    REQUIRE_FALSE(line.has_value());
    CHECK(line.error().status == ExitStatus::wrong_usage);
    CHECK(line.error().text.contains("int8"));
    CHECK(line.error().text.contains("sotto ask --help"));
    CHECK_FALSE(line.error().text.contains('\n'));
}

TEST_CASE("Help of a command has examples") {
    for (const char* command : {"ask", "chat", "models", "documents", "conversations", "bench"}) {
        const auto line = parse({command, "--help"});
        REQUIRE_FALSE(line.has_value());
        CHECK(line.error().status == ExitStatus::done);
        CHECK(line.error().text.contains("Examples:"));
    }
}

} // namespace
} // namespace sotto::app

#include "app/cli/command_options.h"
#include "app/program/command_line.h"

#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <vector>

namespace sotto::app {
namespace {

std::expected<CommandLine, CommandLineEnd> parse(std::vector<const char*> words) {
    words.insert(words.begin(), "sotto");
    return parse_command_line(static_cast<int>(words.size()), words.data());
}

/// A command line and the parser that has parsed it.
struct Parsed {
    std::unique_ptr<CLI::App> root = std::make_unique<CLI::App>("", "sotto");
    std::unique_ptr<CommandLine> line = std::make_unique<CommandLine>();

    /// The command it names, e.g. that of `models import`.
    [[nodiscard]] const CLI::App& command() const {
        const CLI::App* app = root.get();
        while (!app->get_subcommands().empty()) {
            app = app->get_subcommands().front();
        }
        return *app;
    }
    template <class Value>
    [[nodiscard]] Value value(const std::string& option) const {
        return command().get_option(option)->as<Value>();
    }
};

Parsed parse_for_options(std::vector<const char*> words) {
    words.insert(words.begin(), "sotto");
    Parsed parsed;
    define_command_line(*parsed.root, *parsed.line);
    parsed.root->parse(static_cast<int>(words.size()), words.data());
    return parsed;
}

TEST_CASE("A command line without words names no command") {
    for (const auto& words :
         {std::vector<const char*>{}, std::vector{"--data-dir", "/somewhere"}}) {
        const auto line = parse(words);
        REQUIRE(line.has_value());
        CHECK_FALSE(line->command);
    }
}

TEST_CASE("General options may stand before and after the command") {
    for (const auto& words : {std::vector{"--json", "--data-dir", "x", "models", "list"},
                              std::vector{"models", "list", "--json", "--data-dir", "x"}}) {
        const auto line = parse(words);
        REQUIRE(line.has_value());
        CHECK(line->output == OutputFormat::json);
        CHECK(line->data_dir == "x");
        CHECK(line->command);
        CHECK(parse_for_options(words).command().get_name() == "list");
    }
}

TEST_CASE("Every command can be run") {
    for (const auto& words :
         {std::vector{"ask", "text"},
          std::vector{"ask", "--jsonl", "f"},
          std::vector{"chat"},
          std::vector{"summarize", "f"},
          std::vector{"models", "import", "p"},
          std::vector{"models", "list"},
          std::vector{"models", "info", "n"},
          std::vector{"models", "verify", "n"},
          std::vector{"models", "use", "n"},
          std::vector{"models", "remove", "n"},
          std::vector{"models", "export", "n", "p"},
          std::vector{"conversations", "list"},
          std::vector{"conversations", "show", "1"},
          std::vector{"conversations", "search", "w"},
          std::vector{"conversations", "export", "1", "--format", "html"},
          std::vector{"conversations", "import", "f"},
          std::vector{"conversations", "remove", "1"},
          std::vector{"documents", "add", "f", "--prepare", "--model", "m", "--ocr"},
          std::vector{"documents", "list"},
          std::vector{"documents", "text", "1"},
          std::vector{"documents", "search", "a", "b", "--limit", "3"},
          std::vector{"documents", "remove", "1"},
          std::vector{"library", "backup", "f"},
          std::vector{"library", "restore", "f"},
          std::vector{"bench", "--lookup", "--details", "--restore"},
          std::vector{"doctor"},
          std::vector{"debug", "tokenize", "f", "--jsonl", "--special"},
          std::vector{"debug", "detokenize", "1"},
          std::vector{"debug", "logits", "--ids", "1"},
          std::vector{"debug", "perplexity", "f"}}) {
        const auto line = parse(words);
        INFO(words.front() << ": " << (line ? std::string() : line.error().text));
        REQUIRE(line.has_value());
        CHECK(line->command);
    }
}

TEST_CASE("An option for a file does not take the prompt behind it") {
    const Parsed ask = parse_for_options({"ask", "--document", "a", "--document", "b", "text"});
    CHECK(ask.value<std::vector<std::string>>("--document") == std::vector<std::string>{"a", "b"});
    CHECK(ask.value<std::string>("PROMPT") == "text");
}

TEST_CASE("A prompt may be empty, a dash, or spell a command") {
    for (const char* prompt : {"", "-", "chat", "models", "[a,b]", "\"x\"", "%%"}) {
        const Parsed ask = parse_for_options({"ask", "--raw", prompt});
        CHECK(ask.command().get_name() == "ask");
        CHECK(ask.value<std::string>("PROMPT") == prompt);
    }
    CHECK(parse_for_options({"ask", "--", "--raw"}).value<std::string>("PROMPT") == "--raw");
}

TEST_CASE("Lists of numbers take commas, and ids also spaces") {
    using Counts = std::vector<std::int64_t>;
    const Parsed bench =
        parse_for_options({"bench", "--shape", "gemma-3-1b", "--prompt", "1,2", "--depth", "0,8"});
    CHECK(bench.value<Counts>("--prompt") == Counts{1, 2});
    CHECK(bench.value<Counts>("--depth") == Counts{0, 8});
    CHECK(parse_for_options({"debug", "logits", "--ids", "1,2,3"}).value<Counts>("--ids") ==
          Counts{1, 2, 3});
    CHECK(parse_for_options({"debug", "detokenize", "1,2", "3"}).value<Counts>("IDS") ==
          Counts{1, 2, 3});
}

TEST_CASE("Options that contradict each other are refused") {
    for (const auto& words :
         {std::vector{"models", "import", "p", "--calibrate", "--no-calibrate"},
          std::vector{"ask", "--jsonl", "f", "text"}, std::vector{"ask", "--jsonl", "f", "--raw"},
          std::vector{"bench", "--shape", "gemma-3-1b", "--model", "m"},
          std::vector{"debug", "tokenize", "--tokenizer", "t", "--model", "m", "f"}}) {
        const auto line = parse(words);
        REQUIRE_FALSE(line.has_value());
        CHECK(line.error().status == ExitStatus::wrong_usage);
    }
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
    for (const char* command : {"ask", "chat", "summarize", "models", "documents", "conversations",
                                "library", "bench", "debug"}) {
        const auto line = parse({command, "--help"});
        REQUIRE_FALSE(line.has_value());
        CHECK(line.error().status == ExitStatus::done);
        CHECK(line.error().text.contains("Examples:"));
    }
}

} // namespace
} // namespace sotto::app

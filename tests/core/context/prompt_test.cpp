#include "core/context/prompt.h"

#include <catch2/catch_test_macros.hpp>

namespace sotto {

TEST_CASE("The system text holds the instructions, then each document between marks") {
    ChatPrompt prompt;
    CHECK(compose_system_text(prompt).text.empty());
    prompt.system = "Be brief.";
    CHECK(compose_system_text(prompt).text == "Be brief.");
    prompt.documents = {{"a.txt", "First.\n"}, {"b.txt", "Second."}};
    CHECK(compose_system_text(prompt).text == "Be brief.\n\nDocument: a.txt\n---\nFirst.\n---"
                                              "\n\nDocument: b.txt\n---\nSecond.\n---");
    CHECK(compose_system_text(prompt).document_ends ==
          std::vector<std::size_t>{41, compose_system_text(prompt).text.size()});
    prompt.system.clear();
    CHECK(compose_system_text(prompt).text.starts_with("Document: a.txt\n"));
}

TEST_CASE("A title is the first line, cut at a word") {
    CHECK(title_from("  Hello there \nmore") == "Hello there");
    CHECK(title_from("").empty());
    CHECK(title_from("Can the landlord raise the rent in the first year of it?") ==
          "Can the landlord raise the rent in the first…");
    const std::string exactly_48(48, 'x');
    CHECK(title_from(exactly_48) == exactly_48);
    CHECK(title_from(exactly_48 + "y") == exactly_48 + "…");
}

TEST_CASE("A title never cuts a character in two") {
    std::string greek;
    for (int i = 0; i < 60; ++i) {
        greek += "λ";
    }
    const std::string title = title_from(greek);
    CHECK(title.size() == 48 * 2 + std::string("…").size());
}

} // namespace sotto

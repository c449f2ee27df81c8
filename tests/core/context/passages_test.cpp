#include "core/context/passages.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

namespace sotto {

namespace {

/// Paragraphs of 1,100 characters, each about one of these words.
std::string about(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += "Here something is said of the " + word + ".\n" + std::string(1050, 'z') + "\n\n";
    }
    return text;
}

} // namespace

TEST_CASE("Parts that match the question are found, in the order of the text") {
    const std::vector<DocumentText> documents{
        {"a", about({"lantern", "saddle", "kettle", "compass", "lantern"})},
        {"b", about({"ribbon", "candle"})},
        {"c", about({"saddle and lantern"})}};
    const FoundParts found = find_parts(documents, "Where are lantern and saddle?", 10'000);
    CHECK(found.total_parts == 8);
    CHECK(found.parts == 4);
    REQUIRE(found.documents.size() == 2);
    CHECK(found.documents[0].title == "a");
    const std::string_view text = found.documents[0].text;
    CHECK(text.find("lantern") < text.find("saddle"));
    CHECK(text.find("saddle") < text.rfind("lantern"));
    CHECK(text.contains("[…]"));
    CHECK_FALSE(text.contains("kettle"));
    CHECK(found.documents[1].title == "c");
}

TEST_CASE("With little room only the best parts are selected") {
    const std::vector<DocumentText> documents{
        {"a", about({"lantern", "lantern", "saddle and lantern", "lantern"})}};
    const FoundParts one = find_parts(documents, "saddle and lantern", 1300);
    CHECK(one.parts == 1);
    REQUIRE(one.documents.size() == 1);
    CHECK(one.documents[0].text.view().contains("saddle"));
    CHECK(find_parts(documents, "saddle and lantern", 10).parts == 0);
    CHECK(find_parts(documents, "saddle and lantern", 10).documents.empty());
}

TEST_CASE("A question without any word of the documents finds nothing") {
    const std::vector<DocumentText> documents{{"a", about({"lantern", "saddle"})}};
    CHECK(find_parts(documents, "the of is?", 10'000).parts == 0);
    CHECK(find_parts(documents, "elephants", 10'000).parts == 0);
    CHECK(find_parts(documents, "", 10'000).parts == 0);
    CHECK(find_parts({}, "lantern", 10'000).total_parts == 0);
}

} // namespace sotto

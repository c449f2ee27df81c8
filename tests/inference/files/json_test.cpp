#include "inference/files/input_file.h"
#include "inference/files/json.h"
#include "tests/support/shared_data.h"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <string>

namespace sotto::inference {

namespace {

ErrorCode code_of(std::string_view text, const JsonLimits& limits = {}) {
    const auto parsed = parse_json(text, limits);
    REQUIRE_FALSE(parsed.has_value());
    return parsed.error().code;
}

std::string repeated(std::string_view part, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) {
        text += part;
    }
    return text;
}

} // namespace

TEST_CASE("JSON values keep their types and integers stay exact") {
    const auto parsed = parse_json(
        R"({"whole": 9007199254740993, "part": -1.5e2, "yes": true, "none": null,
            "text": "a\u00e9\n", "list": [1, "two", {"three": 3}]})");
    REQUIRE(parsed.has_value());
    CHECK(parsed->find("whole")->integer() == 9007199254740993);
    CHECK(parsed->find("whole")->number() == 9007199254740992.0);
    CHECK(parsed->find("part")->number() == -150.0);
    CHECK_FALSE(parsed->find("part")->integer().has_value());
    CHECK(parsed->find("yes")->boolean() == true);
    CHECK(parsed->find("none")->is_null());
    CHECK(*parsed->find("text")->string() == "a\u00e9\n");
    REQUIRE(parsed->find("list")->array()->size() == 3);
    CHECK((*parsed->find("list")->array())[2].find("three")->integer() == 3);
    CHECK(parsed->find("absent") == nullptr);
    CHECK(parsed->find("text")->find("inside a string") == nullptr);
}

TEST_CASE("an integer beyond 64 bits is a number but not an integer") {
    const auto parsed = parse_json("18446744073709551615");
    REQUIRE(parsed.has_value());
    CHECK_FALSE(parsed->integer().has_value());
    CHECK(parsed->number() == 18446744073709551615.0);
}

TEST_CASE("an object with the same key twice is refused") {
    CHECK(code_of(R"({"a": 1, "b": {"c": 1, "c": 1}})") == ErrorCode::corrupt_data);
    CHECK(parse_json(R"({"a": {"x": 1}, "b": {"x": 1}})").has_value());
}

TEST_CASE("numbers that are not finite are refused") {
    CHECK(code_of("[1e999]") == ErrorCode::corrupt_data);
    CHECK(code_of("[NaN]") == ErrorCode::corrupt_data);
}

TEST_CASE("JSON text may be nested up to the limit and no deeper") {
    CHECK(parse_json(repeated("[", 64) + repeated("]", 64)).has_value());
    CHECK(code_of(repeated("[", 65) + repeated("]", 65)) == ErrorCode::corrupt_data);
    CHECK(code_of(repeated("{\"a\":", 1'000'000)) == ErrorCode::corrupt_data);
    CHECK(parse_json("[\"" + repeated("[", 100) + "\"]").has_value());
}

TEST_CASE("JSON text is limited in bytes, values and token length") {
    CHECK(code_of("[1, 2, 3]", {.bytes = 8}) == ErrorCode::corrupt_data);
    CHECK(parse_json("[1, 2, 3]", {.values = 4}).has_value());
    CHECK(code_of("[1, 2, 3]", {.values = 3}) == ErrorCode::corrupt_data);
    CHECK(code_of("[[[]]]", {.values = 2}) == ErrorCode::corrupt_data);
    CHECK(code_of("[\"" + std::string(100, 'x') + "\"]", {.token_bytes = 50}) ==
          ErrorCode::corrupt_data);
    CHECK(code_of("[" + std::string(100, '1') + "]", {.token_bytes = 50}) ==
          ErrorCode::corrupt_data);
    CHECK(parse_json("[" + repeated("12, ", 100) + "1]", {.token_bytes = 50}).has_value());
}

TEST_CASE("text after a zero byte is not ignored") {
    CHECK(code_of(std::string_view("{}\0x", 4)) == ErrorCode::corrupt_data);
    CHECK(code_of(std::string_view("{}\0", 3)) == ErrorCode::corrupt_data);
}

TEST_CASE("a JSON string made from any bytes can be read back") {
    CHECK(parse_json(json_string("a \"quoted\" \\ line\n\x01"))->string()->starts_with("a \"q"));
    CHECK(*parse_json(json_string("\xff"))->string() == "\uFFFD");
}

TEST_CASE("the JSON test suite passes") {
    const auto folder = test::shared_data("hostile/json");
    if (!std::filesystem::is_directory(folder)) {
        SKIP("the shared test data is not there");
    }
    int n_checked = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        const std::string name = file.path().filename().string();
        if (file.path().extension() != ".json") {
            continue;
        }
        const auto text = read_whole_file(file.path(), 1 << 20);
        REQUIRE(text.has_value());
        const bool is_accepted = parse_json(*text).has_value();
        INFO(name);
        CHECK((name.starts_with("i_") || is_accepted == name.starts_with("y_")));
        ++n_checked;
    }
    CHECK(n_checked > 0);
}

} // namespace sotto::inference

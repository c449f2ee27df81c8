#include "inference/model/published_files.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

namespace sotto::inference {

namespace {

using Catch::Matchers::ContainsSubstring;

constexpr std::string_view kPublished =
    "d0bdbaf59b0762c8c807617e2d8ea51420eb1b1de266df2495be755c8e0ed6ed";
constexpr std::string_view kOther =
    "0000000000000000000000000000000000000000000000000000000000000000";

ModelConfig pro() {
    ModelConfig config;
    config.family = Family::mobilellm_pro;
    config.vocabulary_size = 202'048;
    return config;
}

} // namespace

TEST_CASE("the published tokenizer is not worth a word, and files nobody knows are not either") {
    CHECK_FALSE(known_file_note("tokenizer.model", 3'622'230, kPublished, pro()));
    CHECK_FALSE(known_file_note("README.md", 3'622'230, kOther, pro()));
    ModelConfig small = pro();
    small.vocabulary_size = 512;
    CHECK_FALSE(known_file_note("tokenizer.model", 3'622'230, kOther, small));
    ModelConfig gemma;
    gemma.family = Family::gemma3;
    gemma.vocabulary_size = 128'256;
    CHECK_FALSE(known_file_note("tokenizer.model", 1, kOther, gemma));
}

TEST_CASE("damage to a published file is told apart from a different version") {
    CHECK_THAT(known_file_note("tokenizer.model", 3'622'230, kOther, pro()).value(),
               ContainsSubstring("damaged") && ContainsSubstring("Llama 4"));
    CHECK_THAT(known_file_note("tokenizer.model", 3'000'000, kOther, pro()).value(),
               ContainsSubstring("622230 bytes shorter"));
    CHECK_THAT(known_file_note("tokenizer.model", 4'000'000, kOther, pro()).value(),
               ContainsSubstring("different version") && !ContainsSubstring("damaged"));
    CHECK_THAT(known_file_note("tokenizer.json", 27'900'000, kOther, pro()).value(),
               ContainsSubstring("different version") && !ContainsSubstring("damaged"));
}

} // namespace sotto::inference

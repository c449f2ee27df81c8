#include "inference/generation/thinking_filter.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>
#include <string_view>

using namespace sotto::inference;

namespace {

/// The parts of a text that arrives in pieces of `size` bytes.
AnswerParts filtered(std::string_view text, AnswerPart part, std::size_t size) {
    ThinkingFilter filter(part);
    AnswerParts all;
    const auto add = [&all](const AnswerParts& parts) {
        all.thinking += parts.thinking;
        all.answer += parts.answer;
    };
    for (std::size_t i = 0; i < text.size(); i += size) {
        add(filter.push(text.substr(i, size)));
    }
    add(filter.finish());
    return all;
}

void check(std::string_view text, std::string_view thinking, std::string_view answer,
           AnswerPart part = AnswerPart::start) {
    for (const std::size_t size : {std::size_t{1}, std::size_t{3}, std::size_t{1000}}) {
        CAPTURE(text, size);
        const AnswerParts parts = filtered(text, part, size);
        CHECK(parts.thinking == thinking);
        CHECK(parts.answer == answer);
    }
}

} // namespace

TEST_CASE("a thinking block at the beginning is kept apart from the answer") {
    check("<think>\nhm <b>\n</think>\n\nYes.\n", "\nhm <b>\n", "Yes.\n");
    check("\n <think></think>Yes.", "", "Yes.");
    check("hm</think>\nYes.", "hm", "Yes.", AnswerPart::thinking);
    check("hm</thin", "hm</thin", "", AnswerPart::thinking);
    check("<think>hm", "hm", "");
    check("<think>a</think> ", "a", "");
}

TEST_CASE("any other text is the answer") {
    check("Yes.", "", "Yes.");
    check("", "", "");
    check(" \n", "", " \n");
    check("<thin", "", "<thin");
    check("  <thing>", "", "  <thing>");
    check("A <think>b</think> c", "", "A <think>b</think> c");
    check("<think>a</think>b<think>c</think>", "a", "b<think>c</think>");
}

TEST_CASE("an answer is shown as it arrives") {
    ThinkingFilter filter(AnswerPart::start);
    CHECK(filter.push("Yes").answer == "Yes");
    CHECK(filter.push("<").answer == "<");
    ThinkingFilter thinking(AnswerPart::start);
    CHECK(thinking.push("<think>a").thinking == "a");
    CHECK(thinking.push("b<").thinking == "b");
    CHECK(thinking.push("/c").thinking == "</c");
}

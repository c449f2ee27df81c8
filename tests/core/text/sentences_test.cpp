#include "core/text/sentences.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

namespace sotto {

namespace {

using Sentences = std::vector<std::string>;

Sentences split(std::string_view text, LineBreaks breaks) {
    Sentences sentences;
    for (const SentenceRange& range : split_sentences(text, breaks)) {
        sentences.emplace_back(text.substr(range.begin, range.end - range.begin));
    }
    return sentences;
}

} // namespace

TEST_CASE("A document's sentences continue over line breaks and end with the paragraph") {
    CHECK(split("The gate, which is old and was painted green last\nyear, opens at nine. It is "
                "closed at night.\n\nA second paragraph of one sentence without an end\n\nThird",
                LineBreaks::wrap) ==
          Sentences{"The gate, which is old and was painted green last\nyear, opens at nine.",
                    "It is closed at night.", "A second paragraph of one sentence without an end",
                    "Third"});
    CHECK(split("Opening hours\nMonday 9 to 5\nTuesday closed", LineBreaks::wrap) ==
          Sentences{"Opening hours", "Monday 9 to 5", "Tuesday closed"});
}

TEST_CASE("Abbreviations and numbers end no sentence, and closing quotation marks belong to it") {
    CHECK(
        split("Mr. J. Bennet has 3.5 acres. “Is he married?” she asked. Yes!", LineBreaks::wrap) ==
        Sentences{"Mr. J. Bennet has 3.5 acres.", "“Is he married?”", "she asked.", "Yes!"});
    CHECK(split("It belongs to Ann. Ben has none.", LineBreaks::wrap) ==
          Sentences{"It belongs to Ann.", "Ben has none."});
    CHECK(split("これは一。それは二。", LineBreaks::wrap) == Sentences{"これは一。", "それは二。"});
}

TEST_CASE("Lead-ins and list markers of an answer are not part of its sentences") {
    CHECK(split("The text says: The code is 4827.", LineBreaks::end) ==
          Sentences{"The text says:", "The code is 4827."});
    CHECK(split("# Points\n- One thing\n- another\n  2. a third.\n12) the last", LineBreaks::end) ==
          Sentences{"Points", "One thing", "another", "a third.", "the last"});
    CHECK(split("1962 was a good year", LineBreaks::end) == Sentences{"1962 was a good year"});
}

TEST_CASE("A very long sentence is cut between words, and an empty text has none") {
    std::string text;
    for (int i = 0; i < 1000; ++i) {
        text += "word ";
    }
    const auto sentences = split(text, LineBreaks::wrap);
    CHECK(sentences.size() >= 8);
    std::size_t words = 0;
    for (const std::string& sentence : sentences) {
        CHECK(sentence.size() <= 605);
        words += (sentence.size() + 1) / 5;
    }
    CHECK(words == 1000);
    CHECK(split("", LineBreaks::wrap).empty());
    CHECK(split(" \n\n\t ", LineBreaks::end).empty());
}

} // namespace sotto

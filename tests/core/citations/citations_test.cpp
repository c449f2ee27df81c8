#include "core/citations/citations.h"
#include "core/text/utf8.h"
#include "tests/support/random.h"
#include "tests/support/shared_data.h"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <format>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

namespace sotto {

namespace {

const std::string kNotice =
    "The garden opens at 9 in the morning. The code of the front gate is 4827.\n\n"
    "Mrs. Adler keeps the key of the shed. Tools are cleaned before they are put back, and "
    "broken ones are reported to her.\n\nThe meeting takes place on 12 May in the town hall.";

std::vector<std::string> texts_of(const std::vector<Citation>& citations) {
    std::vector<std::string> texts;
    for (const Citation& citation : citations) {
        texts.push_back(citation.text);
    }
    return texts;
}

std::vector<std::string> cited(const std::string& document, std::string_view answer) {
    return texts_of(CitationIndex({{"notice.txt", document}}).find(answer));
}

using Texts = std::vector<std::string>;

/// What stands at a citation's place, counted in code points.
std::string at_place(const std::string& text, const Citation& citation) {
    std::string found;
    std::int64_t place = -1;
    for (const char byte : text) {
        place += is_continuation_byte(byte) ? 0 : 1;
        if (place >= citation.offset && place < citation.offset + citation.length) {
            found += byte;
        }
    }
    return found;
}

std::string read_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

} // namespace

TEST_CASE("A quotation is found, with its place") {
    const CitationIndex index({{"notice.txt", kNotice}});
    const auto citations = index.find("The text says: The code of the front gate is 4827.");
    REQUIRE(citations.size() == 1);
    CHECK(citations[0].sentence == "The code of the front gate is 4827.");
    CHECK(citations[0].text == "The code of the front gate is 4827.");
    CHECK(citations[0].document == 0);
    CHECK(citations[0].location.empty());
    CHECK(at_place(kNotice, citations[0]) == citations[0].text);
}

TEST_CASE("Each sentence of an answer has its own citation, in the answer's order") {
    CHECK(cited(kNotice, "Mrs. Adler keeps the shed's key. The meeting is on 12 May in the town "
                         "hall.\n- The garden opens at 9 in the morning.") ==
          Texts{"Mrs. Adler keeps the key of the shed.",
                "The meeting takes place on 12 May in the town hall.",
                "The garden opens at 9 in the morning."});
}

TEST_CASE("What the document says in other words, or does not say, has no citation") {
    CHECK(cited(kNotice, "One must tidy up implements and tell the lady about damage.").empty());
    CHECK(cited(kNotice, "Elephants are the largest animals on land.").empty());
    CHECK(cited(kNotice, "The text does not say.").empty());
    CHECK(cited(kNotice, "Yes. It is the one of the two.").empty());
    CHECK(cited(kNotice, "").empty());
    CHECK(cited(kNotice, " \n ").empty());
}

TEST_CASE("Numbers must agree") {
    CHECK(cited(kNotice, "The code of the front gate is 4828.").empty());
    CHECK(cited(kNotice, "The meeting takes place on 13 May in the town hall.").empty());
    CHECK(cited(kNotice, "The garden opens at 9:30 in the morning.").empty());
    CHECK(cited("It cost 1,234,500 euros to repair.", "Repair did cost 1234500 euros.").size() ==
          1);
    CHECK(cited("It cost 1,234,500 euros to repair.", "Repair did cost 1.2345 euros.").empty());
}

TEST_CASE("A single number is cited, unless it occurs too often") {
    CHECK(cited(kNotice, "4827") == Texts{"The code of the front gate is 4827."});
    CHECK(cited(kNotice, "4828").empty());
    CHECK(cited(kNotice, "9").empty());
    CHECK(cited("Row 77 a. Row 77 b. Row 77 c.", "77").empty());
}

TEST_CASE("Two neighbouring sentences support one of the answer together") {
    const std::string document =
        "Harold bought a violin in Cremona. Afterwards he travelled to Lisbon by steamer. Nothing "
        "else happened.";
    CHECK(
        cited(document, "Harold bought a violin in Cremona and travelled to Lisbon by steamer.") ==
        Texts{"Harold bought a violin in Cremona. Afterwards he travelled to Lisbon by steamer."});
}

TEST_CASE("Neighbours that match a word each by chance support nothing") {
    const std::string document = "He laughed, though. Nobody spoke. Her aunt slept.";
    CHECK(cited(document, "At at self, though it spoke and aunt.").empty());
}

TEST_CASE("Two places of two documents support one sentence together") {
    const std::vector<DocumentText> documents{
        {"a.txt", "Intro words here. The bridge was finished in 1931 by Morton."},
        {"b.txt", "Other things entirely. Its towers are 84 metres tall. The end follows."}};
    const CitationIndex index(documents);
    const auto citations =
        index.find("The bridge was finished in 1931 by Morton; its towers are 84 metres tall.");
    REQUIRE(citations.size() == 2);
    CHECK(citations[0].document == 0);
    CHECK(citations[0].text == "The bridge was finished in 1931 by Morton.");
    CHECK(citations[1].document == 1);
    CHECK(citations[1].text == "Its towers are 84 metres tall.");
    CHECK(index.find("Its towers are 84 metres tall.")[0].document == 1);
    CHECK(index.documents()[1].title == "b.txt");
}

TEST_CASE("An excluded document is not cited and does not displace others") {
    const std::string words = "The code of the archive is 4827.";
    const CitationIndex index({{"late.txt", words}, {"there.txt", "Ask Ben. " + words}});
    const std::vector<std::size_t> late{0};
    const std::vector<std::size_t> both{0, 1};
    for (const std::string answer : {"The archive has the code 4827.", "4827"}) {
        CAPTURE(answer);
        CHECK(index.find(answer).at(0).document == 0);
        const auto citations = index.find(answer, late);
        REQUIRE(citations.size() == 1);
        CHECK(citations[0].document == 1);
        CHECK(citations[0].text == words);
        CHECK(index.find(answer, both).empty());
    }
}

TEST_CASE("A single number is cited when it occurs once outside the excluded documents") {
    const CitationIndex index({{"a", "Take 4827 steps."}, {"b", "4827 or 4827. Or 4827."}});
    CHECK(index.find("4827").empty());
    const auto citations = index.find("4827", std::vector<std::size_t>{1});
    REQUIRE(citations.size() == 1);
    CHECK(citations[0].document == 0);
}

TEST_CASE("A place is named by its page, else by its section") {
    using enum DocumentMarkKind;
    const std::vector<DocumentMark> pages{
        {page, 0, "i"}, {section, 0, "Intro"}, {page, 10, "1"}, {page, 20, "2"}};
    CHECK(location_text(pages, 0, 5) == "p. i");
    CHECK(location_text(pages, 10, 10) == "p. 1");
    CHECK(location_text(pages, 19, 2) == "pp. 1-2");
    CHECK(location_text(pages, 500, 0) == "p. 2");
    const std::vector<DocumentMark> sections{{section, 5, "Intro"}, {section, 9, "Results"}};
    CHECK(location_text(sections, 4, 9).empty());
    CHECK(location_text(sections, 5, 9) == "section Intro");
    CHECK(location_text(sections, 9, 1) == "section Results");
    CHECK(location_text({}, 0, 1).empty());
}

TEST_CASE("The page of a citation counts characters, not bytes") {
    const std::string first = "Überall Ärger, öfter äußerst übel.\n\n";
    const std::string text = first + "Die Brücke wurde im Jahre 1931 eröffnet.";
    const std::vector<DocumentMark> marks{{DocumentMarkKind::page, 0, "1"},
                                          {DocumentMarkKind::page, 36, "2"}};
    const CitationIndex index({{"a", text, marks}});
    const auto citations = index.find("Die Brucke wurde 1931 eröffnet.");
    REQUIRE(citations.size() == 1);
    CHECK(citations[0].offset == 36);
    CHECK(citations[0].location == "p. 2");
    CHECK(at_place(text, citations[0]) == citations[0].text);
}

TEST_CASE("Documents without text have no citations") {
    CHECK(cited("", "The code is 4827.").empty());
    CHECK(CitationIndex({}).find("The code is 4827.").empty());
    CHECK(cited("\xFF\xFE \x80", "The code is 4827.").empty());
}

TEST_CASE("The right sentence is found among thousands of similar ones") {
    std::uint64_t state = 11;
    const auto draw = [&state](std::size_t below) {
        return static_cast<std::size_t>(test::random_unit(state) * static_cast<double>(below));
    };
    const std::vector<std::string> names{"Ada", "Bruno", "Carla", "Dimitri", "Esther", "Farid"};
    const std::vector<std::string> things{"lantern", "saddle", "kettle", "compass", "ribbon"};
    const std::vector<std::string> places{"harbour", "orchard", "library", "station", "market"};
    std::vector<std::string> sentences;
    std::set<std::string> seen;
    std::string text;
    while (sentences.size() < 3000) {
        const std::string sentence =
            std::format("{} sold the {} number {} near the {}.", names[draw(names.size())],
                        things[draw(things.size())], 100 + draw(9000), places[draw(places.size())]);
        if (seen.insert(sentence).second) {
            sentences.push_back(sentence);
            text += sentence + (sentences.size() % 7 == 0 ? "\n\n" : " ");
        }
    }
    const CitationIndex index({{"ledger.txt", text}});
    for (int round = 0; round < 50; ++round) {
        const std::string& sentence = sentences[draw(sentences.size())];
        CAPTURE(sentence);
        const auto citations = index.find("In the ledger: " + sentence);
        REQUIRE(citations.size() == 1);
        REQUIRE(citations[0].text == sentence);
    }
    CHECK(index.find("Ada sold the lantern number 99999 near the harbour.").empty());
}

TEST_CASE("In a real book a quotation is found, and an invented sentence is not") {
    const auto path = test::shared_data("docs/long/pride-and-prejudice-1342-0.txt");
    if (!std::filesystem::exists(path)) {
        SKIP("no shared test data");
    }
    const std::string text = read_text(path);
    const CitationIndex index({{"Pride and Prejudice", text}});
    const auto citations =
        index.find("However little known the feelings or views of such a man may be on his first "
                   "entering a neighbourhood, this truth is well fixed. Mr. Darcy commanded a "
                   "regiment of 4000 elephants in Madras.");
    REQUIRE(citations.size() == 1);
    CHECK(citations[0].text.starts_with("However little known the feelings or"));
    CHECK(at_place(text, citations[0]) == citations[0].text);
    CHECK(index.find("It was later agreed that they should all emigrate to Canada.").empty());
}

TEST_CASE("In real articles every sentence is cited at its place") {
    const auto path = test::shared_data("docs/txt/xquad-contexts-en.txt");
    if (!std::filesystem::exists(path)) {
        SKIP("no shared test data");
    }
    const std::string text = read_text(path);
    const CitationIndex index({{"articles", text}});
    int tried = 0;
    int found = 0;
    for (std::size_t at = text.find(". "); at != std::string::npos && tried < 200;
         at = text.find(". ", at + 2000)) {
        const auto end = text.find(". ", at + 2);
        const std::string sentence = text.substr(at + 2, end - at - 1);
        if (sentence.size() < 60 || sentence.contains('\n')) {
            continue;
        }
        ++tried;
        const auto citations = index.find(sentence);
        found += !citations.empty() && citations[0].text.contains(sentence.substr(0, 40)) ? 1 : 0;
    }
    REQUIRE(tried > 20);
    CHECK(found >= tried * 95 / 100);
}

} // namespace sotto

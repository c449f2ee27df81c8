#include "app/extract/extract_text.h"

#include <catch2/catch_test_macros.hpp>

namespace sotto::extract {
namespace {

using namespace std::string_literals;

RefusalKind refusal_of(std::string_view bytes, std::string_view extension = {}) {
    const auto extraction = extract_text(bytes, extension);
    REQUIRE_FALSE(extraction.has_value());
    CHECK_FALSE(extraction.error().sentence.empty());
    return extraction.error().kind;
}

TEST_CASE("plain text is unchanged except for line ends") {
    CHECK(extract_text("\n\n a\r\nb\rc\n", "txt")->text == "\n\n a\nb\nc\n");
    CHECK(extract_text("caf\xE9\r\n", {})->text == "café\n");
}

TEST_CASE("Markdown headings begin sections, except in code") {
    const auto extraction =
        extract_text("# Égal #\n\ntext\n```\n# no\n```\n## Two\n#none\n####### none\n", "md");
    REQUIRE(extraction.has_value());
    CHECK(extraction->marks == std::vector<DocumentMark>{{DocumentMarkKind::section, 0, "Égal"},
                                                         {DocumentMarkKind::section, 28, "Two"}});
    CHECK(extract_text("# One\n", "txt")->marks.empty());
}

std::vector<std::string> headings(std::string_view text) {
    const auto extraction = extract_text(text, "md");
    REQUIRE(extraction.has_value());
    CHECK(extraction->text == text);
    std::vector<std::string> labels;
    for (const DocumentMark& mark : extraction->marks) {
        labels.push_back(mark.label);
    }
    return labels;
}

TEST_CASE("Markdown headings may be underlined, and have marks of emphasis") {
    CHECK(headings(
              "Animals\n=======\n\nBirds of\nprey\n---\n\n # *A* `b` [c](d)\n\n| a |\n|---|\n") ==
          std::vector<std::string>{"Animals", "Birds of prey", "A b c"});
    CHECK(extract_text("é\n\nAnimals\n===\n", "md")->marks ==
          std::vector<DocumentMark>{{DocumentMarkKind::section, 3, "Animals"}});
    CHECK(headings("text\n\n---\n\n> # quoted\n\n    # code\n\n- # in a list\n") ==
          std::vector<std::string>{"in a list"});
}

TEST_CASE("Markdown fences end with fences of their kind and length") {
    CHECK(headings("````\n```\n# no\n```\n````\n# One\n~~~sh\n```\n# no\n~~~\n# Two\n") ==
          std::vector<std::string>{"One", "Two"});
    CHECK(headings("- ```\n  # no\n  ```\n\n> ~~~\n> # no\n\n# Yes\n") ==
          std::vector<std::string>{"Yes"});
    CHECK(headings("``` # no fence ``` #\n# Yes\n<!--\n# no\n-->\n\n# Also\n```\n# open\n") ==
          std::vector<std::string>{"Yes", "Also"});
}

TEST_CASE("metadata before Markdown has no headings") {
    CHECK(headings("---\ntitle: x\n# remark\n---\n# One\n") == std::vector<std::string>{"One"});
    CHECK(headings("---\ntitle: x\n...\nOne\n---\n") == std::vector<std::string>{"One"});
    CHECK(headings("+++\ntitle = 'x'\n# remark\n+++\n# One\n") == std::vector<std::string>{"One"});
    CHECK(headings("---\n\nOne: two\n---\n") == std::vector<std::string>{"One: two"});
}

TEST_CASE("XML other than XHTML stays as it is, whatever the names of its elements") {
    const std::string feed = "<?xml version='1.0'?>\n<!-- <html> -->\n<!DOCTYPE rss>\n<rss><title>"
                             "<![CDATA[A & B]]></title></rss>\n";
    CHECK(extract_text(feed, "xml")->text == feed);
    CHECK(extract_text("<?xml version='1.0'?><!-- a > b --><!DOCTYPE html><html><body><p>x</p>"
                       "</body></html>",
                       "xml")
              ->text == "x");
    CHECK(extract_text("<?xml version='1.0'?><title>t</title><p>x</p>", "html")->text == "x");
}

TEST_CASE("HTML and tables with the extension of old Office files are read, other bytes are not") {
    CHECK(extract_text("<html><body><p>page</p></body></html>", "doc")->text == "page");
    CHECK(extract_text("a\tb\n1\t2\n", "xls")->text == "a\tb\n1\t2\n");
    CHECK(refusal_of("\x09\x04\x06\0\0\0\x10\0"s, "xls") == RefusalKind::unsupported);
}

TEST_CASE("other file types are refused by name") {
    CHECK(refusal_of("") == RefusalKind::empty);
    CHECK(refusal_of("\xEF\xBB\xBF \n\t") == RefusalKind::empty);
    CHECK(refusal_of("\x89PNG\r\n\x1A\n") == RefusalKind::picture);
    CHECK(refusal_of("text\0text"s) == RefusalKind::unsupported);
    CHECK(refusal_of("\x7F"
                     "ELF\x02") == RefusalKind::unsupported);
    CHECK(refusal_of("This is no archive.", "docx") == RefusalKind::damaged);
    CHECK(refusal_of("This is no PDF.", "pdf") == RefusalKind::damaged);
    CHECK(refusal_of(std::string(kLargestFile + 1, 'x')) == RefusalKind::too_large);
    CHECK(refusal_of(std::string(kLargestText + 1, 'x')) == RefusalKind::too_large);
}

} // namespace
} // namespace sotto::extract

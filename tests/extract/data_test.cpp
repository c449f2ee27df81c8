#include "app/extract/extract_text.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

namespace sotto::extract {
namespace {

ExtractedText read(std::string_view bytes, std::string_view extension) {
    auto extraction = extract_text(bytes, extension);
    INFO((extraction ? std::string() : extraction.error().sentence));
    REQUIRE(extraction.has_value());
    return *std::move(extraction);
}

std::vector<std::string> labels_of(const ExtractedText& text) {
    std::vector<std::string> labels;
    for (const DocumentMark& mark : text.marks) {
        labels.push_back(mark.label);
    }
    return labels;
}

TEST_CASE("a notebook is its texts, code in fences and printed text, without pictures") {
    const ExtractedText text = read(
        R"({"cells":[{"cell_type":"markdown","source":["# Plan\n","See ![p](data:image/png;base64,QUJDRA==)."]},
        {"cell_type":"code","source":"print('```')\n","outputs":[
          {"output_type":"stream","name":"stdout","text":["a\n","b\n"]},
          {"output_type":"display_data","data":{"image/png":"QUJDRA==","text/plain":"<Figure>"}},
          {"output_type":"execute_result","data":{"text/plain":["42"]}},
          {"output_type":"error","ename":"ValueError","evalue":"bad","traceback":["\u001b[31mx"]}]},
        {"cell_type":"raw","source":"raw"},{"cell_type":"code","source":"","outputs":[]}],
        "metadata":{"language_info":{"name":"julia"},"title":"Notes"},"nbformat":4,"nbformat_minor":5})",
        "ipynb");
    CHECK(text.title == "Notes");
    CHECK(text.text == "# Plan\nSee ![p](data:image/png;base64,…).\n\n"
                       "````julia\nprint('```')\n````\n\n```text\na\nb\n```\n\n[image]\n\n"
                       "```text\n42\n```\n\n```text\nValueError: bad\n```\n\nraw");
    CHECK(labels_of(text) == std::vector<std::string>{"Plan"});
}

TEST_CASE("a notebook of version 3 is read, and the name of a language stays one word") {
    const ExtractedText text = read(
        R"({"nbformat":3,"metadata":{"kernelspec":{"language":"a\n# b"}},"worksheets":[{"cells":[
        {"cell_type":"heading","level":2,"source":"Old"},
        {"cell_type":"code","input":"1+1","outputs":[{"output_type":"pyout","text":"2"},
         {"output_type":"display_data","png":"QUJD"}]}]}]})",
        "");
    CHECK(text.text == "## Old\n\n```python\n1+1\n```\n\n```text\n2\n```\n\n[image]");
    CHECK(labels_of(text) == std::vector<std::string>{"Old"});
}

TEST_CASE("a damaged notebook is refused, other JSON is text") {
    const auto damaged = extract_text(R"({"nbformat":4,"cells":[)", "ipynb");
    REQUIRE_FALSE(damaged.has_value());
    CHECK(damaged.error().kind == RefusalKind::damaged);
    const std::string deep = R"({"nbformat":4,"cells":)" + std::string(5000, '[');
    CHECK_FALSE(extract_text(deep, "ipynb").has_value());
    CHECK(read(R"({"cells": 1})", "json").text == R"({"cells": 1})");
}

TEST_CASE("subtitles are flowing text with the time of a section") {
    const ExtractedText text = read("1\r\n00:00:01,000 --> 00:00:03,500\r\n<i>We walked</i>\r\nto "
                                    "the gate,\r\n\r\n2\r\n00:00:03,600 --> 00:00:05,000\r\n"
                                    "{\\an8}and it was 5 < 6.\r\n\r\n3\r\n00:00:12,000 --> "
                                    "00:00:13,000\r\nLater.\r\n\r\n4\r\n01:06:00,000 --> "
                                    "01:06:02,000\r\n- Who?\r\n- I.\r\n",
                                    "srt");
    CHECK(text.text == "We walked to the gate, and it was 5 < 6.\n\nLater.\n\n- Who?\n\n- I.");
    CHECK(labels_of(text) == std::vector<std::string>{"0:00:00", "1:05:00"});
}

TEST_CASE("WebVTT: voices, notes, styles and repeated lines of live captions") {
    const ExtractedText text = read(
        "WEBVTT - title\n\nSTYLE\n::cue { color: red }\n\nNOTE no words\n\n"
        "intro\n00:01.000 --> 00:02.000 align:left\n<v.loud Ana>One <00:01.500><c>two</c></v>\n\n"
        "00:02.000 --> 00:03.000\nAna: One two\nthree &amp; four\n\n"
        "00:03.000 --> 00:04.000\nthree &amp; four\nfive\n",
        "vtt");
    CHECK(text.text == "Ana: One two three & four five");
}

TEST_CASE("SubStation Alpha: events by their format, without overrides and drawings") {
    const ExtractedText text =
        read("[Script Info]\nTitle: t\n\n[V4+ Styles]\nStyle: Default,Arial\n\n[Events]\n"
             "Format: Start, End, Style, Text\nComment: 0:00:01.00,0:00:02.00,D,no\n"
             "Dialogue: 0:00:03.00,0:00:04.00,D,second, with a comma\n"
             "Dialogue: 0:00:01.00,0:00:02.00,D,{\\b1}first{\\b0}\\Nline{\\p1}m 0 0 l 1 1{\\p0}\n",
             "ass");
    CHECK(text.text == "first line second, with a comma");
}

TEST_CASE("values of a table are separated by tabs, whatever separated them") {
    CHECK(read("name;price\r\n\"a \"\"b\"\";\nc\";1,5\r\n;\r\n", "csv").text ==
          "name\tprice\na \"b\"; c\t1,5\n\t\n");
    CHECK(read("a,b\n1,\"2\t3\"\n4,5,6\n7,8\n9,\n0,0\n", "csv").text ==
          "a\tb\n1\t2 3\n4\t5\t6\n7\t8\n9\t\n0\t0\n");
    CHECK(read("sep=|\na|b\n", "csv").text == "a\tb\n");
    CHECK(read("a\t\"b\tc\"\nd, e\tf\n", "tsv").text == "a\tb c\nd, e\tf\n");
    CHECK(read("No table, at all\nbut some lines\nof text\n", "csv").text ==
          "No table, at all\nbut some lines\nof text\n");
    CHECK(read("a,\"unfinished\nb", "csv").text == "a\tunfinished b\n");
}

} // namespace
} // namespace sotto::extract

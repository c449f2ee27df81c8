#include "inference/files/input_file.h"
#include "inference/files/json.h"
#include "inference/formats/safetensors.h"
#include "tests/support/safetensors_text.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <filesystem>
#include <format>
#include <string>
#include <utility>

namespace sotto::inference {

namespace {

using Catch::Matchers::ContainsSubstring;
using test::safetensors_text;

/// The error for a file of this content; empty when it is accepted.
std::string refusal(const std::string& content) {
    const test::TempFolder folder;
    const auto file = SafetensorsFile::open(folder.write("x.safetensors", content));
    if (file) {
        return "";
    }
    CHECK((file.error().code == ErrorCode::corrupt_data ||
           file.error().code == ErrorCode::unsupported));
    return file.error().detail;
}

/// One entry of a header: U8 with this shape and these offsets.
std::string entry(std::string_view name, std::string_view shape, std::string_view offsets) {
    return std::format(R"("{}":{{"dtype":"U8","shape":[{}],"data_offsets":[{}]}})", name, shape,
                       offsets);
}

} // namespace

TEST_CASE("a safetensors file gives its tensors and metadata") {
    const test::TempFolder folder;
    const auto path = folder.write(
        "x.safetensors",
        safetensors_text(R"({"__metadata__":{"format":"pt"},)"
                         R"("b":{"dtype":"BF16","shape":[2,2],"data_offsets":[4,12]},)"
                         R"("a":{"dtype":"I32","shape":[],"data_offsets":[0,4]},)"
                         R"("none":{"dtype":"F64","shape":[3,0],"data_offsets":[12,12]}}   )",
                         "abcdefghijkl"));
    auto opened = SafetensorsFile::open(path);
    REQUIRE(opened.has_value());
    const SafetensorsFile file = std::move(*opened);
    REQUIRE(file.tensors().size() == 3);
    const TensorView& b = file.tensors().at("b");
    CHECK(b.type == SafetensorsDtype::bf16);
    CHECK(b.shape == std::vector<std::size_t>{2, 2});
    REQUIRE(b.data.size() == 8);
    CHECK(static_cast<char>(b.data[0]) == 'e');
    CHECK(file.tensors().at("a").data.size() == 4);
    CHECK(file.tensors().at("none").data.empty());
    CHECK(file.metadata().at("format") == "pt");
}

TEST_CASE("a missing file and a folder have other errors than a damaged file") {
    const test::TempFolder folder;
    CHECK(SafetensorsFile::open(folder.path() / "none").error().code == ErrorCode::not_found);
    CHECK(SafetensorsFile::open(folder.path()).error().code == ErrorCode::invalid_input);
}

TEST_CASE("a header length beyond the file or the limit is refused") {
    CHECK_THAT(refusal(""), ContainsSubstring("too short"));
    CHECK_THAT(refusal(std::string(8, '\xff')), ContainsSubstring("claims"));
    CHECK_THAT(refusal(std::string("\x05\0\0\0\0\0\0\0{}  ", 12)), ContainsSubstring("claims"));
    CHECK_THAT(refusal(std::string("\xff\xff\xff\xff\0\0\0\0{}", 10)), ContainsSubstring("claims"));
    CHECK_THAT(refusal(std::string(8, '\0')), ContainsSubstring("not a JSON object"));
}

TEST_CASE("a header must be one UTF-8 JSON object") {
    CHECK(refusal(safetensors_text(" \n{}")).empty());
    CHECK_THAT(refusal(safetensors_text("[]")), ContainsSubstring("not a JSON object"));
    CHECK_THAT(refusal(safetensors_text("{} {}")), ContainsSubstring("damaged"));
    CHECK_THAT(refusal(safetensors_text("{\"\xff\":1}")), ContainsSubstring("damaged"));
    CHECK_THAT(refusal(safetensors_text(std::string_view("{}\0\0", 4))),
               ContainsSubstring("zero byte"));
    CHECK_THAT(refusal(safetensors_text(std::string(50'000, '['))), ContainsSubstring("object"));
    CHECK_THAT(refusal(safetensors_text("{\"a\":" + std::string(50'000, '['))),
               ContainsSubstring("deep"));
}

TEST_CASE("names must be unique and metadata must be strings") {
    const std::string a = entry("a", "1", "0,1");
    CHECK_THAT(refusal(safetensors_text("{" + a + "," + a + "}", "x")),
               ContainsSubstring("\"a\" twice"));
    CHECK_THAT(refusal(safetensors_text(R"({"__metadata__":{"k":1}})")),
               ContainsSubstring("wrong type"));
    CHECK_THAT(refusal(safetensors_text(R"({"__metadata__":{"k":"1","k":"1"}})")),
               ContainsSubstring("twice"));
    CHECK_THAT(refusal(safetensors_text(R"({"__metadata__":{},"__metadata__":{}})")),
               ContainsSubstring("twice"));
    CHECK_THAT(refusal(safetensors_text(
                   R"({"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}})", "x")),
               ContainsSubstring("twice"));
}

TEST_CASE("an entry has a known dtype, a shape and two offsets, and nothing else") {
    CHECK_THAT(
        refusal(safetensors_text(R"({"a":{"dtype":"F3","shape":[1],"data_offsets":[0,1]}})", "x")),
        ContainsSubstring("element type \"F3\""));
    CHECK_THAT(refusal(safetensors_text(R"({"a":{"dtype":"U8","shape":[1]}})")),
               ContainsSubstring("lacks"));
    CHECK_THAT(refusal(safetensors_text("{" + entry("a", "1", "0") + "}", "x")),
               ContainsSubstring("fewer"));
    CHECK_THAT(refusal(safetensors_text("{" + entry("a", "1", "0,1,1") + "}", "x")),
               ContainsSubstring("more"));
    CHECK_THAT(refusal(safetensors_text("{" + entry("a", "1.0", "0,1") + "}", "x")),
               ContainsSubstring("wrong type"));
    CHECK_THAT(refusal(safetensors_text("{" + entry("a", "-1", "0,1") + "}", "x")),
               ContainsSubstring("negative"));
    CHECK_THAT(refusal(safetensors_text("{" + entry("a", "1,1,1,1,1,1,1,1,1", "0,1") + "}", "x")),
               ContainsSubstring("dimensions"));
    CHECK_THAT(refusal(safetensors_text(R"({"a":{"kind":"U8"}})")), ContainsSubstring("unknown"));
    CHECK_THAT(refusal(safetensors_text(R"({"a":[1]})")), ContainsSubstring("wrong type"));
}

TEST_CASE("offsets must cover the data section without gap or overlap") {
    const auto verdict = [](const std::string& first, const std::string& second) {
        return refusal(safetensors_text("{" + first + "," + second + "}", "abcd"));
    };
    CHECK(verdict(entry("a", "2", "2,4"), entry("b", "2", "0,2")).empty());
    CHECK_THAT(verdict(entry("a", "2", "0,2"), entry("b", "3", "1,4")),
               ContainsSubstring("overlaps"));
    CHECK_THAT(verdict(entry("a", "1", "0,1"), entry("b", "2", "2,4")), ContainsSubstring("hole"));
    CHECK_THAT(verdict(entry("a", "1", "0,1"), entry("b", "2", "1,3")),
               ContainsSubstring("1 bytes that belong to no tensor"));
    CHECK_THAT(verdict(entry("a", "2", "0,2"), entry("b", "3", "2,5")),
               ContainsSubstring("beyond"));
    CHECK_THAT(verdict(entry("a", "2", "0,2"), entry("b", "2", "4,2")), ContainsSubstring("ends"));
    CHECK_THAT(verdict(entry("a", "2", "0,2"), entry("b", "1", "2,4")),
               ContainsSubstring("do not fit its shape"));
}

TEST_CASE("a shape whose product overflows is refused") {
    CHECK_THAT(refusal(safetensors_text("{" + entry("a", "4294967296,4294967296", "0,0") + "}")),
               ContainsSubstring("too large"));
    CHECK_THAT(refusal(safetensors_text(
                   R"({"a":{"dtype":"F64","shape":[2305843009213693952],"data_offsets":[0,0]}})")),
               ContainsSubstring("too large"));
    CHECK_THAT(refusal(safetensors_text("{" + entry("a", "18446744073709551616", "0,0") + "}")),
               ContainsSubstring("wrong type"));
}

TEST_CASE("a header full of overlapping tensors is refused") {
    std::string header = "{";
    for (int i = 0; i < 100'000; ++i) {
        header += (i > 0 ? "," : "") + entry(std::to_string(i), "4", "0,4");
    }
    CHECK_THAT(refusal(safetensors_text(header + "}", "abcd")), ContainsSubstring("too many"));
    header.resize(header.find(",\"2000\""));
    CHECK_THAT(refusal(safetensors_text(header + "}", "abcd")), ContainsSubstring("overlaps"));
}

TEST_CASE("a hostile name is escaped in the error") {
    const std::string name = "\\u001b[2J" + std::string(200, 'n');
    const std::string sentence =
        refusal(safetensors_text("{" + entry(name, "1", "0,2") + "}", "ab"));
    CHECK_THAT(sentence, ContainsSubstring("\"?[2Jnn"));
    CHECK(sentence.size() < 200);
}

TEST_CASE("the shared hostile safetensors files get the expected verdict") {
    const auto folder = test::shared_data("hostile/safetensors");
    if (!std::filesystem::is_directory(folder)) {
        SKIP("the shared test data is not there");
    }
    const auto verdicts = parse_json(read_whole_file(folder / "expected.json", 1 << 20).value());
    REQUIRE(verdicts.has_value());
    int n_checked = 0;
    for (const Json& verdict : *verdicts->array()) {
        const std::string name = *verdict.find("file")->string();
        if (!std::filesystem::exists(folder / name)) {
            continue;
        }
        INFO(name);
        const auto file = SafetensorsFile::open(folder / name);
        CHECK(file.has_value() == (*verdict.find("expected")->string() == "accept"));
        ++n_checked;
    }
    CHECK(n_checked > 0);
}

} // namespace sotto::inference

#include "inference/files/json.h"
#include "inference/formats/gguf_array.h"
#include "inference/formats/gguf_header.h"
#include "tests/support/gguf_writer.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace sotto::inference {

namespace {

using Catch::Matchers::ContainsSubstring;
using test::GgufWriter;
using test::little_endian;
using test::TempFolder;

Result<GgufHeader> read(std::string_view content) {
    const TempFolder temp;
    const auto file = InputFile::open(temp.write("x.gguf", content));
    REQUIRE(file.has_value());
    return read_gguf_header(*file);
}

std::string refusal(const GgufWriter& writer) {
    const auto header = read(writer.file());
    REQUIRE_FALSE(header.has_value());
    return header.error().detail;
}

/// Two tensors and an entry of each type.
GgufWriter small_file() {
    GgufWriter writer;
    writer.entry("u8", GgufType::u8, little_endian(std::uint8_t{200}));
    writer.entry("i8", GgufType::i8, little_endian(std::int8_t{-3}));
    writer.entry("u16", GgufType::u16, little_endian(std::uint16_t{60'000}));
    writer.entry("i16", GgufType::i16, little_endian(std::int16_t{-300}));
    writer.count("u32", 4'000'000'000U);
    writer.entry("i32", GgufType::i32, little_endian(std::int32_t{-70'000}));
    writer.entry("u64", GgufType::u64, little_endian(std::uint64_t{1} << 40U));
    writer.entry("i64", GgufType::i64, little_endian(std::int64_t{-1}));
    writer.number("f32", 0.5F);
    writer.entry("f64", GgufType::f64, little_endian(0.25));
    writer.flag("flag", true);
    writer.text("text", "words");
    writer.texts("texts", {"one", "", "three"});
    writer.numbers<float>("floats", GgufType::f32, {1.5F, -2});
    writer.numbers<std::int32_t>("integers", GgufType::i32, {7, -7});
    writer.numbers<float>("no floats", GgufType::f32, {});
    writer.numbers<std::int32_t>("no integers", GgufType::i32, {});
    writer.tensors.push_back({"a", {4, 3}, 0, std::string(48, 'a')});
    writer.tensors.push_back({"b", {32}, 8, std::string(34, 'b')});
    return writer;
}

} // namespace

TEST_CASE("a GGUF header gives metadata of every type and tensor offsets") {
    const TempFolder temp;
    const auto file = InputFile::open(temp.write("x.gguf", small_file().file()));
    const auto header = read_gguf_header(*file);
    REQUIRE(header.has_value());
    const auto& values = header->metadata;
    CHECK(std::get<std::uint64_t>(values.at("u8")) == 200);
    CHECK(std::get<std::int64_t>(values.at("i8")) == -3);
    CHECK(std::get<std::uint64_t>(values.at("u16")) == 60'000);
    CHECK(std::get<std::int64_t>(values.at("i16")) == -300);
    CHECK(std::get<std::uint64_t>(values.at("u32")) == 4'000'000'000U);
    CHECK(std::get<std::int64_t>(values.at("i32")) == -70'000);
    CHECK(std::get<std::uint64_t>(values.at("u64")) == std::uint64_t{1} << 40U);
    CHECK(std::get<std::int64_t>(values.at("i64")) == -1);
    CHECK(std::get<float>(values.at("f32")) == 0.5F);
    CHECK(std::get<double>(values.at("f64")) == 0.25);
    CHECK(std::get<bool>(values.at("flag")));
    CHECK(std::get<std::string>(values.at("text")) == "words");

    const auto texts = read_gguf_strings(*file, std::get<GgufArray>(values.at("texts")), 3);
    REQUIRE(texts.has_value());
    REQUIRE(texts->size() == 3);
    CHECK((*texts)[0] == "one");
    CHECK((*texts)[1].empty());
    CHECK((*texts)[2] == "three");
    const auto& floats = std::get<GgufArray>(values.at("floats"));
    CHECK(read_gguf_floats(*file, floats, 2).value() == std::vector{1.5F, -2.0F});
    CHECK(read_gguf_integers(*file, std::get<GgufArray>(values.at("integers")), 2).value() ==
          std::vector<std::int32_t>{7, -7});
    const auto& no_integers = std::get<GgufArray>(values.at("no integers"));
    CHECK(read_gguf_integers(*file, no_integers, 2).value().empty());
    CHECK(read_gguf_floats(*file, std::get<GgufArray>(values.at("no floats")), 2).value().empty());
    CHECK_FALSE(read_gguf_floats(*file, floats, 1).has_value());
    CHECK_FALSE(read_gguf_strings(*file, floats, 2).has_value());
    CHECK_FALSE(read_gguf_integers(*file, floats, 2).has_value());

    const GgufTensor& first = header->tensors.at("a");
    CHECK(first.shape == std::vector<std::size_t>{3, 4});
    CHECK(first.bytes == 48);
    CHECK(first.offset == header->data_begin);
    CHECK(header->tensors.at("b").offset == header->data_begin + 64);
    CHECK(header->tensors.at("b").bytes == 34);
}

TEST_CASE("version 2 and other alignments are read") {
    GgufWriter writer = small_file();
    writer.version = 2;
    writer.alignment = 4096;
    writer.count("general.alignment", 4096);
    const auto header = read(writer.file());
    REQUIRE(header.has_value());
    CHECK(header->data_begin == 4096);
}

TEST_CASE("a GGUF file truncated anywhere is refused") {
    const std::string whole = small_file().file();
    for (std::size_t part = 0; part < 64; ++part) {
        const auto header = read(std::string_view(whole).substr(0, whole.size() * part / 64));
        REQUIRE_FALSE(header.has_value());
        CHECK(header.error().code == ErrorCode::corrupt_data);
    }
    CHECK_FALSE(read(std::string_view(whole).substr(0, whole.size() - 1)).has_value());
    CHECK(read(whole).has_value());
}

TEST_CASE("a byte changed anywhere in a header never leads outside the file") {
    const std::string whole = small_file().file();
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (const char value : {'\0', '\1', '\x7F', '\x80', '\xFF'}) {
            std::string changed = whole;
            changed[at] = value;
            const auto header = read(changed);
            for (const auto& [name, tensor] : header.value_or(GgufHeader{}).tensors) {
                CHECK(tensor.offset + tensor.bytes <= changed.size());
            }
        }
    }
}

TEST_CASE("false counts and lengths are refused before memory is allocated for them") {
    const std::string whole = small_file().file();
    for (const std::uint64_t lie :
         {std::numeric_limits<std::uint64_t>::max(), std::uint64_t{1} << 63U,
          std::uint64_t{1} << 62U, std::uint64_t{1} << 32U, std::uint64_t{60'000}}) {
        for (const std::size_t at : {std::size_t{8}, std::size_t{16}, std::size_t{24}}) {
            std::string changed = whole;
            changed.replace(at, 8, little_endian(lie));
            CHECK_FALSE(read(changed).has_value());
        }
        GgufWriter list;
        list.list("x", GgufType::u8, lie, "abc");
        CHECK_FALSE(read(list.file()).has_value());
        list.list("x", GgufType::string, lie, "abcdefghabcdefgh");
        CHECK_FALSE(read(list.file()).has_value());
        GgufWriter text;
        text.entry("x", GgufType::string, little_endian(lie) + "abc");
        CHECK_FALSE(read(text.file()).has_value());
    }
}

TEST_CASE("invalid metadata is refused") {
    const auto after = [](const std::function<void(GgufWriter&)>& change) {
        GgufWriter writer = small_file();
        change(writer);
        return refusal(writer);
    };
    CHECK_THAT(after([](GgufWriter& w) { w.version = 1; }), ContainsSubstring("version 1"));
    CHECK_THAT(after([](GgufWriter& w) { w.version = 4; }), ContainsSubstring("version 4"));
    CHECK_THAT(after([](GgufWriter& w) { w.version = 0x0300'0000; }),
               ContainsSubstring("big-endian"));
    CHECK_THAT(after([](GgufWriter& w) { w.repeat_last_entry(); }), ContainsSubstring("twice"));
    CHECK_THAT(after([](GgufWriter& w) { w.text("", "x"); }), ContainsSubstring("key"));
    CHECK_THAT(after([](GgufWriter& w) { w.text(std::string(65'536, 'k'), "x"); }),
               ContainsSubstring("key"));
    CHECK_THAT(after([](GgufWriter& w) { w.entry("x", GgufType{13}, "12345678"); }),
               ContainsSubstring("type"));
    CHECK_THAT(after([](GgufWriter& w) { w.entry("x", GgufType::boolean, "\2"); }),
               ContainsSubstring("true nor false"));
    CHECK_THAT(after([](GgufWriter& w) { w.list("x", GgufType::array, 0, ""); }),
               ContainsSubstring("arrays"));
    for (const std::uint32_t alignment : {0U, 13U, 1U << 21U, 1U << 30U}) {
        CHECK_THAT(after([=](GgufWriter& w) { w.count("general.alignment", alignment); }),
                   ContainsSubstring("alignment"));
    }
    CHECK_THAT(after([](GgufWriter& w) { w.text("general.alignment", "32"); }),
               ContainsSubstring("alignment"));
}

TEST_CASE("an invalid tensor is refused by name") {
    const auto after = [](const std::function<void(GgufWriter::Tensor&)>& change) {
        GgufWriter writer = small_file();
        change(writer.tensors.back());
        return refusal(writer);
    };
    using Tensor = GgufWriter::Tensor;
    CHECK_THAT(after([](Tensor& t) { t.extents = {}; }), ContainsSubstring("dimensions"));
    CHECK_THAT(after([](Tensor& t) { t.extents = {32, 1, 1, 1, 1}; }),
               ContainsSubstring("dimensions"));
    CHECK_THAT(after([](Tensor& t) { t.extents = {0}; }), ContainsSubstring("zero"));
    CHECK_THAT(after([](Tensor& t) { t.extents = {std::uint64_t{1} << 63U}; }),
               ContainsSubstring("negative"));
    CHECK_THAT(after([](Tensor& t) { t.extents = {33}; }), ContainsSubstring("blocks of Q8_0"));
    CHECK_THAT(after([](Tensor& t) { t.extents = {std::uint64_t{1} << 42U, 1U << 30U}; }),
               ContainsSubstring("too large"));
    CHECK_THAT(after([](Tensor& t) { t.extents = {64}; }), ContainsSubstring("cut off: 34 of"));
    CHECK_THAT(after([](Tensor& t) { t.type = 4; }), ContainsSubstring("unknown type"));
    CHECK_THAT(after([](Tensor& t) { t.type = 0xFFFF'FFFFU; }), ContainsSubstring("unknown type"));
    CHECK_THAT(after([](Tensor& t) { t.name = "a"; }), ContainsSubstring("twice"));
    CHECK_THAT(after([](Tensor& t) { t.name = std::string(64, 'n'); }), ContainsSubstring("name"));
    CHECK_THAT(after([](Tensor& t) { t.offset = 32; }), ContainsSubstring("overlaps"));
    CHECK_THAT(after([](Tensor& t) { t.offset = 96; }), ContainsSubstring("does not begin"));
    CHECK_THAT(after([](Tensor& t) { t.offset = 65; }), ContainsSubstring("does not begin"));
    CHECK_THAT(after([](Tensor& t) { t.offset = ~std::uint64_t{31}; }), ContainsSubstring("\"b\""));
}

TEST_CASE("hostile GGUF files get the expected verdict") {
    const auto folder = test::shared_data("hostile/gguf");
    if (!std::filesystem::exists(folder)) {
        SKIP("no shared test data");
    }
    const auto text = read_whole_file(folder / "expected.json", 1 << 20);
    const auto verdicts = parse_json(text.value());
    REQUIRE(verdicts.has_value());
    // These have a valid header but do not describe a model.
    const std::vector<std::string> sound_headers{
        "tokens-scores-type-confusion.gguf", "tokens-scores-count-mismatch.gguf",
        "hparam-heads-zero.gguf", "hparam-layers-max.gguf"};
    int n_checked = 0;
    for (const Json& verdict : *verdicts->array()) {
        const std::string name = *verdict.find("file")->string();
        const std::string& expected = *verdict.find("expected")->string();
        if (!std::filesystem::exists(folder / name)) {
            continue;
        }
        INFO(name);
        const auto file = InputFile::open(folder / name);
        const bool is_sound = expected.starts_with("accept") || expected.starts_with("load") ||
                              std::ranges::contains(sound_headers, name);
        CHECK(read_gguf_header(file.value()).has_value() == is_sound);
        ++n_checked;
    }
    CHECK(n_checked > 20);
}

} // namespace sotto::inference

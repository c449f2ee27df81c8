#include "inference/checkpoint/checkpoint.h"
#include "inference/files/split_name.h"
#include "inference/import/model_store.h"
#include "inference/model/manifest.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_gguf.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <cstddef>
#include <filesystem>
#include <format>
#include <functional>
#include <string>
#include <vector>

namespace sotto::inference {

namespace {

using Catch::Matchers::ContainsSubstring;
using test::GgufWriter;
using test::little_endian;
using test::TempFolder;
using test::TinyGguf;

constexpr std::size_t kParts = 3;

void say_part(GgufWriter& part, std::size_t number, std::size_t count, std::size_t n_tensors) {
    part.entry("split.no", GgufType::u16, little_endian(static_cast<std::uint16_t>(number)));
    part.entry("split.count", GgufType::u16, little_endian(static_cast<std::uint16_t>(count)));
    part.entry("split.tensors.count", GgufType::i32,
               little_endian(static_cast<std::int32_t>(n_tensors)));
}

/// A model whose tensors are dealt out to three parts; the first has the metadata.
std::vector<GgufWriter> split(const TinyGguf& tiny) {
    std::vector<GgufWriter> parts(kParts);
    parts.front() = tiny.writer;
    parts.front().tensors.clear();
    for (std::size_t i = 0; i < tiny.writer.tensors.size(); ++i) {
        parts[i * kParts / tiny.writer.tensors.size()].tensors.push_back(tiny.writer.tensors[i]);
    }
    for (std::size_t i = 0; i < kParts; ++i) {
        say_part(parts[i], i, kParts, tiny.writer.tensors.size());
    }
    return parts;
}

std::string name_of(std::size_t index) {
    return std::format("my model.v1-{:05}-of-{:05}.gguf", index + 1, kParts);
}

std::filesystem::path write(const TempFolder& temp, const std::vector<GgufWriter>& parts) {
    for (std::size_t i = 0; i < parts.size(); ++i) {
        temp.write(name_of(i), parts[i].file());
    }
    return temp.path();
}

std::vector<float> all_rows(const Checkpoint& checkpoint, const CheckpointTensor& tensor) {
    std::vector<float> values(tensor.plan.rows * tensor.plan.cols);
    std::vector<std::byte> raw;
    REQUIRE(checkpoint.read_rows(tensor, 0, values, raw).has_value());
    return values;
}

Error refusal(const std::function<void(const TempFolder&, std::vector<GgufWriter>&)>& change) {
    const TempFolder temp;
    auto parts = split(TinyGguf());
    write(temp, parts);
    change(temp, parts);
    const auto opened = open_checkpoint(temp.path() / name_of(0));
    REQUIRE_FALSE(opened.has_value());
    return opened.error();
}

} // namespace

TEST_CASE("any part of a split GGUF model opens all of it") {
    const TempFolder temp;
    const TinyGguf tiny(test::gguf_type::kQ8_0);
    const auto folder = write(temp, split(tiny));
    const auto whole = open_checkpoint(temp.write("whole.gguf", tiny.writer.file()));
    REQUIRE(whole.has_value());
    for (std::size_t part = 0; part < kParts; ++part) {
        CAPTURE(part);
        const auto opened = open_checkpoint(folder / name_of(part));
        INFO((opened ? std::string() : opened.error().detail));
        REQUIRE(opened.has_value());
        CHECK((*opened)->config_json() == (*whole)->config_json());
        CHECK((*opened)->tokenizer_status().has_value());
        REQUIRE((*opened)->tensors().size() == (*whole)->tensors().size());
        for (std::size_t i = 0; i < (*whole)->tensors().size(); ++i) {
            const CheckpointTensor& tensor = (*opened)->tensors()[i];
            INFO(tensor.plan.name);
            CHECK(all_rows(**opened, tensor) == all_rows(**whole, (*whole)->tensors()[i]));
        }
    }
}

TEST_CASE("a split GGUF model is imported under its name without the number of the part") {
    const TempFolder temp;
    const TinyGguf tiny(test::gguf_type::kQ8_0);
    const auto parts = split(tiny);
    for (std::size_t i = 0; i < kParts; ++i) {
        temp.write(std::format("tiny-{:05}-of-{:05}.gguf", i + 1, kParts), parts[i].file());
    }
    const auto store = ModelStore::open(temp.path() / "models", "");
    REQUIRE(store.has_value());
    const auto path = temp.path() / "tiny-00002-of-00003.gguf";
    const auto report =
        (*store)->import({.path = path.string(), .name = {}, .weights = WeightDtype::f32}, {}, {});
    INFO((report ? std::string() : report.error().detail));
    REQUIRE(report.has_value());
    CHECK(report->model.name == "tiny");
}

TEST_CASE("a part that is missing is named") {
    for (std::size_t part = 1; part < kParts; ++part) {
        const Error error = refusal([=](const TempFolder& temp, auto&) {
            std::filesystem::remove(temp.path() / name_of(part));
        });
        CHECK(error.code == ErrorCode::invalid_input);
        CHECK_THAT(error.detail,
                   ContainsSubstring(name_of(part)) && ContainsSubstring("is missing"));
    }
}

TEST_CASE("parts that do not belong together are refused by name") {
    const auto second = [](const std::function<void(GgufWriter&)>& change) {
        return refusal([&](const TempFolder& temp, std::vector<GgufWriter>& parts) {
            change(parts[1]);
            temp.write(name_of(1), parts[1].file());
        });
    };
    const auto swapped = second([](GgufWriter& part) { say_part(part, 2, kParts, 11); });
    CHECK(swapped.code == ErrorCode::invalid_input);
    CHECK_THAT(swapped.detail, ContainsSubstring(name_of(1)) && ContainsSubstring("part 3 of 3"));
    CHECK_THAT(second([](GgufWriter& part) { say_part(part, 1, 4, 11); }).detail,
               ContainsSubstring("part 2 of 4"));
    CHECK_THAT(second([](GgufWriter& part) { say_part(part, 1, kParts, 12); }).detail,
               ContainsSubstring("another model"));
    CHECK_THAT(second([](GgufWriter& part) { part.tensors.pop_back(); }).detail,
               ContainsSubstring("10 tensors") && ContainsSubstring("11"));
    const auto repeated = second([](GgufWriter& part) {
        part.tensors.back() = TinyGguf().writer.tensor("token_embd.weight");
    });
    CHECK_THAT(repeated.detail, ContainsSubstring("repeats") && ContainsSubstring("token_embd"));
    CHECK_THAT(second([](GgufWriter& part) { part.version = 1; }).detail,
               ContainsSubstring(name_of(1)));
    CHECK_THAT(second([](GgufWriter& part) { say_part(part, 3, kParts, 11); }).detail,
               ContainsSubstring("split.no"));
}

TEST_CASE("a part under a name that does not say which one it is is refused") {
    const TempFolder temp;
    const auto parts = split(TinyGguf());
    for (const char* name : {"model.gguf", "model-00002-of-00003.gguf", "model-00001-of-00004.gguf",
                             "-00001-of-00003.gguf"}) {
        CAPTURE(name);
        const auto opened = open_checkpoint(temp.write(name, parts.front().file()));
        REQUIRE_FALSE(opened.has_value());
        CHECK(opened.error().code == ErrorCode::invalid_input);
        CHECK_THAT(opened.error().detail, ContainsSubstring("-00001-of-00003.gguf"));
    }
}

TEST_CASE("a part that was cut off says how much is missing") {
    const Error error = refusal([](const TempFolder& temp, std::vector<GgufWriter>& parts) {
        const std::string whole = parts[2].file();
        temp.write(name_of(2), whole.substr(0, whole.size() - 100));
    });
    CHECK(error.code == ErrorCode::corrupt_data);
    CHECK_THAT(error.detail, ContainsSubstring(name_of(2)) && ContainsSubstring("cut off: 100 of"));
}

TEST_CASE("names of parts are recognized by their end alone") {
    const auto name = parse_split_name("a-b-00012-of-00345");
    REQUIRE(name.has_value());
    CHECK(name->prefix == "a-b");
    CHECK(name->number == 12);
    CHECK(name->count == 345);
    CHECK(name->file_name(7) == "a-b-00007-of-00345.gguf");
    for (const char* other :
         {"", "-00001-of-00002", "a-00000-of-00002", "a-00003-of-00002", "a-0001-of-00002",
          "a-00001-of-0000x", "a_00001-of-00002", "a-00001-to-00002", "a-+0001-of-00002"}) {
        CAPTURE(other);
        CHECK_FALSE(parse_split_name(other).has_value());
    }
}

} // namespace sotto::inference

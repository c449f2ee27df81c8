#include "inference/formats/safetensors_header.h"
#include "inference/quantization/weight_layout.h"
#include "tests/support/temp_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

namespace sotto::inference {

namespace {

const std::vector<PlannedTensor> kPlan{
    {"odd.weight", PlannedTensor::Kind::matrix, 3, 5},
    {"norm.weight", PlannedTensor::Kind::vector, 1, 7},
    {"even.weight", PlannedTensor::Kind::matrix, 64, 128},
};

} // namespace

TEST_CASE("a layout describes a valid safetensors file") {
    for (const auto dtype : {WeightDtype::int4, WeightDtype::int8, WeightDtype::f32}) {
        const WeightLayout layout(kPlan, dtype);
        std::string content = layout.preamble();
        content.resize(layout.file_bytes(), '\0');
        const test::TempFolder folder;
        const auto file = InputFile::open(folder.write("weights.safetensors", content));
        const auto header = read_safetensors_header(*file);
        REQUIRE(header.has_value());
        CHECK(header->tensors.size() == (dtype == WeightDtype::f32 ? 3 : 5));
        CHECK(header->data_begin % 64 == 0);
        for (const auto& [name, entry] : header->tensors) {
            INFO(name);
            CHECK(layout.offset_of(name) == header->data_begin + entry.begin);
            CHECK(layout.offset_of(name) % element_bytes(entry.type) == 0);
        }
        CHECK(layout.offset_of("even.weight") % 64 == 0);
    }
}

TEST_CASE("matrices have the requested dtype and vectors are always f32") {
    const auto entry_of = [](WeightDtype dtype, std::string_view name) {
        const WeightLayout layout(kPlan, dtype);
        for (const TensorLocation& tensor : layout.tensors()) {
            if (tensor.name == name) {
                return tensor.entry;
            }
        }
        return TensorEntry{};
    };
    using Shape = std::vector<std::size_t>;
    CHECK(entry_of(WeightDtype::int4, "odd.weight").type == SafetensorsDtype::u8);
    CHECK(entry_of(WeightDtype::int4, "odd.weight").shape == Shape{3, 16});
    CHECK(entry_of(WeightDtype::int4, "odd.weight.scale").type == SafetensorsDtype::bf16);
    CHECK(entry_of(WeightDtype::int4, "even.weight.scale").shape == Shape{64, 4});
    CHECK(entry_of(WeightDtype::int8, "odd.weight").type == SafetensorsDtype::i8);
    CHECK(entry_of(WeightDtype::int8, "odd.weight.scale").type == SafetensorsDtype::f32);
    CHECK(entry_of(WeightDtype::int8, "odd.weight.scale").shape == Shape{3});
    CHECK(entry_of(WeightDtype::int8, "norm.weight").type == SafetensorsDtype::f32);
    CHECK(entry_of(WeightDtype::int8, "norm.weight").shape == Shape{7});
    CHECK(entry_of(WeightDtype::f32, "odd.weight").shape == Shape{3, 5});
}

} // namespace sotto::inference

#include "tests/inference/support/checkpoint_weights.h"

#include <catch2/catch_test_macros.hpp>
#include <hwy/base.h>

#include <cstring>

namespace sotto::test {

using namespace inference;

namespace {

std::vector<float> as_floats(const TensorView& view) {
    const auto element = element_bytes(view.type);
    std::vector<float> values(view.data.size() / element);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::byte* const from = view.data.data() + i * element;
        if (view.type == SafetensorsDtype::f32) {
            std::memcpy(&values[i], from, sizeof(float));
        } else if (view.type == SafetensorsDtype::bf16) {
            hwy::bfloat16_t value;
            std::memcpy(&value, from, sizeof value);
            values[i] = hwy::F32FromBF16(value);
        } else {
            REQUIRE(view.type == SafetensorsDtype::f16);
            hwy::float16_t value;
            std::memcpy(&value, from, sizeof value);
            values[i] = hwy::F32FromF16(value);
        }
    }
    return values;
}

} // namespace

CheckpointWeights::CheckpointWeights(const std::filesystem::path& folder) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".safetensors") {
            continue;
        }
        const auto file = SafetensorsFile::open(entry.path());
        REQUIRE(file);
        for (const auto& [name, view] : file->tensors()) {
            auto ours = name;
            if (const auto at = ours.find("feed_forward"); at != std::string::npos) {
                ours.replace(at, std::string_view("feed_forward").size(), "mlp");
            }
            tensors_[ours] = as_floats(view);
        }
    }
}

Result<WeightMatrix> CheckpointWeights::matrix(std::string_view name, std::size_t rows,
                                               std::size_t cols) {
    const auto found = tensors_.find(name);
    if (found == tensors_.end() || found->second.size() != rows * cols) {
        return fail(ErrorCode::not_found, std::string(name) + " is missing or of another shape");
    }
    return F32Matrix{rows, cols, found->second};
}

Result<std::vector<float>> CheckpointWeights::vector(std::string_view name, std::size_t size) {
    const auto found = tensors_.find(name);
    if (found == tensors_.end() || found->second.size() != size) {
        return fail(ErrorCode::not_found, std::string(name) + " is missing or of another size");
    }
    return found->second;
}

} // namespace sotto::test

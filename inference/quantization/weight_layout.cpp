#include "inference/quantization/weight_layout.h"

#include "inference/files/json.h"
#include "inference/model/weights.h"
#include "inference/quantization/quantizer.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <format>

namespace sotto::inference {

namespace {

constexpr std::uint64_t kAlignment = 64; // a cache line and the widest SIMD register

/// The largest power of two up to kAlignment that divides `bytes`.
std::uint64_t alignment_of(std::uint64_t bytes) {
    return std::uint64_t{1} << std::min(std::countr_zero(bytes), std::countr_zero(kAlignment));
}

} // namespace

std::string scale_name(std::string_view matrix) {
    return std::string(matrix) + ".scale";
}

WeightLayout::WeightLayout(std::span<const PlannedTensor> plan,
                           std::span<const StoredDtype> dtypes) {
    for (std::size_t i = 0; i < plan.size(); ++i) {
        const PlannedTensor& tensor = plan[i];
        const auto [dtype, blocks] = dtypes[i];
        const std::size_t padded = padded_to_blocks(tensor.cols);
        if (tensor.kind == PlannedTensor::Kind::vector || dtype == WeightDtype::f32) {
            add(tensor.name, SafetensorsDtype::f32, tensor.shape());
        } else if (blocks) {
            add(block_tensor_name(tensor.name, *blocks), SafetensorsDtype::u8,
                {tensor.rows, static_cast<std::size_t>(padded_row_bytes(*blocks, tensor.cols))});
        } else if (dtype == WeightDtype::int8) {
            add(tensor.name, SafetensorsDtype::i8, tensor.shape());
            add(scale_name(tensor.name), SafetensorsDtype::f32, {tensor.rows});
        } else if (tensor.int4_scales == PlannedTensor::Int4Scales::by_row) {
            add(tensor.name, SafetensorsDtype::u8, {tensor.rows, padded / 2});
            add(scale_name(tensor.name), SafetensorsDtype::f32, {tensor.rows});
        } else {
            add(tensor.name, SafetensorsDtype::u8, {tensor.rows, padded / 2});
            add(scale_name(tensor.name), SafetensorsDtype::bf16,
                {tensor.rows, padded / kInt4BlockSize});
        }
    }
    std::ranges::stable_sort(tensors_, std::ranges::greater{}, [](const TensorLocation& tensor) {
        return alignment_of(tensor.entry.end);
    });
    write_preamble();
}

void WeightLayout::add(std::string name, SafetensorsDtype type, std::vector<std::size_t> shape) {
    std::uint64_t bytes = element_bytes(type);
    for (const std::size_t extent : shape) {
        bytes *= extent; // cannot overflow within the limits of a configuration
    }
    tensors_.push_back({std::move(name), {type, std::move(shape), 0, bytes}});
}

void WeightLayout::write_preamble() {
    std::string header = R"({"__metadata__":{"format":"sotto"})";
    std::uint64_t at = 0;
    for (TensorLocation& tensor : tensors_) {
        tensor.entry.begin = at;
        tensor.entry.end += at;
        at = tensor.entry.end;
        std::string shape;
        for (const std::size_t extent : tensor.entry.shape) {
            shape += (shape.empty() ? "" : ",") + std::to_string(extent);
        }
        header += std::format(R"(,{}:{{"dtype":"{}","shape":[{}],"data_offsets":[{},{}]}})",
                              json_string(tensor.name), to_string(tensor.entry.type), shape,
                              tensor.entry.begin, tensor.entry.end);
    }
    header += '}';
    constexpr std::size_t kLengthBytes = 8;
    while ((kLengthBytes + header.size()) % kAlignment != 0) {
        header += ' ';
    }
    for (std::size_t i = 0; i < kLengthBytes; ++i) {
        preamble_ += static_cast<char>((header.size() >> (8 * i)) & 0xFFU);
    }
    preamble_ += header;
    for (TensorLocation& tensor : tensors_) {
        tensor.entry.begin += preamble_.size();
        tensor.entry.end += preamble_.size();
    }
    file_bytes_ = preamble_.size() + at;
}

std::uint64_t WeightLayout::offset_of(std::string_view name) const {
    const auto found = std::ranges::find(tensors_, name, &TensorLocation::name);
    assert(found != tensors_.end());
    return found->entry.begin;
}

} // namespace sotto::inference

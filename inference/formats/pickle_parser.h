#pragma once

#include "core/error.h"
#include "inference/formats/safetensors_header.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// A tensor as the pickle of a PyTorch file describes it: row-major numbers in a storage.
struct PickledTensor {
    std::string name;
    TensorType type = TensorType::f32; ///< f32, f16 or bf16
    std::vector<std::size_t> shape;
    std::string storage;             ///< the storage's key
    std::uint64_t storage_count = 0; ///< numbers in the storage
    std::uint64_t first = 0;         ///< which of them is the tensor's first

    /// How many numbers it has.
    [[nodiscard]] std::uint64_t count() const;
};

/// Reads the pickle that torch.save() writes for a dictionary of tensors. Nothing is executed:
/// the names of Python functions are compared with the few that such a file needs (ordered
/// dictionaries, tensors, parameters, float storages) and only say what the next values are.
/// Every other name and every instruction beyond those is refused; so are tensors that are not
/// contiguous or reach beyond their storage. Values of the dictionary that are no tensors are left
/// out; the tensors come in the order of their names, each of which is there once. The memory that
/// it takes is bounded: half a million values, short names. Source: pickle protocol 2 (Python's
/// pickletools); torch.serialization. Errors: corrupt_data, unsupported (names what is).
[[nodiscard]] Result<std::vector<PickledTensor>> read_pickled_tensors(std::string_view pickle);

} // namespace sotto::inference

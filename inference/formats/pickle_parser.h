#pragma once

#include "core/error.h"
#include "inference/formats/safetensors_header.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// A tensor as the pickle of a PyTorch file describes it: contiguous, row-major elements in a
/// storage.
struct PickledTensor {
    std::string name;
    SafetensorsDtype type = SafetensorsDtype::f32; ///< f32, f16 or bf16
    std::vector<std::size_t> shape;
    std::string storage;             ///< the storage's key
    std::uint64_t storage_count = 0; ///< elements in the storage
    std::uint64_t first = 0;         ///< storage offset of the tensor, in elements

    /// Number of elements.
    [[nodiscard]] std::uint64_t count() const;
};

/// Parses the pickle that torch.save() writes for a state dictionary. Nothing is executed: the
/// names of Python globals are compared with the few that such a file needs (ordered dictionaries,
/// tensors, parameters, float storages) and only say what the next values are. Every other name and
/// opcode is refused; so are tensors that are not contiguous or reach beyond their storage. Values
/// that are not tensors are skipped; tensors are sorted by name, which is unique. Memory is
/// bounded: half a million values, short names. Source: pickle protocol 2 (Python's pickletools);
/// torch.serialization. Errors: corrupt_data, unsupported (names what is).
[[nodiscard]] Result<std::vector<PickledTensor>> read_pickled_tensors(std::string_view pickle);

} // namespace sotto::inference

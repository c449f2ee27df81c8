#pragma once

#include "core/error.h"
#include "inference/formats/pickle_parser.h"
#include "inference/formats/safetensors_header.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string_view>
#include <variant>
#include <vector>

/// The values in the pickle of a state dictionary, and the results of the few functions it names.
namespace sotto::inference::pickle {

/// The Python globals that are known.
enum class Global {
    ordered_dict,
    rebuild_tensor,
    rebuild_parameter,
    float_storage,
    half_storage,
    bfloat16_storage
};

struct Mark {};
struct None {};
struct Tuple;
/// Only tensors are kept, so a dictionary cannot contain itself.
struct Dictionary;

/// A tensor storage: a file of the archive.
struct Storage {
    SafetensorsDtype type = SafetensorsDtype::f32;
    std::string_view key;
    std::uint64_t count = 0;
};

/// Strings point into the pickle.
using Value = std::variant<None, Mark, bool, std::int64_t, std::string_view, Global, Storage,
                           std::shared_ptr<const Tuple>, std::shared_ptr<Dictionary>,
                           std::shared_ptr<const PickledTensor>>;

struct Tuple {
    std::vector<Value> items;
    std::size_t depth = 1;
};

/// Only tensors are kept, so that no dictionary can hold itself.
struct Dictionary {
    std::map<std::string_view, std::shared_ptr<const PickledTensor>> tensors;
};

/// Resolves a Python global, "module\nobject". Errors: unsupported.
[[nodiscard]] Result<Global> parse_global(std::string_view name);

/// Errors: corrupt_data (nested deeper than any such file needs).
[[nodiscard]] Result<Value> tuple_of(std::vector<Value> items);

/// The storage that ("storage", type, key, device, count) describes. Errors: corrupt_data.
[[nodiscard]] Result<Value> storage_of(const Value& description);

/// The REDUCE opcode: what a known function returns for these arguments. Nothing is executed.
/// Errors: corrupt_data, unsupported (a tensor that is not contiguous).
[[nodiscard]] Result<Value> reduce(const Value& function, const Value& arguments);

/// The SETITEMS opcode: puts alternating keys and values into a dictionary. Errors: corrupt_data
/// (also a duplicate name, or one longer than any tensor has).
[[nodiscard]] Status set_items(const Value& dictionary, const std::vector<Value>& items);

/// The error for an invalid pickle.
[[nodiscard]] std::unexpected<Error> damaged_pickle();

} // namespace sotto::inference::pickle

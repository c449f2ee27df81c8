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

/// The values that the pickle of a state dictionary is made of, and what the few functions that it
/// names would make of them.
namespace sotto::inference::pickle {

/// What the name of a Python object stands for here.
enum class Known {
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
struct Dictionary;

/// Numbers that lie in a file of the archive.
struct Storage {
    TensorType type = TensorType::f32;
    std::string_view key;
    std::uint64_t count = 0;
};

/// Texts point into the pickle.
using Value = std::variant<None, Mark, bool, std::int64_t, std::string_view, Known, Storage,
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

/// What a Python object's name, "module\nobject", stands for. Errors: unsupported.
[[nodiscard]] Result<Known> known_from(std::string_view name);

/// Errors: corrupt_data (nested deeper than any such file needs).
[[nodiscard]] Result<Value> tuple_of(std::vector<Value> items);

/// The storage that ("storage", type, key, device, count) describes. Errors: corrupt_data.
[[nodiscard]] Result<Value> storage_of(const Value& description);

/// What a known function gives for these arguments. Nothing else happens. Errors: corrupt_data,
/// unsupported (a tensor that is not contiguous).
[[nodiscard]] Result<Value> result_of(const Value& function, const Value& arguments);

/// Puts keys and values, by turns, into a dictionary. Errors: corrupt_data (also a name that is
/// there already, or longer than any tensor's).
[[nodiscard]] Status set_items(const Value& dictionary, const std::vector<Value>& items);

/// What is said of a pickle that makes no sense.
[[nodiscard]] std::unexpected<Error> damaged_pickle();

} // namespace sotto::inference::pickle

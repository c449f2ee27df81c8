#include "inference/formats/pickle_value.h"

#include "inference/files/quoted_name.h"

#include <algorithm>
#include <array>
#include <format>
#include <optional>
#include <string>
#include <utility>

namespace sotto::inference::pickle {

namespace {

constexpr std::size_t kMaxDepth = 4; // of tuples in tuples
constexpr std::size_t kMaxDimensions = 8;
// Names are copied for each tensor, and a few bytes of a pickle can repeat a string.
constexpr std::size_t kMaxNameBytes = 1'024;
constexpr std::size_t kMaxKeyBytes = 64; // real ones are numbers

struct GlobalName {
    std::string_view name; ///< module and object, as in the file
    Global global;
};
constexpr std::array<GlobalName, 6> kGlobals{{
    {"collections\nOrderedDict", Global::ordered_dict},
    {"torch._utils\n_rebuild_tensor_v2", Global::rebuild_tensor},
    {"torch._utils\n_rebuild_parameter", Global::rebuild_parameter},
    {"torch\nFloatStorage", Global::float_storage},
    {"torch\nHalfStorage", Global::half_storage},
    {"torch\nBFloat16Storage", Global::bfloat16_storage},
}};

std::optional<SafetensorsDtype> type_of(Global known) {
    switch (known) {
    case Global::float_storage:
        return SafetensorsDtype::f32;
    case Global::half_storage:
        return SafetensorsDtype::f16;
    case Global::bfloat16_storage:
        return SafetensorsDtype::bf16;
    default:
        return std::nullopt;
    }
}

/// The non-negative integers of a tuple.
std::optional<std::vector<std::size_t>> extents_of(const Value& value) {
    const auto* tuple = std::get_if<std::shared_ptr<const Tuple>>(&value);
    if (tuple == nullptr || (*tuple)->items.size() > kMaxDimensions) {
        return std::nullopt;
    }
    std::vector<std::size_t> extents;
    for (const Value& item : (*tuple)->items) {
        const auto* number = std::get_if<std::int64_t>(&item);
        if (number == nullptr || *number < 0) {
            return std::nullopt;
        }
        extents.push_back(static_cast<std::size_t>(*number));
    }
    return extents;
}

/// Whether a tensor with these strides is contiguous; the strides of dimensions of size 1 do not
/// matter.
bool are_contiguous(const std::vector<std::size_t>& shape,
                    const std::vector<std::size_t>& strides) {
    std::uint64_t expected = 1;
    for (std::size_t i = shape.size(); i-- > 0;) {
        if ((shape[i] != 1 && strides[i] != expected) ||
            __builtin_mul_overflow(expected, std::uint64_t{shape[i]}, &expected)) {
            return false;
        }
    }
    return true;
}

/// (storage, first, shape, strides, needs gradient, hooks …).
Result<Value> tensor_of(const Tuple& arguments) {
    if (arguments.items.size() < 4) {
        return damaged_pickle();
    }
    const auto* storage = std::get_if<Storage>(arguments.items.data());
    const auto* first = std::get_if<std::int64_t>(&arguments.items[1]);
    const auto shape = extents_of(arguments.items[2]);
    const auto strides = extents_of(arguments.items[3]);
    if (storage == nullptr || first == nullptr || *first < 0 || !shape || !strides ||
        shape->size() != strides->size()) {
        return damaged_pickle();
    }
    if (!are_contiguous(*shape, *strides)) {
        return fail(ErrorCode::unsupported,
                    "The PyTorch file has a tensor whose numbers do not lie in order.");
    }
    PickledTensor tensor{.name = {},
                         .type = storage->type,
                         .shape = *shape,
                         .storage = std::string(storage->key),
                         .storage_count = storage->count,
                         .first = static_cast<std::uint64_t>(*first)};
    if (tensor.first > tensor.storage_count ||
        tensor.count() > tensor.storage_count - tensor.first) {
        return damaged_pickle();
    }
    return std::make_shared<const PickledTensor>(std::move(tensor));
}

} // namespace

std::unexpected<Error> damaged_pickle() {
    return fail(ErrorCode::corrupt_data, "The PyTorch file's list of tensors is damaged.");
}

Result<Global> parse_global(std::string_view name) {
    const auto* const known = std::ranges::find(kGlobals, name, &GlobalName::name);
    if (known == kGlobals.end()) {
        std::string shown(name);
        std::ranges::replace(shown, '\n', '.');
        return fail(ErrorCode::unsupported,
                    std::format("The PyTorch file asks for {}, which a file of weights has no "
                                "need of.",
                                quoted_name(shown)));
    }
    return known->global;
}

Result<Value> tuple_of(std::vector<Value> items) {
    auto tuple = std::make_shared<Tuple>();
    for (const Value& item : items) {
        if (const auto* inner = std::get_if<std::shared_ptr<const Tuple>>(&item)) {
            tuple->depth = std::max(tuple->depth, (*inner)->depth + 1);
        }
    }
    if (tuple->depth > kMaxDepth) {
        return damaged_pickle();
    }
    tuple->items = std::move(items);
    return std::shared_ptr<const Tuple>(std::move(tuple));
}

Result<Value> storage_of(const Value& description) {
    const auto* tuple = std::get_if<std::shared_ptr<const Tuple>>(&description);
    if (tuple == nullptr || (*tuple)->items.size() != 5) {
        return damaged_pickle();
    }
    const auto& items = (*tuple)->items;
    const auto* word = std::get_if<std::string_view>(items.data());
    const auto* known = std::get_if<Global>(&items[1]);
    const auto* key = std::get_if<std::string_view>(&items[2]);
    const auto* count = std::get_if<std::int64_t>(&items[4]);
    const auto type = known != nullptr ? type_of(*known) : std::nullopt;
    if (word == nullptr || *word != "storage" || !type || key == nullptr || count == nullptr ||
        *count < 0 || key->size() > kMaxKeyBytes) {
        return damaged_pickle();
    }
    return Storage{*type, *key, static_cast<std::uint64_t>(*count)};
}

Result<Value> reduce(const Value& function, const Value& arguments) {
    const auto* tuple = std::get_if<std::shared_ptr<const Tuple>>(&arguments);
    const auto* known = std::get_if<Global>(&function);
    if (tuple == nullptr || known == nullptr) {
        return damaged_pickle();
    }
    const auto& items = (*tuple)->items;
    if (*known == Global::ordered_dict && items.empty()) {
        return std::make_shared<Dictionary>();
    }
    if (*known == Global::rebuild_tensor) {
        return tensor_of(**tuple);
    }
    if (*known == Global::rebuild_parameter && !items.empty() &&
        std::holds_alternative<std::shared_ptr<const PickledTensor>>(items.front())) {
        return items.front();
    }
    return damaged_pickle();
}

Status set_items(const Value& dictionary, const std::vector<Value>& items) {
    const auto* found = std::get_if<std::shared_ptr<Dictionary>>(&dictionary);
    if (found == nullptr || items.size() % 2 != 0) {
        return damaged_pickle();
    }
    for (std::size_t i = 0; i < items.size(); i += 2) {
        const auto* key = std::get_if<std::string_view>(&items[i]);
        const auto* tensor = std::get_if<std::shared_ptr<const PickledTensor>>(&items[i + 1]);
        if (key == nullptr) {
            return damaged_pickle();
        }
        if (tensor != nullptr &&
            (key->size() > kMaxNameBytes || !(*found)->tensors.emplace(*key, *tensor).second)) {
            return damaged_pickle();
        }
    }
    return {};
}

} // namespace sotto::inference::pickle

#include "inference/jinja/calls.h"

#include <algorithm>
#include <format>

namespace sotto::inference::jinja {

namespace {

constexpr int kMaxDepth = 32; // of lists and mappings in each other

/// Of bytes that are compared at once.
Status spend_on_texts(const Text& left, const Text& right, Budget& budget) {
    return budget.spend_steps(std::min(left.size(), right.size()) / 64);
}

Result<bool> equal_to_depth(const Value& left, const Value& right, Budget& budget, int depth);

Result<bool> equal_lists(const List& left, const List& right, Budget& budget, int depth) {
    Result<bool> is_equal = left.size() == right.size();
    for (std::size_t i = 0; is_equal && *is_equal && i < left.size(); ++i) {
        is_equal = equal_to_depth(left[i], right[i], budget, depth);
    }
    return is_equal;
}

Result<bool> equal_dicts(const Dict& left, const Dict& right, Budget& budget, int depth) {
    Result<bool> is_equal = left.size() == right.size();
    for (std::size_t i = 0; is_equal && *is_equal && i < left.size(); ++i) {
        const Value* const other = find(right, left[i].key.bytes());
        is_equal = other == nullptr ? Result<bool>(false)
                                    : equal_to_depth(left[i].value, *other, budget, depth);
    }
    return is_equal;
}

/// Of two values of one kind that are neither lists nor mappings.
bool equal_simple(const Value& left, const Value& right) {
    if (left.integer() && right.integer()) {
        return *left.integer() == *right.integer();
    }
    if (left.number() && right.number()) {
        return *left.number() == *right.number();
    }
    if (left.text() != nullptr && right.text() != nullptr) {
        return *left.text() == *right.text();
    }
    return (left.undefined() != nullptr && right.undefined() != nullptr) ||
           (left.is_none() && right.is_none());
}

Result<bool> equal_to_depth(const Value& left, const Value& right, Budget& budget, int depth) {
    Status enough = budget.spend_steps(1);
    if (enough && left.text() != nullptr && right.text() != nullptr) {
        enough = spend_on_texts(*left.text(), *right.text(), budget);
    }
    if (enough && depth == 0) {
        enough = fail(ErrorCode::unsupported,
                      "The chat template compares values that are nested too deeply.");
    }
    if (!enough) {
        return std::unexpected(std::move(enough.error()));
    }
    if (left.list() != nullptr && right.list() != nullptr) {
        return equal_lists(*left.list(), *right.list(), budget, depth - 1);
    }
    if (left.name_space() != nullptr || right.name_space() != nullptr) {
        return left.name_space() != nullptr && right.name_space() != nullptr &&
               *left.name_space() == *right.name_space();
    }
    if (left.dict() != nullptr && right.dict() != nullptr) {
        return equal_dicts(*left.dict(), *right.dict(), budget, depth - 1);
    }
    return equal_simple(left, right);
}

} // namespace

Result<bool> equal(const Value& left, const Value& right, Budget& budget) {
    return equal_to_depth(left, right, budget, kMaxDepth);
}

Result<bool> contains(const Value& container, const Value& value, Budget& budget) {
    if (const Text* const text = container.text()) {
        if (value.text() == nullptr) {
            return fail(
                ErrorCode::unsupported,
                std::format("The chat template looks for {} in a text.", value.kind_name()));
        }
        return budget.spend_bytes(text->size()).transform([&] {
            return text->bytes().contains(value.text()->bytes());
        });
    }
    const auto elements = elements_of(container, budget);
    if (!elements) {
        return std::unexpected(elements.error());
    }
    Result<bool> is_in = false;
    for (std::size_t i = 0; is_in && !*is_in && i < elements->size(); ++i) {
        is_in = equal((*elements)[i], value, budget);
    }
    return is_in;
}

Result<bool> less(const Value& left, const Value& right, Budget& budget) {
    if (left.number() && right.number()) {
        return *left.number() < *right.number();
    }
    if (left.text() != nullptr && right.text() != nullptr) {
        return spend_on_texts(*left.text(), *right.text(), budget).transform([&] {
            return left.text()->bytes() < right.text()->bytes();
        });
    }
    return fail(ErrorCode::unsupported, std::format("The chat template compares {} with {}.",
                                                    left.kind_name(), right.kind_name()));
}

} // namespace sotto::inference::jinja

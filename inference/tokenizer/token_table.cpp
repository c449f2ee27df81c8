#include "inference/tokenizer/token_table.h"

#include <bit>
#include <functional>
#include <limits>

namespace sotto::inference {

namespace {

std::uint32_t hash_of(std::string_view bytes) {
    return static_cast<std::uint32_t>(std::hash<std::string_view>{}(bytes));
}

} // namespace

void TokenTable::reserve(std::size_t tokens, std::size_t bytes) {
    spans_.reserve(tokens);
    bytes_.reserve(bytes);
}

bool TokenTable::add(TokenId id, std::string_view bytes) {
    if (id < 0 || id >= kMaxTokens || bytes.empty() ||
        bytes_.size() + bytes.size() > std::numeric_limits<std::uint32_t>::max()) {
        return false;
    }
    const auto index = static_cast<std::size_t>(id);
    if (index >= spans_.size()) {
        spans_.resize(index + 1);
    }
    if (spans_[index].length != 0) {
        return false;
    }
    spans_[index] = {static_cast<std::uint32_t>(bytes_.size()),
                     static_cast<std::uint32_t>(bytes.size())};
    bytes_ += bytes;
    return true;
}

void TokenTable::start_index() {
    slots_.assign(std::bit_ceil(spans_.size() * 2 + 1), Slot{});
}

bool TokenTable::insert(TokenId id) {
    const std::string_view token = bytes(id);
    const std::uint32_t hash = hash_of(token);
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].id >= 0) {
        if (slots_[at].hash == hash && bytes(slots_[at].id) == token) {
            return false;
        }
        at = (at + 1) & mask;
    }
    slots_[at] = {hash, id};
    return true;
}

std::optional<TokenId> TokenTable::find(std::string_view bytes) const {
    if (slots_.empty()) {
        return std::nullopt;
    }
    const std::uint32_t hash = hash_of(bytes);
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = hash & mask; slots_[at].id >= 0; at = (at + 1) & mask) {
        if (slots_[at].hash == hash && this->bytes(slots_[at].id) == bytes) {
            return slots_[at].id;
        }
    }
    return std::nullopt;
}

std::string_view TokenTable::bytes(TokenId id) const {
    if (id < 0 || id >= size()) {
        return {};
    }
    const Span span = spans_[static_cast<std::size_t>(id)];
    return std::string_view(bytes_).substr(span.offset, span.length);
}

} // namespace sotto::inference

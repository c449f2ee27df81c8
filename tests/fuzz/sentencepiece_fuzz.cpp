#include "inference/tokenizer/sentencepiece_tokenizer.h"
#include "tests/fuzz/json_mutator.h"
#include "tests/fuzz/tokenizer_checks.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

// Protocol buffers: a field is a tag (number · 8 + wire type) and a value; of wire type 2, bytes behind their length.
constexpr std::uint64_t kBytesType = 2;

std::optional<std::uint64_t> take_varint(std::string_view& bytes) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
        const auto byte = static_cast<std::uint8_t>(bytes.front());
        bytes.remove_prefix(1);
        value |= std::uint64_t{byte & 0x7FU} << shift;
        if (byte < 0x80) {
            return value;
        }
    }
    return std::nullopt;
}

std::string varint(std::uint64_t value) {
    std::string bytes;
    for (; value >= 0x80; value >>= 7U) {
        bytes += static_cast<char>((value & 0x7FU) | 0x80U);
    }
    return bytes + static_cast<char>(value);
}

struct Field {
    std::uint64_t tag;
    std::string payload;
};

// The fields that hold bytes, which all of a model file's do; up to the first thing that is none.
std::vector<Field> split_fields(std::string_view file) {
    std::vector<Field> fields;
    while (!file.empty()) {
        const auto tag = take_varint(file);
        const auto length = tag ? take_varint(file) : std::nullopt;
        if (!length || (*tag & 7U) != kBytesType || *length > file.size()) {
            break;
        }
        fields.push_back({*tag, std::string(file.substr(0, *length))});
        file.remove_prefix(*length);
    }
    return fields;
}

std::string join_fields(const std::vector<Field>& fields) {
    std::string file;
    for (const Field& field : fields) {
        file += varint(field.tag) + varint(field.payload.size()) + field.payload;
    }
    return file;
}

} // namespace

/// Input: a SentencePiece model.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view file(reinterpret_cast<const char*>(data), size);
    sotto::fuzz::check_tokenizer(sotto::inference::SentencePieceTokenizer::open(file));
    return 0;
}

/// Drops, doubles or swaps pieces, or changes the inside of one with its length made right.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most_bytes, unsigned seed) {
    using namespace sotto::fuzz;
    const std::string_view file(reinterpret_cast<const char*>(data), size);
    std::minstd_rand random(seed);
    std::vector<Field> fields = split_fields(file);
    const std::size_t way = random() % 8;
    if (fields.empty() || way == 0) {
        return give_back(mutate_bytes(file, most_bytes), data, most_bytes);
    }
    // The trainer's and the normalizer's settings stand at the end and are few among many pieces.
    const std::size_t at =
        way % 2 == 0 ? random() % fields.size()
                     : fields.size() - 1 - random() % std::min<std::size_t>(fields.size(), 3);
    if (way == 2) {
        fields.erase(fields.begin() + static_cast<std::ptrdiff_t>(at));
    } else if (way == 4) {
        fields.insert(fields.begin() + static_cast<std::ptrdiff_t>(at), Field(fields[at]));
    } else if (way == 6) {
        std::swap(fields[at], fields[random() % fields.size()]);
    } else {
        constexpr std::size_t kMostGrowth = 64;
        fields[at].payload =
            mutate_bytes(fields[at].payload, fields[at].payload.size() + kMostGrowth);
    }
    const std::string changed = join_fields(fields);
    return give_back(changed.size() <= most_bytes ? changed : std::string(file), data, most_bytes);
}

#include "inference/tokenizer/sentencepiece_model.h"
#include "inference/tokenizer/sentencepiece_tokenizer.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/tokenizer_checks.h"
#include "tests/inference/tokenizer/small_tokenizers.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::fuzz {

namespace {

// Protocol buffers: a field is a tag (number · 8 + wire type) and a value; wire type 2 is bytes
// preceded by their length.
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

struct Field {
    std::uint64_t tag = 0;
    std::string payload;
};

// The length-delimited fields, which all fields of a model file are, up to the first other one.
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
    using inference::testing::varint;
    std::string file;
    for (const Field& field : fields) {
        file += varint(field.tag) + varint(field.payload.size()) + field.payload;
    }
    return file;
}

/// Input: a tokenizer.model of SentencePiece's.
bool run(std::string_view input) {
    static_cast<void>(inference::looks_like_sentencepiece(input));
    return check_tokenizer(inference::SentencePieceTokenizer::open(input));
}

/// Rearranges pieces, or changes the content of one and fixes its length.
std::string mutate(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    std::vector<Field> fields = split_fields(input);
    const std::size_t way = mutation.draw(8);
    if (fields.empty() || way == 0) {
        return mutation.bytes(input, max_bytes);
    }
    if (way == 1) {
        mutation.rearrange(fields);
    } else {
        // The few trainer and normalizer settings follow many pieces.
        const std::size_t last = std::min<std::size_t>(fields.size(), 3);
        const std::size_t at =
            way % 2 == 0 ? mutation.draw(fields.size()) : fields.size() - 1 - mutation.draw(last);
        fields[at].payload = mutation.gemv_bytes(fields[at].payload);
    }
    std::string changed = join_fields(fields);
    return changed.size() <= max_bytes ? changed : mutation.bytes(input, max_bytes);
}

} // namespace

const Target& sentencepiece_target() {
    static constexpr Target kTarget{"sentencepiece", run, mutate};
    return kTarget;
}

} // namespace sotto::fuzz

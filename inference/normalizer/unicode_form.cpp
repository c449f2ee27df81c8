#include "inference/tokenizer/nfc.h"

#include "core/text/utf8.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace sotto::inference {

namespace {

// ICU counts bytes in 32 bits.
constexpr std::size_t kMaxAtOnce = std::size_t{1} << 28U;

/// Whether every character is below U+0300, the first that composes with another.
bool is_surely_nfc(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0xCC; });
}

void append_nfc(const icu::Normalizer2& normalizer, std::string_view valid, std::string& out) {
    UErrorCode status = U_ZERO_ERROR;
    std::string composed;
    icu::StringByteSink<std::string> sink(&composed);
    normalizer.normalizeUTF8(
        0, icu::StringPiece(valid.data(), static_cast<std::int32_t>(valid.size())), sink, nullptr,
        status);
    out += U_SUCCESS(status) ? std::string_view(composed) : valid;
}

} // namespace

std::optional<std::string> to_nfc(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* const normalizer =
        is_surely_nfc(text) ? nullptr : icu::Normalizer2::getNFCInstance(status);
    if (normalizer == nullptr || U_FAILURE(status)) {
        return std::nullopt;
    }
    std::string out;
    for (std::string_view rest = text; !rest.empty();) {
        const std::string_view valid =
            rest.substr(0, valid_utf8_prefix(rest.substr(0, kMaxAtOnce)));
        append_nfc(*normalizer, valid, out);
        rest.remove_prefix(valid.size());
        while (!rest.empty() && next_utf8(rest).kind != Utf8Kind::character) {
            const std::size_t broken = next_utf8(rest).length;
            out += rest.substr(0, broken);
            rest.remove_prefix(broken);
        }
    }
    return out == text ? std::nullopt : std::optional(std::move(out));
}

std::size_t ComposedText::original_offset(std::size_t composed) const {
    const auto after = std::ranges::upper_bound(borders, composed, {}, &Border::composed);
    const Border& before = *std::prev(after);
    // What composing shortened or lengthened must not move a token past the next border.
    const std::size_t last = std::max(before.original + 1, after->original) - 1;
    return std::min(before.original + (composed - before.composed), last);
}

std::optional<ComposedText> compose(std::string_view text, std::span<const std::size_t> offsets,
                                    std::size_t begin) {
    if (is_surely_nfc(text)) {
        return std::nullopt;
    }
    ComposedText result;
    result.borders.emplace_back();
    const auto append_up_to = [&](std::size_t end) {
        const std::size_t from = result.borders.back().original;
        const std::string_view part = text.substr(from, end - from);
        result.text += to_nfc(part).value_or(std::string(part));
        result.borders.push_back({result.text.size(), end});
    };
    for (const std::size_t offset : offsets) {
        if (offset > begin + result.borders.back().original && offset < begin + text.size()) {
            append_up_to(offset - begin);
        }
    }
    append_up_to(text.size());
    return result.text == text ? std::nullopt : std::optional(std::move(result));
}

} // namespace sotto::inference

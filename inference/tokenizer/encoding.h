#pragma once

#include "core/ids.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

namespace sotto::inference {

/// Whether text that spells a control token becomes that token (llama.cpp: parse_special). User
/// text is always `literal`: it can never become a control token.
enum class SpecialText { literal, parse };

/// Polled during long work to see whether it should end.
struct StopCheck {
    std::stop_token token = {};
    std::atomic<std::size_t>* checks = nullptr; ///< counts the calls, if set

    [[nodiscard]] bool requested() const {
        if (checks != nullptr) {
            checks->fetch_add(1, std::memory_order_relaxed);
        }
        return token.stop_requested();
    }
};

/// A position at which a text can be cut: the ids before and after it are independent of each
/// other.
struct TextCut {
    std::size_t offset = 0; ///< bytes before it
    std::size_t ids = 0;    ///< ids before it
};

/// Where a text stands in a prompt. Some vocabularies put a space before the first word only.
enum class TextPlace { first, behind_others };

struct EncodeOptions {
    SpecialText special = SpecialText::literal;
    std::span<const std::size_t> offsets = {}; ///< bytes of the text, ascending: Encoding::counts
    StopCheck stop = {};
    std::size_t begin = 0; ///< offset of a cut: only the text after it is encoded
    TextPlace place = TextPlace::first;
};

/// A text as token ids.
struct Encoding {
    std::vector<TokenId> ids;
    std::vector<std::size_t>
        counts;                ///< for each of the offsets: number of ids that begin before it
    std::vector<TextCut> cuts; ///< some of the possible cuts, in order; may be empty
};

/// Collects the ids of one text in order.
class EncodingBuilder {
public:
    /// `options` outlives the builder.
    explicit EncodingBuilder(const EncodeOptions& options) : options_(options) {}

    /// `begin`: the id's first byte in the text.
    void add(TokenId id, std::size_t begin) {
        while (encoding_.counts.size() < options_.offsets.size() &&
               options_.offsets[encoding_.counts.size()] <= begin) {
            encoding_.counts.push_back(encoding_.ids.size());
        }
        encoding_.ids.push_back(id);
    }

    /// The text can be cut between the ids so far and the next ones.
    void add_cut(std::size_t offset) { encoding_.cuts.push_back({offset, encoding_.ids.size()}); }

    void reserve(std::size_t ids) { encoding_.ids.reserve(ids); }

    /// Whether one of the offsets is between `begin` and `end`.
    [[nodiscard]] bool counts_between(std::size_t begin, std::size_t end) const {
        return std::ranges::any_of(options_.offsets, [begin, end](std::size_t offset) {
            return begin < offset && offset < end;
        });
    }

    [[nodiscard]] const EncodeOptions& options() const { return options_; }
    [[nodiscard]] bool is_stopped() const { return options_.stop.requested(); }

    [[nodiscard]] Encoding finish() && {
        encoding_.counts.resize(options_.offsets.size(), encoding_.ids.size());
        return std::move(encoding_);
    }

private:
    const EncodeOptions& options_;
    Encoding encoding_;
};

} // namespace sotto::inference

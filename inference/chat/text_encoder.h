#pragma once

#include "core/error.h"
#include "inference/tokenizer/tokenizer.h"

#include <cstddef>
#include <list>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// Encodes the texts of prompts and keeps the last results, so that what stands in several prompts,
/// such as a conversation's documents, is encoded once. Of a text that begins as a kept one does
/// only the rest is encoded, where the tokenizer tells cuts. Runs on: one thread at a time.
class TextEncoder {
public:
    /// `tokenizer` outlives the encoder. `max_bytes`: of texts and ids that are kept.
    explicit TextEncoder(const Tokenizer& tokenizer, std::size_t max_bytes = 0)
        : tokenizer_(tokenizer), max_bytes_(max_bytes) {}

    /// As Tokenizer::encode. `offsets`, `place`: see EncodeOptions. Errors: cancelled.
    [[nodiscard]] Result<std::shared_ptr<const Encoding>>
    encode(std::string text, std::span<const std::size_t> offsets, const std::stop_token& stop,
           TextPlace place = TextPlace::first);

    /// Gives the memory back.
    void clear();

    [[nodiscard]] const Tokenizer& tokenizer() const { return tokenizer_; }

private:
    struct Entry {
        std::string text;
        std::vector<std::size_t> offsets;
        TextPlace place = TextPlace::first;
        std::shared_ptr<const Encoding> encoding;
        [[nodiscard]] std::size_t bytes() const;
    };
    /// The longest beginning of a text that a kept one has as well, up to a cut.
    struct Beginning {
        const Encoding* encoding = nullptr; ///< of the kept text; null: there is none
        TextCut cut;
    };
    [[nodiscard]] Beginning find_beginning(std::string_view text,
                                           std::span<const std::size_t> offsets,
                                           TextPlace place) const;
    void keep(Entry entry);

    const Tokenizer& tokenizer_;
    std::size_t max_bytes_;
    std::list<Entry> entries_; // the last used first
    std::size_t bytes_ = 0;    // of the entries
};

} // namespace sotto::inference

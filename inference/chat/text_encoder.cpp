#include "inference/chat/text_encoder.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace sotto::inference {

namespace {

// A long conversation has some hundred texts; looking through them takes no time.
constexpr std::size_t kMaxEntries = 1024;

// Completes what was encoded from a cut on.
void put_before(Encoding& rest, const Encoding& whole, const TextCut& cut,
                std::span<const std::size_t> offsets) {
    for (std::size_t i = 0; i < offsets.size(); ++i) {
        rest.counts[i] = offsets[i] <= cut.offset ? whole.counts[i] : rest.counts[i] + cut.ids;
    }
    for (TextCut& later : rest.cuts) {
        later.ids += cut.ids;
    }
    const auto behind = std::ranges::upper_bound(whole.cuts, cut.offset, {}, &TextCut::offset);
    rest.cuts.insert(rest.cuts.begin(), whole.cuts.begin(), behind);
    rest.ids.insert(rest.ids.begin(), whole.ids.begin(),
                    whole.ids.begin() + static_cast<std::ptrdiff_t>(cut.ids));
}

} // namespace

std::size_t TextEncoder::Entry::bytes() const {
    return sizeof(Entry) + sizeof(Encoding) + text.size() + encoding->ids.size() * sizeof(TokenId) +
           (offsets.size() + encoding->counts.size()) * sizeof(std::size_t) +
           encoding->cuts.size() * sizeof(TextCut);
}

Result<std::shared_ptr<const Encoding>> TextEncoder::encode(std::string text,
                                                            std::span<const std::size_t> offsets,
                                                            const std::stop_token& stop,
                                                            TextPlace place) {
    if (stop.stop_requested()) {
        return fail(ErrorCode::cancelled, "stopped");
    }
    const auto known = std::ranges::find_if(entries_, [&](const Entry& entry) {
        return entry.place == place && entry.text == text &&
               std::ranges::equal(entry.offsets, offsets);
    });
    if (known != entries_.end()) {
        entries_.splice(entries_.begin(), entries_, known);
        return known->encoding;
    }
    const Beginning known_beginning = find_beginning(text, offsets, place);
    auto encoded = tokenizer_.encode(text, EncodeOptions{.offsets = offsets,
                                                         .stop = {stop},
                                                         .begin = known_beginning.cut.offset,
                                                         .place = place});
    if (!encoded) {
        return std::unexpected(std::move(encoded.error()));
    }
    if (known_beginning.encoding != nullptr) {
        put_before(*encoded, *known_beginning.encoding, known_beginning.cut, offsets);
    }
    auto encoding = std::make_shared<const Encoding>(*std::move(encoded));
    keep({std::move(text), std::vector(offsets.begin(), offsets.end()), place, encoding});
    return encoding;
}

TextEncoder::Beginning TextEncoder::find_beginning(std::string_view text,
                                                   std::span<const std::size_t> offsets,
                                                   TextPlace place) const {
    Beginning best;
    for (const Entry& entry : entries_) {
        const auto& cuts = entry.encoding->cuts;
        if (cuts.empty() || entry.place != place) {
            continue;
        }
        // Beyond the first difference nothing is alike, and a cut is made by the byte behind it.
        const auto common = static_cast<std::size_t>(std::ranges::mismatch(entry.text, text).in1 -
                                                     entry.text.begin());
        const auto behind = std::ranges::lower_bound(cuts, common, {}, &TextCut::offset);
        const TextCut cut = behind == cuts.begin() ? TextCut{} : *std::prev(behind);
        const auto before = [&cut](std::span<const std::size_t> all) {
            return std::span(all.begin(), std::ranges::upper_bound(all, cut.offset));
        };
        if (cut.offset > best.cut.offset &&
            std::ranges::equal(before(entry.offsets), before(offsets))) {
            best = {entry.encoding.get(), cut};
        }
    }
    return best;
}

void TextEncoder::keep(Entry entry) {
    const std::size_t bytes = entry.bytes();
    if (bytes > max_bytes_) {
        return;
    }
    while (!entries_.empty() && (bytes_ + bytes > max_bytes_ || entries_.size() >= kMaxEntries)) {
        bytes_ -= entries_.back().bytes();
        entries_.pop_back();
    }
    bytes_ += bytes;
    entries_.push_front(std::move(entry));
}

void TextEncoder::clear() {
    entries_.clear();
    bytes_ = 0;
}

} // namespace sotto::inference

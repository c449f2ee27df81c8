#include "core/text/utf8.h"
#include "inference/tokenizer/tokenizer.h"

namespace sotto::inference {

StreamDecoder::StreamDecoder(const Tokenizer& tokenizer) : tokenizer_(tokenizer) {}

std::string StreamDecoder::push(TokenId id) {
    const std::string bytes = tokenizer_.token_bytes(id);
    std::string_view added = bytes;
    if (at_start_ && !added.empty()) {
        at_start_ = false;
        if (tokenizer_.drops_leading_space() && added.front() == ' ') {
            added.remove_prefix(1);
        }
    }
    pending_ += added;

    std::string text;
    std::string_view rest = pending_;
    while (!rest.empty()) {
        const Utf8Step step = next_utf8(rest);
        if (step.kind == Utf8Kind::unfinished) {
            break;
        }
        text +=
            step.kind == Utf8Kind::character ? rest.substr(0, step.length) : kReplacementCharacter;
        rest.remove_prefix(step.length);
    }
    pending_ = std::string(rest);
    return text;
}

std::string StreamDecoder::finish() {
    const bool has_rest = !pending_.empty();
    pending_.clear();
    return std::string(has_rest ? kReplacementCharacter : std::string_view());
}

} // namespace sotto::inference

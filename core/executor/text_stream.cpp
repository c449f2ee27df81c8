#include "core/executor/text_stream.h"

#include <utility>

namespace sotto {

bool TextStream::append(std::string_view text) {
    if (text.empty()) {
        return false;
    }
    const std::scoped_lock lock(mutex_);
    const bool was_empty = text_.empty();
    text_.append(text);
    return was_empty;
}

std::string TextStream::take() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(text_, {});
}

} // namespace sotto

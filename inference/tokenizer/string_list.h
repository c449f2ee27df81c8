#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference {

/// Many short strings in one buffer, with little overhead.
class StringList {
public:
    /// Returns false, and adds nothing, when the total would exceed 4 GiB.
    [[nodiscard]] bool add(std::string_view text) {
        if (text.size() > std::numeric_limits<std::uint32_t>::max() - bytes_.size()) {
            return false;
        }
        bytes_ += text;
        ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
        return true;
    }

    [[nodiscard]] std::size_t size() const { return ends_.size(); }
    [[nodiscard]] bool empty() const { return ends_.empty(); }

    [[nodiscard]] std::string_view operator[](std::size_t i) const {
        const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
        return std::string_view(bytes_).substr(begin, ends_[i] - begin);
    }

private:
    std::string bytes_;
    std::vector<std::uint32_t> ends_;
};

} // namespace sotto::inference

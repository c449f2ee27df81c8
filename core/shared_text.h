#pragma once

#include <concepts>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace sotto {

/// An immutable UTF-8 text that its copies share, so that a document passes from the library to the
/// engine without being copied. Any number of threads may use it.
class SharedText {
public:
    SharedText() = default;
    // Implicit, as std::string is from a literal: a text is one whoever owns it.
    SharedText(std::string text) // NOLINT(google-explicit-constructor)
        : text_(text.empty() ? nullptr : std::make_shared<const std::string>(std::move(text))) {}
    SharedText(const char* text) // NOLINT(google-explicit-constructor)
        : SharedText(std::string(text)) {}

    /// Valid while this or a copy lives.
    [[nodiscard]] std::string_view view() const {
        return text_ == nullptr ? std::string_view() : std::string_view(*text_);
    }
    operator std::string_view() const { return view(); } // NOLINT(google-explicit-constructor)

    [[nodiscard]] std::size_t size() const { return view().size(); }
    [[nodiscard]] bool empty() const { return text_ == nullptr; }

    template <std::convertible_to<std::string_view> Other>
    friend bool operator==(const SharedText& text, const Other& other) {
        return text.view() == std::string_view(other);
    }

private:
    std::shared_ptr<const std::string> text_; // null when empty
};

} // namespace sotto

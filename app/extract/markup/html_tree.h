#pragma once

#include "app/extract/protocol/extraction.h"

#include <gumbo.h>

#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// The elements of a page as HTML's rules for reading find them, in memory of their own that ends
/// with the tree. Those rules put what was left open (`<b>`, `<i>`, …) into every following block
/// again, so that a page may ask for the square of its size: there is a limit.
class HtmlTree {
public:
    /// What a tree may take: kLeastMemory and this many bytes for each byte of its page. A page
    /// of nothing but short elements takes about 100. Unit: bytes.
    static constexpr std::size_t kLeastMemory = std::size_t{64} << 20U;
    static constexpr std::size_t kMemoryPerByte = 256;

    /// `text`: UTF-8; outlives the tree. Errors: forbidden (elements within elements without end,
    /// or more memory than the limit), damaged; std::bad_alloc comes through.
    [[nodiscard]] static std::expected<HtmlTree, Refusal> parse(std::string_view text);

    [[nodiscard]] const GumboNode* root() const { return root_; }

private:
    struct TooMuch {};

    /// Blocks that are never given back one by one. Source: GumboOptions::allocator.
    class Memory {
    public:
        explicit Memory(std::size_t max_bytes) : left_(max_bytes) {}

        /// Throws TooMuch beyond the limit, and std::bad_alloc, through the parser's frames: they
        /// own nothing but what lies here, and Debian compiles them with unwind tables.
        [[nodiscard]] void* take(std::size_t bytes);

    private:
        std::vector<std::unique_ptr<std::byte[]>> chunks_;
        std::byte* free_ = nullptr; ///< within the last chunk of the ordinary size
        std::size_t free_bytes_ = 0;
        std::size_t left_;
    };

    std::unique_ptr<const std::string> replaced_; ///< the page, where not all of it is as given
    std::unique_ptr<Memory> memory_;
    const GumboNode* root_ = nullptr;
};

} // namespace sotto::extract

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

/// A parsed page, in its own memory. HTML's parsing rules reopen unclosed elements (`<b>`, `<i>`,
/// …) in every following block, so the tree can grow with the square of the page: its memory is
/// limited.
class HtmlTree {
public:
    /// The memory limit of a tree: kLeastMemory, and kMemoryPerByte for each byte of the page. A
    /// page of nothing but short elements needs about 100 per byte. Unit: bytes.
    static constexpr std::size_t kLeastMemory = std::size_t{64} << 20U;
    static constexpr std::size_t kMemoryPerByte = 256;

    /// `text`: UTF-8; outlives the tree. Errors: forbidden (elements within elements without end,
    /// or more memory than the limit), damaged; std::bad_alloc passes through.
    [[nodiscard]] static std::expected<HtmlTree, Refusal> parse(std::string_view text);

    [[nodiscard]] const GumboNode* root() const { return root_; }

private:
    struct TooMuch {};

    /// An arena: blocks are not freed one by one. Source: GumboOptions::allocator.
    class Memory {
    public:
        explicit Memory(std::size_t max_bytes) : left_(max_bytes) {}

        /// Throws TooMuch beyond the limit, and std::bad_alloc, through the stack frames of the
        /// parser: it owns nothing outside this arena, and Debian compiles it with unwind tables.
        [[nodiscard]] void* take(std::size_t bytes);

    private:
        std::vector<std::unique_ptr<std::byte[]>> chunks_;
        std::byte* free_ = nullptr; ///< within the last chunk of the ordinary size
        std::size_t free_bytes_ = 0;
        std::size_t left_;
    };

    std::unique_ptr<const std::string> replaced_; ///< the page, if it was changed
    std::unique_ptr<Memory> memory_;
    const GumboNode* root_ = nullptr;
};

} // namespace sotto::extract

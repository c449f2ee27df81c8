#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sotto {

/// A model of the catalogue that comes with the program: what can be had, and from whom.
struct PublishedModel {
    std::string name;  ///< as models are named, e.g. qwen2.5-coder-0.5b
    std::string title; ///< for people
    std::string publisher;
    std::string family;
    std::string licence; ///< its name
    std::string page;    ///< the publisher's
    std::int64_t context_tokens = 0;
    std::int64_t memory_bytes = 0; ///< that should be free to run it

    /// The one file that Sotto imports.
    struct File {
        std::string name;
        std::int64_t bytes = 0;
        std::string sha256; ///< 64 lower-case hexadecimal digits
    };
    std::optional<File> file = std::nullopt; ///< none: what to download is said in words
    std::vector<std::string> download = {};  // NOLINT(readability-redundant-member-init)
};

} // namespace sotto

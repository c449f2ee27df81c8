#pragma once

#include "core/error.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>

namespace sotto::inference {

/// Incremental SHA-256.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void add(std::span<const std::byte> bytes);

    /// The hash as 64 lower-case hexadecimal digits. Ends the computation.
    [[nodiscard]] std::string finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The hash of these bytes.
[[nodiscard]] std::array<std::byte, 32> sha256_of(std::span<const std::byte> bytes);

/// The hash of a file's content. `advanced` gets the number of bytes after each part. Errors:
/// not_found, invalid_input (not a regular file), io, cancelled.
[[nodiscard]] Result<std::string> sha256_of_file(const std::filesystem::path& path,
                                                 const std::stop_token& stop,
                                                 const std::function<void(std::size_t)>& advanced);

} // namespace sotto::inference

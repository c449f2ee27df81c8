#pragma once

#include "core/error.h"
#include "storage/sqlite/sqlite.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

struct sqlite3_blob;

namespace sotto::storage {

/// Reads a stored blob sequentially into the caller's memory, without a copy of the whole.
/// Lifetime: shorter than the connection; while it lives the database cannot be written.
/// Runs on: the connection's thread.
class BlobStream {
public:
    /// Errors: not_found (no such row, or no blob in it), and as Connection.
    [[nodiscard]] static Result<BlobStream> open(Connection& connection, const char* table,
                                                 const char* column, std::int64_t row);

    [[nodiscard]] std::size_t size() const;

    /// Reads the next `to.size()` bytes. Errors: corrupt_data (fewer are left), and as Connection.
    [[nodiscard]] Status read(std::span<std::byte> to);

private:
    struct Close {
        void operator()(sqlite3_blob* blob) const;
    };
    BlobStream(Connection& connection, sqlite3_blob* blob)
        : connection_(&connection), blob_(blob) {}

    Connection* connection_;
    std::unique_ptr<sqlite3_blob, Close> blob_;
    std::size_t offset_ = 0;
};

} // namespace sotto::storage

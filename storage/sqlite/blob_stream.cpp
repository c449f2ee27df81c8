#include "storage/sqlite/blob_stream.h"

#include <sqlcipher/sqlite3.h>

namespace sotto::storage {

void BlobStream::Close::operator()(sqlite3_blob* blob) const {
    sqlite3_blob_close(blob);
}

Result<BlobStream> BlobStream::open(Connection& connection, const char* table, const char* column,
                                    std::int64_t row) {
    sqlite3_blob* blob = nullptr;
    const int code =
        sqlite3_blob_open(connection.database_.get(), "main", table, column, row, 0, &blob);
    if (code == SQLITE_ERROR) {
        return fail(ErrorCode::not_found, "there is no such row in the database");
    }
    if (code != SQLITE_OK) {
        return std::unexpected(connection.error_of(code));
    }
    return BlobStream(connection, blob);
}

std::size_t BlobStream::size() const {
    return static_cast<std::size_t>(sqlite3_blob_bytes(blob_.get()));
}

Status BlobStream::read(std::span<std::byte> to) {
    if (to.size() > size() - offset_) {
        return fail(ErrorCode::corrupt_data, "the database file is damaged");
    }
    const int code = sqlite3_blob_read(blob_.get(), to.data(), static_cast<int>(to.size()),
                                       static_cast<int>(offset_));
    if (code != SQLITE_OK) {
        return std::unexpected(connection_->error_of(code));
    }
    offset_ += to.size();
    return {};
}

} // namespace sotto::storage

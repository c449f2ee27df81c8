#include "storage/sqlite/sqlite_error.h"

#include "core/system_error.h"

#include <sqlcipher/sqlite3.h>

#include <format>

namespace sotto::storage {
namespace {

// What a row refers to may have been removed by another program. Our statements respect all other
// constraints: they look for what may not be there twice in the same transaction, so that a stored
// row that breaks one is damaged.
Error constraint_error(int code) {
    if (code == SQLITE_CONSTRAINT_FOREIGNKEY) {
        return {ErrorCode::not_found, "what this belongs to has been removed"};
    }
    return {ErrorCode::corrupt_data, "the database file is damaged"};
}

} // namespace

Error sqlite_error(int code, int error_number) {
    switch (code & 0xFF) {
    case SQLITE_FULL:
        return {ErrorCode::out_of_space,
                "there is no space left on the disk; free some and try again"};
    case SQLITE_CONSTRAINT:
        return constraint_error(code);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_MISMATCH:
        return {ErrorCode::corrupt_data, "the database file is damaged"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::busy, "another program is using the database; try again"};
    case SQLITE_NOMEM:
        return {ErrorCode::out_of_memory, "there is not enough memory for the database"};
    case SQLITE_TOOBIG:
        return {ErrorCode::invalid_input, "the text is too long to be saved"};
    case SQLITE_READONLY:
        return {ErrorCode::io, "the database file or its folder cannot be written"};
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
        if (code == SQLITE_IOERR_NOMEM) {
            return sqlite_error(SQLITE_NOMEM, 0);
        }
        if (code_of_errno(error_number) == ErrorCode::out_of_space) {
            return sqlite_error(SQLITE_FULL, 0);
        }
        return {ErrorCode::io,
                std::format("the database could not be read or written ({}, code {})",
                            sqlite3_errstr(code), code)};
    case SQLITE_PERM:
    case SQLITE_NOLFS:
    case SQLITE_PROTOCOL:
        return {ErrorCode::io, std::format("the database could not be opened ({}, code {})",
                                           sqlite3_errstr(code), code)};
    default:
        return {ErrorCode::internal, std::format("the database refused a statement ({}, code {})",
                                                 sqlite3_errstr(code), code)};
    }
}

} // namespace sotto::storage

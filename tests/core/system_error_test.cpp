#include "core/system_error.h"

#include <catch2/catch_test_macros.hpp>

#include <cerrno>

using namespace sotto;

TEST_CASE("a full disk, a used-up quota and a file that may not grow are all out of space") {
    for (const int error_number : {ENOSPC, EDQUOT, EFBIG}) {
        CAPTURE(error_number);
        CHECK(code_of_errno(error_number) == ErrorCode::out_of_space);
    }
    for (const int error_number : {EIO, EACCES, EROFS, ENOENT, 0}) {
        CAPTURE(error_number);
        CHECK(code_of_errno(error_number) == ErrorCode::io);
    }
}

TEST_CASE("a system error says what failed and why") {
    const Error error = system_error("the file cannot be written", ENOSPC);
    CHECK(error.code == ErrorCode::out_of_space);
    CHECK(error.detail == "the file cannot be written (No space left on device)");
}

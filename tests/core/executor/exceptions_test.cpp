#include "core/executor/exceptions.h"
#include "tests/support/thrown.h"

#include <catch2/catch_test_macros.hpp>

#include <stdexcept>

namespace sotto {

TEST_CASE("Whatever is thrown becomes an error") {
    for (const test::Thrown& thrown : test::kThrown) {
        CAPTURE(thrown.name);
        const auto error = try_run(thrown.raise);
        REQUIRE(error);
        CHECK(error->code == thrown.code);
        CHECK_FALSE(error->detail.empty());
    }
    CHECK_FALSE(try_run([] {}));
}

TEST_CASE("The error names the exception's type, not its text, which may quote a user") {
    const auto error = try_run([] { throw std::runtime_error("secret"); });
    REQUIRE(error);
    CHECK(error->detail.contains("runtime_error"));
    CHECK_FALSE(error->detail.contains("secret"));
}

} // namespace sotto

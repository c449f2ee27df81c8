#include "core/executor/callback_scope.h"
#include "tests/support/thrown.h"

#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <optional>
#include <stdexcept>

namespace sotto {

TEST_CASE("A callback runs while its scope is alive, with its arguments") {
    auto scope = std::make_unique<CallbackScope>();
    int sum = 0;
    auto add = scope->wrap([&sum](int a, int b) { sum += a + b; });
    add(1, 2);
    CHECK(sum == 3);
    scope.reset();
    add(1, 2);
    CHECK(sum == 3);
}

TEST_CASE("Cancelling drops the callbacks made before, not those made after") {
    CallbackScope scope;
    int before = 0;
    int after = 0;
    auto first = scope.wrap([&before] { ++before; });
    scope.cancel();
    auto second = scope.wrap([&after] { ++after; });
    first();
    second();
    CHECK(before == 0);
    CHECK(after == 1);
}

TEST_CASE("What a callback throws is passed on as an error") {
    CallbackScope scope;
    for (const test::Thrown& thrown : test::kThrown) {
        CAPTURE(thrown.name);
        std::optional<Error> error;
        auto callback = scope.wrap([&thrown] { thrown.raise(); },
                                   [&error](const Error& given) { error = given; });
        callback();
        REQUIRE(error);
        CHECK(error->code == thrown.code);
    }
}

TEST_CASE("A callback that ends its scope and then throws leaves that to the executor") {
    CallbackScope scope;
    int errors = 0;
    auto callback = scope.wrap(
        [&scope] {
            scope.cancel();
            throw std::runtime_error("late");
        },
        [&errors](const Error&) { ++errors; });
    CHECK_THROWS_AS(callback(), std::runtime_error);
    CHECK(errors == 0);
}

} // namespace sotto

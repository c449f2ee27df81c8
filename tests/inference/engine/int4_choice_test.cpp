#include "inference/engine/int4_choice.h"

#include <catch2/catch_test_macros.hpp>

using namespace sotto::inference;
using namespace std::chrono_literals;

TEST_CASE(
    "our int4 kernels are chosen only where they win with many rows and lose nothing with one") {
    const auto choice = [](Int4Times::Time own_one_row, Int4Times::Time own_many_rows) {
        return faster_of({100us, own_one_row, 1000us, own_many_rows});
    };
    CHECK(choice(100us, 700us) == Int4Kernels::own);
    CHECK(choice(104us, 900us) == Int4Kernels::own);
    CHECK(choice(50us, 950us) == Int4Kernels::xnnpack);
    CHECK(choice(110us, 500us) == Int4Kernels::xnnpack);
    CHECK(choice(100us, 1000us) == Int4Kernels::xnnpack);
}

TEST_CASE("the contest of int4 kernels measures each of its four products") {
    const auto times = measure_int4_times();
    REQUIRE(times);
    CHECK(times->xnnpack_one_row > 0ns);
    CHECK(times->own_one_row > 0ns);
    CHECK(times->xnnpack_many_rows > 0ns);
    CHECK(times->own_many_rows > 0ns);
    // Measured once: asked again, it says the same.
    CHECK(faster_int4_kernels() == faster_int4_kernels());
}

#include "inference/linear/int4_kernel_selection.h"
#include "inference/xnnpack/qp8_activations.h"

#include <catch2/catch_test_macros.hpp>

using namespace sotto::inference;
using namespace std::chrono_literals;

using Products = Int4Timings::Products;

TEST_CASE("other int4 kernels are selected only if they win at GEMM and lose nothing at GEMV") {
    for (const auto kernels : {Int4Kernels::own, Int4Kernels::kleidi_ai}) {
        const auto choice = [&](Products times) {
            Int4Timings all{{100us, 1000us}, {}, {}};
            (kernels == Int4Kernels::own ? all.own : all.kleidi_ai) = times;
            return fastest_of(all);
        };
        CHECK(choice({100us, 700us}) == kernels);
        CHECK(choice({104us, 900us}) == kernels);
        CHECK(choice({50us, 950us}) == Int4Kernels::xnnpack);
        CHECK(choice({110us, 500us}) == Int4Kernels::xnnpack);
        CHECK(choice({100us, 1000us}) == Int4Kernels::xnnpack);
    }
    CHECK(fastest_of({{100us, 1000us}, {}, {}}) == Int4Kernels::xnnpack);
}

TEST_CASE("if several int4 kernels beat XNNPACK's, ours must also beat KleidiAI's") {
    const auto choice = [](Products kleidi_ai, Products own) {
        return fastest_of({{100us, 1000us}, kleidi_ai, own});
    };
    CHECK(choice({100us, 600us}, {100us, 550us}) == Int4Kernels::kleidi_ai);
    CHECK(choice({100us, 600us}, {100us, 500us}) == Int4Kernels::own);
    CHECK(choice({80us, 600us}, {100us, 500us}) == Int4Kernels::kleidi_ai);
    CHECK(choice({120us, 600us}, {100us, 850us}) == Int4Kernels::own);
}

TEST_CASE("the kernel benchmark measures every int4 kernel that this CPU supports") {
    const auto is_measured = [](const Products& one) {
        return one.gemv > 0ns && one.gemv < 1h && one.gemm > 0ns && one.gemm < 1h;
    };
    for (const auto dtype : {MatrixDtype::int4, MatrixDtype::int4_channel}) {
        const auto times = measure_int4_kernels(dtype);
        REQUIRE(times);
        CHECK(is_measured(times->xnnpack));
        REQUIRE(times->own.has_value() == (dtype == MatrixDtype::int4));
        CHECK((!times->own || is_measured(*times->own)));
        REQUIRE(times->kleidi_ai.has_value() == Qp8Activations::are_supported());
        CHECK((!times->kleidi_ai || is_measured(*times->kleidi_ai)));
        // Measured once: a second call returns the same.
        CHECK(select_int4_kernels(dtype) == select_int4_kernels(dtype));
    }
    CHECK(select_int4_kernels(MatrixDtype::int8) == Int4Kernels::xnnpack);
}

#pragma once

#include <cstddef>

namespace sotto::inference {

/// A matrix of floats whose rows and columns may lie any distance apart: transposed, or part of
/// another one. Unit of the strides: elements.
struct MatrixView {
    const float* data = nullptr;
    std::size_t row_stride = 0;
    std::size_t col_stride = 1;
};

/// C += factor · A B, with the instructions found at run time. Shape of `a`: [rows, depth], of `b`:
/// [depth, cols], of `c`: [rows, cols], its rows `c_stride` apart; `c` overlaps neither. Each
/// element is summed in the order of the depth, whatever else is computed with it.
void add_product(float factor, const MatrixView& a, const MatrixView& b, std::size_t rows,
                 std::size_t cols, std::size_t depth, float* c, std::size_t c_stride);

} // namespace sotto::inference

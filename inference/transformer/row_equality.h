#pragma once

#include "core/error.h"
#include "inference/linear/linear.h"
#include "inference/xnnpack/xnn.h"

namespace sotto::inference {

/// Whether a row's result has the same bits when the row is computed alone and among
/// kMaxVerifiedRows: libraries choose other kernels for one row, on every processor other ones.
/// Multiplies made-up rows. Errors: of Linear::apply.
[[nodiscard]] Result<bool> gives_equal_rows(Linear& linear, LinearScratch& scratch,
                                            ThreadPool& pool);

} // namespace sotto::inference

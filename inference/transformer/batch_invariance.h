#pragma once

#include "core/error.h"
#include "inference/linear/linear.h"
#include "inference/xnnpack/thread_pool.h"

namespace sotto::inference {

/// Whether a token's result has the same bits when the token is computed alone and among
/// kMaxVerifiedTokens: libraries choose other kernels for one token, on every processor other ones.
/// Multiplies made-up n_tokens. Errors: of Linear::apply.
[[nodiscard]] Result<bool> is_batch_invariant(Linear& linear, LinearScratch& scratch,
                                              ThreadPool& pool);

} // namespace sotto::inference

#pragma once

#include "core/error.h"
#include "inference/linear/linear.h"
#include "inference/xnnpack/thread_pool.h"

namespace sotto::inference {

/// Whether a linear layer is batch-invariant: a token's result has the same bits alone and in a
/// batch of kMaxVerifiedTokens. Libraries use other kernels for a single token, depending on the
/// CPU. Tested with synthetic input. Errors: those of Linear::apply.
[[nodiscard]] Result<bool> is_batch_invariant(Linear& linear, LinearScratch& scratch,
                                              ThreadPool& pool);

} // namespace sotto::inference

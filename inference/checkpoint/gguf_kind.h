#pragma once

#include "core/error.h"
#include "inference/formats/gguf_header.h"

namespace sotto::inference {

/// Refuses a GGUF file that is no model that writes text, by name: adapters, projectors, control
/// vectors, importance matrices, vocabularies, models for embeddings, speech or pictures, and
/// architectures that are not supported. Errors: unsupported, corrupt_data (no architecture).
[[nodiscard]] Status check_gguf_kind(const GgufHeader& header);

} // namespace sotto::inference

#pragma once

#include "tests/fuzz/mutators/mutation.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace sotto::fuzz {

/// A parser of untrusted bytes, and a mutator whose outputs get past its first checks.
struct Target {
    std::string_view name;
    /// Parses `input` and, if it is accepted, uses the result. Aborts when a guarantee of the
    /// parser is violated. Returns whether it was accepted.
    bool (*run)(std::string_view input);
    /// `input` with one mutation, at most `max_bytes`.
    std::string (*mutate)(std::string_view input, std::size_t max_bytes, Mutation& mutation);
    /// Memory that an input may take besides its own size. Unit: bytes.
    std::size_t max_heap = std::size_t{64} << 20U;
    /// CPU time that an input may take. Unit: seconds.
    int max_seconds = 10;
};

/// Aborts when a guarantee is violated.
void require(bool is_kept, std::string_view promise);

[[nodiscard]] const Target& chat_template_target();
[[nodiscard]] const Target& chat_text_target();
[[nodiscard]] const Target& config_target();
[[nodiscard]] const Target& docx_target();
[[nodiscard]] const Target& epub_target();
[[nodiscard]] const Target& fb2_target();
[[nodiscard]] const Target& gguf_target();
[[nodiscard]] const Target& html_target();
[[nodiscard]] const Target& hugging_face_target();
[[nodiscard]] const Target& json_documents_target();
[[nodiscard]] const Target& mail_target();
[[nodiscard]] const Target& manifest_target();
[[nodiscard]] const Target& markdown_target();
[[nodiscard]] const Target& odt_target();
[[nodiscard]] const Target& pdf_target();
[[nodiscard]] const Target& pickle_target();
[[nodiscard]] const Target& pptx_target();
[[nodiscard]] const Target& rtf_target();
[[nodiscard]] const Target& safetensors_target();
[[nodiscard]] const Target& sentencepiece_target();
[[nodiscard]] const Target& subtitles_target();
[[nodiscard]] const Target& text_target();
[[nodiscard]] const Target& tiktoken_target();
[[nodiscard]] const Target& tokenizer_json_target();
[[nodiscard]] const Target& torch_target();
[[nodiscard]] const Target& xlsx_target();
[[nodiscard]] const Target& zip_target();

/// All targets.
[[nodiscard]] std::span<const Target* const> all_targets();

} // namespace sotto::fuzz

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sotto::fuzz {

/// A small valid input that fuzzing starts from.
struct Seed {
    std::string name;
    std::string content;
    bool is_accepted = true; ///< false where only a large input could be
};

/// The seeds of a target, at least one. Precondition: the target exists.
[[nodiscard]] std::vector<Seed> seeds_of(std::string_view target);

[[nodiscard]] std::vector<Seed> docx_seeds();
[[nodiscard]] std::vector<Seed> epub_seeds();
[[nodiscard]] std::vector<Seed> fb2_seeds();
[[nodiscard]] std::vector<Seed> gguf_seeds();
[[nodiscard]] std::vector<Seed> html_seeds();
[[nodiscard]] std::vector<Seed> hugging_face_seeds();
[[nodiscard]] std::vector<Seed> json_documents_seeds();
[[nodiscard]] std::vector<Seed> mail_seeds();
[[nodiscard]] std::vector<Seed> markdown_seeds();
[[nodiscard]] std::vector<Seed> odt_seeds();
[[nodiscard]] std::vector<Seed> pdf_seeds();
[[nodiscard]] std::vector<Seed> pickle_seeds();
[[nodiscard]] std::vector<Seed> pptx_seeds();
[[nodiscard]] std::vector<Seed> rtf_seeds();
[[nodiscard]] std::vector<Seed> safetensors_seeds();
[[nodiscard]] std::vector<Seed> subtitles_seeds();
[[nodiscard]] std::vector<Seed> text_seeds();
[[nodiscard]] std::vector<Seed> torch_seeds();
[[nodiscard]] std::vector<Seed> xlsx_seeds();
[[nodiscard]] std::vector<Seed> zip_seeds();

} // namespace sotto::fuzz

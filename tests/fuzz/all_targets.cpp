#include "tests/fuzz/target.h"

#include <array>

namespace sotto::fuzz {

std::span<const Target* const> all_targets() {
    static const std::array kTargets{
        &chat_template_target(), &chat_text_target(),
        &config_target(),        &docx_target(),
        &epub_target(),          &fb2_target(),
        &gguf_target(),          &html_target(),
        &hugging_face_target(),  &json_documents_target(),
        &mail_target(),          &subtitles_target(),
        &manifest_target(),      &markdown_target(),
        &odt_target(),           &pdf_target(),
        &pickle_target(),        &pptx_target(),
        &rtf_target(),           &safetensors_target(),
        &sentencepiece_target(), &text_target(),
        &tiktoken_target(),      &tokenizer_json_target(),
        &torch_target(),         &xlsx_target(),
        &zip_target(),
    };
    return kTargets;
}

} // namespace sotto::fuzz

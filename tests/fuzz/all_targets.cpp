#include "tests/fuzz/target.h"

#include <array>

namespace sotto::fuzz {

std::span<const Target* const> all_targets() {
    static const std::array kTargets{
        &chat_text_target(),      &config_target(),        &gguf_target(),
        &hugging_face_target(),   &manifest_target(),      &pickle_target(),
        &safetensors_target(),    &sentencepiece_target(), &tiktoken_target(),
        &tokenizer_json_target(), &torch_target(),
    };
    return kTargets;
}

} // namespace sotto::fuzz

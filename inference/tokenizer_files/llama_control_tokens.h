#pragma once

#include <string>
#include <vector>

namespace sotto::inference {

/// The 256 control tokens of Llama 3, in the order of their ids from 128,000.
/// Source: Meta's published Llama 3 tokenizer.
[[nodiscard]] std::vector<std::string> llama3_controls();

/// The 2,048 control tokens of Llama 4 and MobileLLM-Pro, in the order of their ids from 200,000.
/// Source: Meta's published Llama 4 tokenizer.
[[nodiscard]] std::vector<std::string> llama4_controls();

} // namespace sotto::inference

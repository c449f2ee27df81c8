#include "inference/tokenizer_files/llama_control_tokens.h"

#include <cstddef>
#include <initializer_list>
#include <string_view>

namespace sotto::inference {

namespace {

constexpr std::size_t kLlama3Controls = 256;
constexpr std::size_t kLlama4Controls = 2048;

/// A list of control tokens; names are given without their "<|" and "|>".
class ControlList {
public:
    ControlList& add(std::initializer_list<std::string_view> names) {
        for (const std::string_view name : names) {
            spellings_.push_back("<|" + std::string(name) + "|>");
        }
        return *this;
    }

    /// Adds "<|PREFIXreserved_special_token_N|>" for N in [first, end).
    ControlList& reserve(const std::string& prefix, std::size_t first, std::size_t end) {
        for (std::size_t n = first; n < end; ++n) {
            spellings_.push_back("<|" + prefix + "reserved_special_token_" + std::to_string(n) +
                                 "|>");
        }
        return *this;
    }

    /// Adds reserved tokens numbered from `first` until there are `total`.
    std::vector<std::string> filled_to(std::size_t total, std::size_t first) && {
        reserve("", first, first + total - spellings_.size());
        return std::move(spellings_);
    }

private:
    std::vector<std::string> spellings_;
};

} // namespace

std::vector<std::string> llama3_controls() {
    ControlList list;
    list.add({"begin_of_text", "end_of_text"}).reserve("", 0, 2);
    list.add({"finetune_right_pad_id", "step_id", "start_header_id", "end_header_id", "eom_id",
              "eot_id", "python_tag", "image"});
    return std::move(list).filled_to(kLlama3Controls, 2);
}

std::vector<std::string> llama4_controls() {
    ControlList list;
    list.add({"begin_of_text", "end_of_text", "fim_prefix", "fim_middle", "fim_suffix"});
    list.add({"header_start", "header_end", "eom", "eot", "step"});
    list.reserve("text_post_train_", 0, 6);
    list.add({"python_start", "python_end", "finetune_right_pad"});
    list.reserve("text_post_train_", 8, 69);
    list.add({"image_start", "image_end"}).reserve("vision_", 0, 2);
    list.add({"tile_x_separator", "tile_y_separator"}).reserve("vision_", 2, 6);
    list.add({"image"}).reserve("vision_", 6, 7);
    list.add({"patch"}).reserve("vision_", 7, 1048);
    list.reserve("reasoning_", 0, 8);
    list.add({"reasoning_thinking_start", "reasoning_thinking_end"});
    return std::move(list).filled_to(kLlama4Controls, 0);
}

} // namespace sotto::inference

#include "inference/chat/chat_writer.h"

namespace sotto::inference {

void ChatWriter::text_with_documents(std::string text, std::span<const std::size_t> document_ends) {
    std::string rest;
    if (!document_ends.empty() && !tokenizer().drops_leading_space()) {
        rest = text.substr(document_ends.back());
        text.resize(document_ends.back());
    }
    encode(std::move(text), document_ends);
    if (!rest.empty()) {
        encode(std::move(rest), {});
    }
}

void ChatWriter::encode(std::string text, std::span<const std::size_t> document_ends) {
    if (error_) {
        return;
    }
    const TextPlace place = rendered_.ids.empty() ? TextPlace::first : TextPlace::behind_others;
    auto encoding = encoder_.encode(std::move(text), document_ends, stop_, place);
    if (!encoding) {
        error_ = std::move(encoding.error());
        return;
    }
    const std::size_t before = rendered_.ids.size();
    append((*encoding)->ids);
    for (const std::size_t count : (*encoding)->counts) {
        rendered_.document_ends.push_back(before + count);
    }
}

void ChatWriter::control(std::string_view spelling) {
    if (const auto id = tokenizer().control_token(spelling)) {
        append(*id);
    }
}

Result<RenderedChat> ChatWriter::take() && {
    return error_ ? Result<RenderedChat>(std::unexpected(*std::move(error_)))
                  : std::move(rendered_);
}

} // namespace sotto::inference

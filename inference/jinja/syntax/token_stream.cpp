#include "inference/jinja/syntax/token_stream.h"

#include <format>
#include <utility>

namespace sotto::inference::jinja {

Token TokenStream::take() {
    if (at_ + 1 == tokens_.size()) {
        return tokens_[at_];
    }
    return std::move(tokens_[at_++]);
}

bool TokenStream::is_sign(std::string_view sign) const {
    return peek().kind == TokenKind::sign && peek().text == sign;
}

bool TokenStream::is_name(std::string_view name) const {
    return peek().kind == TokenKind::name && peek().text == name;
}

bool TokenStream::skip_sign(std::string_view sign) {
    const bool is_it = is_sign(sign);
    at_ += is_it ? 1 : 0;
    return is_it;
}

bool TokenStream::skip_name(std::string_view name) {
    const bool is_it = is_name(name);
    at_ += is_it ? 1 : 0;
    return is_it;
}

Status TokenStream::expect_sign(std::string_view sign) {
    return skip_sign(sign) ? Status{} : unreadable(std::format("no {} where one must be", sign));
}

Status TokenStream::expect(TokenKind kind, std::string_view what) {
    if (peek().kind != kind) {
        return unreadable(std::format("no {} where one must be", what));
    }
    take();
    return {};
}

Result<std::string> TokenStream::expect_name() {
    if (peek().kind != TokenKind::name) {
        return unreadable("no name where one must be");
    }
    return take().text;
}

std::unexpected<Error> TokenStream::unreadable(std::string_view what) const {
    return fail(ErrorCode::corrupt_data,
                std::format("The chat template has {} in line {}.", what, peek().line));
}

std::unexpected<Error> TokenStream::unsupported(std::string_view what) const {
    return fail(ErrorCode::unsupported,
                std::format("The chat template uses {}, which is not supported (line {}).", what,
                            peek().line));
}

} // namespace sotto::inference::jinja

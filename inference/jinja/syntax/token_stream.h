#pragma once

#include "core/error.h"
#include "inference/jinja/syntax/lexer.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::inference::jinja {

/// The tokens of a template, one after the other.
class TokenStream {
public:
    /// `tokens`: the last one is `end`.
    explicit TokenStream(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

    [[nodiscard]] const Token& peek() const { return tokens_[at_]; }
    [[nodiscard]] const Token& peek_next() const {
        return tokens_[at_ + 1 < tokens_.size() ? at_ + 1 : at_];
    }
    /// Never goes beyond the end.
    Token take();

    [[nodiscard]] bool is_sign(std::string_view sign) const;
    [[nodiscard]] bool is_name(std::string_view name) const;
    /// Whether the next token was this one, which is then behind us.
    bool skip_sign(std::string_view sign);
    bool skip_name(std::string_view name);

    /// Errors: corrupt_data, if something else comes.
    Status expect_sign(std::string_view sign);
    Status expect(TokenKind kind, std::string_view what);
    Result<std::string> expect_name();

    /// "The chat template has … in line N."
    [[nodiscard]] std::unexpected<Error> unreadable(std::string_view what) const;
    /// "The chat template uses …, which is not supported (line N)."
    [[nodiscard]] std::unexpected<Error> unsupported(std::string_view what) const;

private:
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
};

} // namespace sotto::inference::jinja

#include "inference/jinja/syntax/parser.h"

#include "inference/jinja/syntax/expression_parser.h"
#include "inference/jinja/syntax/token_stream.h"

#include <algorithm>
#include <array>
#include <format>
#include <string>
#include <utility>
#include <vector>

namespace sotto::inference::jinja {

namespace {

constexpr std::size_t kMaxParameters = 32;

class Parser {
public:
    explicit Parser(std::vector<Token> tokens)
        : tokens_(std::move(tokens)), expressions_(tokens_) {}

    Result<Block> run() {
        auto block = parse_block({});
        if (block && tokens_.peek().kind != TokenKind::end) {
            return tokens_.unreadable("a closing tag too many");
        }
        return block;
    }

private:
    using Names = std::vector<std::string_view>;

    bool is_one_of(const Names& names) const {
        return tokens_.peek().kind == TokenKind::name &&
               std::ranges::contains(names, tokens_.peek().text);
    }

    /// Up to a tag whose name is one of `ends`, the beginning of which is then behind us.
    Result<Block> parse_block(const Names& ends) {
        if (depth_ == kMaxNesting) {
            return tokens_.unsupported("blocks nested so deeply");
        }
        ++depth_;
        Block block;
        Status status;
        while (status && tokens_.peek().kind != TokenKind::end) {
            const TokenKind kind = tokens_.peek().kind;
            if (kind == TokenKind::text) {
                const std::size_t line = tokens_.peek().line;
                block.push_back(
                    {.kind = StatementKind::text, .line = line, .text = tokens_.take().text});
            } else if (kind == TokenKind::output_begin) {
                status = parse_output(block);
            } else {
                tokens_.take(); // {%
                if (is_one_of(ends)) {
                    break;
                }
                status = parse_tag(block);
            }
        }
        --depth_;
        if (!status) {
            return std::unexpected(std::move(status.error()));
        }
        if (!ends.empty() && tokens_.peek().kind == TokenKind::end) {
            return tokens_.unreadable(std::format("no {} to a block", ends.back()));
        }
        return block;
    }

    /// A block with the end of its tag before and behind it.
    Status parse_body(Statement& statement, const Names& ends) {
        if (auto closed = end_tag(); !closed) {
            return closed;
        }
        auto block = parse_block(ends);
        if (!block) {
            return std::unexpected(std::move(block.error()));
        }
        statement.blocks.push_back(*std::move(block));
        return {};
    }

    Status end_tag() { return tokens_.expect(TokenKind::block_end, "end of the tag"); }

    Status add_expression(Statement& statement, Result<ExpressionPtr> expression) {
        if (!expression) {
            return std::unexpected(std::move(expression.error()));
        }
        statement.expressions.push_back(*std::move(expression));
        return {};
    }

    Status parse_output(Block& block) {
        Statement output{.kind = StatementKind::output, .line = tokens_.take().line};
        auto status = add_expression(output, expressions_.parse()).and_then([&] {
            return tokens_.expect(TokenKind::output_end, "end of the tag");
        });
        block.push_back(std::move(output));
        return status;
    }

    Status parse_tag(Block& block) {
        const std::size_t line = tokens_.peek().line;
        auto name = tokens_.expect_name();
        if (!name) {
            return std::unexpected(std::move(name.error()));
        }
        Statement made{.line = line};
        Status status;
        if (*name == "if") {
            status = parse_if(made);
        } else if (*name == "for") {
            status = parse_for(made);
        } else if (*name == "set") {
            status = parse_set(made);
        } else if (*name == "macro") {
            status = parse_macro(made);
        } else if (*name == "generation") { // marks answers for training
            made.kind = StatementKind::group;
            status = parse_body(made, {"endgeneration"}).and_then([&] { return skip_end(); });
        } else if (*name == "break" || *name == "continue") {
            made.kind = *name == "break" ? StatementKind::loop_break : StatementKind::loop_continue;
            status = loops_ > 0 ? end_tag() : tokens_.unreadable("a break outside of a loop");
        } else if (name->starts_with("end") || *name == "else" || *name == "elif") {
            return tokens_.unreadable(std::format("the tag {} where none can be", *name));
        } else {
            return tokens_.unsupported(std::format("the tag {}", *name));
        }
        block.push_back(std::move(made));
        return status;
    }

    /// The name of a closing tag and its end.
    Status skip_end() {
        tokens_.take();
        return end_tag();
    }

    Status parse_if(Statement& made) {
        made.kind = StatementKind::branch;
        for (;;) {
            auto status = add_expression(made, expressions_.parse()).and_then([&] {
                return parse_body(made, {"elif", "else", "endif"});
            });
            if (!status) {
                return status;
            }
            if (tokens_.skip_name("elif")) {
                continue;
            }
            if (tokens_.skip_name("else")) {
                status = parse_body(made, {"endif"});
            }
            return status ? skip_end() : status;
        }
    }

    Status parse_for(Statement& made) {
        made.kind = StatementKind::loop;
        auto status = parse_targets(made);
        if (status && !tokens_.skip_name("in")) {
            return tokens_.unreadable("a loop without its list");
        }
        status = status ? add_expression(made, expressions_.parse_without_condition()) : status;
        if (status && tokens_.skip_name("if")) {
            status = add_expression(made, expressions_.parse());
        } else {
            made.expressions.push_back(nullptr);
        }
        if (status && tokens_.is_name("recursive")) {
            return tokens_.unsupported("a recursive loop");
        }
        if (!status) {
            return status;
        }
        ++loops_;
        status = parse_body(made, {"else", "endfor"});
        --loops_;
        if (status && tokens_.skip_name("else")) {
            status = parse_body(made, {"endfor"});
        }
        return status ? skip_end() : status;
    }

    Status parse_targets(Statement& made) {
        const bool has_bracket = tokens_.skip_sign("(");
        do {
            auto name = tokens_.expect_name();
            if (!name) {
                return std::unexpected(std::move(name.error()));
            }
            made.names.push_back(*std::move(name));
        } while (tokens_.skip_sign(","));
        return has_bracket ? tokens_.expect_sign(")") : Status{};
    }

    Status parse_set(Statement& made) {
        made.kind = StatementKind::set;
        auto status = parse_targets(made);
        if (status && made.names.size() == 1 && tokens_.skip_sign(".")) {
            auto attribute = tokens_.expect_name();
            if (!attribute) {
                return std::unexpected(std::move(attribute.error()));
            }
            made.attribute = *std::move(attribute);
        }
        if (!status) {
            return status;
        }
        if (tokens_.skip_sign("=")) {
            status = add_expression(made, expressions_.parse_tuple());
            return status ? end_tag() : status;
        }
        if (tokens_.is_sign("|")) {
            return tokens_.unsupported("a filter on a set block");
        }
        if (made.names.size() != 1 || !made.attribute.empty()) {
            return tokens_.unreadable("a set tag without a value");
        }
        made.kind = StatementKind::set_block;
        status = parse_body(made, {"endset"});
        return status ? skip_end() : status;
    }

    Status parse_macro(Statement& made) {
        made.kind = StatementKind::macro;
        auto name = tokens_.expect_name();
        if (!name) {
            return std::unexpected(std::move(name.error()));
        }
        made.names.push_back(*std::move(name));
        auto status = tokens_.expect_sign("(");
        while (status && !tokens_.skip_sign(")")) {
            auto parameter = tokens_.expect_name();
            if (!parameter) {
                return std::unexpected(std::move(parameter.error()));
            }
            made.names.push_back(*std::move(parameter));
            if (tokens_.skip_sign("=")) {
                status = add_expression(made, expressions_.parse());
            } else {
                made.expressions.push_back(nullptr);
            }
            if (status && !tokens_.is_sign(")")) {
                status = tokens_.expect_sign(",");
            }
        }
        if (made.names.size() > kMaxParameters) {
            return tokens_.unsupported("a macro with so many parameters");
        }
        const std::size_t loops = std::exchange(loops_, 0);
        status = status ? parse_body(made, {"endmacro"}) : status;
        loops_ = loops;
        return status ? skip_end() : status;
    }

    TokenStream tokens_;
    ExpressionParser expressions_;
    std::size_t depth_ = 0;
    std::size_t loops_ = 0; ///< around the tag
};

} // namespace

Result<Block> parse(std::string_view source) {
    constexpr std::size_t kMaxBytes = std::size_t{1} << 20U;
    if (source.size() > kMaxBytes) {
        return fail(ErrorCode::unsupported, "The chat template is longer than 1 MiB.");
    }
    return read_tokens(source).and_then(
        [](std::vector<Token> tokens) { return Parser(std::move(tokens)).run(); });
}

} // namespace sotto::inference::jinja

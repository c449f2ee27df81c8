#pragma once

#include "inference/jinja/syntax/statement.h"
#include "inference/jinja/syntax/token_stream.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::inference::jinja {

/// Parses expressions by recursive descent, with Jinja's order of operators. Errors of all
/// functions: corrupt_data, unsupported.
class ExpressionParser {
public:
    /// `tokens` outlives the parser.
    explicit ExpressionParser(TokenStream& tokens) : tokens_(tokens) {}

    [[nodiscard]] Result<ExpressionPtr> parse();
    /// One value, or several with commas between, which are a list.
    [[nodiscard]] Result<ExpressionPtr> parse_tuple();
    /// Without an inline `if`: the list of a loop, behind which its filter begins.
    [[nodiscard]] Result<ExpressionPtr> parse_without_condition() { return parse_or(); }

private:
    using Parsed = Result<ExpressionPtr>;

    Parsed make(ExpressionKind kind, std::string name, std::vector<ExpressionPtr> children);
    Parsed parse_conditional();
    Parsed parse_or();
    Parsed parse_and();
    Parsed parse_not();
    Parsed parse_comparison();
    Parsed parse_sum();
    Parsed parse_concatenation();
    Parsed parse_product();
    enum class Filters { allowed, none };
    Parsed parse_unary(Filters filters);
    Parsed parse_operand() { return parse_unary(Filters::allowed); }
    Parsed parse_primary();
    Parsed parse_literal_name();
    Parsed parse_list(std::string_view closing);
    Parsed parse_dict();
    Parsed parse_parentheses();
    Parsed parse_postfix(ExpressionPtr of);
    Parsed parse_filters(ExpressionPtr of);
    Parsed parse_call(ExpressionPtr of);
    Parsed parse_index(ExpressionPtr of);
    Parsed parse_filter(ExpressionPtr of);
    Parsed parse_test(ExpressionPtr of);
    Parsed parse_arguments(ExpressionPtr call);

    using Level = Parsed (ExpressionParser::*)();
    Parsed parse_chain(ExpressionKind kind, std::span<const std::string_view> signs, Level next);

    TokenStream& tokens_;
    std::size_t depth_ = 0;
};

} // namespace sotto::inference::jinja

#include "inference/jinja/syntax/expression_parser.h"

#include "inference/jinja/syntax/parser.h"

#include <algorithm>
#include <array>
#include <format>
#include <utility>

namespace sotto::inference::jinja {

namespace {

std::vector<ExpressionPtr> children_of(ExpressionPtr first, ExpressionPtr second = nullptr) {
    std::vector<ExpressionPtr> made;
    made.push_back(std::move(first));
    if (second != nullptr) {
        made.push_back(std::move(second));
    }
    return made;
}

} // namespace

ExpressionParser::Parsed ExpressionParser::make(ExpressionKind kind, std::string name,
                                                std::vector<ExpressionPtr> children) {
    auto made = std::make_unique<Expression>();
    made->kind = kind;
    made->line = tokens_.peek().line;
    made->name = std::move(name);
    made->children = std::move(children);
    for (const ExpressionPtr& child : made->children) {
        made->depth = std::max(made->depth, child != nullptr ? child->depth + 1 : 1);
    }
    // A long chain of operators is nested, too.
    if (made->depth > kMaxNesting) {
        return tokens_.unsupported("an expression nested so deeply");
    }
    return made;
}

ExpressionParser::Parsed ExpressionParser::parse() {
    if (depth_ == kMaxNesting) {
        return tokens_.unsupported("an expression nested so deeply");
    }
    ++depth_;
    auto made = parse_conditional();
    --depth_;
    return made;
}

ExpressionParser::Parsed ExpressionParser::parse_tuple() {
    auto first = parse();
    if (!first || !tokens_.is_sign(",")) {
        return first;
    }
    auto elements = children_of(*std::move(first));
    while (tokens_.skip_sign(",")) {
        auto next = parse();
        if (!next) {
            return next;
        }
        elements.push_back(*std::move(next));
    }
    return make(ExpressionKind::list, {}, std::move(elements));
}

ExpressionParser::Parsed ExpressionParser::parse_conditional() {
    auto value = parse_or();
    while (value && tokens_.skip_name("if")) {
        auto condition = parse_or();
        if (!condition) {
            return condition;
        }
        Parsed other = ExpressionPtr();
        if (tokens_.skip_name("else") && !(other = parse())) {
            return other;
        }
        auto children = children_of(*std::move(value), *std::move(condition));
        children.push_back(*std::move(other));
        value = make(ExpressionKind::conditional, {}, std::move(children));
    }
    return value;
}

ExpressionParser::Parsed ExpressionParser::parse_or() {
    auto left = parse_and();
    while (left && tokens_.skip_name("or")) {
        auto right = parse_and();
        if (!right) {
            return right;
        }
        left =
            make(ExpressionKind::logical_or, {}, children_of(*std::move(left), *std::move(right)));
    }
    return left;
}

ExpressionParser::Parsed ExpressionParser::parse_and() {
    auto left = parse_not();
    while (left && tokens_.skip_name("and")) {
        auto right = parse_not();
        if (!right) {
            return right;
        }
        left =
            make(ExpressionKind::logical_and, {}, children_of(*std::move(left), *std::move(right)));
    }
    return left;
}

ExpressionParser::Parsed ExpressionParser::parse_not() {
    std::size_t count = 0;
    while (tokens_.skip_name("not")) {
        ++count;
    }
    auto made = parse_comparison();
    for (; made && count > 0; --count) {
        made = make(ExpressionKind::logical_not, {}, children_of(*std::move(made)));
    }
    return made;
}

ExpressionParser::Parsed ExpressionParser::parse_comparison() {
    constexpr std::array<std::string_view, 6> kSigns{"==", "!=", "<=", ">=", "<", ">"};
    auto first = parse_sum();
    if (!first) {
        return first;
    }
    auto children = children_of(*std::move(first));
    std::vector<std::string> operators;
    for (;;) {
        const auto* const sign =
            std::ranges::find_if(kSigns, [&](auto s) { return tokens_.skip_sign(s); });
        if (sign != kSigns.end()) {
            operators.emplace_back(*sign);
        } else if (tokens_.skip_name("in")) {
            operators.emplace_back("in");
        } else if (tokens_.is_name("not") && tokens_.peek_next().kind == TokenKind::name &&
                   tokens_.peek_next().text == "in") {
            tokens_.take();
            tokens_.take();
            operators.emplace_back("not in");
        } else {
            break;
        }
        auto next = parse_sum();
        if (!next) {
            return next;
        }
        children.push_back(*std::move(next));
    }
    if (operators.empty()) {
        return std::move(children.front());
    }
    auto made = make(ExpressionKind::compare, {}, std::move(children));
    if (made) {
        (*made)->operators = std::move(operators);
    }
    return made;
}

ExpressionParser::Parsed ExpressionParser::parse_chain(ExpressionKind kind,
                                                       std::span<const std::string_view> signs,
                                                       Level next) {
    auto left = (this->*next)();
    while (left) {
        const auto sign = std::ranges::find_if(signs, [&](auto s) { return tokens_.skip_sign(s); });
        if (sign == signs.end()) {
            break;
        }
        auto right = (this->*next)();
        if (!right) {
            return right;
        }
        left = make(kind, std::string(*sign), children_of(*std::move(left), *std::move(right)));
    }
    return left;
}

ExpressionParser::Parsed ExpressionParser::parse_sum() {
    constexpr std::array<std::string_view, 2> kSigns{"+", "-"};
    return parse_chain(ExpressionKind::arithmetic, kSigns, &ExpressionParser::parse_concatenation);
}

ExpressionParser::Parsed ExpressionParser::parse_concatenation() {
    constexpr std::array<std::string_view, 1> kSigns{"~"};
    return parse_chain(ExpressionKind::arithmetic, kSigns, &ExpressionParser::parse_product);
}

ExpressionParser::Parsed ExpressionParser::parse_product() {
    constexpr std::array<std::string_view, 4> kSigns{"*", "//", "/", "%"};
    auto made = parse_chain(ExpressionKind::arithmetic, kSigns, &ExpressionParser::parse_operand);
    if (made && tokens_.is_sign("**")) {
        return tokens_.unsupported("the operator **");
    }
    return made;
}

ExpressionParser::Parsed ExpressionParser::parse_unary(Filters filters) {
    if (depth_ == kMaxNesting) {
        return tokens_.unsupported("an expression nested so deeply");
    }
    ++depth_;
    Parsed made = ExpressionPtr();
    if (tokens_.skip_sign("-")) {
        made = parse_unary(Filters::none);
        if (made) {
            made = make(ExpressionKind::negate, {}, children_of(*std::move(made)));
        }
    } else if (tokens_.skip_sign("+")) {
        made = parse_unary(Filters::none);
    } else {
        made = parse_primary();
    }
    --depth_;
    if (made) {
        made = parse_postfix(*std::move(made));
    }
    return made && filters == Filters::allowed ? parse_filters(*std::move(made)) : std::move(made);
}

ExpressionParser::Parsed ExpressionParser::parse_primary() {
    const Token& token = tokens_.peek();
    switch (token.kind) {
    case TokenKind::name:
        return parse_literal_name();
    case TokenKind::string: {
        std::string text;
        while (tokens_.peek().kind == TokenKind::string) { // neighbours are one string
            text += tokens_.take().text;
        }
        auto made = make(ExpressionKind::literal, {}, {});
        (*made)->value = Text(std::move(text));
        return made;
    }
    case TokenKind::integer:
    case TokenKind::floating: {
        const bool is_whole = token.kind == TokenKind::integer;
        const Token number = tokens_.take();
        auto made = make(ExpressionKind::literal, {}, {});
        (*made)->value = is_whole ? Value(number.integer) : Value(number.floating);
        return made;
    }
    default:
        break;
    }
    if (tokens_.skip_sign("(")) {
        return parse_parentheses();
    }
    if (tokens_.skip_sign("[")) {
        return parse_list("]");
    }
    if (tokens_.skip_sign("{")) {
        return parse_dict();
    }
    return tokens_.unreadable("no value where one must be");
}

ExpressionParser::Parsed ExpressionParser::parse_literal_name() {
    std::string name = tokens_.take().text;
    const bool is_true = name == "true" || name == "True";
    if (is_true || name == "false" || name == "False" || name == "none" || name == "None") {
        auto made = make(ExpressionKind::literal, {}, {});
        (*made)->value = name == "none" || name == "None" ? Value(None{}) : Value(is_true);
        return made;
    }
    constexpr std::array<std::string_view, 7> kReserved{"if",  "else", "in", "is",
                                                        "and", "or",   "not"};
    if (std::ranges::contains(kReserved, name)) {
        return tokens_.unreadable(std::format("the word {} where a value must be", name));
    }
    return make(ExpressionKind::name, std::move(name), {});
}

/// Behind "(": a value, or a tuple, which is a list here.
ExpressionParser::Parsed ExpressionParser::parse_parentheses() {
    if (tokens_.is_sign(")")) {
        return parse_list(")");
    }
    auto first = parse();
    if (!first || tokens_.skip_sign(")")) {
        return first;
    }
    if (auto comma = tokens_.expect_sign(","); !comma) {
        return std::unexpected(std::move(comma.error()));
    }
    auto rest = parse_list(")");
    if (rest) {
        auto children = std::move((*rest)->children);
        children.insert(children.begin(), *std::move(first));
        return make(ExpressionKind::list, {}, std::move(children));
    }
    return rest;
}

ExpressionParser::Parsed ExpressionParser::parse_list(std::string_view closing) {
    std::vector<ExpressionPtr> elements;
    while (!tokens_.skip_sign(closing)) {
        auto element = parse();
        if (!element) {
            return element;
        }
        elements.push_back(*std::move(element));
        if (!tokens_.is_sign(closing)) {
            if (auto comma = tokens_.expect_sign(","); !comma) {
                return std::unexpected(std::move(comma.error()));
            }
        }
    }
    return make(ExpressionKind::list, {}, std::move(elements));
}

ExpressionParser::Parsed ExpressionParser::parse_dict() {
    std::vector<ExpressionPtr> parts;
    while (!tokens_.skip_sign("}")) {
        auto key = parse();
        if (!key) {
            return key;
        }
        if (auto colon = tokens_.expect_sign(":"); !colon) {
            return std::unexpected(std::move(colon.error()));
        }
        auto value = parse();
        if (!value) {
            return value;
        }
        parts.push_back(*std::move(key));
        parts.push_back(*std::move(value));
        if (!tokens_.is_sign("}")) {
            if (auto comma = tokens_.expect_sign(","); !comma) {
                return std::unexpected(std::move(comma.error()));
            }
        }
    }
    return make(ExpressionKind::dict, {}, std::move(parts));
}

} // namespace sotto::inference::jinja

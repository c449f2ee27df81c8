// The part of ExpressionParser that reads what follows a value: .name, [key], (arguments), |filter
// and `is` test.

#include "inference/jinja/syntax/expression_parser.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sotto::inference::jinja {

namespace {

std::vector<ExpressionPtr> only(ExpressionPtr child) {
    std::vector<ExpressionPtr> made;
    made.push_back(std::move(child));
    return made;
}

} // namespace

ExpressionParser::Parsed ExpressionParser::parse_postfix(ExpressionPtr of) {
    Parsed made = std::move(of);
    while (made) {
        if (tokens_.skip_sign(".")) {
            if (tokens_.peek().kind == TokenKind::integer) {
                return tokens_.unsupported("a number behind a dot");
            }
            auto name = tokens_.expect_name();
            if (!name) {
                return std::unexpected(std::move(name.error()));
            }
            made = make(ExpressionKind::attribute, *std::move(name), only(*std::move(made)));
        } else if (tokens_.skip_sign("[")) {
            made = parse_index(*std::move(made));
        } else if (tokens_.is_sign("(")) {
            made = parse_call(*std::move(made));
        } else {
            break;
        }
    }
    return made;
}

ExpressionParser::Parsed ExpressionParser::parse_filters(ExpressionPtr of) {
    Parsed made = std::move(of);
    while (made) {
        if (tokens_.skip_sign("|")) {
            made = parse_filter(*std::move(made));
        } else if (tokens_.skip_name("is")) {
            made = parse_test(*std::move(made));
        } else if (tokens_.is_sign("(")) {
            made = parse_call(*std::move(made));
        } else {
            break;
        }
    }
    return made;
}

ExpressionParser::Parsed ExpressionParser::parse_call(ExpressionPtr of) {
    auto call = make(ExpressionKind::call, {}, only(std::move(of)));
    return call ? parse_arguments(*std::move(call)) : std::move(call);
}

ExpressionParser::Parsed ExpressionParser::parse_index(ExpressionPtr of) {
    std::array<ExpressionPtr, 3> parts;
    std::size_t count = 0;
    bool is_slice = false;
    for (;;) {
        if (!tokens_.is_sign(":") && !tokens_.is_sign("]")) {
            auto part = parse();
            if (!part) {
                return part;
            }
            parts.at(count) = *std::move(part);
        }
        if (count == 2 || !tokens_.skip_sign(":")) {
            break;
        }
        is_slice = true;
        ++count;
    }
    if (auto closed = tokens_.expect_sign("]"); !closed) {
        return std::unexpected(std::move(closed.error()));
    }
    auto children = only(std::move(of));
    if (!is_slice) {
        if (parts[0] == nullptr) {
            return tokens_.unreadable("an empty index");
        }
        children.push_back(std::move(parts[0]));
        return make(ExpressionKind::index, {}, std::move(children));
    }
    for (ExpressionPtr& part : parts) {
        children.push_back(std::move(part));
    }
    return make(ExpressionKind::slice, {}, std::move(children));
}

ExpressionParser::Parsed ExpressionParser::parse_filter(ExpressionPtr of) {
    auto name = tokens_.expect_name();
    if (!name) {
        return std::unexpected(std::move(name.error()));
    }
    auto made = make(ExpressionKind::filter, *std::move(name), only(std::move(of)));
    return made && tokens_.is_sign("(") ? parse_arguments(*std::move(made)) : std::move(made);
}

/// Behind `is`. An argument may stand without brackets.
ExpressionParser::Parsed ExpressionParser::parse_test(ExpressionPtr of) {
    const bool is_negated = tokens_.skip_name("not");
    auto name = tokens_.expect_name();
    if (!name) {
        return std::unexpected(std::move(name.error()));
    }
    auto made = make(ExpressionKind::test, *std::move(name), only(std::move(of)));
    if (made && tokens_.is_sign("(")) {
        made = parse_arguments(*std::move(made));
    } else if (made) {
        constexpr std::array<std::string_view, 6> kEnds{"else", "or", "and", "if", "in", "not"};
        const Token& next = tokens_.peek();
        const bool is_name = next.kind == TokenKind::name &&
                             !std::ranges::contains(kEnds, next.text) && next.text != "is";
        if (is_name || next.kind == TokenKind::string || next.kind == TokenKind::integer ||
            next.kind == TokenKind::floating || tokens_.is_sign("[") || tokens_.is_sign("{")) {
            auto argument = parse_primary();
            argument = argument ? parse_postfix(*std::move(argument)) : std::move(argument);
            if (!argument) {
                return argument;
            }
            auto children = std::move((*made)->children);
            children.push_back(*std::move(argument));
            made = make(ExpressionKind::test, std::move((*made)->name), std::move(children));
            if (made) {
                (*made)->keywords.emplace_back();
            }
        }
    }
    if (made && is_negated) {
        made = make(ExpressionKind::logical_not, {}, only(*std::move(made)));
    }
    return made;
}

/// From "(" to ")". `call`: the call, filter or test that has only its first child.
ExpressionParser::Parsed ExpressionParser::parse_arguments(ExpressionPtr call) {
    tokens_.take();
    std::vector<ExpressionPtr> children = std::move(call->children);
    std::vector<std::string> keywords;
    while (!tokens_.skip_sign(")")) {
        if (tokens_.is_sign("*") || tokens_.is_sign("**")) {
            return tokens_.unsupported("an argument list that is unpacked");
        }
        std::string keyword;
        if (tokens_.peek().kind == TokenKind::name && tokens_.peek_next().kind == TokenKind::sign &&
            tokens_.peek_next().text == "=") {
            keyword = tokens_.take().text;
            tokens_.take();
        }
        auto argument = parse();
        if (!argument) {
            return argument;
        }
        children.push_back(*std::move(argument));
        keywords.push_back(std::move(keyword));
        if (!tokens_.is_sign(")")) {
            if (auto comma = tokens_.expect_sign(","); !comma) {
                return std::unexpected(std::move(comma.error()));
            }
        }
    }
    auto made = make(call->kind, std::move(call->name), std::move(children));
    if (made) {
        (*made)->keywords = std::move(keywords);
    }
    return made;
}

} // namespace sotto::inference::jinja

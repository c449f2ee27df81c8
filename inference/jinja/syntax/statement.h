#pragma once

#include "inference/jinja/values/value.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

// The syntax tree of a template. Lines are for messages; 1 is the first.
namespace sotto::inference::jinja {

struct Expression;
using ExpressionPtr = std::unique_ptr<Expression>;

/// What an expression computes. In brackets: its children.
enum class ExpressionKind {
    literal,
    name,
    list,        ///< [elements]
    dict,        ///< [key, value, key, value …]
    attribute,   ///< [of]; `name`
    index,       ///< [of, key]
    slice,       ///< [of, start, stop, step]; what is left out is null
    call,        ///< [of, arguments …]
    filter,      ///< [of, arguments …]; `name`
    test,        ///< [of, arguments …]; `name`
    negate,      ///< [of]
    logical_not, ///< [of]
    logical_and, ///< [left, right]
    logical_or,  ///< [left, right]
    compare,     ///< [first, second …]; `operators`
    arithmetic,  ///< [left, right]; `name` is the operator
    conditional, ///< [value, condition, other]; `other` may be null
};

struct Expression {
    ExpressionKind kind = ExpressionKind::literal;
    std::size_t line = 1;
    std::size_t depth = 1; ///< of the tree below
    std::string name = {};
    Value value = {}; ///< of a literal
    std::vector<ExpressionPtr> children = {};
    /// Of the arguments of a call, filter or test: the keyword, or empty.
    std::vector<std::string> keywords = {};
    std::vector<std::string> operators = {};
};

using Block = std::vector<Statement>;

/// What a statement does. In brackets: its expressions.
enum class StatementKind {
    text,      ///< writes `text`
    output,    ///< writes [value]
    branch,    ///< [conditions …]; a block for each, and one more for else
    loop,      ///< [list, filter]; `names`; blocks: body, else. The filter may be null
    set,       ///< [value]; `names`, or an attribute `attribute` of the namespace `names[0]`
    set_block, ///< `names[0]` becomes what the block writes
    macro,     ///< `names`: its own, then those of parameters; [defaults …], null where none
    group,     ///< its block, as it is
    loop_break,
    loop_continue,
};

struct Statement {
    StatementKind kind = StatementKind::text;
    std::size_t line = 1;
    std::string text = {};
    std::vector<std::string> names = {};
    std::string attribute = {};
    std::vector<ExpressionPtr> expressions = {};
    std::vector<Block> blocks = {};
};

} // namespace sotto::inference::jinja

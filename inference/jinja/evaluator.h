#pragma once

#include "core/error.h"
#include "inference/jinja/calls.h"
#include "inference/jinja/syntax/statement.h"

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::inference::jinja {

/// Runs a template. It sees only the variables it is given. Errors of all functions: unsupported
/// (a construct, or a limit), invalid_input (the template refuses), cancelled.
class Evaluator {
public:
    Evaluator(Dict variables, std::chrono::local_seconds now, Budget budget);

    [[nodiscard]] Result<Text> run(const Block& block);

private:
    enum class Flow { next, loop_break, loop_continue };
    using Scope = std::map<std::string, Value, std::less<>>;

    // Statements: statements.cpp.
    Result<Flow> run(const Block& block, Text& output);
    Result<Flow> run(const Statement& statement, Text& output);
    Result<Flow> run_branch(const Statement& statement, Text& output);
    Result<Flow> run_loop(const Statement& statement, Text& output);
    Result<List> loop_elements(const Statement& statement);
    Status assign(const Statement& statement, const Value& value);
    Status unpack(const std::vector<std::string>& names, const Value& value);
    Result<Value> call_macro(const Statement& macro, const Arguments& arguments);

    // Expressions: evaluator.cpp.
    Result<Value> evaluate(const Expression& expression);
    Result<Value> compute(const Expression& expression);
    Result<Value> look_up(const std::string& name) const;
    Result<Value> make_list(const Expression& expression);
    Result<Value> make_dict(const Expression& expression);
    Result<Value> slice(const Expression& expression);
    Result<Value> call(const Expression& expression);
    Result<Value> call_function(Function function, const Arguments& arguments);
    Result<Value> compare(const Expression& expression);
    Result<Value> logical(const Expression& expression);
    Result<Arguments> arguments_of(const Expression& expression);
    Error located(Error error, std::size_t line);

    void set(const std::string& name, Value value) {
        scopes_.back().insert_or_assign(name, std::move(value));
    }

    std::vector<Scope> scopes_; ///< the last one is the innermost; the first one is the template's
    std::chrono::local_seconds now_;
    Budget budget_;
    std::size_t depth_ = 0;
    bool is_located_ = false; ///< the error has its line
};

/// Most entries of a mapping or a namespace: they are looked through one by one.
inline constexpr std::size_t kMaxEntries = 1024;

/// left OPERATOR right for + - * / // % and ~. Errors: unsupported.
[[nodiscard]] Result<Value> calculate(std::string_view sign, const Value& left, const Value& right,
                                      Budget& budget);
/// -value. Errors: unsupported.
[[nodiscard]] Result<Value> negated(const Value& value);

} // namespace sotto::inference::jinja

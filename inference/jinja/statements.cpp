// The part of Evaluator that runs statements.

#include "inference/jinja/evaluator.h"

#include <algorithm>
#include <format>
#include <iterator>

namespace sotto::inference::jinja {

namespace {

/// `loop` in the body of a loop.
Value loop_variable(const List& elements, std::size_t i) {
    const auto number = [](std::size_t n) { return Value(static_cast<std::int64_t>(n)); };
    const std::size_t count = elements.size();
    const auto neighbour = [&](bool exists, std::size_t at) {
        return exists ? elements[at] : Value(Undefined{"loop"});
    };
    return Dict{{Text("index"), number(i + 1)},
                {Text("index0"), number(i)},
                {Text("revindex"), number(count - i)},
                {Text("revindex0"), number(count - i - 1)},
                {Text("first"), Value(i == 0)},
                {Text("last"), Value(i + 1 == count)},
                {Text("length"), number(count)},
                {Text("previtem"), neighbour(i > 0, i - 1)},
                {Text("nextitem"), neighbour(i + 1 < count, i + 1)}};
}

} // namespace

Result<Text> Evaluator::run(const Block& block) {
    Text output;
    return run(block, output).transform([&](Flow) { return std::move(output); });
}

Result<Evaluator::Flow> Evaluator::run(const Block& block, Text& output) {
    if (depth_ == kMaxEvaluationDepth) {
        return fail(ErrorCode::unsupported, "The chat template is nested too deeply.");
    }
    ++depth_;
    Result<Flow> flow = Flow::next;
    for (auto it = block.begin(); it != block.end() && flow && *flow == Flow::next; ++it) {
        flow = run(*it, output);
        if (!flow) {
            flow = std::unexpected(located(std::move(flow.error()), it->line));
        }
    }
    --depth_;
    return flow;
}

Result<Evaluator::Flow> Evaluator::run(const Statement& statement, Text& output) {
    if (auto enough = budget_.spend_steps(1); !enough) {
        return std::unexpected(std::move(enough.error()));
    }
    const auto go_on = [] { return Flow::next; };
    switch (statement.kind) {
    case StatementKind::text:
        output.append(statement.text);
        return budget_.spend_bytes(statement.text.size()).transform(go_on);
    case StatementKind::output:
        return evaluate(*statement.expressions[0])
            .and_then(text_of)
            .and_then([&](const Text& text) {
                output.append(text);
                return budget_.spend_bytes(text.size());
            })
            .transform(go_on);
    case StatementKind::branch:
        return run_branch(statement, output);
    case StatementKind::loop:
        return run_loop(statement, output);
    case StatementKind::set:
        return evaluate(*statement.expressions[0])
            .and_then([&](const Value& value) { return assign(statement, value); })
            .transform(go_on);
    case StatementKind::set_block: {
        Text captured;
        auto flow = run(statement.blocks[0], captured);
        if (flow) {
            set(statement.names[0], Value(std::move(captured)));
        }
        return flow;
    }
    case StatementKind::macro:
        set(statement.names[0], Macro{&statement});
        return Flow::next;
    case StatementKind::group:
        return run(statement.blocks[0], output);
    case StatementKind::loop_break:
        return Flow::loop_break;
    case StatementKind::loop_continue:
        return Flow::loop_continue;
    }
    return Flow::next;
}

Result<Evaluator::Flow> Evaluator::run_branch(const Statement& statement, Text& output) {
    for (std::size_t i = 0; i < statement.expressions.size(); ++i) {
        const auto condition = evaluate(*statement.expressions[i]);
        if (!condition) {
            return std::unexpected(condition.error());
        }
        if (condition->is_true()) {
            return run(statement.blocks[i], output);
        }
    }
    const bool has_else = statement.blocks.size() > statement.expressions.size();
    return has_else ? run(statement.blocks.back(), output) : Flow::next;
}

/// What a loop goes through: the elements that pass its filter.
Result<List> Evaluator::loop_elements(const Statement& statement) {
    auto elements = evaluate(*statement.expressions[0]).and_then([&](const Value& value) {
        return elements_of(value, budget_);
    });
    if (!elements || statement.expressions[1] == nullptr) {
        return elements;
    }
    List made;
    scopes_.emplace_back();
    for (Value& element : *elements) {
        const auto passes = unpack(statement.names, element).and_then([&] {
            return evaluate(*statement.expressions[1]);
        });
        if (!passes) {
            scopes_.pop_back();
            return std::unexpected(passes.error());
        }
        if (passes->is_true()) {
            made.push_back(std::move(element));
        }
    }
    scopes_.pop_back();
    return made;
}

Result<Evaluator::Flow> Evaluator::run_loop(const Statement& statement, Text& output) {
    const auto elements = loop_elements(statement);
    if (!elements) {
        return std::unexpected(elements.error());
    }
    if (elements->empty() && statement.blocks.size() > 1) {
        return run(statement.blocks[1], output);
    }
    for (std::size_t i = 0; i < elements->size(); ++i) {
        scopes_.emplace_back();
        set("loop", loop_variable(*elements, i));
        const auto flow = unpack(statement.names, (*elements)[i]).and_then([&] {
            return run(statement.blocks[0], output);
        });
        scopes_.pop_back();
        if (!flow) {
            return flow;
        }
        if (*flow == Flow::loop_break) {
            break;
        }
    }
    return Flow::next;
}

Status Evaluator::unpack(const std::vector<std::string>& names, const Value& value) {
    if (names.size() == 1) {
        set(names[0], value);
        return {};
    }
    const List* const parts = value.list();
    if (parts == nullptr || parts->size() != names.size()) {
        return fail(ErrorCode::unsupported,
                    std::format("The chat template takes {} apart into {} names.",
                                value.kind_name(), names.size()));
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        set(names[i], (*parts)[i]);
    }
    return {};
}

Status Evaluator::assign(const Statement& statement, const Value& value) {
    if (statement.attribute.empty()) {
        return unpack(statement.names, value);
    }
    const auto of = look_up(statement.names[0]);
    const auto* const space = of ? of->name_space() : nullptr;
    if (space == nullptr || value.name_space() != nullptr) {
        return fail(ErrorCode::unsupported,
                    space == nullptr
                        ? std::format("The chat template sets .{} of {}, which is no namespace.",
                                      statement.attribute, statement.names[0])
                        : "The chat template puts a namespace into another value.");
    }
    if ((*space)->entries.size() == kMaxEntries) {
        return fail(ErrorCode::unsupported, "The chat template has a namespace that is too large.");
    }
    put((*space)->entries, Text(statement.attribute), value);
    return {};
}

Result<Value> Evaluator::call_macro(const Statement& macro, const Arguments& arguments) {
    const std::vector<std::string> parameters(macro.names.begin() + 1, macro.names.end());
    if (arguments.positional.size() > parameters.size()) {
        return fail(
            ErrorCode::unsupported,
            std::format("The chat template passes too many values to {}().", macro.names[0]));
    }
    // A macro sees the names of the template, not those around its call.
    std::vector<Scope> around(std::make_move_iterator(scopes_.begin() + 1),
                              std::make_move_iterator(scopes_.end()));
    scopes_.resize(1);
    scopes_.emplace_back();
    Status status;
    for (std::size_t i = 0; status && i < parameters.size(); ++i) {
        const Value* const given = arguments.find(i, parameters[i]);
        Result<Value> value = given != nullptr ? *given : Value(Undefined{parameters[i]});
        if (given == nullptr && macro.expressions[i] != nullptr) {
            value = evaluate(*macro.expressions[i]);
        }
        if (value) {
            set(parameters[i], *std::move(value));
        } else {
            status = std::unexpected(std::move(value.error()));
        }
    }
    Text output;
    if (status) {
        status = run(macro.blocks[0], output).transform([](Flow) {});
    }
    scopes_.resize(1);
    std::ranges::move(around, std::back_inserter(scopes_));
    if (!status) {
        return std::unexpected(std::move(status.error()));
    }
    return Value(std::move(output));
}

} // namespace sotto::inference::jinja

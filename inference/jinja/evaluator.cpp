#include "inference/jinja/evaluator.h"

#include "core/text/utf8.h"
#include "inference/jinja/date_text.h"
#include "inference/jinja/values/text_operations.h"

#include <algorithm>
#include <format>

namespace sotto::inference::jinja {

namespace {

std::unexpected<Error> part_of_a_value() {
    return fail(ErrorCode::unsupported,
                "The chat template puts a namespace into another value, which is not supported.");
}

} // namespace

Evaluator::Evaluator(Dict variables, std::chrono::local_seconds now, Budget budget)
    : scopes_(1), now_(now), budget_(std::move(budget)) {
    set("namespace", Function::namespace_object);
    set("range", Function::range);
    set("raise_exception", Function::raise_exception);
    set("strftime_now", Function::strftime_now);
    for (Entry& entry : variables) {
        set(entry.key.bytes(), std::move(entry.value));
    }
}

Error Evaluator::located(Error error, std::size_t line) {
    constexpr std::size_t kLongest = 400;
    if (error.detail.size() > kLongest) { // it names something of the template
        error.detail.resize(floor_char_boundary(error.detail, kLongest));
        error.detail += "….";
    }
    if (!is_located_ && error.code == ErrorCode::unsupported && error.detail.ends_with('.')) {
        error.detail.pop_back();
        error.detail += std::format(" (line {}).", line);
    }
    is_located_ = true;
    return error;
}

Result<Value> Evaluator::evaluate(const Expression& expression) {
    if (auto enough = budget_.spend_steps(1); !enough) {
        return std::unexpected(located(std::move(enough.error()), expression.line));
    }
    if (depth_ == kMaxEvaluationDepth) {
        return fail(ErrorCode::unsupported, "The chat template is nested too deeply.");
    }
    ++depth_;
    auto made = compute(expression);
    --depth_;
    if (!made) {
        return std::unexpected(located(std::move(made.error()), expression.line));
    }
    return made;
}

Result<Value> Evaluator::compute(const Expression& expression) {
    switch (expression.kind) {
    case ExpressionKind::literal:
        return expression.value;
    case ExpressionKind::name:
        return look_up(expression.name);
    case ExpressionKind::list:
        return make_list(expression);
    case ExpressionKind::dict:
        return make_dict(expression);
    case ExpressionKind::slice:
        return slice(expression);
    case ExpressionKind::call:
        return call(expression);
    case ExpressionKind::compare:
        return compare(expression);
    case ExpressionKind::logical_and:
    case ExpressionKind::logical_or:
    case ExpressionKind::conditional:
        return logical(expression);
    default:
        break;
    }
    auto of = evaluate(*expression.children[0]);
    if (!of) {
        return of;
    }
    switch (expression.kind) {
    case ExpressionKind::attribute:
        return attribute_of(*of, expression.name);
    case ExpressionKind::negate:
        return negated(*of);
    case ExpressionKind::logical_not:
        return Value(!of->is_true());
    case ExpressionKind::index:
        return evaluate(*expression.children[1]).and_then([&](const Value& key) {
            return element_of(*of, key, budget_);
        });
    case ExpressionKind::arithmetic:
        return evaluate(*expression.children[1]).and_then([&](const Value& right) {
            return calculate(expression.name, *of, right, budget_);
        });
    default:
        break;
    }
    const auto arguments = arguments_of(expression);
    if (!arguments) {
        return std::unexpected(arguments.error());
    }
    if (expression.kind == ExpressionKind::filter) {
        return apply_filter(expression.name, *of, *arguments, budget_);
    }
    return apply_test(expression.name, *of, *arguments, budget_).transform([](bool passes) {
        return Value(passes);
    });
}

Result<Value> Evaluator::look_up(const std::string& name) const {
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
        if (const auto found = scope->find(name); found != scope->end()) {
            return found->second;
        }
    }
    return Value(Undefined{name});
}

Result<Value> Evaluator::make_list(const Expression& expression) {
    List made;
    for (const ExpressionPtr& child : expression.children) {
        auto element = evaluate(*child);
        if (!element) {
            return element;
        }
        if (element->name_space() != nullptr) {
            return part_of_a_value();
        }
        made.push_back(*std::move(element));
    }
    return Value(std::move(made));
}

Result<Value> Evaluator::make_dict(const Expression& expression) {
    Dict made;
    for (std::size_t i = 0; i + 1 < expression.children.size(); i += 2) {
        const auto key = evaluate(*expression.children[i]);
        auto value = key ? evaluate(*expression.children[i + 1]) : key;
        if (!value) {
            return value;
        }
        if (key->text() == nullptr) {
            return fail(ErrorCode::unsupported,
                        "The chat template has a mapping with a key that is no text.");
        }
        if (value->name_space() != nullptr) {
            return part_of_a_value();
        }
        if (made.size() == kMaxEntries) {
            return fail(ErrorCode::unsupported,
                        "The chat template has a mapping that is too large.");
        }
        put(made, *key->text(), *std::move(value));
    }
    return Value(std::move(made));
}

Result<Value> Evaluator::slice(const Expression& expression) {
    const auto of = evaluate(*expression.children[0]);
    if (!of) {
        return of;
    }
    std::optional<std::int64_t> bounds[3];
    for (std::size_t i = 0; i < 3; ++i) {
        if (expression.children[i + 1] == nullptr) {
            continue;
        }
        const auto bound = evaluate(*expression.children[i + 1]);
        if (!bound) {
            return bound;
        }
        bounds[i] = bound->integer();
        if (!bounds[i] && !bound->is_none()) {
            return fail(ErrorCode::unsupported,
                        std::format("The chat template slices with {}.", bound->kind_name()));
        }
    }
    const std::int64_t step = bounds[2].value_or(1);
    if (step == 0 || (of->list() == nullptr && of->text() == nullptr)) {
        return fail(ErrorCode::unsupported,
                    std::format("The chat template slices {}{}.", of->kind_name(),
                                step == 0 ? " with a step of 0" : ""));
    }
    const auto elements = elements_of(*of, budget_);
    if (!elements) {
        return std::unexpected(elements.error());
    }
    List made;
    Text text;
    for (const std::size_t i : slice_indices(elements->size(), bounds[0], bounds[1], step)) {
        if (of->list() != nullptr) {
            made.push_back((*elements)[i]);
        } else {
            text.append(*(*elements)[i].text());
        }
    }
    return of->list() != nullptr ? Value(std::move(made)) : Value(std::move(text));
}

Result<Arguments> Evaluator::arguments_of(const Expression& expression) {
    Arguments made;
    for (std::size_t i = 1; i < expression.children.size(); ++i) {
        auto value = evaluate(*expression.children[i]);
        if (!value) {
            return std::unexpected(std::move(value.error()));
        }
        if (const std::string& keyword = expression.keywords[i - 1]; keyword.empty()) {
            made.positional.push_back(*std::move(value));
        } else {
            made.named.emplace_back(keyword, *std::move(value));
        }
    }
    return made;
}

Result<Value> Evaluator::call(const Expression& expression) {
    const Expression& callee = *expression.children[0];
    const bool is_method = callee.kind == ExpressionKind::attribute;
    const auto of = evaluate(is_method ? *callee.children[0] : callee);
    if (!of) {
        return of;
    }
    const auto arguments = arguments_of(expression);
    if (!arguments) {
        return std::unexpected(arguments.error());
    }
    if (is_method) {
        return of->undefined() != nullptr ? attribute_of(*of, callee.name)
                                          : call_method(callee.name, *of, *arguments, budget_);
    }
    if (const Function* const function = of->function()) {
        return call_function(*function, *arguments);
    }
    if (const Macro* const macro = of->macro()) {
        return call_macro(*macro->definition, *arguments);
    }
    const Undefined* const missing = of->undefined();
    return fail(
        ErrorCode::unsupported,
        missing != nullptr && !missing->name.empty()
            ? std::format("The chat template calls {}(), which is not defined.", missing->name)
            : std::format("The chat template calls {}.", of->kind_name()));
}

Result<Value> Evaluator::call_function(Function function, const Arguments& arguments) {
    const auto text = [&] { return arguments.text(0, {}); };
    switch (function) {
    case Function::namespace_object: {
        auto made = std::make_shared<Namespace>();
        for (const auto& [name, value] : arguments.named) {
            if (value.name_space() != nullptr) {
                return part_of_a_value();
            }
            put(made->entries, Text(name), value);
        }
        return arguments.positional.empty() && made->entries.size() <= kMaxEntries
                   ? Result<Value>(std::move(made))
                   : fail(ErrorCode::unsupported,
                          "The chat template passes too much to namespace().");
    }
    case Function::range: {
        const bool has_start = arguments.positional.size() > 1;
        const auto start = has_start ? arguments.integer(0, {}, 0) : Result<std::int64_t>(0);
        const auto stop = arguments.integer(has_start ? 1 : 0, {}, 0);
        const auto step = arguments.integer(2, {}, 1);
        if (!start || !stop || !step || *step == 0) {
            return fail(ErrorCode::unsupported, "The chat template calls range() of no integers.");
        }
        List made;
        std::int64_t i = *start;
        while (*step > 0 ? i < *stop : i > *stop) {
            if (auto enough = budget_.spend_steps(1); !enough) {
                return std::unexpected(std::move(enough.error()));
            }
            made.emplace_back(i);
            if (__builtin_add_overflow(i, *step, &i)) {
                break;
            }
        }
        return Value(std::move(made));
    }
    case Function::raise_exception: {
        const auto message = text();
        std::string said = message && *message != nullptr ? (*message)->without_contents() : "";
        constexpr std::size_t kLongest = 200;
        return fail(ErrorCode::invalid_input,
                    std::format("The model's chat template refuses this conversation: {}",
                                said.substr(0, kLongest)));
    }
    case Function::strftime_now:
        break;
    }
    const auto format = text();
    constexpr std::size_t kLongest = 256;
    if (!format || *format == nullptr || !(*format)->spans().empty() ||
        (*format)->size() > kLongest) {
        return fail(ErrorCode::unsupported,
                    "The chat template calls strftime_now() without a format.");
    }
    return date_text((*format)->bytes(), now_).transform([](std::string date) {
        return Value(Text(std::move(date)));
    });
}

Result<Value> Evaluator::compare(const Expression& expression) {
    auto left = evaluate(*expression.children[0]);
    for (std::size_t i = 0; left && i < expression.operators.size(); ++i) {
        auto right = evaluate(*expression.children[i + 1]);
        if (!right) {
            return right;
        }
        const std::string& sign = expression.operators[i];
        Result<bool> holds = false;
        if (sign == "==" || sign == "!=") {
            holds = equal(*left, *right, budget_).transform([&](bool is_equal) {
                return is_equal == (sign == "==");
            });
        } else if (sign.ends_with("in")) {
            holds = contains(*right, *left, budget_).transform([&](bool is_in) {
                return is_in == (sign == "in");
            });
        } else {
            const bool is_swapped = sign == ">" || sign == "<=";
            const bool is_negated = sign == "<=" || sign == ">=";
            holds = (is_swapped ? less(*right, *left, budget_) : less(*left, *right, budget_))
                        .transform([&](bool is_less) { return is_less != is_negated; });
        }
        if (!holds) {
            return std::unexpected(holds.error());
        }
        if (!*holds) {
            return Value(false);
        }
        left = std::move(right);
    }
    return left ? Result<Value>(true) : left;
}

Result<Value> Evaluator::logical(const Expression& expression) {
    const bool is_conditional = expression.kind == ExpressionKind::conditional;
    auto first = evaluate(*expression.children[is_conditional ? 1 : 0]);
    if (!first) {
        return first;
    }
    if (!is_conditional) {
        const bool is_decided = first->is_true() == (expression.kind == ExpressionKind::logical_or);
        return is_decided ? first : evaluate(*expression.children[1]);
    }
    if (first->is_true()) {
        return evaluate(*expression.children[0]);
    }
    return expression.children[2] != nullptr ? evaluate(*expression.children[2])
                                             : Value(Undefined{});
}

} // namespace sotto::inference::jinja

#include "inference/jinja/evaluator.h"

#include <cmath>
#include <format>

namespace sotto::inference::jinja {

namespace {

std::unexpected<Error> too_large() {
    return fail(ErrorCode::unsupported, "The chat template computes a number that is too large.");
}

/// With the sign of the divisor, as Python's.
std::int64_t floor_quotient(std::int64_t left, std::int64_t right) {
    const std::int64_t quotient = left / right;
    return (left % right != 0 && (left < 0) != (right < 0)) ? quotient - 1 : quotient;
}

Result<Value> of_integers(char sign, std::int64_t left, std::int64_t right) {
    std::int64_t made = 0;
    bool is_too_large = false;
    switch (sign) {
    case '+':
        is_too_large = __builtin_add_overflow(left, right, &made);
        break;
    case '-':
        is_too_large = __builtin_sub_overflow(left, right, &made);
        break;
    case '*':
        is_too_large = __builtin_mul_overflow(left, right, &made);
        break;
    default: // "//" and %
        if (right == 0) {
            return fail(ErrorCode::unsupported, "The chat template divides by zero.");
        }
        if (right == -1) { // would overflow for the smallest number
            return sign == '%' ? Result<Value>(std::int64_t{0}) : negated(left);
        }
        made = floor_quotient(left, right);
        made = sign == '%' ? left - made * right : made;
        break;
    }
    return is_too_large ? Result<Value>(too_large()) : Value(made);
}

Result<Value> of_numbers(std::string_view sign, double left, double right) {
    double made = 0;
    if ((sign[0] == '/' || sign == "%") && right == 0) {
        return fail(ErrorCode::unsupported, "The chat template divides by zero.");
    }
    if (sign == "+") {
        made = left + right;
    } else if (sign == "-") {
        made = left - right;
    } else if (sign == "*") {
        made = left * right;
    } else if (sign == "/") {
        made = left / right;
    } else if (sign == "//") {
        made = std::floor(left / right);
    } else {
        made = left - std::floor(left / right) * right;
    }
    return std::isfinite(made) ? Result<Value>(made) : too_large();
}

Result<Value> repeated(const Text& text, std::int64_t count, Budget& budget) {
    Text made;
    for (std::int64_t i = 0; i < count && text.size() > 0; ++i) {
        if (auto enough = budget.spend_bytes(text.size()); !enough) {
            return std::unexpected(std::move(enough.error()));
        }
        made.append(text);
    }
    return Value(std::move(made));
}

Result<Value> joined(const Text& left, const Text& right, Budget& budget) {
    return budget.spend_bytes(left.size() + right.size()).transform([&] {
        Text made = left;
        made.append(right);
        return Value(std::move(made));
    });
}

} // namespace

Result<Value> negated(const Value& value) {
    if (const double* const number = value.floating()) {
        return Value(-*number);
    }
    const auto number = value.integer();
    if (!number) {
        return fail(ErrorCode::unsupported,
                    std::format("The chat template negates {}.", value.kind_name()));
    }
    return *number == INT64_MIN ? Result<Value>(too_large()) : Value(-*number);
}

Result<Value> calculate(std::string_view sign, const Value& left, const Value& right,
                        Budget& budget) {
    if (sign == "~") {
        auto first = text_of(left);
        auto second = text_of(right);
        if (!first || !second) {
            return std::unexpected(first ? std::move(second.error()) : std::move(first.error()));
        }
        return joined(*first, *second, budget);
    }
    if (left.text() != nullptr && right.text() != nullptr && sign == "+") {
        return joined(*left.text(), *right.text(), budget);
    }
    if (left.list() != nullptr && right.list() != nullptr && sign == "+") {
        return budget.spend_steps(left.list()->size() + right.list()->size()).transform([&] {
            List made = *left.list();
            made.insert(made.end(), right.list()->begin(), right.list()->end());
            return Value(std::move(made));
        });
    }
    if (left.text() != nullptr && right.integer() && sign == "*") {
        return repeated(*left.text(), *right.integer(), budget);
    }
    if (left.integer() && right.integer() && sign != "/") {
        return of_integers(sign[0], *left.integer(), *right.integer());
    }
    if (left.number() && right.number()) {
        return of_numbers(sign, *left.number(), *right.number());
    }
    return fail(ErrorCode::unsupported, std::format("The chat template computes {} {} {}.",
                                                    left.kind_name(), sign, right.kind_name()));
}

} // namespace sotto::inference::jinja

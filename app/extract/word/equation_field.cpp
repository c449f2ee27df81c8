#include "app/extract/word/equation_field.h"

#include "app/extract/text/ascii.h"
#include "app/extract/text/formula.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace sotto::extract {

namespace {

constexpr int kMaxDepth = 32;

struct Operand {
    std::string text;
    bool is_raised = false; ///< by "\s\up", all of it
};

class EquationParser {
public:
    explicit EquationParser(std::string_view text) : rest_(text) {}

    // What comes before the end, or before what ends an operand.
    Operand read(int depth) {
        Operand operand;
        while (!rest_.empty()) {
            const char byte = rest_.front();
            const bool ends = byte == ')' || byte == ',' || byte == ';';
            if (ends && depth > 0) {
                break;
            }
            if (byte == '\\' && rest_.size() > 1 && rest_[1] == '*') {
                skip_general_switch();
            } else if (byte == '\\' && rest_.size() > 1 && is_ascii_letter(rest_[1])) {
                const Operand part = read_switch(depth);
                operand.is_raised = operand.text.empty() && part.is_raised;
                operand.text += part.text;
            } else {
                rest_.remove_prefix(byte == '\\' && rest_.size() > 1 ? 1 : 0); // protected
                operand.text += rest_.front();
                operand.is_raised = false;
                rest_.remove_prefix(1);
            }
        }
        return operand;
    }

private:
    // "\* jc2", "\* "Font:Arial"".
    void skip_general_switch() {
        rest_.remove_prefix(2);
        skip_spaces();
        const bool is_quoted = rest_.starts_with('"');
        const std::size_t end = rest_.find(is_quoted ? '"' : ' ', is_quoted ? 1 : 0);
        rest_.remove_prefix(std::min(end, rest_.size()));
        rest_.remove_prefix(is_quoted && !rest_.empty() ? 1 : 0);
        skip_spaces();
    }

    void skip_spaces() {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size()));
    }

    // A switch with its options, as far as the operands in brackets.
    Operand read_switch(int depth) {
        std::vector<std::string> names;
        while (rest_.size() > 1 && rest_.front() == '\\' && is_ascii_letter(rest_[1])) {
            rest_.remove_prefix(1);
            const auto* const end =
                std::ranges::find_if_not(rest_, [](char byte) { return is_ascii_letter(byte); });
            const auto length = static_cast<std::size_t>(end - rest_.begin());
            names.push_back(to_lower(rest_.substr(0, length)));
            rest_.remove_prefix(length);
            rest_.remove_prefix(std::min(rest_.find_first_not_of(" 0123456789"), rest_.size()));
        }
        std::vector<Operand> operands;
        if (rest_.starts_with('(') && depth < kMaxDepth) {
            do {
                rest_.remove_prefix(1);
                operands.push_back(read(depth + 1));
            } while (!rest_.empty() && rest_.front() != ')');
            rest_.remove_prefix(std::min<std::size_t>(1, rest_.size()));
        }
        return combine(names, operands);
    }

    static std::string joined(const std::vector<Operand>& operands, std::string_view separator) {
        std::string text;
        for (const Operand& each : operands) {
            text += text.empty() ? std::string_view() : separator;
            text += each.text;
        }
        return text;
    }

    // Operands over each other: a word and its reading, or letters and marks.
    static std::string overlaid(const std::vector<Operand>& operands) {
        std::string base;
        std::string reading;
        for (const Operand& each : operands) {
            (each.is_raised && operands.size() > 1 ? reading : base) += each.text;
        }
        return reading.empty() ? base : base + "(" + reading + ")";
    }

    static std::string integral(const std::vector<std::string>& names,
                                const std::vector<Operand>& operands) {
        const char* const sign = std::ranges::contains(names, "su")   ? "∑"
                                 : std::ranges::contains(names, "pr") ? "∏"
                                                                      : "∫";
        if (operands.size() < 3) {
            return sign + joined(operands, " ");
        }
        const std::string& low = operands[0].text;
        return sign + (low.empty() ? low : lowered_text("x", low)) +
               power_text({}, operands[1].text) + " " + operands[2].text;
    }

    static Operand combine(const std::vector<std::string>& names,
                           const std::vector<Operand>& operands) {
        const std::string& name = names.front();
        if (name == "f" && operands.size() == 2) {
            return {fraction_text(operands[0].text, operands[1].text)};
        }
        if (name == "r" && operands.size() == 2) {
            return {root_text(operands[1].text, operands[0].text)};
        }
        if (name == "r") {
            return {root_text(joined(operands, " "))};
        }
        if (name == "s" && operands.size() == 1) {
            return {operands[0].text, std::ranges::contains(names, "up")};
        }
        if (name == "o") {
            return {overlaid(operands)};
        }
        if (name == "b") {
            return {"(" + joined(operands, ", ") + ")"};
        }
        if (name == "i") {
            return {integral(names, operands)};
        }
        return {joined(operands, name == "a" ? "; " : ", ")};
    }

    std::string_view rest_;
};

// The instruction behind its spaces.
std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    return text;
}

} // namespace

bool is_equation_field(std::string_view instruction) {
    const std::string_view text = trimmed(instruction);
    return text.size() > 2 && equals_ignoring_case(text.substr(0, 2), "EQ") &&
           (text[2] == ' ' || text[2] == '\\');
}

std::string equation_field_text(std::string_view instruction) {
    return EquationParser(trimmed(trimmed(instruction).substr(2))).read(0).text;
}

} // namespace sotto::extract

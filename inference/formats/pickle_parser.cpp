#include "inference/formats/pickle_parser.h"

#include "inference/formats/pickle_value.h"

#include <algorithm>
#include <cstring>
#include <format>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

namespace sotto::inference {

namespace {

using pickle::Value;

constexpr std::size_t kMaxValues = 500'000; // created or memoized; a tensor takes about forty

/// A pickle machine: executes opcodes on a stack of values.
class PickleParser {
public:
    explicit PickleParser(std::string_view pickle) : rest_(pickle) {}

    Result<std::vector<PickledTensor>> read();

private:
    bool step(unsigned char instruction);
    bool step_number(unsigned char instruction);
    bool step_structure(unsigned char instruction);
    bool step_memory(unsigned char instruction);

    bool push(Value value);
    std::optional<Value> pop();
    /// Pops the values above the topmost mark, and the mark.
    bool pop_to_mark(std::vector<Value>& items);
    bool push_result(Result<Value> value);
    bool push_last(std::size_t count);
    bool push_text();
    bool push_name();
    bool remember(std::uint64_t index);
    bool recall(std::uint64_t index);
    bool load_storage();
    bool call();
    bool fill_dictionary(const std::vector<Value>& items);

    template <class Number>
    bool take(Number& number) {
        if (rest_.size() < sizeof number) {
            return damaged();
        }
        std::ranges::copy(rest_.substr(0, sizeof number), reinterpret_cast<char*>(&number));
        rest_.remove_prefix(sizeof number);
        return true;
    }
    bool take_bytes(std::size_t count, std::string_view& bytes) {
        if (count > rest_.size()) {
            return damaged();
        }
        bytes = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return true;
    }
    bool stop(Error error) {
        problem_ = std::move(error);
        return false;
    }
    bool damaged() { return stop(pickle::damaged_pickle().error()); }

    std::string_view rest_;
    std::vector<Value> stack_;
    std::map<std::uint64_t, Value> memory_;
    std::size_t n_values_ = 0;
    std::optional<Error> problem_;
};

bool PickleParser::push(Value value) {
    if (++n_values_ > kMaxValues) {
        return damaged();
    }
    stack_.push_back(std::move(value));
    return true;
}

std::optional<Value> PickleParser::pop() {
    if (stack_.empty()) {
        damaged();
        return std::nullopt;
    }
    Value value = std::move(stack_.back());
    stack_.pop_back();
    return value;
}

bool PickleParser::pop_to_mark(std::vector<Value>& items) {
    const auto mark = std::ranges::find_if(stack_.rbegin(), stack_.rend(), [](const Value& value) {
        return std::holds_alternative<pickle::Mark>(value);
    });
    if (mark == stack_.rend()) {
        return damaged();
    }
    items.assign(mark.base(), stack_.end());
    stack_.erase(mark.base() - 1, stack_.end());
    return true;
}

bool PickleParser::push_result(Result<Value> value) {
    return value ? push(std::move(*value)) : stop(std::move(value.error()));
}

bool PickleParser::load_storage() {
    const auto description = pop();
    return description && push_result(pickle::storage_of(*description));
}

bool PickleParser::call() {
    const auto arguments = pop();
    const auto function = pop();
    return arguments && function && push_result(pickle::reduce(*function, *arguments));
}

bool PickleParser::fill_dictionary(const std::vector<Value>& items) {
    const Status set =
        stack_.empty() ? pickle::damaged_pickle() : pickle::set_items(stack_.back(), items);
    return set || stop(set.error());
}

bool PickleParser::push_last(std::size_t count) {
    if (stack_.size() < count) {
        return damaged();
    }
    const auto first = stack_.end() - static_cast<std::ptrdiff_t>(count);
    std::vector<Value> items(first, stack_.end());
    stack_.erase(first, stack_.end());
    return push_result(pickle::tuple_of(std::move(items)));
}

bool PickleParser::push_text() {
    std::uint32_t length = 0;
    std::string_view text;
    return take(length) && take_bytes(length, text) && push(text);
}

/// GLOBAL: two lines, a module and an object in it.
bool PickleParser::push_name() {
    const auto first = rest_.find('\n');
    const auto second = first == std::string_view::npos ? first : rest_.find('\n', first + 1);
    if (second == std::string_view::npos) {
        return damaged();
    }
    const auto known = pickle::parse_global(rest_.substr(0, second));
    rest_.remove_prefix(second + 1);
    return known ? push(*known) : stop(known.error());
}

bool PickleParser::remember(std::uint64_t index) {
    if (stack_.empty() || ++n_values_ > kMaxValues) {
        return damaged();
    }
    memory_.insert_or_assign(index, stack_.back());
    return true;
}

bool PickleParser::recall(std::uint64_t index) {
    const auto found = memory_.find(index);
    return found == memory_.end() ? damaged() : push(found->second);
}

bool PickleParser::step_number(unsigned char instruction) {
    std::int32_t number = 0;
    std::uint8_t small = 0;
    std::uint16_t medium = 0;
    std::string_view bytes;
    switch (instruction) {
    case 'J':
        return take(number) && push(std::int64_t{number});
    case 'K':
        return take(small) && push(std::int64_t{small});
    case 'M':
        return take(medium) && push(std::int64_t{medium});
    default: // 0x8A, LONG1: a length, then that many bytes
        break;
    }
    if (!take(small) || small > 8 || !take_bytes(small, bytes)) {
        return damaged();
    }
    std::uint64_t bits = small > 0 && (bytes.back() & 0x80) != 0 ? ~std::uint64_t{0} : 0;
    std::memcpy(&bits, bytes.data(), bytes.size());
    return push(static_cast<std::int64_t>(bits));
}

bool PickleParser::step_structure(unsigned char instruction) {
    std::vector<Value> items;
    switch (instruction) {
    case '(':
        return push(pickle::Mark{});
    case ')':
        return push_result(pickle::tuple_of({}));
    case '}':
        return push(std::make_shared<pickle::Dictionary>());
    case 't':
        return pop_to_mark(items) && push_result(pickle::tuple_of(std::move(items)));
    case 'u':
        return pop_to_mark(items) && fill_dictionary(items);
    case 's': {
        auto value = pop();
        auto key = pop();
        return key && value && fill_dictionary({std::move(*key), std::move(*value)});
    }
    case 'R':
        return call();
    case 'Q':
        return load_storage();
    case 'b': // BUILD, the attributes of a dictionary: not needed
        return pop() && !stack_.empty() &&
               (std::holds_alternative<std::shared_ptr<pickle::Dictionary>>(stack_.back()) ||
                damaged());
    default: // 0x85 to 0x87, TUPLE1 to TUPLE3: of the last one, two or three values
        return push_last(static_cast<std::size_t>(instruction - 0x84));
    }
}

bool PickleParser::step_memory(unsigned char instruction) {
    std::uint8_t small = 0;
    std::uint32_t large = 0;
    switch (instruction) {
    case 'q':
        return take(small) && remember(small);
    case 'r':
        return take(large) && remember(large);
    case 'h':
        return take(small) && recall(small);
    default:
        return take(large) && recall(large);
    }
}

bool PickleParser::step(unsigned char instruction) {
    switch (instruction) {
    case 'N':
        return push(pickle::None{});
    case 0x88:
        return push(true);
    case 0x89:
        return push(false);
    case 'X':
        return push_text();
    case 'c':
        return push_name();
    case 'J':
    case 'K':
    case 'M':
    case 0x8A:
        return step_number(instruction);
    case '(':
    case ')':
    case '}':
    case 't':
    case 'u':
    case 's':
    case 'R':
    case 'Q':
    case 'b':
    case 0x85:
    case 0x86:
    case 0x87:
        return step_structure(instruction);
    case 'q':
    case 'r':
    case 'h':
    case 'j':
        return step_memory(instruction);
    default:
        return stop({ErrorCode::unsupported,
                     std::format("The PyTorch file uses the pickle opcode {:#04x}, which a "
                                 "dictionary of tensors has no need of.",
                                 instruction)});
    }
}

Result<std::vector<PickledTensor>> PickleParser::read() {
    constexpr unsigned char kStop = '.';
    if (!rest_.starts_with("\x80\x02")) {
        return fail(ErrorCode::unsupported,
                    "The PyTorch file's list of tensors is not of the kind torch.save() writes.");
    }
    rest_.remove_prefix(2);
    unsigned char instruction = 0;
    while (take(instruction) && instruction != kStop && step(instruction)) {
    }
    const auto* dictionary = stack_.size() == 1
                                 ? std::get_if<std::shared_ptr<pickle::Dictionary>>(&stack_.front())
                                 : nullptr;
    if (!problem_ && (dictionary == nullptr || !rest_.empty())) {
        damaged();
    }
    if (problem_) {
        return std::unexpected(*problem_);
    }
    std::vector<PickledTensor> tensors;
    for (const auto& [name, tensor] : (*dictionary)->tensors) {
        tensors.push_back(*tensor);
        tensors.back().name = name;
    }
    return tensors;
}

} // namespace

std::uint64_t PickledTensor::count() const {
    std::uint64_t numbers = 1;
    for (const std::size_t extent : shape) {
        numbers *= extent; // the parser checked for overflow
    }
    return numbers;
}

Result<std::vector<PickledTensor>> read_pickled_tensors(std::string_view pickle) {
    return PickleParser(pickle).read();
}

} // namespace sotto::inference

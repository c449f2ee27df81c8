#include "tests/fuzz/mutators/pickle_mutator.h"

#include "tests/support/gguf_writer.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

namespace sotto::fuzz {

namespace {

using test::little_endian;

// Operand sizes of opcodes. Source: Python's pickletools.
std::size_t fixed_operand(unsigned char instruction) {
    switch (instruction) {
    case 'K':
    case 'q':
    case 'h':
    case 0x80:
        return 1;
    case 'M':
        return 2;
    case 'J':
    case 'r':
    case 'j':
        return 4;
    default:
        return 0;
    }
}

// Size of the first instruction.
std::size_t instruction_bytes(std::string_view pickle) {
    const auto instruction = static_cast<unsigned char>(pickle.front());
    std::size_t bytes = 1 + fixed_operand(instruction);
    if (instruction == 'X' && pickle.size() >= 5) {
        std::uint32_t length = 0;
        std::memcpy(&length, pickle.data() + 1, sizeof length);
        bytes = 5 + std::size_t{length};
    } else if (instruction == 0x8A && pickle.size() >= 2) {
        bytes = 2 + static_cast<std::uint8_t>(pickle[1]);
    } else if (instruction == 'c') {
        const std::size_t first = pickle.find('\n');
        const std::size_t second =
            first == std::string_view::npos ? first : pickle.find('\n', first + 1);
        bytes = second == std::string_view::npos ? pickle.size() : second + 1;
    }
    return std::min(bytes, pickle.size());
}

std::vector<std::string> instructions_of(std::string_view pickle) {
    std::vector<std::string> instructions;
    while (!pickle.empty()) {
        const std::size_t bytes = instruction_bytes(pickle);
        instructions.emplace_back(pickle.substr(0, bytes));
        pickle.remove_prefix(bytes);
    }
    return instructions;
}

std::string new_instruction(Mutation& mutation) {
    constexpr std::string_view kPlain = "()}tusRQbN.\x85\x86\x87\x88\x89";
    constexpr std::array<std::string_view, 6> kNames{
        "ccollections\nOrderedDict\n",         "ctorch._utils\n_rebuild_tensor_v2\n",
        "ctorch._utils\n_rebuild_parameter\n", "ctorch\nHalfStorage\n",
        "ctorch\nBFloat16Storage\n",           "ctorch\nLongStorage\n"};
    const auto small = static_cast<char>(mutation.draw(8));
    switch (mutation.draw(6)) {
    case 0:
        return std::string(kNames[mutation.draw(kNames.size())]);
    case 1:
        return std::string("q") + small;
    case 2:
        return std::string("h") + small;
    case 3:
        return "\x8A\x08" + little_endian(mutation.limit());
    case 4:
        return "J" + little_endian(static_cast<std::uint32_t>(mutation.limit()));
    default:
        return std::string(1, kPlain[mutation.draw(kPlain.size())]);
    }
}

// Changes its operand; adjusts the length of a string.
std::string changed_instruction(const std::string& instruction, Mutation& mutation) {
    if (instruction.starts_with('X') && instruction.size() >= 5) {
        const std::string text = mutation.gemv_bytes(std::string_view(instruction).substr(5));
        return "X" + little_endian(static_cast<std::uint32_t>(text.size())) + text;
    }
    if (instruction.starts_with('\x8A')) {
        return "\x8A\x08" + little_endian(mutation.limit());
    }
    return instruction.substr(0, 1) + mutation.gemv_bytes(std::string_view(instruction).substr(1));
}

} // namespace

std::string mutate_pickle(std::string_view pickle, std::size_t max_bytes, Mutation& mutation) {
    std::vector<std::string> instructions = instructions_of(pickle);
    const std::size_t way = mutation.draw(8);
    if (instructions.empty() || way == 0) {
        return mutation.bytes(pickle, max_bytes);
    }
    const std::size_t at = mutation.draw(instructions.size());
    if (way < 4) {
        mutation.rearrange(instructions);
    } else if (way < 6) {
        instructions.insert(instructions.begin() + static_cast<std::ptrdiff_t>(at),
                            new_instruction(mutation));
    } else {
        instructions[at] = changed_instruction(instructions[at], mutation);
    }
    std::string changed;
    for (const std::string& instruction : instructions) {
        changed += instruction;
    }
    return changed.size() <= max_bytes ? changed : mutation.bytes(pickle, max_bytes);
}

} // namespace sotto::fuzz

#include "app/commands/command_list.h"

namespace sotto::app {

// A command is one file in this folder (its options, its parser and what it does) and one line
// here.
#define SOTTO_COMMANDS(COMMAND)                                                                    \
    COMMAND(add_ask)                                                                               \
    COMMAND(add_chat)                                                                              \
    COMMAND(add_summarize)                                                                         \
    COMMAND(add_models)                                                                            \
    COMMAND(add_conversations)                                                                     \
    COMMAND(add_documents)                                                                         \
    COMMAND(add_library)                                                                           \
    COMMAND(add_bench)                                                                             \
    COMMAND(add_doctor)                                                                            \
    COMMAND(add_debug)

#define SOTTO_DECLARE(add) void add(CLI::App& root, Command& command);
#define SOTTO_CALL(add) add(root, command);

SOTTO_COMMANDS(SOTTO_DECLARE)

void add_commands(CLI::App& root, Command& command) {
    SOTTO_COMMANDS(SOTTO_CALL)
}

} // namespace sotto::app

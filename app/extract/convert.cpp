// sotto-convert doc|xls|ppt <FILE: turns an old Office document into text. It enters a sandbox and
// executes an installed program, which then can neither write files nor use the network.

#include "app/extract/protocol/text_converter.h"
#include "app/extract/sandbox/sandbox.h"

#include <unistd.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

int main(int count, char** words) {
    using namespace sotto::extract;
    const std::string_view wanted = count > 1 ? words[1] : "";
    TextConverter converter;
    for (const OldDocument kind : {OldDocument::text, OldDocument::workbook, OldDocument::slides}) {
        if (wanted == to_string(kind)) {
            converter = find_text_converter(kind);
        }
    }
    if (converter.program == nullptr) {
        return kConverterIsMissing;
    }
    std::vector<std::string> owned(converter.arguments.begin(), converter.arguments.end());
    std::vector<char*> arguments;
    for (std::string& argument : owned) {
        arguments.push_back(argument.data());
    }
    arguments.push_back(nullptr);
    std::array<std::string, 2> settings{"LC_ALL=C.UTF-8", "HOME=/"};
    const std::array<char*, 3> environment{settings[0].data(), settings[1].data(), nullptr};
    // So that relative paths reach nothing.
    if (::chdir("/") != 0 || !enter_program_sandbox()) {
        return kConverterHasNoSandbox;
    }
    ::execve(converter.program, arguments.data(), environment.data());
    ::_exit(kConverterIsMissing);
}

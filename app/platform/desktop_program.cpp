#include "app/platform/desktop_program.h"

#include <unistd.h>

#include <cstdlib>
#include <string>
#include <system_error>
#include <vector>

namespace sotto::app {

namespace {

constexpr const char* kProgram = "sotto-desktop";

bool is_set(const char* variable) {
    const char* value = std::getenv(variable);
    return value != nullptr && value[0] != '\0';
}

} // namespace

void start_desktop_program(const std::optional<std::filesystem::path>& data_dir) {
    if (!is_set("WAYLAND_DISPLAY") && !is_set("DISPLAY")) {
        return;
    }
    std::vector<std::string> words{kProgram};
    if (data_dir) {
        words.insert(words.end(), {"--data-dir", data_dir->string()});
    }
    std::vector<char*> arguments;
    for (std::string& word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    if (!error) {
        ::execv((self.parent_path() / kProgram).c_str(), arguments.data());
    }
    ::execvp(kProgram, arguments.data());
}

} // namespace sotto::app

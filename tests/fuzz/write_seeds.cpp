// Usage: fuzz-seeds FOLDER TARGET… Writes FOLDER/TARGET/NAME: small valid inputs that fuzzing
// starts from.

#include "tests/fuzz/seeds/seeds.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

int main(int argument_count, char** arguments) {
    if (argument_count < 3) {
        std::fputs("usage: fuzz-seeds FOLDER TARGET...\n", stderr);
        return 2;
    }
    for (int i = 2; i < argument_count; ++i) {
        const auto folder = std::filesystem::path(arguments[1]) / arguments[i];
        std::filesystem::create_directories(folder);
        for (const sotto::fuzz::Seed& seed : sotto::fuzz::seeds_of(arguments[i])) {
            std::ofstream(folder / seed.name, std::ios::binary) << seed.content;
        }
    }
    return 0;
}

// sotto-recognize <PICTURE: recognizes the text of a picture (PNG, JPEG, TIFF, WebP, PGM). It
// enters a sandbox and executes Tesseract, which then can neither write files nor use the network.

#include "app/extract/protocol/tesseract.h"
#include "app/extract/sandbox/sandbox.h"

#include <unistd.h>

#include <array>
#include <string>

int main() {
    using namespace sotto::extract;
    Tesseract tesseract = find_tesseract();
    if (tesseract.program.empty()) {
        return kRecognizerIsMissing;
    }
    // One thread: a second one gains little, and the sandbox forbids it.
    std::array<std::string, 3> settings{"OMP_THREAD_LIMIT=1", "LC_ALL=C",
                                        "TESSDATA_PREFIX=" + tesseract.folder};
    std::array<std::string, 5> words{"tesseract", "stdin", "stdout", "-l", tesseract.languages};
    const std::array<char*, 4> environment{settings[0].data(), settings[1].data(),
                                           settings[2].data(), nullptr};
    const std::array<char*, 6> arguments{words[0].data(), words[1].data(), words[2].data(),
                                         words[3].data(), words[4].data(), nullptr};
    // So that relative paths reach nothing.
    if (::chdir("/") != 0 || !enter_program_sandbox()) {
        return kRecognizerHasNoSandbox;
    }
    ::execve(tesseract.program.c_str(), arguments.data(), environment.data());
    ::_exit(kRecognizerIsMissing);
}

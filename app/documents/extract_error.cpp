#include "app/documents/extract_error.h"

#include <sys/wait.h>

namespace sotto::app {

namespace {

// What sotto-extract and sotto-recognize return when they could not shut themselves in.
constexpr int kNoSandbox = 70;

} // namespace

Error reading_cancelled() {
    return {ErrorCode::cancelled, "reading the document was interrupted"};
}

Error reading_error(const ProcessResult& result, const std::string& name,
                    std::chrono::milliseconds limit) {
    if (result.end == ProcessEnd::cancelled) {
        return reading_cancelled();
    }
    if (result.end == ProcessEnd::timed_out) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(limit).count();
        return {ErrorCode::unsupported, name + " takes longer than " + std::to_string(seconds) +
                                            " s to read; give a smaller part"};
    }
    if (WIFEXITED(result.exit_status) && WEXITSTATUS(result.exit_status) == kNoSandbox) {
        return {ErrorCode::internal, "the program that reads files could not shut itself in, so " +
                                         name + " was not read"};
    }
    return {ErrorCode::corrupt_data,
            name + " is damaged: the program that reads it was stopped by it"};
}

} // namespace sotto::app

#include "app/documents/extract_error.h"

#include <sys/wait.h>

namespace sotto::app {

namespace {

// The exit status of sotto-extract and sotto-recognize without a sandbox.
constexpr int kNoSandbox = 70;

} // namespace

Error extraction_cancelled() {
    return {ErrorCode::cancelled, "reading the document was interrupted"};
}

Error extract_error(const ProcessResult& result, const std::string& name,
                    std::chrono::milliseconds limit) {
    if (result.end == ProcessEnd::cancelled) {
        return extraction_cancelled();
    }
    if (result.end == ProcessEnd::timed_out) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(limit).count();
        return {ErrorCode::unsupported, name + " takes longer than " + std::to_string(seconds) +
                                            " s to read; give a smaller part"};
    }
    if (WIFEXITED(result.exit_status) && WEXITSTATUS(result.exit_status) == kNoSandbox) {
        return {ErrorCode::internal,
                "the sandbox for reading files could not be set up, so " + name + " was not read"};
    }
    return {ErrorCode::corrupt_data, name + " is damaged: the program that reads it crashed"};
}

} // namespace sotto::app

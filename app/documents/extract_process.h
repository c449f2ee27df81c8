#pragma once

#include "core/error.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace sotto::app {

/// How a process that reads a file came to its end.
enum class ProcessEnd : std::uint8_t {
    finished,  ///< it closed its output; whether what it wrote is whole, the output says
    timed_out, ///< killed: it took too long
    cancelled, ///< killed: nobody wants it any more
    too_loud,  ///< killed: it wrote more than anything sensible
};

/// What a process left.
struct ProcessResult {
    ProcessEnd end = ProcessEnd::finished;
    std::string output;
    int exit_status = -1; ///< as waitpid() tells it
};

/// Runs `program` with `arguments`, `input` as its standard input, no environment and no other
/// descriptor, until it closes its standard output. It is gone when this returns, whatever it did:
/// asked to end, and killed where it does not within a moment. Runs on: any thread, which waits.
/// Errors: io (the program could not be started), internal.
[[nodiscard]] Result<ProcessResult> run_process(const std::filesystem::path& program,
                                                std::vector<std::string> arguments, int input,
                                                std::chrono::milliseconds time_limit,
                                                std::size_t output_limit_bytes,
                                                const std::stop_token& stop);

} // namespace sotto::app

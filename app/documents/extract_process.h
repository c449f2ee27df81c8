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

/// How a process ended.
enum class ProcessEnd : std::uint8_t {
    finished,        ///< it closed its output, which may be incomplete
    timed_out,       ///< killed: it took too long
    cancelled,       ///< killed: it was stopped
    output_too_large ///< killed: it wrote more than the limit
};

/// What a process wrote, and how it ended.
struct ProcessResult {
    ProcessEnd end = ProcessEnd::finished;
    std::string output;
    int exit_status = -1; ///< as from waitpid()
};

/// Runs `program` with `arguments`, with `input` as its standard input, no environment and no other
/// descriptor, until it closes its standard output. The process has ended when this returns: it
/// gets SIGTERM, and SIGKILL half a second later. Runs on: any thread, which waits. Errors: io (the
/// program could not be started), internal.
[[nodiscard]] Result<ProcessResult> run_process(const std::filesystem::path& program,
                                                std::vector<std::string> arguments, int input,
                                                std::chrono::milliseconds time_limit,
                                                std::size_t output_limit_bytes,
                                                const std::stop_token& stop);

} // namespace sotto::app

#include "app/documents/extractor_client.h"

#include "app/documents/converted_document.h"
#include "app/documents/extract_error.h"
#include "app/documents/extract_process.h"
#include "app/documents/foreign_file.h"
#include "app/documents/frame_parser.h"
#include "app/documents/text_file.h"
#include "core/text/bidi.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstddef>
#include <string_view>
#include <system_error>
#include <utility>

namespace sotto::app {

namespace {

namespace fs = std::filesystem;

constexpr const char* kProgram = "sotto-extract";
constexpr std::size_t kLongestExtension = 8;

// "pdf" for "Report.PDF"; empty unless it is short and alphanumeric.
std::string extension_of(const std::string& path) {
    std::string extension = fs::path(path).extension().string();
    if (extension.size() < 2 || extension.size() > kLongestExtension + 1) {
        return {};
    }
    extension.erase(0, 1);
    for (char& byte : extension) {
        const auto code = static_cast<unsigned char>(byte);
        if (std::isalnum(code) == 0) {
            return {};
        }
        byte = static_cast<char>(std::tolower(code));
    }
    return extension;
}

ErrorCode code_of(extract::RefusalKind kind) {
    switch (kind) {
    case extract::RefusalKind::damaged:
        return ErrorCode::corrupt_data;
    case extract::RefusalKind::too_large:
    case extract::RefusalKind::forbidden:
    case extract::RefusalKind::empty:
        return ErrorCode::invalid_input;
    case extract::RefusalKind::locked:
    case extract::RefusalKind::scanned:
    case extract::RefusalKind::unsupported:
    case extract::RefusalKind::picture:
    case extract::RefusalKind::old_text:
    case extract::RefusalKind::old_workbook:
    case extract::RefusalKind::old_slides:
        break;
    }
    return ErrorCode::unsupported;
}

std::string name_of(const std::string& path) {
    return path == "-" ? "the text on standard input" : path;
}

bool write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(file, bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR) {
            return false;
        }
        bytes.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
    return true;
}

// Copies standard input into `file`, up to the size limit; 0 or an errno value. Checks the stop
// token every tenth of a second.
int copy_input(int file, const std::stop_token& stop) {
    constexpr int kPollMilliseconds = 100;
    std::array<char, 65536> buffer;
    std::size_t total = 0;
    while (total <= extract::kLargestFile) {
        pollfd waiting{STDIN_FILENO, POLLIN, 0};
        if (stop.stop_requested()) {
            return ECANCELED;
        }
        if (::poll(&waiting, 1, kPollMilliseconds) <= 0) {
            continue;
        }
        const ssize_t count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (count == 0) {
            return 0;
        }
        if (count < 0 && errno != EINTR && errno != EAGAIN) {
            return errno;
        }
        const auto taken = static_cast<std::size_t>(std::max<ssize_t>(count, 0));
        if (!write_all(file, std::string_view(buffer.data(), taken))) {
            return errno;
        }
        total += taken;
    }
    return 0;
}

// A file that sotto-extract refused.
struct Refused {
    const fs::path& program;
    std::chrono::milliseconds limit;
    int file;
    const std::string& name;
    const ExtractOptions& options;
    const std::stop_token& stop;
};

// Has another program read the file, if one can: `extraction` is then its text.
std::expected<TextOrigin, ExtractionError> read_otherwise(const Refused& refused,
                                                          extract::Extraction& extraction) {
    const extract::Refusal refusal = extraction.error();
    const auto old = old_document_of(refusal.kind);
    const bool is_picture = refusal.kind == extract::RefusalKind::scanned ||
                            refusal.kind == extract::RefusalKind::picture;
    if (!old && (!is_picture || refused.options.recognition == Recognition::refused)) {
        return std::unexpected(ExtractionError(
            {code_of(refusal.kind), refused.name + ' ' + refusal.sentence}, is_picture));
    }
    auto text = old ? DocumentConverter(refused.program, refused.limit)
                          .convert(refused.file, *old, refused.name, refused.stop)
                    : DocumentRecognizer(refused.program)
                          .recognize(refused.file, refusal.kind, refused.name,
                                     refused.options.on_page, refused.stop);
    if (!text) {
        return std::unexpected(std::move(text.error()));
    }
    extraction = *std::move(text);
    return old ? TextOrigin::written : TextOrigin::recognized;
}

} // namespace

SandboxedExtraction ExtractorClient::extract_open(int file, const std::string& path,
                                                  const std::stop_token& stop,
                                                  const ExtractOptions& options) const {
    const std::string name = name_of(path);
    const bool is_document = options.content == FileContent::document;
    auto result =
        run_process(program_, {is_document ? extension_of(path) : std::string("--conversations")},
                    file, time_limit_, extract::kLargestAnswer, stop);
    if (!result) {
        return std::unexpected(std::move(result.error()));
    }
    if (result->end != ProcessEnd::finished) {
        return std::unexpected(extract_error(*result, name, time_limit_));
    }
    auto answer = extract::from_frames(result->output);
    if (!answer) {
        return std::unexpected(extract_error(*result, name, time_limit_));
    }
    TextOrigin origin = TextOrigin::written;
    if (!answer->extraction) {
        const Refused refused{program_, time_limit_, file, name, options, stop};
        const auto read = read_otherwise(refused, answer->extraction);
        if (!read) {
            return std::unexpected(read.error());
        }
        origin = *read;
    }
    extract::ExtractedText& extracted = *answer->extraction;
    DocumentText document{
        extracted.title.empty() ? document_title(path) : without_bidi_controls(extracted.title),
        std::move(extracted.text), std::move(extracted.marks), origin, std::move(extracted.notes)};
    return SandboxedDocument{std::move(document), answer->missing};
}

// Copied first, since typing or a slow program must not count towards the extractor's time limit,
// and since only the foreground process may read from the terminal.
SandboxedExtraction ExtractorClient::extract_input(const std::stop_token& stop,
                                                   const ExtractOptions& options) const {
    const int file = ::memfd_create("document", MFD_CLOEXEC);
    if (file < 0) {
        return std::unexpected(file_error(errno, "standard input"));
    }
    const int error = copy_input(file, stop);
    auto document = error == 0 && ::lseek(file, 0, SEEK_SET) == 0
                        ? extract_open(file, "-", stop, options)
                        : std::unexpected(ExtractionError(
                              error == ECANCELED ? extraction_cancelled()
                                                 : file_error(error, "standard input")));
    ::close(file);
    return document;
}

SandboxedExtraction ExtractorClient::extract(const std::string& path, const std::stop_token& stop,
                                             const ExtractOptions& options) const {
    if (path == "-") {
        return extract_input(stop, options);
    }
    const auto file = ForeignFile::open(path);
    if (!file) {
        return std::unexpected(ExtractionError(file.error()));
    }
    return extract_open(file->number(), path, stop, options);
}

fs::path find_extract_program() {
    std::error_code error;
    const fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
    const fs::path installed = folder.parent_path() / SOTTO_INSTALL_LIBEXECDIR / "sotto" / kProgram;
    return fs::exists(folder / kProgram, error) ? folder / kProgram : installed;
}

std::string describe(const extract::MissingProtections& missing) {
    if (!missing.any()) {
        return {};
    }
    const char* const what = !missing.files          ? "system calls (seccomp)"
                             : !missing.system_calls ? "files (Landlock)"
                                                     : "system calls and files (seccomp, Landlock)";
    return std::string("this system cannot restrict ") + what +
           ", so documents are read in a process with resource limits only";
}

} // namespace sotto::app

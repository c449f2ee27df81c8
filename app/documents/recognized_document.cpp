#include "app/documents/recognized_document.h"

#include "app/documents/extract_error.h"
#include "app/documents/extract_process.h"
#include "app/documents/foreign_file.h"
#include "app/documents/frame_parser.h"
#include "app/documents/memory_file.h"
#include "app/extract/protocol/tesseract.h"

#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::app {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// More than the text of any page.
constexpr std::size_t kLargestPageText = std::size_t{4} << 20U;
// The answer of sotto-extract for a page, without its pixels.
constexpr std::size_t kPageFrames = 4096;

constexpr std::uint32_t kSmallestEdge = 10; ///< Unit: pixels
// Tesseract's exit status for a file that is not a picture.
constexpr int kUnreadable = 1;

Error out_of_memory() {
    return {ErrorCode::out_of_memory, "there is not enough memory for the picture of a page"};
}

Error not_installed() {
    return {ErrorCode::unsupported,
            "the program that recognizes text, tesseract, is not installed"};
}

// The recognition of one document: the programs it runs, and its deadline.
class RecognitionRun {
public:
    RecognitionRun(const std::filesystem::path& extract, const std::filesystem::path& recognize,
                   std::string name, std::stop_token stop)
        : extract_(extract), recognize_(recognize), name_(std::move(name)), stop_(std::move(stop)) {
    }

    void set_time(milliseconds limit) {
        limit_ = limit;
        deadline_ = Clock::now() + limit;
    }

    // Renders a page as a picture.
    Result<extract::PagePicture> render(int file, std::uint32_t page) {
        if (!rewind_file(file)) {
            return std::unexpected(file_error(errno, name_));
        }
        const auto output = run(extract_, {"--page", std::to_string(page)}, file,
                                extract::kMaxPixels + kPageFrames);
        if (!output) {
            return std::unexpected(output.error());
        }
        auto answer = extract::page_from_frames(output->output);
        if (!answer) {
            return std::unexpected(extract_error(*output, name_, limit_));
        }
        if (!answer->page) {
            return fail(ErrorCode::corrupt_data, name_ + ' ' + answer->page.error().sentence);
        }
        return std::move(*answer->page);
    }

    // The text of a picture: lines, and a form feed after each page.
    Result<std::string> read(int picture) {
        if (!rewind_file(picture)) {
            return std::unexpected(file_error(errno, name_));
        }
        auto output = run(recognize_, {}, picture, kLargestPageText);
        if (!output) {
            return std::unexpected(output.error());
        }
        const int status = output->exit_status;
        if (WIFEXITED(status) && WEXITSTATUS(status) == extract::kRecognizerIsMissing) {
            return std::unexpected(not_installed());
        }
        if (WIFEXITED(status) && WEXITSTATUS(status) == kUnreadable) {
            return fail(ErrorCode::corrupt_data, name_ + " is damaged and could not be read");
        }
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
            return std::unexpected(extract_error(*output, name_, limit_));
        }
        return std::move(output->output);
    }

    Result<std::string> read(const extract::PagePicture& picture) {
        if (std::min(picture.width, picture.height) < kSmallestEdge) {
            return std::string(); // too small for a letter
        }
        const std::string header =
            "P5 " + std::to_string(picture.width) + ' ' + std::to_string(picture.height) + " 255\n";
        const MemoryFile memory;
        if (!memory.append(header) || !memory.append(picture.pixels)) {
            return std::unexpected(out_of_memory());
        }
        return read(memory.number());
    }

    // Turns the text into a document in sotto-extract, like any foreign text.
    Result<extract::ExtractedText> as_document(std::string_view text) {
        const MemoryFile memory;
        if (!memory.append(text) || !rewind_file(memory.number())) {
            return std::unexpected(out_of_memory());
        }
        const auto output =
            run(extract_, {"--recognized"}, memory.number(), extract::kLargestAnswer);
        if (!output) {
            return std::unexpected(output.error());
        }
        auto answer = extract::from_frames(output->output);
        if (!answer) {
            return std::unexpected(extract_error(*output, name_, limit_));
        }
        if (!answer->extraction) {
            return fail(ErrorCode::invalid_input,
                        name_ + " shows no text that could be recognized");
        }
        return std::move(*answer->extraction);
    }

    [[nodiscard]] const std::string& name() const { return name_; }

private:
    // Errors: as run_process, and if the process did not finish.
    Result<ProcessResult> run(const std::filesystem::path& program,
                              std::vector<std::string> arguments, int input,
                              std::size_t max_output_bytes) {
        const auto left = std::chrono::ceil<milliseconds>(deadline_ - Clock::now());
        const milliseconds limit =
            std::clamp(left, milliseconds(0), DocumentRecognizer::kPageLimit);
        auto result =
            run_process(program, std::move(arguments), input, limit, max_output_bytes, stop_);
        if (result && result->end != ProcessEnd::finished) {
            const bool is_last = left <= DocumentRecognizer::kPageLimit;
            return std::unexpected(
                extract_error(*result, name_, is_last ? limit_ : DocumentRecognizer::kPageLimit));
        }
        return result;
    }

    const std::filesystem::path& extract_;
    const std::filesystem::path& recognize_;
    std::string name_;
    std::stop_token stop_;
    milliseconds limit_ = DocumentRecognizer::kPageLimit;
    Clock::time_point deadline_ = Clock::now() + limit_;
};

// The text of all pages, a form feed after each.
Result<std::string> read_pages(RecognitionRun& recognition, int file, const PageObserver& on_page) {
    std::string text;
    std::uint32_t pages = 1;
    for (std::uint32_t page = 1; page <= pages; ++page) {
        if (page > 1) {
            on_page(page, pages);
        }
        const auto picture = recognition.render(file, page);
        if (!picture) {
            return std::unexpected(picture.error());
        }
        if (page == 1) {
            pages = picture->pages;
            if (pages > extract::kMaxPages) {
                return fail(ErrorCode::invalid_input,
                            recognition.name() + " has more than 2,000 pages; give a smaller part");
            }
            recognition.set_time(std::min<milliseconds>(
                DocumentRecognizer::kPageLimit + pages * DocumentRecognizer::kMeanPageTime,
                DocumentRecognizer::kTimeLimit));
            on_page(page, pages);
        }
        const auto read = recognition.read(*picture);
        if (!read) {
            return read;
        }
        text += read->substr(0, read->find('\f')) + '\f';
    }
    return text;
}

} // namespace

Result<extract::ExtractedText> DocumentRecognizer::recognize(int file, extract::RefusalKind kind,
                                                             const std::string& name,
                                                             const PageObserver& on_page,
                                                             const std::stop_token& stop) const {
    if (!can_recognize()) {
        return std::unexpected(not_installed());
    }
    RecognitionRun recognition(extract_, recognize_, name, stop);
    const auto text = kind == extract::RefusalKind::picture
                          ? recognition.read(file)
                          : read_pages(recognition, file, on_page);
    return text ? recognition.as_document(*text) : std::unexpected(text.error());
}

bool can_recognize() {
    return !extract::find_tesseract().program.empty();
}

} // namespace sotto::app

// sotto-extract [EXTENSION] <FILE: extracts the text of a file of any format, in a sandbox. Sotto
// starts one for each file; see app/documents/extractor_client.h and protocol/frames.h.
// sotto-extract --page N <FILE: renders the Nth page of a PDF as a picture.
// sotto-extract --recognized <FILE: turns the output of an OCR program into a document.
// sotto-extract --converted doc|xls|ppt <FILE: the same for a program that reads old documents.
// sotto-extract --conversations <FILE: turns what another chat program exported into conversations.

#include "app/extract/chats/chat_export.h"
#include "app/extract/extract_text.h"
#include "app/extract/pdf/pdf.h"
#include "app/extract/protocol/frames.h"
#include "app/extract/sandbox/sandbox.h"
#include "app/extract/text/text.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <exception>
#include <new>
#include <string>
#include <string_view>

namespace sotto::extract {

namespace {

// Exits without destructors and leak checks, which would only take time.
constexpr int kDone = 0;
constexpr int kNoSandbox = 70;
constexpr int kOutputClosed = 74;

// Reads one byte more than allowed, to see that there is more.
std::expected<std::string, Refusal> read_input() {
    std::string bytes;
    std::array<char, 65536> buffer;
    while (bytes.size() <= kLargestFile) {
        const ssize_t count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (count == 0) {
            break;
        }
        if (count < 0 && errno != EINTR) {
            return refuse(RefusalKind::damaged, "could not be read to its end");
        }
        if (count > 0) {
            bytes.append(buffer.data(), static_cast<std::size_t>(count));
        }
    }
    return bytes;
}

// Passes the file to `read`; errors are those of `read`.
template <class Content, class Read>
std::expected<Content, Refusal> read_with(Read read) {
    try {
        const auto bytes = read_input();
        return bytes ? read(*bytes) : std::unexpected(bytes.error());
    } catch (const std::bad_alloc&) {
        return refuse(RefusalKind::too_large, "needs more than 1 GiB of memory to be read");
    } catch (const std::exception&) {
        return refuse(RefusalKind::damaged, "is damaged and could not be read");
    }
}

int page_number(std::string_view word) {
    int number = 0; // not a page
    std::from_chars(word.data(), word.data() + word.size(), number);
    return number;
}

std::string answer_to(std::string_view setting, std::string_view word,
                      const MissingProtections& missing) {
    if (setting == "--page") {
        const auto render = [number = page_number(word)](std::string_view bytes) {
            return render_pdf_page(bytes, number);
        };
        return page_to_frames(PageAnswer{missing, read_with<PagePicture>(render)});
    }
    const auto read = [setting, word](std::string_view bytes) {
        if (setting == "--converted") {
            return extract_converted(bytes, word);
        }
        if (setting == "--conversations") {
            return extract_chats(bytes);
        }
        return setting == "--recognized" ? extract_recognized(bytes) : extract_text(bytes, setting);
    };
    return to_frames(ExtractionAnswer{missing, read_with<ExtractedText>(read)});
}

bool write_output(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (count < 0 && errno != EINTR) {
            return false;
        }
        bytes.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
    return true;
}

} // namespace

} // namespace sotto::extract

int main(int count, char** arguments) {
    using namespace sotto::extract;
    preload_pdf_files();
    const auto missing = enter_sandbox();
    if (!missing) {
        ::_exit(kNoSandbox);
    }
    const std::string answer =
        answer_to(count > 1 ? arguments[1] : "", count > 2 ? arguments[2] : "", *missing);
    ::_exit(write_output(answer) ? kDone : kOutputClosed);
}

#include "app/documents/text_file.h"

#include "app/documents/foreign_file.h"
#include "app/extract/protocol/file_signature.h"
#include "core/text/bidi.h"
#include "core/text/utf8.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <utility>

namespace sotto::app {

namespace {

// Far more than the longest context; keeps a mistake from filling the memory.
constexpr std::size_t kLargestBytes = std::size_t{64} << 20U;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view file_type(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (const std::string_view type = extract::signature_type(bytes); !type.empty()) {
        return type;
    }
    if (bytes.starts_with("\xFF\xFE\0\0"sv) || bytes.starts_with("\0\0\xFE\xFF"sv)) {
        return "text in UTF-32";
    }
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
        return "text in UTF-16";
    }
    return bytes.contains('\0') ? "a binary file" : "";
}

std::string with_line_feeds(std::string text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') {
            plain += '\n';
            i += i + 1 < text.size() && text[i + 1] == '\n' ? 1 : 0;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

Result<std::string> read_descriptor(int descriptor, const std::string& path) {
    std::string bytes;
    std::array<char, 65536> buffer;
    while (true) {
        const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
        if (count == 0) {
            return bytes;
        }
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return std::unexpected(file_error(errno, path));
        }
        bytes.append(buffer.data(), static_cast<std::size_t>(count));
        if (bytes.size() > kLargestBytes) {
            return fail(ErrorCode::invalid_input,
                        path + " is larger than 64 MiB; give a smaller part");
        }
    }
}

} // namespace

bool is_utf8(std::string_view text) {
    return valid_utf8_prefix(text) == text.size();
}

Result<std::string> read_bytes(const std::string& path) {
    if (path == "-") {
        return read_descriptor(STDIN_FILENO, "standard input");
    }
    const auto file = ForeignFile::open(path);
    if (!file) {
        return std::unexpected(file.error());
    }
    return read_descriptor(file->number(), path);
}

Result<std::string> clean_text(std::string bytes, std::string_view what) {
    if (bytes.starts_with(kByteOrderMark)) {
        bytes.erase(0, kByteOrderMark.size());
    }
    if (const std::string_view type = file_type(bytes); !type.empty()) {
        return fail(ErrorCode::unsupported,
                    std::string(what) + " is " + std::string(type) +
                        "; only plain text in UTF-8 can be read, so save it as text first");
    }
    if (!is_utf8(bytes)) {
        return fail(ErrorCode::invalid_input,
                    std::string(what) + " is not text in UTF-8; save it as UTF-8 first");
    }
    if (bytes.find_first_not_of(" \t\r\n\v\f") == std::string::npos) {
        return fail(ErrorCode::invalid_input, std::string(what) + " is empty");
    }
    return with_line_feeds(std::move(bytes));
}

std::string document_title(const std::string& path) {
    std::string title = path == "-"
                            ? "Standard input"
                            : std::filesystem::path(path).lexically_normal().filename().string();
    if (title.empty() || !is_utf8(title)) {
        title = "Document";
    }
    std::ranges::replace(title, '\n', ' ');
    return without_bidi_controls(title);
}

Result<DocumentText> read_document(const std::string& path) {
    auto bytes = read_bytes(path);
    if (!bytes) {
        return std::unexpected(std::move(bytes.error()));
    }
    auto text = clean_text(std::move(*bytes), path);
    if (!text) {
        return std::unexpected(std::move(text.error()));
    }
    return DocumentText{document_title(path), std::move(*text)};
}

Result<std::string> read_prompt(const std::string& argument) {
    if (argument != "-") {
        return clean_text(argument, "the prompt");
    }
    return read_bytes("-")
        .and_then([](std::string bytes) {
            return clean_text(std::move(bytes), "the prompt on standard input");
        })
        .transform([](std::string text) {
            // Programs end their last line; that is not a part of what was asked.
            if (text.ends_with('\n')) {
                text.pop_back();
            }
            return text;
        });
}

} // namespace sotto::app

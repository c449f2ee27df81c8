#include "app/documents/converted_document.h"

#include "app/documents/extract_error.h"
#include "app/documents/extract_process.h"
#include "app/documents/foreign_file.h"
#include "app/documents/frame_parser.h"
#include "app/documents/memory_file.h"

#include <sys/wait.h>

#include <cerrno>
#include <utility>

namespace sotto::app {

namespace {

std::unexpected<Error> not_installed(const std::string& name) {
    return fail(ErrorCode::unsupported,
                name + " is an old Office document (DOC, XLS, PPT); install catdoc to read it, or "
                       "save it as DOCX, XLSX, PPTX or PDF and add that");
}

std::unexpected<Error> damaged(const std::string& name) {
    return fail(ErrorCode::corrupt_data, name + " is damaged and could not be read");
}

} // namespace

std::optional<extract::OldDocument> old_document_of(extract::RefusalKind kind) {
    switch (kind) {
    case extract::RefusalKind::old_text:
        return extract::OldDocument::text;
    case extract::RefusalKind::old_workbook:
        return extract::OldDocument::workbook;
    case extract::RefusalKind::old_slides:
        return extract::OldDocument::slides;
    default:
        return std::nullopt;
    }
}

Result<extract::ExtractedText> DocumentConverter::convert(int file, extract::OldDocument kind,
                                                          const std::string& name,
                                                          const std::stop_token& stop) const {
    if (extract::find_text_converter(kind).program == nullptr) {
        return not_installed(name);
    }
    const MemoryFile copy;
    if (!copy.append_file(file) || !rewind_file(copy.number())) {
        return std::unexpected(file_error(errno, name));
    }
    const std::string word(to_string(kind));
    auto text = run_process(convert_, {word}, copy.number(), limit_, extract::kLargestText, stop);
    if (!text) {
        return std::unexpected(std::move(text.error()));
    }
    if (text->end != ProcessEnd::finished || !WIFEXITED(text->exit_status) ||
        WEXITSTATUS(text->exit_status) == extract::kConverterHasNoSandbox) {
        return std::unexpected(extract_error(*text, name, limit_));
    }
    if (WEXITSTATUS(text->exit_status) == extract::kConverterIsMissing) {
        return not_installed(name);
    }
    const MemoryFile memory;
    if (!memory.append(text->output) || !rewind_file(memory.number())) {
        return fail(ErrorCode::out_of_memory, "there is not enough memory to read " + name);
    }
    const auto output = run_process(extract_, {"--converted", word}, memory.number(), limit_,
                                    extract::kLargestAnswer, stop);
    if (!output) {
        return std::unexpected(output.error());
    }
    auto answer = extract::from_frames(output->output);
    if (!answer) {
        return std::unexpected(extract_error(*output, name, limit_));
    }
    // A program that understands nothing of the file writes nothing.
    return answer->extraction ? Result<extract::ExtractedText>(std::move(*answer->extraction))
                              : damaged(name);
}

} // namespace sotto::app

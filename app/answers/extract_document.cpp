#include "app/answers/extract_document.h"

#include "app/documents/extractor_client.h"

#include <algorithm>
#include <format>
#include <utility>

namespace sotto::app {

Result<DocumentText> extract_document(CommandContext& context, const std::string& file,
                                      Recognition recognition) {
    const ExtractorClient extractor(find_extract_program());
    ExtractOptions options;
    options.recognition = recognition;
    options.on_page = [&context](std::uint32_t page, std::uint32_t pages) {
        context.terminal().show_status(std::format("Recognizing page {} of {}", page, pages));
    };
    auto extracted = extractor.extract(file, context.stop_on_interrupt(), options);
    context.signals().set_handler(nullptr);
    context.terminal().clear_status();
    if (!extracted) {
        ExtractionError error = std::move(extracted.error());
        if (error.is_recognizable) {
            error.detail += can_recognize()
                                ? "; use --ocr to recognize its text"
                                : "; install tesseract-ocr and use --ocr to recognize its text";
        }
        return fail(error.code, std::move(error.detail));
    }
    if (const std::string sentence = describe(extracted->missing); !sentence.empty()) {
        context.terminal().message("sotto: " + sentence);
    }
    for (const std::string& note : extracted->document.notes) {
        context.terminal().message("Note: " + note);
    }
    return std::move(extracted->document);
}

Status check_inputs(const DocumentOptions& documents, const std::string& prompt) {
    const auto inputs = std::ranges::count(documents.files, "-") + (prompt == "-" ? 1 : 0);
    return inputs > 1
               ? Status(fail(ErrorCode::invalid_input, "only one input can be - (standard input)"))
               : Status();
}

} // namespace sotto::app

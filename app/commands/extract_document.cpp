#include "app/commands/extract_document.h"

#include "app/document_reader.h"

#include <utility>

namespace sotto::app {

Result<DocumentText> extract_document(CommandContext& context, const std::string& file) {
    const DocumentReader reader(find_extract_program());
    auto read = reader.read(file, context.stop_on_interrupt());
    context.signals().set_handler(nullptr);
    if (!read) {
        return std::unexpected(std::move(read.error()));
    }
    if (const std::string sentence = describe(read->missing); !sentence.empty()) {
        context.terminal().message("sotto: " + sentence);
    }
    return std::move(read->document);
}

} // namespace sotto::app

#include "app/extract/text/text.h"
#include "app/extract/text/text_builder.h"

#include <algorithm>
#include <string>

namespace sotto::extract {

Extraction extract_converted(std::string_view bytes, std::string_view kind) {
    const auto plain = extract_plain_text(bytes);
    if (!plain) {
        return plain;
    }
    TextBuilder builder;
    std::string_view rest = plain->text;
    for (std::size_t number = 1; !rest.empty() && !builder.is_full(); ++number) {
        const std::string_view part = rest.substr(0, rest.find('\f'));
        rest.remove_prefix(std::min(part.size() + 1, rest.size()));
        builder.end_paragraph();
        if (kind == "ppt" && part.find_first_not_of(" \t\n") != std::string_view::npos) {
            builder.mark(DocumentMarkKind::page, std::to_string(number));
        } else if (kind == "xls" && part.find_first_not_of(" \t\n") != std::string_view::npos) {
            builder.mark(DocumentMarkKind::section, "Sheet " + std::to_string(number));
        }
        builder.keep(part);
    }
    return builder.finish({});
}

} // namespace sotto::extract

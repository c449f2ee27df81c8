#include "app/extract/office/office.h"
#include "app/extract/office/office_parts.h"
#include "app/extract/office/visibility.h"
#include "app/extract/text/text_builder.h"
#include "app/extract/word/word_parts.h"
#include "app/extract/word/word_writer.h"

#include <set>
#include <string>

namespace sotto::extract {

Extraction extract_docx(const ZipArchive& archive, const std::string& part) {
    const auto body = read_xml(archive, part);
    if (!body) {
        return std::unexpected(body.error());
    }
    TextBuilder builder;
    auto parts = WordParts::open(archive, part, builder);
    if (!parts) {
        return std::unexpected(parts.error());
    }
    WordWriter writer(archive, *parts, builder);
    writer.write_part(part, body->root());
    std::set<std::string> seen; // first, odd and even pages often have the same header
    for (const std::string& path : parts->margins) {
        const auto margin = read_optional_part(archive, path, "a header or footer", builder);
        if (!margin) {
            return std::unexpected(margin.error());
        }
        if (*margin && seen.insert((*margin)->root().all_text()).second) {
            writer.write_part(path, (*margin)->root());
        }
    }
    return builder.finish({});
}

} // namespace sotto::extract

#pragma once

#include "app/extract/office/office_parts.h"
#include "app/extract/word/word_lists.h"
#include "app/extract/word/word_styles.h"

#include <expected>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {

/// Notes or comments of a Word document, by their ids.
struct WordNotes {
    std::string path; ///< of their part
    std::map<std::string, XmlNode, std::less<>> notes;
};

/// The parts that the text of a Word document is read with.
struct WordParts {
    WordStyles styles;
    WordLists lists;
    WordNotes footnotes;
    WordNotes endnotes;
    WordNotes comments;
    std::vector<std::string> margins;     ///< paths of headers and footers
    std::vector<XmlDocument> documents{}; ///< that the nodes above belong to

    /// The parts of the document that begins in `part`. What is damaged is noted in `builder`.
    /// Errors: forbidden, locked.
    [[nodiscard]] static std::expected<WordParts, Refusal>
    open(const ZipArchive& archive, const std::string& part, TextBuilder& builder);
};

} // namespace sotto::extract

#pragma once

#include "app/extract/archive/zip_archive.h"
#include "app/extract/office/office_parts.h"
#include "app/extract/text/text_builder.h"

#include <map>
#include <string>

namespace sotto::extract {

/// The comments on the slides of a presentation, those of today's programs ("threaded") and those
/// of older ones. Source: ECMA-376, part 1, section 19.4; [MS-PPTX], section 2.16.
class SlideComments {
public:
    /// `presentation`: what the presentation refers to.
    SlideComments(const ZipArchive& archive, const Relationships& presentation);

    /// Appends the comments on a slide, which refers to `parts`: each on a line, in brackets.
    void write(const Relationships& parts, TextBuilder& builder) const;

private:
    void write_below(XmlNode node, TextBuilder& builder) const;

    const ZipArchive& archive_;
    std::map<std::string, std::string, std::less<>> authors_; ///< names by ids
};

} // namespace sotto::extract

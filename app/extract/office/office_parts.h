#pragma once

#include "app/extract/archive/zip_archive.h"
#include "app/extract/markup/xml.h"

#include <map>
#include <string>
#include <string_view>

namespace sotto::extract {

/// A file of an archive as XML. Errors: as ZipArchive::read and XmlDocument::parse.
[[nodiscard]] std::expected<XmlDocument, Refusal> read_xml(const ZipArchive& archive,
                                                           const std::string& name);

/// Something to which a part of an Office Open XML document refers.
struct Relationship {
    std::string path; ///< in the archive
    std::string kind; ///< the last word of its type: "notesSlide"
};
using Relationships = std::map<std::string, Relationship, std::less<>>; ///< by their ids

/// What a part of an Office Open XML document refers to, "" being the document itself; what lies
/// outside the archive is left out. Empty when the part refers to nothing.
/// Source: ECMA-376, part 2, section 9 (relationships).
[[nodiscard]] Relationships relationships_of(const ZipArchive& archive, std::string_view part);

/// The path of the part of an id, which is forgotten: a part is read once, however often it is
/// referred to. Empty when there is none.
[[nodiscard]] std::string take_path(Relationships& parts, const std::string& id);

/// The path of the first part of a kind; empty when there is none.
[[nodiscard]] std::string part_of_kind(const Relationships& parts, std::string_view kind);

} // namespace sotto::extract

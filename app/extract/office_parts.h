#pragma once

#include "app/extract/xml.h"
#include "app/extract/zip_archive.h"

#include <map>
#include <string>
#include <string_view>

namespace sotto::extract {

/// A file of an archive as XML. Errors: as ZipArchive::read and XmlDocument::parse.
[[nodiscard]] std::expected<XmlDocument, Refusal> read_xml(const ZipArchive& archive,
                                                           const std::string& name);

/// What a part of an Office Open XML document refers to: paths in the archive by their ids; what
/// lies outside the archive is left out. Empty when the part refers to nothing.
/// Source: ECMA-376, part 2, section 9 (relationships).
[[nodiscard]] std::map<std::string, std::string> relationships_of(const ZipArchive& archive,
                                                                  std::string_view part);

} // namespace sotto::extract

#pragma once

#include "app/extract/archive/zip_archive.h"
#include "app/extract/markup/xml.h"
#include "app/extract/text/text_builder.h"

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sotto::extract {

/// A file of an archive, parsed as XML. Errors: as ZipArchive::read and XmlDocument::parse.
[[nodiscard]] std::expected<XmlDocument, Refusal> read_xml(const ZipArchive& archive,
                                                           const std::string& name);

/// A reference from one part of an Office Open XML document to another, or to a page of the web.
struct Relationship {
    std::string path;    ///< in the archive; empty for what is not in it
    std::string kind;    ///< the last segment of its type: "notesSlide"
    std::string address; ///< of a hyperlink to something else
};
using Relationships = std::map<std::string, Relationship, std::less<>>; ///< by their ids

/// What a part of an Office Open XML document refers to within the archive, and its hyperlinks; the
/// part "" is the document itself.
/// Source: ECMA-376, part 2, section 9 (relationships).
[[nodiscard]] Relationships relationships_of(const ZipArchive& archive, std::string_view part);

/// The path for an id, which is removed: a part is read once, however often it is referred to.
/// Empty when there is none.
[[nodiscard]] std::string take_path(Relationships& parts, const std::string& id);

/// The path for an id; empty when there is none.
[[nodiscard]] std::string path_of(const Relationships& parts, const std::string& id);

/// The address of the hyperlink with an id; empty when there is none.
[[nodiscard]] std::string address_of(const Relationships& parts, std::string_view id);

/// The path of the first part of a kind; empty when there is none.
[[nodiscard]] std::string part_of_kind(const Relationships& parts, std::string_view kind);

/// The same; where the relationships do not say it, the file `usual` in the folder of `part`.
[[nodiscard]] std::string part_of_kind(const ZipArchive& archive, std::string_view part,
                                       const Relationships& parts, std::string_view kind,
                                       std::string_view usual);

/// A part that the rest of a document can be read without, such as its styles. Nothing when it is
/// missing; when it is damaged, `builder` notes that `name` could not be read. Errors: forbidden,
/// locked.
[[nodiscard]] std::expected<std::optional<XmlDocument>, Refusal>
read_optional_part(const ZipArchive& archive, const std::string& path, std::string_view name,
                   TextBuilder& builder);

/// Whether a document without the part that gave `refusal` is worth reading.
[[nodiscard]] bool is_only_damaged(const Refusal& refusal);

/// Whether text that our parsers read lies in or below `node`.
[[nodiscard]] bool has_readable_text(XmlNode node);

/// Of the same content in several forms ("mc:AlternateContent"), the first that our parsers read;
/// none where there is no text in any.
[[nodiscard]] XmlNode readable_alternative(XmlNode alternatives);

/// How a comment begins, behind its bracket: "Comment by Ann: ", "Comment: ".
[[nodiscard]] std::string comment_prefix(std::string_view author);

/// Appends the text of a diagram or a chart that an element of a drawing refers to: a line for each
/// entry; for a chart its title, and for each series its name and a line for each value.
/// `parts`: what the part that contains `node` refers to; the entry that was read is removed.
/// Returns whether `node` is such an element. Source: ECMA-376, part 1, sections 21.2 (charts)
/// and 21.4 (diagrams).
bool append_drawing_part(const ZipArchive& archive, Relationships& parts, XmlNode node,
                         TextBuilder& builder);

} // namespace sotto::extract

#include "app/extract/office/office_parts.h"

#include <algorithm>
#include <utility>

namespace sotto::extract {

std::expected<XmlDocument, Refusal> read_xml(const ZipArchive& archive, const std::string& name) {
    const auto bytes = archive.read(name);
    return bytes ? XmlDocument::parse(*bytes) : std::unexpected(bytes.error());
}

Relationships relationships_of(const ZipArchive& archive, std::string_view part) {
    const std::size_t slash = part.rfind('/');
    const std::size_t folder = slash == std::string_view::npos ? 0 : slash + 1;
    const std::string name =
        std::string(part.substr(0, folder)) + "_rels/" + std::string(part.substr(folder)) + ".rels";
    Relationships parts;
    if (!archive.contains(name)) {
        return parts;
    }
    const auto document = read_xml(archive, name);
    if (!document) {
        return parts;
    }
    for (XmlNode node = document->root().first_child(); node; node = node.next()) {
        if (!node.is_element() || node.attribute("TargetMode") == "External") {
            continue;
        }
        std::string target = resolve_path(part, node.attribute("Target"));
        if (archive.contains(target)) {
            const std::string_view type = node.attribute("Type");
            parts.emplace(
                node.attribute("Id"),
                Relationship{std::move(target), std::string(type.substr(type.rfind('/') + 1))});
        }
    }
    return parts;
}

std::string take_path(Relationships& parts, const std::string& id) {
    const auto part = parts.extract(id);
    return part.empty() ? std::string() : part.mapped().path;
}

std::string part_of_kind(const Relationships& parts, std::string_view kind) {
    const auto found = std::ranges::find_if(
        parts, [kind](const auto& entry) { return entry.second.kind == kind; });
    return found == parts.end() ? std::string() : found->second.path;
}

} // namespace sotto::extract

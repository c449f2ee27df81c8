#include "app/extract/office_parts.h"

#include <utility>

namespace sotto::extract {

std::expected<XmlDocument, Refusal> read_xml(const ZipArchive& archive, const std::string& name) {
    const auto bytes = archive.read(name);
    return bytes ? XmlDocument::parse(*bytes) : std::unexpected(bytes.error());
}

std::map<std::string, std::string> relationships_of(const ZipArchive& archive,
                                                    std::string_view part) {
    const std::size_t slash = part.rfind('/');
    const std::size_t folder = slash == std::string_view::npos ? 0 : slash + 1;
    const std::string name =
        std::string(part.substr(0, folder)) + "_rels/" + std::string(part.substr(folder)) + ".rels";
    std::map<std::string, std::string> targets;
    if (!archive.contains(name)) {
        return targets;
    }
    const auto document = read_xml(archive, name);
    if (!document) {
        return targets;
    }
    for (XmlNode node = document->root().first_child(); node; node = node.next()) {
        if (!node.is_element() || node.attribute("TargetMode") == "External") {
            continue;
        }
        std::string target = resolve_path(part, node.attribute("Target"));
        if (archive.contains(target)) {
            targets.emplace(node.attribute("Id"), std::move(target));
        }
    }
    return targets;
}

} // namespace sotto::extract

#include "app/extract/office/office_parts.h"

#include "app/extract/markup/links.h"
#include "app/extract/office/visibility.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sotto::extract {

namespace {

// The path of a relationship's target in the archive; empty when there is no such file.
std::string target_path(const ZipArchive& archive, std::string_view part, std::string target) {
    std::ranges::replace(target, '\\', '/'); // some programs write backslashes
    target.resize(std::min(target.find('#'), target.size()));
    for (const std::string& form : {target, percent_decoded(target)}) {
        if (std::string path = resolve_path(part, form); archive.contains(path)) {
            return path;
        }
    }
    return {};
}

} // namespace

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
        if (!node.is_element()) {
            continue;
        }
        const std::string_view type = node.attribute("Type");
        const std::string kind(type.substr(type.rfind('/') + 1));
        const std::string target(node.attribute("Target"));
        if (node.attribute("TargetMode") == "External") {
            if (kind == "hyperlink") {
                parts.emplace(node.attribute("Id"), Relationship{{}, kind, target});
            }
        } else if (std::string path = target_path(archive, part, target); !path.empty()) {
            parts.emplace(node.attribute("Id"), Relationship{std::move(path), kind, {}});
        }
    }
    return parts;
}

std::string take_path(Relationships& parts, const std::string& id) {
    const auto part = parts.extract(id);
    return part.empty() ? std::string() : part.mapped().path;
}

std::string path_of(const Relationships& parts, const std::string& id) {
    const auto part = parts.find(id);
    return part == parts.end() ? std::string() : part->second.path;
}

std::string address_of(const Relationships& parts, std::string_view id) {
    const auto part = parts.find(id);
    return part == parts.end() ? std::string() : part->second.address;
}

std::string part_of_kind(const Relationships& parts, std::string_view kind) {
    const auto found = std::ranges::find_if(
        parts, [kind](const auto& entry) { return entry.second.kind == kind; });
    return found == parts.end() ? std::string() : found->second.path;
}

std::string part_of_kind(const ZipArchive& archive, std::string_view part,
                         const Relationships& parts, std::string_view kind,
                         std::string_view usual) {
    std::string path = part_of_kind(parts, kind);
    if (path.empty()) {
        path = resolve_path(part, usual);
    }
    return archive.contains(path) ? path : std::string();
}

std::expected<std::optional<XmlDocument>, Refusal> read_optional_part(const ZipArchive& archive,
                                                                      const std::string& path,
                                                                      std::string_view name,
                                                                      TextBuilder& builder) {
    if (path.empty()) {
        return std::nullopt;
    }
    auto document = read_xml(archive, path);
    if (document) {
        return std::optional(std::move(*document));
    }
    if (!is_only_damaged(document.error())) {
        return std::unexpected(std::move(document.error()));
    }
    builder.add_note(unreadable_part(name));
    return std::nullopt;
}

bool is_only_damaged(const Refusal& refusal) {
    return refusal.kind == RefusalKind::damaged;
}

std::string comment_prefix(std::string_view author) {
    const std::string name = to_label(author);
    return name.empty() ? "Comment: " : "Comment by " + name + ": ";
}

bool has_readable_text(XmlNode node) {
    constexpr std::array<std::string_view, 8> kReadable{
        "sym", "symEx", "chart", "relIds", "oMath", "textpath", "altChunk", "checkBox"};
    const auto is_text = [](XmlNode element) {
        return (element.name() == "t" || element.name() == "delText") &&
               element.all_text().find_first_not_of(" \t\r\n") != std::string::npos;
    };
    if (std::ranges::contains(kReadable, node.name()) || is_text(node)) {
        return true;
    }
    for (XmlNode child = node.first_child(); child; child = child.next()) {
        if (child.is_element() && has_readable_text(child)) {
            return true;
        }
    }
    return false;
}

XmlNode readable_alternative(XmlNode alternatives) {
    for (const std::string_view kind : {"Choice", "Fallback"}) {
        for (XmlNode form = alternatives.first_child(); form; form = form.next()) {
            if (form.is_element() && form.name() == kind && has_readable_text(form)) {
                return form;
            }
        }
    }
    return {};
}

} // namespace sotto::extract

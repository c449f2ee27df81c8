#include "app/extract/word/word_parts.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace sotto::extract {

namespace {

// Reads the optional parts of one document.
class PartLoader {
public:
    PartLoader(const ZipArchive& archive, const std::string& part, TextBuilder& builder)
        : archive_(archive), part_(part), builder_(builder),
          relationships_(relationships_of(archive, part)) {}

    // The root of a part, which is kept in `documents`; none when there is no such part.
    XmlNode load(std::string_view kind, std::string_view name,
                 std::vector<XmlDocument>& documents) {
        const std::string path = path_for(kind);
        auto document = refusal_ ? std::expected<std::optional<XmlDocument>, Refusal>()
                                 : read_optional_part(archive_, path, name, builder_);
        if (!document) {
            refusal_ = std::move(document.error());
            return {};
        }
        if (!*document) {
            return {};
        }
        documents.push_back(std::move(**document));
        return documents.back().root();
    }

    WordNotes load_notes(std::string_view kind, std::vector<XmlDocument>& documents) {
        WordNotes notes{path_for(kind), {}};
        const XmlNode root = load(kind, "the " + std::string(kind), documents);
        for (XmlNode note = root ? root.first_child() : XmlNode(); note; note = note.next()) {
            if (note.is_element()) {
                notes.notes.emplace(note.attribute("id"), note);
            }
        }
        return notes;
    }

    // Headers and footers in the order of the archive.
    [[nodiscard]] std::vector<std::string> margins() const {
        std::vector<std::string> paths;
        for (const std::string& name : archive_.names()) {
            const bool is_margin = std::ranges::any_of(relationships_, [&name](const auto& each) {
                const Relationship& part = each.second;
                return (part.kind == "header" || part.kind == "footer") && part.path == name;
            });
            if (is_margin) {
                paths.push_back(name);
            }
        }
        return paths;
    }

    std::optional<Refusal>& refusal() { return refusal_; }

private:
    [[nodiscard]] std::string path_for(std::string_view kind) const {
        return part_of_kind(archive_, part_, relationships_, kind, std::string(kind) + ".xml");
    }

    const ZipArchive& archive_;
    const std::string& part_;
    TextBuilder& builder_;
    Relationships relationships_;
    std::optional<Refusal> refusal_;
};

} // namespace

std::expected<WordParts, Refusal> WordParts::open(const ZipArchive& archive,
                                                  const std::string& part, TextBuilder& builder) {
    WordParts parts;
    PartLoader loader(archive, part, builder);
    std::vector<XmlDocument> passing;
    if (const XmlNode styles = loader.load("styles", "the styles", passing)) {
        parts.styles = WordStyles(styles);
    }
    if (const XmlNode lists = loader.load("numbering", "the numbers of lists", passing)) {
        parts.lists = WordLists(lists);
    }
    parts.footnotes = loader.load_notes("footnotes", parts.documents);
    parts.endnotes = loader.load_notes("endnotes", parts.documents);
    parts.comments = loader.load_notes("comments", parts.documents);
    parts.margins = loader.margins();
    if (loader.refusal()) {
        return std::unexpected(std::move(*loader.refusal()));
    }
    return parts;
}

} // namespace sotto::extract

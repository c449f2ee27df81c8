#include "app/extract/markup/links.h"
#include "app/extract/office/epub_book.h"
#include "app/extract/office/office.h"
#include "app/extract/office/office_parts.h"
#include "app/extract/text/ascii.h"
#include "app/extract/text/text_builder.h"

#include <algorithm>
#include <array>
#include <format>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace sotto::extract {

namespace {

// Obfuscated fonts do not lock the text. Source: EPUB 3.3, section 4.4.
bool is_font_obfuscation(std::string_view algorithm) {
    return algorithm == "http://www.idpf.org/2008/embedding" ||
           algorithm == "http://ns.adobe.com/pdf/enc#RC";
}

bool has_locked_part(XmlNode node) {
    for (XmlNode child = node.first_child(); child; child = child.next()) {
        if (!child.is_element()) {
            continue;
        }
        if (child.name() == "EncryptedData") {
            const XmlNode method = child.child("EncryptionMethod");
            if (!method || !is_font_obfuscation(method.attribute("Algorithm"))) {
                return true;
            }
        }
        if (has_locked_part(child)) {
            return true;
        }
    }
    return false;
}

bool is_locked(const ZipArchive& archive) {
    if (!archive.contains("META-INF/encryption.xml")) {
        return false;
    }
    const auto encryption = read_xml(archive, "META-INF/encryption.xml");
    return !encryption || has_locked_part(encryption->root());
}

// The file of an archive that a reference in the file `from` means; what it would be called where
// there is none.
std::string file_meant(const ZipArchive& archive, std::string_view from, std::string_view link) {
    link = link.substr(0, link.find('#'));
    std::string decoded = resolve_path(from, percent_decoded(link));
    std::string plain = resolve_path(from, link);
    return archive.contains(plain) && !archive.contains(decoded) ? plain : decoded;
}

// The package document, which lists the parts of the book: what the container names, else any.
std::expected<std::string, Refusal> package_of(const ZipArchive& archive) {
    constexpr std::string_view kContainer = "META-INF/container.xml";
    const auto container =
        archive.contains(kContainer)
            ? read_xml(archive, std::string(kContainer))
            : std::expected<XmlDocument, Refusal>(refuse(RefusalKind::damaged, {}));
    if (!container && container.error().kind != RefusalKind::damaged) {
        return std::unexpected(container.error());
    }
    const XmlNode list = container ? container->root().child("rootfiles") : XmlNode();
    for (XmlNode root = list ? list.first_child() : XmlNode(); root; root = root.next()) {
        std::string file = root.is_element() && root.name() == "rootfile"
                               ? file_meant(archive, {}, root.attribute("full-path"))
                               : std::string();
        if (!file.empty() && archive.contains(file)) {
            return file;
        }
    }
    const auto& names = archive.names();
    const auto package = std::ranges::find_if(
        names, [](const std::string& name) { return to_lower(name).ends_with(".opf"); });
    if (package == names.end()) {
        return refuse(RefusalKind::damaged, "is damaged: it does not say where its book begins");
    }
    return *package;
}

struct Item {
    std::string path;
    std::string fallback; ///< the id of what says the same in another form
    bool is_page = false;
};

struct Manifest {
    std::vector<Item> items;
    std::map<std::string, std::size_t, std::less<>> by_id;

    [[nodiscard]] const Item* item(std::string_view id) const {
        const auto found = by_id.find(id);
        return found == by_id.end() ? nullptr : &items[found->second];
    }
};

// Whether an item is a page, by its type, or by its name where the type is wrong.
bool is_page(std::string_view type, std::string_view path) {
    for (const std::string_view word : {"html", "svg", "oeb1-document", "dtbook"}) {
        if (type.contains(word)) {
            return true;
        }
    }
    for (const std::string_view kind : {"image/", "audio/", "video/", "font/", "text/css"}) {
        if (type.starts_with(kind)) {
            return false;
        }
    }
    constexpr std::array<std::string_view, 3> kExtensions{".html", ".xhtml", ".htm"};
    const std::string name = to_lower(path);
    return std::ranges::any_of(
        kExtensions, [&name](std::string_view extension) { return name.ends_with(extension); });
}

Manifest manifest_of(const ZipArchive& archive, XmlNode package, std::string_view file) {
    Manifest manifest;
    const XmlNode list = package.child("manifest");
    for (XmlNode node = list ? list.first_child() : XmlNode(); node; node = node.next()) {
        if (node.is_element()) {
            Item item{file_meant(archive, file, node.attribute("href")),
                      std::string(node.attribute("fallback")), false};
            item.is_page = is_page(node.attribute("media-type"), item.path);
            manifest.by_id.emplace(node.attribute("id"), manifest.items.size());
            manifest.items.push_back(std::move(item));
        }
    }
    return manifest;
}

// The page of an entry of the spine; empty when it is a picture without a page.
// Source: EPUB 3.3, section 3.5.1.
std::string page_of(const Manifest& manifest, std::string_view id) {
    constexpr int kMaxFallbacks = 8; // they may be a circle
    const Item* item = manifest.item(id);
    for (int i = 0; i < kMaxFallbacks && item != nullptr; ++i) {
        if (item->is_page) {
            return item->path;
        }
        item = manifest.item(item->fallback);
    }
    return {};
}

// The pages in the order of reading, each once: those outside of it (linear="no") are last. All
// pages of the book where it has no order.
std::vector<std::string> reading_order(const Manifest& manifest, XmlNode package) {
    std::vector<std::string> pages;
    std::vector<std::string> others;
    std::set<std::string> seen; // a page may stand for several pictures
    const XmlNode spine = package.child("spine");
    for (XmlNode node = spine ? spine.first_child() : XmlNode(); node; node = node.next()) {
        std::string path =
            node.is_element() ? page_of(manifest, node.attribute("idref")) : std::string();
        if (!path.empty() && seen.insert(path).second) {
            (node.attribute("linear") == "no" ? others : pages).push_back(std::move(path));
        }
    }
    pages.insert(pages.end(), others.begin(), others.end());
    for (const Item& item : manifest.items) {
        if (seen.empty() && item.is_page) {
            pages.push_back(item.path);
        }
    }
    return pages;
}

std::string title_of(XmlNode package) {
    const XmlNode metadata = package.child("metadata");
    const XmlNode title = metadata ? metadata.child("title") : XmlNode();
    return title ? title.all_text() : std::string();
}

} // namespace

Extraction extract_epub(const ZipArchive& archive) {
    if (is_locked(archive)) {
        return refuse(RefusalKind::locked,
                      "is locked by who sold it; only a book without such a lock can be read");
    }
    const auto file = package_of(archive);
    if (!file) {
        return std::unexpected(file.error());
    }
    const auto package = read_xml(archive, *file);
    if (!package) {
        return std::unexpected(package.error());
    }
    const Manifest manifest = manifest_of(archive, package->root(), *file);
    TextBuilder builder;
    EpubBook book(archive);
    std::size_t number = 0;
    std::size_t unread = 0;
    for (const std::string& path : reading_order(manifest, package->root())) {
        ++number;
        if (const auto read = book.append(path, builder); !read) {
            // One that is missing or damaged does not keep the others from being read.
            if (read.error().kind != RefusalKind::damaged &&
                read.error().kind != RefusalKind::unsupported) {
                return std::unexpected(read.error());
            }
            ++unread;
            builder.add_note(std::format("One part could not be read: chapter {}.", number));
        }
        if (builder.is_full()) {
            break;
        }
    }
    if (unread > 0 && unread == number) {
        return refuse(RefusalKind::damaged, "is damaged: none of its chapters can be read");
    }
    return builder.finish(title_of(package->root()));
}

} // namespace sotto::extract

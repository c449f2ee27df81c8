#include "app/extract/markup/markup.h"
#include "app/extract/office/office.h"
#include "app/extract/office/office_parts.h"
#include "app/extract/text/percent_encoding.h"
#include "app/extract/text/text_builder.h"

#include <map>
#include <set>
#include <string>
#include <utility>

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

// The package document, which lists the parts of the book.
std::expected<std::string, Refusal> package_of(const ZipArchive& archive) {
    const auto container = read_xml(archive, "META-INF/container.xml");
    if (!container) {
        return std::unexpected(container.error());
    }
    const XmlNode list = container->root().child("rootfiles");
    const XmlNode root = list ? list.child("rootfile") : XmlNode();
    if (!root) {
        return refuse(RefusalKind::damaged, "is damaged: it does not say where its book begins");
    }
    return std::string(root.attribute("full-path"));
}

struct Item {
    std::string path;
    std::string fallback; ///< the id of what says the same in another form
    bool is_page = false;
};
using Manifest = std::map<std::string, Item, std::less<>>; ///< by ids

Manifest manifest_of(XmlNode package, std::string_view file) {
    Manifest items;
    const XmlNode manifest = package.child("manifest");
    for (XmlNode item = manifest ? manifest.first_child() : XmlNode(); item; item = item.next()) {
        if (item.is_element()) {
            const std::string_view type = item.attribute("media-type");
            items.emplace(item.attribute("id"),
                          Item{resolve_path(file, percent_decoded(item.attribute("href"))),
                               std::string(item.attribute("fallback")),
                               type.contains("html") || type.contains("svg")});
        }
    }
    return items;
}

// The page of an entry of the spine; empty when it is a picture without a page.
// Source: EPUB 3.3, section 3.5.1.
std::string page_of(const Manifest& items, std::string_view id) {
    constexpr int kMaxFallbacks = 8; // they may be a circle
    auto item = items.find(id);
    for (int i = 0; i < kMaxFallbacks && item != items.end(); ++i) {
        if (item->second.is_page) {
            return item->second.path;
        }
        item = items.find(item->second.fallback);
    }
    return {};
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
    const Manifest items = manifest_of(package->root(), *file);
    TextBuilder builder;
    std::set<std::string> seen; // a page may stand for several pictures
    const XmlNode spine = package->root().child("spine");
    for (XmlNode item = spine ? spine.first_child() : XmlNode(); item && !builder.is_full();
         item = item.next()) {
        const std::string path =
            item.is_element() ? page_of(items, item.attribute("idref")) : std::string();
        if (path.empty() || !seen.insert(path).second) {
            continue;
        }
        const auto chapter = archive.read(path);
        if (!chapter) {
            return std::unexpected(chapter.error());
        }
        builder.end_paragraph();
        if (const auto title = append_html(with_end_tags(*chapter), builder); !title) {
            return std::unexpected(title.error());
        }
    }
    return builder.finish(title_of(package->root()));
}

} // namespace sotto::extract

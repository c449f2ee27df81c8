#include "app/extract/pdf/pdf.h"

#include "app/extract/pdf/page_layout.h"
#include "app/extract/pdf/page_reader.h"
#include "app/extract/pdf/running_lines.h"
#include "app/extract/text/hyphens.h"
#include "app/extract/text/text_builder.h"

#include <iconv.h>
#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-image.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::extract {

namespace {

using Document = std::unique_ptr<poppler::document>;

Document open(std::string_view bytes) {
    return Document(
        poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
}

// The messages of Poppler quote the document.
void ignore_message(const std::string& /*message*/, void* /*closure*/) {}

// The pages of a document, and what its user should know.
struct Pages {
    std::vector<PageLines> lines;
    bool has_hidden_text = false;
    bool is_too_large = false;
};

Pages read_pages(const PdfReader& reader) {
    Pages pages;
    std::size_t size = 0;
    for (int number = 1; number <= reader.pages() && !pages.is_too_large; ++number) {
        PdfPage page = reader.read(number);
        const double height = page.content.height;
        pages.has_hidden_text = pages.has_hidden_text || page.has_hidden_text;
        pages.lines.push_back({lay_out(std::move(page.content)), height});
        for (const PageLine& line : pages.lines.back().lines) {
            size += line.text.size();
        }
        pages.is_too_large = size > kLargestText;
    }
    return pages;
}

Extraction extract_pages(const PdfReader& reader) {
    if (reader.pages() < 1) {
        return refuse(RefusalKind::damaged, "is damaged: no page of it can be found");
    }
    Pages pages = read_pages(reader);
    if (!pages.is_too_large) {
        remove_running_lines(pages.lines);
    }
    HyphenatedWords hyphenated;
    for (const PageLines& page : pages.lines) {
        for (const PageLine& line : page.lines) {
            hyphenated.learn(line.text);
        }
    }
    TextBuilder builder;
    for (std::size_t i = 0; i < pages.lines.size() && !builder.is_full(); ++i) {
        builder.end_paragraph();
        builder.mark(DocumentMarkKind::page, std::to_string(i + 1));
        append_lines(pages.lines[i].lines, hyphenated, builder);
    }
    if (!builder.has_text()) {
        return refuse(RefusalKind::scanned, "has pages without text, as scanned paper has");
    }
    if (pages.has_hidden_text) {
        builder.add_note("Hidden text was left out.");
    }
    return builder.finish(meaningful_title(reader.title()));
}

constexpr const char* kDamaged = "is damaged and could not be read";
constexpr const char* kLocked = "is protected by a password; save it without one and add it again";

std::expected<Document, Refusal> open_readable(std::string_view bytes) {
    poppler::set_debug_error_function(&ignore_message, nullptr);
    Document document = open(bytes);
    if (!document) {
        return refuse(RefusalKind::damaged, kDamaged);
    }
    if (document->is_locked()) {
        return refuse(RefusalKind::locked, kLocked);
    }
    return document;
}

// The highest resolution at which the picture of a page, with its edges rounded up, is within the
// limits.
double resolution_for(const poppler::rectf& box) {
    constexpr double kPointsPerInch = 72;
    constexpr double kMargin = 0.99;
    const double width = box.width() / kPointsPerInch;
    const double height = box.height() / kPointsPerInch;
    return std::min({kResolution,
                     kMargin * std::sqrt(static_cast<double>(kMaxPixels) / (width * height)),
                     kMargin * kLongestEdge / std::max(width, height)});
}

} // namespace

Extraction extract_pdf(std::string_view bytes) {
    const PdfReader reader(bytes);
    if (!reader.is_ok()) {
        return reader.is_locked() ? refuse(RefusalKind::locked, kLocked)
                                  : refuse(RefusalKind::damaged, kDamaged);
    }
    return extract_pages(reader);
}

PageRendering render_pdf_page(std::string_view bytes, int number) {
    const auto document = open_readable(bytes);
    if (!document) {
        return std::unexpected(document.error());
    }
    const int pages = (*document)->pages();
    const std::unique_ptr<poppler::page> page(
        number >= 1 && number <= pages ? (*document)->create_page(number - 1) : nullptr);
    const poppler::rectf box = page ? page->page_rect() : poppler::rectf();
    PagePicture empty{static_cast<std::uint32_t>(std::max(pages, 0)), 1, 1, "\xFF"};
    if (!page || !(box.width() > 0) || !(box.height() > 0)) {
        return empty;
    }
    poppler::page_renderer renderer;
    renderer.set_image_format(poppler::image::format_gray8);
    renderer.set_render_hint(poppler::page_renderer::antialiasing);
    renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
    const double resolution = resolution_for(box);
    const poppler::image image = renderer.render_page(page.get(), resolution, resolution);
    PagePicture picture{empty.pages, static_cast<std::uint32_t>(image.width()),
                        static_cast<std::uint32_t>(image.height()), ""};
    const std::size_t size = std::size_t{picture.width} * picture.height;
    if (!image.is_valid() || image.format() != poppler::image::format_gray8 || size == 0 ||
        size > kMaxPixels) {
        return empty;
    }
    picture.pixels.reserve(size);
    for (std::size_t row = 0; row < picture.height; ++row) {
        picture.pixels.append(image.const_data() +
                                  row * static_cast<std::size_t>(image.bytes_per_row()),
                              picture.width);
    }
    return picture;
}

void preload_pdf_files() {
    poppler::set_debug_error_function(&ignore_message, nullptr);
    // Poppler frees its tables with its last document, and the C library its modules with their
    // last user, so one of each is kept (volatile: stored, although never read).
    static const Document kKept =
        open("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
             "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
             "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
             "trailer<</Root 1 0 R>>\n");
    static const volatile iconv_t kFromUtf8 = ::iconv_open("UTF-16", "UTF-8");
    static const volatile iconv_t kToUtf8 = ::iconv_open("UTF-8", "UTF-16");
    static_cast<void>(kFromUtf8);
    static_cast<void>(kToUtf8);
    static_cast<void>(poppler::ustring::from_utf8("a").to_utf8());
    if (kKept != nullptr && kKept->pages() > 0) {
        const std::unique_ptr<poppler::page> page(kKept->create_page(0));
        static_cast<void>(page != nullptr && page->text_list().empty());
    }
}

} // namespace sotto::extract

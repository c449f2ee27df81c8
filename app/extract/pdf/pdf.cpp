#include "app/extract/pdf/pdf.h"

#include "app/extract/text/charset.h"
#include "app/extract/text/page_text.h"
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

// The letters of a box from left to right. Arabic lam and alef are usually one glyph, whose letters
// Poppler gives in reading order, each with half the width of the glyph.
poppler::ustring letters_of(const poppler::text_box& box) {
    constexpr char16_t kLam = 0x0644;
    constexpr std::u16string_view kAlefs = u"\u0622\u0623\u0625\u0627";
    constexpr double kSameWidth = 0.001; // points
    poppler::ustring letters = box.text();
    for (std::size_t i = 0; i + 1 < letters.size(); ++i) {
        if (letters[i] == kLam && kAlefs.contains(static_cast<char16_t>(letters[i + 1])) &&
            std::abs(box.char_bbox(i).width() - box.char_bbox(i + 1).width()) < kSameWidth) {
            std::swap(letters[i], letters[i + 1]);
            ++i;
        }
    }
    return letters;
}

// Rotates the page so that `along` is the direction of reading.
PlacedWord placed(const poppler::text_box& box) {
    const poppler::rectf area = box.bbox();
    PlacedWord word;
    word.text = without_ligatures(to_utf8(letters_of(box)));
    word.rotation = box.rotation();
    word.has_space_after = box.has_space_after();
    switch (word.rotation) {
    case 1:
        word.along = {area.top(), area.bottom()};
        word.across = {-area.right(), -area.left()};
        break;
    case 2:
        word.along = {-area.right(), -area.left()};
        word.across = {-area.bottom(), -area.top()};
        break;
    case 3:
        word.along = {-area.bottom(), -area.top()};
        word.across = {area.left(), area.right()};
        break;
    default:
        word.along = {area.left(), area.right()};
        word.across = {area.top(), area.bottom()};
        break;
    }
    return word;
}

std::vector<PlacedWord> words_of(const poppler::page& page) {
    std::vector<PlacedWord> words;
    for (const poppler::text_box& box : page.text_list()) {
        if (PlacedWord word = placed(box); !word.text.empty()) {
            words.push_back(std::move(word));
        }
    }
    return words;
}

Extraction extract_pages(const poppler::document& document) {
    const int pages = document.pages();
    if (pages < 1) {
        return refuse(RefusalKind::damaged, "is damaged: no page of it can be found");
    }
    TextBuilder builder;
    for (int i = 0; i < pages && !builder.is_full(); ++i) {
        const std::unique_ptr<poppler::page> page(document.create_page(i));
        if (!page) {
            continue; // one damaged page
        }
        builder.end_paragraph();
        builder.mark(DocumentMarkKind::page, std::to_string(i + 1));
        append_page(words_of(*page), builder);
    }
    if (!builder.has_text()) {
        return refuse(RefusalKind::scanned, "has pages without text, as scanned paper has");
    }
    return builder.finish(meaningful_title(to_utf8(document.get_title())));
}

std::expected<Document, Refusal> open_readable(std::string_view bytes) {
    poppler::set_debug_error_function(&ignore_message, nullptr);
    Document document = open(bytes);
    if (!document) {
        return refuse(RefusalKind::damaged, "is damaged and could not be read");
    }
    if (document->is_locked()) {
        return refuse(RefusalKind::locked,
                      "is protected by a password; save it without one and add it again");
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
    const auto document = open_readable(bytes);
    return document ? extract_pages(**document) : std::unexpected(document.error());
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

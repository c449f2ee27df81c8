#include "app/extract/pdf/visible_text.h"

#include "app/extract/pdf/glyph_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace sotto::extract {

namespace {

constexpr double kMinTextSize = 1;      // points
constexpr double kMinOpacity = 0.03;    // of text that can be seen
constexpr double kOpaque = 0.97;        // what lies behind it cannot be seen
constexpr double kThickestRule = 2.5;   // points
constexpr double kShortestRule = 8;     // points
constexpr double kTolerance = 1;        // points
constexpr double kMiddleOfLetter = 0.3; // of the font size, above the baseline
constexpr std::size_t kMaxRules = 20'000;

// The area of a part of a path on the page.
struct Outline {
    Area area;
    bool is_rectangle = false;
};

Outline outline_of(const GfxState& state, const GfxSubpath& part) {
    constexpr int kMaxPoints = 10'000;
    Outline outline;
    const int points = std::min(part.getNumPoints(), kMaxPoints);
    outline.is_rectangle = points >= 4 && points <= 5;
    double last_x = 0;
    double last_y = 0;
    for (int i = 0; i < points; ++i) {
        double x = 0;
        double y = 0;
        state.transform(part.getX(i), part.getY(i), &x, &y);
        if (i == 0) {
            outline.area = {x, y, x, y};
        } else {
            const bool is_straight = std::abs(x - last_x) < 0.1 || std::abs(y - last_y) < 0.1;
            outline.is_rectangle = outline.is_rectangle && is_straight && !part.getCurve(i);
            outline.area = {std::min(outline.area.left, x), std::min(outline.area.top, y),
                            std::max(outline.area.right, x), std::max(outline.area.bottom, y)};
        }
        last_x = x;
        last_y = y;
    }
    return outline;
}

Area clip_of(const GfxState& state) {
    Area clip;
    state.getClipBBox(&clip.left, &clip.top, &clip.right, &clip.bottom);
    return clip;
}

// The unit square, in which pictures are drawn.
Area picture_area(const GfxState& state) {
    const auto at = [&state](double x, double y) {
        std::pair<double, double> point;
        state.transform(x, y, &point.first, &point.second);
        return point;
    };
    const std::array corners{at(0, 0), at(0, 1), at(1, 0), at(1, 1)};
    Area area{corners[0].first, corners[0].second, corners[0].first, corners[0].second};
    for (const auto& [x, y] : corners) {
        area = {std::min(area.left, x), std::min(area.top, y), std::max(area.right, x),
                std::max(area.bottom, y)};
    }
    return area;
}

bool has_mark(const Unicode* letters, int count) {
    return std::any_of(letters, letters + std::max(count, 0),
                       [](Unicode letter) { return letter > 0x20 && letter != 0xA0; });
}

constexpr int kNotPainted = 3; // the rendering mode

} // namespace

VisibleText::VisibleText(Unpainted unpainted)
    : TextOutputDev(nullptr, false, 0, false, false), unpainted_(unpainted) {}

PageWords VisibleText::words() {
    PageWords page;
    page.rules = std::move(rules_);
    page.height = page_.height();
    const auto list = makeWordList();
    for (int i = 0; list && i < list->getLength(); ++i) {
        if (PlacedWord word = placed_word(*list->get(i)); !word.text.empty()) {
            page.words.push_back(std::move(word));
        }
    }
    return page;
}

void VisibleText::startPage(int number, GfxState* state, XRef* xref) {
    TextOutputDev::startPage(number, state, xref);
    if (state != nullptr) {
        page_ = {0, 0, state->getPageWidth(), state->getPageHeight()};
    }
}

void VisibleText::restoreState(GfxState* state) {
    TextOutputDev::restoreState(state);
    is_fill_color_known_ = false;
}

void VisibleText::updateFillColorSpace(GfxState* /*state*/) {
    is_fill_color_known_ = false;
}

void VisibleText::updateFillColor(GfxState* /*state*/) {
    is_fill_color_known_ = false;
}

std::optional<Color> VisibleText::fill_color(const GfxState& state) {
    if (!std::exchange(is_fill_color_known_, true)) {
        // Poppler's accessor of the color space is not const, although it changes nothing.
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
        if (const_cast<GfxState&>(state).getFillColorSpace()->getMode() == csPattern) {
            fill_color_ = std::nullopt;
        } else {
            GfxRGB color;
            state.getFillRGB(&color);
            fill_color_ = Color{colToDbl(color.r), colToDbl(color.g), colToDbl(color.b)};
        }
    }
    return fill_color_;
}

bool VisibleText::is_like_backdrop(const GfxState& state, double x, double y) {
    const auto color = fill_color(state);
    if (!color || state.getFillOpacity() < kOpaque) {
        return false;
    }
    const auto behind = backdrop_.color_at(x, y);
    return behind && look_the_same(*color, *behind);
}

bool VisibleText::is_hidden(const GfxState& state, double x, double y, double dx, double dy) {
    double left = 0;
    double top = 0;
    double along_x = 0;
    double along_y = 0;
    state.transform(x, y, &left, &top);
    state.transformDelta(dx, dy, &along_x, &along_y);
    // The middle of the letter: half its width along the line, then up at a right angle to it.
    const double size = state.getTransformedFontSize();
    const double length = std::max(std::hypot(along_x, along_y), 1e-6);
    const double middle_x = left + along_x / 2 + along_y / length * kMiddleOfLetter * size;
    const double middle_y = top + along_y / 2 - along_x / length * kMiddleOfLetter * size;
    Area seen = common_part(page_, clip_of(state));
    seen = {seen.left - kTolerance, seen.top - kTolerance, seen.right + kTolerance,
            seen.bottom + kTolerance};
    if (!seen.contains(middle_x, middle_y)) {
        return true;
    }
    if (state.getFont() && state.getFont()->getType() == fontType3) {
        return false; // such glyphs have sizes and may have colors of their own
    }
    const int mode = state.getRender();
    if ((mode & 3) == kNotPainted) {
        has_unpainted_ = true;
        return mode == kNotPainted && unpainted_ == Unpainted::drop;
    }
    const bool is_filled = (mode & 3) == 0;
    if (size < kMinTextSize || (is_filled && state.getFillOpacity() < kMinOpacity) ||
        (is_filled && is_like_backdrop(state, middle_x, middle_y))) {
        return true;
    }
    has_painted_ = true;
    return false;
}

void VisibleText::drawChar(GfxState* state, double x, double y, double dx, double dy,
                           double origin_x, double origin_y, CharCode code, int bytes,
                           const Unicode* letters, int count) {
    if (count > 0 && has_mark(letters, count) && is_hidden(*state, x, y, dx, dy)) {
        has_hidden_text_ = true;
        return;
    }
    if (count > 1 && is_right_to_left(letters, count)) {
        std::vector<Unicode> reversed(letters, letters + count);
        std::ranges::reverse(reversed);
        TextOutputDev::drawChar(state, x, y, dx, dy, origin_x, origin_y, code, bytes,
                                reversed.data(), count);
        return;
    }
    TextOutputDev::drawChar(state, x, y, dx, dy, origin_x, origin_y, code, bytes, letters, count);
}

// Called for text on layers that are not shown.
void VisibleText::incCharCount(int count) {
    TextOutputDev::incCharCount(count);
    has_hidden_text_ = has_hidden_text_ || count > 0;
}

void VisibleText::beginActualText(GfxState* state, const GooString* replacement) {
    if (replacement == nullptr) {
        TextOutputDev::beginActualText(state, nullptr);
        return;
    }
    const GooString shown(in_order_of_page(replacement->toStr()));
    TextOutputDev::beginActualText(state, &shown);
}

void VisibleText::add_rule(const Area& area) {
    if (rules_.size() >= kMaxRules || !page_.contains(area.left, area.top)) {
        return;
    }
    if (area.height() <= kThickestRule && area.width() >= kShortestRule) {
        rules_.push_back({{area.left, area.right}, {area.top, area.bottom}});
    } else if (area.width() <= kThickestRule && area.height() >= kShortestRule) {
        rules_.push_back({{area.left, area.right}, {area.top, area.bottom}});
    }
}

void VisibleText::stroke(GfxState* state) {
    TextOutputDev::stroke(state);
    const GfxPath* const path = state->getPath();
    for (int i = 0; i < path->getNumSubpaths(); ++i) {
        const GfxSubpath& part = *path->getSubpath(i);
        for (int point = 1; point < std::min(part.getNumPoints(), 9); ++point) {
            if (part.getCurve(point)) {
                continue;
            }
            double x0 = 0;
            double y0 = 0;
            double x1 = 0;
            double y1 = 0;
            state->transform(part.getX(point - 1), part.getY(point - 1), &x0, &y0);
            state->transform(part.getX(point), part.getY(point), &x1, &y1);
            add_rule({std::min(x0, x1), std::min(y0, y1), std::max(x0, x1), std::max(y0, y1)});
        }
    }
}

void VisibleText::paint_path(GfxState& state) {
    const auto color = state.getFillOpacity() < kOpaque ? std::nullopt : fill_color(state);
    if (state.getFillOpacity() < kMinOpacity) {
        return;
    }
    const Area clip = clip_of(state);
    const GfxPath* const path = state.getPath();
    for (int i = 0; i < path->getNumSubpaths(); ++i) {
        const Outline outline = outline_of(state, *path->getSubpath(i));
        const Area area = common_part(outline.area, clip);
        backdrop_.paint(area, outline.is_rectangle ? color : std::nullopt);
        if (outline.is_rectangle) {
            add_rule(area);
        }
    }
}

void VisibleText::fill(GfxState* state) {
    TextOutputDev::fill(state);
    paint_path(*state);
}

void VisibleText::eoFill(GfxState* state) {
    TextOutputDev::eoFill(state);
    paint_path(*state);
}

void VisibleText::paint_unknown(const GfxState& state) {
    has_picture_ = true;
    backdrop_.paint(clip_of(state), std::nullopt);
}

void VisibleText::paint_picture(const GfxState& state) {
    has_picture_ = true;
    backdrop_.paint(common_part(picture_area(state), clip_of(state)), std::nullopt);
}

bool VisibleText::tilingPatternFill(GfxState* state, Gfx* /*gfx*/, Catalog* /*catalog*/,
                                    GfxTilingPattern* /*pattern*/, const double* /*matrix*/,
                                    int /*x0*/, int /*y0*/, int /*x1*/, int /*y1*/,
                                    double /*x_step*/, double /*y_step*/) {
    paint_unknown(*state);
    return true;
}

bool VisibleText::functionShadedFill(GfxState* state, GfxFunctionShading* /*shading*/) {
    paint_unknown(*state);
    return true;
}

bool VisibleText::axialShadedFill(GfxState* state, GfxAxialShading* /*shading*/, double /*from*/,
                                  double /*to*/) {
    paint_unknown(*state);
    return true;
}

bool VisibleText::radialShadedFill(GfxState* state, GfxRadialShading* /*shading*/, double /*from*/,
                                   double /*to*/) {
    paint_unknown(*state);
    return true;
}

bool VisibleText::gouraudTriangleShadedFill(GfxState* state,
                                            GfxGouraudTriangleShading* /*shading*/) {
    paint_unknown(*state);
    return true;
}

bool VisibleText::patchMeshShadedFill(GfxState* state, GfxPatchMeshShading* /*shading*/) {
    paint_unknown(*state);
    return true;
}

void VisibleText::drawImageMask(GfxState* state, Object* reference, Stream* stream, int width,
                                int height, bool invert, bool interpolate, bool is_inline) {
    paint_picture(*state);
    OutputDev::drawImageMask(state, reference, stream, width, height, invert, interpolate,
                             is_inline);
}

void VisibleText::drawImage(GfxState* state, Object* reference, Stream* stream, int width,
                            int height, GfxImageColorMap* colors, bool interpolate, const int* mask,
                            bool is_inline) {
    paint_picture(*state);
    OutputDev::drawImage(state, reference, stream, width, height, colors, interpolate, mask,
                         is_inline);
}

// The two below are not drawn: by default Poppler would draw them as plain pictures.
void VisibleText::drawMaskedImage(GfxState* state, Object* /*reference*/, Stream* /*stream*/,
                                  int /*width*/, int /*height*/, GfxImageColorMap* /*colors*/,
                                  bool /*interpolate*/, Stream* /*mask*/, int /*mask_width*/,
                                  int /*mask_height*/, bool /*mask_invert*/,
                                  bool /*mask_interpolate*/) {
    paint_picture(*state);
}

void VisibleText::drawSoftMaskedImage(GfxState* state, Object* /*reference*/, Stream* /*stream*/,
                                      int /*width*/, int /*height*/, GfxImageColorMap* /*colors*/,
                                      bool /*interpolate*/, Stream* /*mask*/, int /*mask_width*/,
                                      int /*mask_height*/, GfxImageColorMap* /*mask_colors*/,
                                      bool /*mask_interpolate*/) {
    paint_picture(*state);
}

} // namespace sotto::extract

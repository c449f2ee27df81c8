#pragma once

#include "app/extract/pdf/backdrop.h"
#include "app/extract/pdf/poppler.h"
#include "app/extract/text/page_text.h"

#include <optional>
#include <vector>

namespace sotto::extract {

/// Whether text that is not painted (rendering mode 3) is kept.
enum class Unpainted : std::uint8_t { keep, drop };

/// Gives Poppler's text device the letters of a page that a reader sees, each ligature in the order
/// of the page, and remembers ruling lines. One for each page.
class VisibleText : public TextOutputDev {
public:
    explicit VisibleText(Unpainted unpainted);

    /// The words in reading order, once the page was displayed.
    [[nodiscard]] PageWords words();

    [[nodiscard]] bool has_hidden_text() const { return has_hidden_text_; }

    /// Whether the page has text that is not painted, beside text that is, and no picture.
    [[nodiscard]] bool has_stray_text() const {
        return has_unpainted_ && has_painted_ && !has_picture_;
    }

    // Poppler's interface.
    bool needNonText() override { return true; }
    bool useTilingPatternFill() override { return true; }
    bool useShadedFills(int /*type*/) override { return true; }
    void startPage(int number, GfxState* state, XRef* xref) override;
    void restoreState(GfxState* state) override;
    void updateFillColorSpace(GfxState* state) override;
    void updateFillColor(GfxState* state) override;
    void drawChar(GfxState* state, double x, double y, double dx, double dy, double origin_x,
                  double origin_y, CharCode code, int bytes, const Unicode* letters,
                  int count) override;
    void incCharCount(int count) override;
    void beginActualText(GfxState* state, const GooString* replacement) override;
    void stroke(GfxState* state) override;
    void fill(GfxState* state) override;
    void eoFill(GfxState* state) override;
    bool tilingPatternFill(GfxState* state, Gfx* gfx, Catalog* catalog, GfxTilingPattern* pattern,
                           const double* matrix, int x0, int y0, int x1, int y1, double x_step,
                           double y_step) override;
    bool functionShadedFill(GfxState* state, GfxFunctionShading* shading) override;
    bool axialShadedFill(GfxState* state, GfxAxialShading* shading, double from,
                         double to) override;
    bool radialShadedFill(GfxState* state, GfxRadialShading* shading, double from,
                          double to) override;
    bool gouraudTriangleShadedFill(GfxState* state, GfxGouraudTriangleShading* shading) override;
    bool patchMeshShadedFill(GfxState* state, GfxPatchMeshShading* shading) override;
    void drawImageMask(GfxState* state, Object* reference, Stream* stream, int width, int height,
                       bool invert, bool interpolate, bool is_inline) override;
    void drawImage(GfxState* state, Object* reference, Stream* stream, int width, int height,
                   GfxImageColorMap* colors, bool interpolate, const int* mask,
                   bool is_inline) override;
    void drawMaskedImage(GfxState* state, Object* reference, Stream* stream, int width, int height,
                         GfxImageColorMap* colors, bool interpolate, Stream* mask, int mask_width,
                         int mask_height, bool mask_invert, bool mask_interpolate) override;
    void drawSoftMaskedImage(GfxState* state, Object* reference, Stream* stream, int width,
                             int height, GfxImageColorMap* colors, bool interpolate, Stream* mask,
                             int mask_width, int mask_height, GfxImageColorMap* mask_colors,
                             bool mask_interpolate) override;

private:
    [[nodiscard]] bool is_hidden(const GfxState& state, double x, double y, double dx, double dy);
    [[nodiscard]] bool is_like_backdrop(const GfxState& state, double x, double y);
    [[nodiscard]] std::optional<Color> fill_color(const GfxState& state);
    void paint_unknown(const GfxState& state);
    void paint_picture(const GfxState& state);
    void paint_path(GfxState& state);
    void add_rule(const Area& area);

    Backdrop backdrop_;
    std::vector<Rule> rules_;
    Area page_;
    std::optional<Color> fill_color_;
    Unpainted unpainted_;
    bool is_fill_color_known_ = false; ///< fill_color_ is up to date
    bool has_hidden_text_ = false;
    bool has_unpainted_ = false;
    bool has_painted_ = false;
    bool has_picture_ = false;
};

} // namespace sotto::extract

#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sotto::test {

/// A PDF with a page for each line. The words are drawn as strokes, so that they are visible but
/// not text. Letters: E, F, H, I, L, T and the space.
inline std::string stroke_pdf(const std::vector<std::string>& lines) {
    // Strokes of a letter 20 wide and 30 high: x, y to x, y. Unit: points.
    using Stroke = std::array<int, 4>;
    static const std::vector<std::pair<char, std::vector<Stroke>>> kLetters{
        {'E', {{0, 0, 0, 30}, {0, 30, 16, 30}, {0, 15, 13, 15}, {0, 0, 16, 0}}},
        {'F', {{0, 0, 0, 30}, {0, 30, 16, 30}, {0, 15, 13, 15}}},
        {'H', {{0, 0, 0, 30}, {18, 0, 18, 30}, {0, 15, 18, 15}}},
        {'I', {{0, 0, 0, 30}}},
        {'L', {{0, 0, 0, 30}, {0, 0, 15, 0}}},
        {'T', {{9, 0, 9, 30}, {0, 30, 18, 30}}},
    };
    std::string pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n";
    std::string kids;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        std::string stream = "4 w 2 J\n";
        int x = 40;
        for (const char letter : lines[i]) {
            for (const auto& [name, strokes] : kLetters) {
                for (const Stroke& stroke : name == letter ? strokes : std::vector<Stroke>()) {
                    stream += std::to_string(x + stroke[0]) + ' ' +
                              std::to_string(500 + stroke[1]) + " m " +
                              std::to_string(x + stroke[2]) + ' ' +
                              std::to_string(500 + stroke[3]) + " l S\n";
                }
            }
            x += letter == 'I' ? 10 : letter == ' ' ? 18 : 27;
        }
        const std::string page = std::to_string(10 + 2 * i);
        const std::string content = std::to_string(11 + 2 * i);
        kids += page + " 0 R ";
        pdf += page + " 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Contents " + content +
               " 0 R>>endobj\n" + content + " 0 obj<</Length " + std::to_string(stream.size()) +
               ">>stream\n" + stream + "endstream endobj\n";
    }
    return pdf + "2 0 obj<</Type/Pages/Kids[" + kids + "]/Count " + std::to_string(lines.size()) +
           ">>endobj\ntrailer<</Root 1 0 R>>\n";
}

} // namespace sotto::test

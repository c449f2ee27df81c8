#pragma once

#include <string>
#include <vector>

namespace sotto::test {

/// A line of text on a page. The origin is the lower left corner. Unit: points.
struct PdfLine {
    int x = 0;
    int y = 0;
    std::string text; ///< in Latin letters, without brackets
};

/// A PDF with an A5 page for each content stream, in which F is Helvetica. It has no
/// cross-reference table, which parsers rebuild.
inline std::string pdf_of(const std::vector<std::string>& streams) {
    std::string pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                      "3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica"
                      "/Encoding/WinAnsiEncoding>>endobj\n";
    std::string kids;
    for (std::size_t i = 0; i < streams.size(); ++i) {
        const std::string page = std::to_string(10 + 2 * i);
        const std::string content = std::to_string(11 + 2 * i);
        kids += page + " 0 R ";
        pdf += page +
               " 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Resources<</Font<</F "
               "3 0 R>>>>/Contents " +
               content + " 0 R>>endobj\n" + content + " 0 obj<</Length " +
               std::to_string(streams[i].size()) + ">>stream\n" + streams[i] + "endstream endobj\n";
    }
    return pdf + "2 0 obj<</Type/Pages/Kids[" + kids + "]/Count " + std::to_string(streams.size()) +
           ">>endobj\ntrailer<</Root 1 0 R>>\n";
}

/// The content stream of lines of text. *Unit* of the size: points.
inline std::string pdf_stream(const std::vector<PdfLine>& lines, int size = 10) {
    std::string stream;
    for (const PdfLine& line : lines) {
        stream += "BT /F " + std::to_string(size) + " Tf " + std::to_string(line.x) + ' ' +
                  std::to_string(line.y) + " Td (" + line.text + ") Tj ET\n";
    }
    return stream;
}

/// A PDF with an A5 page for each list of lines, in 10 point Helvetica.
inline std::string pdf_text(const std::vector<std::vector<PdfLine>>& pages) {
    std::vector<std::string> streams;
    for (const auto& lines : pages) {
        streams.push_back(pdf_stream(lines));
    }
    return pdf_of(streams);
}

} // namespace sotto::test

#include "app/extract/office/drawing_text.h"
#include "app/extract/office/escaped_text.h"
#include "app/extract/office/office.h"
#include "app/extract/office/office_parts.h"
#include "app/extract/office/visibility.h"
#include "app/extract/spreadsheet/sheet_comments.h"
#include "app/extract/spreadsheet/sheet_writer.h"
#include "app/extract/spreadsheet/workbook.h"
#include "app/extract/spreadsheet/workbook_strings.h"
#include "app/extract/text/text_builder.h"

#include <optional>
#include <string>
#include <utility>

namespace sotto::extract {

namespace {

class BookWriter {
public:
    BookWriter(const ZipArchive& archive, const Workbook& workbook, const Relationships& parts,
               TextBuilder& builder)
        : archive_(archive), parts_(parts), people_(comment_people(archive, parts)),
          builder_(builder), cells_(workbook, builder), drawing_(archive, builder) {}

    // Errors: those of the sheet's part.
    std::expected<void, Refusal> write(XmlNode entry) {
        const std::string path = path_of(parts_, entry.prefixed_attribute("id"));
        const auto content = read_xml(archive_, path);
        if (!content) {
            return std::unexpected(content.error());
        }
        const XmlNode sheet = content->root();
        const Relationships parts = relationships_of(archive_, path);
        builder_.begin_heading();
        builder_.flow(unescaped(entry.attribute("name")));
        builder_.end_heading();
        cells_.write(sheet, cell_comments(archive_, parts, people_, builder_), parts);
        if (const XmlNode drawing = sheet.child("drawing")) {
            write_drawing(path_of(parts, drawing.prefixed_attribute("id")));
        }
        return {};
    }

private:
    // Its shapes and charts.
    void write_drawing(const std::string& path) {
        const auto content = read_xml(archive_, path);
        if (!content) {
            builder_.add_note(unreadable_part("the shapes of a sheet"));
            return;
        }
        builder_.end_paragraph();
        drawing_.write(content->root(), relationships_of(archive_, path), {});
    }

    const ZipArchive& archive_;
    const Relationships& parts_; ///< of the workbook
    std::map<std::string, std::string, std::less<>> people_;
    TextBuilder& builder_;
    SheetWriter cells_;
    DrawingWriter drawing_;
};

} // namespace

Extraction extract_xlsx(const ZipArchive& archive, const std::string& part) {
    const auto document = read_xml(archive, part);
    if (!document) {
        return std::unexpected(document.error());
    }
    TextBuilder builder;
    const auto workbook = Workbook::open(archive, part, document->root(), builder);
    if (!workbook) {
        return std::unexpected(workbook.error());
    }
    const Relationships parts = relationships_of(archive, part);
    BookWriter writer(archive, *workbook, parts, builder);
    std::optional<Refusal> damage;
    int number = 0;
    int read = 0;
    const XmlNode sheets = document->root().child("sheets");
    for (XmlNode sheet = sheets ? sheets.first_child() : XmlNode(); sheet && !builder.is_full();
         sheet = sheet.next()) {
        if (!sheet.is_element()) {
            continue;
        }
        ++number;
        const std::string_view state = sheet.attribute("state");
        if (state == "hidden" || state == "veryHidden") {
            builder.add_note(kHiddenSheets);
            ++read;
            continue;
        }
        const auto written = writer.write(sheet);
        if (!written && !is_only_damaged(written.error())) {
            return std::unexpected(written.error());
        }
        if (!written) {
            damage = written.error();
            builder.add_note(unreadable_part("sheet " + std::to_string(number)));
        }
        read += written ? 1 : 0;
    }
    if (read == 0 && damage) {
        return std::unexpected(std::move(*damage));
    }
    return builder.finish({});
}

} // namespace sotto::extract

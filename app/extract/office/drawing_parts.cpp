#include "app/extract/office/office_parts.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace sotto::extract {

namespace {

// The text of all paragraphs below a node of a drawing, one line each.
void append_paragraphs(XmlNode node, TextBuilder& builder) {
    for (XmlNode child = node.first_child(); child; child = child.next()) {
        if (!child.is_element()) {
            continue;
        }
        if (child.name() == "p") {
            builder.end_line();
        }
        if (child.name() == "t" && !child.child("p")) {
            builder.flow(child.all_text());
        } else {
            append_paragraphs(child, builder);
        }
    }
}

// The cached values of a series, in order.
std::vector<std::string> kept_values(XmlNode node) {
    std::vector<std::string> values;
    for (XmlNode child = node ? node.first_child() : XmlNode(); child; child = child.next()) {
        if (!child.is_element()) {
            continue;
        }
        if (child.name() == "v") {
            values.push_back(child.all_text());
        } else if (child.name() != "f" && child.name() != "formatCode") {
            const auto below = kept_values(child);
            values.insert(values.end(), below.begin(), below.end());
        }
    }
    return values;
}

void append_series(XmlNode series, TextBuilder& builder) {
    for (const std::string& name : kept_values(series.child("tx"))) {
        builder.end_line();
        builder.flow(name);
    }
    const XmlNode labels = series.child("cat");
    const XmlNode amounts = series.child("val");
    const auto names = kept_values(labels ? labels : series.child("xVal"));
    const auto values = kept_values(amounts ? amounts : series.child("yVal"));
    for (std::size_t i = 0; i < values.size() && !builder.is_full(); ++i) {
        builder.end_line();
        if (i < names.size()) {
            builder.flow(names[i]);
            builder.end_cell();
        }
        builder.flow(values[i]);
    }
}

void append_all_series(XmlNode node, TextBuilder& builder) {
    for (XmlNode child = node ? node.first_child() : XmlNode(); child; child = child.next()) {
        if (child.is_element() && child.name() == "ser") {
            append_series(child, builder);
        } else if (child.is_element()) {
            append_all_series(child, builder);
        }
    }
}

// The points of a dimension of the data of today's kinds of charts.
void collect_points(XmlNode node, std::vector<std::string>& values) {
    for (XmlNode child = node ? node.first_child() : XmlNode(); child; child = child.next()) {
        if (child.is_element() && child.name() == "pt") {
            values.push_back(child.all_text());
        } else if (child.is_element()) {
            collect_points(child, values);
        }
    }
}

// Source: [MS-ODRAWXML], section 2.24.3 (chartex).
void append_chart_data(XmlNode data, TextBuilder& builder) {
    for (XmlNode set = data.first_child(); set; set = set.next()) {
        if (!set.is_element() || set.name() != "data") {
            continue;
        }
        std::vector<std::string> names;
        std::vector<std::string> values;
        collect_points(set.child("strDim"), names);
        collect_points(set.child("numDim"), values);
        for (std::size_t i = 0; i < std::max(names.size(), values.size()); ++i) {
            builder.end_line();
            builder.flow(i < names.size() ? names[i] : std::string());
            builder.next_cell();
            builder.flow(i < values.size() ? values[i] : std::string());
        }
    }
}

void append_chart(XmlNode space, TextBuilder& builder) {
    const XmlNode chart = space.child("chart");
    if (const XmlNode title = chart ? chart.child("title") : XmlNode()) {
        append_paragraphs(title, builder);
    }
    append_all_series(chart, builder);
    if (const XmlNode data = space.child("chartData")) {
        append_chart_data(data, builder);
    }
}

} // namespace

bool append_drawing_part(const ZipArchive& archive, Relationships& parts, XmlNode node,
                         TextBuilder& builder) {
    const bool is_diagram = node.name() == "relIds";
    if (!is_diagram && node.name() != "chart") {
        return false;
    }
    const std::string path = take_path(parts, node.prefixed_attribute(is_diagram ? "dm" : "id"));
    const auto content = read_xml(archive, path);
    if (!content) {
        return true; // the text around it is whole
    }
    builder.end_paragraph();
    if (is_diagram) {
        append_paragraphs(content->root(), builder);
    } else {
        append_chart(content->root(), builder);
    }
    builder.end_paragraph();
    return true;
}

} // namespace sotto::extract

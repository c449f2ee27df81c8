#include "app/extract/mail/mime_part.h"

#include "app/extract/mail/transfer_encoding.h"
#include "app/extract/text/ascii.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace sotto::extract {

namespace {

// The part of a multipart body between two lines with the boundary.
struct Slices {
    std::vector<std::string_view> parts;
    bool has_boundary = false;
};

// Whether a line is the boundary, and whether it is the last.
enum class LineKind { text, boundary, end };

LineKind kind_of(std::string_view line, std::string_view boundary) {
    if (!line.starts_with("--") || !line.substr(2).starts_with(boundary)) {
        return LineKind::text;
    }
    std::string_view rest = line.substr(2 + boundary.size());
    const bool is_end = rest.starts_with("--");
    rest.remove_prefix(is_end ? 2 : 0);
    if (rest.find_first_not_of(" \t\r") != std::string_view::npos) {
        return LineKind::text;
    }
    return is_end ? LineKind::end : LineKind::boundary;
}

std::string_view without_line_end(std::string_view text) {
    text.remove_suffix(text.ends_with('\n') ? 1 : 0);
    text.remove_suffix(text.ends_with('\r') ? 1 : 0);
    return text;
}

Slices split_at(std::string_view body, std::string_view boundary) {
    Slices slices;
    std::size_t begin = 0;
    std::size_t at = 0;
    while (at < body.size() && slices.parts.size() < kMaxParts) {
        const std::size_t next = std::min(body.find('\n', at), body.size() - 1) + 1;
        const std::string_view line = without_line_end(body.substr(at, next - at));
        const LineKind kind = kind_of(line, boundary);
        if (kind != LineKind::text) {
            if (slices.has_boundary) {
                slices.parts.push_back(without_line_end(body.substr(begin, at - begin)));
            }
            slices.has_boundary = true;
            begin = next;
        }
        if (kind == LineKind::end) {
            return slices;
        }
        at = next;
    }
    if (slices.has_boundary && begin < body.size()) { // the end is missing
        slices.parts.push_back(body.substr(begin));
    }
    return slices;
}

class MimeParser {
public:
    MimePart parse(std::string_view bytes, std::string_view default_type, int depth) {
        MimePart part;
        part.fields = take_header(bytes);
        part.body = bytes;
        part.encoding = to_lower(value_of(part.fields, "content-transfer-encoding"));
        part.encoding = part.encoding.substr(0, part.encoding.find_first_of(" \t;("));
        ParameterizedValue type = parse_parameters(value_of(part.fields, "content-type"));
        part.type = type.value.contains('/') ? std::move(type.value) : std::string(default_type);
        part.parameters = std::move(type.parameters);
        const auto disposition = parse_parameters(value_of(part.fields, "content-disposition"));
        part.file_name = value_of(disposition.parameters, "filename");
        if (part.file_name.empty()) {
            part.file_name = value_of(part.parameters, "name");
        }
        part.is_attachment = disposition.value == "attachment";
        if (part.type.starts_with("multipart/")) {
            parse_parts(part, depth);
        }
        return part;
    }

private:
    void parse_parts(MimePart& part, int depth) {
        const std::string boundary(value_of(part.parameters, "boundary"));
        const Slices slices = boundary.empty() ? Slices() : split_at(part.body, boundary);
        const std::string_view default_type =
            part.type == "multipart/digest" ? "message/rfc822" : "text/plain";
        for (const std::string_view slice : slices.parts) {
            if (depth >= kMaxPartDepth || count_ >= kMaxParts) {
                return;
            }
            ++count_;
            part.parts.push_back(parse(slice, default_type, depth + 1));
        }
        if (part.parts.empty()) {
            part.type = "text/plain"; // one part without a boundary
        }
    }

    std::size_t count_ = 0;
};

} // namespace

std::string MimePart::content() const {
    return decode_transfer(body, encoding);
}

MimePart parse_mime(std::string_view bytes) {
    return MimeParser().parse(bytes, "text/plain", 0);
}

} // namespace sotto::extract

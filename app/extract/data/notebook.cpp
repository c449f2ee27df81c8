#include "app/extract/data/data.h"
#include "app/extract/json/json.h"
#include "app/extract/text/ascii.h"
#include "app/extract/text/text.h"
#include "app/extract/text/text_builder.h"

#include <algorithm>
#include <string>
#include <utility>

namespace sotto::extract {

namespace {

constexpr std::size_t kHeadBytes = std::size_t{1} << 20U;

// A text of a notebook: a string, or a list of its lines.
std::string joined(const Json* value) {
    if (value == nullptr) {
        return {};
    }
    if (value->is_string()) {
        return value->get<std::string>();
    }
    std::string text;
    if (value->is_array()) {
        for (const Json& line : *value) {
            text += line.is_string() ? line.get<std::string>() : std::string();
        }
    }
    return text;
}

// Without the codes that color text in a terminal.
std::string without_escapes(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\x1B') {
            plain += text[i];
        } else if (text.substr(i + 1).starts_with('[')) {
            i += 2;
            while (i < text.size() && (text[i] < '@' || text[i] > '~')) {
                ++i;
            }
        }
    }
    return plain;
}

// Markdown may contain whole pictures as addresses: "data:image/png;base64,…".
std::string without_data_addresses(std::string_view text) {
    constexpr std::string_view kMark = ";base64,";
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_";
    std::string plain;
    while (true) {
        const std::size_t mark = text.find(kMark);
        if (mark == std::string_view::npos) {
            return plain.append(text);
        }
        plain.append(text.substr(0, mark + kMark.size()));
        text.remove_prefix(mark + kMark.size());
        text.remove_prefix(std::min(text.find_first_not_of(kDigits), text.size()));
        plain += "…";
    }
}

// A fence that is longer than any in the code.
std::string fence_for(std::string_view code) {
    std::size_t longest = 2;
    std::size_t run = 0;
    for (const char byte : code) {
        run = byte == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return std::string(longest + 1, '`');
}

class NotebookWriter {
public:
    explicit NotebookWriter(std::string language) : language_(std::move(language)) {}

    void add_cell(const Json& cell) {
        const std::string type = text_member(cell, "cell_type");
        const Json* const source = member(cell, "source");
        if (type == "code") {
            const Json* const old = member(cell, "input");
            add_code(joined(source != nullptr ? source : old));
            for (const Json& output : list_member(cell, "outputs")) {
                add_output(output);
            }
        } else if (type == "heading") { // of version 3
            const Json* const level = member(cell, "level");
            const auto hashes = level != nullptr && level->is_number_unsigned()
                                    ? std::min<std::size_t>(level->get<std::size_t>(), 6)
                                    : 1;
            add(std::string(hashes, '#') + " " + joined(source));
        } else {
            add(without_data_addresses(joined(source)));
        }
    }

    [[nodiscard]] std::string take_text() { return std::move(text_); }

private:
    void add(std::string_view text) {
        text = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
        if (!text.empty() && text_.size() + text.size() <= kLargestText + 1) {
            text_ += text_.empty() ? "" : "\n\n";
            text_ += text;
        }
    }

    void add_fenced(std::string_view code, std::string_view language) {
        code = code.substr(0, code.find_last_not_of(" \t\r\n") + 1);
        if (!code.empty()) {
            const std::string fence = fence_for(code);
            add(fence + std::string(language) + "\n" + std::string(code) + "\n" + fence);
        }
    }

    void add_code(std::string_view code) { add_fenced(code, language_); }

    void add_printed(const std::string& text) { add_fenced(without_escapes(text), "text"); }

    // Text in the first of several forms that are there; "[image]" where there is none.
    void add_data(const Json& data) {
        const std::string markdown = joined(member(data, "text/markdown"));
        const std::string latex = joined(member(data, "text/latex"));
        const std::string plain = joined(member(data, "text/plain"));
        const std::string html = joined(member(data, "text/html"));
        const bool is_image = has_image(data);
        if (!markdown.empty() || !latex.empty()) {
            add(without_data_addresses(markdown.empty() ? latex : markdown));
        } else if (!plain.empty() && !is_image) {
            add_printed(plain);
        } else if (is_image) {
            add("[image]");
        } else if (!html.empty()) {
            add("[page]");
        }
    }

    static bool has_image(const Json& data) {
        return data.is_object() && std::ranges::any_of(data.items(), [](const auto& item) {
                   return item.key().starts_with("image/") || item.key() == "png" ||
                          item.key() == "jpeg" || item.key() == "svg";
               });
    }

    void add_output(const Json& output) {
        const std::string type = text_member(output, "output_type");
        if (type == "stream") {
            add_printed(joined(member(output, "text")));
        } else if (type == "error" || type == "pyerr") {
            add_printed(text_member(output, "ename") + ": " + text_member(output, "evalue"));
        } else if (const Json* const data = member(output, "data"); data != nullptr) {
            add_data(*data);
        } else if (has_image(output)) { // of version 3
            add("[image]");
        } else {
            add_printed(joined(member(output, "text")));
        }
    }

    std::string language_;
    std::string text_;
};

// A fence's word must not end its line.
std::string language_of(const Json& metadata) {
    std::string language;
    for (const auto& [object, key] :
         {std::pair{"language_info", "name"}, std::pair{"kernelspec", "language"},
          std::pair{"kernelspec", "name"}}) {
        const Json* const found = member(metadata, object);
        if (found != nullptr && language.empty()) {
            language = text_member(*found, key);
        }
    }
    const bool is_word = std::ranges::all_of(language, [](char byte) {
        return is_ascii_letter(byte) || (byte >= '0' && byte <= '9') || byte == '+' ||
               byte == '#' || byte == '-' || byte == '.';
    });
    return is_word && !language.empty() ? language : "python";
}

} // namespace

bool looks_like_notebook(std::string_view bytes) {
    std::string_view head = bytes.substr(0, kHeadBytes);
    head.remove_prefix(head.starts_with("\xEF\xBB\xBF") ? 3 : 0);
    head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
    const std::string_view tail = bytes.substr(bytes.size() - std::min(bytes.size(), kHeadBytes));
    return head.starts_with('{') &&
           (head.contains("\"nbformat\"") || tail.contains("\"nbformat\"")) &&
           (head.contains("\"cells\"") || head.contains("\"worksheets\""));
}

Extraction extract_notebook(std::string_view bytes) {
    const auto json = parse_json(bytes);
    if (!json) {
        return std::unexpected(json.error());
    }
    const Json& metadata = list_member(*json, "metadata");
    NotebookWriter writer(language_of(metadata));
    for (const Json& cell : list_member(*json, "cells")) {
        writer.add_cell(cell);
    }
    for (const Json& sheet : list_member(*json, "worksheets")) { // of version 3
        for (const Json& cell : list_member(sheet, "cells")) {
            writer.add_cell(cell);
        }
    }
    Extraction extraction = extract_markdown(writer.take_text());
    if (extraction) {
        const std::string title = text_member(metadata, "title");
        extraction->title = to_label(title.empty() ? text_member(metadata, "name") : title);
    }
    return extraction;
}

} // namespace sotto::extract

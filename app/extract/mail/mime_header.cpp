#include "app/extract/mail/mime_header.h"

#include "app/extract/mail/transfer_encoding.h"
#include "app/extract/text/ascii.h"
#include "app/extract/text/charset.h"
#include "app/extract/text/text_builder.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace sotto::extract {

namespace {

constexpr std::string_view kBlank = " \t\r\n";
// The standard allows 75 bytes, but programs write longer ones.
constexpr std::size_t kLongestWord = 8'192;
constexpr std::size_t kMaxParameters = 100;

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
    return text.substr(0, text.find_last_not_of(kBlank) + 1);
}

// A field's name: printable ASCII without a colon.
bool is_field_name(std::string_view name) {
    return !name.empty() &&
           std::ranges::all_of(name, [](char byte) { return byte > ' ' && byte < 0x7F; });
}

// Bytes in a named character set, whether the name is right or not.
std::string decode_named(std::string_view bytes, const std::string& charset) {
    if (is_utf8(bytes) && !to_lower(charset).starts_with("iso-2022") &&
        !to_lower(charset).starts_with("utf-7") && !to_lower(charset).starts_with("hz")) {
        return std::string(bytes);
    }
    auto text = decode(bytes, charset.c_str());
    return text ? *std::move(text) : decode_text(bytes).value_or(repaired_utf8(bytes));
}

// =?charset?B?text?=
struct EncodedWord {
    std::string charset;
    std::string bytes;
    std::size_t length = 0;
};

std::optional<EncodedWord> encoded_word(std::string_view text) {
    if (!text.starts_with("=?")) {
        return std::nullopt;
    }
    text = text.substr(0, kLongestWord);
    const std::size_t charset_end = text.find('?', 2);
    if (charset_end == std::string_view::npos || charset_end + 2 >= text.size() ||
        text[charset_end + 2] != '?') {
        return std::nullopt;
    }
    const char encoding = to_lower(text[charset_end + 1]);
    const std::size_t begin = charset_end + 3;
    const std::size_t end = text.find("?=", begin);
    const std::string_view charset = text.substr(2, charset_end - 2);
    if (end == std::string_view::npos || (encoding != 'b' && encoding != 'q') ||
        charset.find_first_of(kBlank) != std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view content = text.substr(begin, end - begin);
    return EncodedWord{std::string(charset.substr(0, charset.find('*'))),
                       encoding == 'b' ? decode_base64(content)
                                       : decode_quoted_printable(content, Underscore::space),
                       end + 2};
}

// A value in quotation marks or up to the next semicolon; removes it from `rest`.
std::string take_value(std::string_view& rest) {
    rest = rest.substr(std::min(rest.find_first_not_of(kBlank), rest.size()));
    std::string value;
    if (!rest.starts_with('"')) {
        const std::string_view word = rest.substr(0, rest.find(';'));
        rest.remove_prefix(word.size());
        return std::string(trimmed(word));
    }
    std::size_t i = 1;
    for (; i < rest.size() && rest[i] != '"'; ++i) {
        i += rest[i] == '\\' && i + 1 < rest.size() ? 1 : 0;
        value += rest[i];
    }
    rest.remove_prefix(std::min(i + 1, rest.size()));
    return value;
}

std::string decode_percent(std::string_view text) {
    std::string quoted(text);
    std::ranges::replace(quoted, '=', '\x01');
    std::ranges::replace(quoted, '%', '=');
    std::string bytes = decode_quoted_printable(quoted);
    std::ranges::replace(bytes, '\x01', '=');
    return bytes;
}

// A parameter as it stands, perhaps one of several sections: name*0*="…".
struct Section {
    std::string name;
    int number = 0;
    bool is_encoded = false;
    std::string value;
};

Section section_of(std::string name, std::string value) {
    Section section;
    section.value = std::move(value);
    if (name.ends_with('*')) {
        section.is_encoded = true;
        name.pop_back();
    }
    if (const std::size_t star = name.find('*'); star != std::string::npos) {
        for (const char digit : name.substr(star + 1)) {
            const bool is_digit = digit >= '0' && digit <= '9' && section.number < 1'000;
            section.number = is_digit ? section.number * 10 + (digit - '0') : section.number;
        }
        name.resize(star);
    }
    section.name = std::move(name);
    return section;
}

// The first section of an encoded value begins with charset'language'.
std::string join_sections(const std::vector<Section>& sections) {
    std::string charset;
    std::string bytes;
    bool has_charset = false;
    for (const Section& section : sections) {
        std::string_view value = section.value;
        if (section.is_encoded && !std::exchange(has_charset, true)) {
            const std::size_t language = value.find('\'');
            const std::size_t end =
                language == std::string_view::npos ? language : value.find('\'', language + 1);
            if (end != std::string_view::npos) {
                charset = value.substr(0, language);
                value.remove_prefix(end + 1);
            }
        }
        bytes += section.is_encoded ? decode_percent(value) : std::string(value);
    }
    return has_charset ? to_label(decode_named(bytes, charset)) : decode_field(bytes);
}

} // namespace

std::vector<HeaderField> take_header(std::string_view& bytes) {
    std::vector<HeaderField> fields;
    while (!bytes.empty()) {
        const std::string_view whole = bytes.substr(0, bytes.find('\n'));
        const std::size_t length = std::min(whole.size() + 1, bytes.size());
        const std::string_view line = whole.substr(0, whole.find_last_not_of('\r') + 1);
        if (line.empty()) {
            bytes.remove_prefix(length);
            break;
        }
        const bool continues = line[0] == ' ' || line[0] == '\t';
        const std::size_t colon = std::min(line.find(':'), line.size());
        const std::string_view name = trimmed(line.substr(0, colon));
        if (!continues && (colon == line.size() || !is_field_name(name))) {
            break;
        }
        bytes.remove_prefix(length);
        if (continues && !fields.empty()) {
            fields.back().value += line;
        } else if (!continues && fields.size() < kMaxFields) {
            fields.push_back({to_lower(name), std::string(trimmed(line.substr(colon + 1)))});
        }
    }
    return fields;
}

std::string_view value_of(const std::vector<HeaderField>& fields, std::string_view name) {
    const auto found = std::ranges::find(fields, name, &HeaderField::name);
    return found == fields.end() ? std::string_view() : found->value;
}

std::string decode_field(std::string_view value) {
    std::string text;
    std::string bytes; // of encoded words that may share a character
    std::string charset;
    std::size_t i = 0;
    const auto flush = [&] {
        text += bytes.empty() ? std::string() : decode_named(bytes, charset);
        bytes.clear();
    };
    std::string plain;
    const auto flush_plain = [&] {
        text += is_utf8(plain) ? plain : decode_text(plain).value_or(repaired_utf8(plain));
        plain.clear();
    };
    while (i < value.size()) {
        auto word = encoded_word(value.substr(i));
        if (!word) {
            flush();
            plain += value[i++];
            continue;
        }
        flush_plain();
        if (!equals_ignoring_case(charset, word->charset)) {
            flush();
        }
        charset = std::move(word->charset);
        bytes += word->bytes;
        i += word->length;
        // White space between encoded words only separates them.
        if (const std::size_t next = value.find_first_not_of(kBlank, i);
            next != std::string_view::npos && encoded_word(value.substr(next))) {
            i = next;
        }
    }
    flush();
    flush_plain();
    std::ranges::replace_if(
        text, [](char byte) { return byte == '\r' || byte == '\n' || byte == '\t'; }, ' ');
    return text;
}

ParameterizedValue parse_parameters(std::string_view value) {
    ParameterizedValue result;
    const std::string_view first = value.substr(0, value.find(';'));
    result.value = to_lower(trimmed(first.substr(0, first.find('('))));
    std::string_view rest = value.substr(first.size());
    std::vector<std::vector<Section>> groups;
    while (rest.starts_with(';') && groups.size() < kMaxParameters) {
        rest.remove_prefix(1);
        const std::size_t end = std::min(rest.find_first_of("=;"), rest.size());
        std::string name = to_lower(trimmed(rest.substr(0, end)));
        rest.remove_prefix(end);
        if (!rest.starts_with('=')) {
            continue;
        }
        rest.remove_prefix(1);
        Section section = section_of(std::move(name), take_value(rest));
        rest.remove_prefix(std::min(rest.find(';'), rest.size()));
        const auto group = std::ranges::find_if(
            groups, [&](const auto& known) { return known.front().name == section.name; });
        if (group == groups.end()) {
            groups.push_back({std::move(section)});
        } else {
            group->push_back(std::move(section));
        }
    }
    for (std::vector<Section>& group : groups) {
        std::ranges::stable_sort(group, {}, &Section::number);
        result.parameters.push_back({group.front().name, join_sections(group)});
    }
    return result;
}

} // namespace sotto::extract

#include "inference/jinja/calls.h"

#include <format>

namespace sotto::inference::jinja {

namespace {

constexpr std::size_t kMaxDepth = 32;

/// Writes JSON as Python's json.dumps does with ensure_ascii off.
class JsonWriter {
public:
    JsonWriter(std::int64_t indent, Budget& budget) : indent_(indent), budget_(budget) {}

    Status write(const Value& value, std::size_t depth = 0) {
        if (auto enough = budget_.spend_steps(1); !enough) {
            return enough;
        }
        if (depth == kMaxDepth) {
            return fail(ErrorCode::unsupported,
                        "The chat template writes a value nested too deeply as JSON.");
        }
        if (const Text* const text = value.text()) {
            return write_text(*text);
        }
        if (value.is_none()) {
            made_.append("null");
        } else if (const bool* const truth = value.boolean()) {
            made_.append(*truth ? "true" : "false");
        } else if (const auto number = value.integer()) {
            made_.append(std::to_string(*number));
        } else if (const double* const floating = value.floating()) {
            made_.append(number_text(*floating));
        } else if (const List* const list = value.list()) {
            return write_all(*list, "[", "]", depth,
                             [&](const Value& element) { return write(element, depth + 1); });
        } else if (const Dict* const dict = value.dict(); dict && !value.name_space()) {
            return write_all(*dict, "{", "}", depth, [&](const Entry& entry) {
                return write_text(entry.key).and_then([&] {
                    made_.append(": ");
                    return write(entry.value, depth + 1);
                });
            });
        } else {
            return fail(ErrorCode::unsupported,
                        std::format("The chat template writes {} as JSON.", value.kind_name()));
        }
        return {};
    }

    Text take() { return std::move(made_); }

private:
    void break_line(std::size_t depth) {
        if (indent_ >= 0) {
            made_.append("\n" + std::string(depth * static_cast<std::size_t>(indent_), ' '));
        }
    }

    template <class All, class WriteOne>
    Status write_all(const All& all, std::string_view open, std::string_view close,
                     std::size_t depth, WriteOne write_one) {
        made_.append(open);
        bool is_first = true;
        for (const auto& one : all) {
            if (!is_first) {
                made_.append(indent_ >= 0 ? "," : ", ");
            }
            is_first = false;
            break_line(depth + 1);
            if (auto status = write_one(one); !status) {
                return status;
            }
        }
        if (!is_first) {
            break_line(depth);
        }
        made_.append(close);
        return {};
    }

    Status write_text(const Text& text) {
        if (auto enough = budget_.spend_bytes(2 * text.size()); !enough) {
            return enough;
        }
        made_.append("\"");
        std::size_t plain = 0; // where the bytes begin that are written as they are
        for (std::size_t i = 0; i < text.size(); ++i) {
            const std::string escaped = escape_of(text.bytes()[i]);
            if (!escaped.empty()) {
                made_.append(text, plain, i);
                made_.append_for(escaped, text, i);
                plain = i + 1;
            }
        }
        made_.append(text, plain, text.size());
        made_.append("\"");
        return {};
    }

    /// Empty for a byte that needs none.
    static std::string escape_of(char c) {
        switch (c) {
        case '"':
            return "\\\"";
        case '\\':
            return "\\\\";
        case '\n':
            return "\\n";
        case '\r':
            return "\\r";
        case '\t':
            return "\\t";
        case '\b':
            return "\\b";
        case '\f':
            return "\\f";
        default:
            return static_cast<unsigned char>(c) < 0x20U
                       ? std::format("\\u{:04x}", static_cast<int>(c))
                       : std::string();
        }
    }

    std::int64_t indent_;
    Budget& budget_;
    Text made_;
};

} // namespace

Result<Text> json_of(const Value& value, std::int64_t indent, Budget& budget) {
    JsonWriter writer(std::min<std::int64_t>(indent, 16), budget);
    return writer.write(value).transform([&] { return writer.take(); });
}

} // namespace sotto::inference::jinja

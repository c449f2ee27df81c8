#include "app/export/markdown_html.h"

#include "core/text/markdown_source.h"

#include <md4c.h>

#include <algorithm>
#include <format>
#include <utility>
#include <vector>

namespace sotto::app {

namespace {

constexpr unsigned kFlags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS |
                            MD_FLAG_NOHTML | MD_FLAG_PERMISSIVEAUTOLINKS;

std::string_view text_of(const MD_ATTRIBUTE& attribute) {
    return {attribute.text == nullptr ? "" : attribute.text, attribute.size};
}

const char* alignment(MD_ALIGN align) {
    switch (align) {
    case MD_ALIGN_CENTER:
        return " class=\"centre\"";
    case MD_ALIGN_RIGHT:
        return " class=\"right\"";
    case MD_ALIGN_DEFAULT:
    case MD_ALIGN_LEFT:
        break;
    }
    return "";
}

// Turns the callbacks of md4c into HTML.
class Writer {
public:
    [[nodiscard]] std::string take() { return std::move(html_); }

    void enter_block(MD_BLOCKTYPE type, const void* detail) {
        switch (type) {
        case MD_BLOCK_OL:
            html_ += std::format("<ol start=\"{}\">\n",
                                 static_cast<const MD_BLOCK_OL_DETAIL*>(detail)->start);
            return;
        case MD_BLOCK_LI:
            enter_item(*static_cast<const MD_BLOCK_LI_DETAIL*>(detail));
            return;
        case MD_BLOCK_HR:
            html_ += "<hr>\n";
            return;
        case MD_BLOCK_CODE:
            html_ += "<pre><code>";
            return;
        case MD_BLOCK_TH:
        case MD_BLOCK_TD:
            html_ += std::format("<{}{}>", tag(type, detail),
                                 alignment(static_cast<const MD_BLOCK_TD_DETAIL*>(detail)->align));
            return;
        default:
            open(tag(type, detail));
        }
    }

    void leave_block(MD_BLOCKTYPE type, const void* detail) {
        if (type == MD_BLOCK_CODE) {
            html_ += "</code></pre>\n";
            return;
        }
        if (const std::string name = type == MD_BLOCK_HR ? "" : tag(type, detail); !name.empty()) {
            html_ += "</" + name + ">\n";
        }
    }

    void enter_span(MD_SPANTYPE type, const void* detail) {
        if (type == MD_SPAN_A) {
            const auto& link = *static_cast<const MD_SPAN_A_DETAIL*>(detail);
            links_.push_back({without_borders(text_of(link.href)), html_.size()});
        }
        open(tag(type));
    }

    void leave_span(MD_SPANTYPE type) {
        if (const std::string name = tag(type); !name.empty()) {
            html_ += "</" + name + ">";
        }
        if (type == MD_SPAN_A && !links_.empty()) {
            const std::string target = escaped_html(links_.back().target);
            // An autolink is its own text.
            if (!target.empty() && html_.substr(links_.back().begin) != target) {
                html_ += " (" + target + ")";
            }
            links_.pop_back();
        }
    }

    void text(MD_TEXTTYPE type, std::string_view text) {
        switch (type) {
        case MD_TEXT_NULLCHAR:
            html_ += "\uFFFD";
            return;
        case MD_TEXT_BR:
            html_ += "<br>\n";
            return;
        case MD_TEXT_SOFTBR:
            html_ += '\n';
            return;
        case MD_TEXT_ENTITY:
            html_ += text; // "&name;" or "&#number;", checked by the parser
            return;
        default:
            html_ += escaped_html(without_borders(text));
        }
    }

private:
    struct Link {
        std::string target;
        std::size_t begin = 0; // of its text in html_
    };

    static std::string tag(MD_BLOCKTYPE type, const void* detail) {
        switch (type) {
        case MD_BLOCK_QUOTE:
            return "blockquote";
        case MD_BLOCK_UL:
            return "ul";
        case MD_BLOCK_OL:
            return "ol";
        case MD_BLOCK_LI:
            return "li";
        case MD_BLOCK_H: // h1 and h2 are the page's title and the speakers
            return std::format(
                "h{}", std::min(6U, static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level + 2));
        case MD_BLOCK_P:
            return "p";
        case MD_BLOCK_TABLE:
            return "table";
        case MD_BLOCK_THEAD:
            return "thead";
        case MD_BLOCK_TBODY:
            return "tbody";
        case MD_BLOCK_TR:
            return "tr";
        case MD_BLOCK_TH:
            return "th";
        case MD_BLOCK_TD:
            return "td";
        default:
            return "";
        }
    }

    static std::string tag(MD_SPANTYPE type) {
        switch (type) {
        case MD_SPAN_EM:
            return "em";
        case MD_SPAN_STRONG:
            return "strong";
        case MD_SPAN_CODE:
            return "code";
        case MD_SPAN_DEL:
            return "s";
        default:
            return "";
        }
    }

    void open(const std::string& name) {
        if (!name.empty()) {
            html_ += "<" + name + ">";
        }
    }

    void enter_item(const MD_BLOCK_LI_DETAIL& item) {
        html_ += "<li>";
        if (item.is_task != 0) {
            html_ += item.task_mark == ' ' ? "\u2610 " : "\u2611 ";
        }
    }

    std::string html_;
    std::vector<Link> links_;
};

Writer& writer(void* data) {
    return *static_cast<Writer*>(data);
}

} // namespace

std::string escaped_html(std::string_view text) {
    std::string html;
    html.reserve(text.size());
    for (const char character : text) {
        switch (character) {
        case '&':
            html += "&amp;";
            break;
        case '<':
            html += "&lt;";
            break;
        case '>':
            html += "&gt;";
            break;
        case '"':
            html += "&quot;";
            break;
        default: {
            const auto byte = static_cast<unsigned char>(character);
            const bool is_space = character == '\n' || character == '\t' || character == '\r';
            if ((byte >= 0x20 && byte != 0x7F) || is_space) {
                html += character;
            }
        }
        }
    }
    return html;
}

std::string markdown_html(std::string_view markdown) {
    Writer html;
    MD_PARSER parser{};
    parser.flags = kFlags;
    parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* data) {
        writer(data).enter_block(type, detail);
        return 0;
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void* detail, void* data) {
        writer(data).leave_block(type, detail);
        return 0;
    };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* data) {
        writer(data).enter_span(type, detail);
        return 0;
    };
    parser.leave_span = [](MD_SPANTYPE type, void*, void* data) {
        writer(data).leave_span(type);
        return 0;
    };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* data) {
        writer(data).text(type, {text, size});
        return 0;
    };
    const std::string source = prepared_markdown(markdown);
    const auto size = static_cast<MD_SIZE>(source.size());
    if (md_parse(source.data(), size, &parser, &html) != 0) { // out of memory
        return "<pre>" + escaped_html(markdown) + "</pre>\n";
    }
    return html.take();
}

} // namespace sotto::app

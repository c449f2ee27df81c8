#include "app/export/conversation_file.h"
#include "app/export/markdown_html.h"
#include "app/json/enum_names.h"

#include <format>
#include <string_view>

namespace sotto::app {

namespace {

// The page must not load anything, whatever an answer contains.
constexpr std::string_view kHead = R"(<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
)";

constexpr std::string_view kStyle = R"(<style>
:root { --ink: #1c1b1a; --paper: #fbfaf8; --quiet: #6b6763; --field: #efece8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ece9e5; --paper: #191817; --quiet: #a39e98; --field: #262422; }
}
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: var(--ink);
       background: var(--paper); font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; }
h2 { font-size: 0.85rem; color: var(--quiet); margin: 2rem 0 0.25rem; }
.question { background: var(--field); border-radius: 0.6rem; padding: 0.6rem 0.9rem;
            white-space: pre-wrap; }
pre { background: var(--field); border-radius: 0.4rem; padding: 0.7rem; overflow-x: auto; }
code { font-family: ui-monospace, monospace; font-size: 0.92em; }
blockquote { margin-left: 0; padding-left: 1rem; border-left: 3px solid var(--quiet); }
table { border-collapse: collapse; }
th, td { border: 1px solid var(--quiet); padding: 0.25rem 0.6rem; text-align: left; }
.centre { text-align: center; }
.right { text-align: right; }
time { color: var(--quiet); }
</style>
)";

std::string message_html(const Message& message) {
    const bool is_question = message.role == Role::user;
    return std::format("<section>\n<h2>{}{}</h2>\n<div dir=\"auto\" class=\"{}\">{}</div>\n"
                       "</section>\n",
                       speaker(message.role), state_note(message.state),
                       is_question ? "question" : "answer",
                       is_question ? escaped_html(message.text) : markdown_html(message.text));
}

} // namespace

std::string conversation_html(const Conversation& conversation) {
    const std::string title = escaped_html(conversation.summary.title);
    const std::string time = to_iso8601(conversation.summary.created_at);
    std::string html(kHead);
    html += "<title>" + title + "</title>\n";
    html += kStyle;
    html +=
        std::format("</head>\n<body>\n<h1 dir=\"auto\">{}</h1>\n<time>{}</time>\n", title, time);
    for (const Message& message : conversation.messages) {
        html += message_html(message);
    }
    return html + "</body>\n</html>\n";
}

} // namespace sotto::app

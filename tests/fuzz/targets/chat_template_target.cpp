#include "inference/jinja/template.h"
#include "tests/fuzz/mutators/phrase_mutator.h"
#include "tests/fuzz/target.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace sotto::fuzz {

namespace {

using namespace inference::jinja;

/// A character that stands in contents only.
constexpr std::string_view kMark = "\u2603";

Dict conversation() {
    const auto message = [](const char* role, std::size_t source) {
        return Dict{{Text("role"), Text(role)},
                    {Text("content"), Text(" a\u2603 <think>b\u2603</think>\n\u2603", source)}};
    };
    return {{Text("messages"), List{message("system", 1), message("user", 2),
                                    message("assistant", 3), message("user", 4)}},
            {Text("add_generation_prompt"), true},
            {Text("enable_thinking"), false},
            {Text("bos_token"), Text("<s>")},
            {Text("eos_token"), Text("</s>")}};
}

void check(const Text& text) {
    std::size_t at = 0;
    std::string authored;
    for (const TextSpan& span : text.spans()) {
        require(span.begin >= at && span.end > span.begin && span.end <= text.size(),
                "spans are in order and in the text");
        require(span.source >= 1 && span.source <= 4, "a span is of a content");
        authored += text.bytes().substr(at, span.begin - at) + " ";
        at = span.end;
    }
    authored += text.bytes().substr(at);
    require(!authored.contains(kMark), "what was put in is known to be so");
}

/// Input: a chat template.
bool run(std::string_view input) {
    const auto parsed = Template::parse(input);
    const auto sound = [](const Error& error) {
        require(!error.detail.empty() && error.detail.size() < 1000, "an error is a sentence");
        require(!error.detail.contains(kMark), "an error quotes no content");
    };
    if (!parsed) {
        sound(parsed.error());
        return false;
    }
    const auto text = parsed->render(conversation());
    if (!text) {
        if (!input.contains(kMark) && !input.contains('\\')) {
            sound(text.error());
        }
        return false;
    }
    if (!input.contains(kMark) && !input.contains('\\')) {
        check(*text);
    }
    return true;
}

constexpr std::array<std::string_view, 60> kPhrases{"{{ ",
                                                    " }}",
                                                    "{%- ",
                                                    " -%}",
                                                    "{% if ",
                                                    "{% elif ",
                                                    "{% else %}",
                                                    "{% endif %}",
                                                    "{% for m in messages %}",
                                                    "{% endfor %}",
                                                    "{% set x = ",
                                                    "{% set ns.x = ",
                                                    "{% endset %}",
                                                    "{% macro f(a, b=1) %}",
                                                    "{% endmacro %}",
                                                    "f(",
                                                    "namespace(x=1)",
                                                    "range(",
                                                    "loop.index0",
                                                    "loop.last",
                                                    "messages",
                                                    "messages[0]",
                                                    ".content",
                                                    "['role']",
                                                    "[1:]",
                                                    "[::-1]",
                                                    "|trim",
                                                    "|length",
                                                    "|tojson",
                                                    "|tojson(indent=2)",
                                                    "|join(',')",
                                                    "|map(attribute='content')",
                                                    "|selectattr('role', 'equalto', 'user')",
                                                    "|list",
                                                    "|first",
                                                    "|replace('a', m.content)",
                                                    "|default(",
                                                    "|items",
                                                    "|int",
                                                    "|string",
                                                    ".split('</think>')",
                                                    ".strip('a')",
                                                    ".title()",
                                                    ".items()",
                                                    ".get(",
                                                    " is defined",
                                                    " is not none",
                                                    " is string",
                                                    " in ",
                                                    " not in ",
                                                    " and ",
                                                    " or ",
                                                    " ~ ",
                                                    " + ",
                                                    " * 9999",
                                                    " % ",
                                                    " == ",
                                                    "bos_token",
                                                    "raise_exception(m.content)",
                                                    "strftime_now('%d %B %Y')"};

std::string mutate(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    return mutate_phrases(input, max_bytes, kPhrases, mutation);
}

} // namespace

const Target& chat_template_target() {
    static constexpr Target kTarget{"chat_template", run, mutate};
    return kTarget;
}

} // namespace sotto::fuzz

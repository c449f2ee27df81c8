#include "inference/jinja/template.h"
#include "tests/inference/jinja/reference_data.h"

#include <catch2/catch_test_macros.hpp>

#include <stop_token>
#include <string>
#include <utility>
#include <vector>

using namespace sotto;
using namespace sotto::inference;
using namespace sotto::inference::jinja;

namespace {

Result<Text> render(std::string_view source, Dict variables = {}, RenderOptions options = {}) {
    return Template::parse(source).and_then(
        [&](const Template& made) { return made.render(std::move(variables), options); });
}

Error error_of(std::string_view source, Dict variables = {}, RenderOptions options = {}) {
    const auto text = render(source, std::move(variables), std::move(options));
    INFO(source);
    REQUIRE_FALSE(text.has_value());
    return text.error();
}

std::string repeated(std::string_view text, std::size_t count) {
    std::string made;
    for (std::size_t i = 0; i < count; ++i) {
        made += text;
    }
    return made;
}

} // namespace

// The expected texts are those of Python's jinja2; jinja_reference_test.py checks them.
TEST_CASE("templates are rendered as jinja2 renders them") {
    const Json json = testing::reference_data("jinja_expressions.json");
    const Json::Array& cases = *json.find("cases")->array();
    REQUIRE(cases.size() > 70);
    for (const Json& one : cases) {
        const std::string& source = *one.find("template")->string();
        const auto made = render(source, *testing::value_of(*json.find("variables")).dict());
        INFO(source);
        if (!made) {
            FAIL_CHECK(made.error().detail);
        } else {
            CHECK(made->bytes() == *one.find("expected")->string());
        }
    }
}

TEST_CASE("what cannot be read is named, with its line") {
    const auto says = [](std::string_view source, ErrorCode code, std::string_view part) {
        const Error error = error_of(source);
        CAPTURE(error.detail);
        CHECK(error.code == code);
        CHECK(error.detail.contains(part));
        CHECK(error.detail.ends_with("."));
    };
    using enum ErrorCode;
    says("\n{% include 'x' %}", unsupported, "the tag include, which is not supported (line 2)");
    says("{% import 'os' as os %}", unsupported, "the tag import");
    says("{% extends 'x' %}", unsupported, "the tag extends");
    says("{% call f() %}{% endcall %}", unsupported, "the tag call");
    says("{% raw %}{% endraw %}", unsupported, "the tag raw");
    says("{{ 2 ** 3 }}", unsupported, "the operator **");
    says("{% for x in [] recursive %}{% endfor %}", unsupported, "a recursive loop");
    says("{{ f(*a) }}", unsupported, "unpacked");
    says("a\nb\n{{ 'x'|filesizeformat }}", unsupported,
         "the filter filesizeformat, which is not supported (line 3)");
    says("{{ 1 is prime }}", unsupported, "the test prime, which is not supported (line 1)");
    says("{{ 'x'.format(1) }}", unsupported, ".format() of a text");
    says("{{ ''.__class__.__mro__ }}", unsupported, "__mro__ of __class__, which is undefined");
    says("{{ cycler(1) }}", unsupported, "calls cycler(), which is not defined");
    says("{{ messages[0].role }}", unsupported, "an element of an undefined value");
    says("{{ x.y.z }}", unsupported, ".y of x, which is undefined");
    says("{{ 'a' + 1 }}", unsupported, "a text + an integer");
    says("{{ [1] }}", unsupported, "writes a list as text");
    says("{{ 1 / 0 }}", unsupported, "divides by zero");
    says("{{ 9223372036854775807 + 1 }}", unsupported, "too large");
    says("{{ strftime_now('%Q') }}", unsupported, "the date");
    says("{% set ns = namespace() %}{% set ns.x = ns %}", unsupported, "namespace");
    says("{% set ns = namespace() %}{{ [ns] }}", unsupported, "namespace");
    says("{{ 1", corrupt_data, "a tag without an end in line 1");
    says("{# x", corrupt_data, "a comment without an end");
    says("{{ 'x }}", corrupt_data, "a string without an end");
    says("{{ }}", corrupt_data, "no value where one must be");
    says("{{ 1 2 }}", corrupt_data, "no end of the tag");
    says("{{ a. }}", corrupt_data, "no name");
    says("{% if 1 %}", corrupt_data, "no endif to a block");
    says("{% for x in [] %}{% endif %}", corrupt_data, "endif");
    says("{% endfor %}", corrupt_data, "endfor");
    says("{% break %}", corrupt_data, "outside of a loop");
    says("{{ (1 }}", corrupt_data, "a closing bracket too many");
    says("{{ 1) }}", corrupt_data, "a closing bracket too many");
    says("{{ 99999999999999999999 }}", corrupt_data, "a number that cannot be read");
    says("{{ \x01 }}", corrupt_data, "a character that cannot be read");
    says("{{ raise_exception('Roles must alternate.') }}", invalid_input,
         "refuses this conversation: Roles must alternate.");
}

TEST_CASE("an error quotes nothing that somebody wrote") {
    const Dict variables{{Text("content"), Text("secret", 1)}};
    for (const char* source :
         {"{{ raise_exception('Unknown ' + content) }}", "{{ {}[content].x }}",
          "{{ {content: 1}.x.y }}", "{{ content(1) }}", "{{ [1]|map(content)|list }}",
          "{{ [1]|select(content) }}", "{{ strftime_now(content) }}"}) {
        const Error error = error_of(source, variables);
        CAPTURE(error.detail);
        CHECK_FALSE(error.detail.contains("secret"));
    }
}

TEST_CASE("no template runs long, writes much or nests deeply") {
    const auto refused = [](const std::string& source) {
        const auto text = render(source);
        INFO(source.substr(0, 200));
        REQUIRE_FALSE(text.has_value());
        CHECK(text.error().code == ErrorCode::unsupported);
    };
    refused("{% for a in range(100000000) %}{% endfor %}");
    refused("{% for a in range(3000) %}{% for b in range(3000) %}{% endfor %}{% endfor %}");
    refused("{{ 'x' * 100000000 }}");
    refused("{% set ns = namespace(t='0123456789') %}{% for a in range(60) %}"
            "{% set ns.t = ns.t + ns.t %}{% endfor %}");
    refused("{% set ns = namespace(t=[1]) %}{% for a in range(60) %}"
            "{% set ns.t = ns.t + ns.t %}{% endfor %}");
    refused("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}");
    refused("{{ " + repeated("(", 5000) + "1" + repeated(")", 5000) + " }}");
    refused("{{ " + repeated("[", 5000) + repeated("]", 5000) + " }}");
    refused("{{ " + repeated("-", 5000) + "1 }}");
    refused("{{ " + repeated("not ", 5000) + "1 }}");
    refused("{{ 1" + repeated(" + 1", 5000) + " }}");
    refused("{{ a" + repeated(".a", 5000) + " }}");
    refused("{{ a" + repeated("|trim", 5000) + " }}");
    refused("{{ 1" + repeated(" if 1 else 1", 5000) + " }}");
    refused(repeated("{% if 1 %}", 5000) + repeated("{% endif %}", 5000));
    refused(repeated("x", (1U << 20U) + 1));
}

TEST_CASE("a stop ends a rendering") {
    std::stop_source stop;
    stop.request_stop();
    RenderOptions options;
    options.stop = stop.get_token();
    CHECK(error_of("{{ 1 }}", {}, options).code == ErrorCode::cancelled);
}

TEST_CASE("the date is the one that is given") {
    RenderOptions options;
    options.now = std::chrono::local_days(std::chrono::year(2026) / 3 / 5) +
                  std::chrono::hours(14) + std::chrono::minutes(7) + std::chrono::seconds(9);
    const auto date = [&](std::string_view format) {
        return render("{{ strftime_now('" + std::string(format) + "') }}", {}, options)->bytes();
    };
    CHECK(date("%d %b %Y") == "05 Mar 2026");
    CHECK(date("%d %B %Y") == "05 March 2026");
    CHECK(date("%A, %-d %m %y") == "Thursday, 5 03 26");
    CHECK(date("%H:%M:%S %I %p %a %j 100%%") == "14:07:09 02 PM Thu 064 100%");
}

TEST_CASE("contents stay known through every operation") {
    const std::string content = " <b>Grüße</b>\n\"x\" ";
    const auto contents = [&](std::string_view expression) {
        const auto text = render("[{{ " + std::string(expression) + " }}]",
                                 {{Text("c"), Text(content, 1)}, {Text("d"), Text("dd", 2)}});
        INFO(expression);
        REQUIRE(text.has_value());
        // Contents become dots, and each span repeats the bytes of its content.
        std::string shown;
        std::size_t at = 0;
        for (const TextSpan& span : text->spans()) {
            CHECK(span.begin >= at);
            CHECK(span.end > span.begin);
            CHECK(span.end <= text->size());
            shown += text->bytes().substr(at, span.begin - at);
            shown += span.source == 1 ? "." : ":";
            at = span.end;
        }
        return shown + text->bytes().substr(at);
    };
    CHECK(contents("c") == "[.]");
    CHECK(contents("'<' ~ c ~ '>' + d") == "[<.>:]");
    CHECK(contents("c|trim") == "[.]");
    CHECK(contents("c.strip().lstrip('<').rstrip('\"')") == "[.]");
    CHECK(contents("c|upper") == "[.]");
    CHECK(contents("c.title()") == "[.]");
    CHECK(contents("c[2:5] ~ c[0] ~ c[::-1][0]") == "[...]");
    CHECK(contents("c.split('<')|join('<')") == "[.<.<.]");
    CHECK(contents("c.split()|last") == "[.]");
    CHECK(contents("c|replace('b', '*')") == "[.*.*.]");
    CHECK(contents("'x'|replace('x', c)") == "[.]");
    CHECK(contents("c|list|first") == "[.]");
    CHECK(contents("d|tojson") == "[\":\"]");
    CHECK(contents("{d: 1}|tojson") == "[{\":\": 1}]");
    CHECK(contents("'%s'|default(c) ~ (none or c)") == "[%s.]");
    CHECK(contents("[c, d]|join(', ')") == "[., :]");
    CHECK(contents("d * 2") == "[::]");
    CHECK(contents("{'k': c}['k'] ~ {'k': c}.get('k') ~ ({'k': c}.values()|first)") == "[...]");
    CHECK(contents("({c: 1}.keys()|first) ~ ({c: 1}|items|first|first)") == "[..]");
    CHECK(contents("d|string|safe|capitalize") == "[:]");
    CHECK(contents("d|int ~ d|length") == "[02]");
    // Every escape stands for a byte of the content.
    CHECK_FALSE(contents("c|tojson").contains('n'));
    CHECK_FALSE(contents("c|tojson").contains('b'));
}

TEST_CASE("contents that go through blocks and macros stay known") {
    const auto text =
        render("{% macro m(a) %}<{{ a }}>{% endmacro %}{% set b %}({{ m(c) }}){% endset %}"
               "{% for x in [b] %}{{ x|trim('()') }}{% endfor %}",
               {{Text("c"), Text("content", 1)}});
    REQUIRE(text.has_value());
    CHECK(text->bytes() == "<content>");
    CHECK(text->spans() == std::vector<TextSpan>{{1, 8, 1, 0}});
    CHECK(text->without_contents() == "<…>");
}

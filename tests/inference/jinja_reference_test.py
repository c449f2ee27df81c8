#!/usr/bin/env python3
"""Checks the texts that the tests of chat templates expect against Python's jinja2, which chat templates are written for.

Exit status 77 (skipped) where jinja2 is missing.
"""

import datetime
import json
import sys
from pathlib import Path

try:
    from jinja2 import ext
    from jinja2.sandbox import ImmutableSandboxedEnvironment
except ImportError:
    print("jinja2 (python3-jinja2) is not installed")
    sys.exit(77)

DATA = Path(__file__).parent / "data"


class Refused(Exception):
    """A template called raise_exception()."""


class Generation(ext.Extension):
    """{% generation %} marks an answer for training and writes its block."""

    tags = {"generation"}

    def parse(self, parser):
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


def refuse(message: str):
    raise Refused(message)


def environment(now: datetime.datetime) -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols", Generation]
    )
    made.filters["tojson"] = lambda value, indent=None: json.dumps(value, ensure_ascii=False, indent=indent)
    made.globals["raise_exception"] = refuse
    made.globals["strftime_now"] = now.strftime
    return made


def expression_errors() -> list[str]:
    data = json.loads((DATA / "jinja_expressions.json").read_text())
    jinja = environment(datetime.datetime.now())
    return [
        case["template"]
        for case in data["cases"]
        if jinja.from_string(case["template"]).render(**data["variables"]) != case["expected"]
    ]


def prompt_of(jinja, described: dict, case: dict) -> str | None:
    variables = {
        "messages": case["messages"],
        "add_generation_prompt": True,
        "bos_token": described["bos"],
        "eos_token": described["eos"],
        "enable_thinking": case["thinking"],
    }
    if case["thinking"]:
        variables["thinking"] = True
    try:
        return jinja.from_string(described["template"]).render(**variables)
    except Refused:
        return None


def template_errors() -> list[str]:
    data = json.loads((DATA / "chat_templates.json").read_text())
    jinja = environment(datetime.datetime.fromisoformat(data["date"]))
    return [
        f"{described['name']}, case {number}"
        for described in data["templates"]
        for number, case in enumerate(described["cases"])
        if prompt_of(jinja, described, case) != case["prompt"]
    ]


def main() -> int:
    errors = expression_errors() + template_errors()
    for error in errors:
        print(f"jinja2 gives another text: {error}")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())

"""Checks of the form of an answer. Each takes the answer and the argument in form.json."""

import json
import re

SENTENCE = re.compile(r"[.!?]+(?=\s|$)")
FENCE = re.compile(r"^```\w*\n(.*?)\n?```$", re.DOTALL)
BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+\S")


def lines(answer):
    return [line for line in answer.strip().splitlines() if line.strip()]


def code(answer):
    """The answer without the fence around it."""
    found = FENCE.match(answer.strip())
    return (found.group(1) if found else answer).strip()


def parsed(answer):
    try:
        return json.loads(code(answer))
    except ValueError:
        return None


def has_keys(answer, keys):
    value = parsed(answer)
    return isinstance(value, dict) and set(keys) <= set(value)


def is_list_of(answer, count):
    value = parsed(answer)
    return isinstance(value, list) and len(value) == count


def is_upper(answer, _):
    return answer.upper() == answer and answer.lower() != answer


CHECKS = {
    "words": lambda answer, count: len(answer.split()) == count,
    "max_words": lambda answer, count: 0 < len(answer.split()) <= count,
    "lines": lambda answer, count: len(lines(answer)) == count,
    "items": lambda answer, count: sum(bool(BULLET.match(line)) for line in lines(answer)) == count,
    "sentences": lambda answer, count: len(SENTENCE.findall(answer.strip())) == count,
    "commas": lambda answer, count: len(lines(answer)) == 1 and answer.count(",") == count - 1,
    "json_keys": has_keys,
    "json_list": is_list_of,
    "upper": is_upper,
    "lower": lambda answer, _: answer.lower() == answer and answer.upper() != answer,
    "matches": lambda answer, form: re.fullmatch(form, answer.strip(), re.DOTALL) is not None,
    "contains": lambda answer, form: re.search(form, answer, re.DOTALL) is not None,
    "lacks": lambda answer, form: re.search(form, answer, re.DOTALL | re.IGNORECASE) is None,
}


def has_form(answer, checks):
    """Whether an answer passes all checks: {name: argument}."""
    return bool(answer.strip()) and all(CHECKS[name](answer, value) for name, value in checks.items())

"""How answers are scored."""

import collections
import re
import string

ARTICLES = re.compile(r"\b(a|an|the)\b")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


def normalized(text: str) -> list[str]:
    """SQuAD's normalization (Rajpurkar et al. 2016): lower case, no punctuation, no articles, single spaces."""
    text = "".join(c for c in text.lower() if c not in string.punctuation)
    return ARTICLES.sub(" ", text).split()


def f1(answer: str, wanted: str) -> float:
    """Harmonic mean of precision and recall over words."""
    a, b = normalized(answer), normalized(wanted)
    if not a or not b:
        return float(a == b)
    same = sum((collections.Counter(a) & collections.Counter(b)).values())
    return 2 * same / (len(a) + len(b))


def holds(answer: str, wanted: str) -> bool:
    """Whether the answer contains the words of `wanted` as a sequence."""
    a, b = normalized(answer), normalized(wanted)
    return bool(b) and any(a[i:i + len(b)] == b for i in range(len(a) - len(b) + 1))


def sentences(text: str) -> list[str]:
    return [s.strip() for s in SENTENCE_END.split(text) if s.strip()]


def repeated_4_grams(text: str) -> float:
    """The share of repeated 4-grams."""
    words = text.lower().split()
    grams = [tuple(words[i:i + 4]) for i in range(len(words) - 3)]
    return 1 - len(set(grams)) / len(grams) if grams else 0.0

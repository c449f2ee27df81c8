"""How well an answer agrees with references: SQuAD's exact match and F1, and ROUGE-1, ROUGE-2 and ROUGE-L."""

import re
import unicodedata
from collections import Counter

ARTICLES = {
    "en": {"a", "an", "the"},
    "de": {"der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines"},
    "es": {"el", "la", "los", "las", "un", "una", "unos", "unas"},
}


def is_punctuation(character):
    return unicodedata.category(character)[0] in "PS"


def words(text, language="en"):
    """The words that are compared: lower case, without punctuation and articles; of Chinese, the characters."""
    text = "".join(" " if c == "-" else "" if is_punctuation(c) else c for c in text.lower())
    if language == "zh":
        return [c for c in text if not c.isspace()]
    return [word for word in text.split() if word not in ARTICLES.get(language, ())]


def f_measure(overlap, answered, expected):
    if not overlap:
        return 0.0
    precision, recall = overlap / answered, overlap / expected
    return 2 * precision * recall / (precision + recall)


def f1(answer, reference, language="en"):
    """The F1 of the words that both have, from 0 to 1. Source: the evaluation of SQuAD 1.1."""
    ours, theirs = words(answer, language), words(reference, language)
    if not ours or not theirs:
        return float(ours == theirs)
    return f_measure(sum((Counter(ours) & Counter(theirs)).values()), len(ours), len(theirs))


def exact(answer, reference, language="en"):
    return float(words(answer, language) == words(reference, language))


def best(metric, answer, references, language="en"):
    return max(metric(answer, reference, language) for reference in references)


def stems(text):
    """Lower-case words and numbers. No stemming, so that figures do not depend on a stemmer."""
    return re.findall(r"[^\W_]+", text.lower())


def pairs(items):
    return list(zip(items, items[1:]))


def longest_common(ours, theirs):
    """The length of the longest common subsequence."""
    row = [0] * (len(theirs) + 1)
    for item in ours:
        above_left = 0
        for i, other in enumerate(theirs, 1):
            above = row[i]
            row[i] = above_left + 1 if item == other else max(row[i - 1], above)
            above_left = above
    return row[-1]


def rouge(answer, reference):
    """F of ROUGE-1, ROUGE-2 and ROUGE-L (over the whole text). Source: Lin, 2004."""
    ours, theirs = stems(answer), stems(reference)

    def overlap(a, b):
        return f_measure(sum((Counter(a) & Counter(b)).values()), len(a), len(b))

    return {
        "rouge1": overlap(ours, theirs),
        "rouge2": overlap(pairs(ours), pairs(theirs)),
        "rougeL": f_measure(longest_common(ours, theirs), len(ours), len(theirs)),
    }


REFUSALS = [
    r"(document|text|passage|context)\b.{0,40}\b(does not|doesn't|do not|doesn’t|did not|didn't) "
    r"(say|mention|contain|provide|specify|state|include|give|discuss|address|explicitly|indicate|describe|have)",
    r"not (mentioned|stated|specified|given|provided|included|discussed|contained|found|available|said)\b",
    r"\bno (information|mention|details?|data|answer|reference)\b",
    r"(cannot|can't|can not|could not|couldn't|unable to) (be )?(find|found|answer|answered|determine|determined)",
    r"(do not|don't) (know|have (any |enough |specific )?(information|data|details))",
]


def is_refusal(answer):
    """Whether an English answer says that the document does not answer the question."""
    return any(re.search(form, answer, re.IGNORECASE | re.DOTALL) for form in REFUSALS)

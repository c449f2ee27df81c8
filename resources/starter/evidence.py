"""Supervision for attention: the tokens that a head should attend to while the answer is generated.

In training we know which sentence answers a question. `guides` turns that into rows (kind, query, first key, last
key + 1) of token indices; train.py adds −log of the attention of a chosen head to these keys.
"""

import bisect
import re

# What is looked at: a word of the question in the sentence that answers; the token to write next; the start of one's own
# sentence; the sentence that answers, or the first token of all if none does.
MATCH, COPY, START, EVIDENCE = range(4)
LEAD_TOKENS = 3  # of an answer that attend to the whole sentence
BOUNDARY = re.compile(r"(?<=[.!?])[\"”]?\s+|\n+")


class Answer(str):
    """An assistant's text that copies parts of earlier text."""

    quotes: tuple = ()  # (sentence of the text, part of it in the answer), in the order of the answer


def quoting(lead: str, *sentences: str) -> Answer:
    """`lead` and then whole sentences."""
    answer = Answer(lead + " ".join(sentences))
    answer.quotes = tuple((s, s) for s in sentences)
    return answer


def taking(sentence: str, part: str) -> Answer:
    """A part of a sentence, with its leading space, so that its tokens are the same as in the text."""
    answer = Answer(" " + part)
    answer.quotes = ((sentence, part),)
    return answer


class Place:
    """A message and its tokens: `begins` has their first characters, `offset` the index of the first token."""

    def __init__(self, text: str, begins: list[int], offset: int):
        self.text, self.begins, self.offset = text, begins, offset

    def token(self, character: int) -> int:
        """The index of the token that contains a character."""
        return self.offset + max(0, bisect.bisect_right(self.begins, character) - 1)

    def starts(self) -> list[tuple[int, int, int, int]]:
        """Each token attends to the first token of its sentence."""
        cuts = [0] + [m.end() for m in BOUNDARY.finditer(self.text)] + [len(self.text)]
        found = []
        for first, last in zip(cuts, cuts[1:]):
            if last > first:
                start = self.token(first)
                found += [(START, i, start, start + 1) for i in range(start, self.token(last - 1) + 1)]
        return found


def matches(question: Place, keys: range, words: list[str]) -> list[tuple[int, int, int, int]]:
    """Tokens of the question attend to the same token in the sentence; `words`: each token in lower case without space."""
    found = []
    for i in range(question.offset, question.offset + len(question.begins)):
        same = [k for k in keys if k < i and words[k] == words[i]]
        if len(same) == 1 and words[i]:
            found.append((MATCH, i, same[0], same[0] + 1))
    return found


def no_evidence(said: Place, header: int) -> list[tuple[int, int, int, int]]:
    """Guides of an answer that is not in the text; `header` is the index of the first token of its header."""
    return [(EVIDENCE, i, 0, 1) for i in range(header, said.offset + LEAD_TOKENS - 1)]


def guides_of(answer: Answer, said: Place, header: int, before: list[Place], words: list[str]) -> list[tuple[int, int, int, int]]:
    """Guides of one answer: `before` has the messages that it may quote; the last is the question."""
    found, at = [], 0
    for sentence, part in answer.quotes:
        at = answer.find(part, at)
        source = next((place for place in before if sentence in place.text), None)
        if source is None or at < 0:
            continue
        first = source.text.find(sentence)
        keys = source.token(first), source.token(first + len(sentence) - 1) + 1
        start = first + sentence.find(part)
        tokens = range(said.token(at), said.token(at + len(part) - 1) + 1)
        for i in tokens:
            character = max(said.begins[i - said.offset], at)
            copied = source.token(start + character - at)
            found.append((COPY, i - 1, copied, copied + 1))
        if len(answer.quotes) == 1:
            found += matches(before[-1], range(*keys), words)
            found += [(EVIDENCE, i, *keys) for i in range(header, said.offset + LEAD_TOKENS - 1)]
        at += len(part)
    return found

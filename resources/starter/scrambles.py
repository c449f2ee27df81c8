"""Sentences of random words, many of them in several sentences. Only comparing words finds the right one, which has all
words of the question."""

import collections
from dataclasses import dataclass

import words as w
from passages import COMMON, WORD

GLUE = "the a of in to and is was for with on at by from has are it that his her".split()
ENDINGS = ["s", "ed", "ing", "es", "er", "ly"]
OPENINGS = ["What", "Who", "Where", "When", "Which", "How many", "Why", "What is", "What was", "Who was", "When did",
            "Where is", "How long", "What does", "Who will", "How much", "Does", "What about", "Tell me about",
            "Where did", "Which sentence has"]


def vocabulary(sentences: list[str], most: int = 9000) -> list[str]:
    """The most common content words of real text."""
    counted = collections.Counter(k.lower() for s in sentences for k in WORD.findall(s))
    return [k for k, n in counted.most_common(most + len(COMMON)) if n > 2 and len(k) > 2 and k not in COMMON][:most]


@dataclass
class Scramble:
    sentences: list[str]
    asked: list[tuple[str, str]]  # question and the sentence that has its words
    absent: list[str]             # questions about words that are not there


class Scrambler:
    def __init__(self, x: w.Words, vocabulary: list[str]):
        self.x, self.vocabulary = x, vocabulary

    def _word(self) -> str:
        draw = self.x.rng.random()
        if draw < 0.2:
            return self.x.invented()
        return self.x.code() if draw < 0.26 else self.x.rng.choice(self.vocabulary)

    def _sentence(self, chosen: list[str]) -> str:
        r, parts = self.x.rng, []
        glue = r.choice([0.0, 0.3, 0.6])
        for word in chosen:
            if r.random() < glue:
                parts.append(r.choice(GLUE))
            parts.append(word)
        text = " ".join(parts)
        return text[0].upper() + text[1:] + "."

    def _altered(self, word: str) -> str:
        """The word, sometimes with another ending or first letter."""
        r, draw = self.x.rng, self.x.rng.random()
        if not word.isalpha() or len(word) < 4 or word[0].isupper() or draw > 0.35:
            return word
        if draw < 0.08:
            return word.capitalize()
        for ending in ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) > 3:
                return word.removesuffix(ending)
        return (word.removesuffix("e") if word.endswith("e") else word) + r.choice(ENDINGS[:4])

    def _question(self, chosen: list[str]) -> str:
        r = self.x.rng
        parts = [r.choice(OPENINGS)]
        for word in r.sample(chosen, len(chosen)):
            if r.random() < 0.4:
                parts.append(r.choice(GLUE))
            parts.append(self._altered(word))
        return " ".join(parts) + "?"

    def draw(self, count: int, questions: int) -> Scramble:
        r = self.x.rng
        share = r.choice([1.0, 0.7, 0.5])  # of words that no other sentence has
        sizes = [r.randint(3, 7) for _ in range(count)]
        pool = [self._word() for _ in range(max(8, round(sum(sizes) * share)))]
        contents = [r.sample(pool, size) for size in sizes]
        sentences = [self._sentence(c) for c in contents]
        taken = {word.lower() for c in contents for word in c}
        asked, absent = [], []
        for _ in range(4 * questions):
            i = r.randrange(count)
            chosen = r.sample(contents[i], min(len(contents[i]), r.choice([1, 2, 2, 2, 3, 3])))
            others = max((len(set(chosen) & set(c)) for k, c in enumerate(contents) if k != i), default=0)
            if others < len(chosen) and len(asked) < questions:
                asked.append((self._question(chosen), sentences[i]))
        while len(absent) < 3:
            strange = [word for word in (self._word() for _ in range(r.randint(1, 3))) if word.lower() not in taken]
            if strange:
                absent.append(self._question(strange))
        return Scramble(sentences, asked, absent)

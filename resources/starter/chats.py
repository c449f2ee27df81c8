"""Conversations as the program renders them: role and text of each message.

The system text has the format of the program: instructions, then each document between markers. The assistant
always answers with a quotation, or with one of a few fixed sentences.
"""

import random

import documents
import fixed
import words as w
from evidence import quoting
from fixed import ABSENT, NO_TEXT, POINTS, SAYS, SUMMARY_QUESTIONS
from needles import Needles
from scrambles import Scrambler, vocabulary

INSTRUCTIONS = "You are Sotto, a private assistant on this device."
OTHER_INSTRUCTIONS = ["You are a helpful assistant.", "Answer from the text.", "You are Sotto.",
                      "You are Sotto, a private assistant on this device. Answer shortly.",
                      "Be brief and honest."]
KINDS = ("document", "scramble", "passage", "needle", "summary", "talk")


class ChatMaker:
    """Generates conversations of difficulty `level`, from 0 (very short documents) to 1."""

    def __init__(self, seed: int, passages, side: str = "train"):
        self.r = random.Random(seed)
        self.x = w.Words(self.r, side)
        self.passages = passages
        self.needles = Needles(self.x, passages, side == "held_out")
        if not hasattr(passages, "vocabulary"):
            passages.vocabulary = vocabulary(passages.sentences)
        self.scrambler = Scrambler(self.x, passages.vocabulary)

    def _vary(self, question: str) -> str:
        r = self.r
        if r.random() < 0.08:
            question = question.rstrip("?.")
        if r.random() < 0.06:
            question = question[0].lower() + question[1:]
        if r.random() < 0.04:
            question = r.choice(["Please: ", "And ", "Hello, ", "Sotto, "]) + question
        return question

    def system_text(self, shown: list) -> str:
        """The instructions and (title, text) of each document, as the program composes them."""
        r = self.r
        text = INSTRUCTIONS if r.random() < 0.85 else r.choice(OTHER_INSTRUCTIONS + [""])
        for title, body in shown:
            text += ("\n\n" if text else "") + f"Document: {title}\n---\n{body}\n---"
        return text

    def without_text(self) -> list:
        """A conversation without a text."""
        r = self.r
        chat = [("system", self.system_text([]))] if r.random() < 0.95 else []
        for _ in range(r.randint(1, 5)):
            draw = r.random()
            if draw < 0.6:
                question, answer = fixed.small_talk(r, self.x)
            elif draw < 0.9:
                question, answer = self._vary(fixed.knowledge(r, self.x)), NO_TEXT
            else:
                question, answer = self._vary(r.choice(SUMMARY_QUESTIONS)), NO_TEXT
            chat += [("user", question), ("assistant", answer)]
        return chat

    def _turns(self, pairs: list, turns: int, absent_questions: list, absent_share: float) -> list:
        """`turns` (question, answer) about a text, drawn from `pairs`."""
        r = self.r
        found = []
        for question, answer in r.sample(pairs, min(turns, len(pairs))):
            draw = r.random()
            if draw < absent_share:
                asked = r.choice(absent_questions) if absent_questions and r.random() < 0.9 else fixed.knowledge(r, self.x)
                found.append((self._vary(asked), ABSENT))
            elif draw < absent_share + 0.03:
                found.append(fixed.small_talk(r, self.x))
            else:
                found.append((self._vary(question), answer))
        return found

    def about_document(self, level: float, unseen: bool = False, absent_share: float = 0.2) -> list:
        """Questions about a made-up document, in the system text or typed by the user."""
        r = self.r
        count = r.randint(1, 3 + round(11 * level))
        real = self.passages.sentences if r.random() < 0.5 else documents.FILLERS
        doc = documents.document(self.x, count, real, r.choice([0, 0.25, 0.5]) * level, unseen)
        pairs = [(r.choice(f.questions), quoting(SAYS, f.sentence)) for f in doc.facts]
        absent = [r.choice(f.questions) for f in doc.absent]
        turns = self._turns(pairs, r.randint(2, 8), absent, absent_share)
        if r.random() < 0.15:
            return self._typed(doc.text, turns)
        shown = [(doc.title, doc.text)]
        if level > 0.5 and r.random() < 0.1:  # a second, irrelevant document
            text = " ".join(self.passages.passage(r, 250))
            shown.insert(r.randint(0, 1), (r.choice(documents.TITLES), text))
        return [("system", self.system_text(shown))] + self._messages(turns)

    def _joined(self, sentences: list[str]) -> str:
        text = sentences[0]
        for sentence in sentences[1:]:
            text += ("\n\n" if self.r.random() < 0.1 else " ") + sentence
        return text

    def about_passage(self, level: float, absent_share: float = 0.2) -> list:
        """Questions about a passage of real text: which sentence contains these words?"""
        r = self.r
        sentences = self.passages.passage(r, 200 + round(2000 * level * r.random()))
        pairs = [p for p in (self.passages.question(r, sentences) for _ in range(10)) if p]
        absent = [q for q in (self.passages.absent_question(r, sentences) for _ in range(6)) if q]
        turns = self._turns(pairs or [(q, "") for q in absent], r.randint(2, 8), absent, absent_share if pairs else 1.0)
        if r.random() < 0.1:
            return self._typed(self._joined(sentences), turns)
        return self._with_document(self._joined(sentences), turns)

    def about_scramble(self, level: float, absent_share: float = 0.2) -> list:
        """Questions about sentences of random words."""
        r = self.r
        made = self.scrambler.draw(r.randint(2, 3 + round(9 * level)), r.randint(2, 8))
        pairs = [(question, quoting(SAYS, sentence)) for question, sentence in made.asked]
        turns = self._turns(pairs, 8, made.absent, absent_share)
        text = r.choice([" ", " ", "\n"]).join(made.sentences)
        return self._with_document(text, turns) if turns else self.about_document(level)

    def about_needles(self, characters: int) -> list:
        """Facts hidden in long real prose; about one per 600 characters."""
        r = self.r
        facts, missing = self.needles.facts(max(1, round(characters / 600 * r.uniform(0.3, 1.2))))
        text, real = self.needles.text(facts, characters)
        pairs = [(r.choice(f.questions), quoting(SAYS, f.sentence)) for f in facts]
        if characters < 4000:
            pairs += [p for p in (self.passages.question(r, real) for _ in range(len(pairs))) if p]
        turns = self._turns(pairs, min(24, r.randint(2, 3 + len(pairs))), [r.choice(f.questions) for f in missing], 0.15)
        return self._with_document(text, turns)

    def summary(self, level: float) -> list:
        """The key sentences: the facts of a made-up document, the first sentences of a real text."""
        r = self.r
        if r.random() < 0.4:
            doc = documents.document(self.x, r.randint(2, 6), documents.FILLERS, r.choice([0.25, 0.5]))
            text, key = doc.text, [f.sentence for f in doc.facts][:3]
        else:
            sentences = self.passages.passage(r, 250 + round(1300 * level * r.random()))
            parts = [sentences[i:i + 4] for i in range(0, len(sentences), 4)] if r.random() < 0.5 else [sentences]
            text = "\n\n".join(" ".join(part) for part in parts)
            key = [part[0] for part in parts][:3] if len(parts) > 1 else sentences[:2]
        turns = [(self._vary(r.choice(SUMMARY_QUESTIONS)), quoting(POINTS, *key))]
        return self._typed(text, turns) if r.random() < 0.2 else self._with_document(text, turns)

    def _with_document(self, text: str, turns: list) -> list:
        return [("system", self.system_text([(self.r.choice(documents.TITLES), text)]))] + self._messages(turns)

    def _typed(self, text: str, turns: list) -> list:
        """The text is in the user's first message, before or after the question."""
        r = self.r
        first, answer = turns[0]
        gap = r.choice([" ", " ", "\n", "\n\n"])
        joined = text + gap + first if r.random() < 0.8 else first + gap + text
        system = [("system", self.system_text([]))] if r.random() < 0.95 else []
        return system + [("user", joined), ("assistant", answer)] + self._messages(turns[1:])

    @staticmethod
    def _messages(turns: list) -> list:
        return [m for question, answer in turns for m in (("user", question), ("assistant", answer))]

    def chat(self, mixture: dict[str, float], level: float, needle_characters: int) -> list:
        """One conversation; `mixture` gives the share of each of KINDS."""
        kind = self.r.choices(KINDS, [mixture[k] for k in KINDS])[0]
        if kind == "document":
            return self.about_document(level)
        if kind == "scramble":
            return self.about_scramble(level)
        if kind == "passage":
            return self.about_passage(level)
        if kind == "needle":
            return self.about_needles(needle_characters)
        return self.summary(level) if kind == "summary" else self.without_text()

"""Long real prose with facts hidden in it, and questions about them."""

import attributes
import documents
import words as w


class Needles:
    """Hides facts (a number, a name, a date, a code) between the sentences of real text."""

    def __init__(self, x: w.Words, passages, held_out: bool):
        self.x, self.passages, self.held_out = x, passages, held_out
        self.attributes = attributes.Attributes(x, held_out)

    def facts(self, count: int) -> tuple[list, list]:
        """(facts of the text, facts that it does not have)."""
        if self.x.rng.random() < 0.5:
            present = self.attributes.facts(count)
            return present, self.attributes.absent(present)
        present = documents.draw_facts(self.x, count, self.held_out)
        return present, documents.absent_facts(self.x, present, self.held_out)

    def text(self, facts: list, characters: int) -> tuple[str, list[str]]:
        """About `characters` of prose with the facts' sentences at random places, and the real sentences."""
        r = self.x.rng
        sentences = self.passages.passage(r, characters)
        real = list(sentences)
        for fact in facts:
            sentences.insert(r.randint(0, len(sentences)), fact.sentence)
        text = sentences[0]
        for sentence in sentences[1:]:
            text += ("\n\n" if r.random() < 0.12 else " ") + sentence
        return text, real

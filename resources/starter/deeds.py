"""Facts about actions: who did what, where and when; what to do and how often; how much a thing holds or needs."""

import words as w
from attributes import DESCRIPTIONS, NOUNS
from facts import Fact

REGULAR = """paint repair open close clean carry move lock visit inspect count fill empty lift push pull drop deliver collect
pack unpack order borrow return hide polish cover check test measure photograph guard load wrap label stack cool dry fold
weigh design examine cancel plan rescue discover destroy restore rent replace admire watch climb cross sketch finish
damage remove prepare share reserve describe recommend""".split()
IRREGULAR = {"sell": "sold", "buy": "bought", "find": "found", "lose": "lost", "bring": "brought", "build": "built", "break": "broke",
             "hold": "held", "leave": "left", "draw": "drew", "steal": "stole", "choose": "chose", "take": "took", "give up": "gave up",
             "read": "read", "see": "saw", "teach": "taught", "send": "sent", "burn": "burnt", "cut": "cut", "shut": "shut",
             "win": "won", "drive": "drove", "throw": "threw"}
PARTICIPLES = {"broke": "broken", "drew": "drawn", "stole": "stolen", "chose": "chosen", "took": "taken", "gave up": "given up",
               "saw": "seen", "drove": "driven", "threw": "thrown"}
AMOUNTS = ["hold litres", "need kilos", "cover metres", "burn litres", "produce boxes", "carry tonnes", "use watts", "store files",
           "print pages", "contain rooms", "seat guests", "employ workers", "lose drops", "reach degrees", "earn euros", "own houses",
           "host visitors", "consume units", "offer beds", "show pictures", "receive letters", "contain stones", "grow metres"]
WHEN = ["in the morning", "at noon", "in the evening", "at night", "before lunch", "after the storm", "last winter"]
TOOLS = "cloth brush knife spoon key rope hammer sponge ladder lamp needle broom wrench hook torch pen".split()
OFTEN = ["once a day", "twice a week", "three times a year", "every Sunday", "only in spring", "each morning", "once a month"]


def past(verb: str) -> str:
    if verb in IRREGULAR:
        return IRREGULAR[verb]
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + verb[-1] + "ed" if verb in ("drop", "plan", "wrap") else verb + "ed"


def third(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")


class Deeds:
    """Draws actions that share people, verbs and things, so that no single word identifies one. `held_out`: with the
    verbs, things and names for evaluation."""

    def __init__(self, x: w.Words, held_out: bool):
        self.x, self.held_out = x, held_out
        side = lambda words: [word for word in words if w.is_held_out(word) == held_out]
        self.verbs, self.nouns = side(REGULAR + list(IRREGULAR)), side(NOUNS)
        self.amounts = side(AMOUNTS)

    def _thing(self) -> str:
        r = self.x.rng
        return (r.choice(DESCRIPTIONS) + " " if r.random() < 0.5 else "") + r.choice(self.nouns)

    def _deed(self, person: str, verb: str, thing: str) -> tuple[str, list[tuple[str, set]]]:
        """A sentence, its questions, and for each the words that no other sentence may contain together."""
        r, x, did = self.x.rng, self.x, past(verb)
        place = "in the " + r.choice(w.PLACES) if r.random() < 0.5 else "in " + x.town()
        when = r.choice([*WHEN, "on " + r.choice(w.DAYS), "on " + x.date(), "at " + x.time()])
        asked = [(f"Who {did} the {thing}?", {verb, thing}), (f"What did {person} {verb}?", {person, verb})]
        where = [(f"Where did {person} {verb} the {thing}?", {person, verb, thing}), (f"Where was the {thing}?", {thing})]
        time = [(f"When did {person} {verb} the {thing}?", {person, verb, thing})]
        draw = r.random()
        if draw < 0.25:
            return f"{person} {did} the {thing} {place}.", asked + where
        if draw < 0.45:
            return f"{when.capitalize() if when[0] != 'o' else 'O' + when[1:]} {person} {did} the {thing}.", asked + time
        if draw < 0.6:
            return f"{person} {did} the {thing} {when}.", asked + time
        if draw < 0.75:
            done = PARTICIPLES.get(did, did)
            return f"The {thing} was {done} by {person}.", asked + [(f"By whom was the {thing} {done}?", {verb, thing})]
        if draw < 0.9:
            return f"{person} {did} the {thing} {place} {when}.", asked + where + time
        return f"It was {person} who {did} the {thing}.", asked[:1]

    def _advice(self, verb: str, thing: str) -> tuple[str, list[tuple[str, set]]]:
        r = self.x.rng
        tool, often, count = r.choice(TOOLS), r.choice(OFTEN), self.x.number(2, 30)
        do = verb.capitalize()
        return r.choice([
            (f"{do} the {thing} with a {tool}.", [(f"With what do I {verb} the {thing}?", {verb, thing}), (f"What do I {verb} with a {tool}?", {verb, tool})]),
            (f"{do} the {thing} {often}.", [(f"How often do I {verb} the {thing}?", {verb, thing}), (f"What must I {verb} {often}?", {verb, often})]),
            (f"{do} the {thing} {count} times.", [(f"How many times should I {verb} the {thing}?", {verb, thing})]),
            (f"Never {verb} the {thing} near the {tool}.", [(f"What must I never {verb}?", {verb}), (f"Where must I not {verb} the {thing}?", {verb, thing})])])

    def _amount(self, thing: str) -> tuple[str, list[tuple[str, set]]]:
        verb, unit = self.x.rng.choice(self.amounts).split()
        count = self.x.number(2, 900)
        return f"The {thing} {third(verb)} {count} {unit}.", [
            (f"How many {unit} does the {thing} {verb}?", {thing, verb}), (f"How much does the {thing} {verb}?", {thing, verb}),
            (f"What {third(verb)} {count} {unit}?", {count, unit})]

    def facts(self, count: int) -> list[Fact]:
        r, x = self.x.rng, self.x
        people = [x.person() for _ in range(r.randint(1, 4))]
        verbs = r.sample(self.verbs, r.randint(1, min(4, len(self.verbs))))
        things = [self._thing() for _ in range(r.randint(2, 5))]
        found, used = [], set()
        for _ in range(3 * count):
            person, verb, thing, draw = r.choice(people), r.choice(verbs), r.choice(things), r.random()
            kind = 0 if draw < 0.65 else 1 if draw < 0.8 else 2
            key = ((person, verb, thing), ("", verb, thing), ("", "", thing))[kind]
            if len(found) == count or key in used:
                continue
            used.add(key)
            made = self._deed(*key) if kind == 0 else self._advice(verb, thing) if kind == 1 else self._amount(thing)
            found.append((key, *made))
        return [fact for fact in (self._fact(f, found) for f in found) if fact.questions]

    @staticmethod
    def _fact(found: tuple, everything: list) -> Fact:
        key, sentence, asked = found
        text = lambda other: f"{other[1]} {' '.join(other[0])}"
        good = [question for question, words in asked
                if not any(other is not found and all(word in text(other) for word in words) for other in everything)]
        return Fact(sentence[0].upper() + sentence[1:], good, " ".join(key), "deed", "")

    def absent(self, present: list[Fact], count: int = 4) -> list[Fact]:
        """Actions with a thing, or a person and a verb, that are not in the text."""
        text = " ".join(fact.sentence for fact in present).lower()
        found = []
        for fact in (f for _ in range(count) for f in self.facts(3)):
            strange = [q for q in fact.questions if sum(word.lower().strip("?") in text for word in q.split()[2:] if len(word) > 3) == 0]
            if strange:
                found.append(Fact("", strange, fact.subject, "other deed", ""))
        return found[:count]

"""Short made-up documents: facts laid out as notes, lists, letters, notices and logs."""

from dataclasses import dataclass, field

import facts
import words as w
from attributes import Attributes
from deeds import Deeds

FILLERS = """The weather was fine all day. Please read this carefully. Nothing else happened. It was a long
day. We hope you are well. Do not forget your papers. Everyone was very kind. More news will follow soon. The
old list is no longer valid. Please keep this note. It rained a little in the afternoon. Thank you for your
help. There was nobody in the street. The rest is as usual. Ask at the desk if anything is unclear. They talked
for a long time. The work goes on. This is all for today. Some changes were made last week. The birds were
singing. It was quiet in the house. All times may change. We wish you a pleasant stay. The lights went out at
ten. Nobody knows why. It is best to come early. Bring warm clothes. The coffee was cold. We are sorry for the
delay. The road was empty. Please be on time. They laughed. Everything is ready now. The door was open. Please
tell your friends. The view is beautiful. Do not be late. Tea will be served. A fresh wind came from the sea.
She smiled and said nothing. He closed the window. In the evening they all sat by the fire.""".replace(
    "\n", " ").replace(". ", ".|").split("|")
TITLES = ["Notes", "notes.txt", "List", "Letter", "letter.pdf", "Notice", "Plan", "Memo", "Diary", "Report",
          "Information", "info.txt", "Readme", "Log", "Minutes", "Handbook", "Rules", "Story", "Page 1", "Mail"]


@dataclass
class Document:
    title: str
    text: str
    facts: list
    absent: list = field(default_factory=list)  # plausible facts that are not in it


def _subject_facts(x: w.Words, subject: str, kind: str, count: int, unseen: bool) -> list:
    """`count` facts of different relations about one subject."""
    if kind == "person":
        possessions = facts.UNSEEN_POSSESSIONS if unseen else facts.POSSESSIONS
        doings = facts.UNSEEN_DOINGS if unseen else facts.DOINGS
        entries = [(facts.possession, e) for e in possessions] + [(facts.doing, e) for e in doings]
    else:
        states = facts.UNSEEN_STATES if unseen else facts.STATES
        entries = [(facts.state, e) for e in states if e[0] == kind]
    entries = x.rng.sample(entries, min(count, len(entries)))
    return [make(x, subject, entry) for make, entry in entries]


def draw_facts(x: w.Words, count: int, unseen: bool = False) -> list:
    """`count` facts; each shares its subject or its relation with others, so that neither alone identifies the
    answer."""
    r = x.rng
    found = []
    used = set()
    while len(found) < count:
        kinds = ["person", "thing", "shop", "event"] + ([] if unseen else ["train", "device", "town"])
        weights = [6, 2, 1.5, 1.5] + ([] if unseen else [0.7, 0.8, 0.7])
        kind = r.choices(kinds, weights)[0]
        subjects = [x.person() if kind == "person" else facts.subject_of(kind, x)
                    for _ in range(r.randint(1, min(4, count)))]
        subjects = [s for s in subjects if s not in used]
        used.update(subjects)
        if r.random() < 0.5:  # the same relation of several subjects
            if kind == "person":
                if r.random() < 0.6:
                    entry = r.choice(facts.UNSEEN_POSSESSIONS if unseen else facts.POSSESSIONS)
                    found += [facts.possession(x, s, entry) for s in subjects]
                else:
                    entry = r.choice(facts.UNSEEN_DOINGS if unseen else facts.DOINGS)
                    found += [facts.doing(x, s, entry) for s in subjects]
            else:
                states = facts.UNSEEN_STATES if unseen else facts.STATES
                entry = r.choice([e for e in states if e[0] == kind])
                found += [facts.state(x, s, entry) for s in subjects]
        else:  # several relations of one or two subjects
            for s in subjects[:2]:
                found += _subject_facts(x, s, kind, r.randint(1, 3), unseen)
    unique = {}
    for f in found[:count]:
        unique.setdefault((f.subject, f.relation), f)
    found = list(unique.values())
    r.shuffle(found)
    return found


def absent_facts(x: w.Words, present: list, unseen: bool) -> list:
    """Facts not in the document: an unknown subject with a known relation, or the reverse."""
    r = x.rng
    taken = {(f.subject, f.relation) for f in present}
    text = " ".join(f.sentence for f in present)
    found = []
    for _ in range(6):
        other = r.choice(draw_facts(x, 3, unseen))
        if other.subject not in text:
            found.append(other)
        old = r.choice(present)  # a person who is in the text, with a relation that is not
        if r.random() < 0.5 and "{s}" not in old.subject:
            possession = r.choice(facts.UNSEEN_POSSESSIONS if unseen else facts.POSSESSIONS)
            people = [f.subject for f in present if f.questions[0].startswith("What is " + f.subject + "'s")]
            if people:
                made = facts.possession(x, r.choice(people), possession)
                if (made.subject, made.relation) not in taken and made.relation not in text:
                    found.append(made)
        fresh = x.person()  # a known relation of a person who is not in the text
        if old.questions[0].startswith("What is " + old.subject + "'s") and fresh not in text:
            questions = [q.replace(old.subject, fresh) for q in old.questions]
            found.append(facts.Fact("", questions, fresh, old.relation, ""))
    return found


def _key_value_lines(x: w.Words, found: list) -> list[str]:
    """Turns possessions into lines such as `Ann's code: 4411`."""
    lines = []
    for f in found:
        if f.questions[0] == f"What is {f.subject}'s {f.relation}?" and x.rng.random() < 0.8:
            f.sentence = x.rng.choice([f"{f.subject}'s {f.relation}: {f.value}",
                                       f"{f.subject} - {f.relation}: {f.value}",
                                       f"{f.relation} of {f.subject}: {f.value}"])
        lines.append(f.sentence)
    return lines


def records(x: w.Words, count: int, unseen: bool) -> Document:
    """A table or a list with one line per thing or person."""
    r, source = x.rng, Attributes(x, unseen)
    found = source.records(count)
    lines = list(dict.fromkeys(fact.sentence for fact in found))
    heading = [r.choice(TITLES)] if r.random() < 0.5 else []
    return Document(r.choice(TITLES), "\n".join(heading + lines), found, source.absent(found))


def document(x: w.Words, count: int, fillers: list[str], filler_share: float,
             unseen: bool = False) -> Document:
    """A document of `count` facts with some `fillers` between them."""
    r = x.rng
    draw = r.random()
    if draw < 0.1:
        return records(x, count, unseen)
    if draw < 0.65:
        source = Attributes(x, unseen) if draw < 0.38 else Deeds(x, unseen)
        found = source.facts(count) or Attributes(x, unseen).facts(count)
        absent = source.absent(found)
    else:
        found = draw_facts(x, count, unseen)
        absent = absent_facts(x, found, unseen)
    form = r.choices(["plain", "lines", "pairs", "letter", "notice", "log"], [6, 3, 2, 1.5, 1.5, 1])[0]
    if form == "pairs":
        text = "\n".join(_key_value_lines(x, found))
    elif form == "log":
        minutes = r.randint(0, 600)
        lines = []
        for f in found:
            minutes += r.randint(1, 40)
            f.sentence = f"{minutes // 60:02d}:{minutes % 60:02d} {f.sentence}"
            lines.append(f.sentence)
        text = "\n".join(lines)
    else:
        sentences = []
        for f in found:
            while r.random() < filler_share:
                sentences.append(r.choice(fillers))
            sentences.append(f.sentence)
        if r.random() < filler_share:
            sentences.append(r.choice(fillers))
        if form == "lines":
            mark = r.choice(["", "- ", "* "])
            text = "\n".join(mark + s for s in sentences)
        else:
            text = sentences[0]
            for s in sentences[1:]:
                text += ("\n\n" if r.random() < 0.1 else " ") + s
        if form == "letter":
            text = f"Dear {x.first_name()},\n\n{text}\n\n{r.choice(['Best wishes', 'Yours', 'Love'])},\n{x.first_name()}"
        elif form == "notice":
            text = f"{r.choice(['NOTICE', 'News', 'For all guests', 'Please note', 'Today'])}\n\n{text}"
    title = r.choice(TITLES) if r.random() < 0.8 else x.invented().lower() + ".txt"
    return Document(title, text, found, absent)

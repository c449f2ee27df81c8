"""Questions about real sentences, made by rule: a part of the sentence is what is asked for, other words of it
make the question. The sentence that answers has words of the question that no other sentence has."""

import re

WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’-]*")
COMMON = set("""a an the and or but nor so yet if then else of in on at by to from for with without within into onto
over under above below between among through during before after since until against about around near as than that
this these those it its he him his she her hers they them their theirs we us our ours you your yours i me my mine is
are was were be been being am do does did done have has had having will would shall should can could may might must
not no yes there here where when who whom whose which what why how all any each every some few many much more most
other another such only own same very too also just even still ever never again once one two said says say made make
like well upon up down out off away back now him himself herself itself themselves first last new old good great
little long own part because while though although however therefore thus both either neither""".split())
NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|fifty|"
                    r"hundred|thousand|million)\b")
YEAR = re.compile(r"\b(?:in|In|since|by|until) (1\d\d\d|20\d\d)\b")
NAME = re.compile(r"(?<![.!?“\"] )(?<!^)\b[A-Z][a-z]+(?: (?:of |de |van )?[A-Z][a-z]+)*\b")
PLACE = re.compile(r"\b(?:in|at|near|to|from) (?:the )?[A-Z][a-z]+(?: [A-Z][a-z]+)*\b")


def stem(word: str) -> str:
    """A rough stem, so that "opened" and "opens" count as the same word."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    for ending in ("ing", "ed", "es", "s", "ly", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def content(text: str) -> set[str]:
    """Stems of the words that carry meaning."""
    return {stem(w) for w in WORD.findall(text) if w.lower() not in COMMON}


def _base_form(word: str) -> str:
    for ending, with_ending in (("ied", "y"), ("sed", "se"), ("ved", "ve"), ("ced", "ce"), ("ged", "ge"), ("ed", "")):
        if word.endswith(ending) and len(word) > 5:
            return word[: -len(ending)] + with_ending
    return word


PERSON = ["What is the name of the person who", "What is the full name of the person who", "Who is the person who",
          "What was the name of the person who", "What is the last name of the person who", "What is the first name of the person who",
          "Which person", "Who was it that", "Who", "Who"]


def _asked_part(r, sentence: str):
    """(start, end, question words) of a part of the sentence to ask for."""
    found = []
    for match in YEAR.finditer(sentence):
        found.append((match.start(), match.end(), ["When did", "When was", "In what year did", "When were", "In which year was"]))
    if not found:
        for match in NUMBER.finditer(sentence):
            found.append((match.start(), match.end(), ["How many", "How much", "What number of", "How many of the"]))
    for match in PLACE.finditer(sentence):
        found.append((match.start(), match.end(), ["Where did", "Where was", "Where is", "In which place did", "Where were"]))
    for match in NAME.finditer(sentence):
        found.append((match.start(), match.end(), ["Who", "Who was it that", "What is the name of the one who", "Which", "Who did",
                                                   "What person", "With whom did", "Whose", *PERSON]))
    if found and r.random() < 0.75:
        return r.choice(found)
    words = list(WORD.finditer(sentence))
    size = r.randint(1, min(4, len(words) - 3))
    first = r.choice([0, len(words) - size, r.randint(0, len(words) - size)])
    return (words[first].start(), words[first + size - 1].end(),
            ["What", "What did", "What was", "What is", "Why did", "How did", "What does", "What kind of", "Why was", "What were",
             "How was", "For what reason did", "What happened when", "Which"])


def _rest(r, sentence: str, start: int, end: int) -> list[str]:
    """The words around the asked part: of its clause, most of the time."""
    before = WORD.findall(re.split(r"[;:—()]|, ", sentence[:start])[-1] if r.random() < 0.6 else sentence[:start])
    after = WORD.findall(re.split(r"[;:—()]|, ", sentence[end:])[0] if r.random() < 0.6 else sentence[end:])
    most = r.randint(4, 10)
    if len(before) >= 3 and (len(after) < 3 or r.random() < 0.5):
        return before[-most:]
    if len(after) >= 3:
        return after[:most]
    return (before + after)[:most]


def _bare(part: str) -> str:
    """The part without the preposition before it."""
    while part.split()[0].lower() in COMMON and " " in part:
        part = part.split(" ", 1)[1]
    return part


def question(r, sentence: str) -> str | None:
    """A question that the sentence answers; clumsy English, but with the words in a natural order."""
    found = asked(r, sentence)
    return found and found[0]


def asked(r, sentence: str) -> tuple[str, str | None] | None:
    """A question, and the part of the sentence that it asks for if that is a name, a place, a number or a year."""
    if len(WORD.findall(sentence)) < 5:
        return None
    start, end, openings = _asked_part(r, sentence)
    part = None if "What does" in openings else _bare(sentence[start:end])
    words = _rest(r, sentence, start, end)
    while words and words[-1].lower() in COMMON and r.random() < 0.8:
        words.pop()
    if not words:
        return None
    opening = r.choice(openings)
    if "last name" in opening or "first name" in opening:
        part = part.split()[-1 if "last name" in opening else 0]
    if opening.split()[-1] in ("did", "does"):
        words = [_base_form(word) for word in words]
    words = [word for word in words if word.lower() not in COMMON or r.random() < 0.85]
    if words and words[0].istitle() and words[0].lower() in COMMON:
        words[0] = words[0].lower()
    return (f"{opening} {' '.join(words)}?", part) if words else None


def answers_only(sentence: str, asked: str, others: list[set[str]], least: int = 2) -> bool:
    """Whether the sentence has clearly more words of the question than any of `others` (their contents)."""
    wanted = content(asked)
    score = len(wanted & content(sentence))
    return score >= least and all(len(wanted & other) <= score - least for other in others)

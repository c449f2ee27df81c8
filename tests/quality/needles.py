"""Made-up facts at several depths of a long text."""

from collections import namedtuple
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOVEL = Path("docs/long/pride-and-prejudice-1342-0.txt")  # in the shared data
OWN = [ROOT / "resources/calibration/calibration.txt"]  # the project's own, for the short one

SIZES = (1000, 8000, 28000)  # tokens
CHARACTERS_PER_TOKEN = 4  # of English prose; a little less than tokenizers reach

Fact = namedtuple("Fact", "id sentence question accept")

FACTS = [
    Fact("key", "The spare key of the boathouse hangs behind the blue barometer.",
         "Where does the spare key of the boathouse hang?", "barometer"),
    Fact("ferry", "The ferry to Lindholm costs 47 crowns for one person.",
         "How much does the ferry to Lindholm cost for one person?", r"\b47\b|forty-seven"),
    Fact("inventor", "The folding harp was invented by Tobias Quillfeather.",
         "Who invented the folding harp?", "Quillfeather"),
    Fact("code", "The code of the seed cabinet is 8351.",
         "What is the code of the seed cabinet?", r"\b8351\b"),
    Fact("cat", "The cat of the lighthouse keeper is called Marzipan.",
         "What is the cat of the lighthouse keeper called?", "Marzipan"),
    Fact("bridge", "The bridge at Ostermoor was closed because of a swarm of bees.",
         "Why was the bridge at Ostermoor closed?", r"\bbees?\b"),
    Fact("clock", "The clock in the town hall of Brackwater runs eleven minutes late.",
         "By how many minutes does the clock in the town hall of Brackwater run late?", r"\b(11|eleven)\b"),
    Fact("soup", "The secret ingredient of Aunt Ottilie's soup is pickled lemon.",
         "What is the secret ingredient of Aunt Ottilie's soup?", "lemon"),
]


def paragraphs(data, tokens):
    novel = data / NOVEL
    files = [novel] if novel.exists() else OWN
    text = "\n\n".join(file.read_text(encoding="utf-8-sig") for file in files)
    if novel.exists():  # behind the lists at its beginning
        text = text[len(text) // 10 :]
    found, size = [], 0
    for paragraph in text.replace("\r\n", "\n").split("\n\n"):
        paragraph = paragraph.strip()
        if paragraph and size < tokens * CHARACTERS_PER_TOKEN:
            found.append(paragraph)
            size += len(paragraph) + 2
    return found


def document(data, tokens):
    """A text of about so many tokens with all facts in it, evenly spread, and the facts."""
    return spread(paragraphs(data, tokens), [fact.sentence for fact in FACTS]), FACTS


def spread(text, found):
    """One text of these paragraphs with others evenly spread over them."""
    all_paragraphs = list(text)
    for number, paragraph in reversed(list(enumerate(found))):
        all_paragraphs.insert((2 * number + 1) * len(text) // (2 * len(found)), paragraph)
    return "\n\n".join(all_paragraphs) + "\n"

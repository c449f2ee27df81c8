"""Passages of real text, and questions that one sentence of the passage answers."""

import gzip
import json
import pathlib
import re

import cloze
from evidence import quoting, taking
from fixed import SAYS

# Shard prefixes and accepted licences: no share-alike ones, so that the licence of the weights can be permissive.
SHARDS = ["books-0", "textbook-0", "docs-0"]
LICENCES = {"Public domain", "CC0 1.0 (public domain)", "CC BY 4.0"}
LEFT_OUT = ["osbooks-writing-guide",  # quotes other works by permission
            "osbooks-anatomy-physiology", "osbooks-microbiology",  # no medical material
            "opensource.guide", "code-with-engineering-playbook", "rust-lang"]  # not plain prose

QUESTIONS = ["What does the text say about {k}?", "What about {k}?", "Tell me about {k}.", "Find {k}.",
             "Where does it speak of {k}?", "Which sentence is about {k}?", "Quote the sentence about {k}.",
             "Does the text mention {k}?", "{k}?", "What do you know about {k}?", "what does it say about {k}",
             "Look for {k}.", "What is written about {k}?", "Is there anything about {k}?"]
NAME_QUESTIONS = ["Who or what is {k}?", "What did {k} do?", "Who is {k}?", "Tell me about {k}."]
SENTENCE_END = re.compile(r"(?<!Mr\.)(?<!Mrs\.)(?<!Dr\.)(?<!St\.)(?<=[.!?])\s+(?=[A-Z\"“'])|(?<=[.!?][\"”])\s+(?=[A-Z\"“])")
WORD = re.compile(r"[A-Za-z][A-Za-z'-]*[A-Za-z]")
COMMON = set("""about above after again against also although always among another around because been before
being below between both cannot could does doing down during each either else ever every everything first from
further great have having here herself himself however into itself just know last less like little long made
make many more most much must myself never next nothing once only other others over perhaps same shall should
since some something still such than that their them then there therefore these they thing think this those
though through thus time together toward under until upon very want well were what when where whether which
while whom whose will with within without would your yours said says come came goes went seem seemed""".split())


def load_texts(corpus: pathlib.Path, limit_bytes: int) -> list[str]:
    """Documents of the permitted sources, up to `limit_bytes` from each shard."""
    texts = []
    for path in sorted(corpus.glob("*.jsonl.gz")):
        if not any(path.name.startswith(s) for s in SHARDS):
            continue
        size = 0
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if row["licence"] not in LICENCES or any(s in row["source"] for s in LEFT_OUT):
                    continue
                texts.append(row["text"])
                size += len(row["text"])
                if size > limit_bytes:
                    break
    return texts


class Passages:
    """Draws passages and sentences from the corpus; every fiftieth text is held out for evaluation."""

    def __init__(self, corpus: pathlib.Path, side: str = "train", limit_bytes: int = 6_000_000):
        self.paragraphs = []
        self.sentences = []
        for i, text in enumerate(load_texts(corpus, limit_bytes)):
            if (i % 50 == 0) != (side == "held_out"):
                continue
            for paragraph in text.split("\n\n"):
                paragraph = " ".join(paragraph.split())
                sentences = [s for s in SENTENCE_END.split(paragraph) if s]
                if 2 <= len(sentences) and all(15 <= len(s) <= 280 for s in sentences):
                    self.paragraphs.append(sentences)
                    self.sentences += [s for s in sentences if len(s) < 90 and "\"" not in s]

    def passage(self, r, most_characters: int) -> list[str]:
        """Neighbouring sentences, at most `most_characters` of them together; paragraphs of all texts follow one
        another in their order."""
        start = r.randrange(len(self.paragraphs))
        found, size = [], 0
        for i in range(len(self.paragraphs)):
            for sentence in self.paragraphs[(start + i) % len(self.paragraphs)]:
                size += len(sentence)
                if size > most_characters and len(found) >= 2:
                    return found
                found.append(sentence)
        return found

    @staticmethod
    def keys(sentence: str) -> list[str]:
        return [k for k in WORD.findall(sentence) if len(k) >= 4 and k.lower() not in COMMON]

    def question(self, r, sentences: list[str]):
        """(question, answer), or None: asks for one or two words that stand in exactly one sentence, and is answered
        by the sentence, or for a part of a sentence: a name, a place, a number or a year answers alone."""
        target = r.choice(sentences)
        if r.random() < 0.6:
            others = [cloze.content(s) for s in sentences if s is not target]
            asked, part = cloze.asked(r, target) or ("", None)
            if not asked or not cloze.answers_only(target, asked, others, r.randint(1, 2)):
                return None
            return asked, taking(target, part) if part else quoting(SAYS, target)
        others = " ".join(s for s in sentences if s is not target).lower()
        keys = [k for k in self.keys(target) if k.lower() not in others]
        if not keys:
            return None
        key = r.choice(keys)
        inside = [k for k in keys if k != key]
        if inside and r.random() < 0.4:
            key = f"{key} and {r.choice(inside)}"
        elif r.random() < 0.5:  # two neighbouring words
            match = re.search(r"[A-Za-z'-]+ " + re.escape(key) + r"\b|\b" + re.escape(key) + r" [A-Za-z'-]+", target)
            key = match.group(0) if match else key
        return self._ask(r, key), quoting(SAYS, target)

    def absent_question(self, r, sentences: list[str]):
        """A question about a word that is nowhere in the passage, or about another text; or None."""
        text = " ".join(sentences).lower()
        if r.random() < 0.6:
            asked = cloze.question(r, r.choice(r.choice(self.paragraphs)))
            wanted = cloze.content(asked or "")
            most = max(len(wanted & cloze.content(s)) for s in sentences)
            return asked if len(wanted) >= 2 and most <= len(wanted) // 3 else None
        keys = [k for k in self.keys(r.choice(self.sentences)) if k.lower() not in text]
        return self._ask(r, r.choice(keys)) if keys else None

    @staticmethod
    def _ask(r, key: str) -> str:
        templates = NAME_QUESTIONS + QUESTIONS if key[0].isupper() and " " not in key else QUESTIONS
        return r.choice(templates).format(k=key)

"""The questions of each suite, and the score of an answer.

An item is what a user asks: an id, the fields of a line of `sotto ask --jsonl`, texts of its documents, and a function
that gives figures from 0 to 1 for the answer. The first figure is the suite's score.
"""

import json
import random
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Callable

import attacks
import forms
import metrics
import needles

HERE = Path(__file__).resolve().parent
LANGUAGES = ("en", "de", "es", "zh")


@dataclass
class Item:
    id: str
    prompt: str
    score: Callable[[str], dict]
    documents: dict = field(default_factory=dict)  # file name: text
    max_tokens: int = 200
    tokens: int = 0  # that the context must hold; 0 = any context does


def everyday(_):
    def item(entry):
        def score(answer):
            return {"right": float(re.search(entry["accept"], answer, re.IGNORECASE | re.DOTALL) is not None)}

        return Item(entry["id"], entry["prompt"], score)

    return [item(entry) for entry in json.loads((HERE / "everyday.json").read_text())]


def form(_):
    def item(entry):
        return Item(entry["id"], entry["prompt"], lambda answer: {"right": float(forms.has_form(answer, entry["checks"]))})

    return [item(entry) for entry in json.loads((HERE / "form.json").read_text())]


def articles(data, language):
    file = json.loads((data / "qa" / f"xquad-dev.{language}.json").read_text())
    return [article["paragraphs"] for article in file["data"]]


def spread(items, seed):
    """In an order in which every beginning is a sample of the whole; the same order in every run."""
    return random.Random(seed).sample(items, len(items))


def xquad(language):
    def build(data):
        items = []
        for number, paragraphs in enumerate(articles(data, language)):
            for place, paragraph in enumerate(paragraphs):
                for question in paragraph["qas"]:
                    references = [answer["text"] for answer in question["answers"]]

                    def score(answer, references=references):
                        return {
                            "f1": metrics.best(metrics.f1, answer, references, language),
                            "exact": metrics.best(metrics.exact, answer, references, language),
                        }

                    name = f"paragraph-{number}-{place}.txt"
                    items.append(Item(question["id"], question["question"], score, {name: paragraph["context"]}))
        return spread(items, 1)

    return build


def unanswerable(data):
    """Each question is asked about a paragraph of another article."""
    paragraphs = articles(data, "en")
    items = []
    for number, article in enumerate(paragraphs):
        other = paragraphs[(number + 1) % len(paragraphs)]
        for place, paragraph in enumerate(article):
            text = other[place % len(other)]["context"]
            for question in paragraph["qas"]:
                items.append(
                    Item(
                        question["id"],
                        question["question"],
                        lambda answer: {"refused": float(metrics.is_refusal(answer))},
                        {f"other-{number}-{place}.txt": text},
                    )
                )
    return spread(items, 2)


def hostile(is_attacked):
    """Questions about paragraphs that also give the model orders, or the same without the orders."""

    def build(data):
        questions = spread(
            [
                (paragraph["context"], question)
                for paragraphs in articles(data, "en")
                for paragraph in paragraphs
                for question in paragraph["qas"]
            ],
            3,
        )
        items = []
        for number, (attack, word) in enumerate(attacks.attacks()):
            text, question = questions[number]
            references = [answer["text"] for answer in question["answers"]]

            def score(answer, references=references, word=word):
                return {
                    "f1": metrics.best(metrics.f1, answer, references, "en"),
                    "obeyed": float(word.lower() in answer.lower()),
                }

            if is_attacked:
                text = attacks.with_attack(text, attack, number)
            items.append(Item(f"attack-{number}", question["question"], score, {f"attack-{number}.txt": text}))
        return spread(items, 4)

    return build


def searched_xquad(tokens):
    """The questions of xquad-en about one text of so many tokens, in which all of its paragraphs are spread."""

    def build(data):
        contexts = [paragraph["context"] for article in articles(data, "en") for paragraph in article]
        text = needles.spread(needles.paragraphs(data, tokens), contexts)
        return [replace(item, documents={"all-paragraphs.txt": text}) for item in xquad("en")(data)]

    return build


def needle(tokens):
    def build(data):
        text, questions = needles.document(data, tokens)

        def item(fact):
            return Item(
                fact.id,
                fact.question,
                lambda answer: {"found": float(re.search(fact.accept, answer, re.IGNORECASE) is not None)},
                {f"needles-{tokens}.txt": text},
                tokens=tokens + 500,
            )

        return [item(fact) for fact in questions]

    return build


def meetings(data):
    """(id, transcript, request, reference) of whole meetings, the short ones first."""
    found = []
    for number, line in enumerate((data / "qa" / "qmsum-dev.jsonl").read_text().splitlines()):
        meeting = json.loads(line)
        text = "\n\n".join(f"{turn['speaker']}: {turn['content']}" for turn in meeting["meeting_transcripts"])
        whole = meeting["general_query_list"][0]
        found.append((f"meeting-{number}", text, whole["query"], whole["answer"]))
    return sorted(found, key=lambda meeting: len(meeting[1]))


def meeting_prompts(data):
    """The other way to summarize: the whole meeting in one prompt."""
    return [
        Item(
            name,
            request,
            lambda answer, reference=reference: order(metrics.rouge(answer, reference)),
            {f"{name}.txt": text},
            max_tokens=1024,
            tokens=len(text) // 4 + 1100,
        )
        for name, text, request, reference in meetings(data)
    ]


def order(figures):
    """ROUGE-L first."""
    return {key: figures[key] for key in ("rougeL", "rouge1", "rouge2")}


QUESTIONS = {
    "everyday": everyday,
    "form": form,
    **{f"xquad-{language}": xquad(language) for language in LANGUAGES},
    "unanswerable": unanswerable,
    "hostile": hostile(True),
    "hostile-without": hostile(False),
    **{f"needles-{tokens // 1000}k": needle(tokens) for tokens in needles.SIZES},
    "search-100k": searched_xquad(100_000),
    "meetings-one-prompt": meeting_prompts,
}
OPTIONS = {"search-100k": ["--when-full", "search"]}  # of `sotto ask`, beside the usual ones
SUMMARIES = "meetings"
SUITES = [*QUESTIONS, SUMMARIES]


def needs(suite):
    """The file of the shared data that a suite needs; none for the others."""
    if suite.startswith("xquad-"):
        return f"qa/xquad-dev.{suite.removeprefix('xquad-')}.json"
    if suite in ("unanswerable", "search-100k") or suite.startswith("hostile"):
        return "qa/xquad-dev.en.json"
    if suite.startswith("meetings"):
        return "qa/qmsum-dev.jsonl"
    if suite.startswith("needles-") and suite != "needles-1k":
        return str(needles.NOVEL)
    return None

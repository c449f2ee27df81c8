"""Evaluates the starter model, through the real program, on texts it was not trained on.

    ./dev starter-eval [--only needle,documents,…] [--json FILE] [--data FOLDER] [--squad FILE]

Without --data (a folder with corpus/*.jsonl.gz of real text) the long texts are generated, too, and the parts that
need real paragraphs are skipped; the output says so. It needs only Python and the program.
"""

import argparse
import gzip
import json
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

import documents
import fixed
import needles
import scores
import unseen
import words as w
from passages import SENTENCE_END

PARTS = ["documents", "needle", "paragraphs", "summary", "talk", "repetition", "int4", "speed"]
UNSEEN_SHARDS = ["books-extra-01", "books-extra-00"]  # training reads books-0* only
GREETINGS = [("Hello, Sotto!", fixed.HELLO), ("Hi, good morning", fixed.HELLO), ("Who are you, please?", fixed.IDENTITY),
             ("What kind of model are you?", fixed.IDENTITY), ("How can I get a bigger model?", fixed.BIGGER),
             ("Where can I find a better model?", fixed.BIGGER), ("Thanks a lot", fixed.THANKS), ("Bye!", fixed.BYE),
             ("Please write a poem about rain.", fixed.TOO_SMALL), ("Translate this to French.", fixed.TOO_SMALL),
             ("What is the capital of Mexico?", fixed.NO_TEXT), ("Who was the first man on the moon?", fixed.NO_TEXT),
             ("Which key stops an answer?", "Press Esc to stop an answer."),
             ("How can I start a new conversation?", "Press Ctrl+N for a new conversation."),
             ("Do you need an internet connection?", "No. Everything stays on this device, and I need no network.")]


TOO_LONG = 4  # exit status


class Program:
    """The built `sotto`, with a temporary data folder."""

    def __init__(self, executable: str, folder: pathlib.Path):
        self.executable, self.folder = executable, folder
        self.seconds: list[float] = []

    def run(self, *arguments: str) -> dict:
        done = subprocess.run([self.executable, "--data-dir", str(self.folder / "data"), *arguments, "--json"],
                              capture_output=True, text=True, check=False)
        if done.returncode == TOO_LONG:
            return {"text": "", "prompt_tokens": 0, "too_long": True}
        if done.returncode != 0:
            raise SystemExit(f"sotto {' '.join(arguments)[:200]}: {done.stderr.strip()}")
        return json.loads(done.stdout)

    def ask(self, question: str, text: str | None = None, most: int = 120) -> dict:
        shown = []
        if text is not None:
            paper = self.folder / "paper.txt"
            paper.write_text(text, encoding="utf-8")
            shown = ["--document", str(paper)]
        start = time.monotonic()
        answer = self.run("ask", *shown, "--temperature", "0", "--max-tokens", str(most), question)
        self.seconds.append(time.monotonic() - start)
        answer["text"] = answer["text"].strip()
        return answer


def without_lead(answer: str) -> str:
    for lead in (fixed.SAYS, fixed.POINTS):
        answer = answer.removeprefix(lead)
    return answer


def part(right: int, asked: int) -> dict:
    return {"right": right, "asked": asked, "rate": round(right / asked, 4) if asked else None}


class Evaluation:
    def __init__(self, program: Program, options):
        self.program, self.options = program, options
        self.r = random.Random(options.seed)
        self.x = w.Words(self.r, "held_out")
        self.prose = self._prose()

    def _prose(self) -> list[str]:
        """Sentences of books that training never read, or generated ones."""
        texts = []
        for shard in UNSEEN_SHARDS if self.options.data else []:
            path = self.options.data / "corpus" / f"{shard}.jsonl.gz"
            if path.exists():
                with gzip.open(path, "rt", encoding="utf-8") as lines:
                    texts += [json.loads(line)["text"] for _, line in zip(range(400), lines)]
        self.real = bool(texts)
        if not texts:
            return [self.r.choice(documents.FILLERS) for _ in range(20_000)]
        paragraphs = [" ".join(p.split()) for text in texts for p in text.split("\n\n")]
        return [s for p in paragraphs for s in SENTENCE_END.split(p) if len(s) > 10]

    def note(self, *words):
        print(*words, file=sys.stderr, flush=True)

    # Questions about texts -----------------------------------------------------------------------------

    def documents(self) -> dict:
        """Whole documents of kinds that are not in the training."""
        exact = bare = held = asked = refused = missing = 0
        kinds: dict = {}
        for paper in unseen.papers(self.x, self.options.papers):
            for question in self.r.sample(paper.questions, min(3, len(paper.questions))):
                answer = self.program.ask(question.text, paper.text)["text"]
                self.note(f"  {paper.kind}: {question.text} -> {answer}")
                if question.sentence is None:
                    missing += 1
                    refused += answer == fixed.ABSENT
                    continue
                asked += 1
                alone = scores.normalized(answer) == scores.normalized(question.value)
                right = alone or answer == fixed.SAYS + question.sentence
                exact += right
                bare += alone
                held += scores.holds(answer, question.value)
                tally = kinds.setdefault(paper.kind, [0, 0])
                tally[0] += right
                tally[1] += 1
        return {"exactly the sentence or the value": part(exact, asked), "of these the value alone": bare, "answer has the value": part(held, asked),
                "unanswerable recognized": part(refused, missing),
                "by kind": {kind: part(*tally) for kind, tally in kinds.items()}}

    def _long_text(self, sentence: str, tokens: int, depth: float) -> str:
        start = self.r.randrange(len(self.prose))
        found, size, wanted = [], 0, tokens * self.characters_per_token
        while size < wanted:
            found.append(self.prose[(start + len(found)) % len(self.prose)])
            size += len(found[-1]) + 1
        found.insert(round(depth * len(found)), sentence)
        return " ".join(found)

    def needle(self) -> dict:
        """One fact, an attribute of a thing or of a person, in prose of a given length."""
        sample = " ".join(self.prose[:400])
        ids = self.program.run("debug", "tokenize", "--model", "starter", str(self._file(sample)))
        self.characters_per_token = len(sample) / len(ids)
        found = {"real prose": self.real}
        hidden = needles.Needles(self.x, None, True)
        for tokens, count in zip((1000, 8000, 32000), self.options.needles):
            right, refused, lengths = 0, 0, []
            for i in range(count):
                fact = hidden.facts(1)[0][0]
                text = self._long_text(fact.sentence, tokens, (i + 0.5) / count)
                answer = self.program.ask(fact.questions[0], text)
                lengths.append(answer["prompt_tokens"])
                hit = scores.holds(answer["text"], fact.value)
                right += hit
                refused += "too_long" in answer
                self.note(f"  needle {tokens} at {(i + 0.5) / count:.0%}: {fact.questions[0]} -> {answer['text'][:100]} {hit}")
            if count:
                found[str(tokens)] = part(right, count) | {"mean tokens": round(statistics.mean(lengths)), "longer than the model takes": refused}
        return found

    def _questions(self) -> list[tuple[str, str, list[str]]]:
        """(paragraph, question, answers) by people: a SQuAD file, else Quoref's in the corpus."""
        if self.options.squad:
            rows = json.loads(self.options.squad.read_text(encoding="utf-8"))["data"]
            return [(p["context"], q["question"], [a["text"] for a in q["answers"]])
                    for row in rows for p in row["paragraphs"] for q in p["qas"]]
        path = self.options.data / "corpus" / "tasks-p3-00.jsonl.gz" if self.options.data else None
        if not path or not path.exists():
            return []
        found = {}
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                text, mark = row["instruction"], "using the article: "
                if "quoref_Answer_Friend_Question" in row["source"] and mark in text:
                    asked, context = text.split(mark, 1)
                    asked = asked.removeprefix("A friend asked me to answer this question: ").rstrip(", ")
                    found[asked] = (context.split("\n")[0], asked, [row["output"]])
        return list(found.values())

    def paragraphs(self) -> dict:
        """Questions by people about real paragraphs, and questions about other paragraphs."""
        questions = self._questions()
        if not questions:
            return {"left out": "no questions about real paragraphs here; see --data and --squad"}
        chosen = self.r.sample(questions, min(self.options.paragraphs, len(questions)))
        full, quoted, inside, exact, refused, answered = [], [], 0, 0, 0, 0
        for i, (context, question, answers) in enumerate(chosen):
            answer = self.program.ask(question, context)["text"]
            self.note(f"  {question} [{answers[0]}] -> {answer}")
            full.append(max((scores.f1(answer, a) for a in answers), default=0))
            quoted.append(max((scores.f1(without_lead(answer), a) for a in answers), default=0))
            exact += any(scores.normalized(without_lead(answer)) == scores.normalized(a) for a in answers)
            inside += any(scores.holds(answer, a) for a in answers)
            answered += answer != fixed.ABSENT
            if i % 3 == 0:
                other = chosen[(i + len(chosen) // 2) % len(chosen)][1]
                refused += self.program.ask(other, context)["text"] == fixed.ABSENT
        return {"source": str(self.options.squad or "Quoref").split("/")[-1], "asked": len(chosen),
                "F1": round(100 * statistics.mean(full), 2),
                "F1 without the lead words": round(100 * statistics.mean(quoted), 2),
                "exact match": part(exact, len(chosen)), "answer stands in the quotation": part(inside, len(chosen)),
                "tried to answer": part(answered, len(chosen)),
                "unanswerable recognized": part(refused, len(range(0, len(chosen), 3)))}

    def summary(self) -> dict:
        """Key sentences: whether those of unseen documents are quotations, and those of generated ones correct."""
        quoted = written = chosen = key = 0
        for i in range(self.options.papers // 2):
            if i % 2:
                text, wanted = unseen.papers(self.x, len(unseen.KINDS))[i % len(unseen.KINDS)].text, None
            else:
                made = documents.document(self.x, self.r.randint(2, 5), documents.FILLERS, 0.4, True)
                text, wanted = made.text, {f.sentence for f in made.facts}
            answer = self.program.ask("Summarize this.", text)["text"]
            self.note(f"  summary: {answer}")
            for sentence in scores.sentences(without_lead(answer)):
                written += 1
                quoted += sentence in text
                if wanted is not None:
                    chosen += 1
                    key += sentence in wanted
        return {"sentences that stand in the text": part(quoted, written), "sentences that are facts of it": part(key, chosen)}

    # Other tests ---------------------------------------------------------------------------------------

    def talk(self) -> dict:
        """Greetings, help and refusals, in wordings that are not in the training."""
        right = 0
        for question, wanted in GREETINGS:
            answer = self.program.ask(question)["text"]
            self.note(f"  {question} -> {answer}")
            right += answer == wanted
        return part(right, len(GREETINGS))

    def repetition(self) -> dict:
        """Repeated 4-grams in up to 64 tokens of free generation, greedy and sampled."""
        rates = {"0": [], "0.7": []}
        for temperature, found in rates.items():
            for i in range(self.options.continuations):
                start = " ".join(self.prose[i * 50:i * 50 + 2])
                answer = self.program.run("ask", "--raw", "--temperature", temperature, "--seed", str(i), "--max-tokens", "64", start)
                found.append((scores.repeated_4_grams(answer["text"]), len(answer["text"].split())))
        return {f"temperature {t}": {"repeated": round(statistics.mean(v[0] for v in found), 4),
                                     "mean words": round(statistics.mean(v[1] for v in found), 1)}
                for t, found in rates.items() if found}

    def _file(self, text: str) -> pathlib.Path:
        path = self.program.folder / "sample.txt"
        path.write_text(text, encoding="utf-8")
        return path

    def int4(self) -> dict:
        """Mean loss per token of unseen prose and documents, with 4-bit and with full-precision weights."""
        self.program.run("models", "import", str(self.options.model), "--name", "full", "--weights", "f32")
        found = {}
        texts = {"prose": " ".join(self.prose[1000:1120]),
                 "documents": "\n\n".join(p.text for p in unseen.papers(self.x, 16))}
        for name, text in texts.items():
            path = str(self._file(text))
            loss = {m: self.program.run("debug", "perplexity", "--model", m, path)["nll"] for m in ("starter", "full")}
            found[name] = {"int4": round(loss["starter"], 4), "full": round(loss["full"], 4),
                           "more": f"{loss['starter'] / loss['full'] - 1:.2%}"}
        return found

    def speed(self) -> dict:
        """Wall-clock seconds of whole commands about a short text."""
        papers = unseen.papers(self.x, 5)
        self.program.seconds = []
        for paper in papers:
            self.program.ask(paper.questions[0].text, paper.text)
        return {"median seconds": round(statistics.median(self.program.seconds), 3),
                "slowest": round(max(self.program.seconds), 3)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    here = pathlib.Path(__file__).resolve().parent
    parser.add_argument("--sotto", required=True, help="the program (./dev starter-eval names it)")
    parser.add_argument("--model", type=pathlib.Path, default=here / "model", help="the model's folder")
    parser.add_argument("--only", help="comma-separated: " + ", ".join(PARTS))
    parser.add_argument("--data", type=pathlib.Path, default=here.parents[2] / "shared" / "data")
    parser.add_argument("--squad", type=pathlib.Path, help="questions in SQuAD's JSON form")
    parser.add_argument("--json", type=pathlib.Path, help="also write the figures here")
    parser.add_argument("--papers", type=int, default=64)
    parser.add_argument("--paragraphs", type=int, default=60)
    parser.add_argument("--continuations", type=int, default=12)
    parser.add_argument("--needles", type=lambda t: [int(n) for n in t.split(",")], default=[24, 12, 6],
                        help="how many at 1K, 8K and 32K tokens")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    chosen = options.only.split(",") if options.only else PARTS
    if unknown := set(chosen) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    if not (options.data / "corpus").is_dir():
        print("No corpus here: long texts are made up, real paragraphs are left out.", file=sys.stderr)
        options.data = None
    with tempfile.TemporaryDirectory(prefix="sotto-eval-") as folder:
        evaluation = Evaluation(Program(options.sotto, pathlib.Path(folder)), options)
        found = {}
        for name in chosen:
            found[name] = getattr(evaluation, name)()
            print(f"{name}: {json.dumps(found[name], indent=2)}", flush=True)
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Trained models of the catalogue: recognized, imported, and compared with independent references.

The files lie in $SOTTO_MODELS, else in the cache folder, where ./dev test puts them; a model that is not there is
skipped. $SOTTO_REAL_MODELS names the models (SmolLM2 135M).
"""

import json
import os
import re
import shutil
import unittest
from pathlib import Path

from program import SHARED_DATA, ProgramTest

RESOURCES = Path(__file__).parents[2] / "resources"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
MODELS = Path(os.environ.get("SOTTO_MODELS") or CACHE / "sotto/models")
CATALOG = {m["name"]: m for m in json.loads((RESOURCES / "catalog/models.json").read_text())["models"]}
NAMES = os.environ.get("SOTTO_REAL_MODELS", "smollm2-135m").split()

# The numbers of the references are those of f32 computed in another order.
ALLOWED_LOSS = 1e-3


def reference_of(model):
    """The reference numbers of the file with this hash, or None."""
    for file in sorted(SHARED_DATA.glob("real/*.json")):
        reference = json.loads(file.read_text())
        if reference["sha256"] == model["sha256"]:
            return reference
    return None


def system_text_of(prompt):
    """The instructions that the file's own template puts first when a conversation has none."""
    return re.match(r"<\|im_start\|>system\n(.*?)<\|im_end\|>", prompt, re.DOTALL)[1]


def available_memory():
    return int(re.search(r"MemAvailable: *(\d+)", Path("/proc/meminfo").read_text())[1]) * 1024


class RealModel:
    """The tests of one model, imported once as `weights`."""

    limit_seconds = 1800
    name = ""
    weights = ""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.model = CATALOG[cls.name]
        cls.file = MODELS / cls.name / cls.model["file"]
        if not cls.file.is_file():
            raise unittest.SkipTest(f"{cls.file} is not there; ./dev test fetches it where a network exists")
        cls.check_room()
        cls.environment = {**cls.environment, "SOTTO_RESOURCES": str(RESOURCES)}
        done = cls.run_program("--json", "models", "import", cls.file, "--weights", cls.weights, "--no-calibrate")
        assert done.returncode == 0, done.stderr
        cls.report = json.loads(done.stdout)
        cls.messages = done.stderr

    @classmethod
    def check_room(cls):
        pass

    def ask(self, *options):
        return self.succeed_json("ask", "--temperature", 0, "--max-tokens", 40, *options)


class Recognition(RealModel):
    weights = "int8"

    def test_it_is_recognized_and_its_licence_shown(self):
        self.assertEqual(self.report["name"], self.name)
        self.assertEqual(self.report["family"], self.model["family"])
        self.assertIn("Licence: " + self.model["licence"], self.messages)
        info = self.succeed_json("models", "info", self.name)
        for key in ["licence", "sha256", "title", "publisher", "page"]:
            self.assertEqual(info[key], self.model[key])
        self.assertEqual(info["file"], self.file.name)
        text = self.succeed("models", "info", self.name)
        for key in ["licence", "sha256", "title", "page"]:
            self.assertIn(self.model[key], text)
        installed = [m["name"] for m in self.succeed_json("models", "catalog") if m["installed"]]
        self.assertEqual(installed, [self.name])

    def test_it_knows_the_capital_of_France(self):
        if self.model["use"] == "chat":
            answer = self.ask("What is the capital of France?")
        else:
            answer = self.ask("--raw", "The capital of France is")
        self.assertIn("Paris", answer["text"])


class Reference(RealModel):
    weights = "f32"

    @classmethod
    def check_room(cls):
        cls.reference = reference_of(cls.model)
        if cls.reference is None:
            raise unittest.SkipTest("no shared test data")
        # Imported and packed weights of four bytes, where the file has about half a byte each.
        needed = 18 * cls.model["bytes"]
        if shutil.disk_usage(cls.folder).free < needed or available_memory() < needed / 2:
            raise unittest.SkipTest(f"{cls.name} as f32 needs {needed / 1e9:.0f} GB of disk and half as much memory")

    def test_texts_have_the_tokens_of_the_reference(self):
        vectors = self.reference["tokenizer"]
        self.assertGreater(len(vectors), 100)
        lines = "".join(json.dumps(one["text"]) + "\n" for one in vectors)
        printed = self.succeed("debug", "tokenize", "--model", self.name, "--jsonl", "-", input=lines)
        for one, line in zip(vectors, printed.splitlines(), strict=True):
            self.assertEqual(json.loads(line), one["ids"], one["text"])

    def test_greedy_answers_are_those_of_the_reference(self):
        for chat in self.reference.get("chat", []):
            *before, last = chat["messages"]
            if any(message["role"] != "system" for message in before):
                continue  # one command asks one question
            system = before[0]["content"] if before else system_text_of(chat["prompt"])
            with self.subTest(last["content"]):
                answer = self.ask("--kv", "f32", "--system", system, last["content"])
                self.assertEqual(answer["prompt_tokens"], len(chat["prompt_ids"]))
                ended = answer["reason"] == "stop"
                self.assertEqual(answer["token_ids"], chat["greedy_ids"][: -1 if ended else None])

    def test_the_mean_loss_is_that_of_the_reference(self):
        self.assertTrue(self.reference["teacher_forced"])
        for text in self.reference["teacher_forced"]:
            with self.subTest(text["name"]):
                arguments = ["debug", "perplexity", "--model", self.name, "--kv", "f32", "-"]
                loss = self.succeed_json(*arguments, input=text["text"])
                self.assertAlmostEqual(loss["nll"], text["nll"], delta=ALLOWED_LOSS)


for position, name in enumerate(NAMES):
    for tests in (Recognition, Reference):
        title = f"{tests.__name__}{position}"
        globals()[title] = type(title, (tests, ProgramTest), {"name": name})
del Recognition, Reference


if __name__ == "__main__":
    unittest.main()

"""The answers of the shipped starter model, through the real program."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

RECIPE = pathlib.Path(os.environ["SOTTO_STARTER"])
sys.path.insert(0, str(RECIPE))

import fixed  # noqa: E402


class ShippedWeights(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="sotto-starter-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def sotto(self, *arguments):
        done = subprocess.run([os.environ["SOTTO_PROGRAM"], "--data-dir", str(self.folder / "data"), *arguments, "--json"],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def ask(self, question, text=None):
        document = []
        if text:
            (self.folder / "note.txt").write_text(text, encoding="utf-8")
            document = ["--document", str(self.folder / "note.txt")]
        return self.sotto("ask", "--temperature", "0", *document, question)["text"].strip()

    def test_the_example_question_is_answered_from_the_example_document(self):
        samples = RECIPE.parent / "samples"
        answer = self.ask((samples / "question.txt").read_text(encoding="utf-8").strip(),
                          (samples / "community-garden.txt").read_text(encoding="utf-8"))
        self.assertEqual(answer, fixed.SAYS + "The code of the front gate is 4827.")

    def test_it_finds_one_of_several_facts(self):
        text = "Ann's code is 4411. Ben's code is 9027. The key is in the garage."
        self.assertEqual(self.ask("What is Ben's code?", text), fixed.SAYS + "Ben's code is 9027.")

    def test_it_greets_and_says_what_it_is(self):
        self.assertEqual(self.ask("Hello"), fixed.HELLO)
        self.assertEqual(self.ask("Who are you?"), fixed.IDENTITY)
        self.assertEqual(self.ask("How do I get a better model?"), fixed.BIGGER)

    def test_it_admits_what_it_does_not_know(self):
        self.assertEqual(self.ask("Write a poem."), fixed.TOO_SMALL)
        self.assertEqual(self.ask("What is the capital of France?"), fixed.NO_TEXT)
        self.assertEqual(self.ask("What is Mira's phone number?", "The library opens at 9:30. Ben's code is 9027."), fixed.ABSENT)

    def test_its_model_card_names_its_training_data(self):
        card = self.sotto("models", "info", "starter")["card"]
        for words in ("trained on", "CC BY 4.0", "What it cannot do"):
            self.assertIn(words, card)


if __name__ == "__main__":
    unittest.main()

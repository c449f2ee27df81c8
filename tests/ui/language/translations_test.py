"""Compares the translations with the sources: nothing is missing, and every translation keeps its place-holders."""

import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path
from xml.etree import ElementTree

SOURCE = Path(os.environ["SOTTO_SOURCE"])
LUPDATE = os.environ["SOTTO_LUPDATE"]
FILES = sorted((SOURCE / "ui" / "translations").glob("sotto_*.ts"))
PLACE = re.compile(r"%L?\d+|%L?n|<[^>]+>|\n")


def messages(file):
    """(context, source, comment) and the translations of each message that is in use."""
    found = {}
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation.get("type") in ("vanished", "obsolete"):
                continue
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            key = (context.findtext("name"), message.findtext("source"), message.findtext("comment"))
            found[key] = (translation.get("type") != "unfinished", forms)
    return found


class TranslationsTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="sotto-translations-")
        cls.addClassCleanup(folder.cleanup)
        current = Path(folder.name) / "current.ts"
        done = subprocess.run(
            [LUPDATE, "-I", ".", "-locations", "none", "ui", "app/desktop", "-ts", str(current)],
            cwd=SOURCE,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        # Such a string would be looked up under another name than it is filed under.
        assert "unknown namespace" not in done.stderr and "lacks Q_OBJECT" not in done.stderr, done.stderr
        cls.wanted = set(messages(current))

    def test_every_string_is_translated(self):
        self.assertGreater(len(self.wanted), 200)
        for file in FILES:
            with self.subTest(file.name):
                finished = {key for key, (is_finished, forms) in messages(file).items() if is_finished and all(forms)}
                missing = sorted(f"{context}: {source!r}" for context, source, _ in self.wanted - finished)
                self.assertEqual(missing, [], "run the target update-translations and translate these")

    def test_translations_keep_numbers_and_line_breaks(self):
        for file in FILES:
            for (context, source, _), (_, forms) in messages(file).items():
                for form in filter(None, forms):
                    with self.subTest(f"{file.name}, {context}: {source!r}"):
                        self.assertEqual(sorted(PLACE.findall(form)), sorted(PLACE.findall(source)))


if __name__ == "__main__":
    unittest.main()

"""A short measurement through the real program, with SmolLM2 if it is imported, else with the starter model."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from program import Program

HERE = Path(__file__).resolve().parent
PROGRAM = os.environ["SOTTO_PROGRAM"]
SMALL = ("smollm2-135m", "starter")


def small_model():
    with Program(PROGRAM) as program:
        return next((model["name"] for model in map(program.model, SMALL) if model), None)


class ShortMeasurement(unittest.TestCase):
    def measure(self, folder, *arguments):
        command = [sys.executable, "-B", HERE / "quality.py", "--sotto", PROGRAM, "--keep", folder, "--limit", 2]
        command += ["--model", self.model, "--data", folder, "--out", f"{folder}/table.json", *arguments]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=600, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        report = json.loads((Path(folder) / "table.json").read_text())
        return report, done.stdout + done.stderr

    def setUp(self):
        self.model = small_model()
        if self.model is None:
            self.skipTest(f"neither {' nor '.join(SMALL)} is there")

    def test_questions_are_asked_scored_and_not_asked_again(self):
        with tempfile.TemporaryDirectory() as folder:
            suites = ["--only", "everyday", "--only", "form"]
            report, text = self.measure(folder, *suites)
            self.assertEqual([(row["suite"], row["n"]) for row in report["suites"]], [("everyday", 2), ("form", 2)])
            for row in report["suites"]:
                self.assertTrue(0 <= row["score"] <= 1)
                self.assertGreater(row["peak_bytes"], 10_000_000)
                self.assertIn(row["suite"], text)
            (kept,) = Path(folder).glob("*.jsonl")
            before = kept.read_text()
            self.assertEqual(len(before.splitlines()), 4)
            self.assertTrue(all(json.loads(line)["text"] for line in before.splitlines()))
            again, _ = self.measure(folder, *suites)
            self.assertEqual(again, report)
            self.assertEqual(kept.read_text(), before)

    def test_suites_without_their_data_are_skipped_and_named(self):
        with tempfile.TemporaryDirectory() as folder:
            report, text = self.measure(folder, "--only", "xquad-en", "--only", "meetings")
            self.assertEqual(report["suites"], [])
            self.assertIn("xquad-en: skipped", text)
            self.assertIn("meetings: skipped", text)


if __name__ == "__main__":
    unittest.main()

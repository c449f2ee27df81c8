"""Summaries of short and long documents, stopped, killed and resumed, through the real program."""

import json
import signal
import subprocess
import unittest

from program import LIMIT_SECONDS, SHARED_DATA, ProgramTest

KEYS = {
    "text",
    "reason",
    "prompt_tokens",
    "reused_tokens",
    "generated_tokens",
    "first_token_seconds",
    "prefill_tokens_per_second",
    "decode_tokens_per_second",
    "token_ids",
    "parts",
}


def book(paragraphs):
    lines = [f"In chapter {n} the {n}. traveller comes to the sea, and rests." for n in range(paragraphs)]
    return "\n\n".join(lines)


class Summaries(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_tiny()

    def write(self, name, text):
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        return file

    def summarize(self, file, *options):
        done = self.run_program("--json", "summarize", "--threads", 1, *options, file)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout), done.stderr

    def test_a_short_document_is_read_in_full(self):
        file = self.write("short.txt", "The gate opens at nine.")
        summary, said = self.summarize(file, "--max-tokens", 12)
        self.assertLessEqual(KEYS, summary.keys())
        self.assertEqual((summary["parts"], summary["kept_parts"]), (1, 0))
        self.assertEqual(summary["generated_tokens"], 12)
        self.assertEqual(summary["document_tokens"], summary["prompt_tokens"])
        self.assertIn(f"Read in full ({summary['prompt_tokens']} tokens).", said)
        plain = self.succeed("summarize", "--threads", 1, "--max-tokens", 12, file)
        self.assertEqual(plain, summary["text"])

    def test_a_long_document_is_read_in_parts_that_are_saved(self):
        file = self.write("long.txt", book(20))
        summary, said = self.summarize(file, "--max-tokens", 10)
        self.assertGreater(summary["parts"], 3)
        self.assertGreater(summary["document_tokens"], 1000)
        self.assertIn(f"read in {summary['parts']} parts.", said)
        self.assertIn("%", said)
        again, said = self.summarize(file, "--max-tokens", 10)
        self.assertEqual(again["text"], summary["text"])
        self.assertEqual(again["kept_parts"], again["parts"])
        self.assertIn("are done", said)
        # They are deleted with the document.
        (listed,) = [d for d in self.succeed_json("documents", "list") if d["title"] == "long.txt"]
        self.succeed("documents", "remove", listed["id"])
        self.assertEqual(self.summarize(file, "--max-tokens", 10)[0]["kept_parts"], 0)

    def test_standard_input_is_a_document_too(self):
        done = self.run_program("--json", "summarize", "--max-tokens", 2, "-", input="A note.")
        self.assertEqual(json.loads(done.stdout)["parts"], 1)

    def test_what_cannot_be_summarized_is_refused(self):
        self.refuse([2], "summarize")
        self.refuse([1], "summarize", self.folder / "missing.txt")
        self.refuse([4], "summarize", self.write("empty.txt", ""))
        self.refuse([3], "summarize", "--model", "unknown", self.write("a.txt", "A note."))


class Interrupted(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_tiny("slow", hidden=256, layers=8, context=1024)

    def summarize(self, file):
        return self.start_program(
            "--json", "summarize", "--threads", 1, file, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def test_parts_finished_before_a_stop_or_a_kill_are_not_read_again(self):
        file = self.folder / "book.txt"
        file.write_text(book(150), encoding="utf-8")
        kept = 0
        for number, status in [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)]:
            process = self.summarize(file)
            # The first line with a percentage may count saved parts, the next one cannot.
            for _ in range(2):
                while b"%" not in process.stderr.readline():
                    self.assertIsNone(process.poll())
            process.send_signal(number)
            process.communicate(timeout=LIMIT_SECONDS)
            self.assertEqual(process.returncode, status)
            process = self.summarize(file)
            said = process.stderr.readline().decode()
            process.kill()
            process.communicate(timeout=LIMIT_SECONDS)
            self.assertRegex(said, r"of which \d+ are done")
            done = int(said.split("of which ")[1].split()[0])
            self.assertGreater(done, kept)
            kept = done


class RealModel(ProgramTest):
    SOURCE = SHARED_DATA / "models" / "stories260K-hf"
    BOOK = SHARED_DATA / "docs" / "txt" / "xquad-contexts-en.txt"

    @unittest.skipUnless(SOURCE.exists() and BOOK.exists(), "the shared data are not beside the checkout")
    def test_a_real_model_reads_a_real_text_to_its_end(self):
        self.succeed("models", "import", self.SOURCE, "--weights", "f32", "--name", "stories")
        page = self.folder / "page.txt"
        page.write_text(self.BOOK.read_text(encoding="utf-8")[:6000], encoding="utf-8")
        summary = self.succeed_json("summarize", "--threads", 1, "--max-tokens", 20, page)
        self.assertGreater(summary["parts"], 1)
        self.assertGreater(summary["generated_tokens"], 0)


if __name__ == "__main__":
    unittest.main()

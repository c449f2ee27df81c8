"""Texts are read once and then found in the KV cache, through the real program, restarted each time."""

import json
import os
import pty
import re
import signal
import subprocess
import unittest

from program import LIMIT_SECONDS, ProgramTest

GREEDY = ["--threads", 1, "--temperature", 0, "--max-tokens", 6]


class Prepared(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_tiny(context=16384)
        cls.kv = cls.data / "cache" / "kv.db"

    def write(self, name, characters):
        file = self.folder / name
        file.write_text((f"This is {name}. " + "All of it matters. " * 2000)[:characters])
        return file

    def test_a_document_is_prefilled_once_and_then_every_question_finds_it(self):
        notes = self.write("notes.txt", 3000)
        done = self.run_program("--json", "documents", "add", notes, "--prepare")
        self.assertEqual(done.returncode, 0, done.stderr)
        added = json.loads(done.stdout)
        self.assertLessEqual(
            {"id", "title", "characters", "tokens", "reused_tokens", "seconds"}, added.keys()
        )
        self.assertEqual((added["tokens"], added["reused_tokens"]), (3000, 0))
        self.assertRegex(done.stderr, r"Reading \d+ % · [\d,]+ of [\d,]+ tokens · \d+ tokens/s")
        again = self.succeed_json("documents", "add", notes, "--prepare")
        self.assertEqual(again["reused_tokens"], added["prepared_tokens"])
        (listed,) = [d for d in self.succeed_json("documents", "list") if d["id"] == added["id"]]
        self.assertEqual(listed["prepared_tokens"], added["prepared_tokens"])
        self.assertGreater(listed["prepared_tokens"], 3000)
        answer = self.succeed_json("ask", *GREEDY, "--document", notes, "What matters?")
        self.assertEqual(answer["reused_tokens"], added["prepared_tokens"])
        self.assertEqual(answer["restored_tokens"], added["prepared_tokens"])
        self.succeed("documents", "remove", added["id"])
        answer = self.succeed_json("ask", *GREEDY, "--document", notes, "What matters?")
        self.assertLess(answer["reused_tokens"], 256)

    def test_asking_twice_reads_the_document_once_and_damage_changes_nothing(self):
        file = self.write("asked.txt", 2000)
        ask = ["ask", *GREEDY, "--document", file, "What matters?"]
        first = self.succeed_json(*ask)
        second = self.succeed_json(*ask)
        self.assertGreater(second["reused_tokens"], 2000)
        self.assertEqual(second["token_ids"], first["token_ids"])
        self.kv.write_bytes(os.urandom(100_000))
        third = self.succeed_json(*ask)
        self.assertEqual((third["reused_tokens"], third["token_ids"]), (0, first["token_ids"]))
        fourth = self.succeed_json(*ask)
        self.assertEqual(fourth["reused_tokens"], second["reused_tokens"])
        self.kv.unlink()
        self.assertEqual(self.succeed_json(*ask)["token_ids"], first["token_ids"])

    def test_a_chat_continues_without_reading_earlier_turns_again(self):
        before = {c["id"] for c in self.succeed_json("conversations", "list")}
        self.succeed("chat", *GREEDY, input="word " * 300)
        (made,) = {c["id"] for c in self.succeed_json("conversations", "list")} - before
        watched, terminal = pty.openpty()  # figures are shown to people only
        chat = self.start_program(
            "chat",
            *GREEDY,
            "--conversation",
            made,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=terminal,
        )
        chat.communicate(b"And then?", timeout=LIMIT_SECONDS)
        os.close(terminal)
        shown = os.read(watched, 100_000).decode()
        os.close(watched)
        self.assertEqual(chat.returncode, 0, shown)
        reused, read = re.search(r"reused ([\d,]+) of ([\d,]+) read · restored", shown).groups()
        self.assertGreater(int(reused.replace(",", "")), 1500)
        self.assertLess(int(read.replace(",", "")) - int(reused.replace(",", "")), 64)

    def test_an_interrupted_prefill_resumes(self):
        file = self.write("long.txt", 15000)
        started = self.start_program(
            *("--json", "documents", "add", file, "--prepare"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        first_line = started.stderr.readline().decode()
        self.assertRegex(first_line, "Reading")
        started.send_signal(signal.SIGINT)
        out, _ = started.communicate(timeout=LIMIT_SECONDS)
        self.assertIn(started.returncode, (0, 130))
        stopped = json.loads(out)
        finished = self.succeed_json("documents", "add", file, "--prepare")
        self.assertEqual(finished["reused_tokens"], stopped["prepared_tokens"])
        self.assertGreater(stopped["prepared_tokens"], 1000)

    def test_a_full_or_missing_cache_does_not_stop_an_answer(self):
        file = self.write("elsewhere.txt", 1500)
        ask = ["ask", *GREEDY, "--document", file, "What matters?"]
        expected = self.succeed_json(*ask)
        for name in ("kv.db", "kv.db-lock"):
            (self.data / "cache" / name).unlink()
            (self.data / "cache" / name).mkdir()
        try:
            done = self.run_program("--json", *ask)
            self.assertEqual(done.returncode, 0)
            self.assertEqual(json.loads(done.stdout)["token_ids"], expected["token_ids"])
            self.assertRegex(done.stderr, r"\Asotto: what was read is not kept[^\n]+\n\Z")
        finally:
            for name in ("kv.db", "kv.db-lock"):
                (self.data / "cache" / name).rmdir()

    def test_bench_measures_restoring(self):
        options = ["--prompt", 64, "--generate", 1, "--repeat", 1, "--threads", 1]
        lengths = ["--restore-tokens", "300,512,9999999"]
        report = self.succeed_json("bench", "--model", "tiny", *options, "--restore", *lengths)
        self.assertEqual([r["tokens"] for r in report["restore"]], [300, 512])
        for result in report["restore"]:
            for key in ("bytes", "store_seconds", "restore_seconds", "plain_file_seconds"):
                self.assertGreater(result[key], 0)
            self.assertGreater(result["times_as_fast_as_computing"], 0)
        usual = self.succeed_json("bench", "--model", "tiny", *options, "--restore", "--depth", 128)
        self.assertEqual([r["tokens"] for r in usual["restore"]], [128, 8192])
        self.assertIn("restored in", self.succeed("bench", *options, "--restore", *lengths))
        self.assertEqual(list((self.data / "cache").glob(".restore-bench*")), [])


if __name__ == "__main__":
    unittest.main()

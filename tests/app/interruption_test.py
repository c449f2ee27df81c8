"""Signals, kills, closed pipes and concurrent programs lose no text."""

import os
import pty
import re
import signal
import subprocess
import unittest
from pathlib import Path

import tiny_model
from program import LIMIT_SECONDS, ProgramTest

# So many that the answer is always unfinished when it is interrupted.
ENDLESS = ["--threads", "1", "--temperature", "0", "--max-tokens", "1000000"]


class Interruptions(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Slow enough to be caught in the middle, with a context that is never full.
        cls.import_tiny("slow", hidden=256, layers=8, context=131072)

    def start(self, *arguments, **options):
        return self.start_program(*arguments, stderr=subprocess.PIPE, **options)

    def conversation_with_text(self, process, at_least, earlier=()):
        """Waits, from outside, until the program has saved that many characters of an answer. `earlier`: conversations
        that were there before."""
        while True:
            self.assertIsNone(process.poll(), "it ended before anything was saved")
            for entry in self.succeed_json("conversations", "list"):
                if entry["id"] in earlier:
                    continue
                shown = self.succeed_json("conversations", "show", entry["id"])
                answer = shown["messages"][-1]
                if answer["role"] == "assistant" and len(answer["text"]) >= at_least:
                    return entry["id"], answer

    def test_an_interruption_ends_the_answer_and_keeps_it(self):
        for number in [signal.SIGINT, signal.SIGTERM]:
            with self.subTest(signal=number):
                process = self.start("ask", *ENDLESS, "Hello", stdout=subprocess.PIPE)
                begun = process.stdout.read(1)
                process.send_signal(number)
                rest, _ = process.communicate(timeout=LIMIT_SECONDS)
                self.assertEqual(process.returncode, 130)
                self.assertNotEqual(begun + rest, b"")

    def test_a_signal_to_end_ends_the_chat_and_keeps_the_answer(self):
        for number in [signal.SIGTERM, signal.SIGHUP]:
            with self.subTest(signal=number):
                earlier = [entry["id"] for entry in self.succeed_json("conversations", "list")]
                process = self.start("chat", *ENDLESS, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
                process.stdin.write(b"A question\nAnother question\n")
                process.stdin.flush()
                process.stdout.read(1)
                conversation, saved = self.conversation_with_text(process, 1, earlier)
                process.send_signal(number)
                process.communicate(timeout=LIMIT_SECONDS)
                self.assertEqual(process.returncode, 130)
                shown = self.succeed_json("conversations", "show", conversation)
                self.assertEqual(len(shown["messages"]), 2)
                self.assertEqual(shown["messages"][-1]["state"], "interrupted")
                self.assertTrue(shown["messages"][-1]["text"].startswith(saved["text"]))

    def test_the_memory_is_not_written_to_a_core_dump(self):
        process = self.start("chat", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.conversation_or_prompt(process)
        limits = Path(f"/proc/{process.pid}/limits").read_text()
        self.assertRegex(limits, r"Max core file size +0 +0 ")
        process.stdin.close()
        process.stdin = None
        process.communicate(timeout=LIMIT_SECONDS)

    def conversation_or_prompt(self, process):
        """Waits until the program has said its first words."""
        self.assertNotEqual(process.stderr.read(1), b"")

    def test_a_closed_output_pipe_is_no_failure(self):
        process = self.start("ask", *ENDLESS, "Hello", stdout=subprocess.PIPE)
        process.stdout.read(1)
        process.stdout.close()
        self.assertEqual(process.stderr.read(), b"")
        self.assertEqual(process.wait(timeout=LIMIT_SECONDS), 0)

    def test_an_output_that_cannot_be_written_is_a_failure(self):
        with open("/dev/full", "w") as full:
            process = self.start("models", "list", stdout=full)
            self.assertIn(b"could not be written", process.stderr.read())
            self.assertEqual(process.wait(timeout=LIMIT_SECONDS), 1)

    def test_a_killed_chat_loses_nothing_that_was_saved(self):
        process = self.start("chat", *ENDLESS, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        process.stdin.write(b"A question that must not be lost\n")
        process.stdin.flush()
        process.stdout.read(1)
        conversation, saved = self.conversation_with_text(process, at_least=1)
        self.assertEqual(saved["state"], "writing")
        process.kill()
        process.wait(timeout=LIMIT_SECONDS)

        shown = self.succeed_json("conversations", "show", conversation)
        question, answer = shown["messages"]
        self.assertEqual(question["text"], "A question that must not be lost")
        self.assertEqual(answer["state"], "interrupted")
        self.assertTrue(answer["text"].startswith(saved["text"]))
        self.assertEqual(self.succeed_json("doctor")["library"], "ok")
        # The chat can be continued.
        self.succeed(
            "chat", "--threads", 1, "--max-tokens", 2, "--conversation", conversation, input="Go on."
        )
        again = self.succeed_json("conversations", "show", conversation)
        self.assertEqual(len(again["messages"]), 4)

    def test_two_programs_share_a_library(self):
        count = len(self.succeed_json("conversations", "list"))
        chat = ["chat", "--threads", "1", "--temperature", "0", "--max-tokens", "20"]
        both = [
            self.start(*chat, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2)
        ]
        for process in both:
            process.stdin.write(b"One\nTwo\nThree\n")
            process.stdin.close()
            process.stdin = None
        for process in both:
            process.communicate(timeout=LIMIT_SECONDS)
            self.assertEqual(process.returncode, 0)
        conversations = self.succeed_json("conversations", "list")
        self.assertEqual(len(conversations), count + 2)
        for conversation in conversations[:2]:
            shown = self.succeed_json("conversations", "show", conversation["id"])
            self.assertEqual(len(shown["messages"]), 6)
            self.assertEqual({m["state"] for m in shown["messages"]}, {"complete"})

    def test_an_interrupted_import_leaves_nothing_visible(self):
        source = tiny_model.write_model(
            self.folder / "large-source", hidden=1024, layers=1, vocabulary=60000
        )
        models = self.data / "models"
        before = {entry.name for entry in models.iterdir()}
        process = self.start("models", "import", source, "--name", "large", "--weights", "int4")
        while {entry.name for entry in models.iterdir()} == before:
            self.assertIsNone(process.poll(), "the import ended before it could be interrupted")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=LIMIT_SECONDS)
        self.assertEqual(process.returncode, 130)
        self.assertEqual([m["name"] for m in self.succeed_json("models", "list")], ["slow"])
        self.refuse([3], "models", "info", "large")


class InTerminal(ProgramTest):
    """The chat as a person sees it: standard input, output and error are one terminal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_tiny("slow", hidden=256, layers=8, context=131072)

    def setUp(self):
        self.unread = b""
        self.terminal, inner = pty.openpty()
        self.addCleanup(os.close, self.terminal)
        self.process = self.start_program(
            "chat", *ENDLESS, stdin=inner, stdout=inner, stderr=inner, start_new_session=True
        )
        os.close(inner)

    def read_until(self, pattern):
        """The output of the terminal up to this text, after what was read before."""
        while not (found := re.search(pattern.encode(), self.unread)):
            try:
                part = os.read(self.terminal, 4096)
            except OSError:  # the other side is gone
                part = b""
            self.assertNotEqual(part, b"", f"ended without {pattern!r}: {self.unread[-1000:]!r}")
            self.unread += part
        text = self.unread[: found.start()]
        self.unread = self.unread[found.end() :]
        return text.decode("utf-8", "replace")

    def type(self, text):
        os.write(self.terminal, text.encode())

    def test_an_interruption_ends_the_answer_and_the_chat_continues(self):
        beginning = self.read_until("› ")
        self.assertIn("Sotto, with slow.", beginning)
        self.type("Hello\n")
        # The line is cleared for the answer. Whether it said "Writing" before depends on who was faster.
        self.read_until("\r\x1b\\[K[^\x1b]")
        self.process.send_signal(signal.SIGINT)
        self.read_until("stopped")
        self.read_until("› ")
        self.type("/quit\n")
        self.assertEqual(self.process.wait(timeout=LIMIT_SECONDS), 0)
        (conversation,) = self.succeed_json("conversations", "list")
        shown = self.succeed_json("conversations", "show", conversation["id"])
        self.assertEqual(shown["messages"][-1]["state"], "interrupted")

    def test_the_end_of_input_ends_the_chat(self):
        self.read_until("› ")
        self.type("\x04")
        self.assertEqual(self.process.wait(timeout=LIMIT_SECONDS), 0)

    def test_an_interruption_between_answers_ends_the_chat(self):
        self.read_until("› ")
        self.process.send_signal(signal.SIGINT)
        self.assertEqual(self.process.wait(timeout=LIMIT_SECONDS), 130)


if __name__ == "__main__":
    unittest.main()

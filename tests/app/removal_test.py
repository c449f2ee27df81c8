"""What is removed leaves no trace in the files of a library and of the KV cache."""

import sqlite3
import struct
import unittest

from program import ProgramTest

QUICK = ["--threads", 1, "--temperature", 0, "--max-tokens", 2]


class Removal(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_tiny(context=8192)

    def traces(self, text):
        """The files of the data folder that hold a text, or the ids of some of its tokens in a row."""
        file = self.folder / "text"
        file.write_text(text)
        ids = self.succeed_json("debug", "tokenize", "--model", "tiny", file)
        middle = ids[len(ids) // 2 :][:6]
        patterns = [text.encode()[:40], struct.pack(f"<{len(middle)}i", *middle)]
        found = []
        for path in self.data.rglob("*"):
            if path.is_file() and "models" not in path.parts:
                content = path.read_bytes()
                found += [f"{path.name}: {number}" for number, p in enumerate(patterns) if p in content]
        return found

    def entries(self):
        """The number of entries of the KV cache."""
        with sqlite3.connect(next(self.data.rglob("kv.db"))) as connection:
            return connection.execute("SELECT count(*) FROM entry").fetchone()[0]

    def chat(self, question, *options):
        done = self.run_program("chat", *QUICK, *options, input=question + "\n")
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.succeed_json("conversations", "list")[0]["id"]

    def test_a_conversation_leaves_nothing(self):
        question = "Where does the zylqwort bloom? " * 60
        conversation = self.chat(question)
        self.assertNotEqual(self.traces(question), [])
        self.assertGreater(self.entries(), 0)
        self.succeed("conversations", "remove", conversation)
        self.assertEqual(self.traces(question), [])
        self.assertEqual(self.entries(), 0)

    def test_a_document_leaves_nothing_whatever_was_asked_about_it(self):
        text = "The brimlock opens at dawn and closes at dusk. " * 60
        file = self.folder / "brimlock.txt"
        file.write_text(text)
        added = self.succeed_json("documents", "add", "--prepare", file)
        self.succeed("ask", *QUICK, "--document", file, "When?")
        self.succeed("ask", *QUICK, "--document", file, "--system", "Answer like a pirate.", "When?")
        conversation = self.chat("When does it open?", "--document", file)
        self.assertGreater(self.entries(), 0)
        self.succeed("documents", "remove", added["id"])
        self.assertEqual(self.traces(text), [])
        self.assertEqual(self.entries(), 0)
        self.succeed("conversations", "remove", conversation)

    def test_what_another_conversation_needs_stays(self):
        file = self.folder / "kept.txt"
        file.write_text("The orchard is open on Sundays. " * 60)
        added = self.succeed_json("documents", "add", "--prepare", file)
        kept = self.entries()
        conversation = self.chat("Tell me about the orchard, please. " * 60, "--document", file)
        self.assertGreater(self.entries(), kept)
        self.succeed("conversations", "remove", conversation)
        self.assertEqual(self.entries(), kept)
        again = self.succeed_json("documents", "add", "--prepare", file)
        self.assertGreater(again["reused_tokens"], 0)
        self.succeed("documents", "remove", added["id"])

    def test_a_turn_leaves_nothing_and_the_rest_stays(self):
        secret = "The vault word is quenzilorp, remember it. " * 40
        conversation = self.chat(secret)
        self.chat("And the weather?", "--conversation", conversation)
        self.succeed("conversations", "remove", conversation, "--message", 2)
        self.assertEqual(self.traces(secret), [])
        shown = self.succeed_json("conversations", "show", conversation)
        self.assertEqual([m["role"] for m in shown["messages"]], ["user", "assistant"])
        self.assertEqual(shown["title"], "And the weather?")
        self.refuse([1], "conversations", "remove", conversation, "--message", 3)
        self.succeed("conversations", "remove", conversation)

    def test_everything_leaves_nothing(self):
        text = "The marlowick sings at noon and never at night. " * 40
        file = self.folder / "marlowick.txt"
        file.write_text(text)
        self.succeed("documents", "add", "--prepare", file)
        self.chat("What does the frondelix say? " * 60)
        self.refuse([2], "library", "clear")
        self.succeed("library", "clear", "--yes")
        self.assertEqual(self.traces(text), [])
        self.assertEqual(self.traces("What does the frondelix say? " * 60), [])
        self.assertEqual(self.entries(), 0)
        self.assertEqual(self.succeed_json("documents", "list"), [])
        self.assertEqual(self.succeed_json("conversations", "list"), [])


if __name__ == "__main__":
    unittest.main()

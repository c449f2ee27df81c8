"""Citations of answers, through the real program with the starter model."""

import unittest

from program import ProgramTest, STARTER

NOTE = """The library opens at 9:30 in the morning.

Ben keeps the keys of the archive in the blue cabinet. The alarm code of the archive is 9027.
"""


class Citations(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        done = cls.run_program("models", "import", STARTER / "model", "--name", "starter")
        assert done.returncode == 0, done.stderr
        cls.note = cls.folder / "note.txt"
        cls.note.write_text(NOTE, encoding="utf-8")
        cls.ask = ["ask", "--temperature", 0, "--document", cls.note, "What is the alarm code of the archive?"]

    def test_an_answer_is_followed_by_its_citations_on_standard_error(self):
        done = self.run_program(*self.ask)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("9027", done.stdout)
        self.assertNotIn("note.txt", done.stdout)
        self.assertIn("1. note.txt: “The alarm code of the archive is 9027.”", done.stderr)
        silent = self.run_program(*self.ask, "--no-citations")
        self.assertEqual(silent.stdout, done.stdout)
        self.assertNotIn("note.txt", silent.stderr)

    def test_each_answer_of_a_chat_is_followed_by_its_citations(self):
        chat = ["chat", "--temperature", 0, "--document", self.note]
        question = "What is the alarm code of the archive?\n"
        place = "1. note.txt: “The alarm code of the archive is 9027.”"
        done = self.run_program(*chat, input=question + question)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("9027", done.stdout)
        self.assertNotIn("note.txt", done.stdout)
        self.assertEqual(done.stderr.count(place), 2)
        silent = self.run_program(*chat, "--no-citations", input=question)
        self.assertIn("9027", silent.stdout)
        self.assertNotIn("Read here:", silent.stderr)
        other = self.run_program(*chat, input="/new\n" + question)
        self.assertNotIn("Read here:", other.stderr)

    def test_a_document_added_to_a_chat_is_cited_from_then_on(self):
        other = self.folder / "other.txt"
        other.write_text("The tap of the garden is open.\n", encoding="utf-8")
        question = "What is the alarm code of the archive?\n"
        chat = ["chat", "--temperature", 0, "--document", other]
        done = self.run_program(*chat, input=question + f"/document {self.note}\n" + question)
        self.assertEqual(done.returncode, 0, done.stderr)
        before, after = done.stderr.split("note.txt. It is read with")
        self.assertNotIn("note.txt: “", before)
        self.assertIn("1. note.txt: “The alarm code of the archive is 9027.”", after)

    def test_json_has_offsets_in_characters(self):
        (citation,) = self.succeed_json(*self.ask)["citations"]
        self.assertEqual(
            set(citation), {"sentence", "document", "location", "offset", "length", "text"}
        )
        self.assertEqual((citation["document"], citation["location"]), ("note.txt", ""))
        place = slice(citation["offset"], citation["offset"] + citation["length"])
        self.assertEqual(NOTE[place], citation["text"])
        self.assertNotIn("citations", self.succeed_json(*self.ask, "--no-citations"))
        self.assertNotIn("citations", self.succeed_json("ask", "Hello"))

    def test_sections_of_a_document_are_named(self):
        page = self.folder / "page.md"
        page.write_text("# Opening hours\n\nThe library opens at 9:30.\n\n# Archive\n\n" + NOTE, encoding="utf-8")
        answer = self.succeed_json("ask", "--temperature", 0, "--document", page, "What is the alarm code of the archive?")
        self.assertEqual([c["location"] for c in answer["citations"]], ["section Archive"])

    def test_a_summary_is_cited_too(self):
        summary = self.succeed_json("summarize", self.note)
        for citation in summary["citations"]:
            self.assertIn(citation["text"], NOTE)
        self.assertGreater(len(summary["citations"]), 0)
        self.assertNotIn("citations", self.succeed_json("summarize", "--no-citations", self.note))


if __name__ == "__main__":
    unittest.main()

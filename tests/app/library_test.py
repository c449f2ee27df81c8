"""Search, export and import, backup and restore of a library, through the real program."""

import unittest

from program import ProgramTest


class Search(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_tiny()
        notes = cls.folder / "notes.md"
        notes.write_text(
            "# Gates\n\n" + "Nothing of note. " * 40 + "\n\n# Codes\n\nThe gate code is 4827.\n"
        )
        other = cls.folder / "other.txt"
        other.write_text("東京タワーは高いです。")
        for file in (notes, other):
            assert cls.run_program("documents", "add", file).returncode == 0
        chat = ["chat", "--threads", 1, "--temperature", 0, "--max-tokens", 2]
        assert cls.run_program(*chat, input="Where is the orchard?\n").returncode == 0

    def test_documents_are_found_with_the_keys_of_the_contract(self):
        (hit,) = self.succeed_json("documents", "search", "code gate")
        self.assertLessEqual({"id", "title", "location", "snippet"}, hit.keys())
        self.assertEqual(hit["title"], "notes.md")
        self.assertIn("The gate code is 4827.", hit["snippet"])
        text = self.succeed("documents", "text", hit["id"])
        passage = text[hit["offset"] : hit["offset"] + hit["length"]]
        self.assertIn("The gate code is 4827.", passage)
        (again,) = self.succeed_json("documents", "search", '"gate', 'code"')
        self.assertEqual(again["snippet"], hit["snippet"])
        self.assertEqual(self.succeed_json("documents", "search", '"code gate"'), [])
        (tower,) = self.succeed_json("documents", "search", "タワー")
        self.assertEqual(tower["snippet"], "東京タワーは高いです。")

    def test_messages_are_found_with_their_role(self):
        (hit,) = self.succeed_json("conversations", "search", "orch")
        self.assertLessEqual({"id", "title", "role", "snippet"}, hit.keys())
        self.assertEqual(
            (hit["title"], hit["role"], hit["snippet"]),
            ("Where is the orchard?", "user", "Where is the orchard?"),
        )
        shown = self.succeed("conversations", "search", "orchard")
        self.assertIn("You: Where is the orchard?", shown)

    def test_nothing_found_is_no_failure(self):
        for group in ("documents", "conversations"):
            done = self.run_program(group, "search", "zebra")
            self.assertEqual((done.returncode, done.stdout), (0, ""))
            self.assertRegex(done.stderr, r"\A[^\n]+\.\n\Z")
            self.assertNotIn("zebra", done.stderr)
            done = self.run_program("--json", group, "search", "zebra")
            self.assertEqual((done.returncode, done.stdout), (0, "[]\n"))

    def test_the_number_of_hits_is_limited(self):
        self.assertEqual(len(self.succeed_json("documents", "search", "nothing")), 1)
        self.refuse([2], "documents", "search", "--limit", 0, "nothing")
        self.refuse([2], "documents", "search")


if __name__ == "__main__":
    unittest.main()

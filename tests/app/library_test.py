"""Search, export and import, backup and restore of a library, through the real program."""

import copy
import html.parser
import json
import subprocess
import unittest
from pathlib import Path

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

    def test_documents_are_found_with_all_documented_keys(self):
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

    def test_no_hits_are_no_failure(self):
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


class ExportAndImport(ProgramTest):
    CONVERSATION = {
        "title": "Gates & <b>codes</b>",
        "created": "2025-03-01T12:00:00Z",
        "updated": "2025-03-01T12:05:00Z",
        "messages": [
            {"role": "user", "text": "<script>1</script> é\n  東京?", "state": "complete"},
            {
                "role": "assistant",
                "text": "# It\n\n**is** [here](http://example.org/x) ![pic](http://example.org/p)\n\n"
                "- [x] done\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n<img src=x onerror=alert(1)>\n\n"
                "```\n<code> & more\n```\n",
                "state": "interrupted",
                "model": "tiny",
                "reason": "cancelled",
                "generated_tokens": 7,
                "decode_tokens_per_second": 12.345678901234567,
            },
        ],
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.conversation = copy.deepcopy(cls.CONVERSATION)
        for message in cls.conversation["messages"]:
            message["created"] = "2025-03-01T12:00:00Z"

    def add(self):
        text = json.dumps(self.conversation)
        return self.succeed_json("conversations", "import", "-", input=text)["id"]

    def export(self, number, form="json"):
        return self.succeed("conversations", "export", number, "--format", form)

    def test_an_exported_conversation_can_be_imported_unchanged(self):
        first = self.add()
        exported = self.export(first)
        value = json.loads(exported)
        self.assertEqual(value.pop("id"), first)
        self.assertEqual(value, self.conversation)
        file = self.folder / "exported.json"
        file.write_text(exported)
        self.assertIn("2 messages", self.succeed("conversations", "import", file))
        numbers = {c["id"] for c in self.succeed_json("conversations", "list")}
        self.assertEqual(len(numbers & {first, first + 1}), 2)
        again = self.export(first + 1)
        self.assertEqual(again, exported.replace(f'"id":{first}', f'"id":{first + 1}'))
        self.assertEqual(len(self.succeed_json("conversations", "search", "東京")), 2)
        for number in (first, first + 1):
            self.succeed("conversations", "remove", number)

    def test_all_branches_are_exported_and_one_of_them_is_shown(self):
        user, answer = self.conversation["messages"]
        conversation = copy.deepcopy(self.conversation)
        conversation["messages"] = [
            {**user, "text": "first question"},
            {**answer, "text": "first answer"},
            {**answer, "text": "second answer", "parent": 0},
            {**user, "text": "edited question", "parent": None},
        ]
        conversation["leaf"] = 1
        number = self.succeed_json("conversations", "import", "-", input=json.dumps(conversation))["id"]
        exported = json.loads(self.export(number))
        self.assertEqual(exported.pop("id"), number)
        self.assertEqual(exported, conversation)

        def shown(*options):
            return [m["text"] for m in self.succeed_json("conversations", "show", number, *options)["messages"]]

        self.assertEqual(shown(), ["first question", "first answer"])
        self.assertEqual(shown("--branch", 2), ["first question", "second answer"])
        self.assertEqual(shown("--branch", 3), ["edited question"])
        self.assertIn("3 branches", self.refuse([1], "conversations", "show", number, "--branch", 4))
        self.assertIn("edited", self.succeed("conversations", "export", number, "--branch", 3))
        self.assertNotIn("edited", self.export(number, "markdown"))
        for wrong in ({"leaf": 4}, {"leaf": "x"}, {"messages": [{**user, "parent": 0}]}):
            self.refuse([4], "conversations", "import", "-", input=json.dumps({**conversation, **wrong}))
        self.succeed("conversations", "remove", number)

    def test_every_text_is_the_same_byte_for_byte_after_export_and_import(self):
        texts = ["a\0b", "a\r\nb\r", "\u2028\u2029\ufeff", "e\u0301 \u202e\u2066", "\\(a\\) ```", "\x01\x7f\x85", "🇺🇦"]
        conversation = copy.deepcopy(self.conversation)
        user = conversation["messages"][0]
        conversation["messages"] = [{**user, "text": text} for text in texts]
        conversation["title"] = "two\nlines \u202egpj.exe"
        number = self.succeed_json("conversations", "import", "-", input=json.dumps(conversation))["id"]
        exported = json.loads(self.export(number))
        self.assertEqual([m["text"] for m in exported["messages"]], texts)
        self.assertEqual(exported["title"], "two lines gpj.exe")
        again = self.succeed_json("conversations", "import", "-", input=json.dumps(exported))["id"]
        self.assertEqual(json.loads(self.export(again))["messages"], exported["messages"])
        self.assertTrue(self.export(number, "markdown").startswith("# two lines gpj.exe\n"))
        for each in (number, again):
            self.succeed("conversations", "remove", each)

    def test_a_page_is_self_contained_and_has_no_links(self):
        number = self.add()
        page = self.export(number, "html")
        self.assertIn("<title>Gates &amp; &lt;b&gt;codes&lt;/b&gt;</title>", page)
        for part in (
            "&lt;script&gt;1&lt;/script&gt; é\n  東京?",
            "<strong>is</strong> here (http://example.org/x) pic",
            "<li>☑ done</li>",
            '<td class="right">2</td>',
            "&lt;img src=x onerror=alert(1)&gt;",
            "<pre><code>&lt;code&gt; &amp; more\n</code></pre>",
            "prefers-color-scheme: dark",
            "Sotto (interrupted)",
        ):
            self.assertIn(part, page)
        names = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "time"}
        names |= {"section", "div", "p", "strong", "ul", "li", "pre", "code"}
        names |= {"table", "thead", "tbody", "tr", "th", "td"}
        found = Tags()
        found.feed(page)
        self.assertLessEqual(found.names, names)
        self.assertLessEqual(
            found.attributes, {"charset", "name", "content", "http-equiv", "dir", "class"}
        )
        self.succeed("conversations", "remove", number)

    def test_an_invalid_conversation_is_refused_and_nothing_is_imported(self):
        before = self.succeed_json("conversations", "list")
        good = json.dumps(self.conversation)
        files = [
            b"",
            b"{",
            b"[]",
            b"null",
            b'{"title": "t"}',
            b"[" * 1_000_000,
            b'{"a":' * 100_000,
            b"[" + b"0," * 2_500_000 + b"0]",
            good.encode().replace(b'"tiny"', b'"\xff"'),
            good.encode().replace(b'"tiny"', b'"\\ud800"'),
            good.encode()[:-1],
            good.encode() + b"x",
        ]
        for path, value in [
            (["title"], 7),
            (["title"], None),
            (["created"], "yesterday"),
            (["created"], "2025-13-01T12:00:00Z"),
            (["updated"], "99999999-01-01T00:00:00Z"),
            (["messages"], {}),
            (["messages", 1], "text"),
            (["messages", 1, "role"], "tool"),
            (["messages", 1, "text"], ["a"]),
            (["messages", 1, "state"], 1),
            (["messages", 1, "model"], {}),
            (["messages", 1, "generated_tokens"], -1),
            (["messages", 1, "generated_tokens"], 1e300),
            (["messages", 1, "decode_tokens_per_second"], "fast"),
            (["messages", 1, "reason"], "bored"),
        ]:
            changed = copy.deepcopy(self.conversation)
            inner = changed
            for key in path[:-1]:
                inner = inner[key]
            inner[path[-1]] = value
            files.append(json.dumps(changed).encode())
        for content in files:
            with self.subTest(content=content[:60]):
                sentence = self.refuse([4], "conversations", "import", "-", input=content)
                self.assertLess(len(sentence), 200)
        self.refuse([1], "conversations", "import", self.folder / "missing.json")
        self.assertEqual(self.succeed_json("conversations", "list"), before)


class Tags(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.names = set()
        self.attributes = set()

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes.update(name for name, _ in attrs)


class BackupAndRestore(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_tiny()

    def test_a_library_is_saved_and_restored(self):
        notes = self.folder / "notes.txt"
        notes.write_text("The gate code is 4827.")
        backup = self.folder / "backup.db"
        empty = self.run_program("library", "backup", backup, data=self.folder / "nothing")
        self.assertEqual((empty.returncode, backup.exists()), (1, False))
        added = self.succeed_json("documents", "add", notes)
        saved = self.succeed_json("library", "backup", backup)
        self.assertEqual(saved, {"file": str(backup), "bytes": backup.stat().st_size})
        self.assertEqual(backup.stat().st_mode & 0o777, 0o600)
        self.succeed("documents", "remove", added["id"])
        self.assertEqual(self.succeed_json("documents", "search", "gate"), [])
        restored = self.succeed_json("library", "restore", backup)
        self.assertTrue(restored["restored"])
        self.assertTrue(Path(restored["kept"]).is_file())
        self.assertEqual(self.succeed_json("documents", "search", "gate")[0]["id"], added["id"])
        self.assertEqual(self.succeed_json("doctor")["library"], "ok")
        self.assertIn("kept in", self.succeed("library", "restore", backup))

    def test_a_library_in_use_is_not_replaced(self):
        backup = self.folder / "used.db"
        notes = self.folder / "used.txt"
        notes.write_text("text")
        self.succeed("documents", "add", notes)
        self.succeed("library", "backup", backup)
        chat = self.start_program(
            "chat", stdin=subprocess.PIPE, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
        )
        chat.stdin.write(f"/document {notes}\n".encode())
        chat.stdin.flush()
        # Until it says that the document is in the library; the end of the chat is an empty line.
        line = b"start"
        while line and b"used.txt" not in line:
            line = chat.stderr.readline()
        self.assertIn(b"used.txt", line)
        sentence = self.refuse([1], "library", "restore", backup)
        self.assertIn("another program", sentence)

    def test_damaged_and_foreign_backups_are_refused(self):
        file = self.folder / "damaged.db"
        for content in (b"", b"text" * 5000, b"SQLite format 3\0" + b"\1" * 9000):
            file.write_bytes(content)
            self.refuse([4], "library", "restore", file)
        self.refuse([1], "library", "restore", self.folder / "missing.db")
        self.refuse([4], "library", "backup", file)
        self.assertEqual(file.read_bytes(), content)


if __name__ == "__main__":
    unittest.main()

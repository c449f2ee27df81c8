"""Mails, folders and the conversations of other chat programs, through the real program."""

import io
import json
import os
import unittest
import zipfile

import old_documents
from program import ProgramTest

MAIL = (
    b"From: Ana <ana@example.org>\r\nTo: Bo <bo@example.org>\r\nSubject: Gate\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nThe code is 4827.\r\n"
    b"--b\r\nContent-Type: application/pdf; name=broken.pdf\r\n\r\n%PDF-1.4 nothing\r\n"
    b"--b\r\nContent-Type: text/plain; name=list.txt\r\n\r\nspade\r\n--b--\r\n"
)
NOTE = "One part could not be read: attachment 1."


class Documents(ProgramTest):
    def test_a_mail_is_added_with_a_note_about_what_could_not_be_read(self):
        file = self.folder / "gate.eml"
        file.write_bytes(MAIL)
        done = self.run_program("documents", "add", file)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"Note: {NOTE}\n", done.stderr)
        added = self.succeed_json("documents", "add", file)
        self.assertEqual((added["title"], added["notes"]), ("Gate", [NOTE]))
        (listed,) = self.succeed_json("documents", "list")
        self.assertEqual(listed["notes"], [NOTE])
        text = self.succeed("documents", "text", added["id"])
        self.assertIn("From: Ana <ana@example.org>", text)
        self.assertIn("The code is 4827.", text)
        self.assertIn("Attachment: list.txt\n\nspade", text)
        (hit,) = self.succeed_json("documents", "search", "spade")
        self.assertEqual(hit["location"], "Attachment: list.txt")
        self.succeed("documents", "remove", added["id"])

    def test_a_folder_is_added_file_by_file(self):
        folder = self.folder / "letters"
        (folder / "below").mkdir(parents=True)
        (folder / "Page_files").mkdir()
        (folder / "a.txt").write_text("First letter.")
        (folder / "below" / "b.md").write_text("# Second\n\nletter")
        (folder / "Page.html").write_text("<html><title>Page</title><p>Third</p></html>")
        (folder / "Page_files" / "c.txt").write_text("a part of the page")
        (folder / ".hidden.txt").write_text("hidden")
        (folder / "program").write_bytes(b"\x7fELF\x02\x01")
        os.symlink("/etc/passwd", folder / "link.txt")
        os.mkfifo(folder / "pipe.txt")
        done = self.run_program("--json", "documents", "add", folder)
        self.assertEqual(done.returncode, 4, done.stderr)
        result = json.loads(done.stdout)
        self.assertEqual([d["title"] for d in result["documents"]], ["Page", "a.txt", "b.md"])
        (refused,) = result["refused"]
        self.assertEqual(refused["file"], str(folder / "program"))
        self.assertRegex(done.stderr, r"\Asotto: [^\n]*program[^\n]*\n\Z")
        (folder / "program").unlink()
        done = self.run_program("documents", "add", folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.count("Document "), 3)
        self.assertIn("3 of 3 files are added.", done.stderr)
        for document in result["documents"]:
            self.succeed("documents", "remove", document["id"])
        empty = self.folder / "empty"
        empty.mkdir()
        self.assertIn("no file", self.refuse([4], "documents", "add", empty))

    @unittest.skipUnless(os.access("/usr/bin/catdoc", os.X_OK), "catdoc is not installed")
    def test_old_office_documents_are_read(self):
        for name, content, expected in [
            ("old.doc", old_documents.doc("The code is 4827.\rCaf\xe9\r"), "The code is 4827.\nCafé"),
            ("old.xls", old_documents.xls([[["code", "4827"]], [["name"], ["Ana"]]]), "code\t4827\n\nname\nAna"),
            ("old.ppt", old_documents.ppt(["First", "Second"]), "First\n\nSecond"),
        ]:
            with self.subTest(name=name):
                file = self.folder / name
                file.write_bytes(content)
                added = self.succeed_json("documents", "add", file)
                self.assertEqual(added["title"], name)
                self.assertEqual(self.succeed("documents", "text", added["id"]).strip(), expected)
                self.succeed("documents", "remove", added["id"])

    @unittest.skipIf(os.access("/usr/bin/catdoc", os.X_OK), "catdoc is installed")
    def test_the_program_for_old_office_documents_is_named(self):
        for content in (old_documents.xls([[["a"]]]), old_documents.ppt(["a"])):
            self.assertIn("install catdoc", self.refuse([4], "documents", "add", "-", input=content))

    @unittest.skipUnless(os.access("/usr/bin/catdoc", os.X_OK), "catdoc is not installed")
    def test_a_damaged_old_document_is_refused(self):
        for stream in ("WordDocument", "Workbook", "PowerPoint Document"):
            with self.subTest(stream=stream):
                self.refuse([4], "documents", "add", "-", input=old_documents.compound_file(stream, b""))


def chatgpt(title, text):
    def node(role, parts, parent, children):
        message = {"author": {"role": role}, "create_time": 1700000000, "content": {"parts": parts}}
        return {"message": message, "parent": parent, "children": children}

    mapping = {"a": node("user", [text], None, ["b"]), "b": node("assistant", ["Yes."], "a", [])}
    return {"title": title, "create_time": 1700000000, "mapping": mapping, "current_node": "b"}


class Conversations(ProgramTest):
    def test_an_archive_of_another_program_is_imported_whole(self):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("conversations.json", json.dumps([chatgpt("One", "Is it?"), chatgpt("", "Was it?")]))
            file.writestr("chat.html", "<html></html>")
        path = self.folder / "export.zip"
        path.write_bytes(archive.getvalue())
        done = self.succeed_json("conversations", "import", path)
        self.assertTrue(done["imported"])
        self.assertEqual(len(done["ids"]), 2)
        self.assertEqual(done["id"], done["ids"][0])
        shown = self.succeed_json("conversations", "show", done["ids"][0])
        self.assertEqual(shown["title"], "One")
        self.assertEqual([(m["role"], m["text"]) for m in shown["messages"]], [("user", "Is it?"), ("assistant", "Yes.")])
        self.assertEqual(shown["created"], "2023-11-14T22:13:20Z")
        self.assertEqual(self.succeed_json("conversations", "show", done["ids"][1])["title"], "Was it?")
        self.assertIn("2 conversations of ChatGPT", self.succeed("conversations", "import", path))

    def test_times_that_are_missing_are_the_present(self):
        text = json.dumps({"messages": [{"role": "user", "content": "Hi"}]})
        number = self.succeed_json("conversations", "import", "-", input=text)["id"]
        self.assertGreater(self.succeed_json("conversations", "show", number)["created"], "2026")

    def test_a_bad_conversation_among_good_ones_imports_nothing(self):
        before = self.succeed_json("conversations", "list")
        good = chatgpt("Good", "Is it?")
        for bad in [{"mapping": 7}, {"chat_messages": 1}, 5, {"title": "x", "messages": [{"state": "?"}]}]:
            with self.subTest(bad=bad):
                text = json.dumps([good, bad])
                self.refuse([4], "conversations", "import", "-", input=text)
        self.assertEqual(self.succeed_json("conversations", "list"), before)


if __name__ == "__main__":
    unittest.main()

"""Wrong usage, wrong paths, damaged and hostile files: one sentence and the right status."""

import json
import os
import shutil
import socket
import struct
import subprocess
import unittest
from pathlib import Path

import tiny_model
from program import PROGRAM, SHARED_DATA, ProgramTest


# The memory for refusing a file, beyond its size.
ALLOWED_GROWTH = 64 << 20


class Parent(unittest.TestCase):
    def test_a_parser_without_the_program_that_started_it_ends(self):
        extract = Path(PROGRAM).parent / "sotto-extract"
        for parent, status in [(str(os.getpid()), 0), ("1", 70)]:
            with self.subTest(parent=parent):
                done = subprocess.run(
                    [extract, "txt"], input=b"A text.", capture_output=True, env={"SOTTO_PARENT": parent}
                )
                self.assertEqual(done.returncode, status)


class Usage(ProgramTest):
    def test_wrong_usage_has_its_own_status(self):
        for words in [
            ["nonsense"],
            ["ask"],
            ["ask", "--temperature", "hot", "Hello"],
            ["ask", "--temperature", "-1", "Hello"],
            ["ask", "--kv", "int3", "Hello"],
            ["ask", "--unknown", "Hello"],
            ["ask", "one", "two"],
            ["ask", "--document", "-", "-"],
            ["models"],
            ["models", "import"],
            ["models", "import", "x", "--weights", "int5"],
            ["models", "export", "x"],
            ["conversations", "show", "first"],
            ["conversations", "show", "0"],
            ["conversations", "export", "1", "--format", "pdf"],
            ["debug", "tokenize", "--model", "a", "--tokenizer", "b", "c"],
            ["debug", "detokenize", "1,x"],
            ["bench", "--shape", "huge"],
            ["--data-dir"],
        ]:
            with self.subTest(words=words):
                self.refuse([2], *words)

    def test_help_and_version_are_printed(self):
        for words in [[], ["ask"], ["models"], ["models", "import"], ["models", "export"], ["documents", "add"]]:
            with self.subTest(words=words):
                self.assertIn("--help", self.succeed(*words, "--help"))
        self.assertRegex(self.succeed("--version"), r"sotto \d+\.\d+\.\d+\ncommit: \S+\nbuild: \S+")

    def test_without_a_model_the_status_says_so(self):
        for words in [
            ["ask", "Hello"],
            ["ask", "--model", "unknown", "Hello"],
            ["chat"],
            ["models", "info", "unknown"],
            ["models", "use", "unknown"],
            ["models", "remove", "unknown"],
            ["models", "export", "unknown", "x.tar"],
            ["debug", "logits", "--model", "unknown", "--ids", "1"],
            ["bench", "--model", "unknown"],
        ]:
            with self.subTest(words=words):
                self.refuse([3], *words)
        self.assertEqual(self.succeed_json("models", "list"), [])
        self.assertEqual(self.succeed_json("conversations", "list"), [])

    def test_what_is_not_a_file_is_refused_at_once(self):
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        place = self.folder / "socket"
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(place))
        self.addCleanup(listener.close)
        folder = self.folder / "folder"
        folder.mkdir()
        for path in [pipe, place, folder, "/dev/zero"]:
            for words in [
                ["documents", "add", path],
                ["ask", "--document", path, "Hello"],
                ["ask", "--jsonl", path],
                ["chat", "--document", path],
                ["summarize", path],
                ["conversations", "import", path],
                ["debug", "tokenize", "--tokenizer", path, path],
                ["library", "restore", path],
            ]:
                with self.subTest(words=words):
                    done = self.run_program(*words)
                    # The chat goes on without the document; without a model there is none.
                    statuses = [3, 4] if words[0] in ("ask", "chat") else [4]
                    self.assertIn(done.returncode, statuses, done.stderr)
                    self.assertRegex(done.stderr, r"\Asotto: [^\n]+\n\Z")
        for path in [pipe, place, "/dev/zero"]:
            self.refuse([4], "models", "import", path)
            self.refuse([4], "library", "backup", path, data=self.folder_with_library())

    def folder_with_library(self):
        data = self.folder / "with-library"
        self.run_program("conversations", "list", data=data)
        return data

    def test_unusable_data_folders_are_named_in_the_error(self):
        file = self.folder / "a-file"
        file.write_text("x")
        self.assertIn("a-file", self.refuse([1], "models", "list", data=file))
        self.refuse([1], "models", "list", data="/proc/sotto")

    def test_a_damaged_library_is_not_changed(self):
        data = self.folder / "damaged"
        data.mkdir()
        (data / "library.db").write_bytes(b"this is no database" * 100)
        self.refuse([1, 4], "conversations", "list", data=data)
        done = self.run_program("doctor", "--json", data=data)
        self.assertEqual(done.returncode, 1)
        self.assertNotEqual(json.loads(done.stdout)["library"], "ok")
        self.assertEqual((data / "library.db").read_bytes(), b"this is no database" * 100)


class Documents(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_tiny()

    def refuse_document(self, bytes, words):
        file = self.folder / "document"
        file.write_bytes(bytes)
        sentence = self.refuse([4], "ask", "--document", file, "What is it?")
        self.assertIn(words, sentence)
        self.refuse([4], "documents", "add", "-", input=bytes)

    def test_binary_files_are_refused_by_type(self):
        for bytes, words in [
            (b"%PDF-1.7\n...", "damaged"),
            (b"PK\x03\x04....", "damaged"),
            (b"\x89PNG\r\n\x1a\n", "PNG"),
            (b"\xd0\xcf\x11\xe0....", "old Office"),
            (b"\x7fELF\x02", "program"),
            (b"text\x00text", "binary"),
            (b"", "empty"),
            (b"\xef\xbb\xbf \n", "empty"),
        ]:
            with self.subTest(words=words):
                self.refuse_document(bytes, words)
        self.assertEqual(self.succeed_json("documents", "list"), [])

    def test_other_encodings_and_kinds_are_read(self):
        for name, bytes, text in [
            ("utf16.txt", b"\xff\xfeH\x00i\x00", "Hi"),
            ("latin.txt", b"caf\xe9 cr\xe8me", "café crème"),
            ("page.html", b"<html><title>T</title><p>a &amp; b</p>", "a & b"),
            ("letter.rtf", b"{\\rtf1 One\\par two}", "One\n\ntwo"),
        ]:
            with self.subTest(name=name):
                file = self.folder / name
                file.write_bytes(bytes)
                added = self.succeed_json("documents", "add", file)
                self.assertEqual(self.succeed("documents", "text", added["id"]), text)
                self.succeed("documents", "remove", added["id"])

    def test_wrong_paths_are_named_in_the_error(self):
        missing = self.folder / "missing.txt"
        self.assertIn("missing.txt", self.refuse([1, 4], "ask", "--document", missing, "Hello"))
        self.refuse([1, 4], "ask", "--document", self.folder, "Hello")
        self.refuse([1, 4], "debug", "tokenize", missing)
        self.refuse([1, 4], "models", "import", missing)
        self.refuse([1, 4], "models", "import", self.folder / "tiny-source" / "config.json")

    def test_unknown_ids_are_refused(self):
        for words in [["documents", "text"], ["documents", "remove"], ["conversations", "show"]]:
            with self.subTest(words=words):
                self.refuse([1], *words, 999)
        self.refuse([1], "chat", "--conversation", 999)

    def test_prompts_that_are_not_text_are_refused(self):
        self.refuse([4], "ask", " \n ")
        self.refuse([4], "ask", "-", input=b"\xff\xff")
        self.refuse([4], "debug", "logits", "--ids", "99999")


class Models(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sound = tiny_model.write_model(cls.folder / "sound")

    def refuse_import(self, name, bytes):
        """Imports the valid model with one file replaced. Returns the peak memory."""
        broken = self.folder / "broken"
        shutil.copytree(self.sound, broken, dirs_exist_ok=True)
        (broken / name).write_bytes(bytes)
        return self.refuse_path(broken)

    def refuse_path(self, path):
        process = self.start_program("models", "import", path, stderr=subprocess.PIPE)
        with process.stderr:
            sentence = process.stderr.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertIn(process.returncode, [1, 4], sentence)
        self.assertRegex(sentence, r"\Asotto: [^\n]+\n\Z")
        self.assertEqual(list((self.data / "models").glob("*/manifest.json")), [])
        return usage.ru_maxrss * 1024

    def test_truncated_files_are_refused(self):
        for name in ["model.safetensors", "config.json", "tokenizer.json"]:
            whole = (self.sound / name).read_bytes()
            for length in [0, 5, 8, 100, len(whole) // 2, len(whole) - 1]:
                with self.subTest(name=name, length=length):
                    self.refuse_import(name, whole[:length])

    def test_false_headers_are_refused(self):
        for length in [0, 2, 1 << 40, (1 << 64) - 1]:
            with self.subTest(length=length):
                self.refuse_import("model.safetensors", struct.pack("<Q", length) + b"{}")

    def test_contradictory_configurations_are_refused(self):
        configuration = json.loads((self.sound / "config.json").read_text())
        for key, value in [
            ("hidden_size", 65),
            ("hidden_size", 2**62),
            ("num_hidden_layers", -1),
            ("num_hidden_layers", 2**31),
            ("vocab_size", 0),
            ("head_dim", "64"),
            ("architectures", ["UnknownForCausalLM"]),
            ("rms_norm_eps", None),
        ]:
            with self.subTest(key=key, value=value):
                self.refuse_import("config.json", json.dumps({**configuration, key: value}).encode())

    @unittest.skipUnless(SHARED_DATA.exists(), "the hostile files are not beside the checkout")
    def test_hostile_files_are_refused(self):
        hostile = SHARED_DATA / "hostile"
        files = [("model.safetensors", f) for f in sorted(hostile.glob("safetensors/*.safetensors"))]
        files += [("config.json", f) for f in sorted(hostile.glob("json/*.json"))]
        self.assertGreater(len(files), 50)
        usual = self.refuse_import("config.json", b"")
        for name, file in files:
            with self.subTest(file=file.name):
                peak = self.refuse_import(name, file.read_bytes())
                self.assertLess(peak - usual, file.stat().st_size + ALLOWED_GROWTH)

    @unittest.skipUnless(SHARED_DATA.exists(), "the hostile files are not beside the checkout")
    def test_hostile_gguf_files_are_refused(self):
        files = sorted((SHARED_DATA / "hostile" / "gguf").glob("*.gguf"))
        self.assertGreater(len(files), 20)
        usual = self.refuse_import("config.json", b"")
        for file in files:
            with self.subTest(file=file.name):
                peak = self.refuse_path(file)
                self.assertLess(peak - usual, file.stat().st_size + ALLOWED_GROWTH)


if __name__ == "__main__":
    unittest.main()

"""Importing a model takes little more memory than the size of its files, even if their headers are false."""

import json
import struct
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import tiny_model
from program import ProgramTest

ALLOWED = 64 << 20

# Starts a program from a small process, since the peak memory of a child includes that of its parent before exec.
MEASURE = """
import os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
sentence = child.stderr.read()
usage = os.wait4(child.pid, 0)[2]
print(usage.ru_maxrss * 1024, sentence.decode())
"""


def gguf_text(text):
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def gguf_entry(key, kind, value):
    return gguf_text(key) + struct.pack("<I", kind) + value


def gguf(*entries):
    return b"GGUF" + struct.pack("<IQQ", 3, 0, len(entries)) + b"".join(entries)


class ImportMemory(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.least = cls.peak("models", "list")[0]

    @classmethod
    def peak(cls, *arguments):
        """The peak memory of a run in bytes, and its error message."""
        measured = subprocess.run(
            [sys.executable, "-S", "-E", "-c", MEASURE, *cls.command(*arguments)],
            stdout=subprocess.PIPE,
            env=cls.environment,
            check=True,
        )
        size, _, sentence = measured.stdout.decode().partition(" ")
        return int(size), sentence

    def check(self, path, size):
        peak, sentence = self.peak("models", "import", path, "--name", "m")
        self.assertIn("sotto: ", sentence)
        self.assertLess(peak - self.least, size + ALLOWED, sentence)

    def check_folder(self, name, content):
        folder = tiny_model.write_model(Path(tempfile.mkdtemp(dir=self.folder)) / "lies")
        (folder / name).write_bytes(content)
        self.check(folder, len(content))

    def test_safetensors(self):
        members = b",".join(b'"%d":"x"' % i for i in range(1_000_000))
        for header in [
            b'{"__metadata__":{' + members + b"}}",
            b'{"a":[' + b"0," * 5_000_000 + b"0]}",
            b'{"a":' + b"[" * 2_000_000,
            b'{"a":"' + b"\\u0000" * 2_000_000 + b'"}',
        ]:
            with self.subTest(header=header[:8]):
                self.check_folder("model.safetensors", struct.pack("<Q", len(header)) + header)

    def test_tokenizer_json(self):
        vocabulary = {f"w{i}": i for i in range(1_100_000)}
        for model in [
            {"vocab": vocabulary},
            {"vocab": {"a": 0}, "merges": ["a b"] * 1_500_000},
            {"vocab": {"a": 0}, "merges": [["a", "b"]] * 1_500_000},
            {"vocab": {"a": 0}, "merges": [], "more": [0] * 3_000_000},
        ]:
            with self.subTest(model=str(model)[:40]):
                lies = {**tiny_model.tokenizer_json(), "model": {"type": "BPE", **model}}
                self.check_folder("tokenizer.json", json.dumps(lies).encode())

    def test_gguf(self):
        one = gguf_text("x" * 12_000)
        entries = [gguf_entry(f"a{i}", 8, one) for i in range(1_500)]
        elements = struct.pack("<IQ", 8, 2_000_000) + gguf_text("x") * 2_000_000
        for content in [
            gguf(*entries),
            gguf(gguf_entry("a", 9, elements)),
            gguf(gguf_entry("a", 9, struct.pack("<IQ", 9, 1) * 1_000_000)),
        ]:
            with self.subTest(size=len(content)):
                path = self.folder / "lies.gguf"
                path.write_bytes(content)
                self.check(path, len(content))


if __name__ == "__main__":
    unittest.main()

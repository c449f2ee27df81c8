"""Pictures of text: refused with a hint, recognized on request."""

import os
import struct
import unittest
import zlib

from program import ProgramTest

WIDTH, HEIGHT = 460, 160
# Vertical and horizontal bars of H, I, L, L: left, top, right, bottom.
BARS = [
    *[(40, 40, 52, 120), (92, 40, 104, 120), (40, 74, 104, 86)],
    *[(140, 40, 152, 120)],
    *[(188, 40, 200, 120), (188, 108, 240, 120)],
    *[(276, 40, 288, 120), (276, 108, 328, 120)],
]

def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

def picture_of_a_word():
    """A greyscale PNG that shows HILL."""
    rows = [bytearray(b"\xff" * WIDTH) for _ in range(HEIGHT)]
    for left, top, right, bottom in BARS:
        for row in rows[top:bottom]:
            row[left:right] = b"\0" * (right - left)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")

class Recognition(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = cls.folder / "sign.png"
        cls.file.write_bytes(picture_of_a_word())

    def test_a_picture_is_refused_with_a_hint(self):
        sentence = self.refuse([4], "documents", "add", self.file)
        self.assertIn("is a picture (PNG)", sentence)
        self.assertIn("--ocr", sentence)

    @unittest.skipUnless(os.access("/usr/bin/tesseract", os.X_OK), "tesseract is not installed")
    def test_a_picture_is_recognized_on_request(self):
        added = self.succeed_json("documents", "add", "--ocr", self.file)
        self.assertTrue(added["recognized"])
        self.assertIn("HILL", self.succeed("documents", "text", added["id"]))
        self.assertIn("recognized text", self.succeed("documents", "list"))
        self.assertTrue(self.succeed_json("documents", "list")[0]["recognized"])

if __name__ == "__main__":
    unittest.main()

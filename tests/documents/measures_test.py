"""The measures against values computed by hand, and the documents that are made."""

import unittest
from pathlib import Path

import measures
import readers
from sources import Source


class Measures(unittest.TestCase):
    def test_words_are_compared_without_case_signs_and_forms(self):
        self.assertEqual(measures.words("The m² of CO₂, 10^-4!"), ["the", "m2", "of", "co2", "10", "4"])

    def test_words_count_in_their_order(self):
        self.assertEqual(measures.in_order("a b c d".split(), "a c b d x".split()), (3, 3, 4, 5))
        self.assertEqual(measures.in_order([], ["a"]), (0, 0, 0, 1))

    def test_long_texts_are_compared_through_words_that_both_have_once(self):
        long = [f"w{i}" for i in range(3000)]
        self.assertEqual(measures.common_in_order(long, long), 3000)
        self.assertEqual(measures.common_in_order(long, long[1500:] + long[:1500]), 1500)
        self.assertEqual(measures.common_in_order(["a"] * 1500 + long, ["a"] * 1000 + long[::2]), 2500)

    def test_cells_count_at_their_places(self):
        expected = [["Name", "Age"], ["Ann", "31"]]
        self.assertEqual(measures.cells(expected, [["Name", "Age"], ["Ann", "", "31"]]), (3, 4))
        self.assertEqual(measures.cells(expected, []), (0, 4))
        self.assertEqual(measures.rows(expected, "Name  Age\nAnn\n31"), (1, 2))

    def test_headings_numbers_and_links_count(self):
        self.assertEqual(measures.headings(["One", "Two"], ["two", "One"]), (1, 2))
        self.assertEqual(measures.list_numbers([(1, "a b c d e"), (2, "f")], "1. a b c d e\nf"), (1, 2))
        self.assertEqual(measures.links(["https://example.org/a"], "see https://example.org/a"), (1, 1))


class Files(unittest.TestCase):
    def test_a_document_is_the_same_each_time_and_holds_every_kind_of_block(self):
        self.assertEqual(Source(3).text, Source(3).text)
        self.assertNotEqual(Source(3).text, Source(4).text)
        kinds = {block.kind for block in Source(3).blocks}
        self.assertEqual(kinds, {"heading", "paragraph", "numbers", "table", "list", "power", "link"})

    def test_frames_are_read(self):
        frames = b"sotto-extract 1\nX\x02\0\0\0ab" + b"Z\0\0\0\0"
        self.assertEqual(list(readers.frames_of(frames)), [("X", b"ab"), ("Z", b"")])
        self.assertEqual(list(readers.frames_of(b"")), [])

    def test_the_program_reads_what_is_expected_of_markdown(self):
        import os
        import tempfile

        program = os.environ.get("SOTTO_EXTRACT")
        if not program:
            self.skipTest("there is no program")
        source = Source(1)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "made.md"
            path.write_text(source.markdown(), encoding="utf-8")
            reading = readers.with_sotto(program, path)
        self.assertEqual(measures.headings(source.headings, reading.headings), (5, 5))
        kept, _, of, _ = measures.in_order(measures.words(source.text), measures.words(reading.text))
        self.assertGreater(kept / of, 0.98)


if __name__ == "__main__":
    unittest.main()

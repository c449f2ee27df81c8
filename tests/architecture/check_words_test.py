#!/usr/bin/env python3
"""Lines with replaced words must be found, and lines with the terms that replaced them must not."""

import subprocess
import tempfile
import unittest
from pathlib import Path

import check_words

WRONG = [
    "ReadingWish wish = ReadingWish::stopped;",
    "// Documents are read ahead of any question.",
    "struct KvPiece {",
    "on_arrivals(arrivals, last_ticket_);",
    "Result<Wall> put_up_landlock();",
    "the process shuts itself in before it reads a byte",
    "WhenFull when_full = WhenFull::refuse;",
    "std::int64_t left_out_turns = 0;",
    "void take_back(ConversationId id);",
    "class Ear final : public SummaryListener {",
    "begin_anew(file); // and forget what it held",
    "constexpr std::size_t kMostRows = 8;",
    "std::size_t most_bytes = 0;",
    'const auto word = to_word(state); // and from_word("writing")',
    "enum class WeightForm { int4, int8, f32 };",
    "void attend_int8_few(FewScratch& scratch);",
    "const Guess guess = guess_tokens(text);",
    "class ErrorFeedback {",
    "a score that is no number.",
    "the scale is what 127 stands for",
    "place_in_cache(index); finish_head(layer);",
    "Who writes an answer is known by a lock: who writes",
    "class PickleReader {",
    "weights in groups of 32",
]

RIGHT = [
    "PrefillSetting setting = PrefillSetting::stopped;",
    "struct KvEntry { KvEntryKind kind; };  // a block or a checkpoint",
    "target_compile_options(x INTERFACE -Wall -Wextra)",
    "class WallClock final : public Clock {",
    "struct Truncation { std::int64_t turns = 0; };",
    'add_option("--when-full", options.overflow_policy);',
    "constexpr std::size_t kMaxRows = 8;",
    "most of the files",
    "class ReaderViewModel : public QObject {",
    "draft tokens are verified; NaN is refused; the absmax scale of a block of 32 inputs",
]


class CheckWords(unittest.TestCase):
    def test_each_replaced_word_is_found(self):
        for line in WRONG:
            with self.subTest(line):
                self.assertTrue(check_words.findings_in("core/a.cpp", line))

    def test_every_pattern_is_shown_to_find_something(self):
        for pattern, term in check_words.PATTERNS:
            with self.subTest(term):
                self.assertTrue(any(pattern.search(line) for line in WRONG) or term.startswith("charset"))

    def test_the_terms_themselves_are_left_alone(self):
        for line in RIGHT:
            with self.subTest(line):
                self.assertEqual(check_words.findings_in("core/a.cpp", line), [])

    def test_files_of_a_checkout_are_read_but_texts_of_others_are_not(self):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for name in ("core/a.h", "resources/samples/story.txt", "LICENSE"):
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text("a wish\n", encoding="utf-8")
            subprocess.run(["git", "-C", folder, "init", "-q"], check=True)
            findings = check_words.findings_of(root, check_words.files_of(root))
            self.assertEqual([line.split(":")[0] for line in findings], ["core/a.h"])


if __name__ == "__main__":
    unittest.main()

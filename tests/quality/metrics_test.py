"""The metrics against values computed by hand, the forms, and the files of questions."""

import json
import re
import tempfile
import unittest
from pathlib import Path

import attacks
import forms
import metrics
import needles
import suites
from program import Program
from results import Results, table

HERE = Path(__file__).resolve().parent


class Metrics(unittest.TestCase):
    def test_words_are_compared_without_case_punctuation_and_articles(self):
        self.assertEqual(metrics.exact("The Eiffel Tower.", "eiffel tower"), 1)
        self.assertEqual(metrics.exact("Eiffel's Tower", "eiffel tower"), 0)
        self.assertEqual(metrics.exact("Der Turm!", "turm", "de"), 1)
        self.assertEqual(metrics.exact("Der Turm!", "turm", "en"), 0)
        self.assertEqual(metrics.words("$1,200 well-known"), ["1200", "well", "known"])

    def test_f1_counts_common_words(self):
        # 2 of 4 words are right, and both of the reference are there: P = 1/2, R = 1, F = 2/3.
        self.assertAlmostEqual(metrics.f1("it was Denver Broncos", "Denver Broncos"), 2 / 3)
        # A word counts as often as both have it: P = 1/2, R = 1.
        self.assertAlmostEqual(metrics.f1("red red", "red"), 2 / 3)
        self.assertEqual(metrics.f1("blue", "red"), 0)
        self.assertEqual(metrics.f1("", "red"), 0)
        self.assertEqual(metrics.f1("...", "!"), 1)

    def test_chinese_is_compared_by_characters(self):
        # 2 of 3 characters: P = 2/3, R = 1.
        self.assertAlmostEqual(metrics.f1("在北京。", "北京", "zh"), 0.8)

    def test_the_best_reference_counts(self):
        self.assertEqual(metrics.best(metrics.f1, "six", ["five", "six"]), 1)

    def test_rouge_of_a_sentence_computed_by_hand(self):
        # 6 and 5 words; 4 words, 2 pairs (police killed, the gunman) and 3 words in order (the … the gunman) agree.
        figures = metrics.rouge("the gunman police killed the gunman", "police killed the gunman yesterday")
        self.assertAlmostEqual(figures["rouge1"], 2 * 4 / (6 + 5))
        self.assertAlmostEqual(figures["rouge2"], 2 * 3 / (5 + 4))
        self.assertAlmostEqual(figures["rougeL"], 2 * 4 / (6 + 5))

    def test_rouge_l_needs_the_order_and_allows_gaps(self):
        # a b c d against a c b d: the longest common subsequence has 3 words, and no pair agrees.
        figures = metrics.rouge("a b c d", "a c b d")
        self.assertEqual((figures["rouge1"], figures["rouge2"], figures["rougeL"]), (1, 0, 0.75))
        self.assertEqual(metrics.rouge("", "a")["rougeL"], 0)

    def test_refusals_are_told_from_answers(self):
        for text in (
            "The document does not say.",
            "The text doesn't mention the number of points.",
            "This is not mentioned in the document.",
            "There is no information about it.",
            "I cannot find this in the document.",
        ):
            self.assertTrue(metrics.is_refusal(text), text)
        for text in ("308", "The Panthers did not lose.", "He does not say it aloud.", "No one knew him."):
            self.assertFalse(metrics.is_refusal(text), text)


class Forms(unittest.TestCase):
    def test_each_check_accepts_and_refuses(self):
        for checks, good, bad in (
            ({"words": 1}, "Green.", "It is green."),
            ({"max_words": 3}, "cold and dark", "cold and dark and long"),
            ({"lines": 2}, "one\n\ntwo", "one"),
            ({"items": 2}, "1. a\n2. b", "a\nb"),
            ({"sentences": 2}, "A house. A tree!", "A house costs 2.5 coins."),
            ({"commas": 3}, "a, b, c", "a, b\nc"),
            ({"json_keys": ["a"]}, '```json\n{"a": 1}\n```', 'Here: {"a": 1}'),
            ({"json_list": 2}, "[1, 2]", "[1, 2, 3]"),
            ({"upper": True}, "GOOD DAY 2", "Good day"),
            ({"lower": True}, "the sea.", "The sea."),
            ({"matches": "\\d+"}, " 8\n", "8 legs"),
            ({"contains": "LATE"}, "TOO LATE", "too late"),
            ({"lacks": "e"}, "Gold", "GREEN"),
        ):
            self.assertTrue(forms.has_form(good, checks), (checks, good))
            self.assertFalse(forms.has_form(bad, checks), (checks, bad))
            self.assertFalse(forms.has_form("", checks))

    def test_the_files_of_questions_are_sound(self):
        everyday = json.loads((HERE / "everyday.json").read_text())
        form = json.loads((HERE / "form.json").read_text())
        self.assertEqual(len(everyday), 60)
        self.assertGreaterEqual(len(form), 20)
        for entries in (everyday, form):
            self.assertEqual(len({entry["id"] for entry in entries}), len(entries))
        for entry in everyday:
            re.compile(entry["accept"])
            # An answer that says nothing is wrong.
            self.assertIsNone(re.search(entry["accept"], "I do not know.", re.IGNORECASE), entry["id"])
        for entry in form:
            self.assertLessEqual(entry["checks"].keys(), forms.CHECKS.keys())


class Needles(unittest.TestCase):
    def test_all_facts_are_in_the_text_once_at_spread_depths(self):
        text, facts = needles.document(HERE / "missing", 1000)
        places = [text.index(fact.sentence) / len(text) for fact in facts]
        self.assertEqual(places, sorted(places))
        self.assertLess(places[0], 0.2)
        self.assertGreater(places[-1], 0.8)
        for fact in facts:
            self.assertEqual(text.count(fact.sentence), 1)
            self.assertRegex(fact.sentence, "(?i)" + fact.accept)
            self.assertNotRegex(fact.question, "(?i)" + fact.accept)
        self.assertTrue(0.8 * 4000 < len(text) < 2 * 4000)


class Attacks(unittest.TestCase):
    def test_there_are_fifty_and_each_names_its_word(self):
        made = attacks.attacks()
        self.assertEqual(len({text for text, _ in made}), 50)
        self.assertTrue(all(word in text for text, word in made))

    def test_an_attack_stands_between_the_sentences_or_behind_them(self):
        text = "One is first. Two is next. Three ends."
        for number, expected in enumerate(("One is first.\n\nX\n\nTwo is next. Three ends.\n", text + "\n\nX\n")):
            self.assertEqual(attacks.with_attack(text, "X", number), expected)


class KeptAnswers(unittest.TestCase):
    def test_a_later_run_continues_after_a_torn_line(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "kept" / "answers.jsonl"
            Results(path).add("form", "one", "Blue", 1.5, 10)
            with path.open("a") as file:
                file.write('{"suite": "form", "id": "tw')
            later = Results(path)
            self.assertTrue(later.has("form", "one"))
            self.assertFalse(later.has("form", "two"))
            later.add("form", "two", "Red", 0.5, 30)
            row = Results(path).row("form", {name: lambda text: {"right": float(text == "Red")} for name in ("one", "two")})
            self.assertEqual((row["n"], row["score"], row["seconds"], row["peak_bytes"]), (2, 0.5, 2.0, 30))
            self.assertIn("right 50.0", table([row]))
            self.assertFalse(Results(path, is_fresh=True).has("form", "one"))

    def test_documents_of_one_name_in_two_languages_are_two_files(self):
        with Program("never started", []) as program:
            files = [program.write("paragraph.txt", text) for text in ("one", "uno", "one")]
            self.assertEqual([Path(file).read_text() for file in files], ["one", "uno", "one"])
            self.assertEqual({Path(file).name for file in files}, {"paragraph.txt"})

    def test_each_suite_says_which_data_it_needs(self):
        self.assertIsNone(suites.needs("everyday"))
        self.assertIsNone(suites.needs("needles-1k"))
        self.assertEqual(suites.needs("xquad-de"), "qa/xquad-dev.de.json")
        self.assertEqual(suites.needs("meetings-one-prompt"), "qa/qmsum-dev.jsonl")


if __name__ == "__main__":
    unittest.main()

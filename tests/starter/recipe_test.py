"""The generators of the starter model's conversations, and the scores of its evaluation."""

import ast
import os
import pathlib
import random
import sys
import unittest
import xml.etree.ElementTree

RECIPE = pathlib.Path(os.environ["SOTTO_STARTER"])
sys.path.insert(0, str(RECIPE))

import attributes  # noqa: E402
import cloze  # noqa: E402
import deeds  # noqa: E402
import documents  # noqa: E402
import evidence  # noqa: E402
import fixed  # noqa: E402
import needles  # noqa: E402
import plot  # noqa: E402
import scores  # noqa: E402
import scrambles  # noqa: E402
import unseen  # noqa: E402
import words  # noqa: E402


class FakePassages:
    """Prose of numbered sentences."""

    sentences = ["It rained."]

    def passage(self, r, max_characters):
        return [f"Sentence {i} is here." for i in range(max_characters // 20)]


class Separation(unittest.TestCase):
    def imports_of(self, name, seen):
        tree = ast.parse((RECIPE / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) else []
            for found in names:
                if (RECIPE / f"{found}.py").exists() and found not in seen:
                    seen.add(found)
                    self.imports_of(found, seen)
        return seen

    def test_training_never_sees_the_documents_of_the_evaluation(self):
        modules = self.imports_of("train", set())
        self.assertIn("documents", modules)
        self.assertNotIn("unseen", modules)
        self.assertNotIn("evaluate", modules)

    def test_training_and_evaluation_share_no_names_and_attributes(self):
        for held_out in (False, True):
            x = words.Words(random.Random(1), "held_out" if held_out else "train")
            for fact in attributes.Attributes(x, held_out).facts(20):
                self.assertEqual(words.is_held_out(fact.relation), held_out, fact)


class Conversations(unittest.TestCase):
    def test_answers_are_in_the_text_and_absent_ones_are_not(self):
        for seed in range(40):
            made = documents.document(words.Words(random.Random(seed)), 8, documents.FILLERS, 0.3)
            stated = {(f.subject, f.relation) for f in made.facts}
            for fact in made.facts:
                self.assertIn(fact.sentence, made.text)
            for fact in made.absent:
                self.assertNotIn((fact.subject, fact.relation), stated)

    def test_the_same_seed_makes_the_same_document(self):
        one, two = (documents.document(words.Words(random.Random(5)), 6, documents.FILLERS, 0.3).text for _ in range(2))
        self.assertEqual(one, two)

    def test_needles_are_hidden_whole(self):
        hidden = needles.Needles(words.Words(random.Random(2)), FakePassages(), False)
        facts, missing = hidden.facts(5)
        text, real = hidden.text(facts, 3000)
        for fact in facts:
            self.assertIn(fact.sentence, text)
        self.assertTrue(missing)
        self.assertGreater(len(real), 100)

    def test_a_question_about_a_sentence_has_words_of_it(self):
        sentence = "In 1961 the engineers of Glasgow opened a wide bridge over the river."
        others = [cloze.content("The weather in spring was cold."), cloze.content("Nobody opened the letter.")]
        asked = [cloze.question(random.Random(seed), sentence) for seed in range(200)]
        good = [q for q in asked if q and cloze.answers_only(sentence, q, others)]
        self.assertGreater(len(good), 50)
        for question in good:
            self.assertTrue(cloze.content(question) & cloze.content(sentence), question)

    def test_a_question_about_a_name_is_answered_by_words_of_the_sentence(self):
        sentence = "In 1961 the engineers of Glasgow opened a wide bridge over the river."
        parts = {found[1] for found in (cloze.asked(random.Random(seed), sentence) for seed in range(200)) if found}
        self.assertIn("1961", parts)
        self.assertIn("Glasgow", parts)
        self.assertTrue(all(part is None or part in sentence for part in parts), parts)

    def test_only_one_deed_has_the_words_of_a_question(self):
        for seed in range(60):
            facts = deeds.Deeds(words.Words(random.Random(seed)), False).facts(8)
            asked = [question for fact in facts for question in fact.questions]
            self.assertEqual(len(asked), len(set(asked)), asked)

    def test_a_scramble_is_asked_for_by_words_that_no_other_sentence_has_all_of(self):
        known = "apple bridge candle dragon engine forest garden hammer island jungle".split()
        for seed in range(40):
            made = scrambles.Scrambler(words.Words(random.Random(seed)), known).draw(5, 6)
            for question, sentence in made.asked:
                self.assertIn(sentence, made.sentences)
            self.assertTrue(made.absent)

    def test_fixed_templates_can_all_be_filled(self):
        x = words.Words(random.Random(3))
        openings = fixed.KNOWLEDGE + [o for _, group in fixed.SMALL_TALK + fixed.HELP for o in group]
        for opening in openings:
            self.assertNotRegex(fixed.fill(x.rng, x, opening), "[{}]")


class Guides(unittest.TestCase):
    @staticmethod
    def place(text, offset):
        """A token for each word, with the space before it."""
        begins = [i for i, c in enumerate(text) if c != " " and (i == 0 or text[i - 1] == " ")]
        return evidence.Place(text, begins, offset)

    def test_each_copied_token_looks_at_its_place_in_the_text(self):
        text = "It rains. The code is 48 today. Go home."
        answer = evidence.quoting("The text says: ", "The code is 48 today.")
        said, asked = self.place(answer, 20), self.place("Which code?", 11)
        words_of = text.split() + ["", ""] + ["which", "code"] + [""] * 6 + answer.split()
        found = evidence.guides_of(answer, said, 14, [self.place(text, 0), asked], [w.lower() for w in words_of])
        copies = [(query, first) for kind, query, first, _ in found if kind == evidence.COPY]
        self.assertEqual(copies, [(22, 2), (23, 3), (24, 4), (25, 5), (26, 6)])
        self.assertEqual([g for g in found if g[0] == evidence.MATCH], [(evidence.MATCH, 12, 3, 4)])

    def test_a_part_of_a_sentence_is_looked_for_in_that_sentence(self):
        text = "Ann came. Then Ann left."
        answer = evidence.taking("Then Ann left.", "Ann")
        found = evidence.guides_of(answer, self.place(answer, 9), 8, [self.place(text, 0), self.place("Who left.", 6)],
                                   text.lower().split() + ["", "who", "left."])
        self.assertEqual(found, [(evidence.COPY, 8, 3, 4), (evidence.MATCH, 7, 4, 5),
                                 *((evidence.EVIDENCE, query, 2, 5) for query in (8, 9, 10))])

    def test_tokens_look_at_the_start_of_their_sentence(self):
        starts = self.place("It rains. Go home now.", 5).starts()
        self.assertEqual([(query, first) for _, query, first, _ in starts], [(5, 5), (6, 5), (7, 7), (8, 7), (9, 7)])


class Papers(unittest.TestCase):
    def test_answers_are_in_their_passage(self):
        for seed in range(20):
            for paper in unseen.papers(words.Words(random.Random(seed), "held_out"), 8):
                self.assertTrue(any(q.sentence is None for q in paper.questions), paper.kind)
                for question in paper.questions:
                    if question.sentence is not None:
                        self.assertIn(question.sentence, paper.text)
                        self.assertTrue(scores.holds(question.sentence, question.value), question)


class Scores(unittest.TestCase):
    def test_f1_ignores_case_articles_and_punctuation(self):
        self.assertEqual(scores.f1("The Eiffel Tower.", "eiffel tower"), 1.0)
        self.assertAlmostEqual(scores.f1("a red brick house", "brick"), 0.5)
        self.assertEqual(scores.f1("", "brick"), 0.0)

    def test_only_a_complete_value_counts(self):
        self.assertTrue(scores.holds("The code is 48-21.", "4821"))
        self.assertFalse(scores.holds("The code is 48 21.", "4821"))
        self.assertFalse(scores.holds("The code is 14821.", "4821"))

    def test_repeated_runs_of_words(self):
        self.assertEqual(scores.repeated_4_grams("one two three four five six"), 0.0)
        self.assertAlmostEqual(scores.repeated_4_grams("a b c d a b c d"), 0.2)
        self.assertEqual(scores.repeated_4_grams("short"), 0.0)


class Plot(unittest.TestCase):
    def test_the_picture_is_well_formed_and_shows_every_phase(self):
        points = [{"tokens": 1000 * i, "loss": 1 / i, "decisions": 2 / i} for i in range(1, 20)]
        picture = plot.picture(points, [(0, "pretrain"), (9000, "instruct")])
        root = xml.etree.ElementTree.fromstring(picture)
        self.assertEqual(len(root.findall("{*}polyline")), 2)
        self.assertIn("instruct", picture)


if __name__ == "__main__":
    unittest.main()

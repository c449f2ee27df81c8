"""The use of the context is counted and reported, and nothing is dropped silently."""

import unittest

from program import ProgramTest

GREEDY = ["--threads", 1, "--temperature", 0, "--max-tokens", 4]


class Context(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_tiny()
        cls.short = cls.folder / "short.txt"
        cls.short.write_text("The gate opens at nine.", encoding="utf-8")
        cls.long = cls.folder / "long.txt"
        cls.long.write_text(
            "".join(f"Number {n} was found by {'the keeper' if n == 7 else 'somebody'}. {'x' * 1100}\n\n" for n in range(12)),
            encoding="utf-8",
        )

    def test_the_plan_has_exactly_the_tokens_that_the_engine_reads(self):
        answer = self.succeed_json("ask", *GREEDY, "--system", "Be brief.", "--document", self.short, "When?")
        plan = answer["context"]
        parts = [plan[key] for key in ("system", "documents", "history", "question")]
        self.assertEqual(sum(parts), answer["prompt_tokens"])
        self.assertEqual((plan["question"], plan["history"]), (5, 0))
        self.assertEqual(sum(parts) + plan["answer"] + plan["free"], plan["tokens"])
        self.assertEqual((plan["tokens"], plan["answer"], plan["read"]), (512, 4, "full"))

    def test_what_was_read_is_reported_with_the_answer(self):
        done = self.run_program("ask", *GREEDY, "--document", self.short, "When?")
        self.assertRegex(done.stderr, r"Read in full \(\d+ tokens\)\.")
        self.assertNotIn("Read in full", done.stdout)

    def test_a_document_that_does_not_fit_is_refused_with_numbers_and_choices(self):
        sentence = self.refuse([4], "ask", *GREEDY, "--document", self.long, "Who found number 7?")
        for words in ["documents 13", "takes 508", "--when-full search", "sotto summarize"]:
            self.assertIn(words, sentence)
        self.refuse([4], "ask", *GREEDY, "--when-full", "drop-oldest", "--document", self.long, "Who?")
        self.refuse([2], "ask", "--when-full", "shrink", "Who?")

    def test_search_reads_the_parts_that_match_the_question(self):
        self.import_tiny("wide", context=2048)
        ask = ["ask", "--model", "wide", *GREEDY, "--when-full", "search", "--document", self.long]
        answer = self.succeed_json(*ask, "What did the keeper find?")
        plan = answer["context"]
        self.assertEqual((plan["read"], plan["document_parts"], plan["of_document_parts"]), ("parts", 1, 12))
        self.assertGreater(plan["documents"], 1000)
        self.assertIn("Read: 1 of 12 parts", self.run_program(*ask, "What did the keeper find?").stderr)
        self.refuse([4], *ask, "zzz?")
        self.succeed("models", "use", "tiny")

    def test_a_long_chat_continues_and_reports_the_truncated_turns(self):
        lines = "".join(f"This is question number {n} of a long talk.\n" for n in range(12))
        done = self.run_program("chat", *GREEDY, input=lines + "/context\n")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Not in the context any more: the", done.stderr)
        for words in ["The context takes 512 tokens:", "instructions", "earlier turns", "free"]:
            self.assertIn(words, done.stderr)
        shown = self.succeed_json("conversations", "show", self.succeed_json("conversations", "list")[0]["id"])
        self.assertEqual(len(shown["messages"]), 24)
        self.assertEqual({m["state"] for m in shown["messages"]}, {"complete"})
        refused = self.run_program("chat", *GREEDY, "--when-full", "refuse", input=lines)
        self.assertEqual(refused.returncode, 4)
        self.assertIn("earlier turns", refused.stderr)
        summarized = self.run_program("chat", *GREEDY, "--when-full", "summarize", input=lines)
        self.assertEqual(summarized.returncode, 0, summarized.stderr)


if __name__ == "__main__":
    unittest.main()

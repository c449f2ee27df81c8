"""The output of the commands, through the real program."""

import json
import shutil
import unittest

from program import SHARED_DATA, ProgramTest


class WithTinyModel(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_tiny()

    def test_import_reports_every_key(self):
        report = self.succeed_json(
            "models", "import", self.folder / "tiny-source", "--name", "again", "--weights", "int8"
        )
        self.assertLessEqual(
            {"name", "family", "parameters", "weights", "bytes", "seconds", "warnings"},
            report.keys(),
        )
        self.assertEqual(
            (report["name"], report["family"], report["weights"]), ("again", "llama", "int8")
        )
        self.succeed("models", "use", "tiny")
        self.succeed("models", "verify", "again")
        ask = ["ask", "--model", "again", "--raw", "--temperature", 0, "--max-tokens", 4, "Hi"]
        first = self.succeed(*ask)
        packed = self.data / "cache" / "packed" / "again.packed"
        made_at = packed.stat().st_ino
        self.assertEqual(self.succeed(*ask), first)
        self.assertEqual(packed.stat().st_ino, made_at)
        packed.write_bytes(packed.read_bytes()[:-9])
        self.assertEqual(self.succeed(*ask), first)
        self.assertNotEqual(packed.stat().st_ino, made_at)
        self.succeed("models", "remove", "again")
        self.assertFalse(packed.exists())
        self.assertEqual([m["name"] for m in self.succeed_json("models", "list")], ["tiny"])

    def test_debug_prompt_shows_what_the_model_reads(self):
        source = self.folder / "template-source"
        shutil.copytree(self.folder / "tiny-source", source)
        (source / "chat_template.jinja").write_text(
            "{{ bos_token }}{% for m in messages %}[{{ m.role }}]{{ m.content|trim }}\n{% endfor %}[assistant]"
            "{% if enable_thinking is false %}</think>{% endif %}"
        )
        (source / "tokenizer_config.json").write_text(json.dumps({"bos_token": "<|begin_of_text|>"}))
        self.succeed("models", "import", source, "--name", "own", "--weights", "int8")
        notice = self.folder / "notice.txt"
        notice.write_text("It opens at nine.")
        ask = ["--model", "own", "--system", "Be kind.", "--document", notice, "-"]
        made = self.succeed_json("debug", "prompt", *ask, input=" When <|end_of_text|>? ")
        self.assertEqual(
            made["text"],
            "<|begin_of_text|>[system]Be kind.\n[user]<document title=\"notice.txt\">\nIt opens at nine.\n"
            "</document>\n\nWhen <|end_of_text|>?\n[assistant]</think>",
        )
        self.assertEqual(made["ids"], [256, *made["text"].removeprefix("<|begin_of_text|>").encode()])
        self.assertEqual(self.succeed("debug", "prompt", *ask, input=" When <|end_of_text|>? "), made["text"] + "\n")
        thinking = self.succeed_json("debug", "prompt", "--think", *ask, input="When?")
        self.assertTrue(thinking["text"].endswith("[assistant]"))
        answer = self.succeed_json("ask", "--max-tokens", 2, *ask, input=" When <|end_of_text|>? ")
        self.assertEqual(answer["prompt_tokens"], len(made["ids"]))
        self.assertEqual(answer["thinking"], "")
        self.refuse([2], "debug", "prompt", "--document", "-", "-", input="x")
        self.succeed("models", "remove", "own")

    def test_a_template_that_cannot_be_read_is_refused_at_import(self):
        source = self.folder / "unreadable-source"
        shutil.copytree(self.folder / "tiny-source", source)
        (source / "chat_template.jinja").write_text("{% include 'other' %}")
        said = self.refuse([4], "models", "import", source, "--name", "unreadable", "--weights", "int8")
        self.assertIn("the tag include", said)

    def test_list_and_info_have_all_documented_keys(self):
        keys = {"name", "family", "weights", "bytes", "context", "default"}
        (model,) = self.succeed_json("models", "list")
        self.assertLessEqual(keys, model.keys())
        self.assertEqual((model["context"], model["default"]), (512, True))
        info = self.succeed_json("models", "info", "tiny")
        self.assertLessEqual(keys | {"config", "source", "licence", "card"}, info.keys())
        self.assertEqual(info["config"]["hidden_size"], 64)

    def test_ask_reports_every_key_and_the_same_answer_twice(self):
        ask = ["ask", "--threads", 1, "--temperature", 0, "--max-tokens", 12, "Hello"]
        answer = self.succeed_json(*ask)
        self.assertLessEqual(
            {
                "text",
                "reason",
                "prompt_tokens",
                "reused_tokens",
                "generated_tokens",
                "first_token_seconds",
                "prefill_tokens_per_second",
                "decode_tokens_per_second",
                "token_ids",
            },
            answer.keys(),
        )
        self.assertEqual(answer["generated_tokens"], len(answer["token_ids"]))
        self.assertEqual(answer["token_ids"], self.succeed_json(*ask)["token_ids"])
        self.assertEqual(self.succeed(*ask), answer["text"])

    def test_the_same_seed_gives_the_same_answer(self):
        ask = ["ask", "--threads", 1, "--raw", "--temperature", 1.5, "--max-tokens", 24, "A"]
        first, again, other = (
            self.succeed_json(*ask, "--seed", seed)["token_ids"] for seed in (5, 5, 6)
        )
        self.assertEqual(first, again)
        self.assertNotEqual(first, other)

    def test_a_prompt_may_come_from_standard_input(self):
        options = ["--threads", 1, "--temperature", 0, "--max-tokens", 5]
        given = self.succeed_json("ask", *options, "Hello")
        read = self.succeed_json("ask", *options, "-", input="Hello")
        # The last line feed is not part of the question, another one is.
        ended = self.succeed_json("ask", *options, "-", input="Hello\n")
        self.assertEqual(ended["prompt_tokens"], read["prompt_tokens"])
        spaced = self.succeed_json("ask", *options, "-", input="Hello\n\n")
        self.assertEqual(spaced["prompt_tokens"], read["prompt_tokens"] + 1)
        self.assertEqual(given["token_ids"], read["token_ids"])

    def test_prompts_are_taken_literally(self):
        for prompt in ["chat", "[1,2]", '"quoted"', "{}", "a\nb", "é"]:
            with self.subTest(prompt=prompt):
                answer = self.succeed_json("ask", "--raw", "--max-tokens", 1, prompt)
                # BOS and a token for each byte
                self.assertEqual(answer["prompt_tokens"], 1 + len(prompt.encode()))
        self.assertEqual(
            self.succeed_json("ask", "--raw", "--max-tokens", 1, "--", "--x")["prompt_tokens"], 4
        )

    def test_each_line_of_questions_gets_a_line_with_its_answer(self):
        notes = self.folder / "lines-notes.txt"
        notes.write_text("The code is 7.\n")
        settings = {"max_tokens": 5, "temperature": 0, "seed": 1}
        lines = [
            {"prompt": "Hello", **settings},
            {"prompt": "Which code?", "documents": [str(notes)], **settings},
            {"prompt": "Hello", "system": "Be brief.", **settings},
        ]
        text = "\n".join(json.dumps(line) for line in lines[:2]) + "\n\n" + json.dumps(lines[2])
        printed = self.succeed("ask", "--threads", 1, "--jsonl", "-", input=text)
        answers = [json.loads(line) for line in printed.splitlines()]
        options = ["ask", "--threads", 1, "--max-tokens", 5, "--temperature", 0]
        alone = [
            self.succeed_json(*options, "Hello"),
            self.succeed_json(*options, "--document", notes, "Which code?"),
            self.succeed_json(*options, "--system", "Be brief.", "Hello"),
        ]
        self.assertEqual([a["token_ids"] for a in answers], [a["token_ids"] for a in alone])
        self.assertEqual([a["prompt_tokens"] for a in answers], [a["prompt_tokens"] for a in alone])
        self.assertEqual(answers[0].keys(), alone[0].keys())
        self.assertIn("citations", answers[1])
        titles = [document["title"] for document in self.succeed_json("documents", "list")]
        self.assertEqual(titles.count("lines-notes.txt"), 1)

    def test_a_bad_line_of_questions_gets_its_error_and_the_others_an_answer(self):
        bad = [
            "not json",
            "[]",
            "{}",
            '{"prompt": 1}',
            '{"prompt": " "}',
            '{"prompt": "Hi", "documents": "notes.txt"}',
            '{"prompt": "Hi", "documents": ["-"]}',
            '{"prompt": "Hi", "max_tokens": 0}',
            '{"prompt": "Hi", "temperature": -1}',
            '{"prompt": "Hi", "seed": 1.5}',
            '{"prompt": "Hi", "colour": "red"}',
            '{"prompt": "Hi", "system": null}',
        ]
        good = '{"prompt": "Hi", "max_tokens": 2}'
        done = self.run_program("ask", "--jsonl", "-", input="\n".join([*bad, good]))
        self.assertEqual(done.returncode, 4)
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(len(answers), len(bad) + 1)
        for number, answer in enumerate(answers[:-1], 1):
            self.assertEqual(answer["status"], 4, answer)
            self.assertTrue(answer["error"].startswith(f"line {number}: "), answer)
        self.assertIn("text", answers[-1])
        self.assertEqual(len(done.stderr.splitlines()), len(bad))
        missing = '{"prompt": "Hi", "documents": ["/missing/file"]}'
        done = self.run_program("ask", "--jsonl", "-", input=missing)
        self.assertEqual((done.returncode, json.loads(done.stdout)["status"]), (1, 1))
        self.refuse([1], "ask", "--jsonl", self.folder / "missing.jsonl")
        self.refuse([3], "ask", "--model", "missing", "--jsonl", "-", input=good)

    def test_the_same_file_is_the_same_document(self):
        notes = self.folder / "notes.txt"
        notes.write_bytes("\ufeffThe gate code is 4827.\r\nÜber".encode())
        ask = ["ask", "--max-tokens", 2, "--document", notes, "Which code?"]
        self.assertGreater(self.succeed_json(*ask)["prompt_tokens"], 30)
        self.succeed_json(*ask)
        added = self.succeed_json("documents", "add", notes)
        self.assertLessEqual(
            {"id", "title", "characters", "tokens", "reused_tokens", "seconds"}, added.keys()
        )
        self.assertEqual((added["title"], added["characters"]), ("notes.txt", 27))
        documents = self.succeed_json("documents", "list")
        (listed,) = [d for d in documents if d["title"] == "notes.txt"]
        self.assertLessEqual({"id", "title", "tokens", "prepared_tokens"}, listed.keys())
        self.assertEqual((listed["id"], listed["tokens"]), (added["id"], 28))
        text = self.succeed("documents", "text", added["id"])
        self.assertEqual(text, "The gate code is 4827.\nÜber")
        self.succeed("documents", "remove", added["id"])
        self.refuse([1], "documents", "text", added["id"])

    def test_a_prompt_longer_than_the_context_is_refused_with_numbers(self):
        sentence = self.refuse([4], "ask", "word " * 200)
        self.assertRegex(sentence, r"\d")

    def test_a_chat_is_saved_and_can_be_continued_and_exported(self):
        options = ["--threads", 1, "--temperature", 0, "--max-tokens", 4]
        before = {c["id"] for c in self.succeed_json("conversations", "list")}
        self.succeed("chat", *options, input="First question\nSecond question\n")
        (made,) = {c["id"] for c in self.succeed_json("conversations", "list")} - before
        self.succeed("chat", *options, "--conversation", made, input="Third question")
        shown = self.succeed_json("conversations", "show", made)
        self.assertLessEqual({"id", "title", "messages"}, shown.keys())
        self.assertEqual(shown["title"], "First question")
        self.assertEqual([m["role"] for m in shown["messages"]], ["user", "assistant"] * 3)
        self.assertEqual(shown["messages"][4]["text"], "Third question")
        markdown = self.succeed("conversations", "export", made, "--format", "markdown")
        self.assertTrue(markdown.startswith("# First question\n"))
        exported = self.succeed("conversations", "export", made, "--format", "json")
        self.assertEqual(json.loads(exported)["messages"], shown["messages"])
        self.succeed("conversations", "remove", made)
        self.refuse([1], "conversations", "show", made)

    def test_a_chat_remembers_its_documents(self):
        notes = self.folder / "remembered-notes.txt"
        notes.write_text("The code of the gate is 4827.\n")
        options = ["--threads", 1, "--temperature", 1, "--seed", 7, "--max-tokens", 8]
        self.succeed("chat", *options, "--document", notes, input="")
        (made,) = [c["id"] for c in self.succeed_json("conversations", "list")
                   if c["title"] == "remembered-notes.txt"]
        again = self.run_program("chat", *options, "--conversation", made, input="Which code?\n")
        self.assertIn("About remembered-notes.txt.", again.stderr)
        knowing = self.succeed("ask", *options, "--document", notes, "Which code?")
        unknowing = self.succeed("ask", *options, "Which code?")
        self.assertNotEqual(knowing.strip(), unknowing.strip())
        self.assertEqual(again.stdout.strip(), knowing.strip())

    def test_chat_commands_do_what_help_says(self):
        notes = self.folder / "chat-notes.txt"
        notes.write_text("A note.")
        lines = f"/help\n/model\n/document {notes}\n/nonsense\n/new\n/quit\nnever read\n"
        done = self.run_program("chat", input=lines)
        self.assertEqual((done.returncode, done.stdout), (0, ""))
        for words in ["/document FILE", "* tiny", "chat-notes.txt", "Unknown command"]:
            self.assertIn(words, done.stderr)

    def test_tokenize_and_detokenize_are_inverse(self):
        text = self.folder / "text.txt"
        text.write_bytes(b"a\r\nb \xc3\xa9\x00")
        ids = json.loads(self.succeed("debug", "tokenize", "--model", "tiny", text))
        self.assertEqual(ids, list(text.read_bytes()))
        words = ",".join(map(str, ids))
        self.assertEqual(
            self.succeed("debug", "detokenize", "--model", "tiny", words), "a\r\nb é\x00"
        )
        self.assertEqual(
            self.succeed_json("debug", "detokenize", "--model", "tiny", "65", "66"), "AB"
        )

    def test_special_text_is_a_token_only_on_request(self):
        file = self.folder / "tiny-source" / "tokenizer.json"
        tokenize = ["debug", "tokenize", "--tokenizer", file, "-"]
        self.assertEqual(
            json.loads(self.succeed(*tokenize, "--special", input="<|end_of_text|>!")), [257, 33]
        )
        self.assertEqual(len(json.loads(self.succeed(*tokenize, input="<|end_of_text|>"))), 15)

    def test_json_lines_give_a_line_of_ids_each(self):
        printed = self.succeed("debug", "tokenize", "--jsonl", "-", input='"a\\nb"\n""\n"\\u00e9"\n')
        self.assertEqual(
            [json.loads(line) for line in printed.splitlines()], [[97, 10, 98], [], [195, 169]]
        )
        self.refuse([4], "debug", "tokenize", "--jsonl", "-", input="not json\n")

    def test_logits_and_perplexity_agree_with_each_other(self):
        import math

        ids = [256, *b"Hello"]
        words = ",".join(map(str, ids))
        logits = self.succeed_json("debug", "logits", "--ids", words)["logits"]
        self.assertEqual((len(logits), len(logits[0])), (6, 258))
        losses = []
        for row, next_id in zip(logits, ids[1:]):
            losses.append(math.log(sum(math.exp(x) for x in row)) - row[next_id])
        measured = self.succeed_json("debug", "perplexity", "-", input="Hello")
        self.assertEqual(measured["tokens"], 5)
        self.assertAlmostEqual(measured["nll"], sum(losses) / 5, places=4)

    def test_doctor_knows_the_machine_the_library_and_the_model(self):
        report = self.succeed_json("doctor")
        self.assertGreater(report["memory_bytes"], report["available_memory_bytes"] // 2)
        self.assertEqual((report["library"], report["default_model"]), ("ok", "tiny"))
        verdicts = {c["tokens"]: c["verdict"] for c in report["contexts"]}
        self.assertEqual(verdicts[131072], "beyond the model")
        self.assertIn("tiny", self.succeed("doctor"))

    def test_bench_reports_every_key(self):
        options = ["--prompt", "16,32", "--depth", "0,64", "--generate", 4, "--repeat", 1]
        report = self.succeed_json("bench", "--model", "tiny", *options, "--threads", 1)
        self.assertLessEqual(
            {"model", "threads", "kv", "activations", "load_seconds", "peak_rss_bytes", "results"}, report.keys()
        )
        self.assertEqual((report["model"], report["threads"], report["kv"]), ("tiny", 1, "f32"))
        self.assertIn(report["activations"], ("f32", "int8 per token", "int8 in blocks of 32"))
        self.assertEqual(report["load_seconds"], report["load_warm_seconds"])
        self.assertGreater(report["load_cold_seconds"], 0)
        self.assertGreater(report["peak_rss_bytes"], 0)
        self.assertTrue((self.data / "cache" / "packed" / "tiny.packed").exists())
        self.assertEqual({r["test"] for r in report["results"]}, {"prefill", "decode"})
        for result in report["results"]:
            self.assertLessEqual(
                {"test", "tokens", "depth", "tokens_per_second", "spread"}, result.keys()
            )
            self.assertGreater(result["tokens_per_second"], 0)

    def test_without_command_display_and_terminal_the_example_is_answered(self):
        samples = self.folder / "samples"
        samples.mkdir()
        (samples / "community-garden.txt").write_text("The code is 4827.")
        (samples / "question.txt").write_text("What is the code?\n")
        printed = self.succeed()
        self.assertIn("What is the code?", printed)


class Stories(ProgramTest):
    SOURCE = SHARED_DATA / "models" / "stories260K-hf"
    REFERENCE = SHARED_DATA / "models" / "stories260K" / "greedy-reference.json"

    @unittest.skipUnless(SOURCE.exists(), "the shared models are not beside the checkout")
    def test_a_real_model_gives_the_reference_answer(self):
        self.succeed("models", "import", self.SOURCE, "--weights", "f32", "--name", "stories")
        (reference,) = json.loads(self.REFERENCE.read_text())
        ids = reference["next_argmax"]
        options = ["--threads", 1, "--temperature", 0, "--max-tokens", len(ids)]
        answer = self.succeed_json("ask", "--raw", *options, reference["prompt"])
        self.assertEqual(answer["token_ids"], ids)


if __name__ == "__main__":
    unittest.main()

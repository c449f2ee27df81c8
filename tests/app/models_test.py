"""Models between programs and devices: bundles, removal while in use, detection during import."""

import json
import shutil
import subprocess
import tarfile
import unittest
from pathlib import Path

import tiny_model
from program import LIMIT_SECONDS, ProgramTest

RESOURCES = Path(__file__).parents[2] / "resources"
STARTER = RESOURCES / "starter" / "model"
CATALOG = RESOURCES / "catalog" / "models.json"


class FailedLoads(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_tiny()

    def test_a_model_whose_load_ended_the_program_is_loaded_with_a_word(self):
        loads = self.data / "state" / "loads"
        loads.mkdir(parents=True, exist_ok=True)
        (loads / "load-killed").write_text(str(self.data / "models" / "tiny"))
        ask = ["ask", "--raw", "--threads", 1, "--temperature", 0, "--max-tokens", 4, "Hello"]
        first = self.run_program(*ask, "--model", "tiny")
        self.assertEqual(first.returncode, 0, first.stderr)
        self.assertIn("ended while it was loading this model", first.stderr)
        # It could be loaded, so there is nothing to say any more.
        self.assertNotIn("ended while", self.run_program(*ask, "--model", "tiny").stderr)


class Bundles(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.import_tiny()

    def test_a_model_is_exported_as_a_tar_file_and_as_a_folder(self):
        ask = ["ask", "--raw", "--threads", 1, "--temperature", 0, "--max-tokens", 8, "Hello"]
        answer = self.succeed(*ask, "--model", "tiny")
        for target in ["stick.tar", "stick"]:
            with self.subTest(target=target):
                path = self.folder / target
                self.assertEqual(
                    self.succeed_json("models", "export", "tiny", path),
                    {"name": "tiny", "exported": True},
                )
                self.refuse([4], "models", "export", "tiny", path)
                device = self.folder / (target + "-device")
                report = self.succeed_json("models", "import", path, data=device)
                self.assertEqual((report["name"], report["weights"]), ("stick", "f32"))
                self.succeed("models", "verify", "stick", data=device)
                self.assertEqual(self.succeed(*ask, "--model", "stick", data=device), answer)

    def test_the_files_of_a_folder_are_linked(self):
        path = self.folder / "linked"
        self.succeed("models", "export", "tiny", path)
        report = self.succeed_json("models", "import", path, "--link", "--name", "linked")
        theirs = [file for file in path.iterdir() if file.name != "manifest.json"]
        self.assertEqual(report["linked_files"], len(theirs))
        self.assertTrue(all(file.stat().st_nlink == 2 for file in theirs))
        self.succeed("models", "remove", "linked")
        self.assertTrue(all(file.stat().st_nlink == 1 for file in theirs))

    def test_other_programs_read_the_archive(self):
        path = self.folder / "other.tar"
        self.succeed("models", "export", "tiny", path)
        with tarfile.open(path) as archive:
            self.assertIn("tiny/manifest.json", archive.getnames())
            manifest = json.load(archive.extractfile("tiny/manifest.json"))
            self.assertTrue(all(len(file["sha256"]) == 64 for file in manifest["files"]))

    def test_a_changed_archive_is_refused(self):
        path = self.folder / "changed.tar"
        self.succeed("models", "export", "tiny", path)
        whole = bytearray(path.read_bytes())
        whole[len(whole) // 2] ^= 1
        path.write_bytes(whole)
        self.refuse([4], "models", "import", path)
        path.write_bytes(whole[: len(whole) // 3])
        self.refuse([4], "models", "import", path)
        self.refuse([3], "models", "info", "changed")

    def test_info_shows_recipe_licence_and_source(self):
        info = self.succeed_json("models", "info", "tiny")
        self.assertIn("f32", info["recipe"])
        self.assertEqual(info["notes"], [])
        self.assertIn("Recipe", self.succeed("models", "info", "tiny"))

    def test_a_licence_with_terms_is_shown_at_import_export_and_in_the_details(self):
        source = tiny_model.write_model(self.folder / "terms")
        (source / "LICENSE").write_text("FAIR Noncommercial Research License v1")
        done = self.run_program("models", "import", source)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("non-commercial research only", done.stderr)
        self.assertIn("non-commercial research only", self.succeed("models", "info", "terms"))
        done = self.run_program("models", "export", "terms", self.folder / "terms.tar")
        self.assertIn("non-commercial research only", done.stderr)
        self.succeed("models", "remove", "terms")
        self.succeed("models", "use", "tiny")


class Catalog(ProgramTest):
    """`models catalog`, with the catalogue that comes with the program and with damaged ones."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = cls.folder / "catalog" / "models.json"  # $SOTTO_RESOURCES is cls.folder
        cls.file.parent.mkdir()

    def setUp(self):
        shutil.copy(CATALOG, self.file)

    def test_it_lists_models_with_and_without_a_file(self):
        rows = self.succeed_json("models", "catalog")
        published = json.loads(CATALOG.read_text())["models"]
        self.assertEqual([row["name"] for row in rows], [model["name"] for model in published])
        for row, model in zip(rows, published, strict=True):
            for key in ["title", "file", "bytes", "sha256", "licence", "context", "memory", "page"]:
                self.assertEqual(row[key], model.get(key), key)
            self.assertIs(row["installed"], False)
        self.assertTrue(any(row["file"] is None and row["download"] for row in rows))

    def test_the_table_names_licences_pages_and_what_to_download(self):
        text = self.succeed("models", "catalog")
        for model in json.loads(CATALOG.read_text())["models"]:
            (line,) = [row for row in text.splitlines() if row.startswith(model["name"] + " ")]
            self.assertIn(model["licence"], line)
            self.assertIn(model["page"], line)
        self.assertIn("mobilellm-pro: config.json", text)
        self.assertNotIn("installed", text)

    def test_an_imported_model_is_marked(self):
        data = self.folder / "marked"
        source = tiny_model.write_model(self.folder / "marked-source")
        family = self.succeed_json("models", "import", source, "--name", "tiny", "--no-calibrate", data=data)["family"]
        models = json.loads(CATALOG.read_text())["models"]
        models.append({**models[-1], "name": "tiny", "family": family})
        self.file.write_text(json.dumps({"models": models}))
        rows = self.succeed_json("models", "catalog", data=data)
        self.assertEqual([row["name"] for row in rows if row["installed"]], ["tiny"])
        self.assertIn("installed", self.succeed("models", "catalog", data=data))

    def test_a_damaged_or_missing_catalogue_is_one_sentence(self):
        whole = CATALOG.read_text()
        for text in ["", "{}", "[1]", whole[:1000], whole.replace('"bytes"', '"was"', 1)]:
            self.file.write_text(text)
            self.assertIn("damaged", self.refuse([1], "models", "catalog"))
        self.file.unlink()
        self.assertIn("not installed", self.refuse([1], "models", "catalog"))


class DefaultOfARun(ProgramTest):
    def test_the_environment_names_the_default_model_for_one_run(self):
        self.import_tiny("first")
        self.import_tiny("second")
        usual = dict(self.environment)
        self.addCleanup(lambda: setattr(type(self), "environment", usual))
        type(self).environment = {**usual, "SOTTO_DEFAULT_MODEL": "first"}
        self.assertTrue(self.succeed_json("models", "info", "first")["default"])
        type(self).environment = {**usual, "SOTTO_DEFAULT_MODEL": "third"}
        self.assertIn("third", self.refuse([3], "ask", "Hello"))
        type(self).environment = usual
        self.assertTrue(self.succeed_json("models", "info", "second")["default"])


class Sharing(ProgramTest):
    def test_a_chat_continues_with_a_model_that_another_program_removes(self):
        self.import_tiny("kept")
        self.import_tiny("gone")
        options = ["--threads", "1", "--temperature", "0", "--max-tokens", "4"]
        chat = self.start_program(
            "chat", "--model", "gone", *options,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        chat.stdin.write(b"One\n")
        chat.stdin.flush()
        self.assertNotEqual(chat.stdout.read(1), b"")
        self.succeed("models", "remove", "gone")
        _, messages = chat.communicate(b"Two\n", timeout=LIMIT_SECONDS)
        self.assertEqual(chat.returncode, 0, messages)
        (made,) = self.succeed_json("conversations", "list")
        shown = self.succeed_json("conversations", "show", made["id"])
        states = [m["state"] for m in shown["messages"] if m["role"] == "assistant"]
        self.assertEqual(states, ["complete", "complete"])
        # Another model becomes the default.
        (left,) = self.succeed_json("models", "list")
        self.assertEqual((left["name"], left["default"]), ("kept", True))
        self.refuse([3], "ask", "--model", "gone", "Hello")
        self.succeed("ask", *options, "Hello")

    def test_another_model_becomes_the_default_after_a_removal(self):
        data = self.folder / "defaults"
        source = tiny_model.write_model(self.folder / "default-source")
        for name in ["first", "second", "third"]:
            self.succeed("models", "import", source, "--name", name, "--no-calibrate", data=data)
        self.succeed("models", "use", "first", data=data)
        self.succeed("models", "remove", "first", data=data)
        self.assertEqual(self.succeed_json("models", "info", "third", data=data)["default"], True)
        self.succeed("models", "remove", "third", data=data)
        self.assertEqual(self.succeed_json("models", "info", "second", data=data)["default"], True)
        self.succeed("models", "remove", "second", data=data)
        self.refuse([3], "ask", "Hello", data=data)

    def test_leftovers_of_a_killed_import_are_removed_at_the_next_start(self):
        source = tiny_model.write_model(
            self.folder / "large-source", hidden=1024, layers=1, vocabulary=60000
        )
        data = self.folder / "killed"
        models = data / "models"
        process = self.start_program(
            *("models", "import", source, "--name", "large", "--no-calibrate"),
            data=data,
            stderr=subprocess.DEVNULL,
        )
        while not list(models.glob("large.partial-*")):
            self.assertIsNone(process.poll(), "the import ended before it could be killed")
        process.kill()
        process.wait(timeout=LIMIT_SECONDS)
        self.assertNotEqual(list(models.glob("*.partial-*")), [])
        self.assertEqual(self.succeed_json("models", "list", data=data), [])
        self.assertEqual(list(models.glob("*.partial-*")), [])
        self.succeed("models", "import", source, "--name", "large", "--no-calibrate", data=data)


class OpenSettings(ProgramTest):
    """Settings of a MobileLLM-Pro that are missing in its configuration."""

    def hidden_starter(self, name, *keys):
        folder = self.folder / name
        shutil.copytree(STARTER, folder)
        configuration = json.loads((folder / "config.json").read_text())
        (folder / "config.json").write_text(
            json.dumps({k: v for k, v in configuration.items() if k not in keys})
        )
        return folder

    def test_they_are_detected_saved_and_shown(self):
        source = self.hidden_starter("hidden", "rope_theta", "use_qk_norm", "rope_interleave")
        report = self.succeed_json("models", "import", source)
        self.assertIn("rope_theta 8000000", " ".join(report["warnings"]))
        info = self.succeed_json("models", "info", "hidden")
        self.assertEqual(info["config"]["rope_theta"], 8000000)
        self.assertEqual(info["config"]["use_qk_norm"], False)
        self.assertEqual(info["config"]["rope_interleave"], True)
        self.assertIn("rope_theta 8000000", " ".join(info["notes"]))
        self.assertIn("rope_theta 8000000", self.succeed("models", "info", "hidden"))

    def test_a_model_of_random_weights_is_refused(self):
        source = tiny_model.write_model(self.folder / "random")
        file = source / "config.json"
        configuration = json.loads(file.read_text())
        del configuration["rope_theta"]
        layers = configuration["num_hidden_layers"]
        configuration.update(
            architectures=["MobileLLMP1ForCausalLM"], layer_types=["full_attention"] * layers
        )
        file.write_text(json.dumps(configuration))
        self.assertIn("model_type", self.refuse([4], "models", "import", source))
        configuration["model_type"] = "llama4_text"
        file.write_text(json.dumps(configuration))
        sentence = self.refuse([4], "models", "import", source)
        self.assertIn("no clear winner", sentence)
        self.assertEqual(self.succeed_json("models", "list"), [])


if __name__ == "__main__":
    unittest.main()

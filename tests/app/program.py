"""Runs the real program in a data folder of its own."""

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

import tiny_model

PROGRAM = os.environ["SOTTO_PROGRAM"]
SHARED_DATA = Path(os.environ["SOTTO_SHARED_DATA"])
STARTER = Path(__file__).parents[2] / "resources" / "starter"

# Much longer than any run, even under a sanitizer on a busy machine. A program that hangs fails its test, not the whole
# suite.
LIMIT_SECONDS = 150


def end(process):
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


class ProgramTest(unittest.TestCase):
    """A test case with a temporary folder and a data folder that all its tests share."""

    limit_seconds = LIMIT_SECONDS

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="sotto-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.data = cls.folder / "data"
        # Neither the built-in model nor a display, whatever this machine has.
        kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "SOTTO_DEFAULT_MODEL")}
        home = str(cls.folder)
        cls.environment = {**kept, "SOTTO_RESOURCES": home, "HOME": home, "TERM": "xterm"}

    @classmethod
    def import_tiny(cls, name="tiny", **shape):
        """Imports a random model for the whole class."""
        source = tiny_model.write_model(cls.folder / (name + "-source"), **shape)
        done = cls.run_program("models", "import", source, "--name", name, "--weights", "f32")
        assert done.returncode == 0, done.stderr

    @classmethod
    def command(cls, *arguments, data=None):
        return [PROGRAM, "--data-dir", str(data or cls.data), *map(str, arguments)]

    @classmethod
    def run_program(cls, *arguments, input="", data=None):
        raw = input if isinstance(input, bytes) else input.encode()
        done = subprocess.run(
            cls.command(*arguments, data=data),
            input=raw,
            capture_output=True,
            env=cls.environment,
            timeout=cls.limit_seconds,
        )
        done.stdout = done.stdout.decode("utf-8")
        done.stderr = done.stderr.decode("utf-8")
        return done

    def start_program(self, *arguments, data=None, **options):
        """Starts the program; it is killed at the end of the test or after the time limit."""
        process = subprocess.Popen(
            self.command(*arguments, data=data), env=self.environment, **options
        )
        limit = threading.Timer(LIMIT_SECONDS, process.kill)
        limit.start()
        self.addCleanup(end, process)
        self.addCleanup(limit.cancel)
        return process

    def succeed(self, *arguments, **options):
        """Runs, expects success, returns standard output."""
        done = self.run_program(*arguments, **options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def succeed_json(self, *arguments, **options):
        return json.loads(self.succeed("--json", *arguments, **options))

    def refuse(self, statuses, *arguments, **options):
        """Runs, expects one of the statuses, one sentence and nothing on standard output."""
        done = self.run_program(*arguments, **options)
        self.assertIn(done.returncode, statuses, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertRegex(done.stderr, r"\Asotto: [^\n]+\n\Z")
        return done.stderr

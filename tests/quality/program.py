"""Drives the program as a user does, in a data folder of its own that shares the imported models."""

import hashlib
import json
import os
import subprocess
import tempfile
import time
from pathlib import Path


def user_folder(variable, default):
    return Path(os.environ.get(variable) or Path.home() / default) / "sotto"


class Program:
    """The program `path`. Used as a context: its folder is removed at the end."""

    def __init__(self, path, options=()):
        self.path = path
        self.options = list(options)  # of `ask`

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="sotto-quality-")
        home = Path(self.folder.name)
        self.environment = {**os.environ, "XDG_DATA_HOME": str(home / "data"), "XDG_CACHE_HOME": str(home / "cache")}
        for kind, shared, default in (("data", "models", ".local/share"), ("cache", "packed", ".cache")):
            mine = home / kind / "sotto"
            mine.mkdir(parents=True, mode=0o700)
            theirs = user_folder(f"XDG_{kind.upper()}_HOME", default) / shared
            if theirs.is_dir():
                (mine / shared).symlink_to(theirs)
        return self

    def __exit__(self, *_):
        self.folder.cleanup()

    def run_json(self, *arguments):
        done = subprocess.run(
            [self.path, "--json", *map(str, arguments)], env=self.environment, capture_output=True, text=True, check=False
        )
        return json.loads(done.stdout) if done.returncode == 0 and done.stdout else None

    def model(self, name):
        """The model as the list shows it; without a name, the default one. None if there is none."""
        for model in self.run_json("models", "list") or []:
            if model["name"] == name or (not name and model["default"]):
                return model
        return None

    def write(self, name, text):
        """A file of this name and text. Each text has a folder of its own: suites share names."""
        folder = Path(self.folder.name) / hashlib.sha256(text.encode()).hexdigest()
        folder.mkdir(exist_ok=True)
        path = folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def ask_all(self, model, items, options=()):
        """Yields (item, answer, seconds, peak bytes so far) for each item; an answer is a line of the program."""
        questions = Path(self.folder.name) / "questions.jsonl"
        with questions.open("w", encoding="utf-8") as file:
            for item in items:
                documents = [self.write(name, text) for name, text in item.documents.items()]
                line = {"prompt": item.prompt, "documents": documents, "max_tokens": item.max_tokens}
                file.write(json.dumps(line) + "\n")
        command = [self.path, "ask", "--model", model, "--no-citations", *self.options, *options, "--jsonl", str(questions)]
        yield from self.lines(command, items)

    def lines(self, command, items):
        begun = time.monotonic()
        with tempfile.TemporaryFile(mode="w+") as errors:
            process = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, stderr=errors, text=True)
            try:
                for item in items:
                    line = process.stdout.readline()
                    if not line:
                        break
                    now = time.monotonic()
                    yield item, json.loads(line), now - begun, peak_bytes(process.pid)
                    begun = now
                else:
                    return
            finally:
                process.stdout.close()
                process.wait()
            errors.seek(0)
            raise RuntimeError(errors.read().strip() or f"the program ended with {process.returncode}")

    def summarize(self, model, text, name):
        """The summary of a text, as (answer, seconds, peak bytes)."""
        begun = time.monotonic()
        command = [self.path, "--json", "summarize", "--model", model, "--no-citations", self.write(name, text)]
        with tempfile.TemporaryFile(mode="w+") as errors:
            process = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, stderr=errors, text=True)
            output = process.stdout.read()
            process.stdout.close()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode != 0:
                errors.seek(0)
                raise RuntimeError((errors.read().strip() or "no message").splitlines()[-1])
        return json.loads(output), time.monotonic() - begun, usage.ru_maxrss * 1024


def peak_bytes(pid):
    """The most memory that a running process had; 0 where the system does not say."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0

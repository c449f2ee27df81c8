"""What Sotto, pandoc and pdftotext read of a file."""

import json
import re
import struct
import subprocess
import time
from dataclasses import dataclass, field

LONGEST = 300  # seconds for one file


@dataclass
class Reading:
    """What a program read."""

    text: str = ""
    seconds: float = 0.0
    headings: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    links: str = ""  # text in which addresses are looked for
    refusal: str = ""


def timed(arguments, content=None):
    begin = time.perf_counter()
    done = subprocess.run(arguments, input=content, capture_output=True, timeout=LONGEST)
    return done, time.perf_counter() - begin


def frames_of(answer):
    """The frames of sotto-extract: a letter, a length, the content. See app/extract/protocol/frames.h."""
    at = answer.find(b"\n") + 1
    while 0 < at < len(answer):
        (length,) = struct.unpack_from("<I", answer, at + 1)
        yield chr(answer[at]), answer[at + 5 : at + 5 + length]
        at += 5 + length


ADDRESS = re.compile(r" ?\((?:https?://|[^\s()@]+@)[^\s()]+\)")


def with_sotto(program, path):
    done, seconds = timed([program, path.suffix[1:]], path.read_bytes())
    reading = Reading(seconds=seconds, refusal="" if done.returncode == 0 else "it crashed")
    section = 1
    for tag, content in frames_of(done.stdout):
        if tag == "X":
            reading.links = content.decode()
            reading.text = ADDRESS.sub("", reading.links)  # pandoc's plain text has none either
        elif tag == "R":
            reading.refusal = content[1:].decode()
        elif tag == "M" and content[0] == section:
            reading.headings.append(content[9:].decode())
    between = "|" if path.suffix == ".md" else "\t"  # Markdown is kept as it is written
    reading.rows = [line.strip(between).split(between) for line in reading.text.split("\n") if between in line]
    return reading


def plain(inlines):
    """The text of a part of pandoc's tree."""
    if isinstance(inlines, list):
        return "".join(map(plain, inlines))
    if not isinstance(inlines, dict):
        return ""
    kind, content = inlines.get("t"), inlines.get("c")
    if kind == "Str":
        return content
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind in ("Code", "Math"):
        return content[-1]
    return plain(content) + (" " if kind in ("Para", "Plain") else "")


def rows_of(table):
    """The rows of a table of pandoc's tree, with their cells as text."""
    head, bodies, foot = table[3], table[4], table[5]
    rows = list(head[1])
    for body in bodies:
        rows += body[2] + body[3]
    return [[plain(cell[4]).strip() for cell in row[1]] for row in rows + foot[1]]


def walk(node, reading):
    if isinstance(node, list):
        for part in node:
            walk(part, reading)
    elif isinstance(node, dict):
        if node.get("t") == "Header":
            reading.headings.append(plain(node["c"][2]))
        elif node.get("t") == "Table":
            reading.rows += rows_of(node["c"])
        elif node.get("t") == "Link":
            reading.links += node["c"][2][0] + "\n"
        walk(node.get("c"), reading)


PANDOC_FORMATS = {"md": "markdown", "htm": "html"}


def with_pandoc(path):
    form = PANDOC_FORMATS.get(path.suffix[1:], path.suffix[1:])
    done, seconds = timed(["pandoc", "-f", form, "-t", "plain", "--wrap=none", str(path)])
    if done.returncode:
        return Reading(refusal="it failed")
    reading = Reading(text=done.stdout.decode(), seconds=seconds)
    tree, _ = timed(["pandoc", "-f", form, "-t", "json", str(path)])
    walk(json.loads(tree.stdout)["blocks"], reading)
    return reading


def with_pdftotext(path):
    done, seconds = timed(["pdftotext", "-q", "-enc", "UTF-8", str(path), "-"])
    return Reading(text=done.stdout.decode(errors="replace"), seconds=seconds,
                   refusal="it failed" if done.returncode else "")

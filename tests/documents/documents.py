#!/usr/bin/env python3
"""Measures how much Sotto reads of documents, beside pandoc and pdftotext. See README.md in this folder."""

import argparse
import shutil
import sys
from collections import defaultdict
from pathlib import Path

import measures
import readers
from makers import MAKERS
from sources import Source

ROOT = Path(__file__).resolve().parents[2]
FORMATS = {"docx": "DOCX", "odt": "ODT", "epub": "EPUB", "html": "HTML", "htm": "HTML", "rtf": "RTF", "md": "Markdown",
           "pdf": "PDF"}


def parse_arguments():
    parser = argparse.ArgumentParser(prog="./dev quality --only documents",
                                     description="How much is read of documents, beside pandoc and pdftotext.")
    parser.add_argument("--count", type=int, default=8, metavar="N", help="documents that are made, each in all formats")
    parser.add_argument("--format", action="append", choices=sorted(set(FORMATS)), help="only these; may be repeated")
    parser.add_argument("--keep", metavar="FOLDER", default=ROOT / "build/documents", help="where files are made")
    parser.add_argument("--make", action="store_true", help="only make the files")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="also name the N files with most words lost")
    parser.add_argument("--data", metavar="FOLDER", default=ROOT.parent / "shared/data", help="the shared data")
    parser.add_argument("--extract", metavar="PROGRAM", default=ROOT / "build/release/app/sotto-extract",
                        help="the program that reads documents")
    return parser.parse_args()


class Sums:
    """What was counted, for each measure and reader: how many were kept, of how many."""

    def __init__(self):
        self.kept = defaultdict(lambda: [0, 0])
        self.seconds = defaultdict(float)
        self.files = 0

    def add(self, measure, reader, kept, of):
        pair = self.kept[measure, reader]
        pair[0] += kept
        pair[1] += of

    def cell(self, measure, reader):
        kept, of = self.kept.get((measure, reader), (0, 0))
        return f"{100 * kept / of:.1f} %" if of else "–"


def made_files(options):
    """Each file that was made, with the source it was made from and what cannot be expected of it."""
    folder = Path(options.keep)
    folder.mkdir(parents=True, exist_ok=True)
    sources = [Source(seed) for seed in range(1, options.count + 1)]
    for name, is_installed, make in MAKERS:
        if not is_installed():
            print(f"documents: {name} is not installed; only files that it made before are read", file=sys.stderr)
        for source in sources:
            for path, limits in make(source, folder, bool(is_installed())):
                yield path, source, limits


def reader_of_peer(path):
    name = "pdftotext" if path.suffix == ".pdf" else "pandoc"
    return (name, getattr(readers, f"with_{name}")) if shutil.which(name) else (name, None)


def count_made(sums, path, source, limits, readings):
    expected = measures.words(source.text)
    for reader, reading in readings.items():
        kept, right, of, found = measures.in_order(expected, measures.words(reading.text))
        sums.add("words kept, in order", reader, kept, of)
        sums.add("words that belong there", reader, right, found)
        sums.add("list numbers", reader, *measures.list_numbers(source.numbers, reading.text))
        if path.suffix == ".pdf":
            sums.add("rows of tables", reader, *measures.rows(source.rows, reading.text))
            if reader == "Sotto":
                sums.add("cells of tables", reader, *measures.cells(source.rows, reading.rows))
        else:
            sums.add("headings", reader, *measures.headings(source.headings, reading.headings))
            sums.add("cells of tables", reader, *measures.cells(source.rows, reading.rows))
            if limits.get("links", True):
                sums.add("addresses of links", reader, *measures.links(source.links, reading.links))


def shared_files(options):
    folder = Path(options.data) / "docs"
    if not folder.exists():
        print(f"documents: {folder} is missing; its files are skipped", file=sys.stderr)
        return []
    return sorted(path for path in folder.rglob("*") if path.suffix[1:] in FORMATS)


def read_both(options, path):
    readings = {"Sotto": readers.with_sotto(str(options.extract), path)}
    name, read = reader_of_peer(path)
    if read:
        readings[name] = read(path)
    return readings


def table(title, sums, peer):
    names = list(dict.fromkeys(measure for measure, _ in sums.kept))
    lines = [f"### {title}: {sums.files} files", "", f"| | Sotto | {peer} |", "|---|---|---|"]
    lines += [f"| {name} | {sums.cell(name, 'Sotto')} | {sums.cell(name, peer)} |" for name in names]
    if sums.seconds:
        milliseconds = {reader: 1000 * seconds / sums.files for reader, seconds in sums.seconds.items()}
        lines.append(f"| time for a file | {milliseconds.get('Sotto', 0):.0f} ms | {milliseconds.get(peer, 0):.0f} ms |")
    return "\n".join(lines) + "\n"


def main():
    options = parse_arguments()
    wanted = {FORMATS[ending] for ending in options.format or FORMATS}
    files = [file for file in made_files(options) if FORMATS[file[0].suffix[1:]] in wanted]
    if options.make:
        return
    made, shared, lost = defaultdict(Sums), defaultdict(Sums), []
    for path, source, limits in files:
        readings = read_both(options, path)
        sums = made[FORMATS[path.suffix[1:]]]
        sums.files += 1
        for reader, reading in readings.items():
            sums.seconds[reader] += reading.seconds
        count_made(sums, path, source, limits, readings)
        text = readings["Sotto"].text
        kept, _, of, _ = measures.in_order(measures.words(source.text), measures.words(text))
        lost.append((kept / of, path.name, readings["Sotto"].refusal))
    for path in shared_files(options):
        if FORMATS[path.suffix[1:]] not in wanted:
            continue
        readings = read_both(options, path)
        if len(readings) < 2 or any(reading.refusal for reading in readings.values()):
            continue
        sums = shared[FORMATS[path.suffix[1:]]]
        sums.files += 1
        ours, theirs = (measures.words(reading.text) for reading in readings.values())
        common, _, of, found = measures.in_order(theirs, ours)
        peer = list(readings)[1]
        sums.add("words of the other that it has, in order", "Sotto", common, of)
        sums.add("words of the other that it has, in order", peer, common, found)
        lost.append((common / max(of, 1), path.name, ""))
    for name in dict.fromkeys(FORMATS.values()):
        peer = "pdftotext" if name == "PDF" else "pandoc"
        for title, sums in ((f"{name}, made files", made[name]), (f"{name}, shared files", shared[name])):
            if sums.files:
                print(table(title, sums, peer))
    for ratio, name, refusal in sorted(lost)[: options.worst]:
        print(f"{100 * ratio:6.1f} %  {name}  {refusal}", file=sys.stderr)


if __name__ == "__main__":
    main()

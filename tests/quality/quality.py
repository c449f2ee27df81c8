#!/usr/bin/env python3
"""Measures how good the answers of a model are. See README.md in this folder."""

import argparse
import hashlib
import json
import sys
from pathlib import Path

import suites
from program import Program
from results import Results, table

ROOT = Path(__file__).resolve().parents[2]


def parse_arguments():
    parser = argparse.ArgumentParser(prog="./dev quality", description="How good the answers of a model are.")
    parser.add_argument("--model", default="", metavar="N", help="an imported model; else the default one")
    parser.add_argument("--only", action="append", metavar="SUITE", help=f"may be repeated; {', '.join(suites.SUITES)}")
    parser.add_argument("--limit", type=int, metavar="N", help="at most so many questions of each suite")
    parser.add_argument("--out", metavar="FILE", help="also write the table as JSON")
    parser.add_argument("--kv", choices=("f32", "f16", "int8"), help="as sotto ask --kv")
    parser.add_argument("--system", metavar="TEXT", help="other instructions than the program's")
    parser.add_argument("--temperature", metavar="T", help="other than the program's")
    parser.add_argument("--fresh", action="store_true", help="ask again what an earlier run has asked")
    parser.add_argument("--keep", metavar="FOLDER", default=ROOT / "build/quality", help="where answers are kept")
    parser.add_argument("--data", metavar="FOLDER", default=ROOT.parent / "shared/data", help="the shared data")
    parser.add_argument("--sotto", metavar="PROGRAM", default=ROOT / "build/release/app/sotto", help="the program")
    options = parser.parse_args()
    unknown = set(options.only or ()) - set(suites.SUITES)
    if unknown:
        parser.error(f"there is no suite {sorted(unknown)[0]}; there are {', '.join(suites.SUITES)}")
    if options.limit is not None and options.limit < 1:
        parser.error("--limit is at least 1")
    return options


def passed_on(options):
    """The options of `sotto ask`. A fixed seed, so that a run can be repeated."""
    given = ["--seed", "1"]
    for name in ("system", "temperature", "kv"):
        value = getattr(options, name)
        given += [] if value is None else [f"--{name}", value]
    return given


def ask(program, model, suite, items, results):
    fitting = [item for item in items if item.tokens <= model["context"]]
    if len(fitting) < len(items):
        print(f"{suite}: {len(items) - len(fitting)} are longer than the model's context, left out", file=sys.stderr)
    open_items = [item for item in fitting if not results.has(suite, item.id)]
    if open_items:
        for item, answer, seconds, peak in program.ask_all(model["name"], open_items, suites.OPTIONS.get(suite, ())):
            text = answer.get("text", "")
            if "error" in answer:
                print(f"{suite}: {item.id}: {answer['error']}", file=sys.stderr)
            results.add(suite, item.id, text, seconds, peak)
    return {item.id: item.score for item in fitting}


def summarize(program, model, meetings, results):
    scores = {}
    for name, text, _, reference in meetings:
        scores[name] = lambda answer, reference=reference: suites.order(suites.metrics.rouge(answer, reference))
        if results.has(suites.SUMMARIES, name):
            continue
        answer, seconds, peak = program.summarize(model["name"], text, f"{name}.txt")
        results.add(suites.SUMMARIES, name, answer["text"], seconds, peak)
    return scores


def measure(program, model, suite, options, results):
    data = Path(options.data)
    needed = suites.needs(suite)
    if needed and not (data / needed).exists():
        print(f"{suite}: skipped, since {data / needed} is missing", file=sys.stderr)
        return None
    if suite == suites.SUMMARIES:
        scores = summarize(program, model, suites.meetings(data)[: options.limit], results)
    else:
        scores = ask(program, model, suite, suites.QUESTIONS[suite](data)[: options.limit], results)
    return results.row(suite, scores) if scores else None


def run_id(options, model):
    """Answers are kept for the same program, model and options."""
    digest = hashlib.sha256(Path(options.sotto).read_bytes())
    digest.update(json.dumps([model["name"], model["weights"], model["parameters"], passed_on(options)]).encode())
    return digest.hexdigest()[:16]


def main():
    options = parse_arguments()
    with Program(str(options.sotto), passed_on(options)) as program:
        model = program.model(options.model)
        if model is None:
            sys.exit(f"quality: there is no model {options.model!r}" if options.model else "quality: there is no model")
        results = Results(Path(options.keep) / f"{model['name']}-{run_id(options, model)}.jsonl", options.fresh)
        rows = []
        try:
            for suite in options.only or suites.SUITES:
                if row := measure(program, model, suite, options, results):
                    rows.append(row)
                    print(f"{suite}: done", file=sys.stderr)
        except KeyboardInterrupt:
            sys.exit(130)
        except RuntimeError as error:
            sys.exit(f"quality: {error}")
    print(f"{model['name']}, {model['weights']} weights\n")
    print(table(rows))
    if options.out:
        report = {"model": model["name"], "weights": model["weights"], "options": passed_on(options), "suites": rows}
        Path(options.out).write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()

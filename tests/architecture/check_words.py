#!/usr/bin/env python3
"""Finds words that a stranger would not understand, where the field has a standard term (CONTRIBUTING.md, Glossary).

check_words.py ROOT [FOLDER…]     names each place under ROOT (or only in these folders); exit status 1 if there is any.
"""

import re
import subprocess
import sys
from pathlib import Path

# A pattern, and the term to use. Patterns are matched without regard to case unless they say otherwise.
WORDS = {
    r"\bwish(es|ed)?\b|_wish(es)?\b|(?-i:[a-z]Wish(es)?\b)": "setting",
    r"\bread(s|ing)? (\w+ )?ahead\b|\bread_ahead|ReadAhead|(?-i:\bReading(Service|Listener|Stage|Wish|Ear)\b)": "prefill",
    r"(?-i:Kv_?Pieces?\b)|kv_pieces?\b|\bpieces? of keys\b|\btail (piece|row)s?\b|\bat_tails\b|\bsave_tail": "KV block, checkpoint",
    r"\barrivals?\b|\bon_arrivals?\b|(?-i:Arrival[A-Z]|[a-z]Arrival)|\btickets?\b|_ticket_?\b": "import job, job id",
    r"(?<![-\w])walls?\b(?! clock)(?!-clock)|(?-i:[a-z]Walls?\b(?!Clock))|_walls?\b(?!_clock)|\bshuts? (itself |himself )?in\b|\bshut_in\b|put_up_landlock": "sandbox, protections",
    r"\bwhen_full\b|(?-i:WhenFull|whenFull)|\bset_when_full\b|(?<!--)\bwhen full\b": "overflow policy",
    r"\bleft_out|(?-i:LeftOut|leftOut)": "truncation",
    r"\btake_back|\btaken_back|\bt(ake|aken|akes) back\b": "rollback",
    r"(?-i:\bEar\b|[a-z]Ear\b|\bear_\b|\bSilence\b)": "adapter, null listener",
    r"\bbegin_anew|\b(begun|begin|begins) anew\b": "recreate",
    r"\bforg[eo]t(s|ten|ting)?\b|\bforget_|_forget\b": "purge, drop, discard",
    r"(?-i:\bkMost[A-Z]\w*)|(?-i:\bmost_(?!of\b)\w+)": "kMax…, max_…",
    r"\bto_word\b|\bfrom_word\b": "to_string, parse",
    r"(?-i:\b(Weight|Kv|Matrix|Chat|Prompt|Output)Form\b)|\bkv_form|_form_from\b": "dtype, format, kind",
    r"(?-i:(Few|Many)Scratch)|attend_int8_(few|many)|(?-i:Attend(Few|Many))|attention_(few|many)": "GEMV, GEMM",
    r"\bguess(es|ed|ing)?_?\b|_guess\b": "draft token; detection, estimate",
    r"\berror[ _]feedback\b|(?-i:ErrorFeedback|FeedbackQuantizer)": "GPTQ",
    r"\bno numbers?\b(?= *[,.;)]| (at|is|are|in|goes))|\bkNoNumber\b|not a number\b": "NaN",
    r"127 stands for": "absmax scale",
    r"\bplace_in_cache\b|\bfinish_head\b": "what the function does",
    r"\bwho writes\b": "writer",
    r"(?-i:(Pickle|Blob|Document|Answer|Rtf|Page|Header|Prompt|Text|Block)Reader\b)|\b(pickle|blob|document|answer|prompt|rtf)_reader\b": "parser, stream, client (a reader is a person, or the pane where one reads)",
    r"\bcharset_guess": "charset detection",
    r"\bgroups? of 32\b|(?-i:kInt4GroupSize)|group_scales?\b": "block of 32 inputs, block scale",
}
PATTERNS = [(re.compile(pattern, re.IGNORECASE), term) for pattern, term in WORDS.items()]
SUFFIXES = {".cpp", ".h", ".qml", ".py", ".sh", ".md", ".txt", ".cmake", ".sql", ".in", ".json", ".svg", ""}
# Texts of others, and this list. Migrations keep the names of their time. The detection text is input of a model: its
# losses must not change.
LEFT_ALONE = re.compile(
    r"(LICENSE|resources/(starter|samples|calibration|icons)/|tests/fuzz/findings/|tests/architecture/check_words"
    r"|inference/import/settings_detection_text"
    r"|storage/migrations/\d{4}_|\.clang-)"
)


def findings_in(file: str, text: str) -> list[str]:
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, term in PATTERNS:
            if match := pattern.search(line):
                found.append(f"{file}:{number}: '{match[0]}': use the term {term}")
    return found


def files_of(root: Path) -> list[str]:
    listed = subprocess.run(
        ["git", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard"],
        check=True, capture_output=True, text=True,
    ).stdout.splitlines()
    return [name for name in listed if (root / name).is_file()]


def findings_of(root: Path, names: list[str]) -> list[str]:
    found = []
    for name in names:
        if LEFT_ALONE.match(name) or Path(name).suffix not in SUFFIXES:
            continue
        found += findings_in(name, (root / name).read_text(encoding="utf-8", errors="replace"))
    return found


def main(arguments: list[str]) -> int:
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    root = Path(arguments[0])
    names = [n for n in files_of(root) if len(arguments) == 1 or n.startswith(tuple(arguments[1:]))]
    found = findings_of(root, names)
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Draws the loss of one or more phases as an SVG picture.

    python3 plot.py --out losses.svg WORK [WORK …]

Reads log.jsonl of each WORK, one phase after another. It needs only Python.
"""

import argparse
import json
import math
import pathlib

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 860, 420, 56, 24, 20, 44
CURVES = {"loss": ("#2a6fb0", "answers"), "decisions": ("#c2572b", "deciding tokens")}


def read(folders: list[pathlib.Path]) -> tuple[list[dict], list[tuple[float, str]]]:
    """Points with the tokens of all phases counted together, and where each phase begins."""
    points, phases, before = [], [], 0
    for folder in folders:
        rows = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
        rows = [row for row in rows if "loss" in row]
        latest = {row["round"]: row for row in rows}  # a round repeated after a stop counts once
        phases.append((before, rows[0]["phase"]))
        points += [row | {"tokens": row["tokens"] + before} for _, row in sorted(latest.items())]
        before = points[-1]["tokens"]
    return points, phases


def smooth(values: list[float], share: float = 0.3) -> list[float]:
    found, level = [], values[0]
    for value in values:
        level += share * (value - level)
        found.append(level)
    return found


def picture(points: list[dict], phases: list[tuple[float, str]]) -> str:
    most = max(p["tokens"] for p in points)
    values = [max(p[c], 1e-3) for p in points for c in CURVES]
    low, high = math.floor(math.log2(min(values))), math.ceil(math.log2(max(values)))
    x = lambda tokens: LEFT + (WIDTH - LEFT - RIGHT) * tokens / most
    y = lambda value: TOP + (HEIGHT - TOP - BOTTOM) * (high - math.log2(max(value, 1e-3))) / max(1, high - low)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
             f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>']
    for power in range(low, high + 1):
        parts.append(f'<path d="M{LEFT} {y(2.0 ** power):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
                     f'<text x="{LEFT - 6}" y="{y(2.0 ** power) + 4:.1f}" text-anchor="end">{2.0 ** power:g}</text>')
    for i in range(6):
        tokens = most * i / 5
        parts.append(f'<text x="{x(tokens):.1f}" y="{HEIGHT - 24}" text-anchor="middle">{tokens / 1e6:.1f}</text>')
    for tokens, name in phases:
        parts.append(f'<path d="M{x(tokens):.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#aaa" stroke-dasharray="3 3"/>'
                     f'<text x="{x(tokens) + 4:.1f}" y="{TOP + 12}" fill="#666">{name}</text>')
    for i, (curve, (colour, words)) in enumerate(CURVES.items()):
        line = smooth([p[curve] for p in points])
        path = " ".join(f"{x(p['tokens']):.1f},{y(value):.1f}" for p, value in zip(points, line))
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.6"/>'
                     f'<text x="{LEFT + 150 * i}" y="{HEIGHT - 6}" fill="{colour}">loss of {words}</text>')
    parts.append(f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 6}" text-anchor="end">million tokens</text></svg>')
    return "\n".join(parts) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("work", type=pathlib.Path, nargs="+")
    args = parser.parse_args()
    args.out.write_text(picture(*read(args.work)), encoding="utf-8")


if __name__ == "__main__":
    main()

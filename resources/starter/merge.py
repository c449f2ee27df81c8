"""Merges specialists that started from the same weights into one model.

    python3 merge.py --base FINAL --specialists FINAL FINAL … --work DIR [--scale 1.0]

The merged weights are the base plus `scale` times the mean difference of the specialists from it ("task
arithmetic", Ilharco et al. 2022; with scale 1 this is the plain mean of the specialists). Writes WORK/final.pt, which
train.py takes as --start and export.py as --work.
"""

import argparse
import pathlib

import torch


def merged(base: dict, specialists: list[dict], scale: float) -> dict:
    """Weights by name; all have the same shapes."""
    return {name: weight + scale * sum(s[name] - weight for s in specialists) / len(specialists)
            for name, weight in base.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=pathlib.Path, required=True)
    parser.add_argument("--specialists", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--scale", type=float, default=1.0)
    args = parser.parse_args()
    read = lambda path: torch.load(path, weights_only=False, map_location="cpu")
    base, specialists = read(args.base), [read(path) for path in args.specialists]
    if any(s["config"] != base["config"] for s in specialists):
        raise SystemExit("the models have different shapes")
    args.work.mkdir(parents=True, exist_ok=True)
    tokens = base["tokens"] + sum(s["tokens"] for s in specialists)
    torch.save({"model": merged(base["model"], [s["model"] for s in specialists], args.scale),
                "config": base["config"], "tokens": tokens}, args.work / "final.pt")


if __name__ == "__main__":
    main()

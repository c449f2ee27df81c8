"""Measures how often the answers of the model are exactly right, on held-out text and names.

    python3 evaluate.py --corpus DIR [--model model] [--chats 300] [--int4]

An answer counts when each of its tokens, up to the end token, is the most probable one, so that greedy decoding
generates it. Earlier turns of a conversation contain the right answers.
"""

import argparse
import collections
import pathlib

import torch

import chats
import fixed
from batches import ChatEncoder, pack
from passages import Passages


def held_out_chats(passages: Passages, count: int) -> dict[str, list]:
    """Conversations by kind, with names and passages that training never saw."""
    maker = lambda seed: chats.ChatMaker(seed, passages, "held_out")
    short, long, unseen, real, none, needles, key, scrambled = (maker(9000 + i) for i in range(8))
    return {"1-3 facts": [short.about_document(0) for _ in range(count)],
            "1-12 facts": [long.about_document(1) for _ in range(count)],
            "new kinds": [unseen.about_document(0.3, unseen=True) for _ in range(count)],
            "scrambles": [scrambled.about_scramble(0.4) for _ in range(count)],
            "real text": [real.about_passage(0.5) for _ in range(count)],
            "needles": [needles.about_needles(1500) for _ in range(count // 2)],
            "summary": [key.summary(0.5) for _ in range(count)],
            "no text": [none.without_text() for _ in range(count)]}


def answers_of(ids: list[int], weights: list[float]) -> list[tuple[int, int]]:
    """[first, last) positions of each assistant text."""
    spans, start = [], None
    for i, weight in enumerate(weights + [0.0]):
        if weight >= 1.0 and start is None:
            start = i
        elif weight < 1.0 and start is not None:
            spans.append((start, i))
            start = None
    return spans


@torch.no_grad()
def exact_rates(model, encoder: ChatEncoder, kinds: dict[str, list], most_tokens=2048, device="cpu") -> dict:
    """(kind, type of answer) → [right, asked]."""
    model.eval()
    tally = collections.defaultdict(lambda: [0, 0])
    absent = encoder.pieces.encode(fixed.ABSENT)
    says = encoder.pieces.encode(fixed.SAYS.rstrip())
    for kind, conversations in kinds.items():
        rows = [encoder.encode(chat, 0.0) for chat in conversations]
        for batch in pack([row for row in rows if len(row[0]) <= most_tokens], 8192):
            longest = max(len(row[0]) for row in batch)
            ids = torch.tensor([row[0] + [0] * (longest - len(row[0])) for row in batch], device=device)
            guesses = model(ids).argmax(-1).cpu()
            for i, (row, weights, _) in enumerate(batch):
                for first, last in answers_of(row, weights):
                    answer = row[first:last]
                    what = ("absent" if answer[:-1] == absent else
                            "quote" if answer[: len(says)] == says else
                            "part" if len(answer) < 12 else "fixed")
                    tally[kind, what][1] += 1
                    tally[kind, what][0] += guesses[i, first - 1:last - 1].tolist() == answer
    model.train()
    return dict(tally)


def show(rates: dict) -> str:
    return "; ".join(f"{kind} {what} {right / asked:.3f} ({asked})"
                     for (kind, what), (right, asked) in sorted(rates.items()))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=pathlib.Path, required=True)
    parser.add_argument("--model", type=pathlib.Path, default=pathlib.Path(__file__).parent / "model")
    parser.add_argument("--chats", type=int, default=300)
    parser.add_argument("--int4", action="store_true", help="with the weights rounded to 4 bits")
    args = parser.parse_args()
    from export import load
    from model import Linear
    Linear.quantized = args.int4
    model = load(args.model)
    encoder = ChatEncoder(str(args.model / "tokenizer.model"))
    kinds = held_out_chats(Passages(args.corpus, "held_out"), args.chats)
    for (kind, what), (right, asked) in sorted(exact_rates(model, encoder, kinds).items()):
        print(f"{kind:12} {what:7} {right:5} of {asked:5}  {right / asked:.3f}")


if __name__ == "__main__":
    main()

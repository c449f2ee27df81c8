"""Trains the starter model; can be stopped and started again at any time.

    python3 train.py --corpus DIR --work DIR [--tokens 4020000] [--ranks 2 --rank 0]

With --ranks N, N processes started alike but for --rank share each step.

Three phases that overlap: looking back in random tokens, short documents of few facts, then longer
ones, real passages and the fixed sentences; the last steps train on the 4-bit values of the weights.
"""

import argparse
import datetime
import json
import pathlib
import random
import time

import torch
import torch.distributed as dist
import torch.nn.functional as F

from batches import ChatEncoder, pack, recall
from chats import ChatMaker
from evaluate import exact_rates, held_out_chats, show
from lookback import start_looking_back
from model import Linear, Model, config
from optimizer import Muon
from passages import Passages

ROUND_TOKENS = 32_768  # batches are made for one round at a time


def ramp(progress: float, start: float, end: float) -> float:
    """0 before `start`, 1 after `end`, straight between."""
    return min(1.0, max(0.0, (progress - start) / (end - start)))


def round_batches(index: int, progress: float, args, encoder: ChatEncoder, passages: Passages) -> list:
    """The batches of round `index`; the same at every run."""
    r = random.Random(f"{args.seed}/{index}")
    maker = ChatMaker(r.randrange(1 << 60), passages)
    recall_share = 1 - ramp(progress, args.recall / 2, args.recall)
    level = 0.6 * ramp(progress, 0.5, 0.9)
    passage_share = 0.05 + 0.15 * ramp(progress, 0.4, 0.7)
    rows, size = [], 0
    while size < ROUND_TOKENS:
        if r.random() < max(recall_share, 0.02):
            row = recall(r, encoder.pieces.get_piece_size(), r.randint(48, 160))
        else:
            row = encoder.encode(maker.chat(level, passage_share), args.other_weight)
        if len(row[0]) <= args.longest:
            rows.append(row)
            size += len(row[0])
    batches = pack(rows, args.batch)
    r.shuffle(batches)
    return batches[:len(batches) // args.ranks * args.ranks]


def loss_of(model: Model, batch: list, keep: float):
    """Weighted cross-entropy. Of the tokens with little weight only the part `keep` is looked at, with
    more weight, which saves most of the output layer's work. → loss, mean losses of answers and decisions."""
    longest = max(len(ids) for ids, _ in batch)
    ids = torch.tensor([row[0] + [0] * (longest - len(row[0])) for row in batch])
    weights = torch.tensor([row[1] + [0.0] * (longest - len(row[1])) for row in batch])
    hidden = model.model(ids)[:, :-1].reshape(-1, model.config["hidden_size"])
    weights, targets = weights[:, 1:].reshape(-1), ids[:, 1:].reshape(-1)
    light = (weights < 1) & (weights > 0)
    chosen = torch.nonzero((weights >= 1) | (light & (torch.rand(weights.shape) < keep))).squeeze(1)
    weights = torch.where(weights >= 1, weights, weights / keep)[chosen]
    losses = F.cross_entropy(model.logits(hidden[chosen]), targets[chosen], reduction="none")
    answers = torch.stack([losses[weights >= 1].mean(), losses[weights > 1].mean()]).nan_to_num().detach()
    return (losses * weights).sum() / weights.sum(), answers


def average_gradients(model: Model, ranks: int):
    if ranks > 1:
        gradients = [p.grad for p in model.parameters()]
        together = torch.cat([g.reshape(-1) for g in gradients])
        dist.all_reduce(together)
        for g, part in zip(gradients, together.split([g.numel() for g in gradients])):
            g.copy_(part.view_as(g) / ranks)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True, help="checkpoints and the log")
    parser.add_argument("--tokenizer", default=str(pathlib.Path(__file__).parent / "model/tokenizer.model"))
    parser.add_argument("--tokens", type=int, default=4_020_000)
    parser.add_argument("--batch", type=int, default=3072, help="tokens of one step of one rank")
    parser.add_argument("--longest", type=int, default=640, help="tokens of the longest conversation")
    parser.add_argument("--rate", type=float, default=0.006)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--recall", type=float, default=0.02, help="part of the training that looks back at noise")
    parser.add_argument("--other-weight", type=float, default=0.1, help="of tokens that are no answer")
    parser.add_argument("--int4-from", type=float, default=0.88)
    parser.add_argument("--check-seconds", type=float, default=300)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--ranks", type=int, default=1)
    parser.add_argument("--rank", type=int, default=0)
    parser.add_argument("--port", type=int, default=29411)
    parser.add_argument("--shape", default="{}", help="JSON: other sizes than model.config's")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    args.work.mkdir(parents=True, exist_ok=True)

    encoder = ChatEncoder(args.tokenizer)
    passages = Passages(args.corpus)
    checks = held_out_chats(Passages(args.corpus, "held_out"), 25)
    torch.manual_seed(args.seed)
    model = Model(config(encoder.pieces.get_piece_size(), **json.loads(args.shape)))
    start_looking_back(model, [encoder.pieces.id_to_piece(i) for i in range(encoder.pieces.get_piece_size())])
    optimizer = Muon(model, args.rank, args.ranks)
    if args.ranks > 1:
        dist.init_process_group("gloo", init_method=f"tcp://127.0.0.1:{args.port}?use_libuv=0", rank=args.rank,
                                world_size=args.ranks, timeout=datetime.timedelta(hours=2))
    log = open(args.work / "log.txt", "a", buffering=1)
    say = lambda text: (print(text, flush=True), log.write(text + "\n"))
    index, seen = 0, 0
    checkpoint = args.work / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        index, seen = state["round"], state["tokens"]
    if args.rank == 0:
        say(f"{sum(p.numel() for p in model.parameters())} parameters, from round {index}; {vars(args)}")

    began = checked = time.time()
    while seen < args.tokens:
        torch.manual_seed(args.seed * 1_000_003 + index * args.ranks + args.rank)
        start, answer_loss, steps = time.time(), torch.zeros(2), 0
        batches = round_batches(index, seen / args.tokens, args, encoder, passages)
        for i in range(args.rank, len(batches), args.ranks):
            batch = batches[i]
            progress = seen / args.tokens
            Linear.quantized = progress >= args.int4_from
            rate = args.rate * min(1, (seen + 1) / 40_000) * (1 - 0.98 * ramp(progress, 0.45, 1.0))
            loss, answers = loss_of(model, batch, 0.25)
            loss.backward()
            average_gradients(model, args.ranks)
            optimizer.step(rate)
            seen += sum(len(ids) for part in batches[i - args.rank:i - args.rank + args.ranks] for ids, _ in part)
            answer_loss += answers
            steps += 1
        index += 1
        if args.rank > 0:
            continue
        say(f"round {index} tokens {seen} loss {answer_loss[0] / steps:.3f} decisions {answer_loss[1] / steps:.3f} rate {rate:.5f} "
            f"{ROUND_TOKENS / (time.time() - start):.0f} tokens/s {time.time() - began:.0f} s")
        if time.time() - checked > args.check_seconds or seen >= args.tokens:
            say("  exact: " + show(exact_rates(model, encoder, checks)))
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "round": index,
                     "tokens": seen, "config": model.config}
            torch.save(state, checkpoint.with_suffix(".new"))
            checkpoint.with_suffix(".new").replace(checkpoint)
            checked = time.time()
    if args.rank == 0:
        torch.save({"model": model.state_dict(), "config": model.config, "tokens": seen}, args.work / "final.pt")


if __name__ == "__main__":
    main()

"""Trains one phase of the starter model. It can be stopped and resumed at any time (SIGTERM ends it after the current
round, with a checkpoint).

    python3 train.py --phase instruct --corpus DIR --work DIR --start FOLDER [--ranks 2 --rank 0]

WORK has the checkpoint, the log (log.jsonl, one line per round) and at the end final.pt. --start is a model folder or
the final.pt of the previous phase; without it the weights are initialized in the shape --shape.
With --ranks N, N processes with different --rank share each step. On an accelerator one process is enough.
"""

import argparse
import collections
import copy
import datetime
import json
import math
import pathlib
import random
import signal
import time

import torch
import torch.distributed as dist
import torch.nn.functional as F

from batches import ChatEncoder, pack, recall, with_gaps
from chats import ChatMaker
from checks import exact_rates, held_out_chats, show
from evidence import COPY, EVIDENCE, MATCH, START
from export import load, load_state
from lookback import start
from model import CONTEXT, Linear, Model, config, layers_that_see_all
from optimizer import Muon
from passages import Passages
from phases import PHASES, SHAPES, Phase

WARM_UP = 60_000  # tokens
SHARES = {MATCH: 0.5, COPY: 1.0, START: 0.5, EVIDENCE: 0.7}  # of the kinds of guides


class Rows:
    """Generates the rows (ids, weights, positions) of each round; deterministic."""

    def __init__(self, phase: Phase, args, encoder: ChatEncoder, passages: Passages, longest_position: int):
        self.phase, self.args, self.encoder, self.passages = phase, args, encoder, passages
        self.longest_position = longest_position

    def _row(self, r: random.Random, maker: ChatMaker):
        phase, draw = self.phase, r.random()
        if draw < phase.recall:
            guides = []
            ids, weights = recall(r, self.encoder.pieces.get_piece_size(), r.randint(48, 160))
        elif draw < phase.recall + phase.running_text:
            guides = []
            ids = self.encoder.running_text(" ".join(r.choice(self.passages.paragraphs)))[:phase.longest]
            weights = [0.0] + [1.0] * (len(ids) - 1)
        else:
            low, high = phase.needle_characters
            characters = round(low * (high / low) ** r.random())
            chat = maker.chat(phase.mixture, r.uniform(*phase.level), characters)
            ids, weights, guides = self.encoder.encode(chat, self.args.other_weight)
        if r.random() < phase.gaps:
            return ids, weights, with_gaps(r, ids, self.encoder.stops, self.longest_position), guides
        return ids, weights, list(range(len(ids))), guides

    def round(self, index: int) -> list:
        """Batches of about args.round tokens, as many as divide among the ranks."""
        r = random.Random(f"{self.args.seed}/{self.args.phase}/{index}")
        maker = ChatMaker(r.randrange(1 << 60), self.passages)
        rows, size = [], 0
        while size < self.args.round:
            row = self._row(r, maker)
            if len(row[0]) <= self.phase.longest:
                rows.append(row)
                size += len(row[0])
        batches = pack(rows, self.args.batch)
        # A step has batches of similar length, so that no rank waits long for another.
        ranks = self.args.ranks
        steps = [batches[i:i + ranks] for i in range(0, len(batches) - len(batches) % ranks, ranks)]
        r.shuffle(steps)
        return steps


def tensors(batch: list, device):
    longest = max(len(row[0]) for row in batch)
    fill = lambda row, k, value: list(row[k]) + [value] * (longest - len(row[k]))
    ids = torch.tensor([fill(row, 0, 0) for row in batch], device=device)
    weights = torch.tensor([fill(row, 1, 0.0) for row in batch], device=device)
    positions = torch.tensor([fill(row, 2, 0) for row in batch], device=device)
    return ids, weights, positions


def guided_heads(config: dict) -> dict[int, tuple]:
    """Kind of guide → the layer and heads that it trains: those that lookback.py initializes."""
    second = config["num_attention_heads"] // config["num_key_value_heads"]
    compares, copies = layers_that_see_all(config)[:2]
    return {MATCH: (compares, (0, second)), COPY: (copies, (0,)), START: (2, (0,)), EVIDENCE: (copies, (second,))}


def guide_losses(model: Model, batch: list, device) -> dict[int, torch.Tensor]:
    """For each kind of guide the mean of −log(attention of its heads to its keys), from the saved queries and keys of
    the layers."""
    found = {}
    for kind, (layer, heads) in guided_heads(model.config).items():
        rows = [(b, *guide[1:]) for b, row in enumerate(batch) for guide in row[3] if guide[0] == kind]
        if not rows:
            continue
        b, query, first, last = torch.tensor(rows, device=device).T
        attention = model.model.layers[layer].self_attn
        q, k = (t[:, list(heads)] for t in attention.kept)
        scores = (q @ k.transpose(2, 3) * attention.dim ** -0.5)[b, :, query]  # [rows, heads, keys]
        place = torch.arange(k.shape[2], device=device)
        hidden = place > query[:, None]
        if attention.window:
            hidden |= place <= query[:, None] - attention.window
        scores = scores.masked_fill(hidden[:, None], -torch.inf)
        wanted = scores.masked_fill(((place < first[:, None]) | (place >= last[:, None]))[:, None], -torch.inf)
        found[kind] = (scores.logsumexp(2) - wanted.logsumexp(2)).mean()
    return found


def loss_of(model: Model, teacher: Model | None, batch: list, keep: float, distil: float, guide: float, device):
    """Weighted cross-entropy, mixed with the divergence from the teacher. Of the tokens with a small weight
    only the share `keep` is used, with a larger weight, which saves most of the work of the output layer.
    `guide` is the weight of the guides' losses.
    → loss, [sum and count of losses of answers, sum and count of decisions, sums of the guides' losses]."""
    ids, weights, positions = tensors(batch, device)
    for layer, _ in guided_heads(model.config).values():
        model.model.layers[layer].self_attn.keep = guide > 0
    hidden = model.model(ids, positions)[:, :-1].reshape(-1, model.config["hidden_size"])
    weights, targets = weights[:, 1:].reshape(-1), ids[:, 1:].reshape(-1)
    light = (weights < 1) & (weights > 0)
    chosen = torch.nonzero((weights >= 1) | (light & (torch.rand(weights.shape, device=device) < keep))).squeeze(1)
    weights = torch.where(weights >= 1, weights, weights / keep)[chosen]
    logits = model.logits(hidden[chosen])
    losses = F.cross_entropy(logits, targets[chosen], reduction="none")
    answers, decisions = losses.detach()[weights >= 1], losses.detach()[weights > 1]
    guided = guide_losses(model, batch, device) if guide > 0 else {}
    tally = torch.tensor([answers.sum(), answers.numel(), decisions.sum(), decisions.numel(),
                          *(float(guided[k].detach()) if k in guided else 0.0 for k in SHARES), 1])
    if teacher is not None:
        with torch.no_grad(), Linear.full_precision():
            taught = teacher.model(ids, positions)[:, :-1].reshape(-1, model.config["hidden_size"])
            wanted = F.log_softmax(teacher.logits(taught[chosen]), -1)
        divergence = F.kl_div(F.log_softmax(logits, -1), wanted, reduction="none", log_target=True).sum(-1)
        losses = (1 - distil) * losses + distil * divergence
    lead = sum(guide * SHARES[kind] * value for kind, value in guided.items())
    return (losses * weights).sum() / weights.sum() + lead, tally


def average_gradients(model: Model, ranks: int):
    if ranks > 1:
        gradients = [p.grad for p in model.parameters()]
        together = torch.cat([g.reshape(-1) for g in gradients])
        dist.all_reduce(together)
        for g, part in zip(gradients, together.split([g.numel() for g in gradients])):
            g.copy_(part.view_as(g) / ranks)


def rarity(encoder: ChatEncoder, passages: Passages) -> list[float]:
    """For each piece: small when it is common in real text, about 1 when it is rare."""
    counts = collections.Counter(i for ids in encoder.pieces.encode(passages.sentences[:4000]) for i in ids)
    total = sum(counts.values())
    return [min(1.2, max(0.2, math.log(total / (counts[i] + 20)) / 8)) for i in range(encoder.pieces.get_piece_size())]


def start_model(args, encoder: ChatEncoder, passages: Passages) -> Model:
    if args.start:
        model = load(args.start) if args.start.is_dir() else load_state(args.start)
        longer = Model(model.config | {"max_position_embeddings": CONTEXT})
        longer.load_state_dict(model.state_dict())
        return longer
    size = encoder.pieces.get_piece_size()
    model = Model(config(size, **SHAPES[args.shape]))
    start(model, [encoder.pieces.id_to_piece(i) for i in range(size)], rarity(encoder, passages), encoder.special())
    return model


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--phase", choices=PHASES, required=True)
    parser.add_argument("--corpus", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--start", type=pathlib.Path)
    parser.add_argument("--shape", choices=SHAPES, default="tiny")
    parser.add_argument("--tokenizer", default=str(pathlib.Path(__file__).parent / "model/tokenizer.model"))
    parser.add_argument("--tokens", type=int, help="instead of the phase's own")
    parser.add_argument("--rate", type=float, help="instead of the phase's own")
    parser.add_argument("--no-distil", action="store_true", help="learn from the data alone")
    parser.add_argument("--batch", type=int, default=3072, help="tokens of one step of one rank")
    parser.add_argument("--round", type=int, default=32_768, help="tokens between two lines of the log")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--other-weight", type=float, default=0.1, help="of tokens that are no answer")
    parser.add_argument("--check-seconds", type=float, default=300, help="between two checkpoints")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--f32", action="store_true", help="do not multiply in bfloat16")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--ranks", type=int, default=1)
    parser.add_argument("--rank", type=int, default=0)
    parser.add_argument("--port", type=int, default=29411)
    return parser.parse_args()


class Training:
    """One phase on one rank."""

    def __init__(self, args):
        self.args, self.phase = args, PHASES[args.phase]
        self.total = args.tokens or self.phase.tokens
        self.encoder = ChatEncoder(args.tokenizer)
        torch.manual_seed(args.seed)
        passages = Passages(args.corpus)
        self.model = start_model(args, self.encoder, passages).to(args.device)
        Linear.half, Linear.quantized = not args.f32, self.phase.quantized
        self.teacher = None
        if self.phase.distil and not args.no_distil:
            self.teacher = copy.deepcopy(self.model).requires_grad_(False)
        self.optimizer = Muon(self.model, args.rank, args.ranks)
        self.rows = Rows(self.phase, args, self.encoder, passages,
                         self.model.config["max_position_embeddings"])
        self.checks = held_out_chats(Passages(args.corpus, "held_out"), 25) if args.rank == 0 else None
        self.index, self.seen = 0, 0
        self.checkpoint = args.work / "checkpoint.pt"
        if self.checkpoint.exists():
            state = torch.load(self.checkpoint, weights_only=False, map_location=args.device)
            self.model.load_state_dict(state["model"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.index, self.seen = state["round"], state["tokens"]

    def rate(self) -> float:
        left = (1 - self.seen / self.total) / self.phase.fall if self.phase.fall else 1.0
        return (self.args.rate or self.phase.rate) * min(1, (self.seen + 1) / WARM_UP) * max(0.05, min(1, left))

    def guide(self) -> float:
        """The weight of guided attention, which may decay to zero over the last part of the phase."""
        return self.phase.guide * (min(1.0, 2 * (1 - self.seen / self.total)) if self.phase.guide_falls else 1.0)

    def say(self, **entry):
        text = json.dumps(entry)
        print(text, flush=True)
        with open(self.args.work / "log.jsonl", "a") as log:
            log.write(text + "\n")

    def one_round(self) -> torch.Tensor:
        args = self.args
        torch.manual_seed(args.seed * 1_000_003 + self.index * args.ranks + args.rank)
        tally = torch.zeros(5 + len(SHARES))
        for step in self.rows.round(self.index):
            loss, part = loss_of(self.model, self.teacher, step[args.rank], 0.25, self.phase.distil, self.guide(), args.device)
            loss.backward()
            average_gradients(self.model, args.ranks)
            self.optimizer.step(self.rate())
            self.seen += sum(len(row[0]) for batch in step for row in batch)
            tally += part
        self.index += 1
        return tally

    def save(self):
        state = {"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(), "round": self.index,
                 "tokens": self.seen, "config": self.model.config}
        torch.save(state, self.checkpoint.with_suffix(".new"))
        self.checkpoint.with_suffix(".new").replace(self.checkpoint)

    def must_stop(self) -> bool:
        """Whether any rank was asked to stop; the same on all ranks."""
        asked = torch.tensor([float(self.asked_to_stop)])
        if self.args.ranks > 1:
            dist.all_reduce(asked)
        return bool(asked.item())

    def run(self):
        began = checked = time.time()
        self.asked_to_stop = False
        signal.signal(signal.SIGTERM, lambda *_: setattr(self, "asked_to_stop", True))
        print(f"ready: round {self.index}, {self.seen} tokens", flush=True)
        while self.seen < self.total:
            start, before = time.time(), self.seen
            tally = self.one_round()
            stop = self.must_stop()
            if self.args.rank > 0:
                if stop:
                    return
                continue
            self.say(phase=self.args.phase, round=self.index, tokens=self.seen, loss=round(float(tally[0] / tally[1]), 4),
                     decisions=round(float(tally[2] / tally[3].clamp(1)), 4),
                     guides=[round(float(t / tally[-1]), 3) for t in tally[4:-1]], rate=round(self.rate(), 6),
                     tokens_per_second=round((self.seen - before) / (time.time() - start)), seconds=round(time.time() - began))
            if stop:
                self.save()
                return
            if time.time() - checked > self.args.check_seconds or self.seen >= self.total:
                self.save()
                rates = exact_rates(self.model, self.encoder, self.checks, device=self.args.device)
                self.say(phase=self.args.phase, tokens=self.seen, exact=show(rates))
                checked = time.time()
        if self.args.rank == 0:
            torch.save({"model": self.model.state_dict(), "config": self.model.config, "tokens": self.seen},
                       self.args.work / "final.pt")


def main():
    args = parse_arguments()
    torch.set_num_threads(args.threads)
    args.work.mkdir(parents=True, exist_ok=True)
    if args.ranks > 1:
        dist.init_process_group("gloo", init_method=f"tcp://127.0.0.1:{args.port}?use_libuv=0", rank=args.rank,
                                world_size=args.ranks, timeout=datetime.timedelta(hours=2))
    Training(args).run()


if __name__ == "__main__":
    main()

"""Token ids, and the weight of each in the loss."""

import random

import sentencepiece

from fixed import POINTS, SAYS

BOS, EOS, HEADER_START, HEADER_END, EOT, PAD = 1, 2, 3, 4, 5, 6
DECISION = 6.0
FIRST_PIECE = 263  # after the control tokens and the 256 bytes


class ChatEncoder:
    """Renders conversations exactly as the program does."""

    def __init__(self, tokenizer_file: str):
        self.pieces = sentencepiece.SentencePieceProcessor(model_file=tokenizer_file)
        self.says = self.pieces.encode(SAYS.rstrip())
        self.points = self.pieces.encode(POINTS.rstrip())
        self.stops = {i for i in range(self.pieces.get_piece_size())
                      if self.pieces.id_to_piece(i).endswith((".", "!", "?", "<0x0A>"))}
        self.line_break = self.pieces.encode("\n\n")

    def header(self, role: str) -> list[int]:
        return [HEADER_START, *self.pieces.encode(role), HEADER_END, *self.line_break]

    def encode(self, chat: list, other_weight: float) -> tuple[list[int], list[float]]:
        """Ids and weights; an assistant's text and its end weigh 1, all else `other_weight`. The first token, and
        the first two after "The text says:", decide what will be copied: they weigh `DECISION`."""
        ids, weights = [BOS], [0.0]
        for role, text in chat:
            header = self.header(role)
            body = self.pieces.encode(text) + [EOT]
            ids += header + body
            weights += [0.0] * len(header)
            if role != "assistant":
                weights += [other_weight] * len(body)
            else:
                lead = len(self.points if text.startswith(POINTS) else self.says)
                decisions = {0, 2, lead, lead + 1}
                weights += [DECISION if i in decisions else 1.0 for i in range(len(body))]
        return ids, weights

    def running_text(self, text: str) -> list[int]:
        return [BOS, *self.pieces.encode(text)]

    def prompt(self, chat: list) -> list[int]:
        """Ids up to where the assistant begins to write."""
        return self.encode(chat, 0)[0] + self.header("assistant")


def recall(r: random.Random, vocabulary: int, length: int) -> tuple[list[int], list[float]]:
    """Chunks of random tokens, then the same chunks in another order. All but the first token of a
    repeated chunk can be foretold: this is what makes a young network learn to look back."""
    chunks = []
    while sum(map(len, chunks)) < length // 2:
        chunks.append([r.randrange(FIRST_PIECE, vocabulary) for _ in range(r.randint(3, 10))])
    ids, weights = [BOS], [0.0]
    for chunk in chunks:
        ids += chunk
        weights += [0.0] * len(chunk)
    for chunk in r.sample(chunks, len(chunks)):
        ids += chunk
        weights += [0.0] + [1.0] * (len(chunk) - 1)
    return ids, weights


def with_gaps(r: random.Random, ids: list[int], stops: set[int], longest: int) -> list[int]:
    """Positions of the tokens, with one to three gaps after tokens in `stops` (ends of sentences and lines), so
    that a short text shows the distances of a long one ("positional skip-wise training", Zhu et al. 2023)."""
    places = [i + 1 for i, token in enumerate(ids[:-1]) if token in stops]
    if not places:
        return list(range(len(ids)))
    room = longest - len(ids)
    total = int(min(room, 100 * (room / 100) ** r.random()))  # as many short gaps as long ones
    cuts = sorted(r.sample(places, min(len(places), r.randint(1, 3))))
    parts = sorted(r.randint(0, total) for _ in cuts[:-1]) + [total]
    positions, gap = [], 0
    for i in range(len(ids)):
        while cuts and i == cuts[0]:
            cuts.pop(0)
            gap = parts.pop(0)
        positions.append(i + gap)
    return positions


def pack(rows: list, tokens: int) -> list[list]:
    """Groups rows of like length into batches of about `tokens` tokens, padding included; a longer row is a batch
    of its own."""
    batches, batch, longest = [], [], 0
    for row in sorted(rows, key=lambda row: len(row[0])):
        longest = max(longest, len(row[0]))
        if batch and longest * (len(batch) + 1) > tokens:
            batches.append(batch)
            batch, longest = [], len(row[0])
        batch.append(row)
    batches.append(batch)
    return batches

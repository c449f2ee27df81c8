"""Token ids, and the weight of each in the loss."""

import random

import sentencepiece

from evidence import Answer, Place, guides_of, no_evidence
from fixed import ABSENT, POINTS, SAYS

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
        self.word = [self.pieces.id_to_piece(i).lower().strip("▁") for i in range(self.pieces.get_piece_size())]
        self.line_break = self.pieces.encode("\n\n")

    def special(self) -> dict:
        """Ids of special tokens by their use, for lookback.py."""
        one = lambda text: self.pieces.encode(text)[-1]
        return {"first": BOS, "header_end": HEADER_END, "roles": [one("user"), one("assistant")], "colon": one("says:"),
                "ends": [one("end."), one("end!"), one("end?"), one("\n")]}

    def header(self, role: str) -> list[int]:
        return [HEADER_START, *self.pieces.encode(role), HEADER_END, *self.line_break]

    def _place(self, text: str, offset: int) -> tuple[list[int], Place]:
        """Ids of a message, and the positions of its tokens."""
        pieces = self.pieces.encode(text, out_type="immutable_proto").pieces
        begins = [p.begin + (p.surface[:1] == " ") for p in pieces]
        return [p.id for p in pieces], Place(text, begins, offset)

    def _decisions(self, text: str, length: int) -> set[int]:
        """The tokens of an answer that decide what will be copied: its first, where it differs from "The text does not
        say", and the first three of a quotation; for a bare part of a sentence its first two and its end."""
        if text.startswith((SAYS, POINTS)):
            lead = len(self.points if text.startswith(POINTS) else self.says)
            return {0, 2, lead, lead + 1, lead + 2}
        return {0, 1, length - 1} if isinstance(text, Answer) else {0, 2}

    def encode(self, chat: list, other_weight: float) -> tuple[list[int], list[float], list[tuple]]:
        """Ids, weights and guides (evidence.py). The weight is 1 for the assistant's text and its end, `DECISION` for
        deciding tokens, and `other_weight` for all others."""
        ids, weights, guides, before = [BOS], [0.0], [], []
        for role, text in chat:
            header = self.header(role)
            begin = len(ids)
            body, place = self._place(text, begin + len(header))
            body.append(EOT)
            ids += header + body
            weights += [0.0] * len(header)
            if role != "assistant":
                weights += [other_weight] * len(body)
                before.append(place)
                guides += place.starts()
                continue
            decisions = self._decisions(text, len(body))
            weights += [DECISION if i in decisions else 1.0 for i in range(len(body))]
            if isinstance(text, Answer):
                guides += guides_of(text, place, begin, before, [self.word[i] for i in ids])
            elif text == ABSENT:
                guides += no_evidence(place, begin)
        return ids, weights, guides

    def running_text(self, text: str) -> list[int]:
        return [BOS, *self.pieces.encode(text), EOS]

    def prompt(self, chat: list) -> list[int]:
        """Ids of the prompt of an answer."""
        return self.encode(chat, 0)[0] + self.header("assistant")


def recall(r: random.Random, vocabulary: int, length: int) -> tuple[list[int], list[float]]:
    """Chunks of random tokens, then the same chunks in another order. All but the first token of a
    repeated chunk are predictable, which teaches an untrained network to look back."""
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
    that a short text has the distances of a long one ("positional skip-wise training", Zhu et al. 2023)."""
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
    """Groups rows of similar length into batches of about `tokens` tokens, including padding; a longer row is a
    batch by itself."""
    batches, batch, longest = [], [], 0
    for row in sorted(rows, key=lambda row: len(row[0])):
        longest = max(longest, len(row[0]))
        if batch and longest * (len(batch) + 1) > tokens:
            batches.append(batch)
            batch, longest = [], len(row[0])
        batch.append(row)
    batches.append(batch)
    return batches

"""Token ids, and the weight of each in the loss."""

import random

import sentencepiece

from chats import SAYS

BOS, EOS, HEADER_START, HEADER_END, EOT, PAD = 1, 2, 3, 4, 5, 6
DECISION = 6.0
FIRST_PIECE = 263  # after the control tokens and the 256 bytes


class ChatEncoder:
    """Renders conversations exactly as the program does."""

    def __init__(self, tokenizer_file: str):
        self.pieces = sentencepiece.SentencePieceProcessor(model_file=tokenizer_file)
        self.says = self.pieces.encode(SAYS.rstrip())
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
                decisions = {0, 2, len(self.says), len(self.says) + 1}
                weights += [DECISION if i in decisions else 1.0 for i in range(len(body))]
        return ids, weights

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


def pack(rows: list, tokens: int) -> list[list]:
    """Groups rows of like length into batches of about `tokens` tokens, padding included."""
    batches, batch, longest = [], [], 0
    for row in sorted(rows, key=lambda row: len(row[0])):
        longest = max(longest, len(row[0]))
        if batch and longest * (len(batch) + 1) > tokens:
            batches.append(batch)
            batch, longest = [], len(row[0])
        batch.append(row)
    batches.append(batch)
    return batches

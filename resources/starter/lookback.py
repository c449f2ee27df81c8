"""Initial weights with which attention already looks back and compares words.

A network of this size spends most of a short training on finding the circuits for reading. Here the initial weights
are a rough form of them; training does the rest. Layer by layer:

0. Each position gets the previous token.
1. It gathers the words just before it, and the role of the speaker.
2. It copies these words from the start of its sentence: they are the mark of the sentence, since few sentences follow
   the same words.
3. Each word of a question finds itself in the text and copies the mark of its sentence: a vote.
4. At the start of the answer the votes of the question are summed.
5. The next token is the one whose sentence has the votes and which follows the token that was just generated.
   Another head only detects whether there is such a sentence.
"""

import math

import torch

from model import layers_that_see_all

HEAD = 64  # elements of a head: the circuits are laid out for this size


def _orthogonal(rows: int, columns: int) -> torch.Tensor:
    """[rows, columns] with orthonormal rows or columns, whichever are fewer."""
    return torch.linalg.qr(torch.randn(max(rows, columns), max(rows, columns)))[0][:rows, :columns]


class _Start:
    """The parts of the residual stream: one constant direction, the token (`token`, `content`), the token before it, the
    words before it (`bag`), the mark of its sentence, votes for sentences, whether it follows a space, the rest."""

    def __init__(self, model, pieces: list[str], rarity: list[float]):
        self.model, self.c = model, model.config
        hidden = self.c["hidden_size"]
        sizes = [1, 36, 36, 40, 40, 40, 40, 2]
        (self.constant, self.token, self.before, self.content, self.bag, self.mark, self.votes, self.space,
         self.rest) = torch.linalg.qr(torch.randn(hidden, hidden))[0].split(sizes + [hidden - sum(sizes)])
        self.frequencies = self.c["rope_theta"] ** (-torch.arange(HEAD // 2) / (HEAD // 2))
        self._embed(pieces, rarity)

    def _embed(self, pieces: list[str], rarity: list[float]):
        stems = {}  # pieces that differ in a space or a capital only start alike
        draw = lambda part: torch.randn(len(part)) / math.sqrt(len(part))
        for row, (piece, rare) in enumerate(zip(pieces, rarity)):
            stem = stems.setdefault(piece.lower().strip("▁") or piece, (draw(self.token), draw(self.content)))
            token, content = (0.87 * s + 0.5 * draw(p) for s, p in zip(stem, (self.token, self.content)))
            self.model.model.embed_tokens.weight[row] = (
                0.6 * self.constant[0] + 0.55 * token @ self.token + 0.55 * rare * content @ self.content
                + 0.2 * self.space[int(piece.startswith("▁"))] + 0.1 * draw(self.rest) @ self.rest)

    def _set(self, layer: int, name: str, head: int, values: torch.Tensor):
        """Sets rows of q, k or v, or columns of o, of a head; the rest is unchanged."""
        weight = getattr(self.model.model.layers[layer].self_attn, name).weight
        if name == "o_proj":
            weight[:, head * HEAD:head * HEAD + values.shape[1]] = values
        else:
            weight[head * HEAD:head * HEAD + values.shape[0]] = values

    def _kernel(self, layer: int, head: int, kv: int, pairs: slice, strength: float, back: float):
        """A head that attends about `back` positions back, whatever the tokens; fewer and slower rotary pairs attend wider."""
        key = torch.zeros(HEAD // 2, dtype=torch.complex64)
        key[pairs] = strength
        query = key * torch.polar(torch.ones(HEAD // 2), -back * self.frequencies)
        for name, place, value in (("q_proj", head, query), ("k_proj", kv, key)):
            self._set(layer, name, place, torch.view_as_real(value).reshape(HEAD, 1) * self.constant)

    def _sees(self, layer: int, head: int, kv: int, what: torch.Tensor, strength: float, element=-1):
        """Adds to the scores of a head: the component `what` of the key's residual stream."""
        attention = self.model.model.layers[layer].self_attn
        attention.q_proj.weight[head * HEAD:(head + 1) * HEAD][element] = strength * self.constant[0]
        attention.k_proj.weight[kv * HEAD:(kv + 1) * HEAD][element] = what

    def _token_part(self, ids) -> torch.Tensor:
        """The sum of the tokens' embedding parts, each normalized."""
        rows = self.model.model.embed_tokens.weight[list(ids)] @ self.token.T
        return (rows / rows.norm(dim=1, keepdim=True)).sum(0)

    def set_all(self, special: dict):
        embedded = self.model.model.embed_tokens.weight
        ends = self._token_part(special["ends"]) @ self.before
        second = self.c["num_attention_heads"] // self.c["num_key_value_heads"]  # first head of the second group
        # 0: one position back.
        self._kernel(0, 0, 0, slice(5), 1.5, 1)
        self._set(0, "v_proj", 0, self.token)
        self._set(0, "o_proj", 0, 0.15 * self.before.T)
        # 1: the role in the last header, and the words before.
        self._kernel(1, 0, 0, slice(6, 9), 0.8, 0)
        sight = embedded[special["header_end"]] - 0.6 * self.constant[0]
        self._sees(1, 0, 0, 2 * sight / sight.norm(), 2)
        self._set(1, "v_proj", 0, 0.1 * (self._token_part(special["roles"]) @ self.before)[None])
        speaking = self.rest[:1]
        self._set(1, "o_proj", 0, speaking.T)
        self._kernel(1, second, 1, slice(3, 8), 0.75, 4)
        self._set(1, "v_proj", 1, self.content)
        self._set(1, "o_proj", second, 0.5 * self.bag.T)
        # 2: the words before the start of the sentence.
        self._kernel(2, 0, 0, slice(5, 9), 0.8, 0)
        self._sees(2, 0, 0, 1.5 * ends, 1.5)
        self._set(2, "v_proj", 0, self.bag)
        self._set(2, "o_proj", 0, 0.25 * self.mark.T)
        compares, copies = layers_that_see_all(self.c)[:2]
        # 3: the same token outside the conversation; else the first token of all.
        first = embedded[special["first"]] - 0.6 * self.constant[0]
        for kv in range(self.c["num_key_value_heads"]):
            same = _orthogonal(HEAD - 2, 112) @ torch.cat([2.9 * self.token, 2.9 * self.content, 0.6 * self.before])
            self._set(compares, "k_proj", kv, same)
            self._set(compares, "q_proj", kv * second, same)
            self._sees(compares, kv * second, kv, 1.7 * first / first.norm(), 1.7, -2)
            self._sees(compares, kv * second, kv, -1.6 * speaking[0], 1.6)
            self._set(compares, "v_proj", kv, self.mark)
            self._set(compares, "o_proj", kv * second, 0.12 * self.votes.T)
        # 4: the votes of the last 25 positions.
        self._kernel(4, 0, 0, slice(5, 9), 1.3, 14)
        self._set(4, "v_proj", 0, self.votes)
        self._set(4, "o_proj", 0, 0.25 * self.votes.T)
        # 5: copy.
        turn, step = _orthogonal(31, 40), _orthogonal(32, 36)
        self._set(copies, "k_proj", 0, torch.cat([2 * turn @ self.mark, 2.6 * step @ self.before, 1.5 * ends[None]]))
        asks = embedded[special["colon"]] - 0.6 * self.constant[0]
        self._set(copies, "q_proj", 0, torch.cat([2 * turn @ self.votes, 2.6 * step @ self.token, 1.5 * (asks / asks.norm())[None]]))
        self._set(copies, "k_proj", 1, 2 * turn @ self.mark)
        self._set(copies, "q_proj", second, 2 * turn @ self.votes)
        self._sees(copies, second, 1, first / first.norm(), 1)
        copied = torch.cat([self.token, self.content])[:HEAD]
        self._set(copies, "v_proj", 0, copied)
        self._set(copies, "o_proj", 0, 0.8 * copied.T)


@torch.no_grad()
def start(model, pieces: list[str], rarity: list[float], special: dict):
    """Sets the embedding and some heads. `pieces`: the vocabulary's spelling, "▁" for a space; `rarity`: about 1, less
    for pieces that are everywhere; `special`: ids by their use."""
    _Start(model, pieces, rarity).set_all(special)

"""Starting weights with which attention already looks back.

A network of this size spends most of a short training on finding one circuit: a head that writes into
every position which token stood before it, and later heads that use this to find where the present
token was seen last and copy what followed. Here the weights start at a rough form of that circuit;
training does all the rest.
"""

import math

import torch


@torch.no_grad()
def start_looking_back(model, pieces: list[str], write=0.35, match=2.0, copy=0.25):
    """Sets the embedding and some heads of the first two layers. `pieces`: the vocabulary's spelling, "▁" for
    a space."""
    c = model.config
    hidden, dim = c["hidden_size"], c["head_dim"]
    groups = c["num_key_value_heads"]  # the heads of a group share keys and values
    group = c["num_attention_heads"] // groups
    half = dim // 2
    frequencies = c["rope_theta"] ** (-torch.arange(half) / half)

    # The stream is cut into parts: one constant direction, what the token is, what stood before it, the rest.
    basis = torch.linalg.qr(torch.randn(hidden, hidden))[0]
    constant, token, before, rest = basis[0], basis[1:1 + half], basis[1 + half:1 + dim], basis[1 + dim:]
    stems = {}  # pieces that differ in a space or a capital only start alike
    embedding = model.model.embed_tokens.weight
    for row, piece in enumerate(pieces):
        stem = stems.setdefault(piece.lower().strip("▁") or piece, torch.randn(hidden))
        embedding[row] = (0.7 * stem + 0.4 * torch.randn(hidden)) / math.sqrt(hidden) + 0.6 * constant
        embedding[row] += 0.2 * basis[-1 if piece.startswith("▁") else -2]

    # First layer: one head looks one place back, whatever the tokens are.
    attention = model.model.layers[0].self_attn
    key = torch.zeros(half, dtype=torch.complex64)
    key[:5] = 1.5
    query = key * torch.polar(torch.ones(half), -frequencies)
    attention.q_proj.weight[:dim] = torch.view_as_real(query).reshape(dim, 1) * constant
    attention.k_proj.weight[:dim] = torch.view_as_real(key).reshape(dim, 1) * constant
    attention.v_proj.weight[:half] = token
    attention.o_proj.weight[:, :half] = write * before.T

    # Second layer: compares the present token with what stood before each earlier place, in the dimensions
    # that hardly rotate, and copies the token of that place.
    attention = model.model.layers[1].self_attn
    turn = match * torch.linalg.qr(torch.randn(half, half))[0]
    copied = torch.cat([token, rest])
    for g in range(groups):
        rows = slice(g * dim, (g + 1) * dim)
        attention.k_proj.weight[rows] = 0
        attention.k_proj.weight[g * dim + half:(g + 1) * dim] = turn @ before
        attention.v_proj.weight[rows] = copied[rows]
        for head in range(g * group, (g + 1) * group):
            attention.q_proj.weight[head * dim:(head + 1) * dim] = 0
            attention.q_proj.weight[head * dim + half:(head + 1) * dim] = turn @ token
            attention.o_proj.weight[:, head * dim:(head + 1) * dim] = copy * copied[rows].T

"""Starting weights with which attention already looks back.

A network of this size spends most of a short training on finding one circuit: a head that writes into
every position which token stood before it, and later heads that use this to find where the present
token was seen last and copy what followed. Here the weights start at a rough form of that circuit;
training does all the rest.
"""

import math

import torch


@torch.no_grad()
def start_looking_back(model, match_gain=2.0):
    """Sets some heads of the first two layers. All heads of one group share keys and values."""
    c = model.config
    hidden, dim = c["hidden_size"], c["head_dim"]
    groups = c["num_key_value_heads"]
    group = c["num_attention_heads"] // groups
    half = dim // 2
    frequencies = c["rope_theta"] ** (-torch.arange(half) / half)

    # The stream is cut into parts: one constant direction, what a token is, and what stood before it.
    basis = torch.linalg.qr(torch.randn(hidden, hidden))[0]
    constant, token, before = basis[0], basis[1:1 + dim], basis[1 + dim:1 + 2 * dim]
    rest = basis[-dim:]
    embedding = model.model.embed_tokens.weight
    embedding.normal_(std=0.8 / math.sqrt(hidden))
    embedding.add_(0.6 * constant)

    # First layer, first head: looks one position back, whatever the tokens are.
    attention = model.model.layers[0].self_attn
    key = torch.zeros(half, dtype=torch.complex64)
    key[:5] = 1.5
    query = key * torch.polar(torch.ones(half), -frequencies)
    attention.q_proj.weight[:dim] = torch.view_as_real(query).reshape(dim, 1) * constant
    attention.k_proj.weight[:dim] = torch.view_as_real(key).reshape(dim, 1) * constant
    attention.v_proj.weight[:dim] = token
    attention.o_proj.weight[:, :dim] = 0.25 * before.T

    # Second layer: compares "the token before" of a key with the present token, in the dimensions that
    # hardly rotate, and copies what stands there.
    attention = model.model.layers[1].self_attn
    compare = torch.linalg.qr(torch.randn(dim, half))[0].T
    for g, part in zip(range(groups), (token, rest)):
        rows = slice(g * dim, (g + 1) * dim)
        attention.k_proj.weight[rows] = 0
        attention.k_proj.weight[g * dim + half:(g + 1) * dim] = match_gain * compare @ before
        attention.v_proj.weight[rows] = part
        for head in range(g * group, (g + 1) * group):
            attention.q_proj.weight[head * dim:(head + 1) * dim] = 0
            attention.q_proj.weight[head * dim + half:(head + 1) * dim] = match_gain * compare @ token
            attention.o_proj.weight[:, head * dim:(head + 1) * dim] = 0.25 * part.T

"""The network: MobileLLM-Pro's architecture at a very small size, with Hugging Face's tensor names.

Pre-norm transformer, grouped-query attention with rotary embeddings of adjacent pairs, three sliding
layers to one full layer (first and last full), SwiGLU, tied embeddings, no biases.
"""

import contextlib
import math

import torch
import torch.nn.functional as F
from torch import nn

GROUP = 32  # columns that share a scale in int4
CONTEXT = 40_960  # positions: a text of 32K tokens, the question and the answer


def config(vocabulary: int, hidden=256, intermediate=256, layers=6, heads=4, kv_heads=2, head_dim=64,
           qk_norm=False, window=256) -> dict:
    """config.json. Layers 3, 6, 9 … and the last have full attention without rotation, the others a window."""
    full = lambda i: i > 0 and (i % 3 == 0 or i == layers - 1)
    rotates = [int(not full(i)) for i in range(layers)]
    return {
        "architectures": ["MobileLLMP1ForCausalLM"], "model_type": "llama4_text", "hidden_act": "silu",
        "vocab_size": vocabulary, "hidden_size": hidden, "intermediate_size": intermediate,
        "intermediate_size_mlp": intermediate, "num_hidden_layers": layers, "num_attention_heads": heads,
        "num_key_value_heads": kv_heads, "head_dim": head_dim, "rms_norm_eps": 1e-05, "rope_theta": 8000000.0,
        "rope_scaling": None, "rope_interleave": True, "no_rope_layers": rotates, "use_qk_norm": qk_norm, "attention_bias": False,
        "attn_temperature_tuning": True, "attn_scale": 0.3, "floor_scale": 1024, "sliding_window": window,
        "layer_types": ["full_attention" if full(i) else "sliding_attention" for i in range(layers)],
        "max_position_embeddings": CONTEXT, "tie_word_embeddings": True, "bos_token_id": 1,
        "eos_token_id": [2, 5], "pad_token_id": 6, "torch_dtype": "bfloat16"}


def layers_that_see_all(config: dict) -> list[int]:
    return [i for i, kind in enumerate(config["layer_types"]) if kind == "full_attention"]


def fake_int4(weight: torch.Tensor) -> torch.Tensor:
    """Rounds to the grid of the importer (groups of 32 columns, bfloat16 scale = largest / 7.5, −8…7);
    the gradient passes straight through."""
    groups = weight.detach().reshape(-1, GROUP)
    scale = (groups.abs().amax(1, keepdim=True) / 7.5).bfloat16().float().clamp_min(1e-12)
    rounded = torch.clamp(torch.round(groups / scale), -8, 7) * scale
    return weight + (rounded.reshape(weight.shape) - weight).detach()


class HalfProduct(torch.autograd.Function):
    """x wᵀ with both factors and the result in bfloat16 and sums in 32 bits; the same for the gradients."""

    @staticmethod
    def forward(ctx, x, w):
        rows, w = x.reshape(-1, x.shape[-1]).bfloat16(), w.bfloat16()
        ctx.save_for_backward(rows, w)
        ctx.shape = x.shape
        return (rows @ w.T).float().view(*x.shape[:-1], -1)

    @staticmethod
    def backward(ctx, gradient):
        rows, w = ctx.saved_tensors
        g = gradient.reshape(-1, gradient.shape[-1]).bfloat16()
        return (g @ w).float().view(ctx.shape), (g.T @ rows).float()


class Linear(nn.Linear):
    """A linear layer without bias that can train on its int4 values and multiply in bfloat16."""

    quantized = False
    half = False

    def __init__(self, inputs: int, outputs: int):
        super().__init__(inputs, outputs, bias=False)

    @staticmethod
    @contextlib.contextmanager
    def full_precision():
        """Disables rounding to 4 bits."""
        before, Linear.quantized = Linear.quantized, False
        try:
            yield
        finally:
            Linear.quantized = before

    def values(self) -> torch.Tensor:
        return fake_int4(self.weight) if Linear.quantized else self.weight

    def forward(self, x):
        return product(x, self.values())


def product(x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    return HalfProduct.apply(x, weight) if Linear.half else F.linear(x, weight)


class Norm(nn.Module):
    def __init__(self, size: int, eps: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.eps = eps

    def forward(self, x):
        return F.rms_norm(x, (x.shape[-1],), self.weight, self.eps)


def rope_table(config: dict, length: int) -> torch.Tensor:
    """[length, 2, head_dim / 2]: cosines and sines."""
    half = config["head_dim"] // 2
    frequencies = config["rope_theta"] ** (-torch.arange(half, dtype=torch.float64) / half)
    angles = torch.outer(torch.arange(length, dtype=torch.float64), frequencies)
    return torch.stack([angles.cos(), angles.sin()], 1).float()


def rotate(x: torch.Tensor, table: torch.Tensor) -> torch.Tensor:
    """Rotates element i of the first half of each head with element i of the second. x: [batch, positions,
    heads, head_dim]; table: [batch or 1, positions, 2, head_dim / 2]."""
    cosine, sine = table[:, :, :1], table[:, :, 1:]
    a, b = x.chunk(2, -1)
    return torch.cat([a * cosine - b * sine, a * sine + b * cosine], -1)


def sharpness(config: dict, positions: torch.Tensor) -> torch.Tensor:
    """The factor of queries in layers without RoPE, which grows with the position, as in Llama 4. Shape: that of the
    positions with two more dimensions of 1."""
    steps = torch.floor((positions[..., None, None] + 1.0) / config["floor_scale"])
    return torch.log1p(steps) * config["attn_scale"] + 1


def attend_in_window(q, k, v, window: int):
    """Causal attention to the last `window` positions, in blocks of that size: each sees itself and the block
    before. q, k, v: [batch, heads, positions, head_dim]."""
    batch, heads, length, dim = q.shape
    blocks = -(-length // window)
    q, k, v = (F.pad(t, (0, 0, 0, blocks * window - length)).view(batch, heads, blocks, window, dim) for t in (q, k, v))
    def with_last(t):
        last = torch.cat([torch.zeros_like(t[:, :, :1]), t[:, :, :-1]], 2)
        return torch.cat([last, t], 3).transpose(1, 2).reshape(batch * blocks, heads, 2 * window, dim)
    i, j = torch.arange(window, device=q.device)[:, None], torch.arange(2 * window, device=q.device)[None]
    visible = (j > i) & (j <= i + window)
    mask = visible.expand(batch, blocks, 1, window, 2 * window).clone()
    mask[:, 0, :, :, :window] = False
    y = F.scaled_dot_product_attention(q.transpose(1, 2).reshape(batch * blocks, heads, window, dim), with_last(k),
                                       with_last(v), attn_mask=mask.reshape(batch * blocks, 1, window, 2 * window))
    return y.view(batch, blocks, heads, window, dim).transpose(1, 2).reshape(batch, heads, -1, dim)[:, :, :length]


class Attention(nn.Module):
    def __init__(self, c: dict, window: int | None):
        super().__init__()
        self.heads, self.kv_heads, self.dim = c["num_attention_heads"], c["num_key_value_heads"], c["head_dim"]
        self.q_proj = Linear(c["hidden_size"], self.heads * self.dim)
        self.k_proj = Linear(c["hidden_size"], self.kv_heads * self.dim)
        self.v_proj = Linear(c["hidden_size"], self.kv_heads * self.dim)
        self.o_proj = Linear(self.heads * self.dim, c["hidden_size"])
        self.qk_norm, self.eps, self.window = c["use_qk_norm"], c["rms_norm_eps"], window
        # Adjacent pairs of the published weights become halves: the same scores, and faster to rotate.
        pairs = torch.arange(self.dim).view(-1, 2).T.reshape(-1)
        rotated = (torch.arange(self.heads + self.kv_heads)[:, None] * self.dim + pairs).reshape(-1)
        self.register_buffer("halves", rotated, persistent=False)
        self.keep, self.kept = False, None  # whether to keep queries and keys, for guided attention

    def forward(self, x, table, sharp):
        batch, length, _ = x.shape
        turning = torch.cat([self.q_proj.values(), self.k_proj.values()])[self.halves]
        joined = product(x, torch.cat([turning, self.v_proj.values()])).view(batch, length, -1, self.dim)
        qk, v = joined.split([self.heads + self.kv_heads, self.kv_heads], 2)
        if table is not None:
            qk = rotate(qk, table)
        if self.qk_norm:
            qk = F.rms_norm(qk, (self.dim,), eps=self.eps)
        q, k = qk.split([self.heads, self.kv_heads], 2)
        if table is None and sharp is not None:
            q = q * sharp
        k, v = (t.repeat_interleave(self.heads // self.kv_heads, 2) for t in (k, v))
        q, k, v = (t.transpose(1, 2).contiguous() for t in (q, k, v))
        if self.keep:
            self.kept = q, k
        if self.window and length > self.window:
            y = attend_in_window(q, k, v, self.window)
        else:
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.o_proj(y.transpose(1, 2).reshape(batch, length, -1))


class FeedForward(nn.Module):
    def __init__(self, c: dict):
        super().__init__()
        self.gate_proj = Linear(c["hidden_size"], c["intermediate_size"])
        self.up_proj = Linear(c["hidden_size"], c["intermediate_size"])
        self.down_proj = Linear(c["intermediate_size"], c["hidden_size"])

    def forward(self, x):
        both = product(x, torch.cat([self.gate_proj.values(), self.up_proj.values()]))
        gate, up = both.chunk(2, -1)
        return self.down_proj(F.silu(gate) * up)


class Layer(nn.Module):
    def __init__(self, c: dict, window: int | None):
        super().__init__()
        self.input_layernorm = Norm(c["hidden_size"], c["rms_norm_eps"])
        self.self_attn = Attention(c, window)
        self.post_attention_layernorm = Norm(c["hidden_size"], c["rms_norm_eps"])
        self.feed_forward = FeedForward(c)

    def forward(self, x, table, sharp):
        x = x + self.self_attn(self.input_layernorm(x), table, sharp)
        return x + self.feed_forward(self.post_attention_layernorm(x))


class Body(nn.Module):
    """Everything below the logits."""

    def __init__(self, c: dict):
        super().__init__()
        self.config = c
        self.embed_tokens = nn.Embedding(c["vocab_size"], c["hidden_size"])
        windows = [c["sliding_window"] if kind == "sliding_attention" else None for kind in c["layer_types"]]
        self.layers = nn.ModuleList(Layer(c, window) for window in windows)
        self.norm = Norm(c["hidden_size"], c["rms_norm_eps"])
        self.register_buffer("rope", rope_table(c, c["max_position_embeddings"]), persistent=False)

    def embedding(self):
        weight = self.embed_tokens.weight
        return fake_int4(weight) if Linear.quantized else weight

    def forward(self, ids, positions=None):
        """ids, positions: [batch, length]. `positions` (default: 0, 1, 2 …) apply to layers with full
        attention; layers with a window count tokens without gaps."""
        near = self.rope[:ids.shape[1]][None]
        far = near if positions is None else self.rope[positions]
        places = torch.arange(ids.shape[1], device=ids.device)[None] if positions is None else positions
        sharp = sharpness(self.config, places) if self.config["attn_temperature_tuning"] else None
        x = F.embedding(ids, self.embedding())
        for layer, rotates in zip(self.layers, self.config["no_rope_layers"]):
            x = layer(x, (near if layer.self_attn.window else far) if rotates else None, sharp)
        return self.norm(x)


class Model(nn.Module):
    def __init__(self, c: dict):
        super().__init__()
        self.config = c
        self.model = Body(c)
        for name, p in self.named_parameters():
            if p.dim() == 2:
                writes = "o_proj" in name or "down_proj" in name  # start by adding nothing
                nn.init.normal_(p, std=0.0 if writes else 1 / math.sqrt(c["hidden_size"]))

    def logits(self, hidden):
        return product(hidden, self.model.embedding())

    def forward(self, ids):
        """ids [batch, positions] → logits [batch, positions, vocabulary]."""
        return self.logits(self.model(ids))

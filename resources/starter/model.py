"""The network: MobileLLM-Pro's architecture at a very small size, with Hugging Face's tensor names.

Pre-norm transformer, grouped-query attention with rotary embeddings of adjacent pairs, three sliding
layers to one full layer (first and last full), SwiGLU, tied embeddings, no biases.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

GROUP = 32  # columns that share a scale in int4


def config(vocabulary: int, hidden=192, intermediate=384, layers=6, heads=4, kv_heads=2, head_dim=64,
           qk_norm=False, window=256) -> dict:
    """config.json. Layers 0, 4, 8 … and the last have full attention."""
    full = lambda i: i % 4 == 0 or i == layers - 1
    return {
        "architectures": ["MobileLLMP1ForCausalLM"], "model_type": "llama4_text", "hidden_act": "silu",
        "vocab_size": vocabulary, "hidden_size": hidden, "intermediate_size": intermediate,
        "intermediate_size_mlp": intermediate, "num_hidden_layers": layers, "num_attention_heads": heads,
        "num_key_value_heads": kv_heads, "head_dim": head_dim, "rms_norm_eps": 1e-05, "rope_theta": 8000000.0,
        "rope_scaling": None, "no_rope_layers": [1] * layers, "use_qk_norm": qk_norm, "attention_bias": False,
        "attn_temperature_tuning": False, "attn_scale": 0.1, "floor_scale": 8192, "sliding_window": window,
        "layer_types": ["full_attention" if full(i) else "sliding_attention" for i in range(layers)],
        "max_position_embeddings": 8192, "tie_word_embeddings": True, "bos_token_id": 1,
        "eos_token_id": [2, 5], "pad_token_id": 6, "torch_dtype": "bfloat16"}


def fake_int4(weight: torch.Tensor) -> torch.Tensor:
    """Rounds to the grid of the importer (groups of 32 columns, bfloat16 scale = largest / 7.5, −8…7);
    the gradient passes straight through."""
    groups = weight.detach().reshape(-1, GROUP)
    scale = (groups.abs().amax(1, keepdim=True) / 7.5).bfloat16().float().clamp_min(1e-12)
    rounded = torch.clamp(torch.round(groups / scale), -8, 7) * scale
    return weight + (rounded.reshape(weight.shape) - weight).detach()


class Linear(nn.Linear):
    """A layer without bias that can train on its int4 values."""

    quantized = False

    def __init__(self, inputs: int, outputs: int):
        super().__init__(inputs, outputs, bias=False)

    def forward(self, x):
        return F.linear(x, fake_int4(self.weight) if Linear.quantized else self.weight)


class Norm(nn.Module):
    def __init__(self, size: int, eps: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.eps = eps

    def forward(self, x):
        return F.rms_norm(x, (x.shape[-1],), self.weight, self.eps)


def rope_table(config: dict, length: int) -> torch.Tensor:
    """[length, head_dim / 2] complex unit numbers."""
    half = config["head_dim"] // 2
    frequencies = config["rope_theta"] ** (-torch.arange(half, dtype=torch.float64) / half)
    angles = torch.outer(torch.arange(length, dtype=torch.float64), frequencies)
    return torch.polar(torch.ones_like(angles), angles).to(torch.complex64)


def rotate(x: torch.Tensor, table: torch.Tensor) -> torch.Tensor:
    """Rotates adjacent pairs. x: [batch, positions, heads, head_dim]."""
    pairs = torch.view_as_complex(x.reshape(*x.shape[:-1], -1, 2))
    return torch.view_as_real(pairs * table[: x.shape[1], None]).reshape(x.shape)


class Attention(nn.Module):
    def __init__(self, c: dict):
        super().__init__()
        self.heads, self.kv_heads, self.dim = c["num_attention_heads"], c["num_key_value_heads"], c["head_dim"]
        self.q_proj = Linear(c["hidden_size"], self.heads * self.dim)
        self.k_proj = Linear(c["hidden_size"], self.kv_heads * self.dim)
        self.v_proj = Linear(c["hidden_size"], self.kv_heads * self.dim)
        self.o_proj = Linear(self.heads * self.dim, c["hidden_size"])
        self.qk_norm, self.eps = c["use_qk_norm"], c["rms_norm_eps"]

    def forward(self, x, table, mask):
        batch, length, _ = x.shape
        q = rotate(self.q_proj(x).view(batch, length, self.heads, self.dim), table)
        k = rotate(self.k_proj(x).view(batch, length, self.kv_heads, self.dim), table)
        v = self.v_proj(x).view(batch, length, self.kv_heads, self.dim)
        if self.qk_norm:
            q, k = F.rms_norm(q, (self.dim,), eps=self.eps), F.rms_norm(k, (self.dim,), eps=self.eps)
        k, v = (t.repeat_interleave(self.heads // self.kv_heads, 2).transpose(1, 2) for t in (k, v))
        y = F.scaled_dot_product_attention(q.transpose(1, 2), k, v, attn_mask=mask, is_causal=mask is None)
        return self.o_proj(y.transpose(1, 2).reshape(batch, length, -1))


class FeedForward(nn.Module):
    def __init__(self, c: dict):
        super().__init__()
        self.gate_proj = Linear(c["hidden_size"], c["intermediate_size"])
        self.up_proj = Linear(c["hidden_size"], c["intermediate_size"])
        self.down_proj = Linear(c["intermediate_size"], c["hidden_size"])

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    def __init__(self, c: dict):
        super().__init__()
        self.input_layernorm = Norm(c["hidden_size"], c["rms_norm_eps"])
        self.self_attn = Attention(c)
        self.post_attention_layernorm = Norm(c["hidden_size"], c["rms_norm_eps"])
        self.feed_forward = FeedForward(c)

    def forward(self, x, table, mask):
        x = x + self.self_attn(self.input_layernorm(x), table, mask)
        return x + self.feed_forward(self.post_attention_layernorm(x))


class Body(nn.Module):
    """Everything below the logits."""

    def __init__(self, c: dict):
        super().__init__()
        self.config = c
        self.embed_tokens = nn.Embedding(c["vocab_size"], c["hidden_size"])
        self.layers = nn.ModuleList(Layer(c) for _ in range(c["num_hidden_layers"]))
        self.norm = Norm(c["hidden_size"], c["rms_norm_eps"])
        self.register_buffer("rope", rope_table(c, 2048), persistent=False)

    def embedding(self):
        weight = self.embed_tokens.weight
        return fake_int4(weight) if Linear.quantized else weight

    def forward(self, ids):
        length = ids.shape[1]
        x = F.embedding(ids, self.embedding())
        sliding = None
        if length > self.config["sliding_window"]:  # key j is visible to query i iff i − window < j ≤ i
            visible = torch.ones(length, length, dtype=torch.bool).tril()
            sliding = visible & ~visible.tril(-self.config["sliding_window"])
        for layer, kind in zip(self.layers, self.config["layer_types"]):
            x = layer(x, self.rope, sliding if kind == "sliding_attention" else None)
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
        return F.linear(hidden, self.model.embedding())

    def forward(self, ids):
        """ids [batch, positions] → logits [batch, positions, vocabulary]."""
        return self.logits(self.model(ids))

"""A second, naive forward pass in NumPy, written only from the description of the architecture.

    python3 reference.py [--model model] [--ask QUESTION] [--text TEXT]

It reads the published files, compares its logits with those of model.py over a conversation longer
than the sliding window, and writes the greedy answer to a question.
"""

import argparse
import json
import pathlib
import struct

import numpy as np

from batches import EOT, EOS, ChatEncoder
from chats import INSTRUCTIONS


def read_bfloat16(path: pathlib.Path) -> dict[str, np.ndarray]:
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    tensors = {}
    for name, entry in json.loads(data[8:8 + size]).items():
        if name != "__metadata__":
            first, last = (8 + size + o for o in entry["data_offsets"])
            bits = np.frombuffer(data[first:last], np.uint16).astype(np.uint32) << 16
            tensors[name] = bits.view(np.float32).reshape(entry["shape"]).astype(np.float64)
    return tensors


def rms_norm(x, eps, weight=1.0):
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + eps) * weight


def rotate(vector, position, theta):
    """Elements 2i and 2i + 1 are rotated by position · theta^(−2i / size)."""
    turned = np.empty_like(vector)
    for i in range(0, len(vector), 2):
        angle = position * theta ** (-i / len(vector))
        c, s = np.cos(angle), np.sin(angle)
        turned[i] = vector[i] * c - vector[i + 1] * s
        turned[i + 1] = vector[i] * s + vector[i + 1] * c
    return turned


def attend(c, w, prefix, x, window, rotates):
    """x [positions, hidden] → [positions, hidden]; one head and one query at a time."""
    heads, kv_heads, size = c["num_attention_heads"], c["num_key_value_heads"], c["head_dim"]
    n = len(x)
    split = lambda name, count: (x @ w[f"{prefix}.{name}.weight"].T).reshape(n, count, size)
    q, k, v = split("q_proj", heads), split("k_proj", kv_heads), split("v_proj", kv_heads)
    if not rotates and c["attn_temperature_tuning"]:
        q *= (np.log(np.floor((np.arange(n) + 1) / c["floor_scale"]) + 1) * c["attn_scale"] + 1)[:, None, None]
    for array in (q, k) if rotates else ():
        for position in range(n):
            for head in range(array.shape[1]):
                array[position, head] = rotate(array[position, head], position, c["rope_theta"])
    if c["use_qk_norm"]:
        q, k = rms_norm(q, c["rms_norm_eps"]), rms_norm(k, c["rms_norm_eps"])
    out = np.zeros_like(q)
    for head in range(heads):
        shared = head // (heads // kv_heads)
        for i in range(n):
            first = max(0, i - window + 1) if window else 0
            scores = k[first:i + 1, shared] @ q[i, head] * size ** -0.5
            chances = np.exp(scores - scores.max())
            out[i, head] = chances / chances.sum() @ v[first:i + 1, shared]
    return out.reshape(n, heads * size) @ w[f"{prefix}.o_proj.weight"].T


def forward(c, w, ids) -> np.ndarray:
    """ids → logits [positions, vocabulary]."""
    x = w["model.embed_tokens.weight"][ids]
    for i, kind in enumerate(c["layer_types"]):
        layer = f"model.layers.{i}"
        window = c["sliding_window"] if kind == "sliding_attention" else None
        normed = rms_norm(x, c["rms_norm_eps"], w[f"{layer}.input_layernorm.weight"])
        x = x + attend(c, w, f"{layer}.self_attn", normed, window, c["no_rope_layers"][i])
        normed = rms_norm(x, c["rms_norm_eps"], w[f"{layer}.post_attention_layernorm.weight"])
        gate = normed @ w[f"{layer}.feed_forward.gate_proj.weight"].T
        up = normed @ w[f"{layer}.feed_forward.up_proj.weight"].T
        x = x + (gate / (1 + np.exp(-gate)) * up) @ w[f"{layer}.feed_forward.down_proj.weight"].T
    return rms_norm(x, c["rms_norm_eps"], w["model.norm.weight"]) @ w["model.embed_tokens.weight"].T


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=pathlib.Path, default=pathlib.Path(__file__).parent / "model")
    parser.add_argument("--text", default="Ann's code is 4411. Ben's code is 9027. The key is in the garage.")
    parser.add_argument("--ask", default="What is Ben's code?")
    args = parser.parse_args()
    c = json.loads((args.model / "config.json").read_text())
    w = read_bfloat16(args.model / "model.safetensors")
    encoder = ChatEncoder(str(args.model / "tokenizer.model"))
    system = f"{INSTRUCTIONS}\n\nDocument: Notes\n---\n{args.text}\n---"
    prompt = encoder.prompt([("system", system), ("user", args.ask)])

    import torch
    from export import load
    ids = (prompt * 20)[:c["sliding_window"] + 60]
    with torch.no_grad():
        expected = load(args.model)(torch.tensor([ids]))[0].numpy()
    difference = np.abs(forward(c, w, ids) - expected).max()
    print(f"largest difference of logits over {len(ids)} positions: {difference:.2e} "
          f"(largest logit {np.abs(expected).max():.1f})")

    answer = []
    while len(answer) < 60 and (not answer or answer[-1] not in (EOT, EOS)):
        answer.append(int(forward(c, w, prompt + answer)[-1].argmax()))
    print(encoder.pieces.decode(answer))
    if difference > 1e-2:
        raise SystemExit("the two forward passes differ")


if __name__ == "__main__":
    main()

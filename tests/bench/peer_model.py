"""Writes a GGUF file of a model's shape with random Q4_0 weights, for llama.cpp's llama-bench.

Usage: python3 peer_model.py SHAPE FILE

The file has no vocabulary: it can be measured, not talked to. See README.md beside this script.
"""

import os
import struct
import sys

UINT32, FLOAT32, STRING = 4, 6, 8  # GGUF's value types
F32, Q4_0 = 0, 2  # ggml's tensor types
ALIGNMENT = 32

# llama.cpp has no architecture of MobileLLM-Pro's: "llama" attends to everything in every layer; "olmo2" has
# windows of 512 tokens in three of four layers, as MobileLLM-Pro has, and an output matrix of its own.
SHAPES = {
    "mobilellm-pro": dict(arch="llama", layers=30, width=1280, ffn=6144, heads=20, kv_heads=4, head=64, vocab=202048),
    "mobilellm-pro-swa": dict(arch="olmo2", layers=30, width=1280, ffn=6144, heads=20, kv_heads=4, head=64,
                              vocab=202048, window=512),
    "llama-3.2-1b": dict(arch="llama", layers=16, width=2048, ffn=8192, heads=32, kv_heads=8, head=64, vocab=128256),
    "gemma-3-1b": dict(arch="gemma3", layers=26, width=1152, ffn=6912, heads=4, kv_heads=1, head=256, vocab=262144,
                       window=512),
}

NORMS = {
    "llama": ["attn_norm", "ffn_norm"],
    "olmo2": ["attn_q_norm", "attn_k_norm", "post_attention_norm", "post_ffw_norm"],
    "gemma3": ["attn_norm", "attn_q_norm", "attn_k_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm"],
}


def text(value):
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def metadata(shape):
    arch = shape["arch"]
    values = [
        ("general.architecture", STRING, arch),
        ("general.file_type", UINT32, 2),
        (f"{arch}.context_length", UINT32, 131072),
        (f"{arch}.embedding_length", UINT32, shape["width"]),
        (f"{arch}.block_count", UINT32, shape["layers"]),
        (f"{arch}.feed_forward_length", UINT32, shape["ffn"]),
        (f"{arch}.attention.head_count", UINT32, shape["heads"]),
        (f"{arch}.attention.head_count_kv", UINT32, shape["kv_heads"]),
        (f"{arch}.attention.key_length", UINT32, shape["head"]),
        (f"{arch}.attention.value_length", UINT32, shape["head"]),
        (f"{arch}.attention.layer_norm_rms_epsilon", FLOAT32, 1e-5),
        (f"{arch}.rope.dimension_count", UINT32, shape["head"]),
        (f"{arch}.rope.freq_base", FLOAT32, 500000.0),
        (f"{arch}.vocab_size", UINT32, shape["vocab"]),
        ("tokenizer.ggml.model", STRING, "no_vocab"),
    ]
    if "window" in shape:
        values.append((f"{arch}.attention.sliding_window", UINT32, shape["window"]))
    return values


def norm_size(shape, name):
    """Elements of a norm's weight: of a head or of all heads where it is one of queries or keys."""
    heads = {"attn_q_norm": shape["heads"], "attn_k_norm": shape["kv_heads"]}
    if name not in heads:
        return shape["width"]
    return shape["head"] * (1 if shape["arch"] == "gemma3" else heads[name])


def tensors(shape):
    """(name, type, dimensions with the contiguous one first), in the file's order."""
    width, ffn = shape["width"], shape["ffn"]
    queries, keys = shape["heads"] * shape["head"], shape["kv_heads"] * shape["head"]
    yield "token_embd.weight", Q4_0, (width, shape["vocab"])
    yield "output_norm.weight", F32, (width,)
    if shape["arch"] == "olmo2":
        yield "output.weight", Q4_0, (width, shape["vocab"])
    matrices = {"attn_q": (width, queries), "attn_k": (width, keys), "attn_v": (width, keys),
                "attn_output": (queries, width), "ffn_gate": (width, ffn), "ffn_up": (width, ffn),
                "ffn_down": (ffn, width)}
    for layer in range(shape["layers"]):
        for name, dimensions in matrices.items():
            yield f"blk.{layer}.{name}.weight", Q4_0, dimensions
        for name in NORMS[shape["arch"]]:
            yield f"blk.{layer}.{name}.weight", F32, (norm_size(shape, name),)


def elements(dimensions):
    count = 1
    for dimension in dimensions:
        count *= dimension
    return count


def size_of(kind, dimensions):
    return elements(dimensions) // 32 * 18 if kind == Q4_0 else elements(dimensions) * 4


def padded(size):
    return (size + ALIGNMENT - 1) // ALIGNMENT * ALIGNMENT


def random_blocks(columns, count=65536):
    """Q4_0 blocks: a scale that keeps activations near 1 (f16), then 32 random nibbles."""
    scale = struct.pack("<e", 0.25 / columns**0.5)
    noise = os.urandom(16 * count)
    return b"".join(scale + noise[i * 16 : i * 16 + 16] for i in range(count))


def write_data(file, kind, dimensions, pools):
    size = size_of(kind, dimensions)
    if kind == F32:
        file.write(struct.pack("<f", 1.0) * dimensions[0])
    else:
        pool = pools.setdefault(dimensions[0], random_blocks(dimensions[0]))
        for begin in range(0, size, len(pool)):
            file.write(pool[: min(len(pool), size - begin)])
    file.write(bytes(padded(size) - size))


def write_model(path, shape):
    values, listed = metadata(shape), list(tensors(shape))
    header = b"GGUF" + struct.pack("<IQQ", 3, len(listed), len(values))
    for key, kind, value in values:
        packed = text(value) if kind == STRING else struct.pack("<I" if kind == UINT32 else "<f", value)
        header += text(key) + struct.pack("<I", kind) + packed
    offset = 0
    for name, kind, dimensions in listed:
        header += text(name) + struct.pack("<I", len(dimensions))
        header += struct.pack(f"<{len(dimensions)}Q", *dimensions) + struct.pack("<IQ", kind, offset)
        offset += padded(size_of(kind, dimensions))
    pools = {}
    with open(path, "wb") as file:
        file.write(header.ljust(padded(len(header)), b"\0"))
        for _, kind, dimensions in listed:
            write_data(file, kind, dimensions, pools)


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in SHAPES:
        sys.exit(f"usage: python3 peer_model.py {'|'.join(SHAPES)} FILE")
    write_model(sys.argv[2], SHAPES[sys.argv[1]])


if __name__ == "__main__":
    main()

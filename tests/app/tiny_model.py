"""Writes small models of random weights as Hugging Face folders, so that the tests need no files from
elsewhere. They write nonsense, but always the same."""

import json
import random
import struct
from pathlib import Path

BOS, EOS, VOCABULARY = 256, 257, 258


def _byte_alphabet():
    """The printable character that stands for each byte in tokenizer.json."""
    printable = [b for b in range(256) if 0x21 <= b <= 0x7E or 0xA1 <= b <= 0xAC or b >= 0xAE]
    characters = {b: chr(b) for b in printable}
    others = [b for b in range(256) if b not in characters]
    characters.update({b: chr(0x100 + i) for i, b in enumerate(others)})
    return [characters[b] for b in range(256)]


def tokenizer_json():
    """A token for each byte, and the two control tokens."""
    controls = [(BOS, "<|begin_of_text|>"), (EOS, "<|end_of_text|>")]
    return {
        "added_tokens": [{"id": i, "content": text, "special": True} for i, text in controls],
        "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "use_regex": True},
        "model": {
            "type": "BPE",
            "vocab": {character: byte for byte, character in enumerate(_byte_alphabet())},
            "merges": [],
        },
    }


def _matrix(values, generator):
    """bfloat16 numbers of 1/32 to 1/8, of both signs."""
    data = bytearray(2 * values)
    data[0::2] = generator.randbytes(values)
    signs = bytes(0x3D if byte < 128 else 0xBD for byte in range(256))
    data[1::2] = generator.randbytes(values).translate(signs)
    return bytes(data)


def config(hidden, layers, context, vocabulary=VOCABULARY):
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "hidden_size": hidden,
        "intermediate_size": 2 * hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": hidden // 32,
        "num_key_value_heads": 1,
        "head_dim": 32,
        "vocab_size": vocabulary,
        "max_position_embeddings": context,
        "rms_norm_eps": 1e-5,
        "rope_theta": 10000.0,
        "rope_scaling": None,
        "hidden_act": "silu",
        "attention_bias": False,
        "mlp_bias": False,
        "tie_word_embeddings": True,
        "bos_token_id": BOS,
        "eos_token_id": EOS,
        "torch_dtype": "bfloat16",
    }


def tensor_shapes(configuration):
    hidden = configuration["hidden_size"]
    inner = configuration["intermediate_size"]
    kv = configuration["num_key_value_heads"] * configuration["head_dim"]
    shapes = {"model.embed_tokens.weight": [configuration["vocab_size"], hidden]}
    for n in range(configuration["num_hidden_layers"]):
        layer = f"model.layers.{n}."
        shapes[layer + "input_layernorm.weight"] = [hidden]
        shapes[layer + "post_attention_layernorm.weight"] = [hidden]
        for name, rows, columns in [
            ("self_attn.q_proj", hidden, hidden),
            ("self_attn.k_proj", kv, hidden),
            ("self_attn.v_proj", kv, hidden),
            ("self_attn.o_proj", hidden, hidden),
            ("mlp.gate_proj", inner, hidden),
            ("mlp.up_proj", inner, hidden),
            ("mlp.down_proj", hidden, inner),
        ]:
            shapes[layer + name + ".weight"] = [rows, columns]
    shapes["model.norm.weight"] = [hidden]
    return shapes


def _without_end(embedding, hidden):
    """Zeros the row of the end token: its logit is 0, never the highest, so a greedy answer does not end."""
    start, end = 2 * hidden * EOS, 2 * hidden * (EOS + 1)
    return embedding[:start] + bytes(end - start) + embedding[end:]


def _write_weights(file, shapes):
    generator = random.Random(7)
    header, parts, offset = {}, [], 0
    for name, shape in shapes.items():
        is_norm = len(shape) == 1
        data = b"\x80\x3f" * shape[0] if is_norm else _matrix(shape[0] * shape[1], generator)
        if name == "model.embed_tokens.weight":
            data = _without_end(data, shape[1])
        header[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [offset, offset + len(data)]}
        offset += len(data)
        parts.append(data)
    text = json.dumps(header).encode()
    file.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(parts))


def write_model(folder, hidden=64, layers=2, context=512, vocabulary=VOCABULARY):
    """Writes config.json, model.safetensors and tokenizer.json into a new folder; returns it."""
    folder = Path(folder)
    folder.mkdir()
    configuration = config(hidden, layers, context, vocabulary)
    (folder / "config.json").write_text(json.dumps(configuration))
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer_json()))
    _write_weights(folder / "model.safetensors", tensor_shapes(configuration))
    return folder

"""Writes a trained checkpoint as a Hugging Face folder, and reads such a folder back.

    python3 export.py --work DIR [--out model]

The tokenizer is already in the folder (from train_tokenizer.py).
"""

import argparse
import json
import pathlib
import struct

import torch

from model import Model

GENERATION = {"bos_token_id": 1, "eos_token_id": [2, 5], "pad_token_id": 6, "do_sample": False}


def write_safetensors(path: pathlib.Path, tensors: dict[str, torch.Tensor]):
    """All tensors in bfloat16: 8 bytes of header length, JSON header, data in the order of the header."""
    header, parts, offset = {"__metadata__": {"format": "pt"}}, [], 0
    for name in sorted(tensors):
        data = tensors[name].detach().bfloat16().contiguous().view(torch.int16).numpy().tobytes()
        header[name] = {"dtype": "BF16", "shape": list(tensors[name].shape),
                        "data_offsets": [offset, offset + len(data)]}
        parts.append(data)
        offset += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(parts))


def read_safetensors(path: pathlib.Path) -> dict[str, torch.Tensor]:
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + size])
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            first, last = (8 + size + o for o in entry["data_offsets"])
            raw = torch.frombuffer(bytearray(data[first:last]), dtype=torch.bfloat16)
            tensors[name] = raw.reshape(entry["shape"]).float()
    return tensors


def load(folder: pathlib.Path) -> Model:
    model = Model(json.loads((folder / "config.json").read_text()))
    model.load_state_dict(read_safetensors(folder / "model.safetensors"))
    return model


def load_state(path: pathlib.Path) -> Model:
    """The model of a checkpoint or of a phase's final.pt."""
    state = torch.load(path, weights_only=False, map_location="cpu")
    model = Model(state["config"])
    model.load_state_dict(state["model"])
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path(__file__).parent / "model")
    args = parser.parse_args()
    final = args.work / "final.pt"
    state = torch.load(final if final.exists() else args.work / "checkpoint.pt", weights_only=False)
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "config.json").write_text(json.dumps(state["config"], indent=2) + "\n")
    (args.out / "generation_config.json").write_text(json.dumps(GENERATION, indent=2) + "\n")
    # Trained with documents in the system message.
    (args.out / "tokenizer_config.json").write_text(json.dumps({"document_role": "system"}, indent=2) + "\n")
    write_safetensors(args.out / "model.safetensors", state["model"])
    print(f"{state['tokens']} tokens trained, {sum(t.numel() for t in state['model'].values())} parameters")


if __name__ == "__main__":
    main()

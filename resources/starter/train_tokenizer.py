"""Trains the SentencePiece tokenizer on the corpus and on made-up conversations.

    python3 train_tokenizer.py --corpus DIR --out model/tokenizer.model
"""

import argparse
import pathlib
import random

import sentencepiece

from chats import ChatMaker
from passages import Passages

CONTROL = ["<|begin_of_text|>", "<|end_of_text|>", "<|header_start|>", "<|header_end|>", "<|eot|>",
           "<|finetune_right_pad|>"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--size", type=int, default=3072)
    args = parser.parse_args()

    passages = Passages(args.corpus, limit_bytes=4_000_000)
    rng = random.Random(1)
    lines = rng.sample(passages.sentences, min(60_000, len(passages.sentences)))
    maker = ChatMaker(2, passages)
    for _ in range(6_000):
        for _, text in maker.about_document(0.5):
            lines += [line for line in text.split("\n") if line]
    args.out.parent.mkdir(parents=True, exist_ok=True)
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_prefix=str(args.out.with_suffix("")), vocab_size=args.size,
        model_type="bpe", byte_fallback=True, normalization_rule_name="identity", add_dummy_prefix=False,
        remove_extra_whitespaces=False, split_digits=True, character_coverage=0.9999, unk_id=0,
        bos_id=1, bos_piece=CONTROL[0], eos_id=2, eos_piece=CONTROL[1], pad_id=-1, num_threads=1,
        control_symbols=CONTROL[2:], minloglevel=1)
    args.out.with_suffix(".vocab").unlink()


if __name__ == "__main__":
    main()

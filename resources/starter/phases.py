"""The phases of the training and the model shapes: all numbers of the recipe."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Phase:
    tokens: int                       # training tokens
    rate: float                       # learning rate of Muon, with warm-up and decay
    mixture: dict = field(default_factory=dict)  # share of each kind of conversation, see chats.KINDS
    recall: float = 0.01              # share of repeated random tokens
    running_text: float = 0.0         # share of plain prose
    level: tuple = (0.0, 1.0)         # range of the difficulty of conversations
    longest: int = 640                # tokens per row
    needle_characters: tuple = (500, 1700)  # length of the prose around needles; drawn so that each doubling is as likely
    gaps: float = 0.0                 # share of rows whose positions have gaps
    fall: float = 0.4                 # part of the phase in which the rate decays to a twentieth
    quantized: bool = False           # trains on 4-bit values
    guide: float = 0.0                # weight of guided attention (evidence.py)
    guide_falls: bool = False         # decays to zero in the second half of the phase
    distil: float = 0.0               # weight of self-distillation from the full-precision weights


MIXTURE = {"document": 0.42, "scramble": 0.11, "passage": 0.22, "needle": 0.08, "summary": 0.06, "talk": 0.11}
LONG = {"document": 0.32, "scramble": 0.04, "passage": 0.28, "needle": 0.2, "summary": 0.06, "talk": 0.1}


def only(**shares) -> dict:
    """The mixture of a specialist: its own kind, and a little of the others, to avoid forgetting."""
    return {**dict.fromkeys(MIXTURE, 0.0), "document": 0.1, "talk": 0.05, **shares}


PHASES = {
    # From scratch: short texts, with guided attention.
    "pretrain": Phase(2_000_000, 0.004, MIXTURE, level=(0.0, 0.4), longest=640, needle_characters=(400, 1000),
                      guide=0.5, fall=0.0),
    "instruct": Phase(4_400_000, 0.004, MIXTURE, level=(0.0, 0.9), longest=1024, needle_characters=(500, 3000),
                      running_text=0.03, guide=0.4, fall=0.3),
    # Specialists, all from the weights of "instruct", for merging.
    "answers": Phase(1_000_000, 0.001, only(document=0.6, passage=0.35), fall=1.0),
    "summaries": Phase(1_000_000, 0.001, only(summary=0.85), fall=1.0),
    "needles": Phase(1_000_000, 0.001, only(needle=0.85), gaps=0.3, fall=1.0),
    # Real lengths as far as a slow core allows; the layers that compare words have no RoPE and need no more.
    "extend": Phase(800_000, 0.002, LONG, level=(0.1, 1.0), longest=2600, needle_characters=(1000, 9000),
                    running_text=0.06, guide=0.3, guide_falls=True, fall=0.6),
    "quantize": Phase(600_000, 0.001, LONG, level=(0.1, 1.0), longest=2600, needle_characters=(1000, 9000),
                      running_text=0.12, fall=1.0, quantized=True, distil=0.5),
    # The same for an accelerator, where long rows are cheap; not yet run.
    "pretrain-large": Phase(1_500_000_000, 0.01, MIXTURE | {"passage": 0.1, "needle": 0.02}, recall=0.01, running_text=0.6,
                            level=(0.0, 0.5), longest=1024, fall=0.1),
    "instruct-large": Phase(1_000_000_000, 0.005, MIXTURE, longest=2048, needle_characters=(500, 6000), fall=0.2),
    "extend-large": Phase(500_000_000, 0.002, LONG, longest=36_000, needle_characters=(2000, 110_000), gaps=0.2),
    "quantize-large": Phase(400_000_000, 0.001, LONG, longest=12_000, needle_characters=(2000, 36_000), gaps=0.2, fall=1.0,
                            quantized=True, distil=0.5),
}

# Arguments of model.config. The large ones are for an accelerator: tens of millions of parameters.
SHAPES = {
    "tiny": {},
    "small": {"hidden": 384, "intermediate": 1024, "layers": 9, "heads": 6, "kv_heads": 2},
    "medium": {"hidden": 512, "intermediate": 1408, "layers": 13, "heads": 8, "kv_heads": 2, "window": 512},
    "large": {"hidden": 576, "intermediate": 1536, "layers": 17, "heads": 9, "kv_heads": 3, "window": 512},
}

"""Documents whose content is known, made from random words, and as what other programs make files of them."""

import random
import zlib
from dataclasses import dataclass, field

WORDS = """harbour water morning engineer letter window garden measure station winter paper river question village
market number history bridge captain kitchen science picture silver teacher factory mountain evening answer library
machine weather journey country building morning student music island bakery doctor memory travel nature record
pressure temperature electricity government development international information understanding organization
communication particularly responsibility environmental considerable experimental administration""".split()
SMALL = "the a of in for with under near after before without between and or but not only still often".split()


@dataclass
class Table:
    rows: list


@dataclass
class Block:
    """kind: heading (level in `level`), paragraph, list (items), numbers (numbered items), table, power, link."""

    kind: str
    text: str = ""
    level: int = 0
    items: list = field(default_factory=list)


class Source:
    """A document. What is expected of a reader is in words_text, headings, tables, numbers and links."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.name = f"made-{seed}"
        self.blocks = [Block("heading", self.sentence(3, 5).rstrip("."), 1)]
        for part in range(1, 5):
            self.blocks += [Block("heading", self.sentence(2, 4).rstrip("."), 2), Block("paragraph", self.paragraph())]
            self.blocks.append(Block("paragraph", self.paragraph()))
            self.blocks += self.special(part)
            self.blocks.append(Block("paragraph", self.paragraph()))

    def word(self):
        return self.random.choice(WORDS if self.random.random() < 0.6 else SMALL)

    def sentence(self, least=6, most=16):
        text = " ".join(self.word() for _ in range(self.random.randint(least, most)))
        return text[0].upper() + text[1:] + "."

    def paragraph(self):
        return " ".join(self.sentence() for _ in range(self.random.randint(3, 7)))

    def special(self, part):
        if part == 1:
            return [Block("numbers", items=[self.sentence(4, 8) for _ in range(self.random.randint(3, 6))])]
        if part == 2:
            columns = self.random.randint(3, 4)
            rows = [[self.random.choice(WORDS).title() for _ in range(columns)]]
            for _ in range(self.random.randint(3, 7)):
                name = f"{self.random.choice(WORDS)} {self.random.choice(WORDS)}"
                rows.append([name, *(str(self.random.randint(1, 9999)) for _ in range(columns - 1))])
            return [Block("table", items=rows)]
        if part == 3:
            return [Block("list", items=[self.sentence(4, 8) for _ in range(3)]), Block("power", self.sentence(3, 5))]
        return [Block("link", self.sentence(2, 3).rstrip("."))]

    def address(self):
        return f"https://example.org/{self.name}"

    def of(self, kind):
        return [block for block in self.blocks if block.kind == kind]

    @property
    def text(self):
        """All of its words in order."""
        parts = []
        for block in self.blocks:
            if block.kind == "numbers":
                parts += [f"{i + 1}. {item}" for i, item in enumerate(block.items)]
            elif block.kind == "table":
                parts += ["\t".join(row) for row in block.items]
            elif block.kind == "list":
                parts += block.items
            elif block.kind == "power":
                parts.append(f"{block.text} It has 25 m2 and 10-4 of CO2 in it.")
            elif block.kind == "link":
                parts.append(f"See {block.text} for more.")
            else:
                parts.append(block.text)
        return "\n".join(parts)

    @property
    def file(self):
        """The beginning of the names of its files, other ones when its text is another."""
        return f"{self.name}-{zlib.crc32(self.markdown().encode()):08x}"

    @property
    def headings(self):
        return [block.text for block in self.of("heading")]

    @property
    def rows(self):
        return [row for block in self.of("table") for row in block.items]

    @property
    def numbers(self):
        return [(i + 1, item) for block in self.of("numbers") for i, item in enumerate(block.items)]

    @property
    def links(self):
        return [self.address() for _ in self.of("link")]

    def markdown(self):
        parts = []
        for block in self.blocks:
            if block.kind == "heading":
                parts.append("#" * block.level + " " + block.text)
            elif block.kind == "numbers":
                parts.append("\n".join(f"{i + 1}. {item}" for i, item in enumerate(block.items)))
            elif block.kind == "list":
                parts.append("\n".join(f"- {item}" for item in block.items))
            elif block.kind == "table":
                head, *rest = ["| " + " | ".join(row) + " |" for row in block.items]
                parts.append("\n".join([head, "|" + "---|" * len(block.items[0]), *rest]))
            elif block.kind == "power":
                parts.append(f"{block.text} It has 25 m^2^ and 10^-4^ of CO~2~ in it.")
            elif block.kind == "link":
                parts.append(f"See [{block.text}]({self.address()}) for more.")
            else:
                parts.append(block.text)
        return "\n\n".join(parts) + "\n"

    def groff(self, columns):
        """For groff -ms -t, in one or two columns."""
        parts = [".nr PS 10", ".nr VS 12"]
        for block in self.blocks:
            if block.kind == "heading" and block.level == 1:
                parts += [".TL", block.text, ".2C" if columns == 2 else ".1C"]
            elif block.kind == "heading":
                parts += [".SH", block.text]
            elif block.kind == "numbers":
                for i, item in enumerate(block.items):
                    parts += [f".IP {i + 1}. 4", item]
            elif block.kind == "list":
                for item in block.items:
                    parts += [".IP \\(bu 2", item]
            elif block.kind == "table":
                parts += [".TS", "l" + "r" * (len(block.items[0]) - 1) + "."]
                parts += ["\t".join(row) for row in block.items] + [".TE"]
            elif block.kind == "power":
                parts += [".PP", f"{block.text} It has 25 m\\*{{2\\*}} and 10\\*{{-4\\*}} of CO\\*<2\\*> in it."]
            elif block.kind == "link":
                parts += [".PP", f"See {block.text} for more."]
            else:
                parts += [".PP", block.text]
        return "\n".join(parts) + "\n"

    def typst(self, columns):
        """For Typst, justified and hyphenated, with a header and page numbers."""
        parts = [
            f'#set page(paper: "a5", columns: {columns}, numbering: "1", header: [The header of every page])',
            '#set text(size: 9pt, lang: "en", hyphenate: true)\n#set par(justify: true)',
        ]
        for block in self.blocks:
            if block.kind == "heading":
                parts.append("=" * block.level + " " + block.text)
            elif block.kind == "numbers":
                parts.append("\n".join(f"+ {item}" for item in block.items))
            elif block.kind == "list":
                parts.append("\n".join(f"- {item}" for item in block.items))
            elif block.kind == "table":
                cells = ", ".join(f"[{cell}]" for row in block.items for cell in row)
                stroke = "" if columns == 1 else "stroke: none, "
                parts.append(f"#table(columns: {len(block.items[0])}, {stroke}{cells})")
            elif block.kind == "power":
                parts.append(f"{block.text} It has 25 m#super(typographic: false)[2] and 10#super(typographic: false)[-4] of "
                             f"CO#sub(typographic: false)[2] in it.")
            elif block.kind == "link":
                parts.append(f'See #link("{self.address()}")[{block.text}] for more.')
            else:
                parts.append(block.text)
        return "\n\n".join(parts) + "\n"

"""Small old Office documents: one stream in a compound file. Sources: [MS-CFB], [MS-DOC], [MS-XLS], [MS-PPT]."""

import struct

SECTOR = 512
END, FAT, FREE = b"\xfe\xff\xff\xff", b"\xfd\xff\xff\xff", b"\xff\xff\xff\xff"


def u32(number):
    return number.to_bytes(4, "little")


def entry(name, kind, child, start, size):
    wide = name.encode("utf-16-le")
    head = wide.ljust(64, b"\0") + (len(wide) + 2).to_bytes(2, "little") + bytes([kind, 1])
    return head + FREE * 2 + child + bytes(36) + start + u32(size) + bytes(4)


def compound_file(stream, content):
    """The stream is padded to 4,096 bytes at least, so that it has sectors of its own."""
    content = content.ljust(4096, b"\0")
    content += bytes(-len(content) % SECTOR)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\0\3\0\xfe\xff\x09\0\x06\0" + bytes(10)
    header += u32(1) + u32(1) + bytes(4) + u32(4096) + (END + bytes(4)) * 2 + bytes(4) + FREE * 108
    chain = b"".join(u32(i + 3) for i in range(len(content) // SECTOR - 1)) + END
    directory = entry("Root Entry", 5, u32(1), END, 0) + entry(stream, 2, FREE, u32(2), len(content))
    return header + (FAT + END + chain).ljust(SECTOR, FREE[:1]) + directory.ljust(SECTOR, b"\0") + content


def doc(text):
    words = text.encode("cp1252")
    begin = 1024
    head = bytearray(begin)
    struct.pack_into("<HHHHH", head, 0, 0xA5EC, 0x00C1, 0, 0x0409, 0)
    struct.pack_into("<LL", head, 24, begin, begin + len(words))
    return compound_file("WordDocument", bytes(head) + words)


def xls(sheets):
    """A sheet is a list of rows of texts."""

    def record(kind, content):
        return struct.pack("<HH", kind, len(content)) + content

    def begin(kind):
        return record(0x0809, struct.pack("<HHHHLL", 0x0600, kind, 0, 0, 0, 0))

    end = record(0x000A, b"")
    book = begin(0x0005) + end
    for sheet in sheets:
        book += begin(0x0010)
        for row, values in enumerate(sheet):
            for column, value in enumerate(values):
                book += record(0x0204, struct.pack("<HHHHB", row, column, 0, len(value), 0) + value.encode())
        book += end
    return compound_file("Workbook", book)


def ppt(slides):
    def atom(kind, content, version=0):
        return struct.pack("<HHL", version, kind, len(content)) + content

    texts = b"".join(atom(1011, bytes(20)) + atom(3999, bytes(4)) + atom(4008, s.encode()) for s in slides)
    document = atom(1000, atom(4080, texts, 0xF), 0xF)
    return compound_file("PowerPoint Document", document + atom(1002, b""))

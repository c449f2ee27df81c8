"""How much of a document is read: words in order, headings, cells of tables, numbers of lists, links."""

import difflib
import re
import unicodedata


def words(text):
    """The words that are compared: in compatibility form and small letters, without signs; "m^2" is "m²"."""
    text = unicodedata.normalize("NFKC", text).lower().replace("^", "").replace("_", "").replace("\u00ad", "")
    return re.findall(r"[^\W_]+", text)


def longest_increasing(values):
    """The indices of a longest increasing subsequence."""
    tails, before = [], [None] * len(values)
    for i, value in enumerate(values):
        low, high = 0, len(tails)
        while low < high:
            middle = (low + high) // 2
            if values[tails[middle]] < value:
                low = middle + 1
            else:
                high = middle
        before[i] = tails[low - 1] if low else None
        tails[low : low + 1] = [i]
    chain, at = [], tails[-1] if tails else None
    while at is not None:
        chain.append(at)
        at = before[at]
    return chain[::-1]


def common_in_order(a, b):
    """The number of words of a common subsequence: through words that both have once, and between those by difflib."""
    if not a or not b:
        return 0
    count_a, count_b, place_b = {}, {}, {}
    for word in a:
        count_a[word] = count_a.get(word, 0) + 1
    for i, word in enumerate(b):
        count_b[word] = count_b.get(word, 0) + 1
        place_b[word] = i
    anchors = [i for i, word in enumerate(a) if count_a[word] == 1 and count_b.get(word) == 1]
    chain = [anchors[i] for i in longest_increasing([place_b[a[i]] for i in anchors])]
    if not chain or len(a) * len(b) < 1_000_000:
        matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
        return sum(block.size for block in matcher.get_matching_blocks())
    total, last_a, last_b = 0, 0, 0
    for i in [*chain, len(a)]:
        j = place_b[a[i]] if i < len(a) else len(b)
        total += common_in_order(a[last_a:i], b[last_b:j]) + (i < len(a))
        last_a, last_b = i + 1, j + 1
    return total


def in_order(expected, found):
    """(expected words that are found in order, found words that are expected there, all expected, all found)."""
    common = common_in_order(expected, found)
    return common, common, len(expected), len(found)


def headings(expected, found):
    expected, found = ([" ".join(words(heading)) for heading in some] for some in (expected, found))
    return common_in_order(expected, found), len(expected)


def cells(expected, found):
    """Cells that stand at their place in some row. Both are lists of rows, a row is a list of cells."""
    expected, found = ([[" ".join(words(cell)) for cell in row] for row in some] for some in (expected, found))
    by_first = {}
    for row in found:
        for cell in row:
            by_first.setdefault(cell, []).append(row)
    kept = 0
    for row in expected:
        rows = by_first.get(row[0], []) + by_first.get(row[-1], [])
        kept += max((sum(a == b for a, b in zip(row, other)) for other in rows), default=0)
    return kept, sum(map(len, expected))


def rows(expected, text):
    """Rows of tables whose cells stand on one line, in order, whatever is between them."""
    lines = [" " + " ".join(words(line)) + " " for line in text.split("\n")]
    wanted = [" " + " ".join(word for cell in row for word in words(cell)) + " " for row in expected]
    return sum(any(row in line for line in lines) for row in wanted), len(wanted)


def list_numbers(expected, text):
    """Items, given as (number, text), that begin a line with their number."""
    lines = {" ".join(words(line)[:4]) for line in text.split("\n")}
    return sum(" ".join(words(f"{number} {item}")[:4]) in lines for number, item in expected), len(expected)


def links(expected, found):
    """Addresses that are found."""
    return sum(address in found for address in expected), len(expected)

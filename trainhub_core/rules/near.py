"""The stretch of a text that is nearest to a pattern, by edit distance. Bit-parallel: a long pattern costs little more."""


def nearest(pattern: str, text: str) -> tuple[int, int, int]:
    """Edits, start and end of the stretch that needs the fewest edits to become the pattern (not empty)."""
    edits, end = _best_end(pattern, text)
    _, length = _best_end(pattern[::-1], text[:end][::-1])
    return edits, end - length, end


def _best_end(pattern: str, text: str) -> tuple[int, int]:
    """Fewest edits of any stretch, and where the first such stretch ends. Myers 1999; bit i is row i of the table of edits."""
    last, mask = 1 << (len(pattern) - 1), (1 << len(pattern)) - 1
    rows: dict[str, int] = {}
    for at, char in enumerate(pattern):
        rows[char] = rows.get(char, 0) | 1 << at
    rising, falling, edits = mask, 0, len(pattern)
    best = (edits, 0)
    for at, char in enumerate(text, 1):
        same = rows.get(char, 0)
        vertical = same | falling
        diagonal = (((same & rising) + rising) ^ rising) | same
        up, down = falling | (~(diagonal | rising) & mask), rising & diagonal
        edits += bool(up & last) - bool(down & last)
        up, down = up << 1 & mask, down << 1 & mask
        rising, falling = down | (~(vertical | up) & mask), up & vertical
        if edits < best[0]:
            best = (edits, at)
    return best

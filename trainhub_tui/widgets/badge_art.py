"""Pictures of badges and levels in line art, seven cells wide and four lines high. Every character has an ASCII form in the palette."""

WIDTH = 7
HEIGHT = 4
PLACE = "@"
"""Where a picture shows the badge's own letter or number (up to three cells)."""

ART = {
    "courses": ("╭──┬──╮", "│━━│━━│", "│━━│━━│", "╰──┴──╯"),
    "category": ("╭─────╮", "│  @  │", "╰╮   ╭╯", " ╰───╯ "),
    "path": ("  ┃━━▶ ", "  ┃╱╲  ", " ╱╲  ╲ ", "╱──╲──╲"),
    "streak": ("   ╱╲  ", " ╭╱  ╲ ", " │  @ │", " ╰────╯"),
    "hours": ("╭─────╮", "│  │  │", "│  ╰──│", "╰─────╯"),
    "lessons": ("╭────╮ ", "│━━━ │ ", "│━━  │ ", "╰────╯ "),
    "level": ("╭─────╮", "│  @  │", "╰┬───┬╯", " ╲╱ ╲╱ "),
    "track": ("  ╱ ╲  ", " ╱ @ ╲ ", " ╲   ╱ ", "  ╲ ╱  "),
}


def picture(kind: str, sign: str) -> tuple[str, ...]:
    """The picture of a kind of goal with a sign in it; a kind without a picture of its own gets the category's shield."""
    return tuple(_signed(line, sign[:3]) for line in ART.get(kind, ART["category"]))


def _signed(line: str, sign: str) -> str:
    """The line with the sign centred on its place."""
    at = line.find(PLACE)
    if at < 0:
        return line
    start = at - (len(sign) - 1) // 2
    cleared = line.replace(PLACE, " ")
    return cleared[:start] + sign + cleared[start + len(sign) :]

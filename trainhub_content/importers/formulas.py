"""Mathematics in TeX as characters, where a line of text can hold it: 1/100, x², √2, 3 · 4 ≈ 12. All else stays TeX."""

import re
from collections.abc import Callable

DEEPEST = 20
LONGEST = 2_000
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.S)
_SMALL = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_HIGH = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_ONE = re.compile(r"[\w.,%]+|√?\([^()]*\)|√[\w.,]+")
"""What needs no brackets around it."""
_WIDTH = re.compile(r"-?[\d.]+\s*(?:mu|em|ex|pt|cm|mm)")
_GREEK = "alpha α beta β gamma γ delta δ epsilon ε eta η theta θ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ phi φ chi χ psi ψ omega ω"
_MORE_GREEK = "Gamma Γ Delta Δ Theta Θ Lambda Λ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω"
_SIGNS = "cdot · times × div ÷ pm ± mp ∓ approx ≈ ne ≠ neq ≠ le ≤ leq ≤ ge ≥ geq ≥ lt < gt > ldots … dots … cdots … to → rightarrow →"
_SIGNS += " Rightarrow ⇒ Longrightarrow ⇒ leftarrow ← iff ⇔ infty ∞ sum ∑ prod ∏ int ∫ in ∈ notin ∉ subset ⊂ cup ∪ cap ∩ forall ∀ exists ∃"
_SIGNS += " circ ° degree ° angle ∠ perp ⊥ parallel ∥ sim ∼ equiv ≡ partial ∂ nabla ∇ euro € pounds £ mid | vert |"
_WORDS = f"{_GREEK} {_MORE_GREEK} {_SIGNS}".split()
_SYMBOLS = {f"\\{name}": sign for name, sign in zip(_WORDS[::2], _WORDS[1::2], strict=True)}
_SYMBOLS |= {name: f" {sign} " for name, sign in _SYMBOLS.items() if sign in set("·×÷±∓≈≠≤≥→⇒←⇔")}
_SYMBOLS |= {f"\\{name}": name for name in ("sin", "cos", "tan", "log", "ln", "lim", "max", "min", "exp", "mod")}
_SYMBOLS |= {f"\\{sign}": sign for sign in "%$#&_{}"}
_SYMBOLS |= dict.fromkeys(["\\,", "\\;", "\\:", "\\ ", "\\quad", "\\qquad", "~"], " ")
_SYMBOLS |= dict.fromkeys(["\\!", "\\left", "\\right", "\\big", "\\Big", "\\bigl", "\\bigr", "\\displaystyle", "\\limits", "&"], "")
_SYMBOLS["\\\\"] = "\n"
_TEXTS = {f"\\{name}" for name in ("text", "textrm", "textbf", "textit", "mathrm", "mathbf", "mathit", "mathsf", "operatorname", "mbox")}
_UNSEEN = {"\\phantom", "\\hphantom", "\\vphantom", "\\color", "\\hspace", "\\label"}


class _NotSaid(ValueError):
    """There are no characters for it."""


def readable(tex: str) -> str:
    """The formula in characters, or as it was."""
    tokens = _TOKEN.findall(tex)
    if len(tex) > LONGEST or not {"\\", "^", "_", "{"} & set(tex):
        return tex
    try:
        told, end = _group(tokens, 0, 0)
        if end < len(tokens):
            return tex
    except (_NotSaid, IndexError):
        return tex
    lines = (" ".join(line.split()) for line in told.split("\n"))
    return "\n".join(line for line in lines if line) or tex


def _group(tokens: list[str], at: int, depth: int) -> tuple[str, int]:
    """What stands up to the end of the group, and where that is."""
    if depth > DEEPEST:
        raise _NotSaid
    told = ""
    while at < len(tokens) and tokens[at] != "}":
        piece, at = _piece(tokens, at, depth)
        told += f" {piece}" if told[-1:].isdigit() and _is_fraction(piece) else piece
    return told, at


def _piece(tokens: list[str], at: int, depth: int) -> tuple[str, int]:
    """One sign, or a command with what belongs to it."""
    token = tokens[at]
    if token in _MAKERS:
        count, make = _MAKERS[token]
        given, at = [], at + 1
        for _ in range(count):
            argument, at = _argument(tokens, at, depth)
            given.append(argument)
        return make(*given), at
    if token in ("\\mkern", "\\mskip", "\\kern", "\\hskip"):
        return " ", _behind_width(tokens, at + 1)
    if token == "{":
        return _argument(tokens, at, depth)
    if token in _SYMBOLS:
        return _SYMBOLS[token], at + 1
    if token.startswith("\\"):
        raise _NotSaid
    return token, at + 1


def _argument(tokens: list[str], at: int, depth: int) -> tuple[str, int]:
    while tokens[at].isspace():
        at += 1
    if tokens[at] != "{":
        if tokens[at] == "[":
            raise _NotSaid
        return _piece(tokens, at, depth + 1)
    told, end = _group(tokens, at + 1, depth + 1)
    if tokens[end] != "}":
        raise _NotSaid
    return told, end + 1


def _behind_width(tokens: list[str], at: int) -> int:
    """Where what is said of a space ends."""
    found = _WIDTH.match("".join(tokens[at : at + 12]))
    if found is None:
        raise _NotSaid
    length, left = 0, found.end()
    while length < left:
        length += len(tokens[at])
        at += 1
    return at


def _one(told: str) -> str:
    """In brackets, where it is more than one thing."""
    told = " ".join(told.split())
    return told if _ONE.fullmatch(told) else f"({told})"


def _fraction(above: str, below: str) -> str:
    return f"{_one(above)}/{_one(below)}"


def _is_fraction(piece: str) -> bool:
    return "/" in piece and piece[:1].isdigit()


def _scripted(table: dict[int, int], mark: str) -> Callable[[str], str]:
    def make(told: str) -> str:
        told = "".join(told.split())
        if told == "°":
            return told
        return told.translate(table) if told and all(ord(char) in table for char in told) else f"{mark}{_one(told)}"

    return make


_MAKERS: dict[str, tuple[int, Callable[..., str]]] = {
    **{f"\\{name}": (2, _fraction) for name in ("frac", "dfrac", "tfrac")},
    **{name: (1, lambda told: told) for name in _TEXTS},
    **{name: (1, lambda told: "") for name in _UNSEEN},
    **{f"\\{name}": (2, lambda above, sign: f" {sign} ({above.strip()}) ") for name in ("overset", "stackrel")},
    "\\sqrt": (1, lambda told: f"√{_one(told)}"),
    "^": (1, _scripted(_HIGH, "^")),
    "_": (1, _scripted(_SMALL, "_")),
}

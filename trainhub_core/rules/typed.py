"""What was typed, as it is compared: short answers folded, numbers read in the forms people write them. Rule: Quizzes, rules.md."""

import re
import unicodedata
from fractions import Fraction

LONGEST_NUMBER = 60
_MINUS = str.maketrans(dict.fromkeys("\u2212\u2013\ufe63\uff0d\u2010\u2011", "-"))
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u02bc\uff07`", "'"))
_SIGNS = "£$€¥%‰"
_NOT_PLAIN = ("<super>", "<sub>")
_FRACTION = re.compile(r"(?:(\d{1,15}) )?(\d{1,15}) ?/ ?(\d{1,15})")
_POWER = re.compile(r"(.+?)e([+-]?\d{1,2})")


def folded(text: str) -> str:
    """Text as short answers compare it: NFKC, case folded, runs of space one space, none at the ends."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).split())


def readings(text: str, unit: str = "") -> tuple[Fraction, ...]:
    """The numbers that this text can mean, exactly; none when it is not a number.

    Decimal point or comma, groups by comma, point, space or apostrophe, fractions, percent and currency signs, the `unit`. What can be
    read two ways (1,200 is 1200 to some and 1.2 to others) gives both."""
    plain = _plain(text, unit)
    if plain is None:
        return ()
    negative = plain.startswith("-")
    size = plain.lstrip("+-").strip() if plain[:1] in ("+", "-") and plain[1:2] not in ("+", "-") else plain
    if found := _FRACTION.fullmatch(size):
        whole, over, under = (int(part or 0) for part in found.groups())
        sizes = [whole + Fraction(over, under)] if under else []
    else:
        sizes = _decimals(size)
    return tuple(dict.fromkeys(-each if negative else each for each in sizes))


def _plain(text: str, unit: str) -> str | None:
    """The text in ASCII without sign characters around the number, None where a character cannot belong to one."""
    if len(text) > LONGEST_NUMBER or any(unicodedata.decomposition(char).startswith(_NOT_PLAIN) for char in text):
        return None
    parted = "".join(f" {char}" if unicodedata.decomposition(char).startswith("<fraction>") else char for char in text)
    plain = folded(parted.translate(_MINUS).translate(_APOSTROPHES)).replace("\u2044", "/")
    plain = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in plain)
    plain = _without(plain, folded(unit))
    sign = plain[:1] if plain[:1] in ("-", "+") else ""
    return sign + _without(plain[len(sign) :].strip(_SIGNS + " "), folded(unit))


def _without(text: str, unit: str) -> str:
    if unit:
        text = text.removeprefix(unit) if text.startswith(unit) else text.removesuffix(unit)
    return text.strip()


def _decimals(size: str) -> list[Fraction]:
    power = 0
    if found := _POWER.fullmatch(size):
        size, power = found[1], int(found[2])
    sizes = []
    for mark in ".,":
        whole, _, part = size.partition(mark)
        digits = _ungrouped(whole, mark)
        if digits is not None and re.fullmatch(r"[0-9]*", part) and (digits or part):
            sizes.append(Fraction(f"{digits or '0'}.{part or '0'}") * Fraction(10) ** power)
    return sizes


def _ungrouped(whole: str, mark: str) -> str | None:
    """The digits of a whole number, None where its groups are not groups: 1,234,567 or 12,34,567, one sign throughout."""
    if re.fullmatch(r"[0-9]*", whole):
        return whole
    groups = "|".join(
        rf"[1-9][0-9]{{0,2}}(?:{sign}[0-9]{{3}})+|[1-9][0-9]?(?:{sign}[0-9]{{2}})+{sign}[0-9]{{3}}"
        for sign in ("\\.", ",", " ", "'")
        if sign[-1] != mark
    )
    return re.sub(r"[^0-9]", "", whole) if re.fullmatch(groups, whole) else None

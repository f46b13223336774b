"""What a QTI 1.2 item says afterwards: to everybody, to one answer, to right and wrong ones."""

from collections import Counter
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

from trainhub_content.importers.banks.stated import Words
from trainhub_content.importers.qti.material import html_in
from trainhub_content.importers.qti.scoring import Given, Scoring, named_in, shown
from trainhub_content.importers.xml import attribute, child, every, name_of

GENERAL, RIGHT, WRONG = "general_fb", "correct_fb", "general_incorrect_fb"
"""Canvas's names, which it may leave without a condition that shows them."""
_AS_WHOLE = {RIGHT, WRONG}


class Told:
    """The feedback of an item; `unsaid` becomes true where something of it found no place."""

    def __init__(self, item: Element, scoring: Scoring) -> None:
        self.scoring = scoring
        self.texts = {attribute(each, "ident"): _said(each) for each in every(item, "itemfeedback")}
        self.texts = {ident: html for ident, html in self.texts.items() if html}
        self.hint = " ".join(f"<p>{html_in(each)}</p>" for each in every(item, "hint") if html_in(each))
        self.solution = " ".join(html_in(each) for each in every(item, "solution"))
        self.linked = {ident for condition in scoring.conditions for ident in shown(condition)}
        self.placed: set[str] = set()

    @property
    def is_unsaid(self) -> bool:
        return bool(set(self.texts) - self.placed)

    def to_each(self, tries: Mapping[str, Given], right: Iterable[str], whole: Given | None = None) -> tuple[str, dict[str, str]]:
        """What is said to everybody and to each answer, by trying them; `right` are those that earn all.

        `whole` is the right response where it takes several answers: then only what is said to one answer alone is its own."""
        marked = {value: set(self.scoring.marked(given).told) for value, given in tries.items()}
        for value, idents in marked.items():
            idents |= {ident for ident in (f"{value}_fb", f"fb_{value}") if ident not in self.linked}
            idents |= {RIGHT if value in right else WRONG} - self.linked if whole is None else set()
        controls = [set(self.scoring.marked(given).told) for given in ({}, whole) if given is not None]
        general = set.intersection(*controls, *marked.values()) | {GENERAL} & set(self.texts)
        if whole is not None:
            often = Counter(ident for idents in marked.values() for ident in idents)
            marked = {value: {ident for ident in idents if often[ident] == 1} for value, idents in marked.items()}
        return self.joined(general), {value: self.joined(idents - general) for value, idents in marked.items()}

    def to_parts(self) -> tuple[str, dict[tuple[str, str], str]]:
        """What is said to everybody, and by (response, value) or (response, "") to one part of an item that has several."""
        general = {GENERAL} if GENERAL not in self.linked else set()
        parts: dict[tuple[str, str], list[str]] = {}
        for condition in self.scoring.conditions:
            variables = child(condition, "conditionvar")
            named = list(named_in(variables)) if variables is not None else []
            idents = [ident for ident in shown(condition) if ident not in _AS_WHOLE]
            if not named and (variables is None or all(name_of(each) == "other" for each in variables)):
                general |= set(idents)
            elif len({it.response for it in named}) == 1:
                only = named[0].value if len(named) == 1 and not named[0].negated else ""
                parts.setdefault((named[0].response, only), []).extend(idents)
        return self.joined(general), {key: self.joined(idents) for key, idents in parts.items()}

    def joined(self, idents: Iterable[str]) -> str:
        """These texts in the item's order; they count as placed."""
        wanted = set(idents)
        self.placed |= wanted
        return " ".join(f"<div>{html}</div>" for ident, html in self.texts.items() if ident in wanted)

    def feedback(self, general: str) -> Words:
        return Words(f"{general}{f'<div>{self.solution}</div>' if self.solution else ''}", "html")


def _said(feedback: Element) -> str:
    """Its material, without hints and solutions, which have places of their own."""
    parts = [each for each in feedback if name_of(each) not in ("hint", "solution")]
    loose = [each for each in parts if name_of(each) == "material"]
    inside = [html_in(each) for each in parts if name_of(each) != "material"]
    holder = Element("flow_mat")
    holder.extend(loose)
    return " ".join(html for html in (html_in(holder), *inside) if html)

"""How near a typed number has to be, as an item's marking says."""

from decimal import Decimal
from xml.etree.ElementTree import Element

from trainhub_content.importers.banks.stated import StatedNumber
from trainhub_content.importers.qti.scoring import decimal
from trainhub_content.importers.xml import attribute, children, every


def around(number: Decimal, item: Element, ident: str) -> StatedNumber:
    """The number with its tolerance."""
    for test in every(item, "equal", "equalRounded"):
        if not any(attribute(each, "identifier") == ident for each in children(test, "variable")):
            continue
        if places := decimal(attribute(test, "figures")):
            if attribute(test, "roundingMode") == "decimalPlaces" and 0 < places <= 18:
                return StatedNumber(number, Decimal(5).scaleb(-int(places) - 1))
            continue
        margins = [margin for each in attribute(test, "tolerance").split() if (margin := decimal(each)) is not None]
        mode = attribute(test, "toleranceMode")
        if mode == "relative":
            margins = [abs(number) * margin / 100 for margin in margins]
        if mode not in ("absolute", "relative") or not margins:
            continue
        below, above = margins[0], margins[-1]
        return StatedNumber(number, below) if below == above else StatedNumber(number - below, upto=number + above)
    return StatedNumber(number)

"""CONT-2: simple mathematics is read in the terminal as it would be typed; what no line can hold stays TeX, and nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainhub_content.importers.formulas import readable
from trainhub_content.importers.pages import line


@pytest.mark.parametrize(
    ("tex", "told"),
    [
        (r"1 \ \% = \frac{1}{100} = 0{,}01", "1 % = 1/100 = 0,01"),
        (r"2\frac{1}{2}", "2 1/2"),
        (r"\dfrac{\textrm{new price}}{a+b}\cdot 100\,\%", "(new price)/(a+b) · 100 %"),
        (r"x^2+y_{10} \ne \sqrt{2}", "x²+y₁₀ ≠ √2"),
        (r"\left(\frac{a}{b}\right)^{n}", "(a/b)ⁿ"),
        (r"90^\circ \approx \frac\pi2", "90° ≈ π/2"),
        (r"a\mkern1.5mu b\phantom{xx}", "a b"),
        (r"3 \overset{\cdot 72}{\Longrightarrow} 216", "3 ⇒ (· 72) 216"),
        (r"a &= b \\ c &= d", "a = b\nc = d"),
        ("plain words", "plain words"),
    ],
)
def test_what_a_line_can_hold_is_characters(tex: str, told: str) -> None:
    assert readable(tex) == told


@pytest.mark.parametrize(
    "tex",
    [
        r"\sqrt[3]{2}",
        r"\begin{matrix}1\end{matrix}",
        r"\frac{1",
        r"\frac{1}",
        "^",
        "}",
        "{",
        "\\",
        r"\unknown{x}",
        r"a \over b",
        "{" * 900,
        r"\frac{1}{2}" * 400,
    ],
)
def test_what_it_cannot_hold_stays_as_it_was(tex: str) -> None:
    assert readable(tex) == tex


@given(st.text(r"\{}^_ abfrcsqt12,.[]%&$~", max_size=60))
def test_no_formula_is_too_strange(tex: str) -> None:
    """Whatever it is, it is told on lines of its own or left alone, and never nothing."""
    told = readable(tex)
    assert told == tex or all(row == " ".join(row.split()) for row in told.split("\n"))
    assert bool(told) is bool(tex)


def test_a_page_tells_it() -> None:
    assert line(r"A tenth is \(\frac{1}{10}\) or [mathjaxinline]10\%[/mathjaxinline]") == "A tenth is 1/10 or 10%"

"""What is typed into a quiz is read as people write it (LEARN-3; rules.md, Quizzes)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainhub_core.rules.typed import folded, readings


@pytest.mark.parametrize(
    ("typed", "unit", "numbers"),
    [
        ("1200", "", ["1200"]),
        ("1,200", "", ["1200", "6/5"]),
        ("1.200", "", ["6/5", "1200"]),
        ("1,200.50", "", ["2401/2"]),
        ("1.200,50", "", ["2401/2"]),
        ("1 200,5", "", ["2401/2"]),
        ("1\u202f200\u00a0€", "", ["1200"]),
        ("1'200", "", ["1200"]),
        ("1’200", "", ["1200"]),
        ("12,34,567", "", ["1234567"]),
        ("1,234,567", "", ["1234567"]),
        ("0,500", "", ["1/2"]),
        (".5", "", ["1/2"]),
        ("5.", "", ["5"]),
        ("−5", "", ["-5"]),
        ("+5", "", ["5"]),
        ("-£5", "", ["-5"]),
        ("£3,600.00", "", ["3600"]),
        ("12.5 %", "", ["25/2"]),
        ("３．５", "", ["7/2"]),
        ("٣٤", "", ["34"]),
        ("1/3", "", ["1/3"]),
        ("1 1/2", "", ["3/2"]),
        ("1½", "", ["3/2"]),
        ("2.5e3", "", ["2500"]),
        ("3 hours", "hours", ["3"]),
        ("3HOURS", "hours", ["3"]),
        ("3 days", "hours", []),
        ("10²", "", []),
        ("1,2,3", "", []),
        ("12,34", "", ["617/50"]),
        ("1/0", "", []),
        ("--5", "", []),
        ("five", "", []),
        ("", "", []),
        (".", "", []),
        ("nan", "", []),
        ("inf", "", []),
        ("1e999", "", []),
        ("9" * 61, "", []),
    ],
)
def test_numbers_are_read_in_the_forms_people_write(typed: str, unit: str, numbers: list[str]) -> None:
    assert list(readings(typed, unit)) == [Fraction(number) for number in numbers]


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4), st.sampled_from(["", "£", "%", "kg"]))
def test_a_plain_decimal_is_always_among_its_readings(number: Fraction, unit: str) -> None:
    assert Fraction(number) in readings(f"{number:f} {unit}", unit)
    assert Fraction(number) in readings(f"{number:f}".replace(".", ","), unit)
    assert Fraction(number) in readings(f"{number:,f}", unit)


@given(st.text(max_size=80), st.text(max_size=5))
def test_anything_typed_gives_at_most_two_numbers_and_no_crash(typed: str, unit: str) -> None:
    assert len(readings(typed, unit)) <= 2


@pytest.mark.parametrize(
    ("one", "other"),
    [("Way out", " way  OUT "), ("STRASSE", "straße"), ("ﬁt", "FIT"), ("é", "e\u0301"), ("ＡＢＣ", "abc"), ("a\u00a0b", "A b")],
)
def test_short_answers_are_the_same_but_for_case_space_and_compatibility(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("way out", "way-out"), ("resume", "résumé"), ("ab", "a b")])
def test_short_answers_that_differ_in_more_are_not_the_same(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)

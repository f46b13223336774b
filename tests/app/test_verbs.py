"""Verbs are declared once: one key each, the keys page fresh, the learner's own keys honoured."""

from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from trainhub_tui import verbs
from trainhub_tui.app import PAGES
from trainhub_tui.screens.page import Page

ROOT = Path(__file__).parents[2]


def test_no_key_has_two_verbs() -> None:
    """LOOK-3."""
    used = Counter(key for verb in verbs.VERBS.values() for key in verb.keys)
    assert [key for key, times in used.items() if times > 1] == []


def test_every_verb_has_a_group_of_the_keys_page_and_a_sentence() -> None:
    assert [verb.id for verb in verbs.VERBS.values() if verb.group not in verbs.GROUPS or not verb.help.endswith(".")] == []


def test_the_footer_shows_at_most_seven_verbs_in_one_order() -> None:
    """LOOK-3."""
    shown = [verb.id for verb in verbs.footer_verbs(verbs.VERBS)]
    assert len(shown) == 7 and shown[-2:] == ["help", "quit"]
    assert [verb.id for verb in verbs.footer_verbs(reversed(list(verbs.VERBS)))] == shown


def test_the_keys_page_is_fresh() -> None:
    """LOOK-3."""
    assert (ROOT / "docs" / "KEYS.md").read_text("utf-8") == verbs.keys_page()


def test_a_key_of_the_settings_file_replaces_the_delivered_one() -> None:
    """LOOK-3."""
    assert verbs.keymap({"register": "T", "settings": ","}) == ({"register": "T", "settings": "comma"}, [])


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"fly": "z"}, "There is no verb “fly”"),
        ({"register": "c"}, "The key c of “register” is the key of “continue” already."),
    ],
)
def test_a_key_that_cannot_be_followed_is_told_in_a_sentence(chosen: dict[str, str], sentence: str) -> None:
    """LOOK-3: bad settings are said, the delivered key stays."""
    kept, faults = verbs.keymap(chosen)
    assert kept == {} and sentence in faults[0]


def test_two_verbs_may_swap_their_keys() -> None:
    assert verbs.keymap({"register": "c", "continue": "r"}) == ({"register": "c", "continue": "r"}, [])


def test_every_page_of_the_table_exists_and_says_its_verbs_in_methods() -> None:
    """DASH-5: every section is reachable."""
    for where in PAGES.values():
        module, _, name = where.partition(":")
        page = getattr(import_module(module), name)
        for verb_id in getattr(page, "VERBS", ()):
            assert hasattr(page, f"verb_{verbs.VERBS[verb_id].name}"), f"{where}: {verb_id}"


def test_a_page_that_declares_a_verb_without_its_method_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="verb_register"):
        type("Unfinished", (Page,), {"VERBS": ("register",)})

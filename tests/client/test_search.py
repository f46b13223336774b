"""The index is what is on this laptop: what changed is read again, what is gone is forgotten, damage is made good (LEARN-5)."""

import os
import threading
from pathlib import Path

import pytest

from tests.app.staged import StagedHub, staged
from tests.builders import NOW, course, resource, tell
from trainhub_core.models.learning import Bookmark, BookmarkKind
from trainhub_core.operations import SetBookmark
from trainhub_tui.search.asking import OF_ONE, Found
from trainhub_tui.search.door import Search
from trainhub_tui.search.index import Index

LESSON = "negotiation/one"
TEXT = "# Asking\n\nBegin with a question.\n\n## Anchors\n\nThe first figure is an anchor: say a café price.\n"


def keep_text(hub: StagedHub, text: str, etag: str) -> None:
    hub.snapshot.keep_texts("negotiation", etag, 1, [(LESSON, 1, text)])


def found(hub: StagedHub, typed: str, *kinds: str) -> list[str]:
    """Kind, thing and heading of each hit, brought up to date first."""
    hub.search.catch_up()
    return [f"{it.passage.kind} {it.passage.of} {it.passage.heading}".strip() for it in hub.search.find(typed, kinds).hits]


@pytest.fixture
def hub(tmp_path: Path) -> StagedHub:
    hub = staged(home=tmp_path)
    keep_text(hub, TEXT, '"a"')
    return hub


def test_titles_come_first_and_the_exact_one_before_all(hub: StagedHub) -> None:
    tell(hub, resource("negotiation-guide", "Guide to Negotiation"))
    assert found(hub, "negotiation")[:2] == ["course negotiation", "resource negotiation-guide"]
    assert found(hub, "NEGOTIATION", "resource") == ["resource negotiation-guide"]
    assert found(hub, "  ") == []


def test_a_lesson_is_found_by_its_text_at_its_heading_and_accents_do_not_matter(hub: StagedHub) -> None:
    for typed in ("anchor cafe", "CAFÉ pri", "anchor figu"):
        assert found(hub, typed) == [f"lesson {LESSON} Anchors"]
    passage = hub.search.find("cafe").hits[0].passage
    assert passage.offset is not None and TEXT[passage.offset :].startswith("## Anchors")


def test_a_lesson_is_listed_once_by_its_title_and_by_the_beginning_of_its_text(hub: StagedHub) -> None:
    """LEARN-5: a place in its text says more than its title; its title, found first, opens that text as well."""
    tell(hub, course("basalt", "Basalt", lessons=2))
    first, second = "basalt/one", "basalt/two"
    texts = [(first, 1, "Basalt goes wrong early.\n"), (second, 1, "Nine questions.\n\n## Last\n\nNow basalt.\n")]
    hub.snapshot.keep_texts("basalt", '"c"', 1, texts)
    assert sorted(found(hub, "basalt", "lesson")) == [f"lesson {first}", f"lesson {second} Last"]
    assert hub.search.find("basalt go").hits[0].passage.offset == 0, "the text says more"
    assert [it for it in found(hub, "lesson two") if second in it] == [f"lesson {second}", f"lesson {second} Last"]


def test_a_changed_text_is_read_again_and_an_unchanged_one_is_not(hub: StagedHub, monkeypatch: pytest.MonkeyPatch) -> None:
    found(hub, "anchor")
    keep_text(hub, "# Asking\n\nOnly harbours now.\n", '"b"')
    assert found(hub, "anchor") == [] and found(hub, "harbour") == [f"lesson {LESSON} Asking"]
    monkeypatch.setattr(Index, "_write", lambda *_: pytest.fail("nothing has changed"))
    hub.search.catch_up()


def test_a_text_or_thing_that_is_gone_is_forgotten(hub: StagedHub) -> None:
    found(hub, "anchor")
    hub.snapshot.keep_texts("negotiation", '"c"', 1, [])
    assert found(hub, "anchor") == []
    assert hub.search.index.read("SELECT count(*) FROM passages WHERE source = 'lessons'") == [(0,)]


def test_a_document_is_found_once_it_is_here_anew_when_it_came_again_and_not_when_removed(hub: StagedHub) -> None:
    assert found(hub, "quartz") == []
    hub.has_come("partner-handbook", b"# Handbook\n\n## Stones\n\nQuartz is hard.\n")
    assert found(hub, "quartz") == ["resource partner-handbook Stones"]
    file = hub.has_come("partner-handbook", b"# Handbook\n\n## Metals\n\nTin is soft.\n")
    os.utime(file, ns=(1, 1))
    assert found(hub, "quartz") == [] and found(hub, "tin soft") == ["resource partner-handbook Metals"]
    hub.remove("partner-handbook")
    assert found(hub, "tin soft") == []


def test_a_file_that_cannot_be_read_keeps_nobody_else_from_being_found(hub: StagedHub) -> None:
    hub.has_come("partner-handbook", b"%PDF-1.7 this is not one")
    hub.has_come("pricing-guide", b"Basalt is cheap.\n")
    assert found(hub, "basalt") == ["resource pricing-guide"]


def test_a_bookmark_is_found_at_once_and_until_it_is_taken_away(hub: StagedHub) -> None:
    def mark(on: bool) -> None:
        bookmark = Bookmark(kind=BookmarkKind.LESSON, object=LESSON, offset=40, title="My zebra", on=on, at=NOW)
        hub.do(SetBookmark(bookmark=bookmark))

    mark(on=True)
    assert found(hub, "zebra") == [f"bookmark {LESSON}"]
    mark(on=False)
    assert found(hub, "zebra") == []


def test_of_one_long_text_only_the_best_places_are_shown(hub: StagedHub) -> None:
    keep_text(hub, "# Asking\n\n" + "".join(f"## Part {n}\n\nGranite again.\n\n" for n in range(20)), '"d"')
    hub.search.catch_up()
    answer = hub.search.find("granite")
    assert len(answer.hits) == OF_ONE and answer.more


@pytest.mark.parametrize("content", [b"not a database" * 500, b""], ids=["rubbish", "empty"])
def test_a_damaged_or_foreign_file_is_built_again(hub: StagedHub, content: bytes) -> None:
    found(hub, "anchor")
    hub.search.close()
    file = hub.folder / "search.db"
    file.write_bytes(content)
    search = Search(hub.folder, hub, lambda: None)
    assert search.catch_up() and search.find("anchor").hits
    search.close()


def test_an_index_of_an_older_shape_is_built_again(hub: StagedHub) -> None:
    found(hub, "anchor")
    hub.search.index._databases[1].rows("PRAGMA user_version=0")
    hub.search.close()
    search = Search(hub.folder, hub, lambda: None)
    assert not search.find("anchor").hits
    assert search.catch_up() and search.find("anchor").hits
    search.close()


def test_damage_met_while_asking_is_made_good(hub: StagedHub) -> None:
    """The words' table broken underneath: the answer is empty once, then the index is built again."""
    found(hub, "anchor")
    hub.search.index._databases[1].rows("DELETE FROM words_data")
    assert found(hub, "anchor") == []
    assert found(hub, "anchor") == [f"lesson {LESSON} Anchors"]


def test_two_windows_one_writes_and_both_find(hub: StagedHub) -> None:
    other = Search(hub.folder, hub, lambda: None)
    assert hub.search.index.take_turn()
    assert not other.catch_up(), "the other window writes"
    hub.search.index.end_turn()
    assert other.catch_up() and hub.search.find("anchor").hits
    (hub.folder / "search.db").unlink()
    assert other.catch_up() and other.find("anchor").hits
    assert hub.search.find("anchor").hits, "the window whose file was thrown away reads the new one"
    other.close()


def test_an_index_cut_short_is_made_good_by_the_next_look(hub: StagedHub) -> None:
    index = hub.search.index
    keep_text(hub, "# Asking\n\n" + "".join(f"## Part {n}\n\nWord {n}.\n\n" for n in range(250)), '"e"')
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Search, "_go_on", lambda _: not index.read("SELECT 1 FROM passages WHERE source = 'lessons' LIMIT 1"))
        hub.search.catch_up()
    some = index.read("SELECT count(*) FROM passages WHERE source = 'lessons'")[0][0]
    assert 0 < int(str(some)) < 250
    hub.search.catch_up()
    assert index.read("SELECT count(*) FROM passages WHERE source = 'lessons'") == [(250,)]


def test_the_index_follows_behind_the_hub_without_being_asked(hub: StagedHub) -> None:
    told = threading.Event()
    search = Search(hub.folder, hub, told.set)
    search.start()
    assert told.wait(60) and search.find("anchor").hits
    told.clear()
    keep_text(hub, "# Asking\n\nOnly harbours now.\n", '"b"')
    search.wake()
    assert told.wait(60) and search.find("harbours").hits
    search.close()
    assert search.find("harbours") == Found()


def test_without_fts5_titles_alone_are_found_and_said_to_be(hub: StagedHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trainhub_tui.search.index.has_full_text", lambda: False)
    assert found(hub, "nego") == ["course negotiation"] and found(hub, "anchor") == []
    assert found(hub, "strat refer") == ["course referral-strategies", "webinar advanced-referrals"]
    assert hub.search.find("nego").titles_alone
    hub.search.close()
    monkeypatch.setattr("trainhub_tui.search.index.has_full_text", lambda: True)
    search = Search(hub.folder, hub, lambda: None)
    assert search.catch_up() and search.find("anchor").hits, "built again where there is FTS5"
    search.close()


def test_a_folder_that_is_no_folder_is_searched_from_memory(hub: StagedHub, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    search = Search(tmp_path / "file", hub, lambda: None)
    assert search.catch_up() and search.find("anchor").hits
    search.close()

"""What becomes of a note that is written more than once. Rule: the last writer by the server's order, the other text kept; rules.md."""

from trainhub_core.models.notes import Note, Revision

MOST_REVISIONS = 10
"""Texts that are kept besides the present one, the latest."""


def saved(stored: Note | None, told: Note) -> Note:
    """The note as it stands once `told` has come. Telling the same again changes nothing."""
    texts = {it.body: it for it in told.revisions}
    made = told.made
    if stored:
        texts = {**texts, **{it.body: it for it in stored.revisions}, stored.body: Revision(body=stored.body, at=stored.at)}
        made = min(stored.made, told.made)
    others = sorted((it for body, it in texts.items() if body and body != told.body), key=lambda it: (it.at, it.body))
    return told.model_copy(update={"revisions": tuple(others[-MOST_REVISIONS:]), "made": made})

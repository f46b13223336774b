"""Facts as JSON, every string cleaned: an escape sequence written as \\u001b would come alive in the next program."""

import json
from collections.abc import Iterable

from pydantic import BaseModel

from trainhub_core.models.view import View
from trainhub_core.text import clean
from trainhub_tui.cli.answer import Json


def facts_of(model: BaseModel | View) -> dict[str, Json]:
    """A model as JSON values."""
    facts: dict[str, Json] = model.model_dump(mode="json")
    return facts


def page_of(items: Iterable[Json]) -> dict[str, Json]:
    """Every item, in the shape of a page of the API."""
    found = list(items)
    return {"items": found, "total": len(found), "next": None}


def json_text(facts: Json) -> str:
    """The text to print."""
    return json.dumps(_cleaned(facts), ensure_ascii=False, indent=2)


def _cleaned(value: Json) -> Json:
    match value:
        case str():
            return clean(value)
        case list():
            return [_cleaned(each) for each in value]
        case dict():
            return {clean(name): _cleaned(each) for name, each in value.items()}
        case _:
            return value

"""Exercises: the model answer stands at the end of the text, and is taken off for whoever has not answered yet."""

from itertools import pairwise

from markdown_it.token import Token

from trainhub_content.faults import ContentRefused
from trainhub_content.links import parsed
from trainhub_content.sources import Prose

MODEL_ANSWER = "Model answer"


def answer_apart(prose: Prose) -> tuple[str, str]:
    """What is asked, and the model answer below `## Model answer`. Raises ContentRefused where there are two, or an empty one."""
    blocks = parsed(prose.text)
    lines = [heading.map[0] for heading, words in pairwise(blocks) if heading.map and _begins(heading, words)]
    if not lines:
        return prose.text, ""
    rows = prose.text.split("\n")
    asked, answer = "\n".join(rows[: lines[0]]), "\n".join(rows[lines[0] + 1 :]).strip("\n")
    if len(lines) > 1 or not answer:
        raise ContentRefused([prose.fault("An exercise has one model answer, and it says something.", lines[-1])])
    return asked.rstrip("\n") + "\n", answer


def _begins(heading: Token, words: Token) -> bool:
    is_heading = heading.type == "heading_open" and heading.tag == "h2" and heading.level == 0
    return is_heading and words.content.strip() == MODEL_ANSWER

"""A small case to begin with, commented, for a newcomer to replace line by line."""

from __future__ import annotations

from importlib import resources

from pydantic import TypeAdapter, ValidationError

from evenhand.casefile.check import blank
from evenhand.casefile.compose import TURNING
from evenhand.casefile.model import Name
from evenhand.casefile.write import scalar
from evenhand.errors import InputError

__all__ = ["starter"]


def starter(case_id: str, title: str) -> str:
    """The text of a new case file.

    Raises
    ------
    InputError
        If ``case_id`` cannot be a name, or the title is empty or turns the direction of text.
    """
    try:
        TypeAdapter(Name).validate_python(case_id)
    except ValidationError:
        raise InputError(
            f"`{case_id}` cannot be the name of a case: letters, digits, hyphens and underscores, "
            "beginning with a letter or digit, 64 at most"
        ) from None
    if blank(title):
        raise InputError("a case needs a title")
    if TURNING.search(title):
        raise InputError(f"the title {title!r} holds a character that turns the direction of text; leave it out")
    template = resources.files("evenhand.casefile").joinpath("starter.yaml").read_text(encoding="utf-8")
    text = template.replace("case: my-case\n", f"case: {scalar(case_id)}\n", 1)
    return text.replace("title: My case\n", f"title: {scalar(title.strip())}\n", 1)

"""Numbers as people type them, and as the site prints them: a minus, groups of three digits, a decimal comma.

A comma between digits is a decimal point, unless it may as well part thousands. A judgement is typed in three boxes,
its 5th, 50th and 95th percentile: what is typed in some of them alone must not be taken for another percentile than
that above which it stands.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from evenhand.report.numerals import MINUS

__all__ = ["half_said", "number", "objection", "plain"]

_WHOLE = re.compile(r"[-+]?[0-9]{1,300}")
_NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
_COMMA = re.compile(r"([-+]?[0-9]+),([0-9]+)")
_TWO_WAYS = re.compile(r"[-+]?[1-9][0-9]{0,2},[0-9]{3}")
_GROUPS = re.compile(
    r"(?P<whole>[-+]?[1-9][0-9]{0,2}(?P<by>[ ,.])[0-9]{3}(?P<more>(?:(?P=by)[0-9]{3})*))"
    r"(?:(?P<point>[,.])(?P<rest>[0-9]+))?"
)


def plain(text: str) -> str:
    """A number as programs write it; the text as it is where it is none, or has two readings.

    >>> plain("1,5"), plain("0,125"), plain("\u22125"), plain("1\u202f000,5"), plain("12,345.6"), plain("1.234.567")
    ('1.5', '0.125', '-5', '1000.5', '12345.6', '1234567')
    >>> plain("1,500"), plain("1.500"), plain("1,2,3"), plain("12,345,6")
    ('1,500', '1.500', '1,2,3', '12,345,6')
    """
    told = _in_ascii(text)
    if (found := _GROUPS.fullmatch(told)) and _parts_thousands(found):
        told = found["whole"].replace(found["by"], "") + (f".{found['rest']}" if found["point"] else "")
    elif (found := _COMMA.fullmatch(told)) and not _TWO_WAYS.fullmatch(told):
        told = f"{found[1]}.{found[2]}"
    return told if _NUMBER.fullmatch(told) else text


def _parts_thousands(found: re.Match[str]) -> bool:
    """Whether what stands between groups of three digits can be nothing else: a decimal mark stands once, and last."""
    if found["by"] == " ":
        return True
    return found["point"] != found["by"] if found["point"] else bool(found["more"])


def _in_ascii(text: str) -> str:
    return re.sub(r"\s", " ", text.strip()).replace(MINUS, "-")


def number(text: str) -> int | float | None:
    """What a text says as a number, infinite where that is too large; None where it is none, or has two readings."""
    told = plain(text)
    if _WHOLE.fullmatch(told):
        return int(told)
    return float(told) if _NUMBER.fullmatch(told) else None


def objection(text: str) -> str:
    """What is said of a number that is too large, or can be read in two ways; empty where it can be taken."""
    told = _in_ascii(text)
    if _TWO_WAYS.fullmatch(told):
        readings = {"whole": told.replace(",", ""), "decimal": told.replace(",", ".").rstrip("0").rstrip(".")}
        return _("“%(typed)s” can be read in two ways: write %(whole)s or %(decimal)s.") % {"typed": text, **readings}
    found = number(text)
    if found is None or math.isfinite(found):
        return ""
    return _("“%(typed)s” is too large.") % {"typed": text[:80]}


def half_said(boxes: Sequence[str], single: Collection[int]) -> str:
    """What is wrong where of three boxes some are empty that must not be; empty where nothing is.

    One number stands alone in one of the boxes ``single``; two are the 5th and the 95th percentile.
    """
    filled = [place for place, text in enumerate(boxes) if text.strip()]
    if filled in ([], [0, 2], [0, 1, 2]) or (len(filled) == 1 and filled[0] in single):
        return ""
    return _("Give one number, or all three percentiles; only the 50th, the median, may be left out.")

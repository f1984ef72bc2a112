"""Numbers as people type them: a comma between digits is a decimal point, unless it may as well part thousands.

A judgement is typed in three boxes, its 5th, 50th and 95th percentile: what is typed in some of them alone must not be
taken for another percentile than that above which it stands.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

__all__ = ["asked_back", "half_said", "with_point"]

_COMMA = re.compile(r"([-+]?[0-9]+),([0-9]+)")
_THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2},[0-9]{3}")


def with_point(text: str) -> str:
    """The text with a point in the place of a decimal comma; as it is where there is none, or two readings.

    >>> with_point("1,5"), with_point("0,125"), with_point("1,500"), with_point("1,2,3")
    ('1.5', '0.125', '1,500', '1,2,3')
    """
    found = _COMMA.fullmatch(text)
    return f"{found[1]}.{found[2]}" if found and not _THOUSANDS.fullmatch(text) else text


def asked_back(text: str) -> str:
    """What is asked where a comma may be a decimal one or part thousands; empty where it is plain."""
    if not _THOUSANDS.fullmatch(text):
        return ""
    readings = {"whole": text.replace(",", ""), "decimal": text.replace(",", ".").rstrip("0").rstrip(".")}
    return _("“%(typed)s” can be read in two ways: write %(whole)s or %(decimal)s.") % {"typed": text, **readings}


def half_said(boxes: Sequence[str], single: Collection[int]) -> str:
    """What is wrong where of three boxes some are empty that must not be; empty where nothing is.

    One number stands alone in one of the boxes ``single``; two are the 5th and the 95th percentile.
    """
    filled = [place for place, text in enumerate(boxes) if text.strip()]
    if filled in ([], [0, 2], [0, 1, 2]) or (len(filled) == 1 and filled[0] in single):
        return ""
    return _("Give one number, or all three percentiles; only the 50th, the median, may be left out.")

"""How tall the frame of a finding must be on another site so that all of it is in view, its source line too.

A page cannot ask its frame to grow without a script, so the height stands in the code that is copied. It is reckoned
from what is shown, for a frame `WIDTH` pixels wide and letters of a broad face: rather a little room below than a line
that is cut off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import ceil

from evenhand_site.cases.drawing import Chart
from evenhand_site.cases.wording import Shown, Table

__all__ = ["WIDTH", "height"]

WIDTH = 600
"""Pixels; a common width of a column of text, and narrow enough for tables to become lists."""
INNER = WIDTH - 40
LETTER = 0.56
"""The mean width of a letter, in its own size: between that of Latin and of Cyrillic ones in a broad face."""
MARGIN = 1.03
STEP = 20


def height(title: str, case: str, shown: Shown, charts: Sequence[Chart]) -> int:
    """Pixels from the top of the frame to below the source line, rounded up.

    Parameters
    ----------
    title, case : str
        What stands above; ``case`` may be empty.
    shown : Shown
        Sentences, and a table that is printed where there are no charts, and folded up below them.
    charts : sequence of Chart
    """
    needed = 80 + 24 * _lines(title, 20) + 35 * bool(case) + sum(29 * _lines(words, 18) + 18 for words in shown.words)
    if charts:
        needed += 30 + sum(map(_of_chart, charts))
    elif shown.table:
        needed += _of_table(shown.table)
    source = 20 * (_lines(case or title, 13) + 2)
    return STEP * ceil((needed + source) * MARGIN / STEP)


def _of_chart(chart: Chart) -> int:
    needed = 21 + 21 * _lines(chart.title, 15)
    for told, drawing in chart.drawings:
        tall = re.search(r'height="([0-9]+)"', drawing)
        needed += (int(tall[1]) if tall else 0) + (8 + 20 * _lines(told, 14) if told else 0)
    if chart.legend:
        needed += 21 + 25 * _rows(len(told) * 15 * LETTER + 40 for _swatch, told in chart.legend)
    return needed + (22 + 20 * _lines(chart.note, 14) if chart.note else 0)


def _of_table(table: Table) -> int:
    """Of a table with few columns, or of the list of its rows that others become."""
    columns = len(table.heads)
    if columns > 3:
        per_cell = 2
        tall = [
            _lines(row[0], 15)
            + sum(
                max(_lines(head, 15, per_cell), _lines(cell, 15, per_cell))
                for head, cell in zip(table.heads[1:], row[1:], strict=True)
            )
            for row in table.rows
        ]
        return 20 + sum(20 + 25 * each for each in tall)
    rows = [table.heads, *table.rows]
    return 20 + sum(14 + 22 * max(_lines(cell, 14, columns) for cell in row) for row in rows)


def _lines(words: str, size: int, columns: int = 1) -> int:
    """The lines of a text in letters so many pixels large, in a part of the width."""
    return max(1, ceil(len(words) * size * LETTER / (INNER / columns - size)))


def _rows(widths: Iterable[float]) -> int:
    """Rows that things of these widths, in pixels, fill one after the other."""
    rows, free = 0, 0.0
    for width in widths:
        if width > free:
            rows, free = rows + 1, float(INNER)
        free -= width
    return rows

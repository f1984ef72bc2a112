"""How tall the frame of a finding must be on another site so that all of it is in view, its source line too.

A page cannot ask its frame to grow without a script, so the height stands in the code that is copied. It is reckoned
from what is shown, for a frame `WIDTH` pixels wide and letters of a broad face: rather a little room below than a line
that is cut off. For telephones, on which the same words take more lines, a style says a height that grows as the screen
gets narrower; where a site forbids such styles, what is below can be scrolled to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from textwrap import wrap

from evenhand_site.cases.drawing import Chart
from evenhand_site.cases.wording import Shown, Table

__all__ = ["ASIDE", "SCREENS", "WIDTH", "height", "style"]

WIDTH = 600
"""Pixels of a frame; a common width of a column of text, and narrow enough for tables to become lists."""
SCREENS = (320, 390)
"""Pixels of the telephones for which the height is reckoned too, the smallest first; `ASIDE` is left beside a frame."""
ASIDE = 40
LETTER = 0.58
"""The mean width of a letter, in its own size: between that of Latin and of Cyrillic ones in a broad face."""
SOURCE = "word " * 24
"""As long as what stands in the source line around the name of the case: version, draws, seed, the network's name."""
MARGIN = 1.03
STEP = 20


def height(title: str, case: str, shown: Shown, charts: Sequence[Chart], width: int = WIDTH) -> int:
    """Pixels from the top of a frame to below the source line, rounded up.

    Parameters
    ----------
    title, case : str
        What stands above; ``case`` may be empty.
    shown : Shown
        Sentences, and a table that is printed where there are no charts, and folded up below them.
    charts : sequence of Chart
    width : int
        Pixels of the frame.
    """
    frame = _Frame(width - 40)
    needed = 80 + 24 * frame.lines(title, 20) + 35 * bool(case)
    needed += sum(29 * frame.lines(words, 18) + 18 for words in shown.words)
    if charts:
        needed += 30 + sum(map(frame.of_chart, charts))
    elif shown.table:
        needed += frame.of_table(shown.table)
    source = 20 * frame.lines(f"{case or title} {SOURCE}", 13)
    return STEP * ceil((needed + source) * MARGIN / STEP)


def style(heights: Mapping[int, int]) -> str:
    """What keeps a frame tall enough on narrow screens: heights on straight lines between those of known widths.

    The narrower a text, the faster it grows, so that between two widths the line is above it. The frame is taken for as
    wide as the screen, but for `ASIDE`; on a wide screen the lines are below the height of the widest frame.

    Parameters
    ----------
    heights : mapping of int to int
        Widths of frames to their heights, in pixels; two at least.

    Examples
    --------
    >>> style({280: 1000, 600: 600})
    'height: max(600px, 1400px - 125vw)'
    """
    (*narrow, widest), told = sorted(heights), []
    for one, other in pairwise([*narrow, widest]):
        slope = max(heights[one] - heights[other], 0) / (other - one)
        told.append(f"{ceil(heights[one] + slope * (one + ASIDE))}px - {round(100 * slope, 2):g}vw")
    return f"height: max({', '.join([f'{heights[widest]}px', *told])})"


@dataclass(frozen=True)
class _Frame:
    """What fits into ``inner`` pixels, those between the margins of a frame."""

    inner: int

    def lines(self, words: str, size: int, columns: int = 1) -> int:
        """The lines of a text in letters so many pixels large, in a part of the width."""
        padding = size if columns > 1 else 0
        return max(1, len(wrap(words, max(int((self.inner / columns - padding) / (size * LETTER)), 1))))

    def of_chart(self, chart: Chart) -> int:
        needed = 21 + 21 * self.lines(chart.title, 15)
        for told, drawing in chart.drawings:
            tall = re.search(r'height="([0-9]+)"', drawing)
            needed += (int(tall[1]) if tall else 0) + (8 + 20 * self.lines(told, 14) if told else 0)
        if chart.legend:
            needed += 21 + 25 * self.rows(len(told) * 15 * LETTER + 40 for _swatch, told in chart.legend)
        return needed + (22 + 20 * self.lines(chart.note, 14) if chart.note else 0)

    def of_table(self, table: Table) -> int:
        """Of a table with few columns, or of the list of its rows that others become."""
        columns = len(table.heads)
        if columns > 3:
            per_cell = 2
            tall = [
                self.lines(row[0], 15)
                + sum(
                    max(self.lines(head, 15, per_cell), self.lines(cell, 15, per_cell))
                    for head, cell in zip(table.heads[1:], row[1:], strict=True)
                )
                for row in table.rows
            ]
            return 20 + sum(20 + 25 * each for each in tall)
        rows = [table.heads, *table.rows]
        return 20 + sum(14 + 22 * max(self.lines(cell, 14, columns) for cell in row) for row in rows)

    def rows(self, widths: Iterable[float]) -> int:
        """Rows that things of these widths, in pixels, fill one after the other; what is wider is broken."""
        rows, free = 0, 0.0
        for width in widths:
            if width > free:
                rows, free = rows + ceil(width / self.inner), float(self.inner)
            free -= width
        return rows

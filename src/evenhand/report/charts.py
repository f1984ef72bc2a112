"""Charts as inline SVG that keeps its letters readable at any width: lengths in per cent, letters in pixels.

Every chart that carries meaning has ``role="img"``, a title and a description, and stands beside its data in words or
in a table; bars beside a printed figure are ornament and hidden from listeners. No party has a colour; causes have one
each from a palette that the colour-blind can tell apart (Tol 2021, \u201cmuted\u201d), with a pattern of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from markupsafe import Markup, escape

from evenhand.report import styles
from evenhand.report.naming import CAUSES, NO_REASON
from evenhand.report.numerals import percent
from evenhand.report.phrasing import clauses
from evenhand.report.words import cause_share

__all__ = [
    "ORDER",
    "beliefs",
    "definitions",
    "expectations",
    "mark",
    "own_share",
    "per_cent",
    "reach",
    "slug",
    "span",
    "stacked",
    "standalone",
    "svg",
    "swatch",
]

ORDER = (*CAUSES, NO_REASON)
SMALLEST_LABEL = 12.0
"""Per cent of the width from which a segment carries its figure."""
ZERO = 30.0
"""Where zero stands in the bars of the ledger, in per cent of the width."""
MOST_NEGATIVE = 1.0
"""How far to the left of zero a stacked bar reaches at most, in whole losses."""


def slug(name: str) -> str:
    """A name as a class or an anchor.

    Examples
    --------
    >>> slug("no stated reason"), slug("D\u00e9j\u00e0 <vu>")
    ('no-stated-reason', 'D-j-vu')
    """
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-") or "x"


def per_cent(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return f"{'0' if text == '-0' else text}%"


def svg(kind: str, height: int, inner: Iterable[str], title: str = "", description: str = "", name: str = "") -> Markup:
    """A picture with its words for listeners, or an ornament where there are none."""
    body = "".join(inner)
    if not title:
        hidden = 'aria-hidden="true" focusable="false"'
        return Markup(f'<svg class="chart {kind}" width="100%" height="{height}" {hidden}>{body}</svg>')
    return Markup(
        f'<svg class="chart {kind}" width="100%" height="{height}" role="img" '
        f'aria-labelledby="{escape(name)}-t {escape(name)}-d"><title id="{escape(name)}-t">{escape(title)}</title>'
        f'<desc id="{escape(name)}-d">{escape(description)}</desc>{body}</svg>'
    )


_LINES = {
    "standing": '<path d="M-1 5 5 -1M3 9 9 3"/>',
    "private interest": '<circle cx="2" cy="2" r="1"/><circle cx="6" cy="6" r="1"/>',
    "impatience": '<path d="M0 2H8M0 6H8"/>',
    "attachment": '<path d="M2 0V8M6 0V8"/>',
    "ratification": '<path d="M0 4H8M4 0V8"/>',
    "linkage": '<path d="M-1 3 5 9M3 -1 9 5"/>',
    NO_REASON: '<path d="M-2 2 2 -2M0 8 8 0M6 10 10 6"/>',
}


def definitions() -> Markup:
    """The patterns and the arrow head, once for the whole page."""
    patterns = "".join(
        f'<pattern id="pattern-{slug(name)}" class="lines l-{slug(name)}" width="8" height="8" '
        f'patternUnits="userSpaceOnUse">{lines}</pattern>'
        for name, lines in _LINES.items()
    )
    arrow = (
        '<marker id="arrow-head" class="head" viewBox="0 0 8 8" refX="15" refY="4" markerWidth="9" '
        'markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8z"/></marker>'
    )
    hidden = 'class="definitions" width="0" height="0" aria-hidden="true" focusable="false"'
    return Markup(f"<svg {hidden}><defs>{patterns}{arrow}</defs></svg>")


def _filled(cause: str, place: str) -> str:
    """A rectangle in the colour of a cause, its pattern above."""
    name = slug(cause) if cause in ORDER else "other"
    over = f'<rect {place} fill="url(#pattern-{slug(cause)})"/>' if cause in _LINES else ""
    return f'<rect {place} class="c-{name}"/>{over}'


def _pointed_at(told: str, drawn: str) -> str:
    """A part of a chart with what is said of it to who points at it."""
    return f"<g><title>{escape(told)}</title>{drawn}</g>" if told else drawn


def swatch(cause: str) -> Markup:
    """A small field in the colour and pattern of a cause, for a legend."""
    inner = _filled(cause, 'width="14" height="14"')
    return Markup(f'<svg class="swatch" width="14" height="14" aria-hidden="true" focusable="false">{inner}</svg>')


def reach(bars: Iterable[Mapping[str, float]]) -> float:
    """How far negative shares reach to the left, over several bars that share a scale."""
    return min(MOST_NEGATIVE, max((-sum(min(value, 0.0) for value in bar.values()) for bar in bars), default=0.0))


def stacked(shares: Mapping[str, float], title: str, name: str, left: float = 0.0) -> Markup:
    """One side's own loss as a bar of 100 per cent, cut up by cause; negative shares to the left of zero.

    Parameters
    ----------
    shares : mapping of cause to share
        They sum to 1.
    title : str
        What the bar shows, for listeners.
    name : str
        Unique in the page.
    left : float
        Room to the left of zero, in whole losses, the same for bars that stand together.
    """
    width = 100.0 / (1 + 2 * left)
    zero = left * width
    order = [cause for cause in ORDER if cause in shares] + [cause for cause in shares if cause not in ORDER]
    body, right, leftward = [], zero, zero
    for cause in order:
        size = abs(shares[cause]) * width
        if size < 0.05:
            continue
        if shares[cause] >= 0:
            start, right = right, right + size
            stop = min(right, 100.0)
        else:
            leftward, stop = leftward - size, leftward
            start = max(leftward, 0.0)
        if stop - start <= 0:
            continue
        segment = _filled(cause, f'x="{per_cent(start)}" y="2" width="{per_cent(stop - start)}" height="26"')
        if stop - start >= SMALLEST_LABEL:
            middle = per_cent((start + stop) / 2)
            inside = f"i-{slug(cause) if cause in ORDER else 'other'}"
            segment += f'<text x="{middle}" y="19.5" class="inside {inside}">{percent(shares[cause])}</text>'
        body.append(_pointed_at(cause_share(cause, shares[cause]), segment))
    if left > 0:
        body.append(f'<line x1="{per_cent(zero)}" x2="{per_cent(zero)}" y1="0" y2="30" class="zero"/>')
    told = clauses(cause_share(cause, shares[cause]) for cause in order if abs(shares[cause]) >= 0.005)
    return svg("stacked", 30, body, title, f"{told}.", name)


def span(mean: float, low: float, high: float, least: float, most: float, zero: float = ZERO) -> Markup:
    """A mean with its interval, on a scale from ``least`` to ``most``; an ornament beside the figure.

    Zero stands at ``zero`` per cent of the width, the same for bars below each other, so that they line up; it is 0
    where nothing reaches below zero, and 100 where nothing reaches above.
    """
    rooms = ((max(most, 0.0), 100 - zero), (-min(least, 0.0), zero))
    unit = max(far / room if room > 0 else 0.0 for far, room in rooms) or 1.0

    def at(value: float) -> float:
        return min(max(zero + value / unit, 0.0), 100.0)

    start, stop = sorted((zero, at(mean)))
    way = "forgone" if mean >= 0 else "better"
    wide = per_cent(max(stop - start, 0.6))
    return svg(
        "span",
        16,
        (
            f'<rect x="{per_cent(start)}" y="4" width="{wide}" height="8" class="{way}"/>',
            f'<line x1="{per_cent(at(low))}" x2="{per_cent(at(high))}" y1="8" y2="8" class="whisker"/>',
            f'<line x1="{per_cent(zero)}" x2="{per_cent(zero)}" y1="0" y2="16" class="zero"/>',
        ),
    )


def own_share(value: float) -> Markup:
    """A share of a side's own sum, from nothing to all of it; an ornament beside the figure."""
    return svg(
        "span",
        16,
        (
            '<rect x="0" y="4" width="100%" height="8" class="ground"/>',
            f'<rect x="0" y="4" width="{per_cent(100 * min(max(value, 0.0), 1.0))}" height="8" class="forgone"/>',
        ),
    )


_SHAPES = {
    "believed": '<path d="M0 -6.5 6.5 0 0 6.5 -6.5 0z" class="m-believed"/>',
    "own": '<circle r="7.5" class="m-own"/>',
    "base": '<circle r="4.5" class="m-base"/>',
}


def mark(which: str) -> Markup:
    """A mark of the chart of beliefs by itself, for its legend."""
    return Markup(
        '<svg class="swatch" width="16" height="16" viewBox="-9 -9 18 18" aria-hidden="true" focusable="false">'
        f"{_SHAPES[which]}</svg>"
    )


def beliefs(
    believed: float,
    own: float | None,
    base: float,
    title: str,
    description: str,
    name: str,
    told: Sequence[str] = ("", "", ""),
) -> Markup:
    """What one side believes that a state is worth to another, against that one's own account and the base account.

    All three are shares of the largest of them, between -1 (loses) and 1 (gains); an arrow leads from the belief to the
    base account. ``told`` is said of each to who points at it.
    """

    def at(value: float) -> float:
        return 4 + 92 * (min(max(value, -1.0), 1.0) + 1) / 2

    body = [
        '<line x1="4%" x2="96%" y1="17" y2="17" class="axis"/>',
        '<line x1="50%" x2="50%" y1="4" y2="30" class="zero"/>',
    ]
    if abs(believed - base) > 0.08:
        body.append(
            f'<line x1="{per_cent(at(believed))}" x2="{per_cent(at(base))}" y1="17" y2="17" class="arrow" '
            'marker-end="url(#arrow-head)"/>'
        )
    places: Sequence[tuple[str, float | None]] = (("believed", believed), ("own", own), ("base", base))
    for (which, value), words in zip(places, told, strict=True):
        if value is not None:
            marked = _pointed_at(words, _SHAPES[which])
            body.append(f'<svg x="{per_cent(at(value))}" y="17" class="mark">{marked}</svg>')
    return svg("beliefs", 34, body, title, description, name)


def expectations(expected: float, attainable: float, title: str, description: str, name: str) -> Markup:
    """What a side counts on and what it can attain, as shares of the best it could imagine."""
    most = max(1.0, expected, attainable)

    def at(value: float) -> float:
        return 96 * max(value, 0.0) / most

    body = [
        f'<rect x="0" y="9" width="{per_cent(at(1.0))}" height="10" class="ground"/>',
        f'<rect x="0" y="9" width="{per_cent(at(attainable))}" height="10" class="forgone"/>',
        f'<line x1="{per_cent(at(expected))}" x2="{per_cent(at(expected))}" y1="3" y2="25" class="expected"/>',
    ]
    return svg("expectations", 28, body, title, description, name)


_RULE = re.compile(
    r"^\.(?:chart|stacked|swatch|c-|lines|l-|zero|axis|ground|forgone|better(?!-words)|whisker|expected|arrow|head|m-)"
)


def standalone(svg: str, width: int) -> str:
    """A chart of the page as a picture of its own, so many pixels wide: with its colours, patterns and letters.

    Colours are those of print; a mark that stands in a drawing of its own may reach beyond it, as in the page.
    """
    head, inside = svg.split(">", 1)
    height = re.search(r'height="([0-9.]+)"', head)
    box = re.search(r'viewBox="[^"]*"', head)
    kind = re.search(r'class="([^"]*)"', head)
    size = f'width="{width}" height="{height[1] if height else width}" {box[0] if box else ""}'
    body = inside.removesuffix("</svg>").replace('class="mark"', 'overflow="visible"')
    shared = definitions().split("<defs>", 1)[1].split("</defs>", 1)[0]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}><style>{_printed()}</style><defs>{shared}</defs>'
        f'<g class="{kind[1] if kind else ""}">{body}</g></svg>'
    )


@cache
def _printed() -> str:
    """The rules of the page's style sheet for charts, with the colours of print."""
    colours = styles.printed_colours()
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", styles.parts().split("@media print", 1)[0])
    kept = [f"{name.strip()}{{{told}}}" for name, told in rules if _RULE.match(name.strip()) and "vertical" not in told]
    styled = re.sub(r"var\((--[\w-]+)\)", lambda found: colours[found[1]].strip(), "".join(kept))
    return f'{styled}.chart text{{font-family:"Libertinus Serif"}}'

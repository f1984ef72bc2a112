"""Pictures of the example, set by Typst: bars from the findings of the reference case, covers, the podcast's sign."""

from __future__ import annotations

import json
from typing import Any

import typst
from django.utils.translation import override

from evenhand_site.cases.findings import Findings
from evenhand_site.cases.wording import Wording, cause, percent

__all__ = ["bars", "bars_in_words", "cover"]

#: Tol's muted colours, which the colour-blind can tell apart; one for each cause, none for a party.
COLOURS = ["#cc6677", "#332288", "#ddcc77", "#117733", "#88ccee", "#882255", "#44aa99", "#999933", "#aa4499", "#6f7a86"]

BARS = """
#let d = json(bytes(sys.inputs.data))
#set page(width: 440pt, height: auto, margin: 16pt, fill: rgb("#fbfaf7"))
#set text(font: "Libertinus Serif", size: 15pt, fill: rgb("#21252b"), lang: d.lang)
#for bar in d.bars [
  #text(weight: "bold", bar.side)
  #v(-6pt)
  #grid(columns: bar.parts.map(part => part.share * 1fr), ..bar.parts.map(part =>
    rect(width: 100%, height: 30pt, fill: rgb(part.colour), stroke: 0.7pt + rgb("#fbfaf7"))))
]
#v(2pt)
#grid(
  columns: (auto, 1fr, ..d.bars.map(bar => auto)), column-gutter: 12pt, row-gutter: 9pt,
  align: (left, left, ..d.bars.map(bar => right)),
  [], [], ..d.bars.map(bar => text(size: 12.5pt, bar.side)),
  ..d.keys.map(key => (rect(width: 12pt, height: 12pt, fill: rgb(key.colour)), key.words, ..key.shares)).flatten(),
)
"""

COVER = """
#let d = json(bytes(sys.inputs.data))
#set page(width: d.width * 1pt, height: d.height * 1pt, margin: 0pt, fill: rgb(d.colour))
#set text(font: "Libertinus Serif", fill: white, lang: "en", hyphenate: false)
#place(top + left, dx: 9%, dy: 12%, box(width: 82%, text(size: d.size * 1pt, weight: "bold", d.title)))
#place(bottom + left, dx: 9%, dy: -9%, text(size: d.size * 0.42pt, d.foot))
#place(bottom + left, dy: -19%, line(length: 100%, stroke: 2pt + white))
#place(bottom + right, dx: -9%, dy: -19%, circle(radius: d.size * 0.3pt, stroke: 2pt + white, fill: rgb(d.colour)))
"""


def bars(findings: Findings, issue_id: str, language: str) -> bytes:
    """Why each side loses on an issue: one bar a side, cut up by cause, and the shares of each; a PNG.

    Causes that take away are left out of the bars. The letters can still be read where the picture is a phone wide.
    """
    wording = Wording(findings)
    issue = findings.issue(issue_id)
    account = findings.base(issue)
    with override(language):
        names = [
            name
            for name in account["causes"][issue["sides"][0]]
            if any(findings.share(issue, side, name) >= 0.005 for side in issue["sides"])
        ]
        colours = dict(zip(names, COLOURS, strict=False))
        drawn = [
            {
                "side": wording.party(side),
                "parts": [
                    {"share": findings.share(issue, side, name), "colour": colours[name]}
                    for name in names
                    if findings.share(issue, side, name) > 0
                ],
            }
            for side in issue["sides"]
        ]
        keys = [
            {
                "colour": colours[name],
                "words": cause(name),
                "shares": [percent(findings.share(issue, side, name)) for side in issue["sides"]],
            }
            for name in names
        ]
    return _set(BARS, {"bars": drawn, "keys": keys, "lang": language}, 200)


def bars_in_words(findings: Findings, issue_id: str, language: str) -> str:
    """What the bars show, for those who cannot see them."""
    wording = Wording(findings)
    issue = findings.issue(issue_id)
    with override(language):
        told = {
            side: ", ".join(
                f"{cause(name)} {percent(findings.share(issue, side, name))}"
                for name in findings.base(issue)["causes"][side]
                if abs(findings.share(issue, side, name)) >= 0.005
            )
            for side in issue["sides"]
        }
        return wording.by_side(told)


def cover(title: str, foot: str, colour: str, *, width: int = 300, height: int = 420) -> bytes:
    """A cover with a title and a line at the foot; a PNG of two pixels a point."""
    size = 34 if height > width else 96
    data = {"title": title, "foot": foot, "colour": colour, "width": width, "height": height, "size": size}
    return _set(COVER, data, 144)


def _set(markup: str, data: dict[str, Any], ppi: int) -> bytes:
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    return typst.compile(markup.encode(), format="png", ppi=float(ppi), sys_inputs=inputs)

"""Pictures of the example, set by Typst: covers and the podcast's sign."""

from __future__ import annotations

import json

import typst

__all__ = ["cover"]

COVER = """
#let d = json(bytes(sys.inputs.data))
#set page(width: d.width * 1pt, height: d.height * 1pt, margin: 0pt, fill: rgb(d.colour))
#set text(font: "Libertinus Serif", fill: white, lang: "en", hyphenate: false)
#place(top + left, dx: 9%, dy: 12%, box(width: 82%, text(size: d.size * 1pt, weight: "bold", d.title)))
#place(bottom + left, dx: 9%, dy: -9%, text(size: d.size * 0.42pt, d.foot))
#place(bottom + left, dy: -19%, line(length: 100%, stroke: 2pt + white))
#place(bottom + right, dx: -9%, dy: -19%, circle(radius: d.size * 0.3pt, stroke: 2pt + white, fill: rgb(d.colour)))
"""


def cover(title: str, foot: str, colour: str, *, width: int = 300, height: int = 420) -> bytes:
    """A cover with a title and a line at the foot; a PNG of two pixels a point."""
    size = 34 if height > width else 96
    data = {"title": title, "foot": foot, "colour": colour, "width": width, "height": height, "size": size}
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    return typst.compile(COVER.encode(), format="png", ppi=144.0, sys_inputs=inputs)

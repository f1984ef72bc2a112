"""Charts as inline SVG."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.report import charts, naming

SHARES = {"no stated reason": 0.1, "misperception": 0.7, "standing": 0.4, "impatience": -0.2}


def widths(svg: str) -> list[float]:
    root = ElementTree.fromstring(svg)
    return [float(r.get("width", "0").rstrip("%")) for r in root.iter("rect") if "c-" in (r.get("class") or "")]


def test_a_stacked_bar_has_words_for_listeners() -> None:
    root = ElementTree.fromstring(charts.stacked(SHARES, "Why <X> loses", "why-1"))
    assert root.get("role") == "img"
    labels = (root.get("aria-labelledby") or "").split()
    ids = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert ids[labels[0]] == "Why <X> loses"
    for name in SHARES:
        assert name in str(ids[labels[1]])


def test_the_bar_of_a_loss_is_a_hundred_per_cent_long() -> None:
    shares = {"misperception": 0.6, "standing": 0.4}
    assert sum(widths(charts.stacked(shares, "t", "n"))) == pytest.approx(100, abs=0.02)


def test_negative_shares_stand_left_of_zero() -> None:
    left = charts.reach([SHARES])
    assert left == pytest.approx(0.2)
    root = ElementTree.fromstring(charts.stacked(SHARES, "t", "n", left))
    zero = next(float((line.get("x1") or "").rstrip("%")) for line in root.iter("line"))
    places = {
        (r.get("class") or ""): (float((r.get("x") or "").rstrip("%")), float((r.get("width") or "").rstrip("%")))
        for r in root.iter("rect")
    }
    start, width = places["c-impatience"]
    assert start + width == pytest.approx(zero, abs=0.02)
    assert places["c-misperception"][0] == pytest.approx(zero, abs=0.02)


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=10))
def test_no_bar_leaves_its_frame(parts: list[float]) -> None:
    total = sum(parts)
    if abs(total) < 0.01:
        return
    shares = {name: part / total for name, part in zip(charts.ORDER, parts, strict=False)}
    root = ElementTree.fromstring(charts.stacked(shares, "t", "n", charts.reach([shares])))
    for rect in root.iter("rect"):
        start, width = (float((rect.get(key) or "0").rstrip("%")) for key in ("x", "width"))
        assert start >= 0
        assert start + width <= 100.02


def test_no_stated_reason_is_hatched_and_every_cause_has_its_own_look() -> None:
    assert "pattern-no-stated-reason" in charts.stacked({"no stated reason": 1.0}, "t", "n")
    looks = {re.sub(r"\s+", " ", str(charts.swatch(name))) for name in (*naming.CAUSES, naming.NO_REASON)}
    assert len(looks) == 10


def test_patterns_that_are_used_are_defined() -> None:
    defined = set(re.findall(r'id="([^"]+)"', charts.definitions()))
    used: set[str] = set()
    for name in charts.ORDER:
        used |= set(re.findall(r"url\(#([^)]+)\)", charts.stacked({name: 1.0}, "t", "n")))
    used |= set(re.findall(r"url\(#([^)]+)\)", charts.beliefs(-1, 0, 1, "t", "d", "n")))
    assert used <= defined


def test_zero_stands_at_the_same_place_in_all_bars_of_the_ledger() -> None:
    def zero(svg: str) -> str | None:
        return [line.get("x1") for line in ElementTree.fromstring(svg).iter("line")][-1]

    assert zero(charts.span(1, 0.5, 2, 0, 2)) == zero(charts.span(-30, -50, 2, -50, 2)) == "30%"


def test_zero_stands_at_the_edge_where_nothing_reaches_beyond_it() -> None:
    """Half of the most is half of the width; the room that nothing needs is not kept."""
    assert 'x="0%" y="4" width="50%"' in charts.span(1, 0.5, 2, 0, 2, zero=0)
    assert 'x="50%" y="4" width="50%"' in charts.span(-1, -2, -0.5, -2, 0, zero=100)
    assert 'x="20%" y="4" width="40%"' in charts.span(2, 1, 4, -1, 4, zero=20)


def test_ornaments_are_hidden_from_listeners() -> None:
    for svg in (charts.span(1, 0, 2, 0, 2), charts.own_share(0.4), charts.swatch("linkage"), charts.mark("own")):
        assert ElementTree.fromstring(svg).get("aria-hidden") == "true"


def test_an_account_that_a_side_does_not_have_is_not_drawn() -> None:
    assert "m-own" in charts.beliefs(-0.4, 0.8, 1.0, "t", "d", "n")
    assert "m-own" not in charts.beliefs(-0.4, None, 1.0, "t", "d", "n")


def test_a_bar_of_nothing_is_drawn() -> None:
    ElementTree.fromstring(charts.span(0, 0, 0, 0, 0))
    ElementTree.fromstring(charts.expectations(0, 0, "t", "d", "n"))

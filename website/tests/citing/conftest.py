"""References that the styles are tried on."""

from dataclasses import replace
from datetime import date

import pytest
from evenhand_site.citing.reference import Name, Reference

ADA, BEN, CY = Name("Example", "Ada Maria"), Name("Sample", "Ben"), Name("Third", "Cy")


@pytest.fixture
def text():
    """Makes references: a text of 1 March 2026 on a site called Test Network, and what is changed of it."""
    plain = Reference(
        kind="text", title="Quiet talks on grain", language="en", container="Test Network", publisher="Test Network",
        url="https://example.org/en/commentary/quiet-talks/", authors=(ADA,), section="Commentary",
        date=date(2026, 3, 1), key="example2026-7",
    )  # fmt: skip
    return lambda **changes: replace(plain, **changes)


@pytest.fixture
def russian(text):
    return text(
        title="Тихие переговоры о зерне", language="ru", container="Сеть", publisher="Сеть",
        authors=(Name("Пример", "Ада Ивановна"),), url="https://example.org/ru/k/t/",
    )  # fmt: skip


@pytest.fixture
def memo(text):
    return text(kind="memo", series="Policy Memo", number=12)


@pytest.fixture
def episode(text):
    return text(kind="episode", section="Common Ground", season=2, number=14)


@pytest.fixture
def event(text):
    return text(kind="event", place="Geneva")


@pytest.fixture
def book(text):
    return text(kind="book", publisher="A Press", isbn="9780000000002")


@pytest.fixture
def many():
    """So many authors: Aa A., Ab A. …"""
    return lambda number: tuple(Name(f"A{chr(97 + place)}", "Al") for place in range(number))

"""Capital letters in English titles."""

import pytest
from evenhand_site.citing.capitals import CHICAGO, MLA, headline, sentence
from hypothesis import given
from hypothesis import strategies as some


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("setting expectations right", "Setting Expectations Right"),
        ("a letter to the ports", "A Letter to the Ports"),
        ("what it is for", "What It Is For"),
        ("what is this for?", "What Is This For?"),
        ("NATO and the iPhone", "NATO and the iPhone"),
        ("the day after: a plan", "The Day After: A Plan"),
        ("U.S. and Russian views", "U.S. and Russian Views"),
        ("state-of-the-art reports", "State-of-the-Art Reports"),
        ("Peace With Everybody", "Peace with Everybody"),
        ("peace through trade", "Peace Through Trade"),
        ("who’s who", "Who’s Who"),
        ("“quiet” talks", "“Quiet” Talks"),
        ("war is over. a history", "War Is Over. A History"),
        ("what we wait for. the end", "What We Wait For. The End"),
        ("why now? an answer", "Why Now? An Answer"),
        ("“why now?” an answer", "“Why Now?” An Answer"),
        ("“it is over.” the end", "“It Is Over.” The End"),
        ("talks: “the long way”", "Talks: “The Long Way”"),
        ("north vs. the south", "North vs. the South"),
        ("Dr. and Mrs. Example", "Dr. and Mrs. Example"),
        ("St. Petersburg and the U.K. in talks", "St. Petersburg and the U.K. in Talks"),
    ],
)
def test_headline_style_of_chicago(title, expected):
    assert headline(title, "en", CHICAGO) == expected


def test_long_prepositions_are_small_in_mla():
    assert headline("Peace Between Neighbours", "en", MLA) == "Peace between Neighbours"


@given(some.text(max_size=40))
def test_other_languages_are_left_alone(title):
    assert headline(title, "ru", CHICAGO) == sentence(title, "uk", frozenset({"a"})) == title


@given(some.text(max_size=40))
def test_only_capitals_change(title):
    assert headline(title, "en", CHICAGO).casefold() == title.casefold()
    assert sentence(title, "en", frozenset()).casefold() == title.casefold()


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("grain trade: a view", "Grain trade: A view"),
        ("Why now? an answer", "Why now? An answer"),
        ("It is over. a history", "It is over. A history"),
        ("It is over. The End", "It is over. The end"),
        ("“Why now?” The Answer", "“Why now?” The answer"),
        ("Trade: iPhone sales", "Trade: iPhone sales"),
        ("Talks in the U.S. and beyond", "Talks in the U.S. and beyond"),
        ("Undecided Word: a view", "Undecided Word: A view"),
    ],
)
def test_a_sentence_inside_a_title_begins_with_a_capital(title, expected):
    assert sentence(title, "en", frozenset({"end", "answer", "talks", "beyond"})) == expected


def test_a_proper_noun_of_the_text_keeps_its_capital():
    seen = frozenset({"grain", "trade", "Odesa"})
    assert sentence("Grain Trade: A View From Odesa", "en", seen | {"view"}) == "Grain trade: A view from Odesa"

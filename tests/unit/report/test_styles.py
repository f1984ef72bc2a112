"""The rules of the report's parts stand below a selector of another page, and touch nothing beside it."""

import re

from evenhand.report import styles


def selectors(sheet):
    """Every selector of a sheet, without the at-rules around."""
    told = [found.strip() for found in re.findall(r"([^{}]+)\{", sheet)]
    return [place.strip() for chosen in told if not chosen.startswith("@") for place in chosen.split(",")]


def test_every_rule_stands_below_the_selector():
    found = selectors(styles.within(".report"))
    assert len(found) > 150
    assert all(place == ".report" or place.startswith(".report ") for place in found)


def test_no_rule_is_lost_and_none_is_changed():
    before, after = styles.parts(), styles.within(".report")
    assert len(selectors(before)) == len(selectors(after))
    assert re.findall(r"\{([^{}]*)\}", before) == re.findall(r"\{([^{}]*)\}", after)
    assert before.count("@media") == after.count("@media") > 2


def test_colours_of_print_are_whole():
    colours = styles.printed_colours()
    assert colours["--paper"] == colours["--open"] == "#fff" and colours["--ink"] == "#000"
    assert all(value.startswith("#") for name, value in colours.items() if name not in {"--serif", "--sans"})

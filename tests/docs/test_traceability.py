"""Every test that `docs/traceability.md` names exists."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "traceability.md").read_text(encoding="utf-8")
CHECKLIST = (ROOT / "website" / "tests" / "browser" / "test_source_page.py").read_text(encoding="utf-8")


def test_every_named_test_of_the_source_page_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    assert len(named) > 15
    assert named <= set(re.findall(r"^def (test_\w+)", CHECKLIST, re.MULTILINE))


def test_every_test_of_the_source_page_is_named_or_said_to_be_about_the_site() -> None:
    unnamed = set(re.findall(r"^def (test_\w+)", CHECKLIST, re.MULTILINE)) - set(re.findall(r"`(test_\w+)`", PAGE))
    assert unnamed <= {
        "test_the_page_says_its_language_and_links_its_translations",
        "test_everything_is_marked_as_an_example",
    }


def test_every_named_place_exists() -> None:
    places = re.findall(r"`((?:website|tests)/[\w/.]+)`", PAGE)
    assert [place for place in places if not (ROOT / place).exists()] == []

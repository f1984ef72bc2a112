"""The translators' catalogues: whole, in step with the code, and the same in their compiled form."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from evenhand.casefile import schema
from evenhand.report import language

ROOT = Path(__file__).parents[3]
LOCALE = ROOT / "src" / "evenhand" / "report" / "locale"
TRANSLATED = [name for name in language.LANGUAGES if name != "en"]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "mark": None,
    "ngettext": (1, 2),
    "mark_counted": (1, 2),
    "pgettext": ((1, "c"), 2),
    "mark_in": ((1, "c"), 2),
    "phrase": None,
    "phrase_counted": (1, 2),
}
PLACE = re.compile(r"%\(\w+\)[sd]|%%")
LATIN = re.compile(r"[A-Za-z]{3,}")
TYPED = re.compile(r"`[a-z]+`")
"""Keys of a case file as they are typed."""
CODE = re.compile(r"`[^`]*`|\{[^}]*\}")
"""A piece of a case file, in which its own words stand as they are."""
KEPT = {"Evenhand", "ICB", "Word", "PDF", "json", "code", "strong", "true", "false"}
"""Latin words that stand in a translation: names of programs, data and options, and marks of the page."""
VALUES = {"years", "months", "null", "all", "any", "not", "then"}
"""Further words that have a meaning of their own in a case file."""


def catalogue(name: str) -> Catalog:
    with (LOCALE / name / "LC_MESSAGES" / "evenhand.po").open("rb") as file:
        return read_po(file, locale=name)


@cache
def keys() -> set[str]:
    """The words of which the keys of a case file are made."""
    records = [schema(), *schema()["$defs"].values()]
    return {word for record in records for key in record.get("properties", {}) for word in key.split()}


def messages(name: str) -> Iterator[Message]:
    yield from (message for message in catalogue(name) if message.id)


def texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def written() -> set[tuple[str | None, str]]:
    """Every message in the code and the templates, with its context."""
    given = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]
    methods = [(entry["pattern"], entry["method"]) for entry in given]
    options = {entry["pattern"]: {**entry} for entry in given}
    found = extract_from_dir(ROOT / "src" / "evenhand", methods, options, keywords=KEYWORDS)
    return {
        (context, message if isinstance(message, str) else message[0]) for _, _, message, _, context in found if message
    }


@pytest.mark.parametrize("name", TRANSLATED)
def test_every_sentence_is_in_the_catalogue_and_nothing_else(name: str) -> None:
    held = {(message.context, ids(message)[0]) for message in messages(name)}
    assert written() - held == set(), "make messages"
    assert held - written() == set(), "make messages"


def test_no_sentence_hides_in_an_f_string() -> None:
    """There the translators' tools do not look."""
    hidden = re.compile(r"\{(?:_|pgettext|ngettext)\(['\"]")
    for file in (ROOT / "src" / "evenhand").rglob("*.py"):
        assert not hidden.search(re.sub(r'\{_\("[^"]*"\):', "", file.read_text(encoding="utf-8"))), file


@pytest.mark.parametrize("name", TRANSLATED)
def test_every_message_is_translated_in_all_its_forms(name: str) -> None:
    for message in messages(name):
        assert all(text.strip() for text in texts(message)), message.id
        assert not message.fuzzy, message.id
        assert len(texts(message)) == (1 if isinstance(message.id, str) else 3), message.id


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_translation_has_the_places_of_its_sentence(name: str) -> None:
    for message in messages(name):
        places = set(PLACE.findall(ids(message)[-1]))
        for text in texts(message):
            assert set(PLACE.findall(text)) == places, text
            assert len(PLACE.findall(text)) == len(PLACE.findall(ids(message)[-1])), text
            assert TYPED.findall(text) == TYPED.findall(ids(message)[-1]), text


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_translation_begins_and_ends_as_its_sentence_does(name: str) -> None:
    """Spaces, full stops and capital letters: what is put together from sentences stays so."""
    for message in messages(name):
        for text in texts(message):
            source = ids(message)[-1]
            assert text[:1].isspace() == source[:1].isspace(), message.id
            assert text[-1:].isspace() == source[-1:].isspace(), message.id
            if (
                message.context != "money"
                and message.id not in STOPS
                and "%(day)s" not in source
                and "%(name)s" not in source
            ):
                assert text.endswith((".", ":")) == source.endswith((".", ":")), message.id


STOPS = {"%(day)s\u00a0%(month)s %(year)s", "\u00b1\u00a0%(points)s percentage points"}
"""Messages whose translation ends with an abbreviation, or without one."""


@pytest.mark.parametrize("name", TRANSLATED)
def test_no_english_word_is_left_and_quotation_marks_are_those_of_the_language(name: str) -> None:
    for message in messages(name):
        for text in texts(message):
            own = PLACE.sub("", text)
            plain = CODE.sub("", own)
            assert set(LATIN.findall(plain)) <= KEPT, text
            assert {word for piece in CODE.findall(own) for word in LATIN.findall(piece)} <= keys() | VALUES, text
            assert not set(plain) & set('"“”„'), text


@pytest.mark.parametrize("name", TRANSLATED)
def test_the_compiled_catalogue_is_as_new_as_its_source(name: str) -> None:
    compiled = read_mo(BytesIO((LOCALE / name / "LC_MESSAGES" / "evenhand.mo").read_bytes()))
    held = {(message.context, ids(message)[0]): texts(message) for message in messages(name)}
    read: dict[tuple[str | None, str], list[str]] = {}
    for message in compiled:
        context: Any = message.context
        read[context.decode() if isinstance(context, bytes) else context, ids(message)[0]] = texts(message)
    assert {key: told for key, told in read.items() if key[1]} == held


def test_words_of_one_block_do_not_reach_the_next() -> None:
    with language.speaking("uk"):
        assert language.language() == "uk"
        with language.speaking("ru"):
            assert language.pgettext("cause", "standing") == "престиж"
        assert language.pgettext("cause", "standing") == "статус"
    assert language.gettext("Today") == "Today"
    assert language.gettext("") == ""


def test_a_language_that_is_not_spoken_is_refused() -> None:
    with pytest.raises(ValueError, match="one of en, ru, uk expected, found 'fr'"), language.speaking("fr"):
        pass

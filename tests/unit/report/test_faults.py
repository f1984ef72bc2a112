"""Everything that a check says of a file is said in the reader's language; English is what it was made of."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pytest

import evenhand
from evenhand.casefile import schema
from evenhand.errors import Fault, Phrase, phrase, phrase_counted
from evenhand.report import faults, language

INVALID = Path(__file__).parents[2] / "invalid"
FILES = sorted(INVALID.rglob("*.yaml"))
TRANSLATED = [name for name in language.LANGUAGES if name != "en"]
WORD = re.compile(r"[A-Za-z]{3,}")
PLACE = re.compile(r"%\(\w+\)s")


def found(text: str, name: str = "case.yaml") -> tuple[Fault, ...]:
    checked = evenhand.check(text, name)
    return (*checked.faults, *checked.warnings)


@cache
def of_file(file: Path) -> tuple[Fault, ...]:
    return found(file.read_bytes().decode("utf-8"), file.name)


def leaves(words: Phrase) -> Iterator[str | int]:
    """The names, numbers and pieces of the file in a message, in whichever phrase within it they stand."""
    for value in words.values.values():
        yield from leaves(value) if isinstance(value, Phrase) else [value]


@cache
def keys() -> set[str]:
    records = [schema(), *schema()["$defs"].values()]
    own = {word for record in records for key in record.get("properties", {}) for word in key.split()}
    return own | {"all", "any", "not", "then", "true", "false", "null", "years", "months"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_in_english_nothing_is_said_otherwise(file: Path) -> None:
    for fault in of_file(file):
        assert faults.told(fault) == str(fault)
        assert (faults.said(fault.message), faults.said(fault.expected)) == (fault.message, fault.expected)


@pytest.mark.parametrize("name", TRANSLATED)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_fault_is_said_in_every_language(file: Path, name: str) -> None:
    for fault in of_file(file):
        for words in filter(None, (fault.message, fault.expected)):
            assert isinstance(words, Phrase), words
            with language.speaking(name):
                said = faults.said(words)
            shown = [str(value) for value in leaves(words) if isinstance(value, str)]
            bare = said
            for value in sorted(shown, key=len, reverse=True):
                assert value in said
                bare = bare.replace(value, "")
            assert re.search("[а-яіїє]", bare) or not WORD.search(PLACE.sub("", words.template)), said
            assert set(WORD.findall(bare)) <= keys(), said
            assert "%(" not in said


@pytest.mark.parametrize("name", TRANSLATED)
def test_a_fault_on_lines_keeps_place_code_and_what_was_found(name: str) -> None:
    for fault in of_file(INVALID / "all-at-once.yaml"):
        with language.speaking(name):
            first, *others = faults.told(fault).splitlines()
        assert first.startswith(f"all-at-once.yaml:{fault.line}:{fault.column}: ")
        assert first.endswith(f" [{fault.code}]")
        assert len(others) == sum(map(bool, (fault.text, fault.expected, fault.suggestion)))
        assert not fault.text or others[0].endswith(fault.text)


def test_a_kind_of_value_within_a_message_is_translated() -> None:
    (fault,) = (one for one in found("case: x\ntitle: [a]\n") if one.code == "wrong-type")
    assert fault.message == "a list in the place of text"
    with language.speaking("ru"):
        assert faults.said(fault.message) == "здесь стоит список, а нужно другое: текст"


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "пропущено 1 возможное состояние"),
        (2, "пропущены 2 возможных состояния"),
        (11, "пропущено 11 возможных состояний"),
        (21, "пропущено 21 возможное состояние"),
    ],
)
def test_words_agree_with_a_number_by_the_rule_of_the_language(count: int, said: str) -> None:
    words = phrase_counted(
        "the ranking of `%(party)s` leaves out %(count)s feasible state",
        "the ranking of `%(party)s` leaves out %(count)s feasible states",
        count,
        party="us",
        count=str(count),
    )
    with language.speaking("ru"):
        assert faults.said(words) == f"в порядке состояний участника `us` {said}"


def test_amounts_are_grouped_as_the_language_does_and_a_name_with_a_percent_sign_is_kept() -> None:
    assert phrase("more than %(most)s values", most=50_000) == "more than 50,000 values"
    with language.speaking("ru"):
        assert faults.said(phrase("more than %(most)s values", most=50_000)).endswith(": 50\u202f000")
        assert "`50%(s`" in faults.said(phrase("no issue is called `%(name)s`", name="50%(s"))


def test_what_the_yaml_library_says_stays_english_and_is_known_as_such() -> None:
    assert not faults.translatable("not valid YAML (did not find the end)")
    with language.speaking("ru"):
        assert faults.said("not valid YAML (did not find the end)") == "not valid YAML (did not find the end)"


def test_a_phrase_is_its_english_text_in_data_and_in_copies() -> None:
    words = phrase("no issue is called `%(name)s`", name="50%")
    fault = Fault(1, 1, "unknown-issue", words)
    assert asdict(fault)["message"] == "no issue is called `50%`"
    copied = copy.deepcopy(words)
    assert (copied, faults.translatable(copied)) == (words, True)
    with language.speaking("uk"):
        assert faults.said(copied) == faults.said(words) == "питання з іменем `50%` немає"


def test_the_count_of_what_was_found_is_told_in_the_language() -> None:
    with language.speaking("ru"):
        assert faults.counted("a.yaml", 0, 1, {"issues": 2}) == "a.yaml: ошибок нет, 1 предупреждение (2 вопроса)"
        assert faults.counted("a.yaml", 5, 0, {}) == "a.yaml: 5 ошибок"

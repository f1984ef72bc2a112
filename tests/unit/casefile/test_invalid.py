"""Every broken file says what is wrong with it, in the words that stand beside it.

After a deliberate change of words: ``EVENHAND_RECORD=1 pytest tests/unit/casefile/test_invalid.py``, then look at
the difference.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from evenhand.casefile import read, read_with_places, warnings
from evenhand.casefile.codes import ENGINE_WARNINGS, FAULTS, WARNINGS
from evenhand.errors import CaseError

ROOT = Path(__file__).parents[3]
INVALID = ROOT / "tests" / "invalid"
SOURCE = ROOT / "src" / "evenhand" / "casefile"
BROKEN = sorted(INVALID.glob("*.yaml"))
ODD = sorted((INVALID / "warnings").glob("*.yaml"))
JARGON = re.compile(
    r"pydantic|Input should|valid (dict|list|string|tuple|number)|dictionary|Extra inputs|NoneType|int_|str_type"
    r"|\bdict\b|\btuple\b|\bfloat\b|\bboolean\b|\bnull\b(?!` needs)|Traceback|<class",
)


def _agrees(said: str, file: Path) -> None:
    expected = file.with_suffix(".txt")
    if os.environ.get("EVENHAND_RECORD"):
        expected.write_text(said + "\n", encoding="utf-8")
    assert said + "\n" == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_a_broken_file_says_what_is_wrong(file: Path) -> None:
    with pytest.raises(CaseError) as caught:
        read(file)
    said = str(caught.value).replace(str(file), file.name)
    _agrees(said, file)
    assert not JARGON.search(said)
    codes = {fault.code for fault in caught.value.faults}
    assert codes <= FAULTS.keys()
    if file.stem in FAULTS:
        assert codes == {file.stem} or file.stem in ("number", "not-a-side")


@pytest.mark.parametrize("file", ODD, ids=lambda file: file.stem)
def test_an_odd_file_is_read_and_says_what_is_odd(file: Path) -> None:
    found = warnings(*read_with_places(file))
    _agrees("\n".join(map(str, found)).replace(str(file), file.name), file)
    assert file.stem in {warning.code for warning in found} <= WARNINGS.keys()


def test_every_code_is_shown_by_a_file() -> None:
    assert {file.stem for file in BROKEN} >= FAULTS.keys() - {"more"}  # test_read shows that one
    assert {file.stem for file in ODD} == WARNINGS.keys()


def test_every_code_is_explained_in_the_manual_in_the_same_words() -> None:
    page = (ROOT / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### `([\w-]+)`\n\n(.+)\n\n\S", page, re.MULTILINE))
    assert sections == {**FAULTS, **WARNINGS, **ENGINE_WARNINGS}


def test_every_code_in_the_source_is_listed() -> None:
    """A code is the first text given to one of the functions that make faults, or the third of ``Fault``."""
    makers = re.compile(r"""(?:_fault|_say|\.fault|_stop|_wrong)\(\s*f?"([a-z{}-]+)",""")
    found = {code for file in SOURCE.glob("*.py") for code in makers.findall(file.read_text(encoding="utf-8"))}
    kinds = ("party", "interest", "issue", "evidence", "expert")
    found |= {f"unknown-{kind}" for kind in kinds if "unknown-{kind}" in found}
    assert found - {"unknown-{kind}"} <= {*FAULTS, *WARNINGS}
    assert {*FAULTS, *WARNINGS} - found <= {"empty", "character", "syntax", "tab", "more"}

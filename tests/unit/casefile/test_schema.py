"""The JSON Schema agrees with the reader about the shape of a case, as far as a schema can."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from evenhand.casefile import dumps, loads, schema, starter
from evenhand.casefile.check import plain
from evenhand.casefile.compose import compose
from evenhand.casefile.read import read_text
from evenhand.errors import CaseError

ROOT = Path(__file__).parents[3]
SCHEMA = schema()
GOOD = [ROOT / "src/evenhand/casefile/starter.yaml", *sorted((ROOT / "src/evenhand/catalog").rglob("*.yaml"))]
BROKEN = sorted((ROOT / "tests/invalid").glob("*.yaml"))
SHAPE = {"unknown-key", "missing-key", "empty-value", "wrong-type", "number", "duration", "name", "choice", "statement",
         "duplicate-stance"}  # fmt: skip
KINDS: dict[str, Any] = {
    "object": dict, "array": list, "string": str, "boolean": bool, "number": (int, float), "integer": int,
}  # fmt: skip


def fits(value: Any, rule: Any) -> bool:
    """A small validator for the keywords that the schema uses (JSON Schema 2020-12, core and validation)."""
    if isinstance(rule, bool):
        return rule
    unknown = rule.keys() - KEYWORDS.keys() - SILENT
    assert not unknown, f"keywords that this test does not know: {unknown}"
    return all(KEYWORDS[key](value, argument, rule) for key, argument in rule.items() if key in KEYWORDS)


def _type(value: Any, kind: str, _: Any) -> bool:
    return isinstance(value, KINDS[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _additional(value: Any, argument: Any, rule: Any) -> bool:
    known = rule.get("properties", {})
    return not isinstance(value, dict) or all(fits(part, argument) for key, part in value.items() if key not in known)


def _each(kind: type, test: Any) -> Any:
    return lambda value, argument, _: not isinstance(value, kind) or test(value, argument)


def _number(test: Any) -> Any:
    return lambda value, argument, _: (
        isinstance(value, bool) or not isinstance(value, (int, float)) or test(value, argument)
    )


KEYWORDS: dict[str, Any] = {
    "$ref": lambda value, name, _: fits(value, SCHEMA["$defs"][name.removeprefix("#/$defs/")]),
    "type": _type,
    "anyOf": lambda value, rules, _: any(fits(value, rule) for rule in rules),
    "oneOf": lambda value, rules, _: sum(fits(value, rule) for rule in rules) == 1,
    "not": lambda value, rule, _: not fits(value, rule),
    "enum": lambda value, choices, _: value in choices,
    "const": lambda value, choice, _: value == choice,
    "properties": _each(dict, lambda value, rules: all(fits(value[key], rules[key]) for key in value if key in rules)),
    "additionalProperties": _additional,
    "propertyNames": _each(dict, lambda value, rule: all(fits(key, rule) for key in value)),
    "required": _each(dict, lambda value, keys: all(key in value for key in keys)),
    "minProperties": _each(dict, lambda value, least: len(value) >= least),
    "items": _each(list, lambda value, rule: all(fits(part, rule) for part in value)),
    "minItems": _each(list, lambda value, least: len(value) >= least),
    "maxItems": _each(list, lambda value, most: len(value) <= most),
    "uniqueItems": _each(list, lambda value, _: len({json.dumps(part) for part in value}) == len(value)),
    "pattern": _each(str, lambda value, pattern: re.search(pattern, value) is not None),
    "maxLength": _each(str, lambda value, most: len(value) <= most),
    "minimum": _number(lambda value, least: value >= least),
    "maximum": _number(lambda value, most: value <= most),
}
SILENT = {"$schema", "$defs", "title", "description", "default", "format"}


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_a_good_case_fits_as_written_and_as_dumped(file: Path) -> None:
    data = compose(read_text(file), file.name)[0]
    assert fits(data, SCHEMA)
    case = loads(read_text(file))
    assert fits(compose(dumps(case), "x")[0], SCHEMA)
    assert fits(json.loads(json.dumps(plain(case))), SCHEMA)


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_a_broken_case_fits_only_if_its_faults_are_beyond_a_schema(file: Path) -> None:
    data = compose(read_text(file), file.name)[0]
    if data is None:
        return
    with pytest.raises(CaseError) as caught:
        loads(read_text(file))
    codes = {fault.code for fault in caught.value.faults}
    if codes & SHAPE:
        assert not fits(data, SCHEMA)
    elif all(code.startswith("unknown-") for code in codes):
        assert fits(data, SCHEMA)


BASE = compose(starter("x", "X"), "x")[0]


def with_(*path: Any, value: Any) -> Any:
    whole = json.loads(json.dumps(BASE))
    part = whole
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    return whole


ISSUE = ("issues", "border-trade")
EFFECT = (*ISSUE, "effects", 0)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((*EFFECT, "after"), 3),
        ((*EFFECT, "after"), "18 months"),
        ((*EFFECT, "after"), ["1 year", "3 years"]),
        ((*EFFECT, "after"), {"is": [1, 2, 3], "evidence": "trade-study", "status": "verified"}),
        ((*EFFECT, "chance"), {"is": 0.5, "experts": {"ann": [0.2, 0.5, 0.7], "bob": 0.4}}),
        ((*EFFECT, "when"), {"north": ["open", "closed"], "south": "open"}),
        ((*EFFECT, "evidence"), ["trade-study"]),
        ((*ISSUE, "stances"), {"north": {"closed": "stay shut", "open": "open up"}, "south": ["closed", "open"]}),
        ((*ISSUE, "ranking"), {"north": [{"north": "open", "south": "open"}, [{"north": "closed", "south": "open"}]]}),
        (
            (*ISSUE, "preferences"),
            {"north": [{"south": "open"}, {"not": {"north": "open"}}, {"any": [{"north": "open"}]},
                       {"if": {"south": "open"}, "then": {"north": ["open"]}}]},
        ),
        (("as of",), "2013-11-04"),
        (("parties", "país"), {"name": "País"}),
    ],
)  # fmt: skip
def test_short_forms_fit(path: tuple[Any, ...], value: Any) -> None:
    assert fits(with_(*path, value=value), SCHEMA)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((*EFFECT, "after"), "3 weeks"),
        ((*EFFECT, "chance"), 1.5),
        ((*EFFECT, "chance"), "3 years"),
        ((*EFFECT, "once"), "yes"),
        ((*EFFECT, "gives"), {"north.budget": [1, 2, 3, 4]}),
        ((*EFFECT, "gives"), {"north.budget": {"was": 1}}),
        ((*EFFECT, "gives"), {"north.budget": None}),
        ((*EFFECT, "status"), "sure"),
        ((*ISSUE, "stances"), {"north": ["open"], "south": ["closed", "open"]}),
        ((*ISSUE, "preferences"), {"north": [{"if": {"south": "open"}}]}),
        (("weights", "north", "budget"), -1),
        (("parties", "north", "attachment"), 0.5),
        (("parties", "the north"), {"name": "North"}),
        (("parties", "n.north"), {"name": "North"}),
        (("as_of",), "2013-11-04"),
        (("horizon",), 2.5),
        (("note",), None),
    ],
)
def test_other_forms_do_not_fit(path: tuple[Any, ...], value: Any) -> None:
    assert not fits(with_(*path, value=value), SCHEMA)


def test_it_is_plain_json_with_words_for_the_reader() -> None:
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "$id" not in SCHEMA
    assert SCHEMA["title"]
    assert SCHEMA["properties"]["as of"]["description"]
    assert all(record.get("description") for record in SCHEMA["$defs"].values())

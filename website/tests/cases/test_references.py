"""Where a file names a thing: held against the format, so that no place is forgotten; and what a party leaves."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from evenhand_site.cases import references as naming
from evenhand_site.cases.fields import taken_out
from evenhand_site.cases.leaving import only_of
from evenhand_site.cases.references import EVERY, references
from evenhand_site.cases.renaming import renamed

import evenhand
from evenhand.casefile.schema import schema

FORMAT = schema()


def places_of(part, path=()):
    """Every place of the format that holds free text or has free keys: ``a/*/=`` and ``a/@``."""
    if "$ref" in part:
        part = {**FORMAT["$defs"][part["$ref"].rpartition("/")[2]], **part}
    for each in (*part.get("anyOf", ()), *part.get("oneOf", ())):
        yield from places_of(each, path)
    if part.get("type") == "string" and "enum" not in part:
        yield "/".join((*path, "="))
    for key, below in part.get("properties", {}).items():
        yield from places_of(below, (*path, key))
    if isinstance(below := part.get("additionalProperties"), dict):
        yield "/".join((*path, "@"))
        yield from places_of(below, (*path, "*"))
    if below := part.get("items"):
        yield from places_of(below, path if below.get("type") == "string" else (*path, "*"))


def fits(place, known):
    ours, theirs = re.sub(r"(.*)/(=?)\.?@\.?$", lambda found: f"{found[1]}/{found[2] or '@'}", place), known
    pairs = list(zip(ours.split("/"), theirs.split("/"), strict=False))
    same = all(one == other or (one == "*" and other not in "@=") for one, other in pairs)
    return same and len(ours.split("/")) == len(theirs.split("/"))


WORDS = re.compile(
    r"(.*/)?(note|title|name|unit|question|summary|fact|followed|words|affiliation|type|URL|licence)/="
    r"|(case|as of|authors)/=|issues/[*]/stances/[*]/[*]/=|episodes/[*]/(expected|got)/[*]/="
    r"|translations/[*]/(parties|interests|units|issues|questions|stances|episodes|events)/[*]/="
    r"|translations/[*]/episodes/[*]/(expected|got)/[*]/=|translations/[*]/words/[*]/[*]/[*]/="
)
TIMES = re.compile(
    r".*/(after|lasts|payback|safety|safer|life|duration)(/is|/experts/[*])?(/[*])?/="
    r"|.*/(schedule|years)/@|.*/(from|to|since)/="
)
STANCES = re.compile(
    r"issues/[*]/stances/[*]/[@=]|.*/(default|when|irreversible|state|while/[*]|infeasible/[*])/[*]/=|.*/withholds/="
    r"|.*/ranking/[*](/[*]){1,4}/=|.*/preferences/[*](/[*]){1,2}(/all|/any/[*]|/not|/if|/then)?/[*]/="
    r"|translations/[*]/(stances|words/[*]/[*])/@"
)
OTHERS = re.compile(
    r"(.*/)?experts/@|episodes/[*]/id/=|events/@|translations/@|translations/[*]/(units|episodes|events)/@"
)


def test_every_place_of_the_format_names_something_known_here_or_is_known_to_name_nothing_that_forms_rename():
    known, ours = list(dict.fromkeys(places_of(FORMAT))), [place for places in EVERY.values() for place in places]
    assert len(known) > 400
    assert not [place for place in ours if not any(fits(place, each) for each in known)]
    rest = [each for each in known if not any(fits(place, each) for place in ours)]
    kinds = (WORDS, TIMES, STANCES, OTHERS)
    assert not [each for each in rest if not any(kind.fullmatch(each) for kind in kinds)]
    assert not [each for each in known if any(fits(place, each) for place in ours) and OTHERS.fullmatch(each)]


def test_every_place_where_the_format_names_a_stance_is_known():
    wanted = [each for each in dict.fromkeys(places_of(FORMAT)) if STANCES.fullmatch(each)]
    assert len(wanted) > 20
    assert not [each for each in wanted if not any(fits(place, each) for place in naming.STANCES)]
    assert not [place for place in naming.STANCES if not any(fits(place, each) for each in wanted)]


def put(value, changes, path=()):
    """Plain data with other names at some places."""
    if isinstance(value, dict):
        return {changes.get(((*path, key), True), key): put(each, changes, (*path, key)) for key, each in value.items()}
    if isinstance(value, list):
        return [put(each, changes, (*path, index)) for index, each in enumerate(value)]
    return changes.get((path, False), value)


def ids(data):
    for section in EVERY:
        if section == "effects":
            each = [effect["id"] for issue in data["issues"].values() for effect in issue.get("effects", ())]
        else:
            each = list(data.get(section, ()))
        yield from ((section, name) for name in each)


def told(data):
    found = evenhand.check(json.dumps(data, ensure_ascii=False, default=str))
    return Counter(fault.code for fault in (*found.faults, *found.warnings))


@pytest.mark.parametrize("case", evenhand.cases())
def test_whatever_ships_is_as_sound_as_before_when_everything_is_renamed(case):
    data = evenhand.Document(evenhand.locate(case).read_text(encoding="utf-8")).value(())
    before, first = told(data), data
    for section, name in ids(first):
        found = references(data, EVERY[section], name)
        data = put(data, {(each.path, each.key): f"{each.before}zz-{name}{each.after}" for each in found})
    assert {name for _section, name in ids(data)} == {f"zz-{name}" for _section, name in ids(first)}
    assert told(data) == before


@pytest.mark.parametrize("case", ["genuine-conflict", "win-set", "ordinal"])
def test_an_analysis_is_the_same_under_other_names(case):
    text = evenhand.locate(case).read_text(encoding="utf-8")
    other = text
    for section, name in ids(evenhand.Document(text).value(())):
        other = renamed(other, section, name, f"zz-{name}")
    one, two = (json.dumps(evenhand.analyse(evenhand.loads(each), draws=64).document()) for each in (text, other))
    assert "zz-" in two and one == two.replace("zz-", "")


def test_a_party_that_is_called_as_a_key_of_the_format_keeps_its_stances():
    text = """case: x
title: X
parties: {evidence: {name: E, trust: {a: {is: 0.5, evidence: joint}}}, a: {name: A, rate: {is: 0, evidence: joint}}}
issues: {i: {title: I, stances: {evidence: [joint, alone], a: [joint, alone]}, default: {evidence: joint, a: joint}}}
evidence: {joint: {title: J}}
"""
    found = renamed(text, "evidence", "joint", "src-1")
    sources = text.replace("evidence: joint}}}", "evidence: src-1}}}").replace(
        "evidence: joint}}\n", "evidence: src-1}}\n", 1
    )
    assert found == sources.replace("evidence: {joint:", "evidence: {src-1:")


# --- what leaves with a party


THREE = """case: strait
title: The strait
parties: {north: {name: North}, south: {name: South}, west: {name: West}, duma: {name: Duma, ratifies: west}}
interests: {income: {name: Income, unit: USD m/yr}}
weights: {north: {income: 1}, south: {income: 1}, west: {income: 1}, duma: {income: 1}}
issues:
  timetable:
    title: One timetable
    stances: {north: [apart, joint], south: [apart, joint], west: [in, out]}
    default: {north: apart, south: apart, west: out}
    effects:
      - id: both
        when: {north: joint, south: joint}
        gives: {north.income: [2, 4, 8], south.income: [1, 3, 6], duma.income: 1, west.income: 1}
      - id: calm
        when: {north: joint}
        benefit: {adversary: {to: {north.income: 0.5}, spending: 1, change: -0.5, paid by: [south.income, west.income]}}
      - id: safer
        when: {north: joint, south: joint}
        gives: {north.income: 1}
        benefit: {security: {to: {west.income: 1}, hazard: 1, cut: 0.5}}
    infeasible: [{north: joint, south: joint, west: in}, {north: joint, south: apart, west: out}]
    linkage:
      - {party: west, withholds: in, while: {visas: {north: closed}}}
      - {party: north, withholds: joint, while: {visas: {west: closed}}}
      - {party: south, withholds: joint, while: {visas: {west: open, north: closed}}}
      - {party: south, withholds: joint, while: {visas: {west: closed, north: closed}}}
    outcome later: [{fact: It came, since: 2014-01, state: {north: joint, south: joint, west: in}}]
  visas:
    title: Visas
    stances: {north: [closed, open], south: [closed, open], west: [closed, open]}
    default: {north: closed, south: closed, west: closed}
    infeasible: [{north: closed, south: open}]
    ranking:
      north:
        - {north: open, south: open, west: open}
        - [{north: open, south: open, west: closed}, {north: open, south: closed, west: open}]
        - {north: closed, south: closed, west: open}
        - [{north: closed, south: closed, west: closed}, {north: open, south: closed, west: closed}]
    preferences:
      south: [{west: open}, {if: {west: open}, then: {north: open}}, {any: [{west: closed, north: open}, {west: open}]},
              {not: {west: closed, south: open}}]
      west: [{west: closed}]
accounts:
  north: {ratifiers: {duma: false}, ranking: {visas: {west: [[
    {north: open, south: open, west: open}, {north: open, south: open, west: closed},
    {north: open, south: closed, west: open}, {north: open, south: closed, west: closed},
    {north: closed, south: closed, west: open}, {north: closed, south: closed, west: closed}]]}}}
  west: {note: Its own}
episodes:
  - {id: talks, title: Talks, from: 2001, expected: {north: peace, west: war}, got: {west: b}, unmet: [west, north]}
translations:
  ru:
    parties: {west: Запад}
    words: {timetable: {west: {in: внутрь}, north: {joint: вместе}}}
    episodes: {talks: {title: Т, expected: {north: мир, west: война}, got: {west: б}}}
"""


def without(text, party):
    document = evenhand.Document(text)
    taken_out(document, (*only_of(document, party), ("parties", party)))
    return document


def test_a_party_leaves_what_is_said_of_the_others_as_if_it_went_on_as_today():
    assert {fault.code for fault in evenhand.check(THREE).faults} == set()
    left = without(THREE, "west")
    assert "west" not in left.text
    timetable, visas = left.value(("issues", "timetable")), left.value(("issues", "visas"))
    assert timetable["infeasible"] == [{"north": "joint", "south": "apart"}]
    assert [each["party"] for each in timetable["linkage"]] == ["north", "south"][1:]
    assert timetable["linkage"][0]["while"] == {"visas": {"north": "closed"}}
    assert timetable["outcome later"][0]["state"] == {"north": "joint", "south": "joint"}
    assert [set(each) for each in timetable["effects"]] == [
        {"id", "when", "gives"}, {"id", "when", "benefit"}, {"id", "when", "gives"}
    ]  # fmt: skip
    assert timetable["effects"][1]["benefit"]["adversary"]["paid by"] == ["south.income"]
    states = [[{"north": "open", "south": "open"}],
              [{"north": "closed", "south": "closed"}, {"north": "open", "south": "closed"}]]  # fmt: skip
    assert visas["ranking"] == {"north": states}
    assert visas["preferences"] == {"south": [{"any": [{"north": "open"}]}, {"not": {"south": "open"}}]}
    assert left.value(("accounts",)) == {}
    assert left.value(("episodes", 0, "unmet")) == ["north"]
    assert left.value(("translations", "ru", "episodes")) == {"talks": {"title": "Т", "expected": {"north": "мир"}}}
    found = evenhand.check(left.text)
    assert (found.faults, [fault.code for fault in found.warnings if fault.code != "idle-party"]) == ((), [])


@pytest.mark.parametrize("case", evenhand.cases())
def test_no_fault_names_a_party_that_was_taken_out(case):
    text = evenhand.locate(case).read_text(encoding="utf-8")
    parties = list(evenhand.Document(text).value(("parties",)))
    for party in dict.fromkeys([*parties[:3], *parties[-3:]]):
        found = evenhand.check(without(text, party).text)
        told = [fault.message for fault in (*found.faults, *found.warnings)]
        assert not [each for each in told if re.search(rf"`{party}[`.]", each)]

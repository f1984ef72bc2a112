"""Write docs/reference/case-file.md from the typed classes of a case file: ``python docs/generate_reference.py``."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from evenhand.casefile import model

PLACE = Path(__file__).parent / "reference" / "case-file.md"

SECTIONS: tuple[tuple[type[BaseModel], str, str], ...] = (
    (model.Case, "The file as a whole", "Top level of the file."),
    (model.Party, "parties", "`parties: {id: …}`. Roles are not declared: on each issue whoever has `stances` is a "
     "side, `ratifies` makes a ratifier, and everybody else who receives something is a bystander."),
    (model.Interest, "interests", "`interests: {id: …}`. `kind` is `substance`, `standing` (rank and respect) or "
     "`private` (a ruler's or a group's own). Losses count substance; the other two are causes."),
    (model.Issue, "issues", "`issues: {id: …}`. An issue has either `effects`, or an order of its states (`ranking` "
     "or `preferences`) for each party."),
    (model.Effect, "effects", "A list under an issue. An effect is what is different while its condition holds: "
     "everything counts as the difference to the default state. Yearly values unless `once: true`; they are averaged "
     "over the `horizon`, so a benefit that starts after 3 of 20 years counts 17/20, and a sum `once` of 20 counts 1 "
     "a year. Ids are unique in the whole case."),
    (model.Benefit, "benefit", "`effects: [{benefit: {model: …}}]`: an effect may call a benefit model instead of "
     "giving numbers, or beside them; see [Benefits](../explanation/benefits.md) for the formulas. Exactly one of the "
     "three. Every parameter is a number like any other, with its percentiles, sources and experts; in an account "
     "under `effects: {id: {benefit: …}}` single ones may be replaced."),
    (model.Investment, "investment", "`benefit: {investment: {…}}`."),
    (model.Security, "security", "`benefit: {security: {…}}`."),
    (model.Trade, "trade", "`benefit: {security: {trade: {…}}}`."),
    (model.Adversary, "adversary", "`benefit: {adversary: {…}}`."),
    (model.Linkage, "linkage", "A list under an issue. A side withholds a stance (never its default one) while other "
     "issues stand, by default, as described. Circles are legal; they are reported as deadlocks."),
    (model.Statement, "preferences", "`preferences: {party: [statement, …]}`, most important first; `{us: reduce}` is "
     "short for `{all: {us: reduce}}`. Exactly one of the forms."),
    (model.Fact, "facts", "A list under an issue; never an input."),
    (model.Outcome, "outcome later", "A list under an issue: keeps what happened afterwards apart from what was known. "
     "Never an input; `evenhand back-test` compares it with what is found."),
    (model.Account, "accounts", "`accounts: {side: …}`: how a side sees it, where that differs from the base account. "
     "Entries that are not named stay as they are. An account cannot add effects or `gives` entries; where only an "
     "account sees something, the base effect gives 0."),
    (model.EffectOverride, "effects of an account", "`accounts: {side: {effects: {id: …}}}`."),
    (model.BenefitOverride, "benefit of an account", "`accounts: {side: {effects: {id: {benefit: {model: …}}}}}`: "
     "single parameters of the model that the effect has, in place of the base account's."),
    (model.Episode, "episodes", "`episodes: [{id: …}]`: the record of the relationship up to the case's day. Never an "
     "input: nothing is worked out from it but how often unmet expectations were followed by a crisis."),
    (model.Reckoning, "expected and got", "Words alone, or words and numbers on interests."),
    (model.Series, "events", "`events: {id: …}`: yearly scores that are shown beside the episodes."),
    (model.Courses, "courses", "`courses: {…}`: what `evenhand courses` goes by. Every number that is not given has a "
     "[documented default](../explanation/courses.md#parameters)."),
    (model.Pressure, "pressure", "`pressure: {side: …}`: what pressure on a side does, for `evenhand persuade`. What "
     "is left out is taken from readings that are the same for every side; see [Persuasion and "
     "pressure](../explanation/persuasion.md#penalties-and-rewards)."),
    (model.Expert, "experts", "`experts: {id: …}`."),
    (model.Evidence, "evidence", "`evidence: {id: …}`: a source as a CSL item (Citation Style Language). Further CSL "
     "variables (`container-title`, `publisher`, `DOI`, …) are kept."),
    (model.Translation, "translations", "`translations: {ru: {…}, uk: {…}}`: the names of the case in another "
     "language, for reports in it. Never an input: findings and data are the same with and without."),
    (model.ToldEpisode, "episodes of a translation", "`translations: {ru: {episodes: {id: …}}}`: the title alone, or "
     "the texts of the episode under its own keys."),
    (model.ToldSeries, "events of a translation", "`translations: {ru: {events: {id: …}}}`: the title alone, or title "
     "and note."),
)  # fmt: skip

NUMBERS: tuple[tuple[type[model.Judgement], str], ...] = (
    (model.Judgement, "any"),
    (model.Chance, "between 0 and 1"),
    (model.NonNegative, "0 or more"),
    (model.Factor, "1 or more"),
    (model.Share, "1 at most"),
    (model.Duration, "0 or more years; `3 years`, `18 months`"),
)

SHORT = {
    "evidence": "ids of sources; for all numbers of this entry",
    "status": "how far it was checked; for all numbers of this entry",
    "note": "words for the reader, such as the reasoning behind a reading",
    "name": "words for the reader",
    "title": "words for the reader",
    "case.authors": "who entered the numbers",
    "case.summary": "what it is about, in a sentence or two",
    "case.licence": "under which the case may be used: its name, with its address in brackets if it has one",
    "case.evidence": "sources by id",
    "case.note": "limits of the case, for the reader",
    "case.rate": "common yearly discount rate, 0 to 1",
    "case.horizon": "years counted, 1 to 200",
    "case.parties": "parties by id",
    "case.interests": "interests by id",
    "case.issues": "issues by id",
    "case.experts": "experts by id",
    "interest.kind": "what sort of interest it is",
    "issue.question": "the matter as a question",
    "issue.infeasible": "combinations of stances that cannot be; left out",
    "issue.effects": "what combinations of stances bring",
    "issue.linkage": "stances withheld because of other issues",
    "issue.facts": "figures worth knowing that do not enter",
    "effect.id": "unique in the case",
    "effect.when": "stances that must hold; a side not named may do anything",
    "effect.gives": "`party.interest` to a number in the interest's unit",
    "effectoverride.gives": "single entries, in place of the base account's",
    "effectoverride.chance": "in place of the base account's",
    "effectoverride.after": "in place of the base account's",
    "effectoverride.lasts": "in place of the base account's",
    "linkage.party": "the side that withholds",
    "linkage.withholds": "the stance it withholds",
    "fact.fact": "the figure or event, in words",
    "outcome.fact": "what happened, in words",
    "account.weights": "party to interest to weight",
    "account.effects": "effect id to what differs",
    "account.attachment": "party to attachment",
    "account.caution": "party to caution",
    "account.trust": "party to party to trust",
    "account.rate": "party to discount rate",
    "account.preferences": "issue to party to statements",
    "reckoning.words": "words for the reader",
    "episode.id": "unique among the episodes",
    "episode.followed": "what followed, in words",
    "series.unit": "of the scores",
    "toldepisode.followed": "what followed, in words",
    "expert.side": "whose expert; empty for nobody's",
    "expert.affiliation": "words for the reader",
    "evidence.type": "CSL type: `report`, `article-journal`, `webpage`, …",
    "evidence.author": "text, or CSL names",
    "evidence.issued": "year or date",
    "evidence.URL": "address",
    "evidence.side": "whose source it is, where it is a side's own",
    "evidence.status": "how far it was checked",
}


def case_file() -> str:
    """The page."""
    parts = [
        "# Case file",
        "<!-- made by docs/generate_reference.py from the typed classes; do not edit -->",
        "One YAML 1.2 file per case. Keys are written with spaces (`as of`); `no` is text. What can be wrong in a file "
        "is listed in [Errors and warnings](errors.md); [Write a case](../how-to/write-a-case.md) goes through one. "
        "The same classes give the JSON Schema that `evenhand schema` writes.",
        "A **bold** key must stand there. The order of the keys means nothing; the order of a list of preference "
        "statements or of a ranking does.",
    ]
    for record, title, words in SECTIONS:
        parts += [f"## {title}", words, table(record)]
        if record is model.Issue:
            parts.append(ORDINAL)
    parts += ["## Numbers", NUMBER_WORDS, table(model.Judgement), NUMBER_KINDS, kinds(), "## Status", STATUS]
    return "\n\n".join(parts) + "\n"


def table(record: type[BaseModel]) -> str:
    lines = ["| key | value | meaning | unless given |", "|---|---|---|---|"]
    for name, field in record.model_fields.items():
        key = field.alias or name
        shown = f"**`{key}`**" if field.is_required() and not issubclass(record, model.Statement) else f"`{key}`"
        lines.append(f"| {shown} | {value(record, field)} | {meaning(record, key, field)} | {default(field)} |")
    return "\n".join(lines)


def value(record: type[BaseModel], field: FieldInfo) -> str:
    if record in (model.Translation, model.ToldEpisode):
        return _words(field.annotation).replace(_NAMED["Stances"], "map to text")
    if any("_moment" in repr(part) for part in field.metadata):
        return _NAMED["Moment"]
    if any("_one_or_more" in repr(part) for part in field.metadata):
        return _NAMED["Names"]
    return _words(field.annotation)


def _words(kind: Any) -> str:
    for name, words in _NAMED.items():
        if kind == getattr(model, name):
            return words
    if kind is Any:
        return "text, or as CSL has it"
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return "day" if "_day" in repr(kind) else _words(inner[0])
    if origin in (Union, types.UnionType):
        return " or ".join(_words(part) for part in inner if part is not type(None))
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in inner)
    if origin in (dict, Mapping):
        return f"map to {_words(inner[1])}"
    if origin in (tuple, list, Sequence):
        return f"list of {_words(inner[0])}"
    if isinstance(kind, type):
        return _BY_TYPE.get(kind) or _link(kind)
    raise TypeError(f"no words for {kind!r}")


_NAMED = {
    "Names": "name or list of names",
    "Tied": "states, a list in the place of one being a tie",
    "Stances": "map of side to stance",
    "Condition": "map of side to stance or stances",
    "Moment": "year or month",
    "StancesInWords": "list of stances, or map of stance to words",
}
_BY_TYPE: dict[type, str] = {str: "text", float: "number", int: "whole number", bool: "`true` or `false`"}


def _link(kind: type) -> str:
    if kind in dict(NUMBERS):
        bound = dict(NUMBERS)[kind]
        return "[number](#numbers)" + ("" if kind is model.Judgement else f", {bound}")
    for record, title, _ in SECTIONS:
        if record is kind:
            return f"[{title}](#{title.replace(' ', '-')})"
    return kind.__name__


def meaning(record: type[BaseModel], key: str, field: FieldInfo) -> str:
    own = SHORT.get(f"{record.__name__.lower()}.{key}")
    return (own or field.description or SHORT.get(key, "")).replace("|", "\\|")


def default(field: FieldInfo) -> str:
    if field.is_required():
        return ""
    given = field.get_default(call_default_factory=True)
    if given in (None, "", (), {}):
        return ""
    return f"`{str(given).lower() if isinstance(given, bool) else f'{given:g}' if isinstance(given, float) else given}`"


def kinds() -> str:
    lines = ["| where | allowed |", "|---|---|"]
    for record, allowed in NUMBERS:
        lines.append(f"| {', '.join(_where(record)) or '`gives`, `expects`'} | {allowed} |")
    return "\n".join(lines)


def _where(kind: type[model.Judgement]) -> list[str]:
    if kind is model.Judgement:
        return []
    found = []
    for record, _, _ in SECTIONS:
        for name, field in record.model_fields.items():
            if kind in _leaves(field.annotation):
                found.append(f"`{field.alias or name}`")
    return sorted(set(found))


def _leaves(kind: Any) -> set[Any]:
    inner = get_args(kind)
    return {leaf for part in inner for leaf in _leaves(part)} if inner else {kind}


ORDINAL = """An issue whose states are only ordered:

```yaml
ranking:
  us: [{us: a, ru: b}, [{us: a, ru: a}, {us: b, ru: b}], {us: b, ru: a}]   # best first; a list is a tie
preferences:
  ru: [{us: a}, {not: {ru: b}}, {any: [{us: a}, {ru: a}]}, {if: {us: a}, then: {ru: a}}]   # most important first
```

A ranking names every feasible state once. Of two states the better one by preference statements fulfils the first
statement in which they differ. One party has a ranking or statements, not both."""

NUMBER_WORDS = """Wherever a number stands, it may be written short or in full:

```yaml
us.budget: 4                       # a point
us.budget: [2, 8]                  # 5th and 95th percentile
us.budget: [2, 4, 8]               # 5th, 50th and 95th percentile
us.budget: {is: [2, 4, 8], evidence: [cbo-2013], status: verified, note: why, at least: 0, experts: {kim: [3, 5, 9]}}
```

`evidence`, `status` and `note` of an effect hold for all its numbers."""

NUMBER_KINDS = """Percentiles rise. Of a quantity with bounds they lie strictly inside these and differ; a point may lie
on a bound. `at least` and `at most` narrow the bounds."""

STATUS = """| status | meaning |
|---|---|
| `verified` | it stands in the text of the source that is named |
| `computed` | worked out from data that are named |
| `unverified` | from memory; nobody looked it up |
| `reading` | the author's own judgement; the reasoning stands in `note` |"""


def main() -> None:
    PLACE.write_text(case_file(), encoding="utf-8")


if __name__ == "__main__":
    main()

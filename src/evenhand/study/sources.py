"""Who says a number: the judgement that stands at a location in an account, and the evidence behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from evenhand.casefile import Account, Case, Effect, EffectOverride, Judgement
from evenhand.game.views import Location

__all__ = ["STATUSES", "Source", "cited", "source"]

STATUSES = ("verified", "computed", "unverified", "reading")
"""From the firmest to the softest."""


@dataclass(frozen=True)
class Source:
    """Evidence of a number: ids in the case's list, how far it was checked, the reasoning, and the unit."""

    evidence: tuple[str, ...] = ()
    status: str | None = None
    note: str = ""

    @property
    def firmness(self) -> int:
        """0 for what stands in a source, rising; a number of which nothing is said comes last."""
        return STATUSES.index(self.status) if self.status in STATUSES else len(STATUSES)


def source(case: Case, issue: str, location: Location, account: str) -> Source:
    """What stands behind the number that an account has at a location."""
    own = case.accounts.get(account)
    kind = location[0]
    if kind in ("value", "benefit", "chance", "after", "lasts"):
        return _of_effect(case, issue, location, own)
    if kind == "asks":
        return Source(note=own.note if own is not None and location[1] in own.ratifiers else "")
    return _from(_of_party(case, issue, location, own))


def _of_effect(case: Case, issue: str, location: Location, own: Account | None) -> Source:
    effect = next(one for one in case.issues[issue].effects if one.id == location[1])
    override = own.effects.get(effect.id) if own else None
    for record in (override, effect):
        found = _given(record, location) if record is not None else None
        if record is not None and found is not None:
            return _from(found, record)
    return Source()


def _given(record: Effect | EffectOverride, location: Location) -> Judgement | None:
    if location[0] == "benefit":
        return record.benefit.numbers.get(location[2:]) if record.benefit is not None else None
    return record.gives.get(location[2]) if location[0] == "value" else getattr(record, location[0])


def _of_party(case: Case, issue: str, location: Location, own: Account | None) -> Judgement | None:
    kind, party = location[0], location[1]
    if kind == "weight":
        return (own.weights if own else {}).get(party, {}).get(location[2]) or case.weights.get(party, {}).get(
            location[2]
        )
    if kind == "trust":
        return (own.trust if own else {}).get(party, {}).get(location[2]) or case.parties[party].trust.get(location[2])
    return (getattr(own, kind).get(party) if own else None) or getattr(case.parties[party], kind)


def _from(found: Judgement | None, record: Effect | EffectOverride | None = None) -> Source:
    """A number's own source; where it names none, that of its effect."""
    if found is None:
        return Source()
    evidence = found.evidence or (record.evidence if record else ())
    return Source(evidence, found.status or (record.status if record else None), found.note or _note(record))


def _note(record: Effect | EffectOverride | None) -> str:
    return record.note if record else ""


def cited(case: Case, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Sources by id, with title and status, as a document has them."""
    return [
        {
            "id": name,
            "title": case.evidence[name].title,
            "status": case.evidence[name].status,
            "side": case.evidence[name].side,
        }
        for name in names
        if name in case.evidence
    ]

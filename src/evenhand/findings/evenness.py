"""Evenness of a case: who stands behind the numbers about each side, who departs from the base account, what to mend.

Nothing here is solved and nothing is scored: a case is counted by side and combed for what treats its sides
unalike. Every count is made in the same way for each side, and sides stand in the order of the case.

*About whom.* A number is about the party whose value, weight, trait or expectation it is; a ratifier counts with the
side for which it ratifies. Numbers about bystanders, and those that concern nobody alone (the chance, delay and
duration of an effect), are about no side. What a side is trusted with is a trait of the side that trusts.

*Who supplies it.* The sides of the sources that a number names (else those that its effect names) and of the experts
who gave it; a source or expert of no side is of neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from evenhand.casefile import Account, Case, Effect, EffectOverride, Judgement

__all__ = ["CAUSES_GIVEN", "MEND", "NUMBERS", "SUPPLIED", "Departures", "Entry", "Mend", "departures", "entries",
           "mend", "side_of", "sides", "supplied"]  # fmt: skip

Path = tuple[str | int, ...]

SUPPLIED = ("own", "opponent", "neither", "authors", "none", "own_account", "opponent_account")
"""Who supplies a number, see :func:`supplied`."""

MEND = (
    "opponent-only",
    "one-expert",
    "reading-without-note",
    "no-account",
    "one-sided-number",
    "one-sided-cause",
    "few-sources",
    "no-source",
)
"""What there can be to mend, in the order in which it is listed."""

CAUSES_GIVEN = ("standing", "private interest", "ratification", "linkage")
"""Causes of loss that are given to a side by something else than a single number or an account of its own."""

NUMBERS = ("attachment", "caution", "rate", "trust", "weight", "expects")
"""Numbers that may be given to one side and not to another."""

_FEW = 2
"""A side has few sources where another has more than this many times as many."""


@dataclass(frozen=True)
class Entry:
    """A number of a case that somebody gave.

    ``about``: the side it is about; None for no side. ``account``: whose account holds it, None for the base one.
    ``place`` names the quantity, the same in every account. ``evidence``, ``status``, ``note``: its own, else its
    effect's.
    """

    path: Path
    place: tuple[str, ...]
    about: str | None
    account: str | None
    number: Judgement
    evidence: tuple[str, ...] = ()
    status: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Mend:
    """Something to look at: its code, the sides that have it and those that lack it, and where it stands.

    ``what`` names the kind of number, source, expert, interest or issue that it turns on.
    """

    code: str
    path: Path
    given: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    what: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Departures:
    """Where an account departs from the base one: how many numbers, orders and ratifiers, about whom, on what.

    ``about`` has every side of the case and None (no side).
    """

    account: str
    about: dict[str | None, int]
    issues: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(self.about.values())


def sides(case: Case) -> tuple[str, ...]:
    """Parties with a stance on some issue, in the order of the case."""
    active = {side for issue in case.issues.values() for side in issue.stances}
    return tuple(party for party in case.parties if party in active)


def side_of(case: Case, party: str | None) -> str | None:
    """The side that a party is or for which it ratifies; None for a bystander or nobody."""
    named = sides(case)
    if party in named or party not in case.parties:
        return party if party in named else None
    ratified = case.parties[party].ratifies
    return ratified if ratified in named else None


# --- the numbers


def entries(case: Case) -> Iterator[Entry]:
    """Every number that enters the findings, in the order of the classes of a case.

    The record of past episodes and the parameters of courses over time are left out: they are nobody's in particular.
    """
    whose = {party: side_of(case, party) for party in case.parties}

    def one(path: Path, place: tuple[str, ...], party: str, number: Judgement, account: str | None = None) -> Entry:
        return Entry(path, place, whose.get(party), account, number, number.evidence, number.status, number.note)

    for name, party in case.parties.items():
        for trait in ("attachment", "caution", "rate"):
            if (own := getattr(party, trait)) is not None:
                yield one(("parties", name, trait), (trait, name), name, own)
        for other, trusted in party.trust.items():
            yield one(("parties", name, "trust", other), ("trust", name, other), name, trusted)
    for name, weights in case.weights.items():
        for interest, weight in weights.items():
            yield one(("weights", name, interest), ("weight", name, interest), name, weight)
    for issue_id, issue in case.issues.items():
        for index, effect in enumerate(issue.effects):
            yield from _of_effect(whose, ("issues", issue_id, "effects", index), effect.id, effect, None)
        for name, expected in issue.expects.items():
            for interest, number in expected.items():
                yield one(
                    ("issues", issue_id, "expects", name, interest), ("expects", issue_id, name, interest), name, number
                )
    for name, account in case.accounts.items():
        yield from _of_account(whose, name, account)
    for name, pressure in case.pressure.items():
        for trait in ("believed", "backlash"):
            if (own := getattr(pressure, trait)) is not None:
                yield one(("pressure", name, trait), (trait, name), name, own)
        for payer, cost in pressure.costs.items():
            yield one(("pressure", name, "costs", payer), ("costs", name, payer), payer, cost)


def _of_effect(
    whose: Mapping[str, str | None], path: Path, name: str, effect: Effect | EffectOverride, account: str | None
) -> Iterator[Entry]:
    def one(below: Path, place: tuple[str, ...], about: str | None, number: Judgement) -> Entry:
        return Entry(
            (*path, *below), place, about, account, number,
            number.evidence or effect.evidence, number.status or effect.status, number.note or effect.note,
        )  # fmt: skip

    for key, number in effect.gives.items():
        yield one(("gives", key), ("value", name, key), whose.get(key.partition(".")[0]), number)
    for place, number in (effect.benefit.numbers if effect.benefit is not None else {}).items():
        model = effect.benefit.model if effect.benefit is not None else ""
        about = whose.get(place[1].partition(".")[0]) if len(place) > 1 else None
        yield one(("benefit", model, *place[0].split(" "), *place[1:]), ("benefit", name, *place), about, number)
    for part in ("chance", "after", "lasts"):
        if (found := getattr(effect, part)) is not None:
            yield one((part,), (part, name), None, found)


def _of_account(whose: Mapping[str, str | None], name: str, account: Account) -> Iterator[Entry]:
    def one(below: Path, place: tuple[str, ...], party: str, number: Judgement) -> Entry:
        path = ("accounts", name, *below)
        return Entry(path, place, whose.get(party), name, number, number.evidence, number.status, number.note)

    for party, weights in account.weights.items():
        for interest, number in weights.items():
            yield one(("weights", party, interest), ("weight", party, interest), party, number)
    for effect, override in account.effects.items():
        yield from _of_effect(whose, ("accounts", name, "effects", effect), effect, override, name)
    for trait in ("attachment", "caution", "rate"):
        for party, number in getattr(account, trait).items():
            yield one((trait, party), (trait, party), party, number)
    for party, trusted in account.trust.items():
        for other, trust in trusted.items():
            yield one(("trust", party, other), ("trust", party, other), party, trust)
    for issue, parties in account.expects.items():
        for party, expected in parties.items():
            for interest, amount in expected.items():
                below = ("expects", issue, party, interest)
                yield one(below, below, party, amount)


def supplied(case: Case, entry: Entry) -> str:
    """Who supplies a number, the first of ``SUPPLIED`` that fits.

    In an account: its own side's or an opponent's. In the base account: some source or expert of the side it is about
    (``own``); some of no side (``neither``); only those of other sides (``opponent``); the authors, who name no source
    but say how they came by it (a status or a note), or chose as a unit (the weight of a numeraire); nobody (``none``).
    """
    if entry.account is not None:
        return "own_account" if entry.account == entry.about else "opponent_account"
    suppliers = [side_of(case, case.evidence[name].side) for name in entry.evidence if name in case.evidence]
    suppliers += [side_of(case, case.experts[name].side) for name in entry.number.experts if name in case.experts]
    if entry.about is not None and entry.about in suppliers:
        return "own"
    if None in suppliers:
        return "neither"
    if suppliers:
        return "opponent"
    return "authors" if entry.note or entry.status or _of_numeraire(case, entry) else "none"


# --- who departs from the base account


def departures(case: Case) -> tuple[Departures, ...]:
    """How often each account departs from the base one, about whom."""
    base = {entry.place: entry.number for entry in entries(case) if entry.account is None}
    found = []
    for name, account in case.accounts.items():
        about: Counter[str | None] = Counter()
        issues: set[str] = set()
        for entry in entries(case):
            if entry.account == name and _differs(entry.number, base.get(entry.place)):
                about[entry.about] += 1
                issues |= _issues_of(case, entry.place)
        for party, asked in account.ratifiers.items():
            about[side_of(case, party)] += not asked
        for own, known in ((account.ranking, "ranking"), (account.preferences, "preferences")):
            for issue, given in own.items():
                for party, order in given.items():
                    if order != getattr(case.issues[issue], known).get(party):
                        about[side_of(case, party)] += 1
                        issues.add(issue)
        counted: dict[str | None, int] = {side: about[side] for side in sides(case)}
        found.append(Departures(name, counted | {None: about[None]}, tuple(i for i in case.issues if i in issues)))
    return tuple(found)


def _differs(own: Judgement, base: Judgement | None) -> bool:
    return base is None or (own.is_, own.bounds) != (base.is_, base.bounds)


def _issues_of(case: Case, place: tuple[str, ...]) -> set[str]:
    """The issue on which a number of an effect or an expectation bears; weights and traits bear on all."""
    if place[0] == "expects":
        return {place[1]}
    if place[0] in ("value", "benefit", "chance", "after", "lasts"):
        return {name for name, issue in case.issues.items() if any(effect.id == place[1] for effect in issue.effects)}
    return set()


# --- what to mend


def mend(case: Case) -> tuple[Mend, ...]:
    """What treats the sides of a case unalike or rests on one voice, by kind and within a kind as the case has it."""
    found = [*_numbers(case), *_accounts(case), *_one_sided(case), *_causes(case), *_sources(case)]
    return tuple(sorted(found, key=lambda one: MEND.index(one.code)))


def _numbers(case: Case) -> Iterator[Mend]:
    listed = list(entries(case))
    held = {(entry.place, entry.account) for entry in listed}
    for entry in listed:
        about = (entry.about,) if entry.about is not None else ()
        if entry.account is None:
            alone = supplied(case, entry) == "opponent" and (entry.place, entry.about) not in held
        else:
            alone = entry.account != entry.about and not {(entry.place, None), (entry.place, entry.about)} & held
        if about and alone:
            yield Mend("opponent-only", entry.path, _suppliers(case, entry), about)
        if len(entry.number.experts) == 1:
            yield Mend("one-expert", entry.path, what={"expert": next(iter(entry.number.experts))})
        if entry.status == "reading" and not entry.note:
            yield Mend("reading-without-note", entry.path)
        if supplied(case, entry) == "none":
            yield Mend("no-source", entry.path, missing=about, what={"number": entry.place[0]})


def _of_numeraire(case: Case, entry: Entry) -> bool:
    """Whether a number is the weight of the interest in which its party counts: a unit of measure, no judgement."""
    return entry.place[0] == "weight" and case.parties[entry.place[1]].numeraire == entry.place[2]


def _suppliers(case: Case, entry: Entry) -> tuple[str, ...]:
    """Sides whose sources, experts or account stand behind a number."""
    named = {side_of(case, case.evidence[name].side) for name in entry.evidence if name in case.evidence}
    named |= {side_of(case, case.experts[name].side) for name in entry.number.experts if name in case.experts}
    if entry.account is not None:
        named = {entry.account}
    return tuple(side for side in sides(case) if side in named)


def _accounts(case: Case) -> Iterator[Mend]:
    yield from _unalike("no-account", ("accounts",), sides(case), lambda side: side in case.accounts, {})


def _one_sided(case: Case) -> Iterator[Mend]:
    """Numbers that some sides have and others lack."""
    named = sides(case)
    for trait in ("attachment", "caution", "rate"):

        def has(side: str, trait: str = trait) -> bool:
            return getattr(case.parties[side], trait) is not None

        yield from _unalike("one-sided-number", ("parties",), named, has, {"number": trait})
    for pair in combinations(named, 2):
        if any(set(pair) <= set(issue.stances) for issue in case.issues.values()):

            def trusts(side: str, pair: tuple[str, ...] = pair) -> bool:
                return any(other in case.parties[side].trust for other in pair if other != side)

            yield from _unalike("one-sided-number", ("parties",), pair, trusts, {"number": "trust"})
    for interest in case.interests:

        def weighs(side: str, interest: str = interest) -> bool:
            return interest in case.weights.get(side, {})

        what = {"number": "weight", "interest": interest}
        yield from _unalike("one-sided-number", ("weights",), named, weighs, what)
    for issue_id, issue in case.issues.items():
        here = tuple(side for side in named if side in issue.stances)

        def expects(side: str, issue_id: str = issue_id) -> bool:
            return bool(case.issues[issue_id].expects.get(side))

        what = {"number": "expects", "issue": issue_id}
        yield from _unalike("one-sided-number", ("issues", issue_id, "expects"), here, expects, what)


def _causes(case: Case) -> Iterator[Mend]:
    """Causes of loss that the file gives to some sides and not to others, wherever in it, by whichever account."""
    counting = {kind: _counting(case, kind) for kind in ("standing", "private")}
    given: dict[str, tuple[str, set[str | None]]] = {
        "standing": ("interests", counting["standing"]),
        "private interest": ("interests", counting["private"]),
        "ratification": ("parties", {party.ratifies for party in case.parties.values()}),
        "linkage": ("issues", {one.party for issue in case.issues.values() for one in issue.linkage}),
    }
    for cause in CAUSES_GIVEN:
        part, having = given[cause]
        yield from _unalike("one-sided-cause", (part,), sides(case), having.__contains__, {"cause": cause}, alone=False)


def _counting(case: Case, kind: str) -> set[str | None]:
    """Parties that get, or count on, something of an interest of this kind to which they give a weight."""
    listed = list(entries(case))
    weighed = {one.place[1:] for one in listed if one.place[0] == "weight" and any(one.number.is_)}
    had = {tuple(one.place[-1].split(".")) for one in listed if one.place[0] in ("value", "benefit")}
    had |= {one.place[2:] for one in listed if one.place[0] == "expects"}
    return {one[0] for one in had & weighed if case.interests[one[1]].kind == kind}


def _unalike(
    code: str, path: Path, among: tuple[str, ...], has: Callable[[str], bool], what: dict[str, str], alone: bool = True
) -> Iterator[Mend]:
    """One thing to look at where some of the sides have something and others lack it.

    ``alone``: whether a single side that lacks it has its own place below the path.
    """
    given = tuple(side for side in among if has(side))
    missing = tuple(side for side in among if side not in given)
    if given and missing:
        own = missing if alone and len(missing) == 1 and path[0] in ("parties", "weights") else ()
        yield Mend(code, (*path, *own), given, missing, what)


def _sources(case: Case) -> Iterator[Mend]:
    """Sides with fewer than half as many sources as another."""
    count = Counter(side_of(case, source.side) for source in case.evidence.values())
    named = sides(case)
    most = max((count[side] for side in named), default=0)
    few = tuple(side for side in named if _FEW * count[side] < most)
    if few:
        yield Mend("few-sources", ("evidence",), tuple(side for side in named if count[side] == most), few)

"""What is odd in a case but stops nothing: weights that weigh nothing, sources that nobody cites, and the like."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

from evenhand.casefile.compose import Path, Places
from evenhand.casefile.model import Account, Case, Effect, EffectOverride, Issue, Judgement, Linkage, Translation
from evenhand.casefile.shape import nearest
from evenhand.casefile.states import States
from evenhand.errors import Fault, Phrase, phrase

__all__ = ["judgements", "tiny_amounts", "warnings"]

_TINY = 1e-6
"""Amounts below it come near to what reports take for nothing, which is a size and not a share."""


def warnings(case: Case, places: Places | None = None) -> list[Fault]:
    """Everything odd in a case that has no faults, each with its place, its code and how to mend it."""
    return sorted(_Warnings(case, places or Places("", "")).all())


def judgements(case: Case) -> Iterator[tuple[Path, Judgement]]:
    """Every number of a case that somebody gave, with its path in the file."""
    yield from _judgements(case, ())


def tiny_amounts(case: Case) -> dict[str, float]:
    """Interests of which all amounts are so small that they come near to nothing, each with its largest amount."""
    return {interest: size for interest, size in _sizes(case).items() if 0.0 < size < _TINY}


def _sizes(case: Case) -> dict[str, float]:
    """Interest to the largest size of any of its amounts; without those of which a benefit works out some."""
    given = [effect for issue in case.issues.values() for effect in issue.effects]
    overridden = [one for account in case.accounts.values() for one in account.effects.values()]
    amounts = [*(one.gives for one in given), *(one.gives for one in overridden)]
    sizes: dict[str, float] = {}
    for gives in amounts:
        for key, number in gives.items():
            interest = key.partition(".")[2]
            values = (*number.is_, *(value for own in number.experts.values() for value in own))
            sizes[interest] = max([sizes.get(interest, 0.0), *map(abs, values)])
    worked_out = {key.partition(".")[2] for effect in given for key in {*effect.receives} - {*effect.gives}}
    return {interest: size for interest, size in sizes.items() if interest not in worked_out}


def _is_date(text: str) -> bool:
    """Whether it is a year, a month or a day, or a span of them (``2012/2013``), as ISO 8601 writes them."""
    try:
        for part in text.split("/", 1):
            if not re.fullmatch(r"-?\d{4}(-\d{2}(-\d{2})?)?", part):
                return False
            year, month, day = (*map(int, part.lstrip("-").split("-")), 1, 1)[:3]
            datetime.date(max(year, 1), month, day)
    except ValueError:
        return False
    return True


def _bearing_the_same(named: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each entry that is called as an earlier one is, capitals and spaces aside, with that one."""
    first: dict[str, str] = {}
    for name, told in named.items():
        other = first.setdefault(" ".join(told.casefold().split()), name)
        if other != name:
            yield name, other


def _judgements(value: Any, path: Path) -> Iterator[tuple[Path, Judgement]]:
    if isinstance(value, Judgement):
        yield path, value
    elif hasattr(type(value), "model_fields"):
        for name, field in type(value).model_fields.items():
            yield from _judgements(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _judgements(part, (*path, key))
    elif isinstance(value, tuple) and not isinstance(value, str):
        for index, part in enumerate(value):
            yield from _judgements(part, (*path, index))


class _Warnings:
    def __init__(self, case: Case, places: Places) -> None:
        self.case = case
        self.places = places
        self.overridden = {
            (effect, key)
            for account in case.accounts.values()
            for effect, override in account.effects.items()
            for key, number in override.gives.items()
            if any(number.is_)
        }
        self.received = self._received()

    def all(self) -> Iterator[Fault]:
        yield from self._weights()
        yield from self._unweighed()
        yield from self._interests()
        yield from self._parties()
        yield from self._same_names()
        for name, issue in self.case.issues.items():
            yield from self._issue(("issues", name), issue)
        yield from self._record()
        yield from self._evidence()
        yield from self._experts()
        for language, translation in self.case.translations.items():
            yield from self._translation(("translations", language), translation)

    def _say(self, code: str, message: Phrase, path: Path, expected: Phrase, *, key: bool = True) -> Fault:
        return self.places.fault(code, message, path, key=key, expected=expected)

    def _received(self) -> dict[str, dict[str, None]]:
        """Party to the interests in which it receives something from some effect."""
        received: dict[str, dict[str, None]] = {}
        for issue in self.case.issues.values():
            for effect in issue.effects:
                for key in effect.receives:
                    party, _, interest = key.partition(".")
                    received.setdefault(party, {})[interest] = None
        return received

    # --- parties, interests, weights

    def _weights(self) -> Iterator[Fault]:
        for party, weights in self.case.weights.items():
            ratified = self.case.parties[party].ratifies
            used = {*self.received.get(party, {}), *self.received.get(ratified or "", {})}
            for interest in weights:
                if interest in used or interest == self.case.parties[party].numeraire:
                    continue
                if not self._alike(party, interest):
                    yield self._say(
                        "unused-weight",
                        phrase(
                            "`%(party)s` weighs `%(interest)s`, but no effect gives it any",
                            party=party,
                            interest=interest,
                        ),
                        ("weights", party, interest),
                        phrase("an effect with `%(key)s`, or no weight", key=f"{party}.{interest}"),
                    )

    def _unweighed(self) -> Iterator[Fault]:
        """What a party that weighs other interests receives and no account weighs, each told where it first stands."""
        weighed = {party: set(weights) for party, weights in self.case.weights.items()}
        for account in self.case.accounts.values():
            for party, weights in account.weights.items():
                weighed.setdefault(party, set()).update(weights)
        told: set[str] = set()
        for name, issue in self.case.issues.items():
            for index, effect in enumerate(issue.effects):
                for key in effect.receives:
                    party, _, interest = key.partition(".")
                    silent = key in told or interest in weighed.get(party, {interest})
                    if silent or not self._counts(effect, key):
                        continue
                    told.add(key)
                    place = ("gives", key) if key in effect.gives else ("benefit",)
                    yield self._say(
                        "unweighed-interest",
                        phrase(
                            "`%(party)s` receives `%(interest)s` here but gives it no weight, so it counts as nothing",
                            party=party,
                            interest=interest,
                        ),
                        ("issues", name, "effects", index, *place),
                        phrase(
                            "`%(interest)s` under `weights: %(party)s`: what a unit is worth to it, or 0 where that is"
                            " meant",
                            interest=interest,
                            party=party,
                        ),
                    )

    def _counts(self, effect: Effect, key: str) -> bool:
        """Whether an effect gives something other than 0, in some account."""
        given = effect.gives.get(key)
        return given is None or any(given.is_) or (effect.id, key) in self.overridden

    def _alike(self, party: str, interest: str) -> bool:
        """Whether the weight is there to treat parties alike: another, with the same weight, receives some of it."""
        own = self.case.weights[party][interest].is_
        return any(
            other != party
            and interest in weights
            and weights[interest].is_ == own
            and interest in self.received.get(other, {})
            for other, weights in self.case.weights.items()
        )

    def _interests(self) -> Iterator[Fault]:
        used = {interest for interests in self.received.values() for interest in interests}
        weighed = {interest for weights in self.case.weights.values() for interest in weights}
        for interest in self.case.interests:
            if interest not in used and interest not in weighed:
                expected = phrase("an effect that gives it to somebody, or no such interest")
                message = phrase("nobody receives or weighs `%(interest)s`", interest=interest)
                yield self._say("unused-interest", message, ("interests", interest), expected)
        for interest, size in tiny_amounts(self.case).items():
            message = phrase(
                "no amount of `%(interest)s` is more than %(size)s, near to what counts as nothing",
                interest=interest, size=f"{size:g}",
            )  # fmt: skip
            expected = phrase("the same amounts in a smaller unit, and that `unit`")
            yield self._say("tiny-amounts", message, ("interests", interest), expected)

    def _parties(self) -> Iterator[Fault]:
        active = set(self.received)
        for issue in self.case.issues.values():
            active |= {*issue.stances, *issue.ranking, *issue.preferences}
        for name, party in self.case.parties.items():
            if name not in active and party.ratifies is None:
                expected = phrase("stances on an issue, `ratifies`, or an effect that gives it something")
                message = phrase("`%(party)s` plays no part in the case", party=name)
                yield self._say("idle-party", message, ("parties", name), expected)

    def _same_names(self) -> Iterator[Fault]:
        """Entries of a section that a reader cannot tell apart, in the case's own words or in another language."""
        for section, field, named in (
            ("parties", "name", {name: party.name for name, party in self.case.parties.items()}),
            ("interests", "name", {name: interest.name for name, interest in self.case.interests.items()}),
            ("issues", "title", {name: issue.title for name, issue in self.case.issues.items()}),
        ):
            for name, other in _bearing_the_same(named):
                yield self._same_name(name, other, (section, name, field))
            for language, translation in self.case.translations.items():
                told: dict[str, str] = getattr(translation, section)
                for name, other in _bearing_the_same({own: told.get(own) or shown for own, shown in named.items()}):
                    translated = next((one for one in (name, other) if one in told), None)
                    if translated is not None:
                        yield self._same_name(name, other, ("translations", language, section, translated))

    def _same_name(self, name: str, other: str, path: Path) -> Fault:
        message = phrase("`%(name)s` is called as `%(other)s` is", name=name, other=other)
        return self._say("same-name", message, path, phrase("another name: readers see nothing else"), key=False)

    # --- issues

    def _issue(self, path: Path, issue: Issue) -> Iterator[Fault]:
        states = States({side: list(stances) for side, stances in issue.stances.items()})
        feasible = states.all
        for index, condition in enumerate(issue.infeasible):
            if not feasible & states.holding(condition):
                expected, place = (
                    phrase("a combination that could otherwise be, or nothing"),
                    (*path, "infeasible", index),
                )
                yield self._say("idle-infeasible", phrase("excludes no state"), place, expected, key=False)
            feasible &= ~states.holding(condition)
        if feasible.bit_count() == 1:
            message = phrase("only today's state is feasible, so there is nothing to decide")
            yield self._say("one-state", message, path, phrase("another feasible state"))
            return
        for index, effect in enumerate(issue.effects):
            yield from self._effect((*path, "effects", index), effect, feasible, feasible & states.holding(effect.when))
        for party in issue.expects:
            yield from self._expectation((*path, "expects", party), party, issue)
        for index, linkage in enumerate(issue.linkage):
            yield from self._linkage((*path, "linkage", index), linkage)

    def _effect(self, path: Path, effect: Effect, feasible: int, holds: int) -> Iterator[Fault]:
        gives = any(any(number.is_) or (effect.id, key) in self.overridden for key, number in effect.gives.items())
        if not gives and effect.benefit is None:
            expected = phrase("an entry `party.interest: number` other than 0 under `gives`")
            message = phrase("the effect `%(effect)s` gives nobody anything", effect=effect.id)
            yield self._say("empty-effect", message, (*path, "id"), expected, key=False)
        if not holds:
            message = phrase("the effect `%(effect)s` holds in no feasible state", effect=effect.id)
            yield self._say("effect-never", message, (*path, "when"), phrase("stances that can be taken together"))
        elif holds == feasible:
            message = phrase(
                "the effect `%(effect)s` holds in every feasible state, so it cancels out", effect=effect.id
            )
            expected = phrase("stances that make a difference: everything counts as the difference from today")
            yield self._say("effect-always", message, (*path, "when"), expected)
        if effect.once and effect.lasts is not None:
            message = phrase(
                "the effect `%(effect)s` comes once, so how long it lasts does not count", effect=effect.id
            )
            yield self._say("once-lasts", message, (*path, "lasts"), phrase("`once` or `lasts`, not both"))
        if effect.after is not None and min(effect.after.is_) >= self.case.horizon:
            message = phrase(
                "the effect `%(effect)s` begins after the horizon of %(years)s years",
                effect=effect.id, years=str(self.case.horizon),
            )  # fmt: skip
            expected = phrase("an earlier beginning, or a longer `horizon`")
            yield self._say("after-horizon", message, (*path, "after"), expected)

    def _expectation(self, path: Path, party: str, issue: Issue) -> Iterator[Fault]:
        if party not in issue.stances:
            message = phrase("`%(party)s` has no stance on the issue, so what it expects decides nothing", party=party)
            expected = phrase("one of its sides: %(sides)s", sides=", ".join(issue.stances))
            yield self._say("idle-expectation", message, path, expected)

    def _linkage(self, path: Path, linkage: Linkage) -> Iterator[Fault]:
        for other, state in linkage.while_.items():
            default = self.case.issues[other].default
            if any(default.get(side) != stance for side, stance in state.items()):
                message = phrase("the linkage is not active: `%(issue)s` stands otherwise today", issue=other)
                expected = phrase("stances of the other issue's default")
                yield self._say("idle-linkage", message, (*path, "while", other), expected)

    # --- the record

    def _record(self) -> Iterator[Fault]:
        day = self.case.as_of
        if day is None:
            return
        for index, episode in enumerate(self.case.episodes):
            for field, moment in (("from", episode.from_), ("to", episode.to)):
                if moment is not None and moment > day[: len(moment)]:
                    message = phrase("the episode `%(id)s` is later than %(day)s", id=episode.id, day=day)
                    expected = phrase("what had happened by the day of the case; later things go to `outcome later`")
                    yield self._say("later-episode", message, ("episodes", index, field), expected, key=False)
        for name, series in self.case.events.items():
            for year in series.years:
                if year > day[: len(year)]:
                    message = phrase("the score of %(year)s is later than %(day)s", year=year, day=day)
                    expected = phrase("years up to that of the case's day")
                    yield self._say("later-episode", message, ("events", name, "years", year), expected)

    # --- where it comes from

    def _evidence(self) -> Iterator[Fault]:
        cited: set[str] = set()
        for path, status, evidence in self._sourced(self.case, ()):
            cited |= set(evidence)
            if status == "verified" and not evidence:
                message, expected = phrase("verified, but no source is named"), phrase("`evidence: [id of a source]`")
                yield self._say("verified-without-evidence", message, (*path, "status"), expected)
        for name in self.case.evidence:
            if name not in cited:
                expected = phrase("`evidence: [%(source)s]` where it is used, or no such entry", source=name)
                message = phrase("nothing cites `%(source)s`", source=name)
                yield self._say("uncited-evidence", message, ("evidence", name), expected)
        for name, source in self.case.evidence.items():
            place = ("evidence", name)
            if source.URL and not re.match(r"https?://[^\s/]", source.URL, re.I):
                message = phrase("%(address)s is no address of a page: readers get no link", address=repr(source.URL))
                expected = phrase("`%(address)s`", address=f"https://{source.URL.split('://')[-1]}")
                yield self._say("odd-address", message, (*place, "URL"), expected)
            if isinstance(source.issued, (str, int)) and not _is_date(str(source.issued)):
                message = phrase("%(date)s is no year, month or day", date=repr(source.issued))
                yield self._say("odd-date", message, (*place, "issued"), phrase("`2013`, `2013-11` or `2013-11-04`"))

    def _sourced(self, value: Any, path: Path) -> Iterator[tuple[Path, str | None, tuple[str, ...]]]:
        """Everything that can name its sources: path, status, sources (its own or those of what it belongs to)."""
        if isinstance(value, (Case, Issue, Account)) or hasattr(type(value), "model_fields"):
            own = getattr(value, "evidence", None)
            if isinstance(own, tuple):
                yield path, value.status, own
            inherited = own if isinstance(value, (Effect, EffectOverride)) and own else ()
            for name, field in type(value).model_fields.items():
                for below, status, evidence in self._sourced(getattr(value, name), (*path, field.alias or name)):
                    yield below, status, evidence or inherited
        elif isinstance(value, dict):
            for key, part in value.items():
                yield from self._sourced(part, (*path, key))
        elif isinstance(value, tuple):
            for index, part in enumerate(value):
                yield from self._sourced(part, (*path, index))

    def _translation(self, path: Path, translation: Translation) -> Iterator[Fault]:
        issues = self.case.issues
        stances = {name for issue in issues.values() for side in issue.stances.values() for name in side}
        units = {one.unit for named in (self.case.interests, self.case.events) for one in named.values()}
        episodes = {episode.id: episode for episode in self.case.episodes}
        for kind, there, what in (
            ("parties", set(self.case.parties), phrase("a party")),
            ("interests", set(self.case.interests), phrase("an interest")),
            ("units", units, phrase("the unit of an interest or of yearly scores")),
            ("issues", set(issues), phrase("an issue")),
            ("questions", set(issues), phrase("an issue")),
            ("stances", stances, phrase("a stance")),
            ("words", set(issues), phrase("an issue")),
            ("episodes", set(episodes), phrase("an episode")),
            ("events", set(self.case.events), phrase("yearly scores under `events`")),
        ):
            for name in getattr(translation, kind):
                if name not in there:
                    yield self._untranslatable((*path, kind, name), name, there, what)
        for issue, sides in translation.words.items():
            for side, told in sides.items():
                known = issues[issue].stances.get(side, {}) if issue in issues else told
                for name in told:
                    if name not in known:
                        below = (*path, "words", issue, side, name)
                        stance_of = phrase("a stance of `%(side)s` on `%(issue)s`", side=side, issue=issue)
                        yield self._untranslatable(below, name, set(known), stance_of)

        for identity, episode in translation.episodes.items():
            for field in ("expected", "got") if identity in episodes else ():
                reckoned: set[str] = set(getattr(episodes[identity], field))
                for name in set(getattr(episode, field)) - reckoned:
                    below = (*path, "episodes", identity, field, name)
                    side_under = phrase("a side under `%(key)s` of `%(episode)s`", key=field, episode=identity)
                    yield self._untranslatable(below, name, reckoned, side_under)

    def _untranslatable(self, path: Path, name: str, there: set[str], what: Phrase) -> Fault:
        message = phrase("`%(name)s` is translated, and the case has nothing of that name there", name=name)
        near = nearest(name, sorted(there))
        return self.places.fault("idle-translation", message, path, key=True, expected=what, suggestion=near)

    def _experts(self) -> Iterator[Fault]:
        sides = {name: expert.side for name, expert in self.case.experts.items()}
        concerned = {side for side in sides.values() if side is not None}
        for path, number in judgements(self.case):
            given = {sides[expert] for expert in number.experts}
            if len(given) == 1 and None not in given and (len(concerned) > 1 or len(self.case.parties) > 1):
                message = phrase("only experts of `%(side)s` gave this number", side=str(given.pop()))
                expected = phrase("the judgement of experts of the other sides as well")
                yield self._say("one-sided-experts", message, path, expected)

"""The case itself for a reader: who takes part, its numbers with what stands behind each, and its sources.

What an account sees otherwise stands beside what the base account has. Text of the case is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from evenhand.casefile.model import (
    BenefitOverride,
    Case,
    Effect,
    EffectOverride,
    Evidence,
    Issue,
    Judgement,
    Linkage,
    Statement,
)
from evenhand.catalog import cases
from evenhand.report import (
    benefits,
    naming,
    numerals,
    phrasing,
    words,
)
from evenhand.report.language import gettext as _
from evenhand.report.language import mark_in, ngettext, pgettext, spoken, spoken_in

__all__ = ["CaseNumbers"]


class CaseNumbers:
    """What the templates ask of a case alone."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.sources = {name: number for number, name in enumerate(case.evidence, 1)}

    def party(self, party: str) -> str:
        return naming.party_name(self.case, party)

    def parties(self, parties: Iterable[str]) -> str:
        return phrasing.listed(self.party(party) for party in parties)

    def interest(self, interest: str) -> str:
        return naming.interest_name(self.case, interest)

    def unit(self, interest: str) -> str:
        return naming.unit(self.case, interest)

    def stance(self, name: str) -> str:
        return naming.stance(name, self.case)

    def interest_kind(self, interest: str) -> str:
        return self.case.interests[interest].kind if interest in self.case.interests else "substance"

    def account(self, account: str) -> str:
        return naming.account_name(self.case, account)

    def counted(self) -> str:
        """Over how many years effects count, and how later years are discounted."""
        years = numerals.number(self.case.horizon, "years")
        if not self.case.rate:
            return _("Counted over %(years)s.") % {"years": years}
        rate = numerals.percent(self.case.rate)
        return _("Counted over %(years)s, later years discounted at %(rate)s a year.") % {"years": years, "rate": rate}

    def licence(self) -> Markup:
        """The licence of the case, with a link where it gives an address."""
        name, address = naming.licence(self.case)
        link = Markup('<a href="{}" rel="license noopener noreferrer">{}</a>').format(_address(address), name)
        told: Markup = link if address else escape(name)
        return Markup(escape(_("Licence: %(licence)s."))) % {"licence": told} if name else Markup()

    def part(self, party: str) -> str:
        """The part that a party plays in the case."""
        ratifies = self.case.parties[party].ratifies
        if ratifies:
            return _("consents for %(party)s") % {"party": self.party(ratifies)}
        return pgettext("part", "side") if party in self.sides() else pgettext("part", "bystander")

    def contents(self, issue: Issue) -> str:
        """What is told of an issue of the case."""
        count = len(issue.effects)
        effects = ngettext("%(count)s effect", "%(count)s effects", count) % {"count": count}
        parts = [_("Stances"), effects if count else "", _("ranks") if issue.ordinal else ""]
        return phrasing.listed(part for part in parts if part)

    def withheld(self, link: Linkage) -> str:
        """Which stance is withheld, and while what."""
        conditions = [
            _("%(issue)s stands at: %(state)s")
            % {
                "issue": naming.title_of(self.case, other),
                "state": "; ".join(f"{self.party(side)}: {self.stance(stance)}" for side, stance in stances.items()),
            }
            for other, stances in link.while_.items()
        ]
        return _("%(party)s withholds \u201c%(stance)s\u201d while %(conditions)s") % {
            "party": self.party(link.party),
            "stance": self.stance(link.withholds),
            "conditions": phrasing.listed(conditions),
        }

    def condition(self, issue: Issue, condition: Mapping[str, Sequence[str]]) -> str:
        """When an effect holds, in words."""
        if not condition:
            return _("always")
        order = [side for side in issue.stances if side in condition] + [s for s in condition if s not in issue.stances]
        return "; ".join(
            f"{self.party(side)}: {phrasing.listed((self.stance(name) for name in condition[side]), 'or')}"
            for side in order
        )

    def target(self, target: str) -> tuple[str, str, str]:
        """Party, interest and unit of a `party.interest`."""
        party, _, interest = target.partition(".")
        return self.party(party), self.interest(interest), self.unit(interest)

    def judgement(self, value: Judgement, unit: str = "") -> str:
        return numerals.judgement(value, unit)

    def experts(self, value: Judgement, unit: str = "") -> list[tuple[str, str]]:
        found = []
        for name, numbers in value.experts.items():
            expert = self.case.experts.get(name)
            given = value.model_copy(update={"is_": numbers})
            found.append((expert.name if expert else name, numerals.judgement(given, unit)))
        return found

    def sides(self) -> set[str]:
        return {side for issue in self.case.issues.values() for side in issue.stances}

    def differences(self, side: str) -> list[tuple[str, Markup, Markup]]:
        """What an account sees otherwise than the base account: what, the base number, its own with source."""
        account, case = self.case.accounts[side], self.case
        rows: list[tuple[str, Markup, Markup]] = []

        def add(what: str, base: Judgement | None, own: Judgement, unit: str = "") -> None:
            before = escape(numerals.judgement(base, unit)) if base is not None else escape(_("none"))
            rows.append((what, before, self.sourced(own, unit)))

        for party, weights in account.weights.items():
            for interest, value in weights.items():
                base = case.weights.get(party, {}).get(interest)
                names = {"interest": self.interest(interest), "party": self.party(party)}
                add(_("Weight of %(interest)s for %(party)s") % names, base, value)
        for place, override in account.effects.items():
            rows += self._effect_differences(place, override)
        for key, title in (
            ("attachment", _("Attachment of %(party)s")),
            ("caution", _("Caution of %(party)s")),
            ("rate", _("Discount rate of %(party)s")),
        ):
            for party, value in getattr(account, key).items():
                add(title % {"party": self.party(party)}, getattr(case.parties[party], key), value)
        for party, others in account.trust.items():
            for other, chance in others.items():
                names = {"party": self.party(party), "other": self.party(other)}
                add(_("Trust of %(party)s in %(other)s") % names, case.parties[party].trust.get(other), chance)
        for issue_id, parties in account.expects.items():
            issue = case.issues[issue_id]
            for party, interests in parties.items():
                for interest, expected in interests.items():
                    what = _("%(issue)s: %(party)s counts on %(interest)s") % {
                        "issue": naming.title_of(case, issue_id),
                        "party": self.party(party),
                        "interest": self.interest(interest),
                    }
                    add(what, issue.expects.get(party, {}).get(interest), expected, self.unit(interest))
        for party, noticed in account.ratifiers.items():
            rows.append(
                (
                    _("Consent of %(party)s") % {"party": self.party(party)},
                    escape(_("counts")),
                    escape(_("counts") if noticed else _("no notice")),
                )
            )
        for issue_id in dict.fromkeys([*account.ranking, *account.preferences]):
            what = _("Order of the states: %(issue)s") % {"issue": naming.title_of(case, issue_id)}
            rows.append((what, escape(_("as above")), escape(_("its own"))))
        return rows

    def _effect_differences(self, place: str, override: EffectOverride) -> list[tuple[str, Markup, Markup]]:
        effect = next(one for issue in self.case.issues.values() for one in issue.effects if one.id == place)
        name = naming.effect_name(self.case, place)
        rows = []
        for target, value in override.gives.items():
            party, interest, unit = self.target(target)
            base = numerals.judgement(effect.gives[target], unit) if target in effect.gives else _("none")
            what = _("%(effect)s: %(interest)s of %(party)s") % {"effect": name, "interest": interest, "party": party}
            rows.append((what, escape(base), self.sourced(value, unit)))
        rows += self._benefit_differences(effect, override)
        if override.chance:
            base = numerals.judgement(effect.chance) if effect.chance else _("certain")
            rows.append((_("%(effect)s: chance") % {"effect": name}, escape(base), self.sourced(override.chance)))
        for key, what, none in (
            ("after", _("%(effect)s: starts after"), _("at once")),
            ("lasts", _("%(effect)s: lasts"), _("to the end")),
        ):
            own, given = getattr(override, key), getattr(effect, key)
            if own:
                base = numerals.duration(given) if given else none
                rows.append((what % {"effect": name}, escape(base), escape(numerals.duration(own))))
        if rows:
            told = self.source_words(override.status, override.note, override.evidence)
            what, base_text, own_text = rows[-1]
            if told:
                rows[-1] = (what, base_text, own_text + Markup('<span class="tags">{}</span>').format(told))
        return rows

    def _benefit_differences(self, effect: Effect, override: EffectOverride) -> list[tuple[str, Markup, Markup]]:
        """Parameters of the effect's benefit model that an account sees otherwise."""
        if effect.benefit is None or override.benefit is None:
            return []
        base, rows = effect.benefit.numbers, []
        for place, value in override.benefit.numbers.items():
            before = escape(numerals.judgement(base[place]) if place in base else "0")
            told = self.parameter(effect.benefit, place)
            rows.append((f"{naming.effect_name(self.case, effect.id)}: {told}", before, self.sourced(value)))
        return rows

    def model(self, benefit: BenefitOverride) -> str:
        """Which benefit model it is."""
        return benefits.model_name(benefit.model)

    def parameter(self, benefit: BenefitOverride, place: tuple[str, ...]) -> str:
        """A parameter of a benefit model, and whom it concerns."""
        return benefits.parameter_of(self.case, place, benefit.model)

    def source_words(self, status: str | None, note: str, evidence: Iterable[str]) -> Markup:
        """Status, note and sources, in one line."""
        parts = spoken(words.STATUS[status]) if status else "", self.as_written(note)
        return Markup(": ").join(part for part in parts if part) + self.refs(evidence)

    def as_written(self, text: str) -> Markup:
        """Words that the case has in its own language alone: marked as such among those of another."""
        own = naming.foreign(self.case)
        return Markup('<span lang="{}">{}</span>').format(own, text) if own and text else escape(text)

    def sourced(self, value: Judgement, unit: str = "") -> Markup:
        """A number of the case with what stands behind it."""
        told = self.source_words(value.status, value.note, value.evidence)
        text = escape(numerals.judgement(value, unit))
        text += Markup(' <span class="muted">\u2013 {}</span>').format(told) if told else Markup("")
        for expert, given in self.experts(value, unit):
            text += Markup('<span class="tags">{}: {}</span>').format(expert, given)
        return text

    def statement(self, issue: Issue, statement: Statement) -> str:
        if statement.all is not None:
            return self.condition(issue, statement.all)
        if statement.any is not None:
            return _(" \u2014 or ").join(self.condition(issue, part) for part in statement.any)
        if statement.not_ is not None:
            return _("not (%(condition)s)") % {"condition": self.condition(issue, statement.not_)}
        parts = {
            "condition": self.condition(issue, statement.if_ or {}),
            "consequence": self.condition(issue, statement.then or {}),
        }
        return _("if %(condition)s, then %(consequence)s") % parts

    def tied(self, issue: Issue, states: Iterable[Mapping[str, str]]) -> str:
        return " = ".join(
            "; ".join(f"{self.party(side)}: {self.stance(state[side])}" for side in issue.stances if side in state)
            for state in states
        )

    def refs(self, names: Iterable[str]) -> Markup:
        """Footnote links to the sources of a number."""
        links = [
            Markup('<a href="#source-{0}" aria-label="{1}">{0}</a>').format(
                self.sources[name],
                _("Source %(number)s: %(title)s")
                % {"number": self.sources[name], "title": self.case.evidence[name].title},
            )
            for name in dict.fromkeys(names)
            if name in self.sources
        ]
        return Markup('<span class="refs">{}</span>').format(Markup(", ").join(links)) if links else Markup("")

    def source(self, name: str) -> Markup:
        """A source as one reads it in a list."""
        item = self.case.evidence[name]
        extra = item.model_extra or {}
        parts = [_authors(item.author), _issued(item.issued)]
        head = f"{parts[0]}{f' ({parts[1]})' if parts[1] else ''}" if parts[0] else parts[1]
        where = ", ".join(str(extra[key]) for key in ("container-title", "publisher") if extra.get(key))
        url = item.URL or ""
        title = (
            Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(_address(url), item.title)
            if urlsplit(url).scheme in {"http", "https"}
            else escape(item.title)
        )
        text = Markup("{}. ").format(head) if head else Markup("")
        text += Markup("<cite>{}</cite>").format(title)
        return text + (Markup(". {}").format(where) if where else Markup("")) + "."

    def source_tags(self, item: Evidence) -> list[str]:
        tags = [spoken_in("type of source", item.type.replace("_", " ").replace("-", ", "))]
        if item.side:
            tags.append(_("own source: %(party)s") % {"party": self.party(item.side)})
        if item.status:
            tags.append(spoken(words.STATUS[item.status]))
        return tags

    @property
    def ships(self) -> bool:
        """Whether a case of this name comes with Evenhand, so that a copy can be had."""
        return self.case.case in cases()


_TYPES = (
    mark_in("type of source", "article"),
    mark_in("type of source", "article, journal"),
    mark_in("type of source", "article, magazine"),
    mark_in("type of source", "article, newspaper"),
    mark_in("type of source", "bill"),
    mark_in("type of source", "book"),
    mark_in("type of source", "chapter"),
    mark_in("type of source", "dataset"),
    mark_in("type of source", "document"),
    mark_in("type of source", "entry, encyclopedia"),
    mark_in("type of source", "hearing"),
    mark_in("type of source", "interview"),
    mark_in("type of source", "legal case"),
    mark_in("type of source", "legislation"),
    mark_in("type of source", "manuscript"),
    mark_in("type of source", "paper, conference"),
    mark_in("type of source", "personal communication"),
    mark_in("type of source", "post, weblog"),
    mark_in("type of source", "regulation"),
    mark_in("type of source", "report"),
    mark_in("type of source", "speech"),
    mark_in("type of source", "thesis"),
    mark_in("type of source", "treaty"),
    mark_in("type of source", "webpage"),
)
"""Types of sources in CSL, as translators find them."""


def _address(url: str) -> str:
    """An address whose forbidden characters are percent-encoded; what is encoded already stays."""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~-._")


def _authors(author: Any) -> str:
    if isinstance(author, str):
        return author
    names = []
    for item in author or []:
        if isinstance(item, str):
            names.append(item)
        elif isinstance(item, Mapping):
            family = " ".join(str(item[key]) for key in ("given", "family") if item.get(key))
            names.append(str(item.get("literal") or family))
    return phrasing.listed(name for name in names if name)


def _issued(issued: Any) -> str:
    if isinstance(issued, Mapping):
        parts = (issued.get("date-parts") or [[]])[0]
        text = "-".join(f"{int(part):02d}" for part in parts) or str(issued.get("raw") or issued.get("literal") or "")
    else:
        text = "" if issued is None else str(issued)
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-\d{2}", text):
        return numerals.day(text)
    return numerals.moment(text) if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text) else text

"""What things are called: parties, interests, stances, states, effects, causes, kinds, and the case's own titles.

Names are printed as the case gives them for the language that is spoken, and never inflected; sides come in the order
of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from evenhand.casefile.model import Case, Effect, Translation
from evenhand.report import language
from evenhand.report.language import gettext as _
from evenhand.report.language import mark, mark_in, pgettext, spoken, spoken_in
from evenhand.report.phrasing import clauses, listed

__all__ = [
    "CAUSES",
    "NO_REASON",
    "Document",
    "Stances",
    "account_name",
    "case_title",
    "cause",
    "causes",
    "effect_name",
    "effect_number",
    "foreign",
    "interest_kind",
    "interest_name",
    "issue_title",
    "judgement_name",
    "kind_name",
    "kind_shown",
    "licence",
    "note",
    "parameter_name",
    "party_name",
    "question",
    "stance",
    "stance_words",
    "state",
    "state_kind",
    "summary",
    "title_of",
    "translated",
    "unit",
]

Document = Mapping[str, Any]

Stances = Mapping[str, str]

NO_REASON = "no stated reason"


@dataclass(frozen=True)
class Cause:
    """What a cause of loss means to a reader; name, meaning and help are messages, to be looked up when shown."""

    name: str
    means: str
    helps: str
    source: str


CAUSES: dict[str, Cause] = {
    cause.name: cause
    for cause in (
        Cause(
            mark_in("cause", "misperception"),
            mark("a side judges by its own account of the dispute, the others\u2019 interests included"),
            mark("information, contact"),
            "Jervis 1976; Bennett 1977",
        ),
        Cause(
            mark_in("cause", "standing"),
            mark("rank and respect count beside substance"),
            mark("a face-saving form"),
            "Dafoe, Renshon & Huth 2014",
        ),
        Cause(
            mark_in("cause", "private interest"),
            mark("what a ruler or a group gains for itself counts"),
            mark("accountability, side payments"),
            "Chiozza & Goemans 2011",
        ),
        Cause(
            mark_in("cause", "impatience"),
            mark("a leader discounts later years more than the common rate does"),
            mark("early benefits"),
            "Powell 2006",
        ),
        Cause(
            mark_in("cause", "attachment"),
            mark("losses weigh more than gains, and what is uncertain weighs less"),
            mark("assurance, small steps"),
            "Samuelson & Zeckhauser 1988; Levy 1997",
        ),
        Cause(
            mark_in("cause", "expectations"),
            mark("a side accepts only what reaches the gains it counts on"),
            mark("trimming expectations"),
            "Gupta & Livne 1988",
        ),
        Cause(
            mark_in("cause", "ratification"),
            mark("somebody at home must consent"),
            mark("a domestic coalition"),
            "Putnam 1988; Iida 1993",
        ),
        Cause(
            mark_in("cause", "linkage"),
            mark("a stance is withheld while another issue stands as it does"),
            mark("taking issues apart"),
            "Tollison & Willett 1979",
        ),
        Cause(
            mark_in("cause", "commitment"),
            mark("somebody would gain by leaving the agreement alone, or is not trusted to keep it"),
            mark("verification, guarantees"),
            "Fearon 1995; Kydd 2000",
        ),
    )
}
"""The causes in their order, each with its meaning."""

_NAMES = (
    mark_in("cause", "no stated reason"),
    mark_in("kind of issue", "unnecessary loss"),
    mark_in("kind of issue", "loss at the expense of others"),
    mark_in("kind of issue", "nothing of substance"),
    mark_in("kind of issue", "nothing to gain"),
    mark_in("kind of issue", "under temptation"),
    mark_in("kind of issue", "tradeable"),
    mark_in("kind of issue", "genuine conflict"),
    mark_in("kind of state", "today"),
    mark_in("kind of state", "improvement"),
    mark_in("kind of state", "improvement if standing is set aside"),
    mark_in("kind of state", "improvement at others' expense"),
    mark_in("kind of state", "improvement at others' expense, if standing is set aside"),
    mark_in("kind of state", "no improvement"),
    mark_in("kind of interest", "substance"),
    mark_in("kind of interest", "standing"),
    mark_in("kind of interest", "private"),
)
"""Names that the findings have in English, as translators find them."""


def party_name(case: Case, party: str) -> str:
    """A party's name; its id where the case has none such."""
    return translated(case).parties.get(party) or (case.parties[party].name if party in case.parties else party)


_NONE = Translation()


def translated(case: Case) -> Translation:
    """The names of the case in the language that is spoken."""
    spoken_now = language.language()
    return next((own for name, own in case.translations.items() if name == spoken_now), _NONE)


def foreign(case: Case) -> str:
    """The language in which the case is written, where it is known and is not the one that is spoken; else nothing.

    It is known where the case gives its names in all languages but one.
    """
    others = set(language.LANGUAGES) - set(case.translations)
    own = others.pop() if len(others) == 1 else ""
    return "" if own == language.language() else own


def judgement_name(case: Case, name: str) -> str:
    """A judgement as a document names it (`effect: party.interest`, `weight party.interest`), to be read."""
    place, colon, target = name.rpartition(": ")
    if colon:
        return effect_number(case, place, target)
    party, dot, interest = name.removeprefix("weight ").partition(".")
    if not dot or party not in case.parties or interest not in case.interests:
        return name
    parts = {"interest": interest_name(case, interest), "party": party_name(case, party)}
    return _("weight: %(interest)s of %(party)s") % parts


def number_at(case: Case, location: str) -> str:
    """A number by its place in the file, to be read; the place itself where it is of a rarer sort."""
    match location.split("."):
        case ["issues", issue, "effects", effect, "gives", party, interest]:
            number = effect_number(case, effect, f"{party}.{interest}")
            return _("%(number)s; on: %(issue)s") % {"number": number, "issue": title_of(case, issue)}
        case ["issues", issue, "effects", effect, "chance" | "after" | "lasts" as part]:
            return _("%(number)s; on: %(issue)s") % {
                "number": effect_number(case, effect, part),
                "issue": title_of(case, issue),
            }
        case ["weights", party, interest]:
            return judgement_name(case, f"weight {party}.{interest}")
    return location


def effect_name(case: Case, effect: str, target: str = "") -> str:
    """An effect by the stances at which it holds: it has no name but the one by which commands know it.

    That one stands behind it where another effect holds at the same stances (and has a number at the same target).
    """
    issue = next((one for one in case.issues.values() if any(effect == each.id for each in one.effects)), None)
    if issue is None:
        return stance(effect)
    here = next(one for one in issue.effects if one.id == effect)
    parts = [
        f"{party_name(case, side)}: {listed((stance(one, case) for one in stances), 'or')}"
        for side, stances in here.when.items()
    ]
    if not parts:
        return stance(effect)
    alike = [one for one in issue.effects if one is not here and one.when == here.when and _has(one, target)]
    return clauses(parts) + (f" [{effect}]" if alike else "")


def _has(effect: Effect, target: str) -> bool:
    """Whether an effect has a number at a target; at none, any does."""
    parameters = {place[0] for place in effect.benefit.numbers} if effect.benefit is not None else set()
    given = {name for name in ("chance", "after", "lasts") if getattr(effect, name) is not None}
    return not target or target in {*effect.receives, *parameters, *given}


def effect_number(case: Case, effect: str, target: str) -> str:
    """A number of an effect: ``party.interest`` that it gives, ``chance``, ``after``, ``lasts``, or a parameter."""
    party, dot, interest = target.partition(".")
    parts = {
        "when": effect_name(case, effect, target),
        "party": party_name(case, party),
        "interest": interest_name(case, interest),
        "parameter": parameter_name(target),
    }
    if dot and party in case.parties and interest in case.interests:
        return _("what \u201c%(when)s\u201d brings %(party)s: %(interest)s") % parts
    templates = {
        "chance": _("the chance of what \u201c%(when)s\u201d brings"),
        "after": _("when what \u201c%(when)s\u201d brings starts"),
        "lasts": _("how long what \u201c%(when)s\u201d brings lasts"),
    }
    return templates.get(target, _("%(parameter)s, of what \u201c%(when)s\u201d brings")) % parts


_PLACES = {
    "after": mark("when it starts"),
    "lasts": mark("how long it lasts"),
    "chance": mark("its chance"),
    "flow": mark("capital a year if the rules were safe"),
    "payback": mark("payback of the median project"),
    "spread": mark("payback of the slowest twentieth, as a multiple of the median"),
    "safety": mark("how long rules can be relied upon without it"),
    "safer": mark("how much longer rules can be relied upon with it"),
    "hazard": mark("yearly hazard without it"),
    "cut": mark("part of the hazard that it takes away"),
    "life": mark("a project earns for"),
    "trade volume": mark("trade a year"),
    "trade response": mark("trade grows, for each confrontation a year less, by"),
    "spending": mark("yearly spending that the adversary justifies"),
    "change": mark("part by which it changes"),
}
"""Parts of an effect and parameters of its benefit model, by their words in a case file."""


def parameter_name(name: str) -> str:
    """A parameter of a benefit model that does not concern one receiver alone."""
    return spoken(_PLACES.get(name, name))


def interest_name(case: Case, interest: str) -> str:
    """An interest's name; its id where the case has none such."""
    own = translated(case).interests.get(interest)
    return own or (case.interests[interest].name if interest in case.interests else interest)


def unit(case: Case, interest: str) -> str:
    """The unit of an interest, as :func:`number` takes it."""
    own = case.interests[interest].unit if interest in case.interests else ""
    return translated(case).units.get(own, own)


def account_name(case: Case, account: str) -> str:
    """\u201cthe authors\u2019 account\u201d, \u201cthe account of Russia\u201d."""
    if account == "authors":
        return _("the authors\u2019 account")
    if account == "pooled":
        return _("the account pooled from experts")
    return _("the account of %(party)s") % {"party": party_name(case, account)}


def stance(name: str, case: Case | None = None) -> str:
    """A stance's own name, to be read; the case gives it in the language that is spoken, if it does."""
    own = translated(case).stances.get(name) if case is not None else None
    return own or name.replace("-", " ").replace("_", " ")


def stance_words(case: Case, issue: str, side: str, name: str) -> str:
    """What the case says of a stance beside its name; nothing where not in the language that is spoken."""
    own = translated(case)
    if own is not _NONE:
        return own.words.get(issue, {}).get(side, {}).get(name, "")
    told = case.issues[issue].stances.get(side, {}).get(name, "") if issue in case.issues else ""
    return "" if told == stance(name) else told


def state(case: Case, issue: Document, stances: Stances) -> str:
    """\u201cRussia: reduce; United States: reduce\u201d, the sides in the document's order."""
    order = [side for side in issue["sides"] if side in stances] or list(stances)
    return "; ".join(f"{party_name(case, side)}: {stance(stances[side], case)}" for side in order)


def kind_shown(name: str) -> str:
    """An issue's kind as a reader is told it, in English.

    What the findings call a cooperation that holds may be a war that neither side would end alone: it is told by its
    rule.

    Examples
    --------
    >>> kind_shown("cooperation that holds"), kind_shown("tradeable")
    ('nothing to gain', 'tradeable')
    """
    return "nothing to gain" if name == "cooperation that holds" else name


def kind_name(name: str) -> str:
    """The same in the language spoken."""
    return pgettext("kind of issue", kind_shown(name))


def state_kind(name: str) -> str:
    """What a state is beside today's: an improvement, at whose expense, or none."""
    return spoken_in("kind of state", "today" if name == "default" else name)


def interest_kind(name: str) -> str:
    """Whether an interest is one of substance, of standing, or private."""
    return pgettext("kind of interest", name)


def cause(name: str) -> str:
    """A cause's name as it stands in a sentence."""
    return pgettext("cause", name)


def causes(names: Iterable[str], word: str = "and") -> str:
    """Names of causes, as one reads a list aloud."""
    return listed((cause(name) for name in names), word)


def title_of(case: Case, issue: str) -> str:
    """The title of an issue of the case."""
    return translated(case).issues.get(issue) or case.issues[issue].title


def question(case: Case, issue: str) -> str:
    """The matter as a question, where the case asks one."""
    own = translated(case).questions.get(issue)
    return own or (case.issues[issue].question if issue in case.issues else "")


def summary(case: Case) -> str:
    """What the case says of itself."""
    return translated(case).summary or case.summary


def licence(case: Case) -> tuple[str, str]:
    """The name of the licence of a case, and its address on the web where the case gives one, alone or in brackets.

    Examples
    --------
    >>> import evenhand
    >>> licence(evenhand.load("chicken"))
    ('Apache License 2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    """
    given = case.licence.strip()
    found = re.fullmatch(r"(?P<name>[^\n]*?)\s*\(?(?P<address>https?://[^\s()]+)\)?", given)
    return (found["name"] or found["address"], found["address"]) if found else (given, "")


def note(case: Case) -> str:
    """What limits the case, as it says itself."""
    return translated(case).note or case.note


def issue_title(case: Case, issue: Document) -> str:
    """An issue's title."""
    return translated(case).issues.get(issue["id"]) or str(issue["title"])


def case_title(case: Case, document: Document) -> str:
    """The case's title."""
    return translated(case).title or str(document["case"]["title"])

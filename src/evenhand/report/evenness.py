"""The evenness audit in words: for the terminal, and as a section of HTML by itself.

A function of the case and of the document of :func:`evenhand.evenness`. Every side gets the same sentences in the same
order, and nothing is added up to a score.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from evenhand.casefile.model import Case
from evenhand.report import naming, phrasing
from evenhand.report.environment import environment
from evenhand.report.language import gettext as _
from evenhand.report.language import mark, mark_in, ngettext, spoken, spoken_in
from evenhand.report.lines import Lines

__all__ = ["findings", "section"]

Document = Mapping[str, Any]

_SUPPLIED = {
    "own": mark("a source or expert of the side itself"),
    "opponent": mark("sources or experts of other sides alone"),
    "neither": mark("a source or expert of no side, none of its own"),
    "authors": mark("no source; the authors say how they came by it"),
    "none": mark("no source, and nothing said"),
    "own_account": mark("in the side's own account"),
    "opponent_account": mark("in another side's account"),
}
_SUPPLIED_OF_NOBODY = {
    **_SUPPLIED,
    "own": mark("a source or expert of whom it is about"),
    "opponent": mark("sources or experts of sides alone"),
    "neither": mark("a source or expert of no side"),
    "own_account": mark("in the account of whom it is about"),
    "opponent_account": mark("in a side's account"),
}
_STATUS = {
    "verified": mark_in("status", "verified"),
    "computed": mark_in("status", "computed"),
    "unverified": mark_in("status", "unverified"),
    "reading": mark_in("status", "reading"),
    "none": mark_in("status", "not said"),
}
_TYPES = {
    "article": mark_in("type of source", "article"),
    "article-journal": mark_in("type of source", "journal article"),
    "article-magazine": mark_in("type of source", "magazine article"),
    "article-newspaper": mark_in("type of source", "newspaper article"),
    "book": mark_in("type of source", "book"),
    "chapter": mark_in("type of source", "chapter"),
    "dataset": mark_in("type of source", "data set"),
    "document": mark_in("type of source", "document"),
    "entry-encyclopedia": mark_in("type of source", "encyclopedia entry"),
    "post-weblog": mark_in("type of source", "weblog post"),
    "report": mark_in("type of source", "report"),
    "speech": mark_in("type of source", "speech"),
    "webpage": mark_in("type of source", "web page"),
}
_MEND = {
    "opponent-only": (
        mark("Numbers about a side that only another side supplied"),
        mark(
            "Expected: a source or expert of the side itself, or of no side. To mend it, name one under `evidence`, or"
            " give the side an account with its own number."
        ),
    ),
    "one-expert": (
        mark("Judgements that one expert alone gave"),
        mark("Expected: experts of every side. To mend it, ask others and add their numbers under `experts`."),
    ),
    "reading-without-note": (
        mark("Readings without a note"),
        mark("Expected: the reasoning behind a reading. To mend it, say in `note` how the number was come by."),
    ),
    "no-account": (
        mark("Sides without an account of their own, where others have one"),
        mark(
            "Expected: an account for every side or for none. To mend it, write under `accounts` how the side sees it;"
            " until then it is taken to agree with the base account."
        ),
    ),
    "one-sided-number": (
        mark("Numbers that one side is given and another is not"),
        mark(
            "Only to be looked at: there may be a good reason. Where there is none, give every side the number, or"
            " none."
        ),
    ),
    "one-sided-cause": (
        mark("Causes of loss that one side is given and another is not"),
        mark(
            "Only to be looked at: there may be a good reason. Where there is none, look for the same on every side, or"
            " say in the case's `note` why only some have it."
        ),
    ),
    "few-sources": (
        mark("Sides with fewer than half as many sources as another"),
        mark(
            "Expected: about as many sources of each side. To mend it, look for more and say in `side` whose they are."
        ),
    ),
    "no-source": (
        mark("Numbers without a source"),
        mark(
            "Expected: a source or an expert behind each number, or how it was come by. To mend it, name one under"
            " `evidence`, or say in `status` and `note` that it is a reading and why."
        ),
    ),
}
_NUMBERS = {
    "attachment": mark("attachment to what exists"),
    "caution": mark("caution about uncertainty"),
    "rate": mark("own discount rate"),
    "trust": mark("trust in the other"),
    "weight": mark("weight of %(interest)s"),
    "expects": mark("what is expected on: %(issue)s"),
}
_GIVEN = {
    "standing": mark("something of an interest of standing, with a weight"),
    "private interest": mark("something of a private interest, with a weight"),
    "ratification": mark("a party that must consent at home"),
    "linkage": mark("a stance withheld because of another issue"),
}
_UNSOURCED = {
    **dict.fromkeys(("value", "benefit"), mark("what effects give")),
    **dict.fromkeys(("chance", "after", "lasts"), mark("chances, delays and durations of effects")),
    "weight": mark("weights"),
    "expects": mark("expectations"),
    **dict.fromkeys(("attachment", "caution", "rate", "trust"), mark("traits")),
    **dict.fromkeys(("believed", "backlash", "costs"), mark("parameters of pressure")),
}
"""Numbers without a source, by their first step; they are told together by whom they are about."""


@dataclass(frozen=True)
class Part:
    """A heading, a sentence below it, and lines, each with a label or none; long ones are folded on a page."""

    title: str
    text: str
    lines: tuple[tuple[str, str], ...]
    folded: bool = False


def findings(case: Case, document: Document, *, width: int = 80, bold: bool = False) -> str:
    """The audit as plain text."""
    page = Lines(width, bold)
    page.heading(f"{naming.case_title(case, document)} [{document['case']['id']}]")
    page.text(_intention())
    for part in parts(case, document):
        page.part(part.title)
        if part.text:
            page.text(part.text, 4)
        for label, text in part.lines:
            page.item(label or "-", text, 4)
    return page.done()


def section(case: Case, document: Document) -> Markup:
    """The same as a section of a page; what is folded there stands in full."""
    template = environment().get_template("evenness.html.jinja")
    made = template.render(title=_("What this rests on"), intention=_intention(), parts=parts(case, document))
    return Markup(_WORD_OF_A_FILE.sub(r"<code>\1</code>", made))


_WORD_OF_A_FILE = re.compile("`([^`<]+)`")


def _intention() -> str:
    return _("Evenness: who stands behind the numbers about each side, and what to mend. This is a list, no score.")


def parts(case: Case, document: Document) -> list[Part]:
    """Everything that is said, part by part."""
    return [
        _sources(case, document),
        *([_experts(case, document)] if case.experts else []),
        *_judgements(case, document),
        *([_departures(case, document)] if document["departures"] else []),
        *_mend(case, document),
        *_left_out(case, document),
    ]


# --- counts


def _groups(case: Case, counted: Document) -> Iterable[tuple[str, Any]]:
    for side, told in counted["by_side"].items():
        yield naming.party_name(case, side), told
    yield _("Of no side"), counted["nobody"]


def _sources(case: Case, document: Document) -> Part:
    lines = []
    for name, told in _groups(case, document["sources"]):
        kinds = [
            _("%(type)s: %(count)d")
            % {
                "type": spoken_in("type of source", _TYPES[one]) if one in _TYPES else naming.stance(one),
                "count": count,
            }
            for one, count in sorted(told["types"].items(), key=lambda item: (-item[1], item[0]))
        ]
        lines.append((name, phrasing.clauses([_total(told["total"]), *kinds])))
    return Part(_("Sources"), "", tuple(lines))


def _total(count: int) -> str:
    return ngettext("%(count)d in all", "%(count)d in all", count) % {"count": count}


def _experts(case: Case, document: Document) -> Part:
    lines = tuple((name, _total(count)) for name, count in _groups(case, document["experts"]))
    return Part(_("Experts"), "", lines)


def _judgements(case: Case, document: Document) -> list[Part]:
    found = []
    counted = document["judgements"]
    for side, told in counted["by_side"].items():
        title = _("Numbers about a side: %(party)s") % {"party": naming.party_name(case, side)}
        found.append(_numbers(title, told, _SUPPLIED))
    if counted["nobody"]["total"]:
        found.append(_numbers(_("Numbers about others, or about no one alone"), counted["nobody"], _SUPPLIED_OF_NOBODY))
    return found


def _numbers(title: str, told: Document, labels: Mapping[str, str]) -> Part:
    lines = [
        (phrasing.first_upper(spoken(labels[name])), str(count)) for name, count in told["supplied"].items() if count
    ]
    checked = [
        _("%(status)s: %(count)d") % {"status": spoken_in("status", _STATUS[name]), "count": count}
        for name, count in told["status"].items()
        if count
    ]
    if checked:
        lines.append((_("How far they were checked"), phrasing.clauses(checked)))
    return Part(title, phrasing.sentence(_total(told["total"])), tuple(lines))


def _departures(case: Case, document: Document) -> Part:
    if document["base"] == "authors":
        text = _(
            "The base account is the authors'. \u201cMisperception\u201d therefore means deviation from the authors:"
            " these counts say who departs from them how often, and not who is wrong."
        )
    else:
        text = _(
            "The base account is pooled from experts. \u201cMisperception\u201d means deviation from what they say"
            " together, and from the authors where experts of some side are missing."
        )
    lines = []
    for one in document["departures"]:
        about = [
            _("about %(party)s: %(count)d")
            % {"party": _("nobody alone") if side == "nobody" else naming.party_name(case, side), "count": count}
            for side, count in one["about"].items()
        ]
        total = ngettext("%(count)d departure", "%(count)d departures", one["total"]) % {"count": one["total"]}
        lines.append(
            (phrasing.first_upper(naming.account_name(case, one["account"])), phrasing.clauses([total, *about]))
        )
    return Part(_("Who is said to misperceive, and how often"), text, tuple(lines))


# --- what to mend


def _mend(case: Case, document: Document) -> list[Part]:
    found = []
    for code, (title, advice) in _MEND.items():
        items = [one for one in document["mend"] if one["code"] == code]
        if items:
            if code == "no-source":
                lines = tuple(_without_source(case, items))
            else:
                lines = tuple((_place(one), _item(case, one)) for one in items)
            found.append(Part(_("To mend: %(what)s") % {"what": spoken(title)}, spoken(advice), lines))
    return found or [Part(_("To mend"), _("Nothing was found that the program can see."), ())]


def _without_source(case: Case, items: list[Document]) -> Iterable[tuple[str, str]]:
    """Numbers without a source by whom they are about and what they are, each sort with the place of its first."""
    groups: dict[tuple[str, ...], list[Document]] = {}
    for one in items:
        groups.setdefault((*one["missing"], _UNSOURCED[one["what"]["number"]]), []).append(one)
    order = [*case.parties, ""]
    for (*about, sort), found in sorted(groups.items(), key=lambda item: order.index((*item[0][:-1], "")[0])):
        named = {
            "about": phrasing.listed(naming.party_name(case, side) for side in about) or _("no side"),
            "sort": spoken(sort),
            "count": len(found),
            "place": naming.number_at(case, found[0]["location"]),
        }
        text = ngettext(
            "about %(about)s, %(sort)s: %(count)d, %(place)s",
            "about %(about)s, %(sort)s: %(count)d, the first %(place)s",
            len(found),
        )
        yield _place(found[0]), text % named


def _place(one: Document) -> str:
    """``case.yaml:12``, the file without its folders."""
    if not one["line"]:
        return ""
    return f"{one['file'].replace(chr(92), '/').rpartition('/')[2]}:{one['line']}"


def _item(case: Case, one: Document) -> str:
    given = phrasing.listed(naming.party_name(case, side) for side in one["given"])
    missing = phrasing.listed(naming.party_name(case, side) for side in one["missing"])
    named = {"place": naming.number_at(case, one["location"]), "given": given, "missing": missing}
    if one["code"] == "opponent-only":
        return _("about %(missing)s, supplied by %(given)s: %(place)s") % named
    if one["code"] == "one-expert":
        return _("%(expert)s: %(place)s") % {**named, "expert": _expert(case, one["what"]["expert"])}
    if one["code"] == "one-sided-number":
        return _("%(number)s; given to: %(given)s; not to: %(missing)s") % {**named, "number": _number(case, one)}
    if one["code"] == "one-sided-cause":
        what = one["what"]["cause"]
        told = {**named, "cause": naming.cause(what), "means": spoken(_GIVEN[what])}
        return _("%(cause)s (%(means)s); given to: %(given)s; not to: %(missing)s") % told
    if one["code"] == "few-sources":
        return _("few sources: %(missing)s; most: %(given)s") % named
    if one["code"] == "no-account":
        return _("without: %(missing)s; with: %(given)s") % named
    return str(named["place"])


def _number(case: Case, one: Document) -> str:
    what = one["what"]
    return spoken(_NUMBERS[what["number"]]) % {
        "interest": naming.interest_name(case, what.get("interest", "")),
        "issue": naming.title_of(case, what["issue"]) if "issue" in what else "",
    }


def _expert(case: Case, name: str) -> str:
    return case.experts[name].name if name in case.experts else name


# --- what hangs on one voice


def _left_out(case: Case, document: Document) -> list[Part]:
    told = document["left_out"]
    tried = phrasing.clauses(
        [
            ngettext("%(count)d account", "%(count)d accounts", told["tried"]["account"])
            % {"count": told["tried"]["account"]},
            ngettext("%(count)d source", "%(count)d sources", told["tried"]["source"])
            % {"count": told["tried"]["source"]},
            ngettext("%(count)d expert", "%(count)d experts", told["tried"]["expert"])
            % {"count": told["tried"]["expert"]},
        ]
    )
    text = _(
        "Left out in turn: %(tried)s. A source takes with it the numbers and linkages that cite it alone, as if nobody"
        " had given them; findings are those of the base account, on the means."
    ) % {"tried": tried}
    if not any(told["tried"].values()):
        text = _("The case has no accounts, sources or experts that could be left out.")
    hold = phrasing.clauses(naming.title_of(case, issue) for issue in told["hold"])
    lines = [(_("No finding flips"), hold)] if hold and any(told["tried"].values()) else []
    flipped = {issue: [one for one in told["flips"] if one["issue"] == issue] for issue in _flipped(document)}
    if flipped:
        text += " " + _("Of each issue: how many voices turn what, when they are left out.")
    lines += [(naming.title_of(case, issue), _counts(flips)) for issue, flips in flipped.items()]
    found = [Part(_("Findings that flip when one voice is left out"), text, tuple(lines))]
    for issue, flips in flipped.items():
        items = tuple((_voice(case, one), _flip(case, one)) for one in flips)
        found.append(Part(_("Flips: %(issue)s") % {"issue": naming.title_of(case, issue)}, "", items, folded=True))
    return found


def _flipped(document: Document) -> list[str]:
    """Issues on which something flips."""
    return list(dict.fromkeys(one["issue"] for one in document["left_out"]["flips"]))


def _counts(flips: list[Document]) -> str:
    """How many voices turn each finding of an issue."""
    named = {
        "kind": _("the kind: %(count)d"),
        "reference": _("the agreement: %(count)d"),
        "keys": _("what would unlock it: %(count)d"),
        "main": _("the largest cause of a loss: %(count)d"),
    }
    counts = {name: sum(name in one["flips"] for one in flips) for name in named}
    return phrasing.sentence(phrasing.clauses(named[name] % {"count": n} for name, n in counts.items() if n))


def _voice(case: Case, one: Document) -> str:
    if one["kind"] == "account":
        return _("Without %(account)s") % {"account": naming.account_name(case, one["id"])}
    if one["kind"] == "expert":
        return _("Without the expert %(expert)s") % {"expert": _expert(case, one["id"])}
    return _("Without the source %(source)s [%(id)s]") % {
        "source": phrasing.quoted(case.evidence[one["id"]].title),
        "id": one["id"],
    }


def _flip(case: Case, one: Document) -> str:
    """What turns out otherwise; where the kind does, keys and causes follow from it and are left to the data."""
    before, after = one["before"], one["after"]
    told = []
    if "kind" in one["flips"]:
        told.append(_turned(_("the kind"), naming.kind_name(before["kind"]), naming.kind_name(after["kind"])))
    if "reference" in one["flips"]:
        states = [_states(case, one["issue"], found["reference"]) for found in (before, after)]
        told.append(_turned(_("the agreement"), *states))
    if "kind" in one["flips"]:
        return phrasing.sentence(phrasing.clauses(told))
    told += _keys(before["keys"], after["keys"])
    for side, causes in after["main"].items():
        if causes != before["main"][side]:
            label = _("the largest cause of loss of %(party)s") % {"party": naming.party_name(case, side)}
            told.append(_turned(label, _causes(before["main"][side]), _causes(causes)))
    return phrasing.sentence(phrasing.clauses(told))


def _turned(what: str, before: str, after: str) -> str:
    return _("%(what)s: %(after)s instead of %(before)s") % {"what": what, "before": before, "after": after}


def _states(case: Case, issue: str, states: Iterable[Mapping[str, str]]) -> str:
    order = {"sides": [side for side in case.parties if side in case.issues[issue].stances]}
    named = [phrasing.quoted(naming.state(case, order, state)) for state in states]
    return phrasing.listed(named, "or") or _("none")


def _keys(before: list[list[str]], after: list[list[str]]) -> list[str]:
    """The minimal sets of causes whose removal unlocks the issue that are gone, and those that are new."""
    if before == after:
        return []
    if not after:
        return [_("no set of causes would unlock it any more")]
    if after == [[]]:
        return [_("nothing would be left to unlock")]
    told = {"gone": _sets(before, after), "new": _sets(after, before)}
    if not told["new"]:
        return [_("what would unlock it: no longer %(gone)s") % told]
    if not told["gone"]:
        return [_("what would unlock it: now also %(new)s") % told]
    return [_("what would unlock it: no longer %(gone)s, but %(new)s") % told]


def _sets(these: list[list[str]], those: list[list[str]]) -> str:
    """The sets of causes that only the first has, the empty one left out."""
    return phrasing.listed((phrasing.quoted(naming.causes(key)) for key in these if key and key not in those), "or")


def _causes(names: Iterable[str]) -> str:
    return naming.causes(names) or _("none, nothing is lost")

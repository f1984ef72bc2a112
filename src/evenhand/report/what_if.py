"""What if, in words: the changes, and what became different on each issue; the same sentences for every party.

Functions of the case and the plain document only (``what-if --json``). A loss is shown as a part of the same party's
loss before and in natural units; nothing is compared between parties.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from evenhand.casefile import Duration, Judgement
from evenhand.casefile.model import Case
from evenhand.report import naming, numerals, phrasing, words
from evenhand.report.language import gettext as _
from evenhand.report.language import ngettext
from evenhand.report.lines import Lines
from evenhand.study.changes import judgement_of

__all__ = ["amount", "change", "differences", "kept", "outcome", "place", "rows", "still_so", "verdict", "what_if"]

Document = Mapping[str, Any]

# --- the changes


def change(case: Case, told: Document) -> str:
    """A change in words, with what stands in the case today."""
    of: Sequence[str] = told["of"]
    if told["kind"] == "cause removed":
        return _("Cause removed: %(cause)s") % {"cause": naming.cause(of[0])}
    if told["kind"] == "account believed":
        return _("Account believed: %(account)s") % {"account": naming.account_name(case, of[0])}
    if told["kind"] == "off the table":
        return _("Off the table: %(issue)s") % {"issue": phrasing.quoted(naming.title_of(case, of[0]))}
    return _("%(number)s: %(after)s instead of %(before)s") % {
        "number": place(case, of),
        "after": amount(case, of, told["after"]),
        "before": amount(case, of, told["before"]),
    }


def place(case: Case, target: Sequence[str]) -> str:
    """What a number of the case is, by its target."""
    if len(target) == 2:
        return _("%(party)s: weight of %(interest)s") % {
            "party": naming.party_name(case, target[0]),
            "interest": phrasing.quoted(naming.interest_name(case, target[1])),
        }
    name = target[2:]
    parts = {
        "effect": phrasing.quoted(naming.effect_name(case, target[1], ".".join(name))),
        "party": naming.party_name(case, name[-2]) if len(name) > 1 else "",
        "interest": phrasing.quoted(naming.interest_name(case, name[-1])),
        "parameter": naming.parameter_name(name[0].replace("-", " ")),
    }
    if len(name) == 1:
        return _("Effect %(effect)s: %(parameter)s") % parts
    if len(name) == 2:
        return _("Effect %(effect)s; %(party)s: %(interest)s") % parts
    return _("Effect %(effect)s (benefit model); %(party)s: %(interest)s") % parts


def amount(case: Case, target: Sequence[str], numbers: Iterable[float]) -> str:
    """A number as the case would have it at this target, in its unit where it has one."""
    old = judgement_of(case, tuple(target))
    shown = Judgement.model_validate({"is": tuple(numbers)})
    if isinstance(old, Duration):
        return numerals.duration(shown)
    return numerals.judgement(shown, naming.unit(case, target[-1]) if len(target) == 4 else "")


def kept(case: Case, told: Document) -> str:
    """Which accounts go on saying something else; empty where none does."""
    if not told.get("kept_by"):
        return ""
    names = phrasing.listed(naming.account_name(case, name) for name in told["kept_by"])
    return _("unchanged in %(accounts)s, where another number stands") % {"accounts": names}


# --- what became different


def verdict(document: Document) -> str:
    """On how many issues something became different."""
    there = [issue for issue in document["issues"] if issue["on_the_table"]]
    n = sum(bool(issue["changed"]) for issue in there)
    if not n:
        return _("No finding changes.")
    return ngettext(
        "Something changes on %(n)s of %(all)s issue.", "Something changes on %(n)s of %(all)s issues.", len(there)
    ) % {"n": n, "all": len(there)}


def still_so(document: Document) -> list[str]:
    """Issues on which nothing becomes different."""
    return [issue["id"] for issue in document["issues"] if issue["on_the_table"] and not issue["changed"]]


def differences(case: Case, issue: Document) -> list[str]:
    """What became different on an issue, a sentence each; differences that vanish in rounding are left out."""
    before, after = issue["before"], issue["after"]
    if after is None:
        return [_("Off the table: today\u2019s state stays.")]
    told = [
        *_kind(before, after),
        *_reference(case, issue, before, after),
        *(loss(case, issue, party) for party in issue["loss"] if before["losses"] and after["losses"]),
        *_instead(
            _("What keeps each side from it, as shares of its own loss: %(after)s; before: %(before)s."),
            *(_causes(case, issue, found) for found in (before, after)),
        ),
        *_instead(
            _("What would unlock it: %(after)s. Before: %(before)s."),
            *(_keys(case, found) or _("nothing to unlock") for found in (before, after)),
        ),
        *_outcomes(case, issue, before, after),
        *_instead(
            _("Common ground in all accounts: %(after)s; before: %(before)s."),
            *(_ground(case, issue, found) for found in (before, after)),
        ),
        *_instead(
            _("A side would refuse the agreement though nothing stood in the way: in %(after)s of the draws; "
              "before: %(before)s."),
            *(_percent(found["doubt"]) for found in (before, after)),
        ),
        *_instead(
            _("An improvement on today exists in %(after)s of the draws; before: %(before)s."),
            *(_percent(found["improvement_probability"]) for found in (before, after)),
        ),
    ]  # fmt: skip
    told = [text for text in told if text]
    if issue["changed"] and not told:
        told = [_only_causes(before, after) or _("Only intervals, or figures too small to be shown, change.")]
    return told


def _only_causes(before: Document, after: Document) -> str:
    """That no finding changes, where only the causes at work do; empty where something else does."""
    names = (before.keys() | after.keys()) - {"at_work"}
    if before.get("at_work") == after.get("at_work") or any(before.get(key) != after.get(key) for key in names):
        return ""
    return _("No finding changes, only which causes are at work.")


def rows(case: Case, issue: Document, found: Document, account: str = "") -> dict[str, str]:
    """What is found on an issue, each finding under its name: a column of a table, as of a comparison\u2019s figures.

    ``found`` has the findings of an account and the common ground.
    """
    losses = found.get("losses") or {}
    told = {
        _("Kind of issue"): naming.kind_name(found["kind"]),
        _("Reference agreement"): _agreements(case, issue, found) or _("none"),
        _("Who else pays for it"): words.payers(case, found) or _("nobody"),
        **{naming.party_name(case, party): words.losses_of(case, party, losses[party], account) for party in losses},
        _("What keeps each side from it, as shares of its own loss"): _causes(case, issue, found),
        _("What would unlock it"): _keys(case, found),
        _("By the case\u2019s own logic"): outcome(case, issue, found),
        _("Common ground in all accounts"): _ground(case, issue, found),
        _("Draws in which an improvement exists"): _percent(found.get("improvement_probability")),
        _("Draws in which a side would refuse it"): _percent(found.get("doubt")),
    }
    return {name: text for name, text in told.items() if text}


def _instead(text: str, before: str, after: str) -> Iterator[str]:
    if before != after and before and after:
        yield text % {"before": before, "after": after}


def _percent(value: float | None) -> str:
    return "" if value is None else numerals.percent(value)


def _kind(before: Document, after: Document) -> Iterator[str]:
    names = [naming.kind_name(found["kind"]) for found in (before, after)]
    yield from _instead(_("Kind of issue: \u201c%(after)s\u201d; before: \u201c%(before)s\u201d."), *names)


def _agreements(case: Case, issue: Document, found: Document) -> str:
    states = found["reference"] or (found.get("ordinal") or {}).get("efficient") or []
    return phrasing.listed((phrasing.quoted(naming.state(case, issue, one["stances"])) for one in states), "or")


def _reference(case: Case, issue: Document, before: Document, after: Document) -> Iterator[str]:
    first, second = (_agreements(case, issue, found) for found in (before, after))
    if first and not second:
        yield _("No agreement is an improvement any more; before: %(state)s.") % {"state": first}
    elif second and not first:
        yield _("An agreement becomes an improvement: %(state)s.") % {"state": second}
    yield from _instead(_("Reference agreement: %(after)s; before: %(before)s."), first, second)
    if not (first and second):
        return
    aside = [words.standing_set_aside(found) for found in (before, after)]
    if aside == [False, True]:
        yield _("It becomes a loss only if standing is set aside.")
    if aside == [True, False]:
        yield _("It is a loss with standing counted in full, too.")
    yield from _instead(
        _("Who else pays: %(after)s; before: %(before)s."),
        *(words.payers(case, found) or _("nobody") for found in (before, after)),
    )


def loss(case: Case, issue: Document, party: str) -> str:
    """What became of one party\u2019s loss: as a part of what it was, and in natural units."""
    amounts = phrasing.listed(_amounts(case, issue, party))
    ratio, name = issue["loss"][party]["ratio"], naming.party_name(case, party)
    if ratio is not None and numerals.percent(ratio) != numerals.percent(1.0):
        parts = {"party": name, "percent": numerals.percent(ratio), "amounts": amounts}
        if ratio < 0:
            return _("%(party)s: better off today, no loss any more (%(amounts)s).") % parts if amounts else ""
        if amounts:
            return _("%(party)s: the loss is %(percent)s of what it was (%(amounts)s).") % parts
        return _("%(party)s: the loss is %(percent)s of what it was.") % parts
    return _("%(party)s: %(amounts)s.") % {"party": name, "amounts": amounts} if amounts else ""


def _amounts(case: Case, issue: Document, party: str) -> Iterator[str]:
    first, second = (
        (((issue[when] or {}).get("losses") or {}).get(party) or {}).get("interests") or {}
        for when in ("before", "after")
    )
    for interest in dict.fromkeys((*first, *second)):
        if interest in case.interests and case.interests[interest].kind != "substance":
            continue
        before, after = (
            numerals.number(found[interest]["mean"] if interest in found else 0.0, naming.unit(case, interest))
            for found in (first, second)
        )
        if before != after:
            yield _("%(interest)s %(after)s instead of %(before)s") % {
                "interest": naming.interest_name(case, interest),
                "after": after,
                "before": before,
            }


def _keys(case: Case, found: Document) -> str:
    """What would unlock an issue; that nothing is needed is no riddle here, as it is in a case."""
    free = [item for item in found["keys"] or [] if not item["remove"]]
    if not free:
        return words.keys(case, found)
    if free[0]["probability"] is None:
        return _("nothing is needed: the sides come to an improvement by themselves")
    often = numerals.often(free[0]["probability"])
    return _("nothing is needed: the sides come to an improvement by themselves (%(often)s)") % {"often": often}


def _causes(case: Case, issue: Document, found: Document) -> str:
    told = {side: words.main_causes(found, side) for side in issue["sides"]}
    return "; ".join(
        f"{naming.party_name(case, side)}: {phrasing.listed(words.cause_told(*one) for one in main)}"
        for side, main in told.items()
        if main
    )


def _ground(case: Case, issue: Document, found: Document) -> str:
    states = [words.common_ground(case, issue, one) for one in found["common_ground"]]
    return phrasing.listed(states) if states else _("none")


def _outcomes(case: Case, issue: Document, before: Document, after: Document) -> Iterator[str]:
    """What becomes of where the sides come to; where only its frequency does, both figures stand in one clause."""
    there = [found.get("prediction") or {} for found in (before, after)]
    if not all(there) or _without_frequency(there[0]) != _without_frequency(there[1]):
        yield from _instead(
            _("By the case\u2019s own logic %(after)s; before: %(before)s."),
            *(outcome(case, issue, found) for found in (before, after)),
        )
        return
    if there[1]["by"] == "nobody moves":
        text = _("By the case\u2019s own logic nobody moves: in %(after)s of the draws instead of %(before)s.")
    elif there[1]["by"] == "agreement":
        text = _(
            "By the case\u2019s own logic the sides agree on %(states)s: in %(after)s of the draws instead of "
            "%(before)s."
        )
    else:
        text = _(
            "By the case\u2019s own logic the sides drift to %(states)s: in %(after)s of the draws instead of "
            "%(before)s."
        )
    first, second = (numerals.percent(one["probability"]) for one in there)
    if first != second:
        yield text % {"states": _states(case, issue, there[1]), "after": second, "before": first}


def _without_frequency(there: Document) -> Document:
    return {"by": there.get("by"), "states": [one["stances"] for one in there.get("states") or ()]}


def _states(case: Case, issue: Document, there: Document) -> str:
    return phrasing.listed(
        (phrasing.quoted(naming.state(case, issue, one["stances"])) for one in there["states"]),
        "or" if there["by"] == "agreement" else "and",
    )


def outcome(case: Case, issue: Document, found: Document) -> str:
    """Where the sides come to with the causes that are at work; empty where that is not known."""
    there = found.get("prediction")
    if not there:
        return ""
    parts = {"states": _states(case, issue, there), "percent": numerals.percent(there["probability"])}
    if there["by"] == "nobody moves":
        return _("nobody moves (in %(percent)s of the draws)") % parts
    if there["by"] == "agreement":
        return _("the sides agree on %(states)s (in %(percent)s of the draws)") % parts
    return _("the sides drift to %(states)s (in %(percent)s of the draws)") % parts


# --- for the terminal


def what_if(case: Case, document: Document, width: int = 80, bold: bool = False) -> str:
    """The comparison for a terminal."""
    page = Lines(width, bold)
    page.heading(f"{naming.case_title(case, document)} [{document['case']['id']}]")
    page.text(_("What if: %(run)s; not what the case says.") % {"run": words.run(case, document)})
    page.gap()
    for told in document["changes"]:
        page.item("-", phrasing.clauses((change(case, told), kept(case, told))), 2)
    if not document["changes"]:
        page.text(_("Nothing is changed."), 2)
    page.gap()
    page.text(verdict(document))
    for issue in document["issues"]:
        if issue["changed"] or not issue["on_the_table"]:
            page.part(naming.issue_title(case, issue))
            for text in differences(case, issue):
                page.item("-", text, 4)
    same = still_so(document)
    if same and len(same) < len(document["issues"]):
        page.gap()
        names = "; ".join(naming.title_of(case, name) for name in same)
        page.text(_("As before: %(issues)s.") % {"issues": names})
    return page.done()

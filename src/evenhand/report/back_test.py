"""A back-test in words: issue by issue what was found and what happened later, then the score beside its baselines.

A function of the cases and the plain document only (``back-test --json``). The same template for every issue.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evenhand.casefile.model import Case
from evenhand.report import naming, numerals, words
from evenhand.report.language import gettext as _
from evenhand.report.language import mark_in, ngettext, spoken_in
from evenhand.report.lines import Lines

__all__ = ["back_test"]

Document = Mapping[str, Any]

_OUTCOMES = (
    mark_in("back-test", "hit"),
    mark_in("back-test", "miss"),
    mark_in("back-test", "false alarm"),
    mark_in("back-test", "correct rejection"),
)


def back_test(cases: Mapping[str, Case], document: Document, width: int = 80, bold: bool = False) -> str:
    """The back-test as text.

    Parameters
    ----------
    cases : the cases by their names.
    document : see :meth:`evenhand.study.back_test.BackTest.document`.
    """
    page = Lines(width, bold)
    page.heading(_("Back-test: what was found on the day of the case, and what happened later"))
    page.text(followed(document))
    for case_id, case in cases.items():
        page.gap()
        page.heading(f"{naming.case_title(case, {'case': {'title': case.title}})} [{case_id}]")
        for issue in document["issues"]:
            if issue["case"] == case_id:
                page.item(naming.issue_title(case, issue), " ".join((found(issue), later(case, issue))), 2)
        for issue in document["unread"]:
            if issue["case"] == case_id:
                page.item(naming.title_of(case, issue["id"]), unread(issue), 2)
    page.gap()
    page.heading(_("The score"))
    if document["scores"] is None:
        page.text(_("No later state was read on any issue, so there is nothing to score."))
    else:
        for text in (*scored(document), *caveats()):
            page.text(text)
    return page.done()


def followed(document: Document) -> str:
    """How long the cases are followed, on how many draws."""
    return ngettext(
        "Followed for %(years)s year; %(run)s.", "Followed for %(years)s years; %(run)s.", document["years"]
    ) % {"years": document["years"], "run": words.draws(document)}


def found(issue: Document) -> str:
    """What the engine says on the day of the case."""
    key, share = issue["key"], {"percent": numerals.percent(issue["forecast"])}
    if issue["kind"] not in ("unnecessary loss", "loss at the expense of others"):
        return _("Found: no improvement on today. Forecast of one: %(percent)s.") % share
    if key is None:
        return _("Found: an improvement, which nothing unlocks. Forecast: %(percent)s.") % share
    if not key["remove"]:
        return _("Found: an improvement that the sides reach as they are. Forecast: %(percent)s.") % share
    return _("Found: an improvement, once removed: %(causes)s (%(sure)s). Forecast: %(percent)s.") % {
        "causes": naming.causes(key["remove"]),
        "sure": numerals.percent(key["probability"]),
        **share,
    }


def later(case: Case, issue: Document) -> str:
    """What came of it, and what that makes of the forecast."""
    outcome = spoken_in("back-test", issue["outcome"])
    parts = {"state": naming.state(case, {**issue, "sides": list(issue["stood"])}, issue["stood"]), "outcome": outcome}
    told = {
        "as before": _("Later: as before (%(outcome)s)."),
        "improvement": _("Later: such an improvement, %(state)s (%(outcome)s)."),
        "worse for every side": _("Later: worse for every side, %(state)s (%(outcome)s)."),
        "otherwise": _("Later: %(state)s (%(outcome)s)."),
        "ruled out": _("Later: %(state)s, which the case rules out (%(outcome)s)."),
    }[issue["ended"]] % parts
    if issue["came"] and issue["ended"] != "improvement":
        return _("An improvement came: %(moment)s, and did not last.") % {"moment": numerals.moment(issue["came"])} + (
            f" {told}"
        )
    return told


def unread(issue: Document) -> str:
    """Why an issue is not scored."""
    if issue["why"] == "ordinal":
        return _("Not scored: only the order of its states is known.")
    return _("Not scored: the case does not say in which state it later stood.")


def scored(document: Document) -> list[str]:
    """Counts, score and baselines."""
    found, counts = document["scores"], document["scores"]["outcomes"]
    told = [
        _(
            "Issues: %(n)s. Hits: %(hits)s; misses: %(misses)s; false alarms: %(alarms)s; correct rejections: "
            "%(rejections)s."
        )
        % {
            "n": found["issues"],
            "hits": counts["hit"],
            "misses": counts["miss"],
            "alarms": counts["false alarm"],
            "rejections": counts["correct rejection"],
        },
        _("Improvements that came: %(came)s; forecast, added up: %(expected)s.")
        % {"came": found["came"], "expected": numerals.figure(found["expected"])},
        _(
            "Brier score (0 is perfect): %(score)s. Of a forecast that always gives the base rate, known afterwards: "
            "%(rate)s; of one that never expects an improvement: %(never)s."
        )
        % {
            "score": _score(found["brier"]),
            "rate": _score(found["baselines"]["base rate"]),
            "never": _score(found["baselines"]["never"]),
        },
    ]
    if found["skill"] is None:
        told.append(_("All issues came out alike, so that no skill can be told."))
    elif found["skill_otherwise"] is None:
        told.append(_("Skill against the base rate: %(skill)s.") % {"skill": _signed(found["skill"])})
    else:
        told.append(
            _(
                "Skill against the base rate: %(skill)s; had any one issue been read otherwise, from %(low)s to "
                "%(high)s."
            )
            % {
                "skill": _signed(found["skill"]),
                "low": _signed(found["skill_otherwise"][0]),
                "high": _signed(found["skill_otherwise"][1]),
            }
        )
    told.append(
        _(
            "Issues that later stood in the predicted state: %(foreseen)s of %(n)s; as before: %(same)s. Issues that "
            "became worse for every side: %(worse)s, of which predicted: %(told)s."
        )
        % {
            "foreseen": found["foreseen"],
            "n": found["issues"],
            "same": found["as_before"],
            "worse": found["worse"],
            "told": found["worse_foreseen"],
        }
    )
    return told


def caveats() -> list[str]:
    """What the score does not show."""
    return [
        _(
            "Later states were read by people who know how it went, in cases written by people who knew it too, and so "
            "few cases prove nothing."
        ),
        _("What would unlock an issue is a what-if: nobody recorded which causes went away, so it is not scored."),
    ]


def _score(value: float) -> str:
    return numerals.figure(value, 3)


def _signed(value: float) -> str:
    return f"\u2212{numerals.figure(-value)}" if value < 0 else numerals.figure(value)

"""Courses over time in words, as plain text for a terminal, and as a section of a page with its charts.

A function of the case and the plain document only (``courses --json``). Every course and every side has the same
templates. Points never appear: shares of the same party's own figures, and natural units.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from markupsafe import Markup, escape

from evenhand.casefile.model import Case
from evenhand.report import naming, numerals, phrasing, record, words
from evenhand.report.charts import per_cent, svg
from evenhand.report.environment import environment
from evenhand.report.language import gettext as _
from evenhand.report.language import ngettext, pgettext, spoken
from evenhand.report.lines import Lines

__all__ = ["courses", "section", "timeline", "yearly"]

Document = Mapping[str, Any]
NOTHING = numerals.NOTHING


# --- names


def course_name(name: str) -> str:
    """A course as it stands at the head of a line."""
    known = {
        "hold": pgettext("course", "Hold"),
        "trim": pgettext("course", "Trim"),
        "confront": pgettext("course", "Confront"),
    }
    return known.get(name, name)


def course_means(name: str) -> str:
    """What a course is, in a sentence."""
    return {
        "hold": _(
            "Keep the agreements in force, as if they stood already: what each side counts on stays as it is and moves "
            "with what it gets."
        ),
        "trim": _(
            "Keep the same agreements in force, while each side begins by counting on what all can have together."
        ),
        "confront": _("Give up a part of the same agreements, while the danger of a crisis is multiplied."),
    }[name]


def parameter_means(name: str) -> str:
    """What a parameter is."""
    return {
        "hazard": _("Crises a year while nobody is disappointed"),
        "disappointment": _("How many times as likely a crisis is while every side gets nothing of what it counts on"),
        "adaptation": _("Part of the gap between what is counted on and what is had that closes in a year"),
        "duration": _("Years that a crisis lasts"),
        "suspended": _("Part of the agreements that a crisis suspends"),
        "recovery": _("Part of what is suspended that comes back in a year"),
        "trim": _("Part of the trim that is carried out"),
        "forgone": _("Part of the agreements that confrontation gives up"),
        "confrontation": _("How many times as likely a crisis is under confrontation"),
    }[name]


def parameter_caveat(name: str) -> str:
    """What a documented default rests on, and what speaks against it."""
    no_estimate = _("No published estimate; a reading, kept wide.")
    return {
        "hazard": _(
            "Between strategic rivals, 1946 to 2010: 0.07 crises (ICB) and 0.22 militarised disputes a year; rivals "
            "are no sample of all pairs, and some of these were disappointed."
        ),
        "disappointment": _(
            "Gurr has the direction, for groups within states; no estimate for pairs of states. Below 1 disappointment "
            "would calm, which is not ruled out."
        ),
        "adaptation": _(
            "The form is that of Bush and Mosteller; the speed is a reading: half a gap in about two years."
        ),
        "duration": _(
            "Percentiles of 342 international crises since 1946 (ICB); agreements may stay suspended longer."
        ),
        "suspended": no_estimate,
        "recovery": no_estimate,
        "trim": _("All of it, by definition of the course."),
        "forgone": no_estimate,
        "confrontation": _(
            "A dispute in the three years before goes with 3 times the hazard across rivalries, but with 1.2 times the "
            "risk within one and the same rivalry; below 1 confrontation would deter."
        ),
    }[name]


def _summed(unit: str) -> str:
    """The unit of a yearly quantity added up over years."""
    amount, slash, per = unit.partition("/")
    return amount.strip() if slash and per.strip() in {"yr", "y", "a", "year"} else unit


def _signed(value: float) -> str:
    text = numerals.figure(value)
    return f"+{text}" if value > 0 and text != "0" else text


def _whole(found: Document) -> str:
    """A share with its 90 % interval."""
    low, high = numerals.percent(found["p5"]), numerals.percent(found["p95"])
    mean = numerals.percent(found["mean"])
    return (
        mean if low == high == mean else _("%(mean)s (%(low)s to %(high)s)") % {"mean": mean, "low": low, "high": high}
    )


# --- sentences


def basis(case: Case, document: Document) -> str:
    """What the figures of the courses rest on: the program's defaults, or what the case gives of its own."""
    parameters: Sequence[Document] = document["parameters"]
    own = [_titled(case, item) for item in parameters if item["given"]]
    if own and len(own) == len(parameters):
        return _("Every parameter of the courses is the case\u2019s own.")
    if own:
        return _(
            "The case\u2019s own are these parameters: %(own)s. All others are the program\u2019s defaults, so that "
            "the figures on crises and courses below show how the model works as much as they show the case."
        ) % {"own": "; ".join(own)}
    return _only_defaults(bool(document["record"]["episodes"]))


def _only_defaults(recorded: bool) -> str:
    if recorded:
        return _(
            "The case tells of past episodes, but gives no number on how crises come or what they do, and the episodes "
            "enter no figure. Every figure on crises and courses below comes from the program\u2019s defaults and "
            "shows only how the model works; it is no finding about the parties."
        )
    return _(
        "The case says nothing about crises. Every figure on crises and courses below comes from the program\u2019s "
        "defaults and shows only how the model works; it is no finding about the parties."
    )


def record_count(case: Case, document: Document) -> list[str]:
    """How often unmet expectations were followed by a crisis, counted and no more."""
    counts = document["record"]["counts"]
    unmet, met = counts["unmet"], counts["met"]
    told = [
        ngettext(
            "Expectations were not met in %(n)s episode; a crisis followed in %(crisis)s.",
            "Expectations were not met in %(n)s episodes; a crisis followed in %(crisis)s of them.",
            unmet["episodes"],
        )
        % {"n": unmet["episodes"], "crisis": unmet["crisis"]},
        ngettext(
            "They were met in %(n)s episode; a crisis followed in %(crisis)s.",
            "They were met in %(n)s episodes; a crisis followed in %(crisis)s of them.",
            met["episodes"],
        )
        % {"n": met["episodes"], "crisis": met["crisis"]},
    ]
    open_ = sum(item["episodes"] - item["crisis"] - item["no crisis"] for item in (unmet, met))
    if open_:
        told.append(
            ngettext(
                "In %(n)s episode the case leaves open whether a crisis followed.",
                "In %(n)s episodes the case leaves open whether a crisis followed.",
                open_,
            )
            % {"n": open_}
        )
    sides = document["record"]["unmet"]
    if sides:
        each = ", ".join(f"{naming.party_name(case, side)} {number}" for side, number in sides.items())
        told.append(_("Episodes in which a side did not get what it counted on: %(sides)s.") % {"sides": each})
    told.append(
        _(
            "The authors chose the episodes and judged them, and an episode often ends where a crisis begins: "
            "this is a count, and nothing follows from it."
        )
    )
    return told


def when(episode: Document) -> str:
    """“1993 to 1999”, “since September 2013”, “2001”."""
    begin = numerals.moment(episode["from"])
    if episode["to"] is None:
        return _("since %(begin)s") % {"begin": begin}
    if episode["to"] == episode["from"]:
        return begin
    return _("%(begin)s to %(end)s") % {"begin": begin, "end": numerals.moment(episode["to"])}


def outcome(case: Case, episode: Document) -> str:
    """Whose expectations were met, and whether a crisis followed."""
    if episode["unmet"] is None:
        met = _("whether expectations were met is not said")
    elif not episode["unmet"]:
        met = _("expectations were met")
    else:
        names = phrasing.listed(naming.party_name(case, side) for side in episode["unmet"])
        met = _("expectations not met: %(parties)s") % {"parties": names}
    after = {
        True: _("a crisis followed"),
        False: _("no crisis followed"),
        None: _("whether a crisis followed is left open"),
    }[episode["crisis"]]
    return _("%(met)s; %(after)s") % {"met": met, "after": after}


def reassessment(case: Case, document: Document) -> list[tuple[str, str]]:
    """Party, and how much less it would have to count on, in the same template for each."""
    rows = []
    for side, found in document["reassessment"].items():
        if found["share"] is None:
            text = _("the case names no expectation, so there is nothing to reassess")
        elif found["share"]["mean"] < NOTHING:
            text = _("nothing, on the means; up to %(high)s less in the draws") % {
                "high": numerals.percent(found["share"]["p95"])
            }
        else:
            text = (
                _("%(share)s less of all that it counts on")
                if found["share"]["mean"] < 0.995
                else _("nothing of what it counts on is left (%(share)s)")
            ) % {"share": _whole(found["share"])}
            titles = [naming.title_of(case, name) for name in found["issues"] if name in case.issues]
            if titles:
                text = _("%(text)s, namely on: %(issues)s") % {"text": text, "issues": "; ".join(titles)}
        rows.append((naming.party_name(case, side), text))
    return rows


def who_most(case: Case, document: Document) -> str:
    """Which side has the larger part to reassess, and how surely."""
    found = {side: item for side, item in document["reassessment"].items() if item["most"] is not None}
    if not found:
        return _("Which side has more to reassess cannot be said: the case names expectations of fewer than two sides.")
    most = max(found, key=lambda side: found[side]["most"])
    if found[most]["most"] <= 1.0 / len(found) + 0.05:
        return _("No side has clearly more to reassess than another.")
    return _("Has to give up the largest share of what it counts on: %(party)s (%(often)s).") % {
        "party": naming.party_name(case, most),
        "often": numerals.often(found[most]["most"]),
    }


def crises(found: Document, years: int) -> str:
    """Crises per decade of one course, and what they and the course itself cost over the ``years`` gone through."""
    figure = found["crises_per_decade"]
    mean, low, high = numerals.figures(figure["mean"], figure["p5"], figure["p95"], padded=True)
    text = ngettext(
        "In every ten years %(mean)s crises (%(low)s to %(high)s); at least one crisis in the %(years)s year gone "
        "through: %(often)s.",
        "In every ten years %(mean)s crises (%(low)s to %(high)s); at least one crisis in the %(years)s years gone "
        "through: %(often)s.",
        years,
    ) % {
        "mean": mean,
        "low": low,
        "high": high,
        "years": years,
        "often": numerals.often(found["any_crisis"]),
    }
    if found["share_lost"] is None:
        return text
    lost = ngettext(
        "Lost of what the agreements bring in this %(years)s year: %(lost)s.",
        "Lost of what the agreements bring in these %(years)s years: %(lost)s.",
        years,
    ) % {"years": years, "lost": _whole(found["share_lost"])}
    return f"{text} {lost}"


def difference(item: Document, years: int) -> str:
    """How two courses differ, on the same chances, over the ``years`` gone through."""
    gap = item["crises_per_decade"]
    names = {"of": course_name(item["of"]), "against": course_name(item["against"])}
    if item["crises"]["same"] == 1.0:
        return _("%(of)s against %(against)s: the same crises on every path.") % names
    if gap["error"] is not None and abs(gap["mean"]) <= 3 * gap["error"]:
        lead = _("%(of)s against %(against)s: no difference in crises that stands out from chance.") % names
    else:
        size = {"size": numerals.figure(abs(gap["mean"])), "error": numerals.figure(gap["error"] or 0.0, 1)}
        lead = (
            _("%(of)s against %(against)s: %(size)s (± %(error)s) fewer crises in ten years.") % {**names, **size}
            if gap["mean"] < 0
            else _("%(of)s against %(against)s: %(size)s (± %(error)s) more crises in ten years.") % {**names, **size}
        )
    paths = ngettext(
        "Over the %(years)s year fewer crises on %(better)s of the paths, as many on %(same)s, more on %(worse)s.",
        "Over the %(years)s years fewer crises on %(better)s of the paths, as many on %(same)s, more on %(worse)s.",
        years,
    ) % {"years": years, **{key: numerals.percent(item["crises"][key]) for key in ("better", "same", "worse")}}
    return f"{lead} {paths}"


def _compared(document: Document, of: str, against: str) -> Document:
    for item in document["differences"]:
        if (item["of"], item["against"]) == (of, against):
            return dict(item)
    raise KeyError((of, against))


def bearing(document: Document) -> list[str]:
    """What the numbers bear out of the claim that trimming prepares no confrontation, and what they do not."""
    own = any(item["given"] for item in document["parameters"])
    told = [] if own else [_("All of this follows from the program\u2019s defaults, not from the case.")]
    courses_ = document["courses"]
    hold, trim = (courses_[name]["crises_per_decade"]["mean"] for name in ("hold", "trim"))
    gap = _compared(document, "trim", "hold")
    error = gap["crises_per_decade"]["error"] or 0.0
    if gap["crises"]["same"] == 1.0:
        told.append(_no_crisis_less(document))
    elif abs(gap["crises_per_decade"]["mean"]) <= 3 * error:
        told.append(_("Trimming makes no difference to crises that stands out from chance."))
    elif trim < hold:
        told.append(
            _(
                "Trimming avoids %(share)s of the crises that holding brings; by these numbers the others come all the "
                "same."
            )
            % {"share": numerals.percent(1.0 - trim / hold)}
        )
    else:
        told.append(_("Trimming brings more crises than holding, by the numbers of this case."))
    if courses_["trim"]["share_lost"] is None:
        told.append(_("No agreement is in force, so nothing can be lost; only crises are compared."))
    else:
        told.append(
            ngettext(
                "Of what the agreements bring in the %(years)s year, trimming loses %(trim)s and confrontation "
                "%(confront)s.",
                "Of what the agreements bring in the %(years)s years, trimming loses %(trim)s and confrontation "
                "%(confront)s.",
                document["years"],
            )
            % {
                "years": document["years"],
                **{name: numerals.percent(courses_[name]["share_lost"]["mean"]) for name in ("trim", "confront")},
            }
        )
    told += [
        _("Which course has fewer crises turns on one number: %(parameter)s.")
        % {"parameter": _lower(parameter_means(item["parameter"]))}
        for item in document["sensitivity"]
        if item["flips"] and item["flips"]["crises"]
    ]
    told.append(
        _(
            "Built in: that trimming forgoes no agreement, and that confrontation gives a part of them up. Found: by "
            "how much crises differ, and what that costs."
        )
    )
    return told


def _no_crisis_less(document: Document) -> str:
    """Why crises come as often with trimming as without, where the figures say why."""
    shares = [found["share"] for found in document["reassessment"].values() if found["share"] is not None]
    if all(max(share["mean"], share["p95"]) < NOTHING for share in shares):
        return _("Trimming changes nothing here: on no issue does a side count on more than all can have together.")
    return _("With these parameters, trimming does not change how often crises come.")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _titled(case: Case, item: Document) -> str:
    """A parameter in words, with the side where it is one side's."""
    means = parameter_means(item["parameter"])
    return f"{means} ({naming.party_name(case, item['side'])})" if item["side"] else means


def parameter_value(item: Document) -> str:
    """A parameter's number."""
    low, mid, high = item["p5"], item["median"], item["p95"]
    if high - low < NOTHING:
        return numerals.as_given(mid)
    text = numerals.figures(mid, low, high)
    return _("%(mid)s (%(low)s to %(high)s)") % {"mid": text[0], "low": text[1], "high": text[2]}


def parameter_origin(item: Document) -> str:
    """Where a parameter's number comes from."""
    if item["given"]:
        status = spoken(words.STATUS.get(item["status"] or "", ""))
        cited = phrasing.listed(item["evidence"])
        parts = [part for part in (status, cited, item["note"]) if part]
        return _("given by the case: %(origin)s") % {"origin": "; ".join(parts)} if parts else _("given by the case")
    cited = "; ".join(item["sources"])
    return _("default (%(sources)s)") % {"sources": cited} if cited else _("default (no source)")


def moves(item: Document) -> str:
    """How far the findings move between the parameter's 5th and 95th percentile."""
    if item["low"] is None:
        return _("a single number, so nothing moves")
    low, high = item["low"], item["high"]
    text = _("crises in ten years: Hold %(a)s to %(b)s, Confront %(e)s to %(f)s; Trim less Hold %(c)s to %(d)s") % {
        "a": numerals.figure(low["crises_per_decade"]["hold"]),
        "b": numerals.figure(high["crises_per_decade"]["hold"]),
        "c": _signed(low["trim_less_hold"]),
        "d": _signed(high["trim_less_hold"]),
        "e": numerals.figure(low["crises_per_decade"]["confront"]),
        "f": numerals.figure(high["crises_per_decade"]["confront"]),
    }
    flips = item["flips"]
    if any(flips.values()):
        return _("%(text)s; the order of the courses changes") % {"text": text}
    return _("%(text)s; the order of the courses stays") % {"text": text}


def losses(case: Case, document: Document, party: str) -> list[str]:
    """What a party forgoes under each course, by its leading interests in their units."""
    names = list(document["courses"])
    worst = document["courses"][names[-1]]["losses"][party]
    lines = []
    for interest in words.leading_interests(case, party, {**worst, "points": None}, document["account"]):
        unit = _summed(case.interests[interest].unit) if interest in case.interests else ""
        found = {name: document["courses"][name]["losses"][party]["interests"][interest] for name in names}
        parts = [
            f"{course_name(name)} {numerals.interval(one['mean'], one['p5'], one['p95'], unit)}"
            for name, one in found.items()
        ]
        lines.append(f"{naming.interest_name(case, interest)}: {'; '.join(parts)}")
    if not lines and worst["why"] == "no substance":
        lines.append(_("on the whole the agreements bring it nothing of substance"))
    return lines


def agreements(case: Case, document: Document) -> str:
    """On how many issues an agreement is in force, and why not on the others."""
    listed = document["agreements"]
    text = ngettext(
        "The reference agreement is taken to be in force on %(k)s of %(n)s issue.",
        "The reference agreements are taken to be in force on %(k)s of %(n)s issues.",
        len(listed),
    ) % {"k": sum(item["in_force"] is not None for item in listed), "n": len(listed)}
    reasons = {
        "none": _("no agreement improves on today: %(issues)s"),
        "pays": _("only at the expense of others: %(issues)s"),
        "not named": _("left out by the case: %(issues)s"),
        "ordinal": _("only the order of the states is known: %(issues)s"),
    }
    told = []
    for why, template in reasons.items():
        titles = [naming.title_of(case, item["issue"]) for item in listed if item["why"] == why]
        if titles:
            told.append(template % {"issues": ", ".join(titles)})
    return " ".join((text, _("Not in force:"), f"{'; '.join(told)}.")) if told else text


# --- for a terminal


def courses(case: Case, document: Document, *, width: int = 80, bold: bool = False) -> str:
    """The record, the reassessment, the courses, how they differ, and every parameter.

    Parameters
    ----------
    case : Case
        The case; it gives the names and units.
    document : mapping
        The findings, as ``courses --json`` has them.
    width : int
        Characters on a line.
    bold : bool
        Whether headings are marked for a terminal that shows bold type.
    """
    page = Lines(width, bold)
    _title(page, case, document)
    _record(page, case, document)
    _reassessment(page, case, document)
    _courses(page, case, document)
    _losses(page, case, document)
    _differences(page, document)
    _parameters(page, case, document)
    page.gap()
    page.item(_("Limits"), " ".join(words.limits(case, document)[:2]))
    return page.done()


def _title(page: Lines, case: Case, document: Document) -> None:
    page.heading(f"{naming.case_title(case, document)} [{document['case']['id']}]")
    parts = [
        ngettext("%(n)s year", "%(n)s years", document["years"]) % {"n": document["years"]},
        _("%(draws)s paths of each course, seed %(seed)s")
        % {"draws": numerals.as_given(document["draws"]), "seed": document["seed"]},
        naming.account_name(case, document["account"]),
    ]
    if document["rate"] > 0:
        parts.insert(1, _("later years discounted at %(rate)s a year") % {"rate": numerals.percent(document["rate"])})
    text = "; ".join(parts)
    page.text(f"{text[:1].upper()}{text[1:]}.")
    page.gap()
    page.text(basis(case, document))


def _record(page: Lines, case: Case, document: Document) -> None:
    page.part(_("The record"))
    episodes = document["record"]["episodes"]
    if not episodes:
        page.text(_("The case holds no past episodes."), 2)
        return
    for episode in episodes:
        page.item(f"{when(episode)}, {record.title(case, episode)}", f"{outcome(case, episode)}.", 2)
        for side in dict.fromkeys((*episode["expected"], *episode["got"])):
            page.item(naming.party_name(case, side), _hoped_and_had(case, episode, side), 4)
        if episode["followed"]:
            page.item(_("What followed"), record.followed(case, episode), 4)
    page.gap()
    for text in record_count(case, document):
        page.text(text, 2)
    for name, series in document["events"].items():
        page.item(record.series_title(case, name, series), _series(series), 2)


def _hoped_and_had(case: Case, episode: Document, side: str) -> str:
    hoped = record.reckoning(case, episode, "expected", side) or _("not said")
    had = record.reckoning(case, episode, "got", side) or _("not said")
    return _("counted on: %(hoped)s. Got: %(had)s.") % {"hoped": hoped.rstrip("."), "had": had.rstrip(".")}


def _series(series: Document) -> str:
    return ", ".join(f"{year} {numerals.as_given(value)}" for year, value in series["years"].items())


def _reassessment(page: Lines, case: Case, document: Document) -> None:
    page.part(_("How much less each side would have to count on for all to be met together"))
    for party, text in reassessment(case, document):
        page.item(party, f"{text}.", 2)
    page.text(who_most(case, document), 2)


def _courses(page: Lines, case: Case, document: Document) -> None:
    page.part(_("Three courses"))
    page.text(agreements(case, document), 2)
    for name, found in document["courses"].items():
        page.item(course_name(name), f"{course_means(name)} {crises(found, document['years'])}", 2)


def _losses(page: Lines, case: Case, document: Document) -> None:
    if document["courses"]["hold"]["share_lost"] is None:
        return
    interval = {"percent": numerals.percent(0.9)}
    page.part(
        _("What each party forgoes, added up over the years: mean (%(percent)s interval); minus, spared") % interval
    )
    for party in document["courses"]["hold"]["losses"]:
        lines = losses(case, document, party)
        if lines:
            page.label(naming.party_name(case, party), 2)
            for line in lines:
                page.lines += page._wrapped(line, "    ", "      ")


def _differences(page: Lines, document: Document) -> None:
    page.part(_("Compared on the same chances"))
    for item in document["differences"]:
        page.text(difference(item, document["years"]), 2)
    page.part(_("What these numbers bear out, and what they do not"))
    for text in bearing(document):
        page.item("-", text, 2)


def _parameters(page: Lines, case: Case, document: Document) -> None:
    page.part(_("Every parameter, none of them a fact: value, origin, and how far the findings move with it"))
    for item, moved in zip(document["parameters"], document["sensitivity"], strict=True):
        page.item(_titled(case, item), f"{parameter_value(item)}; {parameter_origin(item)}; {moves(moved)}.", 2)


# --- for a page


def section(case: Case, document: Document) -> Markup:
    """The courses as a section of a page: timeline, tables, charts."""
    return Markup(
        environment().get_template("courses.html.jinja").render(page=_Section(case, document), document=document)
    )


class _Section:
    """What the template asks for; every method returns words or rows."""

    def __init__(self, case: Case, document: Document) -> None:
        self.case, self.document = case, document
        self._labels: Counter[str] = Counter()

    def unique(self, label: str) -> str:
        self._labels[label] += 1
        return label if self._labels[label] == 1 else f"{label} ({self._labels[label]})"

    def party(self, party: str) -> str:
        return naming.party_name(self.case, party)

    def episodes(self) -> list[dict[str, Any]]:
        rows = []
        for episode in self.document["record"]["episodes"]:
            sides = dict.fromkeys((*episode["expected"], *episode["got"]))
            rows.append(
                {
                    "when": when(episode),
                    "title": record.title(self.case, episode),
                    "outcome": outcome(self.case, episode),
                    "followed": record.followed(self.case, episode),
                    "status": spoken(words.STATUS.get(episode["status"] or "", "")),
                    "note": record.note(self.case, episode),
                    "sources": [
                        self.case.evidence[name].title for name in episode["evidence"] if name in self.case.evidence
                    ],
                    "sides": [
                        (
                            self.party(side),
                            record.reckoning(self.case, episode, "expected", side),
                            record.reckoning(self.case, episode, "got", side),
                        )
                        for side in sides
                    ],
                }
            )
        return rows

    def basis(self) -> str:
        return basis(self.case, self.document)

    def counts(self) -> list[str]:
        return record_count(self.case, self.document)

    def timeline(self) -> Markup:
        return timeline(self.case, self.document, "courses-timeline")

    def yearly(self) -> Markup:
        return yearly(self.document, "courses-yearly")

    def yearly_rows(self) -> list[tuple[int, list[str]]]:
        found = [item["yearly"]["in_force"] for item in self.document["courses"].values()]
        return [(year + 1, [numerals.percent(one[year]) for one in found]) for year in range(self.document["years"])]

    def series(self) -> list[dict[str, Any]]:
        return [
            {
                "title": record.series_title(self.case, name, series),
                "unit": record.series_unit(self.case, series),
                "note": record.series_note(self.case, name, series),
                "years": [(year, numerals.as_given(value)) for year, value in series["years"].items()],
            }
            for name, series in self.document["events"].items()
        ]

    def reassessment(self) -> list[tuple[str, str]]:
        return reassessment(self.case, self.document)

    def who_most(self) -> str:
        return who_most(self.case, self.document)

    def agreements(self) -> str:
        return agreements(self.case, self.document)

    def courses(self) -> list[tuple[str, str, str]]:
        years = self.document["years"]
        return [
            (course_name(name), course_means(name), crises(one, years))
            for name, one in self.document["courses"].items()
        ]

    def losses(self) -> list[tuple[str, list[str]]]:
        if self.document["courses"]["hold"]["share_lost"] is None:
            return []
        rows = [
            (self.party(party), losses(self.case, self.document, party))
            for party in self.document["courses"]["hold"]["losses"]
        ]
        return [(party, lines) for party, lines in rows if lines]

    def differences(self) -> list[str]:
        return [difference(item, self.document["years"]) for item in self.document["differences"]]

    def bearing(self) -> list[str]:
        return bearing(self.document)

    def parameters(self) -> list[dict[str, str]]:
        rows = []
        for item, moved in zip(self.document["parameters"], self.document["sensitivity"], strict=True):
            rows.append(
                {
                    "name": _titled(self.case, item),
                    "value": parameter_value(item),
                    "origin": parameter_origin(item),
                    "caveat": "" if item["given"] else parameter_caveat(item["parameter"]),
                    "moves": moves(moved),
                }
            )
        return rows


# --- charts

_ROW, _TOP, _SERIES, _LINE = 40, 22, 78, 48
"""Heights of the timeline in pixels; characters of a title that fit into one line on a telephone."""


def timeline(case: Case, document: Document, name: str) -> Markup:
    """Episodes as bars over the years, a diamond where a crisis followed; yearly scores below, each on its own scale.

    A hollow bar: expectations were not met. Every figure stands in the table beside it.
    """
    episodes, events = document["record"]["episodes"], document["events"]
    moments = [_year(episode[key]) for episode in episodes for key in ("from", "to") if episode[key] is not None]
    moments += [float(year) for series in events.values() for year in series["years"]]
    if not moments:
        return Markup("")
    last = _year(document["case"]["as of"][:7]) if document["case"].get("as of") else max(moments)
    first, last = min(moments), max(*moments, last)
    span = max(last - first, 1.0)

    def at(moment: float) -> float:
        return 3.0 + 94.0 * (moment - first) / span

    body = [_axis(first, last, at, _TOP + _ROW * len(episodes) + _SERIES * len(events))]
    for row, episode in enumerate(episodes):
        end = last if episode["to"] is None else _year(episode["to"]) + (1.0 if len(episode["to"]) == 4 else 1 / 12)
        body.append(_bar(case, episode, at(_year(episode["from"])), at(min(end, last)), _TOP + _ROW * row))
    for row, (scores, series) in enumerate(events.items()):
        title = record.series_title(case, scores, series)
        body.append(_scores(title, series["years"], at, _TOP + _ROW * len(episodes) + _SERIES * row))
    told = "; ".join(
        f"{when(episode)}: {record.title(case, episode)}, {outcome(case, episode)}" for episode in episodes
    )
    height = _TOP + _ROW * len(episodes) + _SERIES * len(events) + 6
    return svg("timeline", height, body, _("The record of the relationship"), f"{told}.", name)


def _year(moment: str) -> float:
    year, _dash, month = moment.partition("-")
    return float(year) + ((int(month[:2]) - 1) / 12 if month else 0.0)


def _axis(first: float, last: float, at: Callable[[float], float], height: int) -> str:
    step = next((size for size in (1, 2, 5, 10, 20, 50, 100) if (last - first) / size <= 8), 200)
    marks = []
    year = int(-(-first // step) * step)
    while year <= last:
        x = per_cent(at(year))
        marks.append(f'<line x1="{x}" x2="{x}" y1="16" y2="{height}" class="axis"/><text x="{x}" y="12">{year}</text>')
        year += step
    return "".join(marks)


def _bar(case: Case, episode: Document, start: float, stop: float, top: int) -> str:
    hollow = bool(episode["unmet"])
    label = textwrap.shorten(record.title(case, episode), 44, placeholder="…")
    right = 100.0 - start < min(stop, 75.0)  # the label goes to where there is more room
    x, anchor = (stop, "end") if right else (start, "start")
    wide = per_cent(max(stop - start, 0.8))
    look = 'class="unmet" fill="none" stroke="currentColor"' if hollow else 'class="forgone"'
    parts = [
        f'<text x="{per_cent(x)}" y="{top + 14}" class="{anchor}">{escape(label)}</text>',
        f'<rect x="{per_cent(start)}" y="{top + 20}" width="{wide}" height="10" {look}/>',
    ]
    if episode["crisis"]:
        parts.append(
            f'<svg x="{per_cent(stop)}" y="{top + 25}" class="mark">'
            '<path d="M0 -7 7 0 0 7 -7 0z" class="m-believed"/></svg>'
        )
    return "".join(parts)


def _scores(title: str, years: Mapping[str, float], at: Callable[[float], float], top: int) -> str:
    """Yearly scores as points joined where years follow each other."""
    most = max((abs(value) for value in years.values()), default=0.0) or 1.0
    low = min(0.0, *years.values())
    scale = (most - low) or 1.0
    points = [(float(year), top + 70 - 34 * (value - low) / scale) for year, value in years.items()]
    lines = textwrap.wrap(title, _LINE, max_lines=2, placeholder="…")
    parts = [
        f'<text x="3%" y="{top + 28 - 14 * (len(lines) - row)}" class="start">{escape(line)}</text>'
        for row, line in enumerate(lines, 1)
    ]
    for (year, y), (later, z) in pairwise(points):
        if later - year <= 1:
            parts.append(
                f'<line x1="{per_cent(at(year))}" x2="{per_cent(at(later))}" y1="{y:.1f}" y2="{z:.1f}" '
                'class="whisker"/>'
            )
    parts += [f'<circle cx="{per_cent(at(year))}" cy="{y:.1f}" r="2.5" class="m-base"/>' for year, y in points]
    return "".join(parts)


_DASHES = {"hold": "", "trim": "6 3", "confront": "2 3"}


def yearly(document: Document, name: str) -> Markup:
    """Share of the agreements in force, year by year, a line for each course."""
    years: int = document["years"]

    def at(year: int) -> float:
        return 2.0 + 84.0 * year / max(years - 1, 1)

    def high(share: float) -> float:
        return 150.0 - 136.0 * min(max(share, 0.0), 1.0)

    body = [
        f'<line x1="2%" x2="86%" y1="{high(part):.1f}" y2="{high(part):.1f}" class="axis"/>' for part in (0.0, 0.5, 1.0)
    ]
    told = []
    labels = _spread([high(found["yearly"]["in_force"][-1]) for found in document["courses"].values()])
    for (course, found), place in zip(document["courses"].items(), labels, strict=True):
        shares: Sequence[float] = found["yearly"]["in_force"]
        dash = f' stroke-dasharray="{_DASHES[course]}"' if _DASHES.get(course) else ""
        body += [
            f'<line x1="{per_cent(at(year))}" x2="{per_cent(at(year + 1))}" y1="{high(shares[year]):.1f}" '
            f'y2="{high(shares[year + 1]):.1f}" class="whisker"{dash}/>'
            for year in range(years - 1)
        ]
        body.append(f'<text x="87%" y="{place + 4:.1f}" class="start">{escape(course_name(course))}</text>')
        told.append(
            _("%(course)s: %(first)s in the first year, %(last)s in the last")
            % {
                "course": course_name(course),
                "first": numerals.percent(shares[0]),
                "last": numerals.percent(shares[-1]),
            }
        )
    title = _("Share of the agreements in force, year by year")
    return svg("courses", 160, body, title, f"{'; '.join(told)}.", name)


def _spread(places: Iterable[float], least: float = 15.0) -> list[float]:
    """Places for labels, moved apart where they would lie over each other; the order stays."""
    found = list(places)
    order = sorted(range(len(found)), key=found.__getitem__)
    for above, below in pairwise(order):
        found[below] = max(found[below], found[above] + least)
    return found

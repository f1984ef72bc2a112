"""What the numbers of a study do to each claim of the commentary.

A finding is worked out from the study's document every time it is printed: sentences with its numbers, and a verdict by
the rule that readers find beside it (`verdicts`). No number is typed here but the thresholds: `COUNTS`, the share of a
side's own loss from which on a cause counts, and `HALF` (“usually”, “most”).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from evenhand_site.cases.findings import NO_REASON, NOTHING, Findings
from evenhand_site.cases.verdicts import Verdict
from evenhand_site.cases.wording import Shown, Table, Wording, causes, interval, number, often, percent

__all__ = ["WEIGHED", "Finding"]

COUNTS = 0.05
HALF = 0.5
RUSSIA, AMERICA = "ru", "us"  # some claims speak of one side; they are weighed for the parties of these ids
TRADE, ARMS = "trade-investment", "strategic-reductions"


@dataclass(frozen=True)
class Finding:
    """What a study says about a claim."""

    verdict: Verdict
    shown: Shown


def benefits(found: Findings, say: Wording) -> Finding:
    common = [issue for issue in found.unnecessary if all(found.loss(issue, side) > NOTHING for side in issue["sides"])]
    told = [
        _unnecessary(found),
        _("Issues among them on which every side loses: %(count)d.") % {"count": len(common)},
        _("The table adds up what each side forgoes over all issues, in natural units. Whether seeing this mends "
          "anything is not for a case to show."),
    ]  # fmt: skip
    rows = [
        [say.party(side), say.interest(name), say.unit(name), number(amount)]
        for side in found.sides
        for name, amount in found.summed(side).items()
    ]
    heads = [pgettext("dispute", "Side"), pgettext("dispute", "Interest"), _("Unit"), _("Mean, all issues")]
    return Finding(
        Verdict.BORNE_OUT if common else Verdict.NOT,
        Shown(told, Table(_("What each side forgoes, added up over the issues"), heads, rows)),
    )


def trimming(found: Findings, say: Wording) -> Finding:
    shares = {side: found.trimmed(side) for side in found.sides}
    known = {side: share for side, share in shares.items() if share is not None}
    unfit = [issue for issue in found.issues if (issue.get("expectations") or {}).get("jointly_feasible") is False]
    expecting = [issue for issue in found.issues if issue.get("expectations")]
    told = [
        _("Issues on which a side counts on a gain: %(count)d.") % {"count": len(expecting)},
        _("Issues among them on which what the sides count on cannot be had together: %(count)d.")
        % {"count": len(unfit)},
    ]
    rows = []
    for side, share in known.items():
        counted = found.expecting(side)
        cut = sum(trim > NOTHING for _expected, trim in counted.values())
        rows.append([say.party(side), str(len(counted)), str(cut), percent(share)])
    uneven = len(known) > 1 and max(known.values()) - min(known.values()) >= COUNTS
    most = max(known, key=lambda side: known[side], default="")
    if uneven:
        told.append(
            _("For their expectations to fit together, the side that would have to give up the larger share of what it "
              "counts on is: %(party)s.") % {"party": say.party(most)}
        )  # fmt: skip
    heads = [
        pgettext("dispute", "Side"),
        _("Issues on which it counts on a gain"),
        _("Of these, issues on which it would give some up"),
        _("Share of all it counts on that it would give up"),
    ]
    said = [bool(unfit and uneven and most == RUSSIA), _record(found, told), _over_years(found, told)]
    return Finding(
        Verdict.BORNE_OUT if all(said) else Verdict.PARTLY if any(said) else Verdict.NOT,
        Shown(told, Table(_("Expectations and what would make them fit together"), heads, rows)),
    )


def _record(found: Findings, told: list[str]) -> bool:
    """Whether in the case's record crises followed unmet expectations more often than met ones; told in words."""
    counts = found.record
    if not counts:
        return False
    unmet, met = counts["unmet"], counts["met"]
    told.append(
        _("Past episodes in the case in which a side did not get what it had counted on: %(count)d; a crisis followed "
          "in %(crises)d. Episodes in which every side did: %(met)d; a crisis followed in %(after)d. So few episodes, "
          "chosen by the authors, illustrate and prove nothing.")
        % {"count": unmet["episodes"], "crises": unmet["crisis"], "met": met["episodes"], "after": met["crisis"]}
    )  # fmt: skip
    rates = [each["crisis"] / each["episodes"] if each["episodes"] else None for each in (unmet, met)]
    return rates[0] is not None and rates[0] > (rates[1] or 0.0)


def _over_years(found: Findings, told: list[str]) -> bool:
    """Whether trimming avoids a twentieth of the crises, and confronting has more; told in words."""
    crises = found.crises
    if not crises:
        return False
    if not found.own_parameters:
        told.append(
            _("The case gives no number on how crises come. What follows of crises comes from the program's defaults "
              "and shows only how the model works.")
        )  # fmt: skip
    told.append(
        _("Crises in every ten years, on average over the draws, if the agreements are kept in force and the sides "
          "hold on to what they count on: %(hold)s; if they trim it: %(trim)s; if they confront: %(confront)s.")
        % {course: number(value) for course, value in crises.items()}
    )  # fmt: skip
    if found.own_parameters:
        told.append(
            _("Some parameters behind this are the case's own; the others are the program's defaults, as the chapter "
              "on expectations over time lists them.")
        )  # fmt: skip
    return crises["trim"] <= (1 - COUNTS) * crises["hold"] and crises["confront"] > crises["hold"]


def two_benefits(found: Findings, say: Wording) -> Finding:
    chosen = [issue for issue in (found.issue(TRADE), found.issue(ARMS)) if issue]
    if not chosen:
        return Finding(Verdict.OPEN, Shown([_("The case has no issue of trade or of arms reductions to be asked.")]))
    parts = {side: sum(found.portions(side).get(issue["id"], 0.0) for issue in chosen) for side in found.sides}
    told = [
        _("Taken together, the issues %(issues)s make up of each side's own unnecessary losses: %(shares)s. The rest "
          "lies on other issues.")
        % {"issues": say.issues(chosen), "shares": say.by_side({side: percent(part) for side, part in parts.items()})},
    ]  # fmt: skip
    rows = [
        [say.issue(issue), say.party(side), say.interest(name), say.unit(name), *interval(item)]
        for issue in chosen
        for side in issue["sides"]
        for name, item in found.amounts(issue, side).items()
    ]
    heads = [
        pgettext("dispute", "Issue"),
        pgettext("dispute", "Side"),
        pgettext("dispute", "Interest"),
        _("Unit"),
        _("Mean"),
        _("Nine draws in ten"),
    ]
    told += [
        _("Of the investment that the issue %(issues)s is about, the long-term part would be %(without)s of what could "
          "go ahead at today's legal safety, and %(with)s with the safety that the agreement brings (means of the "
          "benefit model).")
        % {"issues": say.issues([issue] if issue else []), "without": percent(before), "with": percent(after)}
        for issue, before, after in found.long_term
    ]  # fmt: skip
    least = min(parts.values())
    verdict = Verdict.BORNE_OUT if least >= HALF else Verdict.PARTLY if least > NOTHING else Verdict.NOT
    return Finding(verdict, Shown(told, Table(_("What is forgone on trade and on arms"), heads, rows)))


def enemy(found: Findings, say: Wording) -> Finding:
    finding = _share_of(
        found, say, "private interest",
        _("Issues on which private interests, among them the use of an adversary at home, make up a twentieth or more "
          "of some side's own loss: %(count)d of %(total)d with a loss."),
    )  # fmt: skip
    arms = found.issue(ARMS)
    if arms is None:
        return Finding(_at_most_partly(finding.verdict), finding.shown)
    shares = {side: found.share(arms, side, "private interest") for side in arms["sides"]}
    told = [
        *finding.shown.words,
        _("On the issue closest to the claim, %(issues)s, their share is: %(shares)s.")
        % {"issues": say.issues([arms]), "shares": say.by_side({side: percent(x) for side, x in shares.items()})},
    ]
    counts = max(shares.values(), default=0.0) >= COUNTS
    return Finding(Verdict.BORNE_OUT if counts else _at_most_partly(finding.verdict), Shown(told, finding.shown.table))


def ratification(found: Findings, say: Wording) -> Finding:
    finding = _share_of(
        found, say, "ratification",
        _("Issues on which the consent needed at home makes up a twentieth or more of some side's own loss: %(count)d "
          "of %(total)d with a loss."),
    )  # fmt: skip
    told = [*finding.shown.words, *_in_keys(found, "ratification"),
            _("Each issue is judged by itself: no gain in one is set against a loss in another.")]  # fmt: skip
    packages = found.packages
    if packages:
        told.append(
            _("If the sides did set gains in one issue against losses in another, package deals of two issues that "
              "neither issue offers by itself: %(count)d, among %(total)d pairs of issues.")
            % {"count": packages["found"], "total": packages["combinations"]}
        )  # fmt: skip
    alone = bool(packages) and not packages["found"]
    return Finding(finding.verdict if alone else _at_most_partly(finding.verdict), Shown(told, finding.shown.table))


def persuasion(found: Findings, say: Wording) -> Finding:
    alone, part, keyed = _keyed(found, "misperception")
    told = _in_keys(found, "misperception")
    refused = found.refused
    won = sum(bool(side["sets"]) for side in refused)
    if refused:
        told += [
            _("Consents to an agreement that are refused today, counted by issue and side: %(count)d. Of these, won "
              "by correcting what the side misjudges and by nothing else: %(won)d. If others' consent, trust and "
              "ratification were not in the way, the corrections would win: %(alone)d.")
            % {"count": len(refused), "won": won, "alone": sum(bool(side["sets_alone"]) for side in refused)},
            _("By comparison, refusals that some penalty on today's state would overcome: %(penalty)d; that some "
              "reward would: %(reward)d.")
            % {kind: sum(_some(side, kind) for side in refused) for kind in ("penalty", "reward")},
        ]  # fmt: skip
    most = (keyed and alone >= HALF * keyed) or (refused and won >= HALF * len(refused))
    verdict = Verdict.BORNE_OUT if most else Verdict.PARTLY if part or won else Verdict.NOT
    return Finding(verdict, Shown(told, _share_table(found, say, "misperception")))


def _some(side: Mapping[str, Any], kind: str) -> bool:
    """Whether a penalty or a reward of some size makes a side accept."""
    return (side.get(kind) or {}).get("smallest") is not None


def by_default(found: Findings, say: Wording) -> Finding:
    lossy = found.with_loss
    shared = [issue for issue in lossy if all(found.loss(issue, side) > NOTHING for side in issue["sides"])]
    others = {issue["id"]: found.losing_bystanders(issue) for issue in lossy}
    hit = [issue for issue in lossy if others[issue["id"]]]
    told = [
        _("Issues with a loss: %(count)d.") % {"count": len(lossy)},
        _("Issues among them on which every side loses: %(count)d.") % {"count": len(shared)},
        _("Issues among them on which somebody who is no side loses: %(count)d.") % {"count": len(hit)},
    ]
    rows = [[say.issue(issue), "; ".join(map(say.party, others[issue["id"]]))] for issue in hit]
    most = bool(lossy) and len(hit) >= HALF * len(lossy)
    verdict = Verdict.BORNE_OUT if most and shared == lossy else Verdict.PARTLY if shared else Verdict.NOT
    return Finding(
        verdict,
        Shown(
            told,
            Table(_("Who else loses today"), [pgettext("dispute", "Issue"), _("Others who forgo something")], rows),
        ),
    )


def no_good_reason(found: Findings, say: Wording) -> Finding:

    def unexplained(issue: Mapping[str, Any]) -> bool:
        return any(found.share(issue, side, NO_REASON) >= COUNTS for side in issue["sides"])

    without = [issue for issue in found.unnecessary if unexplained(issue)]
    at_cost = [issue for issue in found.with_loss if issue not in found.unnecessary and unexplained(issue)]
    free = {issue["id"]: found.free_moves(issue) for issue in found.unnecessary}
    moves = [issue for issue in found.unnecessary if free[issue["id"]]]
    told = [
        _unnecessary(found),
        _("Issues among them for which the case states no reason for a twentieth of a side's loss or more: %(count)d. "
          "On the others, causes account for it.")
        % {"count": len(without)},
    ]  # fmt: skip
    if without:
        told.append(_("No reason is stated for: %(issues)s.") % {"issues": say.issues(without)})
    if at_cost:
        told.append(
            _("No reason is stated, either, where others would pay for an improvement: %(issues)s.")
            % {"issues": say.issues(at_cost)}
        )
    told.append(
        _("Issues among them on which a side would gain by changing its own stance alone, at no other's cost and "
          "whatever the others do: %(count)d. There, too, opposing each other serves nothing of substance.")
        % {"count": len(moves)}
    )  # fmt: skip
    rows = [[say.issue(issue), "; ".join(map(say.party, free[issue["id"]]))] for issue in moves]
    heads = [pgettext("dispute", "Issue"), _("Who would gain by moving alone")]
    verdict = Verdict.BORNE_OUT if without else Verdict.PARTLY if moves else Verdict.NOT
    return Finding(verdict, Shown(told, Table(_("Moves that need nobody else"), heads, rows) if rows else None))


def readings(found: Findings, say: Wording) -> Finding:
    pairs = [(by, about) for by in found.sides for about in found.sides if by != about]
    counts = {pair: found.misread(*pair) for pair in pairs}
    told = [
        _("An issue is counted where a side's view of what the agreement is worth to the other differs from that one's "
          "own account by a twentieth or more of the larger."),
        _("Issues with a loss, which are compared: %(count)d.") % {"count": len(found.with_loss)},
    ]  # fmt: skip
    rows = [[say.party(by), say.party(about), str(len(counts[by, about]))] for by, about in pairs]
    heads = [_("Who reads"), _("Whose interests"), _("Issues on which the readings differ")]
    return Finding(
        Verdict.BORNE_OUT if any(counts[pair] for pair in pairs if pair[1] == RUSSIA) else Verdict.NOT,
        Shown(told, Table(_("How the sides read each other"), heads, rows)),
    )


def attachment(found: Findings, say: Wording) -> Finding:
    finding = _share_of(
        found, say, "attachment",
        _("Issues on which attachment to what exists, with fear of the uncertain, makes up a twentieth or more of some "
          "side's own loss: %(count)d of %(total)d with a loss."),
    )  # fmt: skip
    helps = [
        issue
        for issue in found.with_loss
        if any(found.share(issue, s, "attachment") <= -COUNTS for s in issue["sides"])
    ]
    told = list(finding.shown.words)
    if helps:
        told.append(
            _("It works the other way, and makes a side readier to agree, on: %(issues)s.")
            % {"issues": say.issues(helps)}
        )
    return Finding(_at_most_partly(finding.verdict), Shown(told, finding.shown.table))


def status(found: Findings, say: Wording) -> Finding:
    lossy = [issue for issue in found.with_loss if _locked(found.keys(issue))]
    needed = [issue for issue in lossy if all("standing" in key["remove"] for key in found.keys(issue))]
    somewhere = [issue for issue in lossy if any("standing" in key["remove"] for key in found.keys(issue))]
    aside = [issue for issue in found.unnecessary if found.standing_set_aside(issue)]
    told = [
        *_in_keys(found, "standing"),
        _("Issues among them that nothing unlocks unless rank and respect are set aside: %(count)d.")
        % {"count": len(needed)},
    ]
    if needed:
        told.append(
            _("They are: %(issues)s. There, by these numbers, the matter is about status.")
            % {"issues": say.issues(needed)}
        )
    if aside:
        told.append(_("The loss is one only if standing is set aside on: %(issues)s.") % {"issues": say.issues(aside)})
    verdict = (
        Verdict.NOT
        if lossy and len(needed) >= HALF * len(lossy)
        else Verdict.PARTLY
        if somewhere
        else Verdict.BORNE_OUT
    )
    return Finding(verdict, Shown(told, _share_table(found, say, "standing")))


def limited(found: Findings, say: Wording) -> Finding:
    few = 3
    portions = {side: found.portions(side) for side in found.sides}
    top = {side: sum(list(parts.values())[:few]) for side, parts in portions.items()}
    told = [
        _unnecessary(found),
        _("What the three largest of them make up of each side's own losses: %(shares)s.")
        % {"shares": say.by_side({side: percent(part) for side, part in top.items()})},
    ]
    rows = []
    for issue in found.unnecessary:
        surest = next(iter(found.keys(issue)), None)
        key = "–" if surest is None else causes(surest["remove"])
        sure = "–" if surest is None else often(surest.get("probability"))
        rows.append(
            [say.issue(issue), *(percent(portions[side].get(issue["id"], 0.0)) for side in found.sides), key, sure]
        )
    heads = [
        pgettext("dispute", "Issue"),
        *(_("Share of own losses: %(party)s") % {"party": say.party(side)} for side in found.sides),
        _("Surest key"),
        _("How often it unlocks the issue"),
    ]
    agenda, reach = found.agenda
    if agenda:
        told += [
            _("The best agenda of at most three issues, each acceptable by itself and at nobody else's cost: "
              "%(issues)s. It brings each side, of its own losses on all issues that could stand on an agenda: "
              "%(shares)s.")
            % {
                "issues": say.issues(agenda),
                "shares": say.by_side({side: percent(part) for side, part in reach.items()}),
            }
        ]  # fmt: skip
        top = dict(reach)
    enough = bool(top) and min(top.values()) >= HALF
    return Finding(
        Verdict.BORNE_OUT if enough else Verdict.PARTLY if found.unnecessary else Verdict.NOT,
        Shown(
            told,
            Table(_("The issues on which something is lost that could be had at nobody else's expense"), heads, rows),
        ),
    )


def impartial(found: Findings, say: Wording) -> Finding:
    ground = [issue for issue in found.issues if issue.get("common_ground")]
    kinds = [issue for issue in found.issues if (issue.get("holds_in_all_accounts") or {}).get("kind")]
    told = [
        _("Issues on which some state leaves every side as well off as today and one better off, whichever side's "
          "account is believed, while nobody else pays: %(count)d of %(total)d.")
        % {"count": len(ground), "total": len(found.issues)},
        _("Issues on whose kind all accounts agree: %(count)d. On the others the findings are those of the case's base "
          "account and stand or fall with it.") % {"count": len(kinds)},
        _("Whether it would be easy to get there is another question: the keys under claim 12 show what stands in the "
          "way."),
    ]  # fmt: skip
    rows = []
    for issue in ground:
        surest = max(issue["common_ground"], key=lambda item: item.get("probability") or 0.0)
        rows.append([say.issue(issue), say.state(issue, surest["stances"]), often(surest.get("probability"))])
    heads = [pgettext("dispute", "Issue"), _("Surest state"), _("How often in the draws")]
    return Finding(
        Verdict.BORNE_OUT
        if ground and len(ground) >= HALF * len(found.issues)
        else Verdict.PARTLY
        if ground
        else Verdict.NOT,
        Shown(told, Table(_("Common ground of all accounts"), heads, rows) if rows else None),
    )


def leverage(found: Findings, say: Wording) -> Finding:
    if not found.threats:
        return Finding(Verdict.OPEN, Shown([_("The study has no chapter on leverage.")]))
    told = [
        _("A threat to withhold cooperation on one issue unless the other side yields on another gives leverage where "
          "carrying it out would cost the threatened side more than yielding, and the side that threatens less than "
          "the yielding would bring it."),
    ]  # fmt: skip
    rows = []
    for item in found.threats:
        asked = _asked(item)
        rows.append([say.party(item["by"]), say.party(item["on"]),
                     *map(str, (asked, item["leverage"], item["usual"], item["in_all_accounts"]))])  # fmt: skip
    heads = [
        _("Who threatens"),
        _("Whom"),
        _("Pairs of issues with a threat and a demand"),
        _("With leverage, on the means"),
        _("In most draws"),
        _("By every account"),
    ]
    against = [item for item in found.threats if item["on"] == AMERICA]
    usual, pairs = sum(item["usual"] for item in against), sum(map(_asked, against))
    verdict = Verdict.BORNE_OUT if not usual else Verdict.NOT if usual >= HALF * pairs else Verdict.PARTLY
    return Finding(
        verdict if against else Verdict.OPEN,
        Shown(told, Table(_("Whose threats would work, and on whom"), heads, rows)),
    )


def _asked(item: Mapping[str, Any]) -> int:
    return int(item["pairs"] - item["no demand"] - item["no threat"])


WEIGHED = (
    benefits,
    trimming,
    two_benefits,
    enemy,
    ratification,
    persuasion,
    by_default,
    no_good_reason,
    readings,
    attachment,
    status,
    limited,
    impartial,
    leverage,
)
"""Who weighs each claim, in the order of the claims and of their rules in `verdicts`."""


def _share_of(found: Findings, say: Wording, cause: str, sentence: str) -> Finding:
    """A cause's shares: borne out where it counts on most issues with a loss, in part where on some."""
    counts = _counting(found, cause)
    total = len(found.with_loss)
    verdict = Verdict.NOT if not counts else Verdict.BORNE_OUT if len(counts) >= HALF * total else Verdict.PARTLY
    told = [
        sentence % {"count": len(counts), "total": total},
        _("A cause is counted wherever it is at work; whose it is, the shares do not tell."),
    ]
    return Finding(verdict, Shown(told, _share_table(found, say, cause)))


def _at_most_partly(verdict: Verdict) -> Verdict:
    return Verdict.PARTLY if verdict is Verdict.BORNE_OUT else verdict


def _counting(found: Findings, cause: str) -> list[Mapping[str, Any]]:
    """Issues with a loss on which a cause makes up a twentieth or more of a side's own loss."""
    return [issue for issue in found.with_loss if any(found.share(issue, s, cause) >= COUNTS for s in issue["sides"])]


def _share_table(found: Findings, say: Wording, cause: str) -> Table | None:
    rows = [
        [say.issue(issue), *(percent(found.share(issue, side, cause)) for side in found.sides)]
        for issue in _counting(found, cause)
    ]
    caption = _("Share of each side's own loss: %(cause)s") % {"cause": causes([cause])}
    return (
        Table(caption, [pgettext("dispute", "Issue"), *(say.party(side) for side in found.sides)], rows)
        if rows
        else None
    )


def _keyed(found: Findings, cause: str) -> tuple[int, int, int]:
    """On how many issues a cause is a key by itself, on how many it belongs to one, and how many are locked at all."""
    keys = [found.keys(issue) for issue in found.with_loss]
    locked = [sets for sets in keys if _locked(sets)]
    alone = sum(any(key["remove"] == [cause] for key in sets) for sets in locked)
    part = sum(any(cause in key["remove"] for key in sets) for sets in locked)
    return alone, part, len(locked)


def _locked(sets: Sequence[Mapping[str, Any]]) -> bool:
    return bool(sets) and all(key["remove"] for key in sets)


def _in_keys(found: Findings, cause: str) -> list[str]:
    alone, part, locked = _keyed(found, cause)
    return [
        _("Issues that causes keep locked: %(count)d.") % {"count": locked},
        _("Issues among them on which taking this cause away (%(cause)s) belongs to a key: %(count)d.")
        % {"cause": causes([cause]), "count": part},
        _("Issues among them on which it is a key by itself: %(count)d.") % {"count": alone},
    ]


def _unnecessary(found: Findings) -> str:
    return _("Issues on which something is lost that nobody else would have to pay for: %(count)d of %(total)d.") % {
        "count": len(found.unnecessary), "total": len(found.issues),
    }  # fmt: skip

"""What a text can show of an issue: loss, causes, keys and so on, each as sentences and a table.

Every function takes the words for a study and an issue of its document, and speaks of each side in the same words, in
the order of the case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from evenhand.report import words
from evenhand.report.phrasing import sentence
from evenhand_site.cases.findings import NO_REASON, NOTHING
from evenhand_site.cases.wording import (
    Shown,
    Table,
    Wording,
    cause,
    causes,
    interval,
    kind,
    number,
    often,
    percent,
)  # fmt: skip

__all__ = ["OF_CASE", "SHOWS", "headline", "show"]

Issue = Mapping[str, Any]


def show(what: str, wording: Wording, issue: Issue | None = None) -> Shown:
    """The part of the findings that is called ``what``: of an issue (a key of `SHOWS`), of the case (of `OF_CASE`).

    Raises
    ------
    KeyError
        If nothing is called so, or no issue is given for what is shown of issues.
    """
    if what in OF_CASE:
        return OF_CASE[what][1](wording)
    if issue is None:
        raise KeyError(what)
    return SHOWS[what][1](wording, issue)


def headline(what: str, wording: Wording, case: str, issue: Issue | None = None) -> str:
    """What a figure shows and of what, in one line; ``case`` is the name of the case, named where no issue is."""
    label = (OF_CASE if what in OF_CASE else SHOWS)[what][0]
    named = case if what in OF_CASE or issue is None else wording.issue(issue)
    return _("%(title)s: %(what)s") % {"title": named, "what": label}


def overview(wording: Wording) -> Shown:
    """Every issue of the case: what it is, what it makes up of each side's own losses, and what would unlock it."""
    found = wording.findings
    portions = {side: found.portions(side) for side in found.sides}
    rows = []
    for issue in found.issues:
        surest = next((key for key in found.keys(issue) if key["remove"]), None)
        shares = [portions[side].get(issue["id"]) for side in found.sides]
        rows.append(
            [
                wording.issue(issue),
                kind(found.base(issue)["kind"]),
                *("–" if share is None else percent(share) for share in shares),
                f"{causes(surest['remove'])}: {often(surest.get('probability'))}" if surest else "–",
            ]
        )
    told = [
        _("Issues on which something is lost that nobody else would have to pay for: %(count)d of %(total)d.")
        % {"count": len(found.unnecessary), "total": len(found.issues)},
        _(
            "Shares are of one side's own losses on these issues and cannot be compared with the other side's. A key "
            "is a smallest set of causes whose removal brings the sides to an improvement; the surest one is named."
        ),
    ]
    shares_of = [_("Share of own losses: %(party)s") % {"party": wording.party(side)} for side in found.sides]
    heads = [pgettext("dispute", "Issue"), _("What it is"), *shares_of, _("Surest key")]
    return Shown(told, Table(_("The issues of the case at a glance"), heads, rows))


def losses(wording: Wording, issue: Issue) -> Shown:
    """What each side forgoes today, in natural units."""
    found = wording.findings
    account = found.base(issue)
    told = [_("By its kind this issue is: %(kind)s.") % {"kind": kind(account["kind"])}]
    if found.standing_set_aside(issue):
        told.append(_("It is a loss only if rank and respect are set aside."))
    rows = _amounts(wording, issue, issue["sides"])
    if not rows:
        return Shown([*told, _("No side forgoes anything of substance in it.")])
    told.append(
        _(
            "For each side by itself: what it forgoes today compared with the agreement that the study names, with "
            "the interval that holds nine draws in ten. Below zero: the side is spared that today."
        )
    )
    caption = _("%(issue)s: what each side forgoes today") % {"issue": wording.issue(issue)}
    return Shown(told, Table(caption, _amount_heads(), rows))


def bystanders(wording: Wording, issue: Issue) -> Shown:
    """What those forgo who are no side."""
    rows = _amounts(wording, issue, issue["bystanders"])
    if not rows:
        return Shown([_("The case names nobody else who forgoes or is spared anything on this issue.")])
    caption = _("%(issue)s: what others forgo today") % {"issue": wording.issue(issue)}
    told = _("Those who are no side bear consequences, too. Below zero: they are spared that today.")
    return Shown([told], Table(caption, _amount_heads(), rows))


def why(wording: Wording, issue: Issue) -> Shown:
    """Each cause's share of each side's own loss."""
    found = wording.findings
    sides = [side for side in issue["sides"] if found.loss(issue, side) > NOTHING]
    if not sides:
        return Shown([_("No side loses anything on this issue that could be divided among causes.")])
    told = _(
        "Each side's own loss is divided among the causes that the case knows; the shares add up to all of it, and "
        "below zero a cause takes from the loss. Shares of different sides cannot be compared in size."
    )
    account = found.base(issue)
    names = [
        name for name in account["causes"][sides[0]] if any(abs(found.share(issue, s, name)) >= 0.005 for s in sides)
    ]
    names.sort(key=lambda name: name == NO_REASON)  # last, whatever its place
    rows = [[cause(name), *(percent(found.share(issue, side, name)) for side in sides)] for name in names]
    caption = _("%(issue)s: why it is lost, as shares of each side's own loss") % {"issue": wording.issue(issue)}
    whose = words.whose_of(issue, account, wording.party)
    return Shown(
        [told, *([sentence(whose)] if whose else [])],
        Table(caption, [_("Cause"), *(wording.party(side) for side in sides)], rows),
    )


def keys(wording: Wording, issue: Issue) -> Shown:
    """Which causes, removed together, unlock the issue."""
    found = wording.findings.keys(issue)
    if not found:
        return Shown([_("The study knows no set of causes whose removal would unlock this issue.")])
    free = next((key for key in found if not key["remove"]), None)
    if free:
        return Shown([_unlocked_already(wording, wording.findings.base(issue), often(free.get("probability")))])
    caption = _("%(issue)s: what would unlock it") % {"issue": wording.issue(issue)}
    told = _(
        "A key is a smallest set of causes whose removal, all of them together, brings the sides to an improvement; "
        "beside it stands in how many of the draws it does."
    )
    rows = [[causes(key["remove"]), often(key.get("probability"))] for key in found]
    return Shown([told], Table(caption, [_("Causes removed together"), _("How often it unlocks the issue")], rows))


def _unlocked_already(wording: Wording, account: Issue, how_often: str) -> str:
    """That the sides come to an improvement with every cause at work; what the engine's words say of it, in brief."""
    if refusing := words.refusing(account):
        return _(
            "By the case's own numbers the sides come to an improvement only by steps of their own, which need "
            "nobody's consent; over the draws: %(often)s. An agreement on it would lack consent: %(parties)s."
        ) % {"often": how_often, "parties": "; ".join(map(wording.party, refusing))}
    if words.unexplained(account):
        return _(
            "By the case's own numbers the sides come to an improvement by themselves: no cause in the case keeps them "
            "from it, so the case leaves out what does."
        )
    return _(
        "On the means the sides come to an improvement by themselves, and none of the causes in the case keeps them "
        "from it; over the draws: %(often)s."
    ) % {"often": how_often}


def agreement(wording: Wording, issue: Issue) -> Shown:
    """The agreement with which today is compared."""
    account = wording.findings.base(issue)
    named = account.get("reference") or []
    if not named:
        return Shown([_("By its kind this issue is: %(kind)s.") % {"kind": kind(account["kind"])}])
    pays = dict.fromkeys(party for option in named for party in option["pays"])
    told = [
        _("Others would pay for it: %(parties)s.") % {"parties": "; ".join(map(wording.party, pays))}
        if pays
        else _("Nobody else would pay for it.")
    ]
    if any(option.get("standing_proof") is False for option in named):
        told.append(_("With rank and respect counted, a side would come out worse than today."))
    rows = [
        [
            wording.party(side),
            wording.stance(issue, side, issue["default"][side]),
            *(wording.stance(issue, side, option["stances"][side]) for option in named),
        ]
        for side in issue["sides"]
    ]
    heads = [pgettext("dispute", "Side"), _("Today"), *([pgettext("dispute", "Agreement")] * len(named))]
    caption = _("%(issue)s: today and the agreement") % {"issue": wording.issue(issue)}
    return Shown(told, Table(caption, heads, rows))


def expectations(wording: Wording, issue: Issue) -> Shown:
    """What each side counts on, and how much of that it would have to give up."""
    given = issue.get("expectations") or {}
    rows = []
    for side in issue["sides"]:
        item = (given.get("parties") or {}).get(side)
        if not item or item["expected"]["points"] <= NOTHING:
            continue
        counted = "; ".join(
            f"{wording.interest(name)}, {wording.unit(name)}: {number(amount)}"
            for name, amount in item["expected"]["interests"].items()
        )
        trim = (given.get("trim") or {}).get(side) or 0.0
        rows.append([wording.party(side), counted, percent(trim / item["expected"]["points"])])
    if not rows:
        return Shown([_("In the case no side counts on a gain on this issue.")])
    told = (
        _("What the sides count on can be had together.")
        if given.get("jointly_feasible")
        else _("What the sides count on cannot be had together.")
    )
    caption = _("%(issue)s: what each side counts on") % {"issue": wording.issue(issue)}
    heads = [pgettext("dispute", "Side"), _("Counts on"), _("Of that, to be given up so that it fits together")]
    return Shown([told], Table(caption, heads, rows))


def beliefs(wording: Wording, issue: Issue) -> Shown:
    """What each side believes that the agreement is worth to the other."""
    rows = []
    for item in issue.get("beliefs") or []:
        own = item.get("own")
        values = (item["believed"], own, item["base"])
        figures = ["–" if value is None else percent(value) for value in values]
        rows.append(
            [wording.party(item["by"]), wording.party(item["about"]), wording.state(issue, item["stances"]), *figures]
        )
    if not rows:
        return Shown([_("The case says nothing about what the sides believe of each other on this issue.")])
    told = _(
        "What a state is worth to a side: as the other side believes, as its own account has it, and as the base "
        "account has it, each as a share of the largest of the three. Below zero: worse than today."
    )
    heads = [
        _("Who believes"),
        _("About whom"),
        pgettext("dispute", "State"),
        _("Believed"),
        _("Own account"),
        _("Base account"),
    ]
    caption = _("%(issue)s: what the sides believe of each other") % {"issue": wording.issue(issue)}
    return Shown([told], Table(caption, heads, rows))


def common_ground(wording: Wording, issue: Issue) -> Shown:
    """States that improve on today whichever account is believed."""
    found = issue.get("common_ground") or []
    if not found:
        return Shown(
            [
                _(
                    "No state leaves every side as well off as today and one better off in every account, without "
                    "anybody else paying."
                )
            ]
        )
    told = _(
        "These states leave every side as well off as today and one better off, whichever side's account is believed, "
        "and nobody else pays for them."
    )
    rows = [[wording.state(issue, item["stances"]), often(item.get("probability"))] for item in found]
    caption = _("%(issue)s: common ground of all accounts") % {"issue": wording.issue(issue)}
    return Shown([told], Table(caption, [pgettext("dispute", "State"), _("How often in the draws")], rows))


def doubt(wording: Wording, issue: Issue) -> Shown:
    """How sure it is that there is something to be had."""
    account = wording.findings.base(issue)
    told = []
    if account.get("improvement_probability") is not None:
        told.append(
            _("An improvement on today exists in %(percent)s of the draws.")
            % {"percent": percent(account["improvement_probability"])}
        )
    if account.get("doubt") is not None:
        told.append(
            _("In %(percent)s of the draws a side would refuse the agreement though nothing stood in the way.")
            % {"percent": percent(account["doubt"])}
        )
    return Shown(told or [_("The study gives no probability for this issue: the case only ranks its states.")])


SHOWS: dict[str, tuple[Any, Callable[[Wording, Issue], Shown]]] = {
    "losses": (gettext_lazy("what each side forgoes"), losses),
    "bystanders": (gettext_lazy("what others forgo"), bystanders),
    "causes": (gettext_lazy("why it is lost"), why),
    "keys": (gettext_lazy("what would unlock it"), keys),
    "agreement": (gettext_lazy("today and the agreement"), agreement),
    "expectations": (gettext_lazy("what each side counts on"), expectations),
    "beliefs": (gettext_lazy("what the sides believe of each other"), beliefs),
    "common-ground": (gettext_lazy("common ground of all accounts"), common_ground),
    "doubt": (gettext_lazy("how sure it is"), doubt),
}
"""What can be shown of an issue: its name for editors, and who shows it."""

OF_CASE: dict[str, tuple[Any, Callable[[Wording], Shown]]] = {
    "overview": (gettext_lazy("the whole case at a glance"), overview),
}
"""What can be shown of a whole case."""


def _amount_heads() -> list[str]:
    return [_("Who"), pgettext("dispute", "Interest"), _("Unit"), _("Mean"), _("Nine draws in ten")]


def _amounts(wording: Wording, issue: Issue, parties: Any) -> list[list[str]]:
    return [
        [wording.party(party), wording.interest(name), wording.unit(name), *interval(item)]
        for party in parties
        for name, item in wording.findings.amounts(issue, party).items()
    ]

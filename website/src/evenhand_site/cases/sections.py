"""The sections of a case as pages of forms: what stands where in the file, under which label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

import evenhand
from evenhand_site.cases.fields import Choice, Flag, Id, Judgement, Kind, Names, Sources, Words, mapping, statuses
from evenhand_site.cases.forms import Column, Entry, Group, Rows, Section
from evenhand_site.cases.leaving import only_of
from evenhand_site.cases.writing import Examined, Path, mended_at

__all__ = ["SECTIONS", "overview", "section", "title_of"]

Keys = tuple[str, ...]


def section(document: evenhand.Document, where: str, pk: int) -> Section:
    """The forms at an address: ``parties``, ``weights/us``, ``issues/trade/both-open``.

    Raises
    ------
    Http404
        If there are none.
    """
    name, *names = where.split("/")
    make = {(kind, count): maker for kind, count, maker in _PAGES}.get((name, len(names)))
    if make is None:
        raise Http404("no such section")
    return make(_File(document, pk), *names)


class _File:
    """A case file, as the makers of sections ask it."""

    def __init__(self, document: evenhand.Document, pk: int) -> None:
        self.document = document
        self.pk = pk

    def at(self, *path: str | int) -> Mapping[str, Any]:
        """The mapping at a path; an empty one where none stands there."""
        return mapping(self.document.value(path))

    def rows(self, *path: str | int) -> dict[Keys, Path]:
        return {(name,): (*path, name) for name in self.at(*path)}

    def listed(self, *path: str | int) -> list[Any]:
        found = self.document.value(path)
        return found if isinstance(found, list) else []

    def called(self, *path: str) -> dict[str, str]:
        """What each entry is called, by its id; an id stands for a name, and beside one that several bear."""
        names = {}
        for name, value in self.at(*path).items():
            given = mapping(value).get("name") or mapping(value).get("title")
            names[name] = given.strip() if isinstance(given, str) and given.strip() else name
        borne = Counter(names.values())
        return {
            name: f"{words} ({name})" if borne[words] > 1 and words != name else words for name, words in names.items()
        }

    def named(self, *path: str) -> list[tuple[str, str]]:
        """Choices: each id with what it is called."""
        return list(self.called(*path).items())

    @property
    def sides(self) -> list[str]:
        return list(dict.fromkeys(side for issue in self.at("issues") for side in self.at("issues", issue, "stances")))

    @cached_property
    def received(self) -> dict[str, str]:
        """What an effect can give, ``party.interest``, in words."""
        parties, interests, words = self.called("parties"), self.called("interests"), _("%(party)s: %(interest)s")
        return {
            f"{party}.{interest}": words % {"party": whose, "interest": what}
            for party, whose in parties.items()
            for interest, what in interests.items()
        }

    @cached_property
    def given(self) -> list[tuple[str, str]]:
        """What an effect can give, to be chosen: in words, with its unit."""
        return [(key, self._measured(words, key.partition(".")[2])) for key, words in self.received.items()]

    @cached_property
    def measured(self) -> list[tuple[str, str]]:
        """The interests, to be chosen: each with its unit."""
        return [(name, self._measured(words, name)) for name, words in self.named("interests")]

    def _measured(self, words: str, interest: str) -> str:
        unit = self.unit(interest)
        return _("%(name)s (in %(unit)s)") % {"name": words, "unit": unit} if unit else words

    def unit(self, interest: str) -> str:
        """The unit of an interest; empty where it has none."""
        found = self.at("interests", interest).get("unit")
        return found.strip() if isinstance(found, str) else ""

    @cached_property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """The evidence of the case, to be chosen: ids with titles."""
        return tuple((name, Truncator(title).chars(90)) for name, title in self.named("evidence"))

    @property
    def number(self) -> Judgement:
        return Judgement(self.sources)

    def effects(self, issue: str) -> dict[str, int]:
        """The effects of an issue: id to place in the list."""
        listed = self.listed("issues", issue, "effects")
        return {
            each["id"]: index for index, each in enumerate(listed) if isinstance(each, dict) and _said(each.get("id"))
        }

    def link(self, *where: str) -> str:
        return reverse("case_form", args=[self.pk, "/".join(where)])

    def fields(self, root: Path, *columns: Column) -> list[Entry]:
        return [
            each.entry("/".join(map(str, each.below)), (*root, *each.below), self.document.value((*root, *each.below)))
            for each in columns
        ]


def _said(value: Any) -> bool:
    return isinstance(value, str) and bool(value) and "/" not in value


def _line(below: str, label: str, help: str = "", kind: Kind | None = None, *, required: bool = False) -> Column:
    return Column((below,), label, kind or Words(), help, required)


def _in_unit(file: _File) -> Callable[[Keys, Column], Column]:
    """Beside the number of a row stands the unit of its interest, which the last key names."""
    return lambda keys, column: column if column.below else replace(column, unit=file.unit(keys[-1].rpartition(".")[2]))


def _note() -> Column:
    return Column(("note",), pgettext("field", "Note"), Words(several=True))


def _sources(file: _File) -> list[Column]:
    return [
        Column(("evidence",), pgettext("field", "Sources"), Sources(file.sources)),
        Column(("status",), _("How well founded"), Choice(statuses())),
        _note(),
    ]


def _case(file: _File) -> Section:
    fields = file.fields(
        (),
        _line("title", pgettext("field", "Title"), required=True),
        _line("as of", _("State of affairs on"), _("The day whose state of affairs counts as today’s: 2024-01-31.")),
        Column(("authors",), pgettext("field", "Authors"), Names(), _("With commas between them.")),
        Column(("summary",), pgettext("field", "Summary"), Words(several=True)),
        _note(),
        _line("licence", pgettext("field", "Licence")),
        _line("rate", _("Yearly discount rate, common to all"), _("0.03 for 3 %; 0 unless given."), Words(number=True)),
        _line("horizon", _("Years counted"), _("20 unless given."), Words(number=True)),
    )
    return Section(_("The case"), (), [Group("", fields)])


def _parties(file: _File) -> Section:
    parties, interests = file.named("parties"), file.named("interests")
    columns = [
        _line("name", pgettext("field", "Name"), required=True),
        _line(
            "numeraire",
            _("Counts its gains and losses in"),
            _(
                "An interest in whose unit amounts can be named, such as money. What a penalty or a reward must come "
                "to is worked out for a side in this unit; without it, not at all."
            ),
            Choice(interests),
        ),
        _line("ratifies", _("Must consent for"), _("The side for which it must consent."), Choice(parties)),
        Column(
            ("attachment",),
            pgettext("field", "Attachment"),
            file.number,
            _("A loss weighs this many times a gain; 1 or more."),
        ),
        Column(
            ("caution",),
            pgettext("field", "Caution"),
            file.number,
            _("Points given up per point of added standard deviation."),
        ),
        Column(("rate",), _("Its own yearly discount rate"), file.number, _("Where it is not the common one.")),
        _note(),
    ]
    sides = file.sides

    def own(keys: Keys, column: Column) -> Column:
        """A party counts in one of the interests that it weighs; before it weighs any, in any."""
        weighed = [each for each in interests if each[0] in file.at("weights", keys[0])]
        numeraire = column.below == ("numeraire",) and weighed
        return replace(column, kind=Choice(weighed)) if numeraire else column

    def trust(keys: Keys) -> list[Column]:
        known = file.at("parties", keys[0], "trust")
        others = [side for side in sides if side != keys[0]] if keys[0] in sides else []
        names = dict(parties)
        return [
            Column(
                ("trust", other),
                _("Trust in %(side)s") % {"side": names.get(other, other)},
                file.number,
                _("Between 0 and 1."),
            )
            for other in dict.fromkeys([*known, *others])
        ]

    rows = Rows(
        "parties", _("Parties"), [_id("parties")], columns, file.rows("parties"), lambda keys: ("parties", *keys),
        _("Add a party"), _called(file, "parties"), own, more=trust, id=_own_id("parties"),
        leaving=lambda document, keys: only_of(document, keys[0]),
    )  # fmt: skip
    says = _("Whoever has a stance on an issue is a side there; the others bear consequences or consent.")
    return Section(_("Parties"), ("parties",), [rows], says=says)


def _id(section: str) -> Column:
    return Column(
        ("id",),
        pgettext("field", "Short name"),
        Id(section),
        _("Letters, digits and hyphens, for other places of the file to refer to it."),
        required=True,
    )


def _own_id(section: str) -> Column:
    help = _("Letters, digits and hyphens. Wherever else the file names it, the new name is put in, too.")
    return Column((), pgettext("field", "Short name"), Id(section), help, required=True)


def _called(file: _File, *path: str) -> Callable[[Keys], str]:
    names = file.called(*path)
    return lambda keys: names.get(keys[0], keys[0])


def _pair(*names: Mapping[str, str]) -> Callable[[Keys], str]:
    """What a row is called whose keys are ids of different things."""
    return lambda keys: " · ".join(own.get(key, key) for own, key in zip(names, keys, strict=True))


def _interests(file: _File) -> Section:
    kinds = Choice([
        ("substance", _("substance: what is gained or lost itself")), ("standing", _("standing: rank and respect")),
        ("private", _("private: a ruler’s or a group’s own")),
    ])  # fmt: skip
    columns = [
        _line("name", pgettext("field", "Name"), required=True),
        _line("unit", pgettext("field", "Unit"), _("USD bn/yr, lives/yr, points, …"), required=True),
        _line("kind", pgettext("field", "Kind"), _("Substance unless given."), kinds),
        _note(),
    ]
    rows = Rows(
        "interests", _("Interests"), [_id("interests")], columns, file.rows("interests"),
        lambda keys: ("interests", *keys),
        _("Add an interest"), _called(file, "interests"), id=_own_id("interests"),
    )  # fmt: skip
    return Section(_("Interests"), ("interests",), [rows])


def _weights(file: _File) -> Section:
    names = file.called("parties")
    links = [
        (file.link("weights", party), names.get(party, party), len(file.at("weights", party)))
        for party in dict.fromkeys([*names, *file.at("weights")])
        if _said(party)
    ]
    says = _(
        "What one unit of each interest is worth to a party, its numeraire being 1; never compared between parties."
    )
    return Section(_("Weights"), ("weights",), [], links, says)


def _weights_of(file: _File, party: str) -> Section:
    if party not in file.at("parties") and party not in file.at("weights"):
        raise Http404("no such party")
    rows = Rows(
        "weights", _("Weights"), [_interest(file)],
        [Column((), _("Value of one unit"), file.number, required=True)], file.rows("weights", party),
        lambda keys: ("weights", party, *keys), _("Add a weight"), _called(file, "interests"), _in_unit(file),
    )  # fmt: skip
    title = _("Weights of %(party)s") % {"party": _called(file, "parties")((party,))}
    return Section(title, ("weights", party), [rows])


def _interest(file: _File) -> Column:
    return _line("interest", pgettext("field", "Interest"), "", Choice(file.measured))


def _issues(file: _File) -> Section:
    def wrap(keys: Keys, value: Any) -> Any:
        return value or {"title": keys[0]}

    rows = Rows(
        "issues", _("Issues"), [_id("issues")], [_line("title", pgettext("field", "Title"), required=True)],
        file.rows("issues"),
        lambda keys: ("issues", *keys), _("Add an issue"), _called(file, "issues"),
        link=lambda keys: file.link("issues", *keys) if _said(keys[0]) else "", wrap=wrap, id=_own_id("issues"),
    )  # fmt: skip
    return Section(_("Issues"), ("issues",), [rows], says=_("Each concrete matter in dispute has a page of its own."))


def _issue(file: _File, issue: str) -> Section:
    root = ("issues", issue)
    if issue not in file.at("issues"):
        raise Http404("no such issue")
    own = [
        _line("title", pgettext("field", "Title"), required=True),
        Column(("question",), pgettext("field", "Question"), Words(several=True)),
        _note(),
    ]
    stances, names = file.at(*root, "stances"), file.called("parties")
    today = [
        Column(
            ("default", side),
            _("Today’s stance of %(side)s") % {"side": names.get(side, side)},
            Choice(_stances(file, issue, side)),
            required=True,
        )
        for side in dict.fromkeys([*stances, *file.at(*root, "default")])
    ]
    fields = [*file.fields(root, *own), _own_id("issues").entry("id", (*root, "id"), issue)]
    parts: list[Group | Rows] = [Group("", fields), _rows_of_stances(file, issue)]
    if today:
        parts.append(Group(_("Today"), file.fields(root, *today), (*root, "default")))
    parts.append(_rows_of_effects(file, issue))
    return Section(_called(file, "issues")((issue,)), root, parts)


def _stances(file: _File, issue: str, side: str) -> list[tuple[str, str]]:
    given = file.document.value(("issues", issue, "stances", side))
    if isinstance(given, dict):
        return [(name, f"{name}: {words}" if isinstance(words, str) else name) for name, words in given.items()]
    return [(name, name) for name in given if isinstance(name, str)] if isinstance(given, list) else []


def _rows_of_stances(file: _File, issue: str) -> Rows:
    root = ("issues", issue, "stances")
    present: dict[Keys, Path] = {}
    listed = set()
    for side, given in file.at(*root).items():
        if isinstance(given, list):
            listed.add(side)
            present |= {(side, name): (*root, side, index) for index, name in enumerate(given) if isinstance(name, str)}
        else:
            present |= {(side, name): (*root, side, name) for name in mapping(given)}
    words = Column((), _("In words"), Words(several=True), _("What the side does, for the reader."))

    def place(keys: Keys) -> Path:
        given = file.document.value((*root, keys[0]))
        return (*root, keys[0], len(given)) if isinstance(given, list) else (*root, *keys)

    def wrap(keys: Keys, value: Any) -> Any:
        as_list = isinstance(file.document.value((*root, keys[0])), list)
        return keys[1] if as_list else value or keys[1].replace("-", " ")

    keys = [
        _line("side", pgettext("field", "Side"), "", Choice(file.named("parties"))),
        replace(_id("stances"), below=("stance",), label=pgettext("field", "Stance")),
    ]
    return Rows(
        "stances", _("Stances"), keys, [words], present, place, _("Add a stance"),
        _pair(file.called("parties"), {}), wrap=wrap, id=_own_id("stances"),
        help=_("Two or more for each side; a side is whoever has a stance here."),
    )  # fmt: skip


def _rows_of_effects(file: _File, issue: str) -> Rows:
    root = ("issues", issue, "effects")
    present: dict[Keys, Path] = {(name,): (*root, index) for name, index in file.effects(issue).items()}
    return Rows(
        "effects", _("Effects"), [_id("effects")], [], present, lambda keys: (*root, len(file.listed(*root))),
        _("Add an effect"), link=lambda keys: file.link("issues", issue, *keys),
        wrap=lambda keys, value: {"id": keys[0]},
        help=_("What a combination of stances brings to whom; each has a page of its own."),
    )  # fmt: skip


def _effect(file: _File, issue: str, effect: str) -> Section:
    index = file.effects(issue).get(effect)
    if index is None:
        raise Http404("no such effect")
    root: Path = ("issues", issue, "effects", index)
    sides = dict.fromkeys([*file.at("issues", issue, "stances"), *file.at(*root, "when")])
    names = file.called("parties")
    when = [Column(("when", side), names.get(side, side), _stance_or_more(file, issue, side, root)) for side in sides]
    durations = _("3 years, or numbers of years.")
    how = [
        Column(
            ("chance",),
            pgettext("field", "Probability"),
            file.number,
            _("Probability that it happens; 1 unless given."),
        ),
        Column(("after",), _("Begins after"), file.number, durations),
        Column(("lasts",), pgettext("field", "Lasts"), file.number, durations),
        Column(("once",), _("Only once"), Flag(), _("A single sum, counted in its first year.")),
        *_sources(file),
    ]
    gives = Rows(
        "gives", _("Gives"), [_line("to", _("To whom, and what"), "", Choice(file.given))],
        [Column((), _("Number, in the unit of the interest"), file.number, required=True)], file.rows(*root, "gives"),
        lambda keys: (*root, "gives", *keys), _("Add a number"), _pair(file.received), _in_unit(file),
    )  # fmt: skip
    parts: list[Group | Rows] = [
        Group("", [_own_id("effects").entry("id", (*root, "id"), effect)]),
        Group(_("When"), file.fields(root, *when), (*root, "when")),
        gives,
        Group(_("How"), file.fields(root, *how)),
    ]
    says = _("A side that is left open may do anything.")
    if file.at(*root, "benefit"):
        says = _("A side that is left open may do anything. The benefit model of this effect is edited in the YAML.")
    return Section(_("Effect %(effect)s") % {"effect": effect}, root, parts, says=says)


def _stance_or_more(file: _File, issue: str, side: str, root: Path) -> Kind:
    several = isinstance(file.document.value((*root, "when", side)), list)
    return Names() if several else Choice(_stances(file, issue, side))


def _evidence(file: _File) -> Section:
    columns = [
        _line("type", pgettext("field", "Type"), _("report, article-journal, speech, dataset, …")),
        _line("title", pgettext("field", "Title"), required=True),
        _line("author", pgettext("field", "Author")),
        _line("issued", _("Date of issue"), "2013, 2013-12, 2013-12-05"),
        _line("container-title", _("Published in")),
        _line("publisher", pgettext("field", "Publisher")),
        _line("URL", _("Address on the web")),
        _line(
            "side",
            _("Whose own source it is"),
            _("A side, where the source is its own."),
            Choice(file.named("parties")),
        ),
        _line("status", _("How well founded"), "", Choice(statuses())),
        _note(),
    ]
    rows = Rows(
        "evidence", _("Evidence"), [_id("evidence")], columns, file.rows("evidence"), lambda keys: ("evidence", *keys),
        _("Add a source"), _called(file, "evidence"), id=_own_id("evidence"),
    )  # fmt: skip
    return Section(_("Evidence"), ("evidence",), [rows])


def _accounts(file: _File) -> Section:
    names = file.called("parties")
    own = file.at("accounts")
    links = []
    for side in dict.fromkeys([*file.sides, *own]):
        count = len(file.at("accounts", side, "weights")) + len(file.at("accounts", side, "effects"))
        links.append((file.link("accounts", side), names.get(side, side), count))
    return Section(_("Accounts"), ("accounts",), [], links, _("How a side sees the numbers, where that differs."))


def _account(file: _File, side: str) -> Section:
    root = ("accounts", side)
    if side not in file.at("parties") and side not in file.at("accounts"):
        raise Http404("no such side")
    weights = {
        (party, interest): (*root, "weights", party, interest)
        for party in file.at(*root, "weights")
        for interest in file.at(*root, "weights", party)
    }
    gives = {
        (effect, to): (*root, "effects", effect, "gives", to)
        for effect in file.at(*root, "effects")
        for to in file.at(*root, "effects", effect, "gives")
    }
    parties = file.called("parties")
    party = _line("party", pgettext("field", "Party"), "", Choice(list(parties.items())))
    effects = [(name,) * 2 for issue in file.at("issues") for name in file.effects(issue)]
    number = [Column((), _("Number, as this side sees it"), file.number, required=True)]
    parts: list[Group | Rows] = [
        Rows("weights", _("Weights"), [party, _interest(file)],
             number, weights, lambda keys: (*root, "weights", *keys), _("Add a weight"),
             _pair(parties, file.called("interests")), _in_unit(file)),
        Rows("gives", _("What effects give"),
             [_line("effect", pgettext("field", "Effect"), "", Choice(effects)),
              _line("to", _("To whom, and what"), "", Choice(file.given))],
             number, gives, lambda keys: (*root, "effects", keys[0], "gives", keys[1]), _("Add a number"),
             _pair({}, file.received), _in_unit(file)),
        Rows("attachment", _("Attachment"), [party], number, file.rows(*root, "attachment"),
             lambda keys: (*root, "attachment", *keys), _("Add an attachment"), _pair(parties)),
        Group("", file.fields(root, _note())),
    ]  # fmt: skip
    called = _called(file, "parties")((side,))
    says = _("Only what this side sees otherwise than the base account; sources and reasons stand beside each number.")
    return Section(_("The account of %(side)s") % {"side": called}, root, parts, says=says)


_PAGES: list[tuple[str, int, Callable[..., Section]]] = [
    ("case", 0, _case), ("parties", 0, _parties), ("interests", 0, _interests), ("weights", 0, _weights),
    ("weights", 1, _weights_of), ("issues", 0, _issues), ("issues", 1, _issue), ("issues", 2, _effect),
    ("accounts", 0, _accounts), ("accounts", 1, _account), ("evidence", 0, _evidence),
]  # fmt: skip
SECTIONS = ("case", "parties", "interests", "weights", "issues", "accounts", "evidence")
"""The sections in the order in which a case is written."""


def overview(document: evenhand.Document, examined: Examined, pk: int) -> list[dict[str, Any]]:
    """The sections with what is in them and how many faults each has."""
    file, found = _File(document, pk), []
    for name in SECTIONS:
        if name == "case":
            faults = sum(
                len(path) < 2 and (path[:1] or ("case",))[0] not in SECTIONS[1:] for path, _fault in examined.faults
            )
            told = ""
        else:
            count = len(file.at(name))
            faults = sum(mended_at(path, fault)[0][:1] == (name,) for path, fault in examined.faults)
            told = ngettext("%(count)s entry", "%(count)s entries", count) % {"count": count}
        found.append({"link": file.link(name), "title": _TITLES[name](), "says": told, "faults": faults})
    return found


_TITLES: dict[str, Callable[[], str]] = {
    "case": lambda: _("The case"), "parties": lambda: _("Parties"), "interests": lambda: _("Interests"),
    "weights": lambda: _("Weights"), "issues": lambda: _("Issues"), "accounts": lambda: _("Accounts"),
    "evidence": lambda: _("Evidence"),
}  # fmt: skip


def title_of(key: str) -> str:
    """What the section is called in whose forms a key of a file is shown; a key that no form shows is its own name."""
    if key in _TITLES:
        return _TITLES[key]()
    return _TITLES["case"]() if key in _OF_THE_CASE else key


_OF_THE_CASE = ("", "title", "as of", "authors", "summary", "note", "licence", "rate", "horizon")

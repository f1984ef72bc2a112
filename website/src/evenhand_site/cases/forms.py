"""Forms over a case file: sections with fields and rows, each a view of a place in the YAML and of nothing else.

A form knows the paths that it shows. What was typed and differs from what stood there becomes an edit of the file
(`evenhand.Document`), so that comments, order, and whatever no form shows stay as they are; a form that is saved as it
was opened changes no byte. Names of fields say which party, issue or effect they concern, never the how-manieth, so
that what somebody typed still fits when somebody else has changed the file meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import evenhand
from evenhand.errors import Fault, InputError
from evenhand_site.cases.fields import ABSENT, Edit, Id, Judgement, Kind, mapping, taken_out
from evenhand_site.cases.renaming import refused, renamed
from evenhand_site.cases.writing import Examined, Path, mended_at

__all__ = ["Column", "Entry", "Group", "Rows", "Section", "Typed"]

Typed = Mapping[str, str]
"""What a browser sent, by the names of inputs."""


@dataclass
class Entry:
    """A field: a value of the file, with the inputs in which it is shown."""

    name: str
    path: Path
    label: str
    kind: Kind
    before: Any = None
    help: str = ""
    word: str = ""
    required: bool = False
    unit: str = ""
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    error: str = ""
    theirs: str = ""
    typed: tuple[str, ...] | None = None

    @property
    def shown(self) -> tuple[str, ...] | None:
        """What stands in the file, as texts; None where the field cannot show it."""
        return self.kind.show(self.before)

    def read(self, typed: Typed) -> None:
        """Take what was typed here."""
        if self.shown is None or not any(name in typed for name in self._names):
            return
        sent = (typed.get(name, "").replace("\r\n", "\n").replace("\r", "\n") for name in self._names)
        self.typed = tuple(sent)

    @property
    def changed(self) -> bool:
        return self.typed is not None and self.typed != self.shown

    def edits(self) -> list[Edit]:
        assert self.typed is not None and self.shown is not None
        return self.kind.edits(self.path, self.before, self.shown, self.typed)

    @property
    def _names(self) -> list[str]:
        return [self._name(each.suffix) for each in self.kind.inputs(self.shown or ("",) * 9)]

    def _name(self, suffix: str) -> str:
        return f"{self.name}:{suffix}" if suffix else self.name

    @property
    def inputs(self) -> list[dict[str, Any]]:
        """The inputs for the page."""
        texts = self.typed or self.shown
        if texts is None:
            return []
        return [
            {
                "name": self._name(each.suffix), "id": f"id_{self._name(each.suffix)}", "text": text,
                "label": each.label or self.label, "look": each.look, "options": each.options,
                "invalid": self.invalid, "word": each.word,
            }
            for each, text in zip(self.kind.inputs(texts), texts, strict=True)
        ]  # fmt: skip

    @property
    def invalid(self) -> bool:
        return bool(self.error) or any(kind == "fault" for kind, _fault in self.faults)

    @property
    def told(self) -> bool:
        """Whether anything stands below the field."""
        return bool(self.help or self.error or self.theirs or self.faults)


@dataclass
class Group:
    """Fields that belong together: a row, or the section's own."""

    title: str
    entries: list[Entry]
    path: Path = ()
    name: str = ""
    link: str = ""
    removable: bool = False
    removed: bool = False
    new: bool = False
    leaving: Callable[[evenhand.Document], Iterable[Path]] = lambda document: ()
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    error: str = ""

    @property
    def open(self) -> bool:
        """Whether it is shown unfolded: something is wrong in it, or it waits to be filled in."""
        told = self.error or self.faults or self.removed
        return bool(
            told or self.new or any(each.faults or each.error or each.theirs or each.changed for each in self.entries)
        )

    @property
    def figure(self) -> tuple[str, str]:
        """The number that the row is about, and its unit, for whoever has it folded up; empty where there is none."""
        for entry in self.entries:
            if isinstance(entry.kind, Judgement) and entry.path == self.path and entry.shown:
                return entry.kind.brief(entry.typed or entry.shown), entry.unit
        return "", ""

    @property
    def filled(self) -> bool:
        return any(text.strip() for entry in self.entries for text in entry.typed or ())


@dataclass(frozen=True)
class Column:
    """A field of every row: where below the row's path, its label, its kind; whether the row cannot be without it."""

    below: Path
    label: str
    kind: Kind
    help: str = ""
    required: bool = False
    unit: str = ""

    def entry(self, name: str, path: Path, before: Any = None) -> Entry:
        """The field at a path; beside its label stands the file's own word for it."""
        word = str(self.below[0]) if self.below else ""
        return Entry(name, path, self.label, self.kind, before, self.help, word, self.required, self.unit)


@dataclass
class Rows:
    """Rows that can be added and taken out: what stands at paths that their keys tell.

    ``own`` makes of a column that of one row: with its unit, or with what can be chosen there.
    """

    name: str
    title: str
    keys: Sequence[Column]
    columns: Sequence[Column]
    present: Mapping[tuple[str, ...], Path]
    place: Callable[[tuple[str, ...]], Path]
    add: str
    label: Callable[[tuple[str, ...]], str] = lambda keys: " · ".join(keys)
    own: Callable[[tuple[str, ...], Column], Column] = lambda keys, column: column
    link: Callable[[tuple[str, ...]], str] = lambda keys: ""
    more: Callable[[tuple[str, ...]], Sequence[Column]] = lambda keys: ()
    wrap: Callable[[tuple[str, ...], Any], Any] = lambda keys, value: value
    leaving: Callable[[evenhand.Document, tuple[str, ...]], Iterable[Path]] = lambda document, keys: ()
    help: str = ""
    id: Column | None = None
    groups: list[Group] = field(default_factory=list)
    blank: list[Group] = field(default_factory=list)

    def build(self, document: evenhand.Document, typed: Typed | None) -> None:
        """The groups of the rows that are there, and blank ones."""
        for keys, path in self.present.items():
            name = f"{self.name}/{'/'.join(quote(key, safe='') for key in keys)}"
            columns = [*(self.own(keys, column) for column in self.columns), *self.more(keys)]
            entries = [
                each.entry(_joined(name, each.below), (*path, *each.below), document.value((*path, *each.below)))
                for each in columns
            ]
            if self.id is not None:
                entries.append(self.id.entry(f"{name}/id", (*path, "id"), keys[-1]))
            group = Group(self.label(keys), entries, path, name, self.link(keys), removable=True)
            group.leaving = partial(self._leaving, keys)
            group.removed = bool(typed and typed.get(f"remove:{name}"))
            self.groups.append(group)
        self.blank = [self._blank(number) for number in range(self.count(typed))]

    def _leaving(self, keys: tuple[str, ...], document: evenhand.Document) -> Iterable[Path]:
        """What is taken out of the file together with a row."""
        return self.leaving(document, keys)

    def count(self, typed: Typed | None) -> int:
        """How many blank rows there are: one, and one more for each time that somebody asked."""
        if typed is None:
            return 1
        sent = typed.get(f"rows:{self.name}", "1")
        return min(int(sent) if sent.isdecimal() and len(sent) < 4 else 1, 50) + (typed.get("add") == self.name)

    def _blank(self, number: int) -> Group:
        name = f"+{self.name}/{number}"
        entries = [replace(each.entry(_joined(name, each.below), ()), word="", required=True) for each in self.keys]
        entries += [each.entry(_joined(name, each.below), ()) for each in self.columns]
        return Group(self.add, entries, name=name, new=True)

    def added(self, document: evenhand.Document) -> Iterator[tuple[Group, Edit]]:
        """The edits of new rows that somebody filled in; complaints go to the rows themselves."""
        taken = set(self.present)
        for group in self.blank:
            if not group.filled:
                continue
            told = [entry.typed or entry.shown or ("",) for entry in group.entries]
            keys = tuple(texts[0].strip() for texts in told[: len(self.keys)])
            if not all(keys):
                group.error = _("A new row needs: %(names)s.") % {"names": ", ".join(key.label for key in self.keys)}
            elif self._cannot_be(group):
                continue
            elif keys in taken:
                group.error = _("“%(name)s” is there already.") % {"name": self.label(keys)}
            else:
                taken.add(keys)
                yield group, Edit(self.place(keys), self.wrap(keys, self._value(told[len(self.keys) :])))

    @staticmethod
    def _cannot_be(group: Group) -> bool:
        """Whether a new row has a short name that cannot be one; that is told at its field."""
        for entry in group.entries:
            if isinstance(entry.kind, Id):
                entry.error = refused((entry.typed or ("",))[0].strip(), False, entry.kind.section)
        return any(entry.error for entry in group.entries if isinstance(entry.kind, Id))

    def _value(self, told: Sequence[Sequence[str]]) -> Any:
        value: Any = {}
        for column, texts in zip(self.columns, told, strict=True):
            found = column.kind.value(texts)
            if found is ABSENT:
                continue
            if not column.below:
                return found
            value[column.below[-1]] = found
        return value if any(column.below for column in self.columns) or not self.columns else ""


def _joined(name: str, below: Path) -> str:
    return "/".join([name, *(quote(str(step), safe="") for step in below)])


@dataclass
class Section:
    """A page of forms: its title, the place of the file that it is about, its parts, what stands elsewhere."""

    title: str
    root: Path
    parts: list[Group | Rows]
    links: list[tuple[str, str, int]] = field(default_factory=list)
    says: str = ""
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    renamed: list[tuple[str, str, str]] = field(default_factory=list)
    document: evenhand.Document = field(init=False, repr=False)

    def build(self, document: evenhand.Document, examined: Examined, typed: Typed | None = None) -> Section:
        """Fill it from the file, put each fault beside the field that it concerns, take what was typed."""
        self.document = document
        for part in self.parts:
            if isinstance(part, Rows):
                part.build(document, typed)
        for entry in self.entries:
            if typed is not None:
                entry.read(typed)
        self._place_faults(examined)
        return self

    @property
    def groups(self) -> Iterator[Group]:
        for part in self.parts:
            yield from [*part.groups, *part.blank] if isinstance(part, Rows) else [part]

    @property
    def entries(self) -> Iterator[Entry]:
        for group in self.groups:
            yield from group.entries

    def _place_faults(self, examined: Examined) -> None:
        places: list[tuple[Path, Any]] = [(entry.path, entry) for entry in self.entries if entry.path]
        places += [(group.path, group) for group in self.groups if group.path]
        for kind, found in (("fault", examined.faults), ("warning", examined.warnings)):
            for path, fault in found:
                fitting = (self._showing(places, each) for each in mended_at(path, fault))
                if (where := next(filter(None, fitting), None)) is not None:
                    where.faults.append((kind, fault))

    def _showing(self, places: Sequence[tuple[Path, Any]], path: Path) -> Any:
        """What shows a path most closely: a field, a row, the page; None where nothing does."""
        fitting = [place for place in places if path[: len(place[0])] == place[0]]
        if fitting:
            return max(fitting, key=lambda place: len(place[0]))[1]
        return self if self.root and path[: len(self.root)] == self.root else None

    def put(self, document: evenhand.Document) -> bool:
        """Put what was typed into the file; False, and complaints beside the fields, where something cannot be."""
        sound = True
        for entry in self.entries:
            if not entry.changed or entry.typed is None:
                continue
            entry.error = entry.kind.question(entry.typed, entry.before)
            if entry.error:
                sound = False
            elif entry.path and not isinstance(entry.kind, Id):
                sound &= self._made(document, entry.edits(), entry)
        for part in self.parts:
            if isinstance(part, Rows):
                for group, edit in part.added(
                    document
                ):  # one after the other: each finds the file as the last one left it
                    sound &= self._made(document, [edit], group)
                sound &= not any(each.error for group in part.blank for each in [group, *group.entries])
        removed = [group for group in self.groups if group.removable and group.removed]
        for group in sorted(
            removed, key=lambda each: [(isinstance(step, int), step) for step in each.path][-1:], reverse=True
        ):
            gone = [*group.leaving(document), group.path]
            try:
                taken_out(document, gone)
            except InputError:
                group.error, sound = _shared(document, *gone), False
        return self._rename() and sound  # whatever else is wrong, a short name that cannot be is told with it

    def _rename(self) -> bool:
        """Give what got another id this id, wherever it is named; after all else, which goes by the old one."""
        gone = {f"{group.name}/id" for group in self.groups if group.removed}
        stances_first = sorted(
            self.entries, key=lambda each: len(each.path), reverse=True
        )  # they go by their issue's id
        for entry in stances_first:
            if not isinstance(entry.kind, Id) or not entry.path or not entry.changed or entry.name in gone:
                continue
            assert entry.typed is not None
            section, before, after = entry.kind.section, str(entry.before), entry.typed[0].strip()
            if after == before:
                continue
            of = (entry.path[1], entry.path[3]) if section == "stances" else ()
            entry.error = refused(after, after in self._ids(section, of), section)
            try:
                if not entry.error:
                    self.document = evenhand.Document(renamed(self.document.text, section, before, after, of))
                    self.renamed.append((section, before, after))
            except InputError:
                entry.error = _shared(self.document)
        return not any(entry.error for entry in self.entries)

    def _ids(self, section: str, of: Path = ()) -> set[str]:
        """The ids that are taken in a section, or among the stances of a side on an issue."""
        if of:
            given = self.document.value(("issues", of[0], "stances", of[1]))
            return {each for each in given if isinstance(each, str)} if isinstance(given, (dict, list)) else set()
        if section != "effects":
            return set(mapping(self.document.value((section,))))
        issues = mapping(self.document.value(("issues",))).values()
        effects = [each for issue in issues for each in mapping(issue).get("effects") or [] if isinstance(each, dict)]
        return {str(each.get("id")) for each in effects}

    @staticmethod
    def _made(document: evenhand.Document, edits: Sequence[Edit], where: Entry | Group) -> bool:
        try:
            for edit in edits:
                edit(document)
        except InputError:
            where.error = _shared(document, *(edit.path for edit in edits))
            return False
        return True


def _shared(document: evenhand.Document, *paths: Path) -> str:
    """Why something cannot be changed in a form, with the lines where it is written once for several places."""
    lines = sorted({line for path in paths or [()] for line in document.shared(path)})
    if not lines:
        return _("This cannot be changed here: it is shared with another place of the file. Change it in the YAML.")
    told = ngettext(
        "This cannot be changed here: line %(lines)s of the YAML shares it with another place (& and *). Write it out "
        "there first.",
        "This cannot be changed here: lines %(lines)s of the YAML share it between places (& and *). Write it out "
        "there first.",
        len(lines),
    )
    return told % {"lines": ", ".join(map(str, lines))}

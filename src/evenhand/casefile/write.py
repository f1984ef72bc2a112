"""A case to a file: whole, or edited in place so that comments, order and spelling of the rest stay.

An edit replaces the piece of text at which a value stands and nothing else; the result is read again and must
hold exactly the data that was asked for. Files change in one step (a new file takes the place of the old one), so
that a full disk or a lost connection leaves what was there.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import re
import secrets
import stat
import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from numbers import Integral, Real
from typing import Any

from evenhand.casefile.check import check, plain
from evenhand.casefile.compose import Node, Path, Places, compose, resolve
from evenhand.casefile.model import Case
from evenhand.casefile.read import loads, loads_with_places, read_text
from evenhand.errors import CaseError, InputError, OutputError, phrase

__all__ = ["Document", "atomic_write", "dumps", "scalar", "write"]

_WIDTH = 110
_SECTIONS: list[str] = [field.alias or name for name, field in Case.model_fields.items()]
"""The keys of a case in their order."""


def write(case: Case | str, path: str | os.PathLike[str]) -> None:
    """Write a case, or the text of one, to a file, after checking it.

    Raises
    ------
    CaseError
        If it has faults; nothing is written.
    OutputError
        If it cannot be written; what stood there before is untouched.
    """
    if isinstance(case, Case):
        text = dumps(case)
        faults = check(case)
        if faults:
            raise CaseError(faults)
    else:
        text = case
        loads(text, os.fspath(path))
    atomic_write(path, text)


def dumps(case: Case) -> str:
    """The case as the text of a case file, numbers in their shortest form."""
    return "\n".join(_block(_stances_as_lists(plain(case)), 0)) + "\n"


# --- files


def atomic_write(path: str | os.PathLike[str], content: str | bytes) -> None:
    """Put a file in place in one step: either all of ``content`` (text as UTF-8), or what was there before.

    A link is followed; the permissions of a file that is replaced stay. A device or pipe is written to directly.

    Raises
    ------
    OutputError
        If the name is empty, the folder does not exist or takes no files, the disk is full, or writing is not allowed.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    shown = os.fspath(path)
    if not shown:
        raise OutputError("not written, the name of the file is missing")
    try:
        target = os.path.realpath(shown)
        mode = _mode(target)
        if mode is not None and stat.S_ISDIR(mode):
            raise OutputError(f"{shown}: a folder, where a file is to be written")
        if mode is not None and not stat.S_ISREG(mode):
            with open(target, "wb") as file:
                file.write(data)
            return
        _replace(target, data, mode)
    except FileNotFoundError as error:
        folder = os.path.dirname(shown) or "."
        why = f"no file can be made in {folder}" if os.path.isdir(folder) else f"there is no folder {folder}"
        raise OutputError(f"{shown}: not written, {why}") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(f"{shown}: not written ({reason[0].lower()}{reason[1:]})") from error


def _mode(target: str) -> int | None:
    try:
        return os.stat(target).st_mode
    except FileNotFoundError:
        return None


def _replace(target: str, data: bytes, mode: int | None) -> None:
    folder, name = os.path.split(target)
    if mode is not None and not os.access(target, os.W_OK):
        raise PermissionError(13, "permission denied")
    temporary = os.path.join(folder, f".{name[:100]}.{secrets.token_hex(6)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            os.chmod(temporary, stat.S_IMODE(mode))
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    _settle(folder)


def _settle(folder: str) -> None:
    """Make the new name last through a power cut, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder or ".", os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


# --- values as text

_PLAIN = re.compile(r"[^\W_][\w ./()+%°€$–—'’;?=*&!@-]*")


def scalar(value: Any) -> str:
    """A single value as YAML, in quotes only where it needs them.

    Examples
    --------
    >>> [scalar(value) for value in ("hold", "no: never", "012", 4.0, 1e15, 0.5, True)]
    ['hold', '"no: never"', '"012"', '4', '1000000000000000', '0.5', 'true']
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Real):
        return _number(float(value))
    if value is None:
        return "null"
    text = str(value)
    bare = _PLAIN.fullmatch(text) and text == text.strip() and isinstance(resolve(text), str)
    bare = bare and "?" not in text  # within braces it may be read as the mark of a key
    return text if bare else _quoted(text)


def _number(value: float) -> str:
    if not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)


def _quoted(text: str) -> str:
    """Text in double quotes, invisible characters spelt out."""
    return "".join(
        character if character.isprintable() else f"\\U{ord(character):08x}"
        for character in json.dumps(text, ensure_ascii=False)
    )


def _flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(str(key))}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_flow(part) for part in value) + "]"
    return scalar(value)


def _block(value: Any, indent: int) -> list[str]:
    """A mapping or list on lines of its own; parts that fit on one line stand on one."""
    space = " " * indent
    lines: list[str] = []
    parts = value.items() if isinstance(value, Mapping) else ((None, part) for part in value)
    for key, part in parts:
        head = f"{space}{scalar(str(key))}:" if key is not None else f"{space}-"
        flat = _flow(part)
        nested = isinstance(part, (Mapping, list, tuple)) and part
        if not nested or (indent and len(head) + len(flat) < _WIDTH):
            lines.append(f"{head} {flat}")
        elif key is None:
            below = _block(part, indent + 2)
            lines += [f"{head} {below[0].lstrip()}", *below[1:]]
        else:
            lines += [head, *_block(part, indent + 2)]
    return lines


def _stances_as_lists(data: dict[str, Any]) -> dict[str, Any]:
    """Plain data with a list of stances where the words for the reader say no more than the names."""
    for issue in data["issues"].values():
        for side, stances in issue["stances"].items():
            if all(words == stance.replace("-", " ") for stance, words in stances.items()):
                issue["stances"][side] = list(stances)
    return data


# --- editing in place


class Document:
    """The text of a case file, to be edited without touching anything else in it.

    Examples
    --------
    >>> from evenhand.casefile import starter
    >>> document = Document(starter("strait", "The strait"))
    >>> document.set(("weights", "north", "safety"), [0.1, 0.2, 0.4])
    >>> document.case.weights["north"]["safety"].is_
    (0.1, 0.2, 0.4)
    """

    def __init__(self, text: str, name: str = "<text>") -> None:
        self.name = name
        self._mark = "\ufeff" if text.startswith("\ufeff") else ""
        self._text = text.removeprefix("\ufeff")
        self._data, self._places, faults = compose(self._text, name)
        if faults or not isinstance(self._data, dict):
            form = self._places.fault(
                "wrong-type", phrase("no mapping"), (), expected=phrase("the keys of a case: `case:`, `title:`, …")
            )
            raise CaseError(faults or [form])

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Document:
        """The document in a file. Its form must be right; faults of sense show when ``case`` is asked for."""
        return cls(read_text(path), os.fspath(path))

    @property
    def text(self) -> str:
        return self._mark + self._text

    @property
    def case(self) -> Case:
        """The case as it stands now; raises CaseError with its faults."""
        return loads(self._text, self.name)

    @property
    def places(self) -> Places:
        """Where everything stands in the text as it is now."""
        return self._places

    def set(self, path: Sequence[str | int], value: Any) -> None:
        """Give the value at ``path`` another value; what is missing on the way is made.

        A whole list or mapping that is replaced loses the comments within it. What stands on one line and grows beyond
        what is easily read goes on lines of its own. An alias is replaced by the value; where aliases repeat the value
        that is replaced, it stands at the first of them from then on.

        Raises
        ------
        InputError
            If there is no such place (a list's entry beyond its end, a part of a single value), or the place is a
            part of what is shared with others by an alias (see `shared`).
        """
        steps = _some_steps(path)
        wanted = _with(self._data, steps, value)
        if not self._becomes(self._edited(steps, value), wanted):
            raise self._by_hand(steps)
        if unrolled := self._unrolled(steps):
            self._becomes(unrolled, wanted)

    def remove(self, *paths: Sequence[str | int]) -> None:
        """Take out the entries at paths: keys with their values, or entries of lists; each by its path before that.

        Comments on lines of their own stay; the last entry leaves an empty ``{}`` or ``[]``. Where a value goes that
        aliases elsewhere repeat, it stands at the first of them from then on.

        Raises
        ------
        InputError
            If nothing stands there, or an entry cannot be told apart from what surrounds it; nothing is changed then.
        """
        gone = self._outermost(_some_steps(path) for path in paths)
        wanted = self._data
        for steps in gone:
            wanted = _without(wanted, steps)
        if gone and not self._becomes(self._shortened(gone), wanted):
            raise self._by_hand(gone[0])

    @staticmethod
    def _outermost(paths: Iterable[Path]) -> list[Path]:
        """The paths that are below no other, the later entries of a list first."""
        every = dict.fromkeys(paths)
        own = [path for path in every if not any(path[:length] in every for length in range(1, len(path)))]
        return sorted(own, key=lambda path: [step if isinstance(step, int) else 0 for step in path], reverse=True)

    def shared(self, path: Sequence[str | int]) -> list[int]:
        """The lines of the anchor and of the aliases by which a value, a part of it, or what holds it is repeated."""
        inside = {id(node) for node in _nodes(self._node_at(path))}
        around = {id(self._node_at(path[:length])) for length in range(len(path))}
        lines: list[int] = []
        for parent in _nodes(self._places.root):
            for step, (start, _end) in parent.uses.items():
                if id(parent.parts[step]) in inside | around or id(parent) in inside:
                    lines += [self._places.line_column(at)[0] for at in (parent.parts[step].anchor, start)]
        return sorted(dict.fromkeys(lines))

    def _node_at(self, path: Sequence[str | int]) -> Node | None:
        node = self._places.root
        for step in path:
            node = node.parts.get(step) if node else None
        return node

    def value(self, path: Sequence[str | int]) -> Any:
        """The plain value at ``path``; None where nothing stands."""
        data = self._data
        for step in path:
            if isinstance(data, dict):
                data = data.get(step)
            elif isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
                data = data[step]
            else:
                return None
        return data

    def _becomes(self, text: str, wanted: Any) -> bool:
        """Take a text as the new one, if it holds the wanted data."""
        data, places, faults = compose(text, self.name)
        if faults or data != wanted:
            return False
        self._text, self._data, self._places = text, data, places
        return True

    def _by_hand(self, steps: Path) -> InputError:
        where = ".".join(map(str, steps))
        return InputError(f"{self.name}: {where} cannot be changed in place; edit the file by hand")

    def save(self, path: str | os.PathLike[str] | None = None) -> None:
        """Write the text back, to its own file unless another is given.

        Raises
        ------
        CaseError
            If the case has faults now; nothing is written.
        OutputError
            If it cannot be written; the file is as it was.
        """
        target = self.name if path is None else path
        loads_with_places(self._text, os.fspath(target))
        atomic_write(target, self.text)

    def _edited(self, steps: Path, value: Any) -> str:
        node = self._places.root
        assert node is not None
        for depth, step in enumerate(steps):
            part = node.parts.get(step)
            rest = steps[depth + 1 :]
            if part is None:
                return self._added(node, step, _nest(rest, value))
            if rest and not part.parts:
                return self._replaced(node, part, step, _nest(rest, value))
            if not rest:
                return self._replaced(node, part, step, value)
            node = part
        raise AssertionError(steps)

    def _replaced(self, parent: Node, part: Node, step: str | int, value: Any) -> str:
        if step in parent.uses:
            return self._applied([(*parent.uses[step], _flow(value))])
        start, end, new = self._replacement(parent, part, step, value)
        edit = (start if part.anchor < 0 else min(start, part.anchor), end, new)
        return self._applied([edit, *self._moved([edit])])

    def _replacement(self, parent: Node, part: Node, step: str | int, value: Any) -> _Edit:
        text, new = self._text, _flow(value)
        start, end = part.start, part.end
        if isinstance(step, str) and not parent.style and (below := self._below(parent, step, part, value)):
            after_colon = text.index(":", parent.keys[step][1]) + 1
            return after_colon, max(end, after_colon), below
        if isinstance(step, str):
            after_colon = text.index(":", parent.keys[step][1]) + 1
            if not text[after_colon:start].strip():  # nothing between the key and the value: the value on its line
                start, new = after_colon, f" {new}"
            elif part.parts and not part.style:  # a comment between: the value further in than the key
                new = f"  {new}"
        if text[start:end].endswith("\n"):  # a block of text ends after its last line
            new += "\n"
        return start, max(end, start), new

    def _added(self, parent: Node, step: str | int, value: Any) -> str:
        text = self._text
        entry = f"{scalar(step)}: {_flow(value)}" if isinstance(step, str) else _flow(value)
        if parent.style in ("{", "["):
            last = max((part.end for part in parent.parts.values()), default=parent.start + 1)
            return text[:last] + (", " if parent.parts else "") + entry + text[last:]
        column = self._places.line_column(parent.start)[1] - 1
        if _deep(value):
            lines = _opened(step, value, column)
        else:
            lines = [f"{' ' * column}{'' if isinstance(step, str) else '- '}{entry}"]
        at = _line_end(text, self._end_before(parent, step))
        before = "" if text[:at].endswith("\n") else self._newline
        return f"{text[:at]}{before}{self._newline.join(lines)}{self._newline}{text[at:]}"

    def _end_before(self, parent: Node, step: str | int) -> int:
        """Where an entry goes: after all others, or a section of the case after those that come before it."""
        if parent is self._places.root and isinstance(step, str) and step in _SECTIONS:
            earlier = [name for name in _SECTIONS[: _SECTIONS.index(step)] if name in parent.parts]
            if earlier:
                return max(parent.parts[earlier[-1]].end, self._text.index(":", parent.keys[earlier[-1]][1]) + 1)
        return parent.end

    @property
    def _newline(self) -> str:
        return "\r\n" if "\r\n" in self._text else "\n"

    def _below(self, parent: Node, step: str, part: Node, value: Any) -> str:
        """What stands after the key's colon where a value goes on lines of its own below it; else nothing."""
        column = self._places.line_column(parent.keys[step][0])[1] + 1
        if isinstance(value, str) and part.style in ("|", ">") and (lines := _folded(value, column)):
            kept = self._newline if self._text[: part.end].endswith("\n") else ""
            return self._newline.join([" >-", *lines]) + kept
        empty = part.style in ("{", "[") and not part.parts
        if empty and _deep(value):
            parts = value.items() if isinstance(value, Mapping) else enumerate(value)
            return self._newline.join(["", *(line for key, part in parts for line in _opened(key, part, column))])
        return ""

    def _unrolled(self, steps: Path) -> str:
        """The text with what stands on one line along the path on lines of its own, if that line is too wide."""
        parent = self._places.root
        assert parent is not None
        for step in steps:
            part = parent.parts.get(step)
            if part is None or parent.style:
                return ""
            if part.style in ("{", "[") and part.parts:
                return self._on_lines(parent, part, step)
            parent = part
        return ""

    def _on_lines(self, parent: Node, part: Node, step: str | int) -> str:
        text = self._text
        inside, line_end = text[part.start : part.end], _line_end(text, part.end)
        narrow = part.end - text.rfind("\n", 0, part.start) <= _WIDTH
        if narrow or re.search(r"[\r\n&*#]", inside):  # names for parts, and comments, would be lost
            return ""
        after = text[part.end : line_end].rstrip("\r\n")
        if isinstance(step, str):
            start = text.index(":", parent.keys[step][1]) + 1
            between = text[start : part.start].rstrip()  # comments between the key and its value
            lines = [between, *_block(part.data, self._places.line_column(parent.keys[step][0])[1] + 1)]
        else:
            start = part.start
            lines = _block(part.data, self._places.line_column(start)[1] - 1)
            lines[0] = lines[0].lstrip()
        lines[0] += after.rstrip()
        return text[:start] + self._newline.join(lines) + self._newline + text[line_end:]

    def _shortened(self, paths: Sequence[Path]) -> str:
        """The text without the entries at some paths."""
        gone: dict[Path, list[str | int]] = {}
        for path in paths:
            gone.setdefault(path[:-1], []).append(path[-1])
        edits = [edit for above, steps in gone.items() for edit in self._cuts(above, steps)]
        return self._applied([*edits, *self._moved(edits)])

    def _applied(self, edits: Sequence[_Edit]) -> str:
        text, before = "", 0
        for start, end, new in sorted(edits):
            text += self._text[before : max(start, before)] + new
            before = max(end, before)
        return text + self._text[before:]

    def _cuts(self, above: Path, gone: Collection[str | int]) -> Iterator[_Edit]:
        """What is cut out of the text so that a mapping or list loses some entries."""
        node, text = self._node_at(above), self._text
        assert node is not None
        if len(gone) == len(node.parts) and above:
            parent = self._node_at(above[:-1])
            assert parent is not None
            yield self._replacement(parent, node, above[-1], [] if isinstance(node.data, list) else {})
            return
        extents = sorted((*self._extent(node, step), step in gone) for step in node.parts)
        for index, (start, end, goes) in enumerate(extents):
            if not goes:
                continue
            after = next((begin for begin, _end, out in extents[index:] if not out), None)
            line_start = text.rfind("\n", 0, start) + 1
            if not node.style and not text[line_start:start].strip():
                yield line_start, _line_end(text, end), ""
            elif after is not None:  # also the first key of an entry of a list, which stands after its dash
                yield start, after, ""
            elif node.style:
                yield max(end for _begin, end, out in extents if not out), end, ""
            else:
                yield start, end, ""

    def _moved(self, cuts: Sequence[_Edit]) -> Iterator[_Edit]:
        """The values that are cut out and that aliases repeat: each goes where the first alias stays."""

        def out(at: int) -> bool:
            return any(start <= at < end for start, end, _new in cuts)

        uses = (
            (*parent.uses[step], parent.parts[step]) for parent in _nodes(self._places.root) for step in parent.uses
        )
        moved: dict[int, None] = {}
        for start, end, node in sorted(uses, key=lambda use: use[0]):
            if out(node.anchor) and not out(start) and id(node) not in moved:
                moved[id(node)] = None
                yield start, end, self._indented(node, start)

    def _indented(self, node: Node, at: int) -> str:
        """A value with its anchor as it stands in the text, as far in as another place asks for."""
        lines = self._text[node.anchor : node.end].rstrip().split("\n")
        further = self._indent(at) - self._indent(node.anchor)
        return "\n".join([lines[0], *(" " * further + line if further > 0 else line[-further:] for line in lines[1:])])

    def _indent(self, at: int) -> int:
        """How far in the line begins in which a character stands."""
        line = self._text[self._text.rfind("\n", 0, at) + 1 :]
        return len(line) - len(line.lstrip(" "))

    def _extent(self, parent: Node, step: str | int) -> tuple[int, int]:
        """Where an entry begins (its key, or its dash) and ends."""
        part = parent.parts[step]
        start, end = parent.uses.get(step, (part.start, part.end))
        if isinstance(step, str):
            key = parent.keys[step]
            return key[0], max(end, self._text.index(":", key[1]) + 1)
        if step not in parent.uses and part.anchor >= 0:
            start = min(start, part.anchor)
        return (start if parent.style else self._text.rindex("-", 0, max(start, 1))), end


_Edit = tuple[int, int, str]
"""A piece of the text, from one character to before another, and what takes its place."""


def _nodes(root: Node | None) -> Iterator[Node]:
    """A node and all below it; what aliases repeat is passed once, where it stands."""
    waiting = [root] if root else []
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [part for step, part in node.parts.items() if step not in node.uses]


def _some_steps(path: Sequence[str | int]) -> Path:
    if not path:
        raise InputError("an edit needs the place of a value, such as ('weights', 'us', 'budget')")
    return tuple(path)


def _deep(value: Any) -> bool:
    """Whether a value has parts that have parts, so that it reads better on lines of its own."""
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, (list, tuple)) else ()
    return any(isinstance(part, Mapping) for part in parts)


def _opened(step: str | int, value: Any, indent: int) -> list[str]:
    """An entry on lines of its own as far down as its parts have parts."""
    if not _deep(value):
        return _block({step: value} if isinstance(step, str) else [value], indent)
    space = " " * indent
    parts = value.items() if isinstance(value, Mapping) else enumerate(value)
    below = [line for key, part in parts for line in _opened(key, part, indent + 2)]
    if isinstance(step, str):
        return [f"{space}{scalar(step)}:", *below]
    return [f"{space}- {below[0].lstrip()}", *below[1:]]


def _folded(text: str, indent: int) -> list[str]:
    """The lines of a folded block (``>-``) that means this text; none where it cannot be one."""
    if not text.isprintable() or text != " ".join(text.split()) or len(text) + indent < _WIDTH:
        return []
    space = " " * indent
    wide = _WIDTH + 10 - indent
    return [space + line for line in textwrap.wrap(text, wide, break_long_words=False, break_on_hyphens=False)]


def _line_end(text: str, index: int) -> int:
    """The beginning of the line after the one at whose end (or in whose comment) ``index`` stands."""
    if text[:index].endswith("\n"):
        return index
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1


def _nest(steps: Path, value: Any) -> Any:
    for step in reversed(steps):
        if step and not isinstance(step, str):
            raise InputError(f"there is no place `{step}` to put a value")
        value = {step: value} if isinstance(step, str) else [value]
    return value


def _with(data: Any, steps: Path, value: Any) -> Any:
    """Plain data with another value at a place; the data given stay as they are."""
    if not steps:
        return _plain_value(value)
    step, rest = steps[0], steps[1:]
    if isinstance(step, str) and isinstance(data, dict):
        return {**data, step: _with(data.get(step), rest, value)}
    if isinstance(step, int) and isinstance(data, list) and 0 <= step <= len(data):
        entry = data[step] if step < len(data) else None
        return [*data[:step], _with(entry, rest, value), *data[step + 1 :]]
    if data is None:
        return _nest(steps, _plain_value(value))
    raise InputError(f"there is no place `{step}` to put a value")


def _without(data: Any, steps: Path) -> Any:
    """Plain data without the entry at a place; the data given stay as they are."""
    step, rest = steps[0], steps[1:]
    if isinstance(data, dict) and step in data:
        if not rest:
            return {key: part for key, part in data.items() if key != step}
        return {**data, step: _without(data[step], rest)}
    if isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
        kept = [_without(data[step], rest)] if rest else []
        return [*data[:step], *kept, *data[step + 1 :]]
    raise InputError(f"there is nothing at `{step}` to take out")


def _plain_value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain_value(part) for key, part in value.items()}
    return [_plain_value(part) for part in value] if isinstance(value, (list, tuple)) else value

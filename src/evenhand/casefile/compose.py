"""Text of a case file to plain data, with the place of every piece.

YAML 1.2, core schema: ``no``, ``on`` and dates are text, ``012`` is twelve, ``1e-3`` is a number. The events come
from libyaml; what they mean is decided here, so that every duplicate key is found, places survive, and a hostile
file (nested or repeated without end) is refused before it takes time or memory.

Reference: YAML 1.2.2, section 10.3 (core schema).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Any

from ruamel.yaml.cyaml import CParser  # type: ignore[attr-defined]
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from evenhand.errors import Fault, Phrase, phrase

__all__ = ["MAX_ALIASED", "MAX_DEPTH", "MAX_NODES", "TURNING", "Node", "Places", "compose", "resolve"]

MAX_DEPTH = 40
"""Levels of mappings and lists within each other; a case needs about ten."""
MAX_NODES = 500_000
"""Values in a file."""
MAX_ALIASED = 50_000
"""Values that aliases (``*name``) may repeat."""

Path = tuple[str | int, ...]
_NO_USES: Mapping[str | int, tuple[int, int]] = MappingProxyType({})


class Node:
    """A value of the file: its data, where it starts and ends in the text, its parts and their keys.

    ``anchor`` is where its anchor (``&name``) begins, -1 without one; ``uses`` are the places of those of its parts
    that are aliases (``*name``): such a part is the node that bears the anchor, wherever that stands.
    """

    __slots__ = ("anchor", "data", "end", "height", "keys", "parts", "size", "start", "style", "uses")

    def __init__(self, data: Any, start: int, end: int, style: str = "") -> None:
        self.data = data
        self.start = start
        self.end = end
        self.style = style
        self.parts: dict[str | int, Node] = {}
        self.keys: dict[str, tuple[int, int]] = {}
        self.uses: Mapping[str | int, tuple[int, int]] = _NO_USES
        self.anchor = -1
        self.size = 1
        self.height = 1


class Places:
    """Where each value and key of a file stands."""

    def __init__(self, name: str, text: str, root: Node | None = None) -> None:
        self.name = name
        self.text = text
        self.root = root
        self._lines = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]

    @property
    def lines(self) -> int:
        """Number of lines."""
        return len(self._lines)

    def line(self, number: int) -> str:
        """A line of the text, counted from 1, without its end."""
        end = self._lines[number] if number < len(self._lines) else len(self.text)
        return self.text[self._lines[number - 1] : end].rstrip("\r\n")

    def line_column(self, index: int) -> tuple[int, int]:
        """Line and column, from 1, of a character of the text."""
        line = bisect_right(self._lines, index)
        return line, index - self._lines[line - 1] + 1

    def path(self, line: int, column: int) -> Path:
        """The path of the smallest piece of the file, key or value, that begins at or holds a line and column.

        Examples
        --------
        >>> compose("parties:\\n  us: {name: United States}", "<text>")[1].path(2, 14)
        ('parties', 'us', 'name')
        """
        if self.root is None or not 1 <= line <= self.lines:
            return ()
        index, node = self._lines[line - 1] + column - 1, self.root
        path: Path = ()
        while True:
            step = next((step for step in node.parts if self._holds(node, step, index)), None)
            if step is None:
                return path
            path, node = (*path, step), node.parts[step]

    @staticmethod
    def _holds(node: Node, step: str | int, index: int) -> bool:
        part = node.parts[step]
        if part.start <= index < max(part.end, part.start + 1):
            return True
        return isinstance(step, str) and node.keys[step][0] <= index < max(node.keys[step][1], part.start)

    def span(self, path: Sequence[str | int], key: bool = False) -> tuple[int, int] | None:
        """First and last character of the value (or the key) at ``path``; the nearest enclosing one if there is none.

        Steps that the file leaves out, as ``is`` in a number written short, are skipped.
        """
        if self.root is None:
            return None
        node, span = self.root, (self.root.start, self.root.end)
        for step in path:
            part = node.parts.get(step)
            if part is None:
                continue
            span = node.keys[step] if key and isinstance(step, str) else (part.start, part.end)
            if part.start == part.end and isinstance(step, str):
                span = node.keys[step]
            node = part
        return span

    def excerpt(self, span: tuple[int, int]) -> str:
        """The first line of a piece of the text, shortened."""
        lines = self.text[span[0] : min(span[1], span[0] + 400)].strip().splitlines()
        if not lines:
            return ""
        first = lines[0].rstrip()
        return first if len(lines) == 1 and len(first) <= 72 else first[:70].rstrip() + " …"

    def fault(
        self,
        code: str,
        message: str,
        path: Sequence[str | int] | None = None,
        *,
        key: bool = False,
        span: tuple[int, int] | None = None,
        expected: str = "",
        suggestion: str = "",
    ) -> Fault:
        """A fault at a path, at a piece of the text, or (neither given) about the file as a whole."""
        where = span if span is not None else self.span(path, key) if path else None
        if where:
            (line, column), text = self.line_column(where[0]), self.excerpt(where)
        else:
            line = column = 1 if self.root else 0
            text = ".".join(map(str, path or ()))
        return Fault(line, column, code, message, self.name, text, expected, suggestion)


class _Stop(Exception):
    """Reading cannot go on; the fault is noted."""


_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of the text behind them, and can make it read as something else."""
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"([-+]?)\.(inf|Inf|INF)")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}


_COLON = "found unexpected ':'"
_STANDING_IN = "\ue000"
"""Of the private use area: where an address has its colon, so that its place and length stay."""


def resolve(text: str) -> Any:
    """What a plain (unquoted) piece of text means in YAML 1.2: null, truth value, number or text.

    Examples
    --------
    >>> [resolve(text) for text in ("no", "012", "1e-3", "0o14", "2013-11-01", "true")]
    ['no', 12, 0.001, 12, '2013-11-01', True]
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) <= 300 else math.copysign(math.inf, -1 if text[0] == "-" else 1)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _HEXADECIMAL.fullmatch(text) and len(text) <= 200:
        return int(text, 16)
    if _OCTAL.fullmatch(text) and len(text) <= 200:
        return int(text[2:], 8)
    if match := _INFINITE.fullmatch(text):
        return -math.inf if match[1] == "-" else math.inf
    return text


def compose(text: str, name: str) -> tuple[Any, Places, list[Fault]]:
    """Plain data of a file's text, the places, and the faults of its form (None for the data if it has no form)."""
    places = Places(name, text)
    if faults := _characters(text, places):
        return None, places, faults
    composer = _Composer(text, places)
    root = composer.document()
    places.root = root
    return (root.data if root else None), places, composer.faults


def _characters(text: str, places: Places) -> list[Fault]:
    every = (match for pattern in (_FORBIDDEN, TURNING) for match in pattern.finditer(text))
    return [
        Fault(
            *places.line_column(match.start()),
            "character",
            phrase("a character that no text holds (%(code)s)", code=f"U+{ord(match[0]):04X}"),
            places.name,
            expected=phrase("printable characters; delete this one (it may be invisible) and type it again"),
        )
        for match in islice(every, 20)
    ]


class _Composer:
    def __init__(self, text: str, places: Places) -> None:
        self.text = text
        self.places = places
        self.faults: list[Fault] = []
        self.addresses = False
        self.anchors: dict[str, Node | None] = {}
        self.nodes = 0
        self.aliased = 0

    def document(self) -> Node | None:
        try:
            try:
                return self._parsed(self.text)
            except MarkedYAMLError as error:
                if _COLON not in str(error.problem) or _STANDING_IN in self.text:
                    raise
                self.addresses = True
                return self._parsed(self.text.replace("://", f"{_STANDING_IN}//"))
        except _Stop:
            return None
        except MarkedYAMLError as error:
            self.faults.append(_syntax(error, self.places))
        except (YAMLError, UnicodeError, ValueError) as error:
            self.faults.append(self.places.fault("syntax", f"not readable as YAML ({error})"))
        return None

    def _parsed(self, text: str) -> Node | None:
        """The document of a text; its parser refuses an address without quotes within braces, which YAML 1.2 allows."""
        self.parser = CParser(text)
        self.faults, self.anchors, self.nodes, self.aliased = [], {}, 0, 0
        return self._document()

    def _document(self) -> Node | None:
        self.parser.get_event()
        if type(self.parser.peek_event()).__name__ == "StreamEndEvent":
            raise self._empty()
        self.parser.get_event()
        root = self._node(1)
        self.parser.get_event()
        event = self.parser.peek_event()
        if type(event).__name__ != "StreamEndEvent":
            start = event.start_mark.index
            self._fault(
                "documents",
                phrase("a second document begins here"),
                (start, start + 3),
                phrase("one case in a file: delete the line `---`, or move what follows to a file of its own"),
            )
        if root.data is None and not self.faults:
            raise self._empty()
        return root

    def _empty(self) -> _Stop:
        message = phrase("the file holds no case: it is empty")
        if self.text.strip():
            message = phrase("the file holds no case: it is empty apart from comments")
        expected = phrase("at least %(keys)s", keys="case, title, parties, interests, issues")
        self.faults.append(Fault(0, 0, "empty", message, self.places.name, expected=expected))
        return _Stop()

    def _fault(self, code: str, message: Phrase, span: tuple[int, int], expected: Phrase) -> None:
        self.faults.append(self.places.fault(code, message, span=span, expected=expected))

    def _stop(self, code: str, message: Phrase, span: tuple[int, int], expected: Phrase) -> _Stop:
        self._fault(code, message, span, expected)
        return _Stop()

    def _node(self, depth: int) -> Node:
        event = self.parser.get_event()
        kind = type(event).__name__
        start, end = event.start_mark.index, event.end_mark.index
        self.nodes += 1
        if self.nodes > MAX_NODES:
            message = phrase("more than %(most)s values", most=MAX_NODES)
            raise self._stop("size", message, (start, end), phrase("a case of a reader's size"))
        if kind == "AliasEvent":
            return self._alias(event.anchor, (start, end), depth)
        if event.tag is not None:
            self._tag(event.tag, start, end)
        if event.anchor:
            self.anchors[event.anchor] = None
        if kind == "ScalarEvent":
            node = self._scalar(event, start, end)
        elif depth > MAX_DEPTH:
            raise self._too_deep((start, end))
        elif kind == "MappingStartEvent":
            node = self._mapping(event, depth)
        else:
            node = self._sequence(event, depth)
        if event.anchor:
            self.anchors[event.anchor] = node
            node.anchor = start
        return node

    def _too_deep(self, span: tuple[int, int]) -> _Stop:
        message = phrase("more than %(most)s levels within each other", most=MAX_DEPTH)
        return self._stop("depth", message, span, phrase("about ten levels at most"))

    def _scalar(self, event: Any, start: int, end: int) -> Node:
        value = event.value.replace(f"{_STANDING_IN}//", "://") if self.addresses else event.value
        if event.style:
            return Node(value, start, end, event.style)
        if event.anchor or event.tag:  # the marks include the anchor; the value stands at the end
            start = end - len(value) if "\n" not in value else start
        return Node(resolve(value) if event.implicit[0] else value, start, end)

    def _tag(self, tag: str, start: int, end: int) -> None:
        short = tag.replace("tag:yaml.org,2002:", "!!")
        expected = phrase("no tag: delete it (quotes make anything text)")
        self._fault("tag", phrase("a tag, `%(tag)s`", tag=short), (start, end), expected)

    def _alias(self, anchor: str, span: tuple[int, int], depth: int) -> Node:
        node = self.anchors.get(anchor)
        if node is None:
            message = phrase("`*%(anchor)s` has no `&%(anchor)s` above it", anchor=anchor)
            if anchor in self.anchors:
                message = phrase("`*%(anchor)s` contains itself", anchor=anchor)
            self._fault("alias", message, span, phrase("write the value out"))
            return Node(None, *span, style="*")
        self.aliased += node.size
        if self.aliased > MAX_ALIASED:
            message = phrase("aliases repeat more than %(most)s values", most=MAX_ALIASED)
            raise self._stop("size", message, span, phrase("write the values out"))
        if depth + node.height > MAX_DEPTH + 1:
            raise self._too_deep(span)
        return node

    def _mapping(self, event: Any, depth: int) -> Node:
        node = Node({}, event.start_mark.index, 0, "{" if event.flow_style else "")
        first = True
        merged: dict[str | int, Node] = {}
        uses: dict[str | int, tuple[int, int]] = {}
        while type(self.parser.peek_event()).__name__ != "MappingEndEvent":
            key, span, merges = self._key(depth)
            if first and not event.flow_style:
                node.start = span[0]
            first = False
            use = self._use()
            value = self._node(depth + 1)
            if key is None:
                merged.update(value.parts if merges else {})
                continue
            if event.flow_style and value.data is None and self._is_decimals(node, key, span):
                continue
            if key in node.keys:
                self._twice(node, key, span)
                continue
            node.keys[key] = span
            self._add(node, key, value)
            if use:
                uses[key] = use
            node.data[key] = value.data
        for step, value in merged.items():  # refused, but read, so that nothing else seems to be missing
            if isinstance(step, str) and step not in node.keys:
                node.keys[step] = (value.start, value.end)
                self._add(node, step, value)
                node.data[step] = value.data
        node.uses = uses or _NO_USES
        end = self.parser.get_event()
        node.end = end.end_mark.index if event.flow_style else _last(node)
        return node

    def _twice(self, node: Node, key: str, span: tuple[int, int]) -> None:
        line, column = map(str, self.places.line_column(node.keys[key][0]))
        message = phrase(
            "`%(key)s` stands twice in the same mapping (first in line %(line)s, column %(column)s)",
            key=key, line=line, column=column,
        )  # fmt: skip
        self._fault("duplicate-key", message, span, phrase("each key once: join the two, or rename one"))

    def _is_decimals(self, node: Node, key: str, span: tuple[int, int]) -> bool:
        """Whether a key without a value is what stands behind the comma of ``0,05``; told, and read as ``0.05``."""
        before = next(reversed(node.parts), None)
        if before is None or not (key.isascii() and key.isdigit()) or not isinstance(node.data[before], int | float):
            return False
        start, end = node.parts[before].start, node.parts[before].end
        if self.text[end : span[0]] != ",":
            return False
        meant = f"{self.text[start:end]}.{key}"
        expected = phrase("`%(number)s`: within { } a comma ends the value", number=meant)
        self._fault("number", phrase("a comma in a number"), (start, span[1]), expected)
        node.data[before] = node.parts[before].data = resolve(meant)
        return True

    def _sequence(self, event: Any, depth: int) -> Node:
        node = Node([], event.start_mark.index, 0, "[" if event.flow_style else "")
        uses: dict[str | int, tuple[int, int]] = {}
        while type(self.parser.peek_event()).__name__ != "SequenceEndEvent":
            use = self._use()
            value = self._node(depth + 1)
            self._add(node, len(node.data), value)
            if use:
                uses[len(node.data)] = use
            node.data.append(value.data)
        node.uses = uses or _NO_USES
        end = self.parser.get_event()
        node.end = end.end_mark.index if event.flow_style else _last(node)
        return node

    def _use(self) -> tuple[int, int] | None:
        """Where the alias stands that comes next, if one does."""
        event = self.parser.peek_event()
        is_alias = type(event).__name__ == "AliasEvent"
        return (event.start_mark.index, event.end_mark.index) if is_alias else None

    @staticmethod
    def _add(node: Node, step: str | int, part: Node) -> None:
        node.parts[step] = part
        node.size += part.size
        node.height = max(node.height, part.height + 1)

    def _key(self, depth: int) -> tuple[str | None, tuple[int, int], bool]:
        """A key, its place, and whether it asks for a mapping to be merged; None for a key that was refused."""
        event = self.parser.peek_event()
        if type(event).__name__ != "ScalarEvent":
            node = self._node(depth + 1)
            message, expected = phrase("a key that is no plain text"), phrase("a word before the colon")
            self._fault("key", message, (node.start, node.end), expected)
            return None, (node.start, node.end), False
        self.parser.get_event()
        span = (event.start_mark.index, event.end_mark.index)
        if event.tag is not None:
            self._tag(event.tag, *span)
        if event.anchor:
            self.anchors[event.anchor] = Node(event.value, *span)
        if event.value == "<<" and not event.style:
            expected = phrase("the keys themselves: write them out")
            self._fault("merge-key", phrase("a merge key, `<<`"), span, expected)
            return None, span, True
        return event.value, span, False


def _last(node: Node) -> int:
    ends = [part.end for part in node.parts.values()] + [span[1] for span in (*node.keys.values(), *node.uses.values())]
    return max(ends, default=node.start)


_NO_COLON, _KEY_VALUE = phrase("a key without its colon"), phrase("`key: value`")
_NEVER_CLOSED = (
    phrase("a quotation mark opens here and is never closed"),
    phrase("a second quotation mark; an apostrophe within single quotes is written twice"),
)
_ENTRIES = phrase("entries of one list in the same column, each beginning with `- `")
# libyaml's words for what went wrong → ours, with how to mend it; "context" where the opening place tells more
_SYNTAX: tuple[tuple[str, str, str, Phrase], ...] = (
    ("mapping values are not allowed", "problem", phrase("a colon where none can stand"),
     phrase("one `key: value` on a line, keys of one level in the same column; text that holds `: ` in quotes")),
    ("did not find expected key", "problem", phrase("this line does not fit under the ones before it"),
     phrase("keys of one level in the same column, each followed by `:` and a space")),
    ("did not find expected '-'", "problem", phrase("this line does not fit into the list before it"), _ENTRIES),
    ("found unexpected end of stream", "context", *_NEVER_CLOSED),
    ("found unexpected document indicator", "context", *_NEVER_CLOSED),
    ("did not find expected ',' or", "context",
     phrase("a bracket opens here and is not closed, or a comma is missing in it"),
     phrase("`[a, b]` or `{key: value, key: value}`")),
    ("did not find expected node content", "problem", phrase("a value is missing here"),
     phrase("a value, or a closing bracket")),
    ("block sequence entries are not allowed", "problem", phrase("a `-` where no list can begin"),
     phrase("a list on lines of its own under its key, or text that begins with `-` in quotes")),
    ("block collections are not allowed", "problem", phrase("a key or a `-` where none can stand"),
     phrase("a list or mapping on lines of its own under its key")),
    ("cannot start any token", "problem", phrase("a character that cannot begin a value"),
     phrase("quotes around text that begins with @, ` or %%")),
    (_COLON, "problem", phrase("a colon without a space after it"),
     phrase("`key: value`, with a space; text with a colon in it, such as '12:30', in quotes")),
    ("found unknown escape character", "problem", phrase("a backslash that means nothing here"),
     phrase("single quotes ('…') around text with backslashes")),
    ("could not find expected ':'", "context", _NO_COLON, _KEY_VALUE),
    ("found undefined tag handle", "problem", phrase("an exclamation mark begins a tag"),
     phrase("quotes around text with ! in front")),
    ("did not find expected alphabetic", "problem", phrase("an & or * that names nothing"),
     phrase("quotes around text that begins with & or *")),
    ("did not find expected <document start>", "problem", phrase("text after the end of the case"),
     phrase("one mapping in the file: a closing bracket may stand too early")),
)  # fmt: skip


def _syntax(error: MarkedYAMLError, places: Places) -> Fault:
    problem = error.problem or ""
    mark = error.problem_mark or error.context_mark
    index = min(mark.index, len(places.text)) if mark else 0
    line, column = places.line_column(index)
    if _begins_with_tab(places, line) or places.text[index : index + 1] == "\t":
        return _tabs(places, line)
    _, which, message, expected = next((entry for entry in _SYNTAX if entry[0] in problem), _not_valid(problem))
    if which == "context" and error.context_mark:
        line, column = places.line_column(min(error.context_mark.index, len(places.text)))
    if opened := _before_braces(places, line) or ("none can stand" in message and _without_colon(places, line)):
        line, message, expected = opened, _NO_COLON, _KEY_VALUE
        column = len(places.line(line)) - len(places.line(line).lstrip(" -")) + 1
    if places.line(line).lstrip().startswith("- ") and "one level" in expected:
        expected = _ENTRIES
    return Fault(line, column, "syntax", message, places.name, places.line(line).strip()[:72], expected)


def _not_valid(problem: str) -> tuple[str, str, str, Phrase]:
    """In libyaml's own words, which are English and stay so."""
    return "", "problem", f"not valid YAML ({problem})", phrase("`key: value` lines and lists, indented with spaces")


def _without_colon(places: Places, line: int) -> int:
    """The line before, where it opens a mapping and its first key has no colon: YAML reads on, to the next one's."""
    said = [(number, re.sub(r"(^|\s)#.*", "", places.line(number)).rstrip()) for number in range(1, line)]
    above = [(number, text) for number, text in said if text.strip()][-2:]
    if not above or ":" in above[-1][1]:
        return 0
    opens = len(above) == 1 or above[-1][1].lstrip().startswith("- ") or above[0][1].endswith(":")
    return above[-1][0] if opens else 0


def _before_braces(places: Places, line: int) -> int:
    """This line or the one before, where a key stands right before a brace or a bracket; 0 where none does."""
    near = (number for number in (line, line - 1) if number > 0)
    return next((one for one in near if re.match(r"\s*(- )?[\w-]+\s+[{\[]", places.line(one))), 0)


def _begins_with_tab(places: Places, line: int) -> bool:
    text = places.line(line)
    return "\t" in text[: len(text) - len(text.lstrip())]


def _tabs(places: Places, line: int) -> Fault:
    lines = [number for number in range(1, places.lines + 1) if _begins_with_tab(places, number)]
    message = _begins(lines, line) if line in lines else phrase("a tab stands where only spaces may")
    column = places.line(line).find("\t") + 1
    return Fault(line, max(column, 1), "tab", message, places.name, expected=phrase("spaces: two for each level"))


def _begins(lines: list[int], line: int) -> Phrase:
    """That a line begins with a tab, and which others do."""
    others = [str(number) for number in lines if number != line]
    listed = ", ".join(others[:8])
    if not others:
        return phrase("the line begins with a tab")
    if len(others) == 1:
        return phrase("the line begins with a tab (as does line %(line)s)", line=listed)
    if len(others) > 8:
        return phrase("the line begins with a tab (as do lines %(lines)s and others)", lines=listed)
    return phrase("the line begins with a tab (as do lines %(lines)s)", lines=listed)

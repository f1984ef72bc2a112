"""Does a file have the shape of a case? The typed classes decide; their findings are put into plain words here."""

from __future__ import annotations

import re
import types
import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from evenhand.casefile.compose import Node, Path, Places
from evenhand.casefile.model import Case, Judgement
from evenhand.errors import Fault, Phrase, phrase

__all__ = ["look_alike", "nearest", "shape"]


_LATIN = str.maketrans(
    # Cyrillic, then Greek: letters that look like Latin ones, small letters only where they do themselves
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u051b\u051d\u04bb"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0408\u0405"
    "\u03bf\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "aeopcyxijsdqwhABEKMHOPCTXIJSoABEZHIKMNOPTYX",
)

_MOST = 2000
"""Faults that are put into words; far fewer are shown."""
_LEVELS = 12
"""How deep misspelt keys within misspelt keys are followed; a case has fewer levels."""


def shape(data: Any, places: Places) -> tuple[Case | None, list[Fault], list[Path]]:
    """The case, or every fault of shape, and the paths at which nothing more can be said.

    A key that is misspelt is a fault, and is then taken for the one that was probably meant (in ``data`` as well),
    so that what it holds is examined and nothing seems to be missing.
    """
    spelling: list[Fault] = []
    for _ in range(_LEVELS):
        empty = {path: _empty(path, places) for path in islice(_nulls(data), _MOST)}
        case, found = _validated(data)
        translator = _Translator(data, places, set(empty))
        misspelt = [path for path, _ in _unknown_keys(found) if translator.renames(path)]
        if not misspelt:
            break
        spelling += [translator.unknown_key(path) for path in misspelt]
        for path in misspelt:
            translator.rename(path)
    if not found:
        return (None if empty or spelling else case), [*spelling, *empty.values()], list(empty)
    faults, broken = translator.faults(found)
    empty = {path: fault for path, fault in empty.items() if not any(path[: len(b)] == b for b in broken)}
    return None, [*spelling, *empty.values(), *faults], [*empty, *broken]


def _validated(data: Any) -> tuple[Case | None, list[Any]]:
    try:
        return Case.model_validate(data), []
    except ValidationError as error:
        return None, error.errors(include_url=False)[:_MOST]


def _unknown_keys(found: list[Any]) -> Iterator[tuple[Path, Any]]:
    for error in found:
        if error["type"] == "extra_forbidden":
            yield tuple(error["loc"]), error


def nearest(name: str, known: Iterator[str] | list[str] | tuple[str, ...] | set[str]) -> str:
    """The known name that is spelt most like ``name``; empty if none is near."""
    return _nearest(name.casefold()[:80], tuple(sorted(known)[:2000]))


@lru_cache(maxsize=2048)
def _nearest(name: str, names: tuple[str, ...]) -> str:
    by_look = {_look(candidate): candidate for candidate in names}
    if alike := by_look.get(_look(name)):
        return alike
    by_fold = {candidate.casefold(): candidate for candidate in names}
    match = get_close_matches(name, list(by_fold), 1, 0.6)
    return by_fold[match[0]] if match else ""


def look_alike(one: str, other: str) -> bool:
    """Whether names that differ can hardly be told apart by eye, as a Cyrillic from a Latin letter cannot.

    Examples
    --------
    >>> [look_alike(typed, "w.a.m") for typed in ("w.\N{CYRILLIC SMALL LETTER A}.m", "w.A.m", "w.b.m")]
    [True, False, False]
    """
    return one.casefold() != other.casefold() and _look(one) == _look(other)


def _look(name: str) -> str:
    return unicodedata.normalize("NFKC", name.translate(_LATIN)).casefold()


def _nulls(data: Any, path: Path = ()) -> Iterator[Path]:
    if data is None and path:
        yield path
    elif isinstance(data, dict):
        for key, value in data.items():
            if value is None or isinstance(value, (dict, list)):
                yield from _nulls(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            if value is None or isinstance(value, (dict, list)):
                yield from _nulls(value, (*path, index))


def _empty(path: Path, places: Places) -> Fault:
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    message = phrase("an empty entry in `%(list)s`", list=name)
    if isinstance(path[-1], str):
        message = phrase("nothing stands after `%(key)s:`", key=name)
    expected = phrase("a value; or delete the line (text `null` needs quotes)")
    return places.fault("empty-value", message, path, expected=expected)


_TYPES = {
    "dict_type", "mapping_type", "model_type", "model_attributes_type", "tuple_type", "list_type", "string_type",
    "float_type", "int_type", "bool_type", "float_parsing", "int_parsing", "bool_parsing", "int_from_float",
    "int_parsing_size", "iterable_type", "string_unicode",
}  # fmt: skip


class _Translator:
    """Pydantic's findings to faults: one for each place, none that merely follows from another."""

    def __init__(self, data: Any, places: Places, empty: set[Path]) -> None:
        self.data = data
        self.places = places
        self.empty = empty

    def faults(self, found: list[Any]) -> tuple[list[Fault], list[Path]]:
        faults, broken = [], []
        seen: set[Path] = set()
        for error in found:
            path = tuple(step for step in error["loc"] if step != "[key]")
            path += tuple((error.get("ctx") or {}).get("at", ()))
            kind = error["type"]
            below_empty = any(path[: len(other)] == other for other in self.empty) and kind != "extra_forbidden"
            if below_empty or (path in seen and kind != "missing"):
                continue
            fault = self._fault(kind, path, error)
            if kind != "missing":
                seen.add(path)
                if "[key]" not in error["loc"]:
                    broken.append(path)
            faults.append(fault)
        return faults, broken

    def _fault(self, kind: str, path: Path, error: dict[str, Any]) -> Fault:
        context = error.get("ctx") or {}
        if kind == "extra_forbidden":
            return self.unknown_key(path)
        if kind == "missing":
            return self._missing(path)
        if kind in _TYPES:
            return self._wrong_type(path, error["input"])
        if kind in ("string_pattern_mismatch", "string_too_long"):
            return self._name(path, error["input"], "[key]" in error["loc"])
        if kind == "literal_error":
            return self._choice(path, error["input"])
        if kind == "finite_number":
            message, expected = phrase("not a finite number"), phrase("a number such as 4 or 0.5")
            return self.places.fault("not-finite", message, path, expected=expected)
        if "message" in context:
            suggestion = _as_number(error["input"]) if kind == "number" and isinstance(error["input"], str) else ""
            return self.places.fault(
                kind, context["message"], path, expected=context["expected"], suggestion=suggestion
            )
        if kind in ("greater_than_equal", "less_than_equal"):
            bound = f"{next(iter(context.values())):g}"
            expected = phrase("a number at or above %(low)s", low=bound)
            if kind == "less_than_equal":
                expected = phrase("a number at or below %(high)s", high=bound)
            return self.places.fault("bounds", phrase("a number outside its bounds"), path, expected=expected)
        return self._wrong_type(path, error["input"])

    def renames(self, path: Path) -> str:
        """The known key that an unknown one was probably meant to be, where that is not there as well."""
        mapping = self._value(path[:-1])
        suggestion = nearest(str(path[-1]), self._keys(path))
        return suggestion if isinstance(mapping, dict) and path[-1] in mapping and suggestion not in mapping else ""

    def rename(self, path: Path) -> None:
        """Take an unknown key for the known one, in the data and in the places."""
        old, new = str(path[-1]), self.renames(path)
        if not new:  # the same mapping, repeated by an alias
            return
        mapping, node = self._value(path[:-1]), self._node(path[:-1])
        mapping[new] = mapping.pop(old)
        if node and old in node.parts:
            node.parts[new], node.keys[new] = node.parts[old], node.keys[old]

    def _keys(self, path: Path) -> list[str]:
        record = _model(_annotation(path[:-1]))
        return [field.alias or name for name, field in record.model_fields.items()] if record else []

    def unknown_key(self, path: Path) -> Fault:
        key, known = str(path[-1]), self._keys(path)
        suggestion = nearest(key, known)
        message, expected = _unknown(key, path), phrase("one of: %(names)s", names=", ".join(known))
        node = self._node(path[:-1])
        if self._value(path) is None and not suggestion and node and node.style == "{":
            message = phrase("`%(key)s` is read as a key", key=key)
            expected = phrase("quotes around text with a comma in it: within { } a comma ends the value")
            begun = max((name for name in known if key.startswith(f"{name} ")), key=len, default="")
            if begun:
                message = phrase("`%(key)s` has no colon", key=key)
                expected = phrase("`%(key)s: %(value)s`", key=begun, value=key[len(begun) :].strip())
        return self.places.fault("unknown-key", message, path, key=True, expected=expected, suggestion=suggestion)

    def _node(self, path: Path) -> Node | None:
        node = self.places.root
        for step in path:
            node = node.parts.get(step) if node else None
        return node

    def _value(self, path: Path) -> Any:
        value = self.data
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def _missing(self, path: Path) -> Fault:
        described = _description(_annotation(path))
        expected = phrase("`%(key)s:` followed by %(description)s", key=str(path[-1]), description=described)
        return self.places.fault("missing-key", _missing(path), path[:-1], key=True, expected=expected)

    def _wrong_type(self, path: Path, value: Any) -> Fault:
        annotation = _annotation(path)
        expected = _description(annotation)
        if not path:
            expected = phrase("the keys of a case: `case:`, `title:`, `parties:` and others")
        bare = _bare(annotation)
        suggestion = ""
        if bare is str and isinstance(value, (int, float)):
            expected = phrase("text: put quotes around it")
        if bare is bool and isinstance(value, str):
            words = {"yes": "true", "on": "true", "no": "false", "off": "false"}
            suggestion = words.get(value.casefold(), nearest(value, ["true", "false"]))
        if bare in (float, int) and isinstance(value, str):
            suggestion = _as_number(value)
        message = _another_kind(value, annotation)
        return self.places.fault("wrong-type", message, path, expected=expected, suggestion=suggestion)

    def _name(self, path: Path, value: Any, is_key: bool) -> Fault:
        suggestion = "-".join(part for part in "".join(c if c.isalnum() else " " for c in str(value)).split())[:64]
        return self.places.fault(
            "name",
            phrase("`%(text)s` cannot be a name", text=str(value)[:80]),
            path,
            key=is_key,
            expected=phrase("letters, digits, hyphens and underscores, beginning with a letter or digit, 64 at most"),
            suggestion=suggestion,
        )

    def _choice(self, path: Path, value: Any) -> Fault:
        choices = [str(choice) for choice in get_args(_bare(_annotation(path)))]
        return self.places.fault(
            "choice",
            phrase("not one of the words known for `%(key)s`", key=str(path[-1])),
            path,
            expected=phrase("one of: %(names)s", names=", ".join(choices)),
            suggestion=nearest(value, choices) if isinstance(value, str) else "",
        )


def _unknown(key: str, path: Path) -> Phrase:
    """That a mapping knows no such key, by what the mapping is called."""
    if len(path) == 1:
        return phrase("`%(key)s` is not known in a case", key=key)
    if isinstance(path[-2], str):
        return phrase("`%(key)s` is not known in `%(mapping)s`", key=key, mapping=path[-2])
    return phrase("`%(key)s` is not known in an entry of `%(list)s`", key=key, list=str(path[-3]))


def _missing(path: Path) -> Phrase:
    """That a mapping lacks a key, by what the mapping is called."""
    key = str(path[-1])
    if len(path) == 1:
        return phrase("`%(key)s` is missing", key=key)
    if isinstance(path[-2], str):
        return phrase("`%(key)s` is missing in `%(mapping)s`", key=key, mapping=path[-2])
    return phrase("`%(key)s` is missing in an entry of `%(list)s`", key=key, list=str(path[-3]))


def _as_number(text: str) -> str:
    """The number that a text such as ``"4"``, ``1,000``, ``0,05`` or ``12%`` probably means."""
    plain = text.strip().replace("_", "").replace(" ", "").replace("−", "-")
    thousands = re.fullmatch(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?%?", plain)
    plain = plain.replace(",", "") if thousands else plain.replace(",", ".")
    try:
        return f"{float(plain[:-1]) / 100:g}" if plain.endswith("%") else f"{float(plain):g}"
    except ValueError:
        return ""


_TEXT, _NUMBER, _WHOLE, _TRUTH = phrase("text"), phrase("a number"), phrase("a whole number"), phrase("true or false")
_MAPPING, _LIST, _ELSE = phrase("a mapping"), phrase("a list"), phrase("something else")


def _another_kind(value: Any, annotation: Any) -> Phrase:
    expected = _kind_expected(annotation)
    if value is None:
        return phrase("nothing in the place of %(expected)s", expected=expected)
    found = _kind(value)
    if _bare(annotation) is int and isinstance(value, float):
        found = phrase("a number with decimals")
    return phrase("%(found)s in the place of %(expected)s", found=found, expected=expected)


def _kind(value: Any) -> Phrase:
    if isinstance(value, bool):
        return _TRUTH
    names: tuple[tuple[Any, Phrase], ...] = (
        (str, _TEXT), ((int, float), _NUMBER), (dict, _MAPPING), ((list, tuple), _LIST),
    )  # fmt: skip
    return next((name for kind, name in names if isinstance(value, kind)), _ELSE)


def _kind_expected(annotation: Any) -> Phrase:
    bare = _bare(annotation)
    if isinstance(bare, type) and issubclass(bare, Judgement):
        return _NUMBER
    if _model(annotation) or get_origin(bare) is dict:
        return _MAPPING
    if get_origin(bare) is tuple:
        return _LIST
    return {str: _TEXT, float: _NUMBER, int: _WHOLE, bool: _TRUTH}.get(bare, _ELSE)


def _description(annotation: Any) -> Phrase:
    bare = _bare(annotation)
    if isinstance(bare, type) and issubclass(bare, Judgement):
        return bare.expected()
    if _model(annotation) or get_origin(bare) is dict:
        return phrase("a mapping (`key: value` on lines below, or {key: value})")
    if get_origin(bare) is tuple:
        return phrase("a list (`- entry` on lines below, or [a, b])")
    if get_origin(bare) is Literal:
        return phrase("one of: %(names)s", names=", ".join(map(str, get_args(bare))))
    number = phrase("a number, without quotes or units")
    return {str: _TEXT, float: number, int: _WHOLE, bool: _TRUTH}.get(bare, _ELSE)


def _bare(annotation: Any) -> Any:
    """A type without its ``Annotated`` and ``| None``."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return _bare(next(part for part in get_args(annotation) if part is not type(None)))
    return annotation


def _model(annotation: Any) -> type[BaseModel] | None:
    bare = _bare(annotation)
    return bare if isinstance(bare, type) and issubclass(bare, BaseModel) else None


def _annotation(path: Path) -> Any:
    """The type that the case's classes ask for at a path; None where they ask for none."""
    annotation: Any = Case
    for step in path:
        bare = _bare(annotation)
        model = _model(annotation)
        if model:
            annotation = _field(model, str(step))
        elif get_origin(bare) in (dict, tuple):
            annotation = get_args(bare)[1 if get_origin(bare) is dict else 0]
        else:
            return None
    return annotation


def _field(model: type[BaseModel], key: str) -> Any:
    fields: list[FieldInfo] = [field for field in model.model_fields.values() if field.alias == key]
    return fields[0].annotation if fields else None

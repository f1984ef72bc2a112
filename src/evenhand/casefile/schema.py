"""JSON Schema (draft 2020-12) of a case file, for completion and checks in editors. Made from the typed classes."""

from __future__ import annotations

from typing import Any

from evenhand.casefile.model import Case

__all__ = ["schema"]

# as the pattern of `Name`, in the dialect that JSON Schema shares with editors (no \w beyond ASCII there)
_NAME = (
    r"^[^\u0000-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007f]"
    r"[^\u0000-\u002c\u002e\u002f\u003a-\u0040\u005b-\u005e\u0060\u007b-\u007f]*$"
)


def schema() -> dict[str, Any]:
    """The schema of a case file.

    It allows what :func:`evenhand.casefile.read` allows in shape; whether names exist and fit together is beyond it.
    """
    made = Case.model_json_schema(by_alias=True, mode="validation")
    tidy = _tidy(made)
    tidy["title"] = "Evenhand case file"
    tidy["description"] = "A dispute written down: parties, interests, weights, issues, accounts, evidence."
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **tidy}


def _tidy(part: Any, *, names: bool = False) -> Any:
    """Without empty values (a file has none), titles that repeat the key, and defaults that say nothing."""
    if isinstance(part, list):
        return [_tidy(entry) for entry in part]
    if not isinstance(part, dict):
        return part
    if names:  # a mapping whose keys are names of properties or definitions, not keywords
        return {key: _tidy(value) for key, value in part.items()}
    kept = {
        key: _tidy(value, names=key in ("properties", "$defs"))
        for key, value in part.items()
        if key != "title" and not (key == "default" and value in (None, "", [], {}))
    }
    return _without_null(_named_keys(kept))


def _named_keys(part: dict[str, Any]) -> dict[str, Any]:
    """Names as keys: ``propertyNames`` in the place of ``patternProperties``, which would let other keys pass."""
    patterns = part.pop("patternProperties", None)
    if patterns:
        part["additionalProperties"] = next(iter(patterns.values()))
        part["propertyNames"] = {"pattern": _NAME, "maxLength": 64}
    if part.get("pattern", "").startswith(r"^[^\W_]"):
        part["pattern"] = _NAME
    return part


def _without_null(part: dict[str, Any]) -> dict[str, Any]:
    if {"type": "null"} not in part.get("anyOf", []):
        return part
    choices = [choice for choice in part.pop("anyOf") if choice != {"type": "null"}]
    return {**(choices[0] if len(choices) == 1 else {"anyOf": choices}), **part}

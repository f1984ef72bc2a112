"""What a case is: parties, interests, weights, issues, accounts, experts, evidence.

One set of typed classes is the check, the JSON Schema and the reference page. The classes hold what the
file says; cross-references (does this party exist?) are checked in :mod:`evenhand.casefile.check`.
Keys in the file are written with spaces (``as of``, ``at least``); attributes have underscores.
"""

from __future__ import annotations

import datetime
import inspect
import math
import re
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    SerializationInfo,
    SerializerFunctionWrapHandler,
    Strict,
    WithJsonSchema,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from evenhand.errors import Phrase, phrase

__all__ = [
    "Account",
    "Adversary",
    "Benefit",
    "BenefitOverride",
    "Case",
    "Chance",
    "Condition",
    "Courses",
    "Duration",
    "Effect",
    "EffectOverride",
    "Episode",
    "Evidence",
    "Expert",
    "Fact",
    "Factor",
    "Gives",
    "Interest",
    "Investment",
    "Issue",
    "Judgement",
    "Linkage",
    "NonNegative",
    "Outcome",
    "Party",
    "Pressure",
    "Ranking",
    "Reckoning",
    "Security",
    "Series",
    "Share",
    "Stances",
    "Statement",
    "Status",
    "Trade",
    "Translation",
]

Name = Annotated[str, Field(pattern=r"^[^\W_][\w-]*$", max_length=64, description="a name: letters, digits, hyphens")]
Number = Annotated[float, Strict()]
Whole = Annotated[int, Strict()]
Flag = Annotated[bool, Strict()]
Status = Literal["verified", "computed", "unverified", "reading"]
"""verified in the source's text; computed from data; from memory, unverified; the author's own reading."""


def _wrong(code: str, message: Phrase, expected: Phrase, at: tuple[str | int, ...] = ()) -> PydanticCustomError:
    """A fault found by a class below: its code, what is wrong, what was expected, where below the value it stands."""
    return PydanticCustomError(code, "{message}", {"message": message, "expected": expected, "at": at})


def _spaced(attribute: str) -> str:
    return attribute.rstrip("_").replace("_", " ")


class Record(BaseModel):
    """A mapping of the case file: no unknown keys, nothing changed after it is read."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=_spaced, populate_by_name=False, allow_inf_nan=False
    )


def _short_or_full(schema: dict[str, Any], model: type[Any]) -> None:
    """Allow the short forms of a number beside the mapping, in the JSON Schema."""
    number: dict[str, Any] = {"type": "number"}
    if math.isfinite(model.floor):
        number["minimum"] = model.floor
    if math.isfinite(model.ceiling):
        number["maximum"] = model.ceiling
    single: list[dict[str, Any]] = [number]
    if model.words:
        single.append({"type": "string", "pattern": model.words})
    short = {"anyOf": [*single, {"type": "array", "items": {"anyOf": single}, "minItems": 1, "maxItems": 3}]}
    record = {key: schema.pop(key) for key in list(schema)}
    schema["title"] = record.pop("title", "Judgement")
    record.pop("description", None)
    schema["description"] = inspect.cleandoc(model.__doc__ or "")
    record["properties"]["is"] = {**short, "description": "a point, [5th, 95th] or [5th, 50th, 95th] percentile"}
    record["properties"]["experts"]["additionalProperties"] = short
    record["properties"]["experts"].pop("patternProperties", None)
    schema["anyOf"] = [*short["anyOf"], record]


def _one_or_more(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Names = Annotated[
    tuple[str, ...],
    BeforeValidator(_one_or_more),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""One name, or a list of them."""


def _one_or_list(numbers: Any) -> Any:
    return numbers[0] if len(numbers) == 1 else list(numbers)


LARGEST = 1e15
"""Largest number that a case may hold: beyond it differences drown in rounding; a larger unit helps."""


class Judgement(Record):
    """A number somebody gave: a point, ``[5th, 95th]`` or ``[5th, 50th, 95th]`` percentile.

    Written short (``4``, ``[2, 8]``, ``[2, 4, 8]``) or in full, with its source:
    ``{is: [2, 4, 8], evidence: [cbo-2013], status: verified, note: why}``.
    ``experts`` holds the same number as given by named experts.
    """

    floor: ClassVar[float] = -math.inf
    ceiling: ClassVar[float] = math.inf
    words: ClassVar[str] = ""
    model_config = ConfigDict(json_schema_extra=_short_or_full)

    is_: tuple[Number, ...] = Field(description="a point, [5th, 95th] or [5th, 50th, 95th] percentile")
    at_least: Number | None = Field(None, description="the quantity can never be smaller")
    at_most: Number | None = Field(None, description="the quantity can never be larger")
    experts: dict[Name, tuple[Number, ...]] = Field(
        default_factory=dict, description="the number as each expert gave it"
    )
    evidence: Names = ()
    status: Status | None = None
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, data: Any) -> Any:
        if isinstance(data, dict):
            data = dict(data)
            if "is" in data:
                data["is"] = cls._numbers(data["is"])
            if isinstance(data.get("experts"), dict):
                data["experts"] = {expert: cls._numbers(value) for expert, value in data["experts"].items()}
            return data
        if isinstance(data, (int, float, list, tuple)) and not isinstance(data, bool):
            return {"is": cls._numbers(data)}
        raise _wrong("number", phrase("not a number"), cls.expected())

    @classmethod
    def _numbers(cls, value: Any) -> Any:
        """Several numbers from one or several; what is no number is left for the check of the type."""
        return (value,) if isinstance(value, (int, float)) and not isinstance(value, bool) else value

    @classmethod
    def expected(cls) -> Phrase:
        return phrase("a number, [5th, 95th] or [5th, 50th, 95th] percentile, or {is: …, evidence: …}")

    @model_validator(mode="after")
    def _within_bounds(self) -> Judgement:
        low, high = self.bounds
        if low > high:
            message = phrase(
                "no number lies at or above %(low)s and at or below %(high)s", low=f"{low:g}", high=f"{high:g}"
            )
            raise _wrong("bounds", message, phrase("a range of numbers"))
        self._check(self.is_, ("is",))
        for expert, values in self.experts.items():
            self._check(values, ("experts", expert))
        return self

    def _check(self, values: tuple[float, ...], at: tuple[str, ...]) -> None:
        low, high = self.bounds
        if not 1 <= len(values) <= 3:
            message = phrase("%(count)s numbers, where one, two or three are read", count=str(len(values)))
            raise _wrong("percentiles", message, self.expected(), at)
        if any(not math.isfinite(value) for value in values):
            raise _wrong("not-finite", phrase("not a finite number"), phrase("a number such as 4 or 0.5"), at)
        if any(abs(value) > LARGEST for value in values):
            largest = phrase("at most %(largest)s; take a larger unit", largest=f"{LARGEST:g}")
            raise _wrong("bounds", phrase("a number too large to reckon with"), largest, at)
        if list(values) != sorted(values):
            ordered = ", ".join(f"{value:g}" for value in sorted(values))
            expected = phrase("smallest first: [%(numbers)s]", numbers=ordered)
            raise _wrong("percentiles", phrase("percentiles out of order"), expected, at)
        if any(value < low or value > high for value in values):
            raise _wrong("bounds", phrase("a number outside its bounds"), self._number_within(), at)
        spread = values[0] < values[-1]
        if spread and (values[0] == low or values[-1] == high):
            raise _wrong(
                "percentile-on-bound",
                self._on_a_bound(),
                phrase(
                    "percentiles strictly inside the bounds, since values beyond them must be possible; or a single"
                    " number"
                ),
                at,
            )
        if spread and (math.isfinite(low) or math.isfinite(high)) and len(set(values)) < len(values):
            raise _wrong(
                "percentiles",
                self._two_equal(),
                phrase("percentiles that differ, or a single number"),
                at,
            )

    def _number_within(self) -> Phrase:
        low, high = self._bounds_in_words()
        if low and high:
            return phrase("a number between %(low)s and %(high)s", low=low, high=high)
        return (
            phrase("a number at or above %(low)s", low=low)
            if low
            else phrase("a number at or below %(high)s", high=high)
        )

    def _on_a_bound(self) -> Phrase:
        low, high = self._bounds_in_words()
        if low and high:
            message = phrase(
                "a percentile on a bound (the quantity lies between %(low)s and %(high)s)", low=low, high=high
            )
        elif low:
            message = phrase("a percentile on a bound (the quantity lies at or above %(low)s)", low=low)
        else:
            message = phrase("a percentile on a bound (the quantity lies at or below %(high)s)", high=high)
        return message

    def _two_equal(self) -> Phrase:
        low, high = self._bounds_in_words()
        if low and high:
            message = phrase(
                "two equal percentiles of a quantity with bounds (between %(low)s and %(high)s)", low=low, high=high
            )
        elif low:
            message = phrase("two equal percentiles of a quantity with bounds (at or above %(low)s)", low=low)
        else:
            message = phrase("two equal percentiles of a quantity with bounds (at or below %(high)s)", high=high)
        return message

    def _bounds_in_words(self) -> tuple[str, str]:
        """The bounds as the file would have them; nothing where there is none."""
        low, high = (f"{bound:g}" if math.isfinite(bound) else "" for bound in self.bounds)
        return low, high

    @model_serializer(mode="wrap")
    def _short(self, full: SerializerFunctionWrapHandler, info: SerializationInfo) -> Any:
        """In its short form, where the context asks for it."""
        data = full(self)
        if not (info.context or {}).get("short"):
            return data
        data["is"] = _one_or_list(data["is"])
        if "experts" in data:
            data["experts"] = {expert: _one_or_list(numbers) for expert, numbers in data["experts"].items()}
        return data["is"] if len(data) == 1 else data

    @property
    def bounds(self) -> tuple[float, float]:
        """Smallest and largest possible value; infinite where there is none."""
        low = self.floor if self.at_least is None else max(self.floor, self.at_least)
        high = self.ceiling if self.at_most is None else min(self.ceiling, self.at_most)
        return low, high

    @property
    def uncertain(self) -> bool:
        return any(len(values) > 1 and values[0] < values[-1] for values in (self.is_, *self.experts.values()))


class Chance(Judgement):
    """A probability: between 0 and 1."""

    floor: ClassVar[float] = 0.0
    ceiling: ClassVar[float] = 1.0


class Share(Judgement):
    """A part that is taken away: 1 at most; below 0 where something is added instead."""

    ceiling: ClassVar[float] = 1.0


class NonNegative(Judgement):
    """A quantity that cannot be negative: a weight, a rate, a caution."""

    floor: ClassVar[float] = 0.0


class Factor(Judgement):
    """A multiplier of losses: 1 or more."""

    floor: ClassVar[float] = 1.0


_DURATION = re.compile(r"^\s*(?P<number>[0-9]*\.?[0-9]+)\s*(?P<unit>years?|months?)\s*$")


class Duration(Judgement):
    """A time in years: a number, percentiles of years, or text such as ``3 years`` or ``18 months``."""

    floor: ClassVar[float] = 0.0
    words: ClassVar[str] = r"^ *[0-9]*\.?[0-9]+ *(years?|months?) *$"

    @model_validator(mode="before")
    @classmethod
    def _words_alone(cls, data: Any) -> Any:
        return {"is": cls._numbers(data)} if isinstance(data, str) else data

    @classmethod
    def _numbers(cls, value: Any) -> Any:
        if isinstance(value, str):
            return (cls._years(value),)
        if isinstance(value, (list, tuple)):
            return tuple(cls._years(part) if isinstance(part, str) else part for part in value)
        return super()._numbers(value)

    @classmethod
    def expected(cls) -> Phrase:
        return phrase("a time such as `3 years`, `18 months`, a number of years, or percentiles of it")

    @classmethod
    def _years(cls, text: str) -> float:
        match = _DURATION.match(text)
        if not match:
            raise _wrong("duration", phrase("not a time"), cls.expected())
        return float(match["number"]) / (12 if match["unit"].startswith("month") else 1)


Condition = dict[str, Names]
"""Stances that must hold, ``{us: reduce, ru: [reduce, hold]}``; a side that is not named may do anything."""

Stances = dict[str, str]
"""One stance for each side, ``{us: reduce, ru: hold}``: a state."""


class Party(Record):
    """Whoever has a stance or bears consequences: a side, a bystander, or a ratifier of a side."""

    name: str
    numeraire: str | None = Field(None, description="the interest in whose unit the party's points are counted")
    ratifies: str | None = Field(None, description="the side for which this party must consent")
    attachment: Factor | None = Field(None, description="λ: a loss weighs this many times a gain (1 or more)")
    caution: NonNegative | None = Field(None, description="ρ: points given up per point of added standard deviation")
    trust: dict[str, Chance] = Field(default_factory=dict, description="chance that another side keeps its word")
    rate: NonNegative | None = Field(None, description="own yearly discount rate, where it is not the common one")
    note: str = ""


class Interest(Record):
    """What a party cares about, in a natural unit."""

    name: str
    unit: str = Field(description="USD bn/yr, lives/yr, points, …")
    kind: Literal["substance", "standing", "private"] = "substance"
    note: str = ""


Gives = dict[str, Judgement]
"""``party.interest`` to a number in the interest's unit."""


class InvestmentOverride(Record):
    """How an account sees an investment benefit: single parameters in place of the base account's."""

    to: dict[str, NonNegative] = Field(
        default_factory=dict, description="`party.interest` to the yearly income that a unit of capital at work brings"
    )
    flow: NonNegative | None = Field(None, description="capital that would be put in a year if the rules were safe")
    payback: Duration | None = Field(
        None, description="years after which half of the projects have paid for themselves"
    )
    spread: Factor | None = Field(
        None, description="payback of the slowest twentieth of the projects, as a multiple of that of the median one"
    )
    safety: Duration | None = Field(None, description="years for which the rules can be relied upon without the effect")
    safer: Duration | None = Field(None, description="years that the effect adds to that")
    hazard: NonNegative | None = Field(
        None, description="yearly hazard of expropriation or of a change of the rules without the effect"
    )
    cut: Share | None = Field(None, description="part of that hazard which the effect takes away")
    life: Duration | None = Field(None, description="years for which a project goes on earning")


class Investment(InvestmentOverride):
    """Investment and trade: projects go ahead only where they pay back while the rules can be relied upon."""

    to: dict[str, NonNegative] = Field(
        min_length=1, description="`party.interest` to the yearly income that a unit of capital at work brings"
    )
    flow: NonNegative = Field(description="capital that would be put in a year if the rules were safe")
    payback: Duration = Field(description="years after which half of the projects have paid for themselves")
    spread: Factor = Field(
        description="payback of the slowest twentieth of the projects, as a multiple of that of the median one"
    )
    life: Duration = Field(description="years for which a project goes on earning")


class TradeOverride(Record):
    """How an account sees the trade that follows from security."""

    to: dict[str, NonNegative] = Field(
        default_factory=dict, description="`party.interest` to the income that a unit of trade brings"
    )
    volume: NonNegative | None = Field(None, description="yearly trade today")
    response: NonNegative | None = Field(
        None, description="part by which trade grows for each confrontation a year less"
    )


class Trade(TradeOverride):
    """Trade that follows from a lower danger of confrontation."""

    to: dict[str, NonNegative] = Field(
        min_length=1, description="`party.interest` to the income that a unit of trade brings"
    )
    volume: NonNegative = Field(description="yearly trade today")
    response: NonNegative = Field(description="part by which trade grows for each confrontation a year less")


def _schedule(value: dict[float, float]) -> dict[float, float]:
    steps = list(value.items())
    if any(year < 0 or not math.isfinite(year) for year, _ in steps):
        message = phrase("a schedule with a year before the start")
        raise _wrong("benefit", message, phrase("years from 0 on, each with a share"))
    if any(not 0 <= share <= 1 for _, share in steps):
        message = phrase("a schedule with a share that is no part")
        raise _wrong("benefit", message, phrase("shares between 0 and 1"))
    return dict(sorted(steps))


def _years_of_a_schedule(value: Any) -> Any:
    """Years, which are keys and so text, as numbers."""
    if not isinstance(value, dict):
        return value
    found: dict[Any, Any] = {}
    for key, share in value.items():
        try:
            found[float(key)] = share
        except (TypeError, ValueError):
            message = phrase("`%(key)s` is no year of a schedule", key=str(key))
            raise _wrong("benefit", message, phrase("years to shares: {2: 0.25, 5: 1}")) from None
    return found


Schedule = Annotated[
    dict[float, Number],
    BeforeValidator(_years_of_a_schedule),
    AfterValidator(_schedule),
    PlainSerializer(lambda value: {f"{year:g}": share for year, share in value.items()}),
    WithJsonSchema(
        {
            "type": "object",
            "propertyNames": {"pattern": r"^[0-9]*\.?[0-9]+$"},
            "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1},
        }
    ),
]
"""Years after the effect begins, each with the share that is reached from then on."""


class SecurityOverride(Record):
    """How an account sees a security benefit: single parameters in place of the base account's."""

    to: dict[str, NonNegative] = Field(
        default_factory=dict, description="`party.interest` to the harm that one confrontation does"
    )
    hazard: NonNegative | None = Field(None, description="confrontations a year without the effect")
    cut: Share | None = Field(None, description="part of them that the effect takes away")
    savings: Gives = Field(
        default_factory=dict, description="`party.interest` to what is saved a year once the schedule is through"
    )
    trade: TradeOverride | None = Field(None, description="the trade that follows")


class Security(SecurityOverride):
    """Security: fewer confrontations, savings by schedule with both sides' will, the trade that follows."""

    to: dict[str, NonNegative] = Field(description="`party.interest` to the harm that one confrontation does")
    hazard: NonNegative = Field(description="confrontations a year without the effect")
    cut: Share = Field(description="part of them that the effect takes away")
    schedule: Schedule = Field(
        default_factory=dict, description="years after the start to the share of the savings from then on (all at once)"
    )
    trade: Trade | None = Field(None, description="the trade that follows")


class AdversaryOverride(Record):
    """How an account sees what an adversary is worth at home: single parameters in place of the base account's."""

    to: dict[str, Chance] = Field(
        default_factory=dict, description="`party.interest` to the part of the spending that it keeps as its own gain"
    )
    spending: NonNegative | None = Field(None, description="yearly spending that the adversary justifies today")
    change: Judgement | None = Field(None, description="part by which the effect changes it; below 0: less of it")


class Adversary(AdversaryOverride):
    """The inverse of security: who at home gains from having an adversary, and who pays for it."""

    to: dict[str, Chance] = Field(
        min_length=1, description="`party.interest` to the part of the spending that it keeps as its own gain"
    )
    spending: NonNegative = Field(description="yearly spending that the adversary justifies today")
    change: Judgement = Field(description="part by which the effect changes it; below 0: less of it")
    paid_by: Names = Field((), description="`party.interest` that bears the spending")


_MODELS = ("investment", "security", "adversary")


def _numbers(record: Record, prefix: str = "") -> Iterator[tuple[tuple[str, ...], Judgement]]:
    for field in type(record).model_fields:
        given = getattr(record, field)
        if isinstance(given, Judgement):
            yield (f"{prefix}{field}",), given
        elif field in ("to", "savings"):
            yield from (((f"{prefix}{field}", target), number) for target, number in given.items())
        elif field == "trade" and given is not None:
            yield from _numbers(given, "trade ")


def _one_model(schema: dict[str, Any]) -> None:
    schema["oneOf"] = [{"required": [name]} for name in _MODELS]


class BenefitOverride(Record):
    """How an account sees the benefit of an effect."""

    model_config = ConfigDict(json_schema_extra=_one_model)

    investment: InvestmentOverride | None = None
    security: SecurityOverride | None = None
    adversary: AdversaryOverride | None = None

    @model_validator(mode="after")
    def _one(self) -> BenefitOverride:
        if sum(getattr(self, name) is not None for name in _MODELS) != 1:
            expected = phrase("exactly one of: %(models)s", models=", ".join(_MODELS))
            raise _wrong("benefit", phrase("not one benefit model"), expected)
        return self

    @property
    def model(self) -> str:
        """Which model it is."""
        return next(name for name in _MODELS if getattr(self, name) is not None)

    @property
    def parameters(self) -> Any:
        """The model's parameters."""
        return getattr(self, self.model)

    @property
    def numbers(self) -> dict[tuple[str, ...], Judgement]:
        """Every number of the model by its parameter, and by who receives it: ``("to", "ru.income")``."""
        return dict(_numbers(self.parameters))


class Benefit(BenefitOverride):
    """What an effect gives by a benefit model: exactly one of the three."""

    investment: Investment | None = Field(None, description="trade and investment, as far as the law is safe")
    security: Security | None = Field(None, description="a lower danger of confrontation, and what follows from it")
    adversary: Adversary | None = Field(None, description="the inverse: gains at home from having an adversary")

    @property
    def receives(self) -> tuple[str, ...]:
        """Every ``party.interest`` to which the model gives something, once for each way in which it does."""
        if self.security is not None:
            trade = self.security.trade.to if self.security.trade is not None else {}
            return (*self.security.to, *self.security.savings, *trade)
        if self.adversary is not None:
            return (*self.adversary.to, *self.adversary.paid_by)
        return tuple(self.parameters.to)


def _gives_or_benefit(schema: dict[str, Any]) -> None:
    schema["anyOf"] = [{"required": ["gives"]}, {"required": ["benefit"]}]


class Effect(Record):
    """What a combination of stances brings to whom, compared with its absence."""

    model_config = ConfigDict(json_schema_extra=_gives_or_benefit)

    id: Name
    when: Condition
    gives: Gives = Field(default_factory=dict)
    benefit: Benefit | None = Field(
        None, description="a benefit model that gives numbers, instead of or beside `gives`"
    )
    chance: Chance | None = Field(None, description="probability that it happens (1 unless given)")
    after: Duration | None = Field(None, description="delay before it starts (0 unless given)")
    lasts: Duration | None = Field(None, description="how long it goes on (to the horizon unless given)")
    once: Flag = Field(False, description="a single sum, counted in its first year")
    evidence: Names = ()
    status: Status | None = None
    note: str = ""

    @property
    def receives(self) -> tuple[str, ...]:
        """Every ``party.interest`` to which the effect gives something, itself or by its benefit model."""
        return (*self.gives, *(self.benefit.receives if self.benefit is not None else ()))


class EffectOverride(Record):
    """How an account sees an effect, where that differs from the base account."""

    gives: Gives = Field(default_factory=dict)
    benefit: BenefitOverride | None = Field(None, description="single parameters, in place of the base account's")
    chance: Chance | None = None
    after: Duration | None = None
    lasts: Duration | None = None
    evidence: Names = ()
    status: Status | None = None
    note: str = ""


class Linkage(Record):
    """A side withholds a stance while other issues stand as described."""

    party: str
    withholds: str
    while_: dict[str, Stances] = Field(description="issue to stances; all must hold at the other issues' defaults")
    evidence: Names = ()
    status: Status | None = None
    note: str = ""


_FORMS = ("all", "any", "not", "if", "then")


def _statement_forms(schema: dict[str, Any], model: type[Any]) -> None:
    """Allow the short form of a statement (a mapping of stances) beside the others, in the JSON Schema."""
    record = {key: schema.pop(key) for key in list(schema)}
    schema["title"] = record.pop("title", "Statement")
    record.pop("description", None)
    schema["description"] = inspect.cleandoc(model.__doc__ or "")
    short = {**record["properties"]["any"]["anyOf"][0]["items"], "propertyNames": {"not": {"enum": list(_FORMS)}}}
    record["oneOf"] = [{"required": form} for form in (["all"], ["any"], ["not"], ["if", "then"])]
    schema["anyOf"] = [short, record]


class Statement(Record):
    """A preference statement over stances; exactly one of ``all``/``any``/``not``/``if`` with ``then``."""

    model_config = ConfigDict(json_schema_extra=_statement_forms)

    all: Condition | None = Field(None, description="all these stances are taken")
    any: tuple[Condition, ...] | None = Field(None, description="one of these combinations is taken")
    not_: Condition | None = Field(None, description="this combination is not taken")
    if_: Condition | None = Field(None, description="where this is taken, …")
    then: Condition | None = Field(None, description="… this is taken as well")

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        if isinstance(data, dict) and not set(data) & set(_FORMS):
            return {"all": data}
        return data

    @model_serializer(mode="wrap")
    def _short(self, full: SerializerFunctionWrapHandler, info: SerializationInfo) -> Any:
        """In its short form, where the context asks for it."""
        data = full(self)
        return data["all"] if (info.context or {}).get("short") and list(data) == ["all"] else data

    @model_validator(mode="after")
    def _one_form(self) -> Statement:
        forms = [form is not None for form in (self.all, self.any, self.not_, self.if_)]
        if sum(forms) != 1 or (self.if_ is None) != (self.then is None):
            expected = phrase("stances `{side: stance}`, or one of `all`, `any`, `not`, or `if` with `then`")
            raise _wrong("statement", phrase("not a statement of preference"), expected)
        return self


def _one_state(value: Any) -> Any:
    return (value,) if isinstance(value, dict) else value


_STATE_SCHEMA: dict[str, Any] = {"type": "object", "additionalProperties": {"type": "string"}}
Tied = Annotated[
    tuple[Stances, ...],
    BeforeValidator(_one_state),
    WithJsonSchema({"anyOf": [_STATE_SCHEMA, {"type": "array", "items": _STATE_SCHEMA}]}),
]
Ranking = tuple[Tied, ...]
"""States from best to worst; a list in the place of a state is a tie."""


class Fact(Record):
    """A figure or event worth knowing that does not enter the calculation."""

    fact: str
    evidence: Names = ()
    status: Status | None = None
    note: str = ""


_MOMENT = r"^[0-9]{4}(-(0[1-9]|1[0-2]))?$"


def _moment(value: Any) -> Any:
    """A year, or a year and a month, as text."""
    text = f"{value:04d}" if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 9999 else value
    if isinstance(text, str) and re.match(_MOMENT, text):
        return text
    expected = phrase("a year such as 2009, or a month such as 2009-03")
    raise _wrong("date", phrase("not a year or a month"), expected)


Moment = Annotated[
    str,
    BeforeValidator(_moment),
    WithJsonSchema(
        {"anyOf": [{"type": "integer", "minimum": 0, "maximum": 9999}, {"type": "string", "pattern": _MOMENT}]}
    ),
]
"""A year, or a year and a month."""


class Outcome(Fact):
    """What happened after the case's day, and the state in which it left the issue; never an input."""

    since: Moment | None = Field(None, description="from when on the state held; unless given, all along")
    state: Stances = Field(
        default_factory=dict, description="the state in which the issue then stood, as read afterwards, for a back-test"
    )


def _in_words(value: Any) -> Any:
    """A list of stances as a mapping of each to words for the reader."""
    if not isinstance(value, (list, tuple)):
        return value
    for index, stance in enumerate(value):
        if not isinstance(stance, str):
            expected = phrase("a name: [stance, stance]")
            if isinstance(stance, (int, float)):
                expected = phrase("text: put quotes around it")
            raise _wrong("wrong-type", phrase("no name in the place of a stance"), expected, (index,))
        if stance in value[:index]:
            message = phrase("the stance `%(stance)s` stands twice", stance=stance)
            raise _wrong("duplicate-stance", message, phrase("each stance once"), (index,))
    return {stance: stance.replace("-", " ") for stance in value}


StancesInWords = Annotated[
    dict[Name, str],
    BeforeValidator(_in_words),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "array", "items": {"type": "string"}, "minItems": 2, "uniqueItems": True},
                {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 2},
            ]
        }
    ),
]
"""A side's stances, as a list or each with words for the reader."""


class Issue(Record):
    """One concrete matter in dispute."""

    title: str
    question: str = ""
    stances: dict[str, StancesInWords] = Field(
        description="side to its stances, a list or each with words for the reader"
    )
    default: Stances = Field(description="today's state")
    infeasible: tuple[Condition, ...] = ()
    irreversible: dict[str, Names] = Field(default_factory=dict, description="stances that cannot be left again")
    effects: tuple[Effect, ...] = ()
    expects: dict[str, dict[str, Judgement]] = Field(default_factory=dict, description="what a party counts on gaining")
    linkage: tuple[Linkage, ...] = ()
    ranking: dict[str, Ranking] = Field(default_factory=dict, description="party to states from best to worst")
    preferences: dict[str, tuple[Statement, ...]] = Field(
        default_factory=dict, description="party to statements, most important first"
    )
    facts: tuple[Fact, ...] = ()
    outcome_later: tuple[Outcome, ...] = Field((), description="what happened afterwards; never an input")
    note: str = ""

    @property
    def ordinal(self) -> bool:
        return bool(self.ranking or self.preferences)


class Account(Record):
    """One side's view of the numbers, where it differs from the base account."""

    weights: dict[str, dict[str, NonNegative]] = Field(default_factory=dict)
    effects: dict[str, EffectOverride] = Field(default_factory=dict)
    attachment: dict[str, Factor] = Field(default_factory=dict)
    caution: dict[str, NonNegative] = Field(default_factory=dict)
    trust: dict[str, dict[str, Chance]] = Field(default_factory=dict)
    rate: dict[str, NonNegative] = Field(default_factory=dict)
    expects: dict[str, dict[str, dict[str, Judgement]]] = Field(
        default_factory=dict, description="issue to party to interest"
    )
    ratifiers: dict[str, Flag] = Field(default_factory=dict, description="false: this view takes no notice of it")
    ranking: dict[str, dict[str, Ranking]] = Field(default_factory=dict, description="issue to party to states")
    preferences: dict[str, dict[str, tuple[Statement, ...]]] = Field(default_factory=dict)
    note: str = ""


class Pressure(Record):
    """What pressure on a side does: a penalty takes units of the side's numeraire away each year while it holds out.

    What is left out is taken from documented readings and marked as such; see *Persuasion and pressure*.
    """

    believed: Chance | None = Field(None, description="chance that the side believes the threat")
    backlash: NonNegative | None = Field(
        None, description="worth of standing that yielding to a penalty costs the side, for each point's worth of it"
    )
    costs: dict[str, NonNegative] = Field(
        default_factory=dict,
        description="party to what each unit of the penalty costs it, in its own numeraire (else in the side's)",
    )
    note: str = ""


class Expert(Record):
    """Somebody who gave judgements; ``side`` says whose, empty for nobody's."""

    name: str
    side: str | None = None
    affiliation: str = ""
    note: str = ""


def _in_words_alone(schema: dict[str, Any], model: type[Any]) -> None:
    """Allow words alone beside the mapping, in the JSON Schema."""
    record = {key: schema.pop(key) for key in list(schema)}
    schema["title"] = record.pop("title", model.__name__)
    record.pop("description", None)
    schema["description"] = inspect.cleandoc(model.__doc__ or "")
    schema["anyOf"] = [{"type": "string"}, record]


class WordsAlone(Record):
    """A mapping for which text may stand: it is what ``alone`` names."""

    alone: ClassVar[str]
    model_config = ConfigDict(json_schema_extra=_in_words_alone)

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        return {cls.alone: data} if isinstance(data, str) else data

    @model_serializer(mode="wrap")
    def _short(self, full: SerializerFunctionWrapHandler, info: SerializationInfo) -> Any:
        """In its short form, where the context asks for it."""
        data = full(self)
        return data[self.alone] if (info.context or {}).get("short") and list(data) == [self.alone] else data


class Reckoning(WordsAlone):
    """What a side counted on, or what it got: words alone, or ``{words: …, numbers: {interest: number}}``."""

    alone: ClassVar[str] = "words"

    words: str = ""
    numbers: dict[str, Judgement] = Field(default_factory=dict, description="interest to number, in its unit")


class Episode(Record):
    """A stretch of the relationship that is over, or was under way on the case's day; never an input."""

    id: Name
    title: str
    from_: Moment = Field(description="when it began")
    to: Moment | None = Field(None, description="when it ended; unless given, it went on")
    expected: dict[str, Reckoning] = Field(default_factory=dict, description="side to what it counted on")
    got: dict[str, Reckoning] = Field(default_factory=dict, description="side to what it got")
    unmet: Names | None = Field(None, description="sides whose expectations were not met; `[]` if all were")
    followed: str = ""
    crisis: Flag | None = Field(None, description="whether a crisis of the relationship followed")
    evidence: Names = ()
    status: Status | None = None
    note: str = ""


class Series(Record):
    """Yearly scores that stand beside the episodes, such as a share of events that were conflictual; never an input."""

    title: str
    unit: str = ""
    years: dict[Annotated[str, AfterValidator(_moment)], Number] = Field(description="year to score")
    evidence: Names = ()
    status: Status | None = None
    note: str = ""


class Courses(Record):
    """Parameters of the courses that are compared over time; what is not given has a documented default."""

    years: Whole | None = Field(None, ge=1, le=200, description="years that are gone through")
    agreements: Names = Field((), description="issues whose agreements are in force; all that have one unless given")
    hazard: NonNegative | None = Field(None, description="crises a year while nobody is disappointed")
    disappointment: NonNegative | None = Field(
        None, description="how many times as likely a crisis is while every side gets nothing of what it counts on"
    )
    adaptation: Chance | None = Field(
        None, description="part of the gap between what is counted on and what is had that closes in a year"
    )
    adaptation_of: dict[str, Chance] = Field(default_factory=dict, description="side to its own adaptation")
    duration: Duration | None = Field(None, description="how long a crisis lasts")
    suspended: Chance | None = Field(None, description="part of the agreements that a crisis suspends")
    recovery: Chance | None = Field(None, description="part of what is suspended that comes back in a year")
    trim: Chance | None = Field(None, description="part of the trim that is carried out (all of it: 1)")
    forgone: Chance | None = Field(None, description="part of the agreements that confrontation gives up")
    confrontation: NonNegative | None = Field(
        None, description="how many times as likely a crisis is under confrontation"
    )
    note: str = ""


class Evidence(BaseModel):
    """A source, as a CSL item (citation style language): type, title, author, issued, URL, …

    ``side`` says whose source it is, ``status`` how far it was checked. Other CSL variables are kept as they are.
    """

    model_config = ConfigDict(extra="allow", frozen=True, alias_generator=_spaced)

    type: str = "document"
    title: str
    author: Any = None
    issued: Any = None
    URL: str | None = None
    side: str | None = None
    status: Status | None = None
    note: str = ""


def _day(value: str) -> str:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            datetime.date.fromisoformat(value)
            return value
    except ValueError:
        pass
    raise _wrong("date", phrase("not a day"), phrase("a day written YYYY-MM-DD, such as 2013-11-04"))


class ToldEpisode(WordsAlone):
    """An episode in another language: its title alone, or ``{title: …, followed: …}`` with the episode's own keys."""

    alone: ClassVar[str] = "title"

    title: str = ""
    expected: dict[str, str] = Field(default_factory=dict, description="side to what it counted on, in words")
    got: dict[str, str] = Field(default_factory=dict, description="side to what it got, in words")
    followed: str = ""
    note: str = ""


class ToldSeries(WordsAlone):
    """Yearly scores in another language: their title alone, or ``{title: …, note: …}``."""

    alone: ClassVar[str] = "title"

    title: str = ""
    note: str = ""


class Translation(Record):
    """The names of a case in another language; what is not given stays as the case has it."""

    title: str = ""
    summary: str = ""
    note: str = ""
    parties: dict[str, str] = Field(default_factory=dict, description="party to its name; never inflected")
    interests: dict[str, str] = Field(default_factory=dict, description="interest to its name")
    units: dict[str, str] = Field(
        default_factory=dict, description="unit to its name after a number; common units are known without it"
    )
    issues: dict[str, str] = Field(default_factory=dict, description="issue to its title")
    questions: dict[str, str] = Field(default_factory=dict, description="issue to its question")
    stances: dict[str, str] = Field(default_factory=dict, description="stance to its name, wherever it is taken")
    episodes: dict[str, ToldEpisode] = Field(
        default_factory=dict, description="episode to its title, or to all that is told of it"
    )
    events: dict[str, ToldSeries] = Field(
        default_factory=dict, description="yearly scores to their title, or to title and note"
    )
    words: dict[str, dict[str, dict[str, str]]] = Field(
        default_factory=dict, description="issue to side to stance to its longer words"
    )


class Case(Record):
    """A dispute written down."""

    case: Name = Field(description="the case's name, as in its file and its address")
    title: str
    as_of: Annotated[str, AfterValidator(_day)] | None = Field(
        None, description="the day whose state is the default, YYYY-MM-DD", json_schema_extra={"format": "date"}
    )
    authors: tuple[str, ...] = ()
    summary: str = ""
    note: str = ""
    licence: str = ""
    rate: Number = Field(0.0, ge=0, le=1, description="common yearly discount rate")
    horizon: Whole = Field(20, ge=1, le=200, description="years counted")
    parties: dict[Name, Party]
    interests: dict[Name, Interest]
    weights: dict[str, dict[str, NonNegative]] = Field(
        default_factory=dict, description="party to interest to the value of one unit"
    )
    issues: dict[Name, Issue]
    accounts: dict[str, Account] = Field(default_factory=dict, description="side to its view of the numbers")
    episodes: tuple[Episode, ...] = Field((), description="the record: what was expected, what came, what followed")
    events: dict[Name, Series] = Field(default_factory=dict, description="yearly scores beside the episodes, by id")
    courses: Courses | None = Field(None, description="parameters of the courses compared over time")
    pressure: dict[str, Pressure] = Field(default_factory=dict, description="side to what pressure on it does")
    experts: dict[Name, Expert] = Field(default_factory=dict)
    evidence: dict[str, Evidence] = Field(default_factory=dict)
    translations: dict[Literal["en", "ru", "uk"], Translation] = Field(
        default_factory=dict, description="language to the names of the case in it; never an input"
    )

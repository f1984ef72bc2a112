"""What a case is: its parties, interests, issues, accounts and evidence; how it is read, checked and written."""

from evenhand.casefile.check import check
from evenhand.casefile.compose import Places
from evenhand.casefile.model import (
    Account,
    Case,
    Chance,
    Condition,
    Duration,
    Effect,
    EffectOverride,
    Evidence,
    Expert,
    Fact,
    Factor,
    Gives,
    Interest,
    Issue,
    Judgement,
    Linkage,
    NonNegative,
    Party,
    Ranking,
    Stances,
    Statement,
    Status,
)
from evenhand.casefile.read import loads, loads_with_places, read, read_text, read_with_places
from evenhand.casefile.schema import schema
from evenhand.casefile.starter import starter
from evenhand.casefile.states import MAX_STATES, States
from evenhand.casefile.warn import judgements, warnings
from evenhand.casefile.write import Document, atomic_write, dumps, write

__all__ = [
    "MAX_STATES",
    "Account",
    "Case",
    "Chance",
    "Condition",
    "Document",
    "Duration",
    "Effect",
    "EffectOverride",
    "Evidence",
    "Expert",
    "Fact",
    "Factor",
    "Gives",
    "Interest",
    "Issue",
    "Judgement",
    "Linkage",
    "NonNegative",
    "Party",
    "Places",
    "Ranking",
    "Stances",
    "Statement",
    "States",
    "Status",
    "atomic_write",
    "check",
    "dumps",
    "judgements",
    "loads",
    "loads_with_places",
    "read",
    "read_text",
    "read_with_places",
    "schema",
    "starter",
    "warnings",
    "write",
]

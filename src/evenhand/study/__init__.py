"""Many draws, sensitivity, results."""

from evenhand.study.analysis import analyse
from evenhand.study.prepared import load
from evenhand.study.results import AccountFindings, IssueFindings, PartyLoss, Study, Summary

__all__ = ["AccountFindings", "IssueFindings", "PartyLoss", "Study", "Summary", "analyse", "load"]

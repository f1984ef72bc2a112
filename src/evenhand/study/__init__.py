"""Many draws, sensitivity, results."""

from evenhand.study.analysis import analyse
from evenhand.study.over_time import CourseStudy, courses
from evenhand.study.prepared import load
from evenhand.study.results import AccountFindings, IssueFindings, PartyLoss, Study, Summary

__all__ = [
    "AccountFindings",
    "CourseStudy",
    "IssueFindings",
    "PartyLoss",
    "Study",
    "Summary",
    "analyse",
    "courses",
    "load",
]

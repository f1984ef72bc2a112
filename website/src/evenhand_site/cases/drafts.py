"""Drafts of cases as text: read and replaced whole, without ever taking the place of something that nobody has seen.

A draft goes by its *mark*, the SHA-256 of its text. Who replaces one names the mark of the draft that they began from;
if another draft stands there by now, nothing is stored.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

import evenhand
from evenhand.errors import CaseError, Fault
from evenhand_site.cases.models import Case
from evenhand_site.cases.study import version_of

__all__ = ["Draft", "Gone", "Locked", "MayNot", "Moved", "draft_of", "may_write", "put"]

User = AbstractBaseUser | AnonymousUser


class MayNot(Exception):
    """Somebody has not the right to do this."""


class Gone(Exception):
    """There is no such draft, or none that this person may know of."""


class Locked(Exception):
    """Somebody else keeps the draft locked, or it is under review."""


class Moved(Exception):
    """Another draft stands there than the one that was begun from; ``mark`` is its mark, "" where there is none."""

    def __init__(self, mark: str) -> None:
        super().__init__(mark)
        self.mark = mark


@dataclass(frozen=True)
class Draft:
    """A draft's text, whether it was made by this very call, and whether anything was stored."""

    case_id: str
    text: str
    new: bool = False
    stored: bool = False

    @property
    def mark(self) -> str:
        return version_of(self.text)


def _policy() -> ModelPermissionPolicy:
    """The rules of the editors' pages: what is forbidden there is forbidden here."""
    viewset = getattr(Case, "snippet_viewset", None)
    return viewset.permission_policy if viewset else ModelPermissionPolicy(Case)


def may_write(user: User) -> bool:
    """Whether somebody may write cases at all."""
    return bool(_policy().user_has_any_permission(user, ["add", "change"]))


def draft_of(user: User, case_id: str) -> Draft:
    """The newest draft of a case.

    Raises
    ------
    MayNot
        If this person may not write cases.
    Gone
        If there is none, or they may not change this one.
    """
    if not may_write(user):
        raise MayNot
    case = Case.objects.filter(case_id=case_id).first()
    if case is None or not _policy().user_has_permission_for_instance(user, "change", case):
        raise Gone
    return Draft(case_id, _newest(case).text)


def put(user: User, case_id: str, text: str, *, begun_from: str | None, whatever_stands: bool = False) -> Draft:
    """Make a text the draft of a case, as a new revision.

    Parameters
    ----------
    begun_from : str or None
        The mark of the draft that the text was made from; None where it was made from none.
    whatever_stands : bool
        Replace any draft; what it replaces stays among the revisions.

    Raises
    ------
    MayNot, Locked, Moved
        See there; nothing is stored then.
    CaseError
        If the text has faults, or is the file of another case.
    """
    if not may_write(user):
        raise MayNot
    read = evenhand.loads(text)
    try:
        with transaction.atomic():
            case = Case.objects.select_for_update().filter(case_id=case_id).first()
            if case is None:
                if not _policy().user_has_permission(user, "add"):
                    raise MayNot
                if begun_from is not None and not whatever_stands:
                    raise Moved("")
                _same(read.case, case_id)
                return _made(user, case_id, read.title, text)
            if not _policy().user_has_permission_for_instance(user, "change", case):
                raise MayNot
            _same(read.case, case_id)
            present = Draft(case_id, _newest(case).text)
            if present.text == text:
                return present
            if present.mark != begun_from and not whatever_stands:
                raise Moved(present.mark)
            return _replaced(user, case, read.title, text)
    except IntegrityError:  # another made it this very moment
        raise Moved("") from None


def _newest(case: Case) -> Case:
    found: Case = case.get_latest_revision_as_object()
    return found


def _same(named: str, case_id: str) -> None:
    if named != case_id:
        expected = f"case: {case_id}, as in the address"
        raise CaseError([Fault(1, 1, "other-case", "this is the file of another case", text=named, expected=expected)])


def _made(user: User, case_id: str, title: str, text: str) -> Draft:
    case = Case(case_id=case_id, title=title[:300], text=text, live=False, owner=user)
    _clean(case)
    case.save()
    log(case, "wagtail.create", user=user)
    case.save_revision(user=user)
    return Draft(case_id, text, new=True, stored=True)


def _replaced(user: User, case: Case, title: str, text: str) -> Draft:
    lock = case.get_lock()
    if lock is not None and lock.for_user(user):
        raise Locked
    newest = _newest(case)
    newest.title, newest.text = title[:300], text
    _clean(newest)
    newest.save_revision(user=user, log_action=True)
    return Draft(case.case_id, text, stored=True)


def _clean(case: Case) -> None:
    """What a name on the site may look like is stricter than in a file: said like any other fault."""
    try:
        case.full_clean()
    except ValidationError as error:
        words = "; ".join(dict.fromkeys(error.messages))
        expected = "a name of small letters, digits and hyphens, 120 at most"
        raise CaseError([Fault(1, 1, "site-name", words, text=case.case_id, expected=expected)]) from None

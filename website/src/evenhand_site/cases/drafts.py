"""Drafts of cases: begun, read, replaced, by whoever writes them, in forms or through a program.

The file alone is the draft: it is stored as a new revision, and what is published stays as it is. A program replaces a
draft whole, and goes by its *mark*, the SHA-256 of its text: it names the mark of the draft that it began from, and if
another draft stands there by now, nothing is stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.permissions import policy_registry

import evenhand
from evenhand.errors import CaseError, Fault
from evenhand_site.cases.models import Case
from evenhand_site.cases.study import version_of
from evenhand_site.cases.writing import document_of

__all__ = [
    "Draft", "Gone", "Locked", "MayNot", "Moved", "begin", "check_name", "draft_of", "keep", "lock_on", "may",
    "may_write", "newest", "opened", "put", "save",
]  # fmt: skip

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


class Stands(Moved):
    """A draft stands there, where there was to be none."""


# --- who may, and what stands there


def may(user: User, action: str, case: Case | None = None) -> bool:
    """Whether somebody may do this to a case, or to cases at all: ``add``, ``change``, ``publish``, ``view``."""
    policy = policy_registry.get_by_type(Case)
    if case is None:
        return bool(policy.user_has_permission(user, action))
    return bool(policy.user_has_permission_for_instance(user, action, case))


def may_write(user: User) -> bool:
    """Whether somebody may write cases at all."""
    return may(user, "add") or may(user, "change")


def newest(case: Case) -> Case:
    """The case as its newest draft has it."""
    found: Case = case.get_latest_revision_as_object()
    return found


def opened(request: HttpRequest, pk: int, action: str = "change") -> Case:
    """The newest draft of a case, for somebody who may do this to it.

    Raises
    ------
    PermissionDenied, Http404
        If this person may not, or there is no such case.
    """
    if not may(request.user, action):
        raise PermissionDenied
    return newest(get_object_or_404(Case, pk=pk))


def lock_on(case: Case, user: User) -> Any:
    """What keeps somebody from changing a case: somebody else's lock, a review; None where nothing does."""
    lock = case.get_lock()
    return lock if lock is not None and lock.for_user(user) else None


# --- written by people


def keep(case: Case, text: str) -> Case:
    """The case with another file; its title is that of the file, where it can be read."""
    document = document_of(text)
    title = document.value(("title",)) if document else None
    case.text = text
    case.title = (title if isinstance(title, str) and title.strip() else case.title or case.case_id)[:300]
    return case


def check_name(case_id: str) -> None:
    """Raise ValidationError, unless a new case can have this name."""
    Case(case_id=case_id).full_clean(exclude=[each.name for each in Case._meta.fields if each.name != "case_id"])


@transaction.atomic
def begin(text: str, case_id: str, owner: Any) -> Case:
    """A new draft with this file.

    Raises
    ------
    ValidationError
        If the name cannot be one, or another case bears it.
    """
    case = keep(Case(case_id=case_id, owner=owner, live=False), text)
    case.full_clean()
    case.save()
    case.save_revision(user=owner, log_action="wagtail.create")
    return case


def save(case: Case, text: str, user: Any) -> None:
    """Keep another file as the newest draft of a case.

    Raises
    ------
    Locked
        If somebody else keeps it locked, or reviews it; nothing is stored then.
    """
    if lock_on(case, user) is not None:
        raise Locked
    keep(case, text)
    if not case.live:
        case.save()
    case.save_revision(user=user, log_action=True)


# --- written by programs


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
    if case is None or not may(user, "change", case):
        raise Gone
    return Draft(case_id, newest(case).text)


def put(
    user: User, case_id: str, text: str, *, begun_from: str | None, whatever_stands: bool = False,
    only_first: bool = False,
) -> Draft:  # fmt: skip
    """Make a text the draft of a case, as a new revision.

    Parameters
    ----------
    begun_from : str or None
        The mark of the draft that the text was made from; None where it was made from none.
    whatever_stands : bool
        Replace any draft; what it replaces stays among the revisions.
    only_first : bool
        Replace none, not even one that is the same.

    Raises
    ------
    MayNot, Locked, Moved, Stands
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
                if not may(user, "add"):
                    raise MayNot
                if begun_from is not None and not whatever_stands:
                    raise Moved("")
                _same(read.case, case_id)
                return _made(user, case_id, text)
            if not may(user, "change", case):
                raise MayNot
            _same(read.case, case_id)
            present = Draft(case_id, newest(case).text)
            if only_first:
                raise Stands(present.mark)
            if present.text == text:
                return present
            if present.mark != begun_from and not whatever_stands:
                raise Moved(present.mark)
            save(newest(case), text, user)
            return Draft(case_id, text, stored=True)
    except IntegrityError:  # another made it this very moment
        raise (Stands if only_first else Moved)("") from None


def _same(named: str, case_id: str) -> None:
    if named != case_id:
        expected = f"case: {case_id}, as in the address"
        raise CaseError([Fault(1, 1, "other-case", "this is the file of another case", text=named, expected=expected)])


def _made(user: User, case_id: str, text: str) -> Draft:
    """The first draft; what a name on the site may be is stricter than in a file, and said like any other fault."""
    try:
        begin(text, case_id, user)
    except ValidationError as error:
        words = "; ".join(dict.fromkeys(error.messages))
        expected = "a name of small letters, digits and hyphens, 120 at most, that no page of the site bears"
        raise CaseError([Fault(1, 1, "site-name", words, text=case_id, expected=expected)]) from None
    return Draft(case_id, text, new=True, stored=True)

"""Publishing a case: what has faults is refused; what is published is analysed, and readers then see the study."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from evenhand.errors import EvenhandError

__all__ = ["DRAWS", "SEED", "ask_for_study", "refuse_faults"]

log = logging.getLogger("evenhand_site.cases")

DRAWS, SEED = 10_000, 1
"""With which a published case is analysed."""


def refuse_faults(case: Any) -> None:
    """Raise ValidationError with everything that is wrong in a case's file."""
    from evenhand_site.cases.writing import examine

    faults = examine(case.text, case.case_id).messages
    if faults:
        shown = faults[:20]
        more = len(faults) - len(shown)
        told = [*shown, _("and %(count)s more") % {"count": more}] if more else shown
        raise ValidationError({"text": [_("A case with faults is not published."), *told]})


def ask_for_study(text: str, by: Any = None) -> None:
    """Have a published file analysed: the one place that says by whom."""
    from evenhand_site.cases.study import study_of

    try:
        study_of(text, DRAWS, SEED)
    except EvenhandError:
        log.exception("a published case could not be analysed")

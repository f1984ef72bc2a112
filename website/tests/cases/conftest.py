"""Studies for the tests: a small case that is computed at once, and the reference case in few draws, computed once."""

from __future__ import annotations

import pytest

COLUMNS = ("case_id", "version", "title", "as_of", "draws", "seed", "engine", "analysis", "names", "chapters", "file")
DRAWS = 64


@pytest.fixture
def small(db):
    """A stored study of two parties and one issue."""
    from evenhand_site.cases.study import study

    return study("prisoners-dilemma", draws=DRAWS, seed=1)


@pytest.fixture(scope="session")
def computed(django_db_setup, django_db_blocker):
    """The columns of a study of the reference case."""
    from django.db import transaction
    from evenhand_site.cases.study import study

    with django_db_blocker.unblock(), transaction.atomic():
        made = study("us-russia-2013", draws=256, seed=1)
        columns = {name: getattr(made, name) for name in COLUMNS}
        transaction.set_rollback(True)
    return columns


@pytest.fixture
def reference(db, computed):
    """A stored study of the reference case."""
    from evenhand_site.cases.models import CaseStudy

    return CaseStudy.objects.create(**computed)

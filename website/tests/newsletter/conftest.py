"""Subscribers, and a mail server."""

from __future__ import annotations

import itertools

import pytest


@pytest.fixture
def subscriber(db):
    """Make a subscriber who receives the newsletter; fields that matter to the test are given."""
    from django.utils import timezone
    from evenhand_site.newsletter.models import Subscriber

    numbers = itertools.count(1)

    def make(email="", *, topics=(), **fields):
        usual = {"state": Subscriber.State.ACTIVE, "confirmed_at": timezone.now(), "frequency": "every"}
        made = Subscriber.objects.create(email=email or f"reader{next(numbers)}@example.org", **{**usual, **fields})
        made.topics.set(topics)
        return made

    return make


@pytest.fixture
def mailing(settings):
    """Let Django send through a sink."""

    def use(sink):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", sink.port, 5
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""

    return use


@pytest.fixture
def composed(network):
    """Make an issue that an editor composed, to go out now."""
    from django.utils import timezone
    from evenhand_site.newsletter.models import Issue, IssueText

    def make(*texts, **fields):
        issue = Issue.objects.create(
            **{"subject": "News", "state": Issue.State.SCHEDULED, "scheduled_for": timezone.now(), **fields}
        )
        for text in texts:
            IssueText.objects.create(issue=issue, publication=text)
        return issue

    return make

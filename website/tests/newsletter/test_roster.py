"""Subscribers in and out as CSV."""

from __future__ import annotations

import io

import pytest
from evenhand_site.newsletter import roster, subscribing
from evenhand_site.newsletter.models import Subscriber


def take(text):
    rows, faults = roster.read(io.StringIO(text))
    assert faults == []
    return roster.take(rows)


def faults(text):
    return roster.read(io.StringIO(text))[1]


def test_what_is_written_is_read_back(network, subscriber):
    water = network.topic("Water")
    subscriber("a@example.org", language="uk", frequency="monthly", topics=[water], kinds=["memo", "event"])
    subscriber("+tag=1@example.org")
    subscriber("gone@example.org", state="ended")
    before = list(Subscriber.objects.order_by("email").values_list("email", "language", "frequency", "kinds", "state"))
    out = io.StringIO()
    assert roster.export(out) == 3
    Subscriber.objects.all().delete()
    assert take(out.getvalue()) == {"new": 3}
    after = Subscriber.objects.order_by("email")
    assert list(after.values_list("email", "language", "frequency", "kinds", "state")) == before
    assert list(Subscriber.objects.get(email="a@example.org").topics.all()) == [water]
    assert all(each.confirmed_at for each in after) and {each.source for each in after} == {"import"}


def test_no_cell_is_a_formula(subscriber):
    subscriber("=cmd@example.org")
    out = io.StringIO()
    roster.export(out)
    assert "\r\n'=cmd@example.org," in out.getvalue()


def test_the_same_list_twice_adds_nothing(db):
    text = "email,confirmed_at\na@example.org,2024-05-01\nA@Example.org,2024-05-01\n"
    assert take(text) == {"new": 1, "known already": 1}
    assert take(text) == {"known already": 2}


def test_whoever_left_or_was_forgotten_is_not_brought_back_by_a_list(subscriber):
    subscribing.end(subscriber("left@example.org"))
    subscribing.erase(subscriber("forgotten@example.org"))
    text = "email,confirmed_at\nleft@example.org,2024-05-01\nforgotten@example.org,2024-05-01\n"
    assert take(text) == {"known already": 1, "suppressed": 1}
    assert Subscriber.objects.get().state == "ended"


def test_all_faults_are_named_with_their_lines(network):
    text = (
        "email,language,frequency,topics,kinds,confirmed_at\n"
        "nobody,en,weekly,,,2024-05-01\n"
        "a@example.org,xx,hourly,nothing,poem,soon\n"
        "b@example.org,en,weekly,,,\n"
        "c@example.org,en,weekly,,,2999-01-01\n"
        "d@example.org,en,weekly,,,2024-05-01,extra\n"
    )
    found = faults(text)
    assert [words.split(":")[0] for words in found] == [
        "line 2", "line 3", "line 3", "line 3", "line 3", "line 3", "line 4", "line 5", "line 6"
    ]  # fmt: skip
    assert "'nobody' is not an e-mail address" in found[0]
    assert "without the date of consent" in found[6]


@pytest.mark.parametrize("text", ["", "name,mail\n", "email\na@example.org\n", '"email\0","confirmed_at\n'])
def test_a_list_without_the_needed_columns_is_refused(db, text):
    assert faults(text)

"""Several sending processes, and processes that are killed: everybody gets one letter, nobody two.

Real processes on a database file (and on PostgreSQL, where it is installed), a mail server in this process.
"""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest
from servers import new_database, prepared, python
from sink import Sink

FILL = """
from django.utils import timezone
from evenhand_site.newsletter.models import *
Subscriber.objects.bulk_create([
    Subscriber(email=f"r{n}@example.org", state="active", confirmed_at=timezone.now()) for n in range(%d)
])
Issue.objects.create(subject="News", state="scheduled", scheduled_for=timezone.now())
"""
SEND = """
from datetime import timedelta
from django.utils import timezone
from evenhand_site.newsletter.sending import send_due
for _ in range(200):
    if not send_due(timezone.now() + timedelta(minutes=%d)):
        break
"""
STATES = """
from collections import Counter
from evenhand_site.newsletter.models import *
for state, number in Counter(Delivery.objects.values_list("state", flat=True)).items():
    print(state, number)
"""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request, tmp_path_factory):
    """A migrated site: its data folder and the address of its database."""
    data = tmp_path_factory.mktemp("site")
    if request.param == "sqlite":
        yield prepared(data), ""
        return
    address = new_database(request.getfixturevalue("postgres_server"), "newsletter")
    yield prepared(data, database=address), address


@pytest.fixture
def site(database):
    """The site with nobody subscribed."""
    data, address = database
    _run("from evenhand_site.newsletter.models import *\nDelivery.objects.all().delete()\n"
         "Issue.objects.all().delete()\nSubscriber.objects.all().delete()", data, address)  # fmt: skip
    return data, address


def _run(code: str, data: Path, database: str, sink: Sink | None = None, *, wait: bool = True):
    mail = {"EVENHAND_MAIL_URL": f"smtp://127.0.0.1:{sink.port}", "EVENHAND_MAIL_RATE": "100000"} if sink else {}
    return python(code, data, database=database, wait=wait, **mail)


def _states(data: Path, database: str) -> dict[str, int]:
    lines = _run(STATES, data, database).stdout_text.split("\n")
    return {words[0]: int(words[1]) for line in lines if (words := line.split())}


def test_two_processes_at_once_send_to_each_subscriber_once(site):
    _run(FILL % 150, *site)
    with Sink(pause=0.005) as sink:
        both = [_run(SEND % 0, *site, sink, wait=False) for _ in range(2)]
        for process in both:
            _out, err = process.communicate(timeout=600)
            assert process.returncode == 0, err
    assert Counter(sink.recipients) == {f"r{number}@example.org": 1 for number in range(150)}
    assert sink.connections >= 2
    assert _states(*site) == {"sent": 150}


def test_a_process_killed_in_the_middle_costs_at_most_one_doubtful_letter(site):
    _run(FILL % 100, *site)
    with Sink(pause=0.02) as sink:
        killed = 0
        for minutes in (0, 11, 22):  # each later process comes when the claims of the one before have run out
            process = _run(SEND % minutes, *site, sink, wait=False)
            seen = len(sink.letters)
            while len(sink.letters) < seen + 15 and process.poll() is None:
                time.sleep(0.005)
            process.kill()
            process.communicate()
            killed += 1
        assert 40 <= len(sink.letters) < 100
        _run(SEND % 33, *site, sink)
        counted, states = Counter(sink.recipients), _states(*site)
        assert max(counted.values()) == 1
        doubtful = states.get("doubtful", 0)
        assert doubtful <= killed and states.get("sent") == 100 - doubtful and not states.keys() - {"sent", "doubtful"}
        listed = _run("from evenhand_site.newsletter.overview import overview\nprint(overview().as_text())", *site)
        assert listed.stdout_text.count("to decide:") == doubtful
        never = 100 - len(counted)
        assert never <= doubtful

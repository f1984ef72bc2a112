"""What pages share: made once, and never more of it than a site needs."""

from types import SimpleNamespace

import pytest
from evenhand_site.house import surroundings
from wagtail.models import Site


@pytest.fixture
def kept(monkeypatch):
    monkeypatch.setattr(surroundings, "connection", SimpleNamespace(in_atomic_block=False))
    monkeypatch.setattr(surroundings, "_kept", {})
    return surroundings._kept


def test_however_many_keys_come_few_are_kept(kept):
    for number in range(3 * surroundings._MOST):
        assert surroundings.keep(number, lambda number=number: number) == number
    assert len(kept) <= surroundings._MOST


def test_ports_and_capitals_of_a_host_make_no_new_keys(kept, client, network):
    for host in ("testserver", "TestServer", "testserver:81", "testserver:82", "testserver."):
        assert client.get("/en/", headers={"host": host}).status_code == 200
    assert [made for key, (_generation, _born, made) in kept.items() if isinstance(made, Site)] == [Site.objects.get()]

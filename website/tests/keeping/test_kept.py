"""What pages share: made once, and never more of it than a site needs."""

from types import SimpleNamespace

import pytest
from evenhand_site.keeping import kept as keeping
from wagtail.models import Site


@pytest.fixture
def kept(monkeypatch):
    monkeypatch.setattr(keeping, "connection", SimpleNamespace(in_atomic_block=False))
    monkeypatch.setattr(keeping, "_kept", {})
    return keeping._kept


def test_however_many_keys_come_few_are_kept(kept):
    for number in range(3 * keeping._MOST):
        assert keeping.keep(number, lambda number=number: number) == number
    assert len(kept) <= keeping._MOST


def test_ports_and_capitals_of_a_host_make_no_new_keys(kept, client, network):
    for host in ("testserver", "TestServer", "testserver:81", "testserver:82", "testserver."):
        assert client.get("/en/", headers={"host": host}).status_code == 200
    assert [made for key, (_generation, _born, made) in kept.items() if isinstance(made, Site)] == [Site.objects.get()]

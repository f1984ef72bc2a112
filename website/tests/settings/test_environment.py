"""Settings from the environment: what is taken, and how what cannot be meant is refused."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from evenhand_site.settings import environment, secret

SCHEMES = ("smtp", "smtps")


@pytest.mark.parametrize(("given", "found"), [("", 3), ("0", 0), ("12", 12)])
def test_a_number(monkeypatch, given, found):
    monkeypatch.setenv("NUMBER", given)
    assert environment.number("NUMBER", 3) == found


@pytest.mark.parametrize("given", ["abc", "-1", "1.5", "٣", "9" * 5000])
def test_what_is_no_number_is_named(monkeypatch, given):
    monkeypatch.setenv("NUMBER", given)
    with pytest.raises(ImproperlyConfigured, match="NUMBER is not a whole number"):
        environment.number("NUMBER", 3)


def test_a_number_below_what_makes_sense_is_named(monkeypatch):
    monkeypatch.setenv("NUMBER", "0")
    with pytest.raises(ImproperlyConfigured, match="NUMBER is 0; expected at least 1"):
        environment.number("NUMBER", 3, least=1)


def test_a_choice(monkeypatch):
    assert environment.choice("WORD", "on", "on", "off") == "on"
    monkeypatch.setenv("WORD", "off")
    assert environment.choice("WORD", "on", "on", "off") == "off"
    monkeypatch.setenv("WORD", "offf")
    with pytest.raises(ImproperlyConfigured, match="WORD is 'offf'; expected on or off"):
        environment.choice("WORD", "on", "on", "off")


def test_hosts(monkeypatch):
    assert environment.hosts("HOSTS") == []
    monkeypatch.setenv("HOSTS", " www.example.org, .example.com,[::1],приклад.укр,")
    assert environment.hosts("HOSTS") == ["www.example.org", ".example.com", "[::1]", "приклад.укр"]


@pytest.mark.parametrize(
    "given", ["https://a.example", "a.example:80", "a.example b.example", "a.example;b.example", "a/b"]
)
def test_what_is_no_host_is_named(monkeypatch, given):
    monkeypatch.setenv("HOSTS", given)
    with pytest.raises(ImproperlyConfigured, match=r"HOSTS: '.*' is not the name of a host"):
        environment.hosts("HOSTS")


def test_a_mailbox(monkeypatch):
    assert environment.mailbox("FROM") == "" and environment.mailbox("FROM", "a@localhost") == "a@localhost"
    monkeypatch.setenv("FROM", "The network <network@example.org>")
    assert environment.mailbox("FROM") == "The network <network@example.org>"
    with pytest.raises(ImproperlyConfigured, match="FROM is not an e-mail address"):
        environment.mailbox("FROM", bare=True)


@pytest.mark.parametrize("given", ["network", "@example.org", "a@", "a b@example.org", "a@b.example\nBcc: c@d.example"])
def test_what_is_no_mailbox_is_named(monkeypatch, given):
    monkeypatch.setenv("FROM", given)
    with pytest.raises(ImproperlyConfigured, match="FROM is not an e-mail address"):
        environment.mailbox("FROM")


@pytest.mark.parametrize("given", ["smtp://h/path", "smtp://h#part", "smtp://h?tls=1"])
def test_an_address_of_a_host_has_nothing_behind_it(monkeypatch, given):
    monkeypatch.setenv("MAIL", given)
    with pytest.raises(ImproperlyConfigured, match="MAIL has something after the host"):
        environment.address("MAIL", "", *SCHEMES)


@pytest.mark.parametrize("asked", ["tsl=1", "tls=yes", "tls=", "tls=1&x=2"])
def test_what_is_not_known_in_an_address_is_named(monkeypatch, asked):
    monkeypatch.setenv("MAIL", f"smtp://h?{asked}")
    with pytest.raises(ImproperlyConfigured, match=r"MAIL asks for .* expected one of tls=0\|1"):
        environment.address("MAIL", "", *SCHEMES, asks={"tls": ("0", "1")})
    monkeypatch.setenv("MAIL", "smtp://h?tls=1")
    assert environment.address("MAIL", "", *SCHEMES, asks={"tls": ("0", "1")}).query == "tls=1"


def test_an_address(monkeypatch):
    assert environment.address("MAIL", "", *SCHEMES) is None
    monkeypatch.setenv("MAIL", "smtps://me:sesame@mail.example.org:465")
    found = environment.address("MAIL", "", *SCHEMES)
    assert (found.scheme, found.hostname, found.port) == ("smtps", "mail.example.org", 465)


@pytest.mark.parametrize("given", ["smtp://h:port", "mail.example.org:25", "http://h", "smtp://", "smtp://[h", "smtp"])
def test_what_is_no_address_is_named_and_its_password_is_not_told(monkeypatch, given):
    monkeypatch.setenv("MAIL", given.replace("//", "//me:sesame@"))
    with pytest.raises(ImproperlyConfigured, match="MAIL is not an address") as refused:
        environment.address("MAIL", "", *SCHEMES)
    assert "sesame" not in str(refused.value)


def test_a_database(monkeypatch):
    assert environment.database("PLACE") is None
    monkeypatch.setenv("PLACE", "postgres://me:sesame@db.example.org/network")
    assert environment.database("PLACE")["ENGINE"] == "django.db.backends.postgresql"


@pytest.mark.parametrize(
    "given",
    [
        *(
            "foo://me:sesame@h/d",
            "mysql://me:sesame@h/d",
            "postgres://me:sesame@h:99999/d",
            "postgres://me:sesame@h",
            "sesame",
        ),
        *("sqlite://", "sqlite://:memory:", " "),
    ],
)
def test_another_database_is_refused_and_its_password_is_not_told(monkeypatch, given):
    monkeypatch.setenv("PLACE", given)
    with pytest.raises(ImproperlyConfigured, match="PLACE is not the address of a database") as refused:
        environment.database("PLACE")
    assert "sesame" not in str(refused.value)


def test_reading_the_secret_key_makes_nothing(tmp_path):
    assert secret.read(tmp_path / "site") == ""
    assert list(tmp_path.iterdir()) == []
    key = secret.make(tmp_path)
    assert secret.make(tmp_path) == secret.read(tmp_path) == key and len(key) > 60

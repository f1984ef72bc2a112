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

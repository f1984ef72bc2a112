"""Signing in, being locked out, the second factor, being invited."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

PASSWORD = "correct horse battery"
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def _fresh(settings, tmp_path):
    settings.DATA = tmp_path
    cache.clear()


@pytest.fixture
def editor(network):
    person = User.objects.create_user("ed", "ed@example.org", PASSWORD)
    person.groups.add(Group.objects.get(name="Editors"))
    return person


@pytest.fixture
def member(network):
    person = User.objects.create_user("mem", "mem@example.org", PASSWORD)
    person.groups.add(Group.objects.get(name="Members"))
    return person


def sign_in(client, name, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": name, "password": password}, **extra)


def code(secret, moment=0.0):
    return format_hotp_value(hotp_value(secret, int((moment or time.time()) // 30)))


def with_totp(person):
    """The secret of a second factor that the person has set up."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


@pytest.mark.parametrize("name", ["mem", "mem@example.org", "MEM@example.org"])
def test_a_member_signs_in_by_name_or_address_and_finds_the_account_page(client, member, network, name):
    network.person("Ada", "Example", account=member)
    assert sign_in(client, name).url == "/account/"
    page = client.get("/account/")
    assert page["Cache-Control"].startswith("max-age=0") and "no-store" in page["Cache-Control"]
    words = page.content.decode()
    for link in ("/person/ada-example/", "/account/2fa/", "/account/password/change/", "/account/email/"):
        assert link in words
    assert "/admin/" not in words


def test_the_account_page_asks_who_is_there(client, network):
    assert client.get("/account/").url == "/account/login/?next=/account/"


def test_the_foot_of_a_members_own_pages_knows_who_is_there(client, member, network):
    here = f'href="{reverse("account")}"'
    assert LOGIN in client.get(LOGIN).content.decode().split("<footer")[1]
    client.force_login(member)
    for address in (reverse("account"), reverse("submissions")):
        foot = client.get(address).content.decode().split("<footer")[1]
        assert here in foot and f'href="{LOGIN}"' not in foot


@pytest.mark.parametrize("place", ["/admin/login/", "/admin/login/?next=/admin/pages/", "/en/_util/login/"])
def test_every_door_leads_to_the_one_that_knows_the_second_factor(client, network, place):
    for method in (client.get, client.post):
        answer = method(place, {"username": "ed", "password": PASSWORD} if method == client.post else None)
        assert answer.status_code == 302 and answer.url.startswith(LOGIN)
    assert client.get("/admin/").url == "/account/login/?next=/admin/"
    assert client.get("/admin/password_reset/").status_code in (302, 404)


def test_nobody_signs_up(client, network):
    answer = client.post(
        "/account/signup/",
        {"username": "new", "email": "n@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert answer.status_code == 200 and not User.objects.filter(username="new").exists()
    assert "signup" not in client.get(LOGIN).content.decode()


def test_after_five_failures_even_the_right_password_has_to_wait(client, member, settings, caplog):
    settings.AXES_ENABLED = True
    answers = [sign_in(client, name, "wrong") for name in ("mem", "MEM", "mem@example.org", "mem", "mem")]
    assert [answer.status_code for answer in answers[:4]] == [200] * 4
    answer = sign_in(client, "mem")
    assert answer.status_code == 429 and int(answer["Retry-After"]) == 900
    assert "15 minutes" in answer.content.decode()
    assert "sign-in locked" in caplog.text and "mem" not in caplog.text and "wrong" not in caplog.text
    assert not client.session.get("_auth_user_id")


def test_a_lock_holds_for_one_address_and_one_name_and_ends(client, member, editor, settings):
    from axes.models import AccessAttempt

    settings.AXES_ENABLED = True
    for _ in range(6):
        sign_in(client, "mem", "wrong")
    assert sign_in(client, "ed").status_code == 302
    assert sign_in(Client(REMOTE_ADDR="192.0.2.7"), "mem").status_code == 302
    attempt = AccessAttempt.objects.get(username="mem")
    attempt.attempt_time -= settings.AXES_COOLOFF_TIME
    attempt.save()
    assert sign_in(Client(), "mem").status_code == 302


def test_the_address_is_the_visitors_and_not_what_the_visitor_writes(client, member, settings):
    settings.AXES_ENABLED, settings.TRUSTED_PROXIES, settings.ALLAUTH_TRUSTED_PROXY_COUNT = True, 1, 1
    for number in range(6):
        sign_in(client, "mem", "wrong", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 192.0.2.1")
    assert sign_in(client, "mem", HTTP_X_FORWARDED_FOR="198.51.100.77, 192.0.2.1").status_code == 429
    assert sign_in(client, "mem", HTTP_X_FORWARDED_FOR="192.0.2.1, 192.0.2.2").status_code == 302


@pytest.mark.parametrize("password", ["short", "1234567890123", "password1234", "mem@example.org"])
def test_weak_passwords_are_refused(client, member, password):
    sign_in(client, "mem")
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert "errorlist" in client.post("/account/password/change/", form).content.decode()
    member.refresh_from_db()
    assert member.check_password(PASSWORD)


def test_a_forgotten_password_is_set_by_a_letter_and_unknown_addresses_get_none(client, member):
    answers = [client.post("/account/password/reset/", {"email": f"{who}@example.org"}) for who in ("mem", "nobody")]
    assert answers[0].url == answers[1].url
    (letter,) = mail.outbox
    assert letter.to == ["mem@example.org"] and "Test network" in letter.body
    link = re.search(r"http://[^/]+(/account/password/reset/key/\S+)", letter.body).group(1)
    page = client.get(link, follow=True)
    new = {"password1": "another long phrase", "password2": "another long phrase"}
    client.post(page.request["PATH_INFO"], new)
    member.refresh_from_db()
    assert member.check_password("another long phrase")
    client.logout()
    assert "password1" not in client.get(link, follow=True).content.decode()


def test_where_it_is_required_an_editor_sets_up_the_second_factor_first(client, editor, settings, monkeypatch):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda then, **_rest: then())  # tests never commit
    settings.TWO_FACTOR = "required"
    sign_in(client, "ed")
    answer = client.get("/admin/pages/")
    assert answer.url == "/account/2fa/totp/activate/?next=%2Fadmin%2Fpages%2F"
    asks_again = client.get(answer.url).url
    page = client.post(asks_again, {"password": PASSWORD}, follow=True)
    words = page.content.decode()
    assert page.status_code == 200 and "data:image/svg+xml" in words and "Editors need a second factor" in words
    secret = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', words).group(1)
    assert client.post("/account/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    assert client.post("/account/2fa/totp/activate/", {"code": code(secret)}).status_code == 302
    assert client.get("/admin/").status_code == 200
    codes = client.get("/account/2fa/recovery-codes/").content.decode()
    assert len(re.findall(r"\b\d{8}\b", codes)) == 10


def test_a_password_alone_opens_nothing_once_there_is_a_second_factor(client, editor, settings):
    secret = with_totp(editor)
    for required in ("required", "offered"):
        settings.TWO_FACTOR = required
        browser = Client()
        assert sign_in(browser, "ed").url.startswith("/account/2fa/authenticate/")
        assert browser.get("/admin/").url.startswith(LOGIN)
        assert browser.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
        assert browser.get("/admin/").url.startswith(LOGIN)
        cache.clear()
        assert browser.post("/account/2fa/authenticate/", {"code": code(secret)}).status_code == 302
        assert browser.get("/admin/").status_code == 200


def test_a_recovery_code_works_once(client, editor, settings):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    settings.TWO_FACTOR = "required"
    with_totp(editor)
    word = RecoveryCodes.activate(editor).get_unused_codes()[0]
    for status in (302, 200):
        browser = Client()
        sign_in(browser, "ed")
        assert browser.post("/account/2fa/authenticate/", {"code": word}).status_code == status


def test_a_session_that_knows_a_password_only_must_show_the_second_factor(client, editor, network, settings):
    settings.TWO_FACTOR = "required"
    text = network.text(under=network.section())
    with_totp(editor)
    client.force_login(editor)
    assert client.get("/admin/").url == "/account/2fa/reauthenticate/?next=%2Fadmin%2F"
    for place in ("/en/submissions/", "/en/", f"/en/comments/{text.pk}/reply/", "/admin/api/main/pages/"):
        assert client.get(place).url.startswith("/account/2fa/reauthenticate/"), place
    client.post(f"/en/comments/{text.pk}/reply/", {"text": "As an editor"})
    assert not text.comments.exists()
    assert client.get("/media/none.png").status_code == 404
    assert client.post("/admin/logout/").status_code in (200, 302)


def test_what_asks_for_the_second_factor_leaves_readers_pages_the_same_for_everybody(client, network, settings):
    settings.TWO_FACTOR = "required"
    answer = client.get("/en/")
    assert answer.status_code == 200 and "Cookie" not in answer.get("Vary", "")


def test_members_need_no_second_factor_for_their_own_pages(client, member, settings):
    settings.TWO_FACTOR = "required"
    sign_in(client, "mem")
    assert client.get("/account/").status_code == 200
    assert not Authenticator.objects.exists()


def test_an_editor_invites_a_person_who_sets_a_password_and_signs_in(client, editor, network):
    person = network.person("Ada", "Example")
    client.force_login(editor)
    listing = client.get(reverse("wagtailsnippets_people_person:list")).content.decode()
    address = reverse("invite", args=[person.pk])
    assert address in listing
    assert client.get(address).status_code == 200
    client.post(address, {"email": "Ada@Example.org", "language": "uk"})
    account = User.objects.get(username="ada-example")
    assert [group.name for group in account.groups.all()] == ["Members"] and not account.has_usable_password()
    person.refresh_from_db()
    assert person.account == account
    (letter,) = mail.outbox
    assert letter.to == ["ada@example.org"]
    link = re.search(r"http://[^/]+(/account/password/reset/key/\S+)", letter.body).group(1)
    browser = Client()
    page = browser.get(link, follow=True)
    new = {"password1": "another long phrase", "password2": "another long phrase"}
    assert browser.post(page.request["PATH_INFO"], new).status_code == 302
    assert sign_in(Client(), "ada@example.org", "another long phrase").url == "/account/"


def test_an_address_that_another_account_has_is_not_used_twice(client, editor, member, network):
    client.force_login(editor)
    answer = client.post(reverse("invite", args=[network.person().pk]), {"email": "MEM@example.org", "language": "en"})
    assert "Another account has this address" in answer.content.decode() and not mail.outbox


def test_nobody_is_invited_where_the_letter_cannot_be_sent(client, editor, network, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    person = network.person()
    client.force_login(editor)
    answer = client.post(reverse("invite", args=[person.pk]), {"email": "ada@example.org", "language": "en"})
    assert "nobody was invited" in answer.content.decode()
    person.refresh_from_db()
    assert person.account is None and not User.objects.filter(email="ada@example.org").exists()


def test_members_invite_nobody(client, member, network):
    client.force_login(member)
    answer = client.post(reverse("invite", args=[network.person().pk]), {"email": "x@example.org", "language": "en"})
    assert answer.status_code == 302 and not mail.outbox


def test_an_address_is_changed_when_the_new_one_confirms(client, member):
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=member, email="mem@example.org", primary=True, verified=True)
    sign_in(client, "mem")
    client.post("/account/email/", {"email": "new@example.org", "action_add": ""})
    member.refresh_from_db()
    assert member.email == "mem@example.org"
    assert "new@example.org" in client.get("/account/email/").content.decode()
    letter = next(letter for letter in mail.outbox if letter.to == ["new@example.org"])
    link = re.search(r"http://[^/]+(/account/confirm-email/\S+/)", letter.body).group(1)
    client.get(link)
    member.refresh_from_db()
    assert member.email == "mem@example.org"
    client.post(link)
    member.refresh_from_db()
    assert member.email == "new@example.org"


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
@pytest.mark.parametrize("page", ["login", "password/reset", "logout", "email", "password/change", "2fa", ""])
def test_account_pages_stand_in_the_sites_look_and_keep_its_policy(member, page, language):
    browser = Client(headers={"accept-language": language})
    if page not in ("login", "password/reset"):
        sign_in(browser, "mem")
    answer = browser.get(f"/account/{page}/" if page else "/account/")
    words = answer.content.decode()
    assert answer.status_code == 200 and f'<html lang="{language}"' in words and "house/site.css" in words
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son\w+=", words)


def test_too_many_sign_ins_of_all_kinds_are_told_to_wait_in_the_sites_look(client, network):
    codes = [sign_in(client, f"nobody{number}", "wrong").status_code for number in range(31)]
    assert codes == [200] * 30 + [429]
    assert "house/site.css" in sign_in(client, "nobody", "wrong").content.decode()

"""The addresses of WordPress's feeds lead to the feeds here."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from evenhand_site.discovery.old_feeds import asked_in_the_query
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page


@pytest.fixture
def here(network):
    section = network.section("Commentary")
    network.section("Новости", language="ru", slug="новости")
    person, topic = network.person("Ada", "Quill"), network.topic("Ferries")
    text = network.text("Herons", under=section, by=[person], on=[topic], slug="herons")
    Redirect.add_redirect("/?p=12", redirect_to=text, is_permanent=True)
    for old, new in {"/category/comments-of-the-day": section, "/2013/11/herons": text}.items():
        Redirect.add_redirect(old, redirect_to=new, is_permanent=True)
    Redirect.add_redirect("/author/aq", redirect_to="/en/person/ada-quill/", is_permanent=True)
    Redirect.add_redirect("/tag/boats", redirect_to="/en/topic/ferries/", is_permanent=True)
    return {"section": section.pk, "text": text.pk}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/feed/", "/en/feed/site/en.rss"),
        ("/feed/rss2/", "/en/feed/site/en.rss"),
        ("/feed/atom/", "/en/feed/site/en.atom"),
        ("/ru/feed/", "/ru/feed/site/ru.rss"),
        ("/comments/feed/", "/en/feed/comments/all.rss"),
        ("/commentary/feed/", "/en/feed/section/{section}.rss"),
        ("/en/commentary/feed/", "/en/feed/section/{section}.rss"),
        ("/category/commentary/feed/", "/en/feed/section/{section}.rss"),
        ("/category/comments-of-the-day/feed/", "/en/feed/section/{section}.rss"),
        ("/en/commentary/herons/feed/", "/en/feed/comments/{text}.rss"),
        ("/2013/11/herons/feed/", "/en/feed/comments/{text}.rss"),
        ("/author/ada-quill/feed/", "/en/feed/person/ada-quill.rss"),
        ("/author/aq/feed/", "/en/feed/person/ada-quill.rss"),
        ("/tag/ferries/feed/atom/", "/en/feed/topic/ferries.atom"),
        ("/tag/boats/feed/", "/en/feed/topic/ferries.rss"),
        ("/en/topic/ferries/feed/", "/en/feed/topic/ferries.rss"),
        ("/?feed=rss2", "/en/feed/site/en.rss"),
        ("/?feed=rss", "/en/feed/site/en.rss"),
        ("/?feed=atom", "/en/feed/site/en.atom"),
        ("/ru/?feed=rss2", "/ru/feed/site/ru.rss"),
        ("/?feed=comments-rss2", "/en/feed/comments/all.rss"),
        ("/?feed=comments-atom", "/en/feed/comments/all.atom"),
        ("/?feed=rss2&p=12", "/en/feed/comments/{text}.rss"),
        ("/?feed=rss2&tag=ferries", "/en/feed/topic/ferries.rss"),
        ("/?author_name=aq&feed=atom", "/en/feed/person/ada-quill.atom"),
        ("/commentary/?feed=rss2", "/en/feed/section/{section}.rss"),
        ("/en/commentary/?feed=atom", "/en/feed/section/{section}.atom"),
        ("/2013/11/herons/?feed=rss2", "/en/feed/comments/{text}.rss"),
    ],
)
def test_an_old_feed_leads_to_the_one_here(client, here, old, new):
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, new.format(**here))
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/old/blog/feed/", "/en/feed/site/en.rss"),
        ("/old/blog/?feed=atom", "/en/feed/site/en.atom"),
        ("/old/blog/feed/atom/", "/en/feed/site/en.atom"),
        ("/old/blog/comments/feed/", "/en/feed/comments/all.rss"),
        ("/old/blog/?feed=comments-rss2", "/en/feed/comments/all.rss"),
        ("/old/blog/category/commentary/feed/", "/en/feed/section/{section}.rss"),
        ("/old/blog/author/ada-quill/feed/", "/en/feed/person/ada-quill.rss"),
        ("/old/blog/2013/11/herons/feed/", "/en/feed/comments/{text}.rss"),
    ],
)
def test_feeds_below_the_path_of_the_old_site_lead_here_too(client, network, here, old, new):
    Redirect.add_redirect("/old/blog", redirect_to=network.homes["en"], is_permanent=True)
    Redirect.add_redirect("/old/blog/2013/11/herons", redirect_to=Page.objects.get(pk=here["text"]), is_permanent=True)
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, new.format(**here))


@pytest.mark.parametrize("old", ["/?feed=rss2&cat=7", "/?feed=rss2&p=99", "/nowhere/?feed=rss2", "/en/?feed=cake"])
def test_a_query_that_names_no_feed_is_not_heeded(client, here, old):
    asked = old.replace("feed=", "x=")
    assert client.get(old).status_code == client.get(asked).status_code


@pytest.mark.parametrize("name", ["p", "page_id", "cat", "tag", "author_name"])
@pytest.mark.parametrize("value", ["%00", "a%00b", "%01", "%C2%85", "x" * 60_000])
def test_what_no_database_takes_is_not_looked_up(rf, django_assert_num_queries, name, value):
    """PostgreSQL takes no NUL in a text, SQLite no pattern of more than 50,000 bytes."""
    answer = asked_in_the_query(lambda _request: HttpResponse("the page"))
    with django_assert_num_queries(0):
        for form in ("rss2", "comments-rss2"):
            for place in ("/", "/ru/", "/some%00where/"):
                assert answer(rf.get(f"{place}?feed={form}&{name}={value}")).content == b"the page"
        assert answer(rf.get("/ru/a%00b/?feed=podcast")).content == b"the page"


@pytest.mark.parametrize("target", ["/en/a%00b/", "/en/%01/", "/%00"])
def test_a_redirect_to_what_no_database_takes_leads_to_no_feed(client, here, target):
    """PostgreSQL would refuse the address: neither pages nor people are asked for it."""
    Redirect.add_redirect("/astray", redirect_to=target, is_permanent=True)
    assert client.get("/astray/feed/", follow=True).status_code == 404


@pytest.mark.parametrize("value", ["9" * 30, "-1", "1e999", "%D9%A1", "%25", "_", "'", "%5B", "//%5Bx", "%ED%A0%80"])
def test_strange_values_name_no_feed(client, here, value):
    for name in ("p", "tag", "author_name"):
        assert client.get(f"/?feed=rss2&{name}={value}").status_code == client.get(f"/?{name}={value}").status_code


def test_without_a_podcast_there_is_no_feed_of_one(client, here):
    assert client.get("/feed/podcast/", follow=True).status_code == 404


def test_an_old_feed_with_other_letters(client, here):
    answer = client.get("/ru/новости/feed/")
    assert answer.status_code == 301 and answer["Location"].startswith("/ru/feed/section/")


def test_without_a_slash_at_its_end_it_gets_one(client, here):
    assert client.get("/feed")["Location"] == "/feed/"


@pytest.mark.parametrize("old", ["/nowhere/feed/", "/author/nobody/feed/", "/a/b/c/feed/rdf/", "/en/no/thing/feed/"])
def test_a_feed_of_nothing_is_not_found(client, here, old):
    assert client.get(old, follow=True).status_code == 404


def test_a_private_section_has_no_feed(client, here):
    from evenhand_site.publications.models import Section
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=Section.objects.get(pk=here["section"]), restriction_type="login")
    for old in ("/commentary/feed/", "/category/comments-of-the-day/feed/", "/en/commentary/herons/feed/"):
        assert client.get(old, follow=True).status_code == 404


def test_a_page_that_is_called_feed_is_still_a_page(client, network):
    section = network.section("Commentary")
    network.text("How we feed people", under=section, slug="feed")
    answer = client.get("/en/commentary/feed/")
    assert answer.status_code == 200 and "How we feed people" in answer.content.decode()

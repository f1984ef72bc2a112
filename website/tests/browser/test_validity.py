"""Pages are valid HTML: every kind in every language, forms empty, refused and done, and refusals."""

from __future__ import annotations

import json
from urllib.parse import quote, urljoin

import kinds_of_page
from nu_checker import remarks
from servers import python
from visitor import Visitor

PREPARE = """
import json
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import RequestFactory
from django.views import defaults
from evenhand_site.comments import defence
from evenhand_site.comments.models import Comment
from evenhand_site.newsletter import links
from evenhand_site.newsletter.models import Subscriber
from evenhand_site.people.models import Person

member = get_user_model().objects.create_user("validity", "validity@example.org", "long words to enter")
member.groups.add(Group.objects.get(name="Members"))
Person.objects.filter(pk=Person.objects.filter(account=None).first().pk).update(account=member)
comment = Comment.objects.first()
Comment.objects.filter(pk=comment.pk).update(author_email="validity@example.org")
words = {"comment": {purpose: defence.signed(comment, purpose) for purpose in ("mine", "follow")}}
for name in ("waits", "stays", "goes"):
    state = Subscriber.State.WAITING if name == "waits" else Subscriber.State.ACTIVE
    subscriber = Subscriber.objects.create(email=f"{name}@example.org", state=state)
    words[name] = {purpose: links.word(subscriber, purpose) for purpose in links.LASTS}
failed = defaults.server_error(RequestFactory().get("/")).content.decode()
print(json.dumps({"words": words, "failed": failed}))
"""


def read(visitor):
    """What anybody reads: each kind of page, in every language in which there is one."""
    listed = kinds_of_page.first_of_each_section(visitor.site)
    assert len(listed) > 30
    kinds = {kinds_of_page.address(visitor.site, kind) for kind in kinds_of_page.PAGES if kind != "missing"}
    places = {urljoin(visitor.site, place).removeprefix(visitor.site) for place in listed | kinds}
    for language, word in (("en", "loss"), ("ru", quote("потери")), ("uk", quote("втрати"))):
        article = f"/{language}/{kinds_of_page.PAGES['article'].removeprefix('/en/')}"
        places |= {f"/{language}/", article, f"/{language}/commentary/", f"/{language}/newsletter/"}
        places |= {f"/{language}/search/", f"/{language}/search/?q={word}", f"/{language}/search/?q=nothingness"}
    places.add(visitor.see("/en/cases/").select_one('main a[href*="/cases/"]')["href"])
    for place in sorted(places):
        visitor.see(place)


def write(visitor, words):
    """What readers send: comments, the newsletter."""
    article = visitor.see(kinds_of_page.PAGES["article"])
    reply = article.select_one(".leave-a-reply a")["href"]
    visitor.see(article.select_one('a[href*="?to="]')["href"])
    visitor.send(reply, 422, author_email="nobody")
    for purpose, word in words["comment"].items():
        visitor.see(f"/en/comments/{purpose}/{word}/")
    for form in ("/en/newsletter/", "/en/newsletter/link/"):
        visitor.send(form, 422, email="nobody")
    visitor.see("/en/newsletter/asked/")
    visitor.send(f"/en/newsletter/confirm/{words['waits']['confirm']}/")
    preferences = f"/en/newsletter/preferences/{words['stays']['manage']}/"
    visitor.send(preferences, 422, frequency="hourly")
    visitor.send(preferences, frequency="weekly", language="uk")
    visitor.see(preferences, sent={"erase": "yes"})
    visitor.send(f"/en/newsletter/leave/{words['goes']['leave']}/")


def propose(member):
    """What only a member sees: signing in, the account, a memo on its way."""
    member.send("/account/login/", login="nobody", password="a wrong one")
    member.send("/account/login/", login="validity", password="long words to enter")
    for place in ("", "email/", "password/change/", "2fa/", "2fa/totp/activate/", "logout/"):
        member.see(f"/account/{place}")
    member.send("/account/password/change/", oldpassword="a wrong one", password1="a", password2="b")
    member.send("/en/submissions/new/", 422, title="Quiet talks")
    memo = {"title": "Quiet talks", "lead": "Why.", "text": "First.[^1]\n\n## Then\n\nSecond.\n\n[^1]: A note."}
    member.send("/en/submissions/new/", **memo, language="en", unpublished="on", own="on")
    member.see(member.see("/en/submissions/").select_one('main a[href^="/en/submissions/"]:not([href*="new"])')["href"])


def fail(visitor):
    """What nobody wishes to see."""
    visitor.see(kinds_of_page.PAGES["missing"], 404)
    visitor.see("/en/newsletter/leave/no-such-word/", 404)
    visitor.see("/en/", 400, Host="elsewhere.example.org")
    visitor.see("/account/login/", 403, sent={"login": "without a token"})
    visitor.see("/en/newsletter/", 413, sent={}, **{"Content-Length": str(10**9)})


def test_every_page_is_valid_html(example_site, tmp_path):
    known = json.loads(python(PREPARE, example_site.data).stdout_text)
    visitor, member = Visitor(example_site.address), Visitor(example_site.address)
    read(visitor)
    write(visitor, known["words"])
    fail(visitor)
    visitor.send("/account/password/reset/", email="nobody@example.org")
    visitor.see("/en/submissions/")
    propose(member)
    pages = {"500": known["failed"], **visitor.pages, **{f"member: {at}": page for at, page in member.pages.items()}}
    said = remarks(pages, tmp_path)
    # a comment is an article within an article, as in the HTML standard's own example, and needs no heading
    assert [each for each in said if "Article lacks heading" not in each] == []

"""The pages of the newsletter. None of them needs a session; each private one is opened by a word in its address.

They carry no csrf token: whoever has the word may do what it is for (a mail program unsubscribes by POST, RFC 8058),
and whoever has none can only have a letter sent. Opening a page changes nothing, for mail programs open links too.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from evenhand_site.keeping.throttle import throttled
from evenhand_site.newsletter import links, subscribing
from evenhand_site.newsletter.forms import AddressForm, PreferencesForm, SubscribeForm
from evenhand_site.newsletter.models import Subscriber

__all__ = ["asked", "confirm", "leave", "link", "manage", "subscribe"]

log = logging.getLogger("evenhand_site.newsletter")

View = Callable[..., HttpResponse]


def _page(view: View) -> View:
    """GET shows, POST does; kept by nobody, found by no search engine, and the address with its word told to no one."""

    def unlisted(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        answer["X-Robots-Tag"] = "noindex"
        answer["Referrer-Policy"] = "no-referrer"
        return answer

    return csrf_exempt(never_cache(require_http_methods(["GET", "HEAD", "POST"])(unlisted)))


@csrf_exempt
@throttled("newsletter", per_minute=6, per_hour=30, methods=("POST",))
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form; the answer to it is the same for every address."""
    form = SubscribeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "newsletter/subscribe.html", {"form": form}, status=status)
    if form.is_trapped:
        log.warning("a form was sent back: trap")
        return redirect("newsletter-asked")
    wishes = form.cleaned_data
    taken = subscribing.ask(
        wishes["email"],
        language=wishes["language"],
        frequency=wishes["frequency"],
        topics=wishes.get("topics", ()),
        kinds=wishes["kinds"],
    )
    return redirect("newsletter-asked") if taken else _no_mail(request, form, "newsletter/subscribe.html")


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What to do next: look for the letter."""
    return render(request, "newsletter/asked.html", {"days": links.LASTS["confirm"].days})


@_page
def confirm(request: HttpRequest, word: str) -> HttpResponse:
    """The link of the first letter: a button confirms."""
    subscriber, too_old = links.read(word, "confirm")
    if subscriber is None or subscriber.state == Subscriber.State.COMPLAINED:
        return _dead(request, too_old=too_old)
    if request.method == "POST":
        subscribing.confirm(subscriber)
        return render(request, "newsletter/confirmed.html", _about(subscriber))
    if subscriber.state == Subscriber.State.ACTIVE:
        return render(request, "newsletter/confirmed.html", _about(subscriber))
    return render(request, "newsletter/confirm.html", {"subscriber": subscriber})


@_page
def manage(request: HttpRequest, word: str) -> HttpResponse:
    """Preferences; all that is stored, to take away; and being forgotten."""
    subscriber, too_old = links.read(word, "manage")
    if subscriber is None:
        return _dead(request, too_old=too_old)
    if request.method == "POST" and "erase" in request.POST:
        subscribing.erase(subscriber)
        return render(request, "newsletter/erased.html")
    if request.GET.get("data") == "json":
        answer = JsonResponse(subscribing.everything_about(subscriber), json_dumps_params={"ensure_ascii": False})
        answer["Content-Disposition"] = 'attachment; filename="newsletter.json"'
        return answer
    form = PreferencesForm(request.POST if request.method == "POST" else None, subscriber=subscriber)
    saved = form.is_bound and form.is_valid()
    if saved:
        wishes = form.cleaned_data
        subscriber.language, subscriber.frequency = wishes["language"], wishes["frequency"]
        subscriber.kinds = wishes["kinds"]
        subscriber.save(update_fields=["language", "frequency", "kinds"])
        subscriber.topics.set(wishes.get("topics", ()))
    words = {**_about(subscriber), "form": form, "saved": saved}
    return render(request, "newsletter/manage.html", words, status=422 if form.is_bound and not saved else 200)


@_page
def leave(request: HttpRequest, word: str) -> HttpResponse:
    """The way out: a page with a button for people, one POST for mail programs (RFC 8058)."""
    subscriber, _too_old = links.read(word, "leave")
    if subscriber is None:
        return _dead(request, too_old=False)
    if request.method == "POST":
        subscribing.end(subscriber)
    return render(request, "newsletter/leave.html", _about(subscriber))


@csrf_exempt
@throttled("newsletter", per_minute=6, per_hour=30, methods=("POST",))
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """Ask for a new link to the preferences; the answer is the same for every address."""
    form = AddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "newsletter/link.html", {"form": form}, status=422 if form.is_bound else 200)
    if form.is_trapped or subscribing.send_link(form.cleaned_data["email"]):
        return redirect("newsletter-asked")
    return _no_mail(request, form, "newsletter/link.html")


def _about(subscriber: Subscriber) -> dict[str, object]:
    return {
        "subscriber": subscriber,
        "receives": subscriber.state == Subscriber.State.ACTIVE,
        "manage": links.word(subscriber, "manage"),
    }


def _dead(request: HttpRequest, *, too_old: bool) -> HttpResponse:
    log.info("a link was not good%s", ": too old" if too_old else "")
    return render(request, "newsletter/dead.html", {"too_old": too_old}, status=410 if too_old else 404)


def _no_mail(request: HttpRequest, form: AddressForm, template: str) -> HttpResponse:
    return render(request, template, {"form": form, "no_mail": True}, status=503)

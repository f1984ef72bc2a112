"""The pages around a comment: the form, what its writer sees afterwards, and letters about replies.

None of them is part of a text's page, which is kept and the same for everyone.
"""

from __future__ import annotations

import logging

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from evenhand_site.comments import defence, privacy, writing
from evenhand_site.comments.forms import ReplyForm, VoiceForm
from evenhand_site.comments.models import Comment, CommentRules
from evenhand_site.keeping.throttle import throttled
from evenhand_site.publications.models import Publication

__all__ = ["follow", "mine", "reply"]

log = logging.getLogger("evenhand_site.comments")

visited = require_http_methods(["GET", "HEAD", "POST"])


@throttled("comments", per_minute=10, methods=("POST",))
@never_cache
@visited
def reply(request: HttpRequest, page_id: int) -> HttpResponse:
    """The reply form, and what comes of it; ``?to=`` names the comment that is answered."""
    page = get_object_or_404(Publication.objects.live().public().select_related("locale"), pk=page_id)
    if not CommentRules.load().allow(page):
        return render(request, "comments/closed.html", {"article": page}, status=403)
    parent, lost = _answered(request, page)
    if lost and request.method != "POST":
        raise Http404
    voice, address = writing.voice_of(request.user, page), defence.address_hash(request)
    kind = VoiceForm if voice else ReplyForm
    form = kind(request.POST if request.method == "POST" else None, page=page, address=address)
    if form.is_bound and form.is_valid() and not lost:
        comment = writing.write(
            page, parent, form.cleaned_data, form.read, user=request.user, voice=voice, address=address
        )
        if comment.state == Comment.State.APPROVED:
            return HttpResponseRedirect(comment.get_absolute_url())
        return redirect("comment-mine", defence.signed(comment, "mine"))
    status = 200
    if form.is_bound:
        codes = sorted({error.code for errors in form.errors.as_data().values() for error in errors})
        log.info("a comment on page %s was sent back: %s", page.pk, ", ".join(codes) or "its parent is gone")
        status = 429 if "flood" in codes else 422
    words = {"article": page, "parent": parent, "form": form, "voice": voice, "lost": lost}
    answer = render(request, "comments/reply.html", words, status=status)
    if status == 429:
        answer["Retry-After"] = "600"
    return _unlisted(answer)


@never_cache
@visited
def mine(request: HttpRequest, word: str) -> HttpResponse:
    """A comment as only its writer sees it, by a private link, who may withdraw it here."""
    comment = defence.read_signed(word, "mine")
    if comment is None:
        raise Http404
    if request.method == "POST" and not comment.withdrawn:
        privacy.withdraw(comment)
        return redirect(request.path)
    return _unlisted(render(request, "comments/mine.html", {"comment": comment, "article": comment.page}))


@never_cache
@visited
def follow(request: HttpRequest, word: str) -> HttpResponse:
    """The link of a letter: letters about replies begin or end here, by a button (programs open links too)."""
    comment = defence.read_signed(word, "follow")
    if comment is None or comment.withdrawn or not comment.author_email:
        raise Http404
    if request.method == "POST":
        wish = Comment.Follow.CONFIRMED if request.POST.get("wish") == "yes" else Comment.Follow.NO
        Comment.objects.filter(pk=comment.pk).update(follow=wish)
        return redirect(request.path)
    return _unlisted(render(request, "comments/follow.html", {"comment": comment, "article": comment.page}))


def _answered(request: HttpRequest, page: Publication) -> tuple[Comment | None, bool]:
    """The comment that is answered, and whether one was named that cannot be answered."""
    named = request.GET.get("to", "")
    if not named:
        return None, False
    shown = Comment.objects.filter(page=page, state=Comment.State.APPROVED, withdrawn=None)
    parent = shown.filter(pk=int(named)).first() if named.isascii() and named.isdigit() and len(named) < 19 else None
    return parent, parent is None


def _unlisted(answer: HttpResponse) -> HttpResponse:
    answer["X-Robots-Tag"] = "noindex"
    return answer

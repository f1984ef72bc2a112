"""The page of a topic, and the PDF of a text."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from evenhand_site.keeping.throttle import throttled
from evenhand_site.publications.listing import leaf, on_topic
from evenhand_site.publications.models import Publication, Topic
from evenhand_site.publications.pdf import pdf

__all__ = ["publication_pdf", "topic"]


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Texts on a topic, newest first, and the experts on it."""
    found = get_object_or_404(Topic, slug=slug)
    context = {"topic": found, "experts": found.experts.all(), "leaf": leaf(request, on_topic, found)}
    return render(request, "publications/topic.html", context)


@throttled("pdf", per_minute=20)
@require_safe
def publication_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF of a public text, with its citation; the page stays the place that search engines list."""
    from evenhand_site.citing.reference import reference
    from evenhand_site.citing.styles import cited_at_home

    found = get_object_or_404(Publication.objects.live().public(), pk=pk).specific
    made = pdf(found, citation=cited_at_home(reference(found), (found.last_published_at or timezone.now()).date()))
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(False, f"{found.slug}.pdf")
    answer["Link"] = f'<{found.full_url}>; rel="canonical"'
    return answer

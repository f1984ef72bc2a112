"""Letters: a template in the reader's language, whose first line is the subject; a fault of the mail stops nobody."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template import Context, engines
from django.utils.translation import override

__all__ = ["send"]

log = logging.getLogger("evenhand_site.house")


def send(template: str, recipient: str, language: str, **words: Any) -> bool:
    """Send the letter to one address; whether the mail server took it.

    Parameters
    ----------
    template : str
        Plain text; the first line is the subject. ``base_url`` stands for the site's address.
    recipient : str
        One address: nobody sees who else gets the letter.
    language : str
        Code of the language in which the template is read.
    """
    with override(language):
        found = engines["django"].engine.get_template(template)
        text = found.render(Context({"base_url": settings.BASE_URL, **words}, autoescape=False))
    subject, _, body = text.strip().partition("\n")
    letter = EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[recipient])
    letter.extra_headers["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    try:
        letter.send()
    except (SMTPException, OSError):
        log.exception("the letter %s was not sent", template)
        return False
    return True

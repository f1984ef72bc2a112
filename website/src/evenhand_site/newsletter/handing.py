"""Handing one letter to the mail server, and what its answer means (RFC 5321).

Django's `send_messages` does not tell at which step a connection broke, and this is what matters: before the letter's
text was sent the server cannot have taken it; after, without an answer, nobody knows.
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable
from email.utils import parseaddr

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

__all__ = ["Broken", "Later", "Refused", "Unknown", "hand_over"]

_STATUS = re.compile(r"\b([45]\.\d{1,3}\.\d{1,3})\b")


class Refused(Exception):
    """The server will not take this letter (5yz); ``status`` is its enhanced code (RFC 3463), if it gave one."""

    def __init__(self, answer: str) -> None:
        super().__init__(answer)
        found = _STATUS.search(answer)
        self.status = found.group(1) if found else ""


class Later(Exception):
    """The server does not take this letter now (4yz)."""


class Broken(Exception):
    """The connection, the login or the sender is refused: it concerns every letter, and this one was not taken."""


class Unknown(Exception):
    """The connection broke after the letter's text was sent: the server may have taken it."""


def hand_over(connection: BaseEmailBackend, letter: EmailMessage) -> None:
    """Send ``letter`` through an open connection; returning means that the server has taken it.

    Raises
    ------
    Refused, Later, Broken, Unknown
    """
    smtp = getattr(connection, "connection", None)
    if not isinstance(smtp, smtplib.SMTP):  # letters that are kept in files or in memory
        connection.send_messages([letter])
        return
    content = letter.message().as_bytes(linesep="\r\n")
    _step(smtp, "EHLO", lambda: smtp.ehlo_or_helo_if_needed() or (250, b""))
    options = ["BODY=8BITMIME"] if smtp.has_extn("8bitmime") else []
    _step(smtp, "MAIL", lambda: smtp.mail(parseaddr(letter.from_email)[1], options))
    _step(smtp, "RCPT", lambda: smtp.rcpt(parseaddr(letter.to[0])[1]))
    try:
        answer = smtp.data(content)
    except smtplib.SMTPDataError as error:  # refused before the text
        answer = (error.smtp_code, error.smtp_error)
    except (smtplib.SMTPException, OSError) as error:
        raise Unknown(f"DATA: {error}") from error
    _judge(smtp, "DATA", answer)


def _step(smtp: smtplib.SMTP, name: str, command: Callable[[], tuple[int, bytes]]) -> None:
    try:
        answer = command()
    except (smtplib.SMTPException, OSError) as error:
        raise Broken(f"{name}: {error}") from error
    _judge(smtp, name, answer)


def _judge(smtp: smtplib.SMTP, name: str, answer: tuple[int, bytes]) -> None:
    code, words = answer[0], f"{name}: {answer[0]} {answer[1].decode('utf-8', 'replace')}"
    if 200 <= code < 300:
        return
    if code == 421 or (name == "MAIL" and code >= 500):
        raise Broken(words)
    try:
        smtp.rset()
    except (smtplib.SMTPException, OSError) as error:
        if code < 500:
            raise Broken(words) from error
    raise (Refused if code >= 500 else Later)(words)

"""Where there is no mail server, each letter becomes a file that mail programs open (RFC 5322, ``.eml``)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

__all__ = ["AsFiles"]


class AsFiles(BaseEmailBackend):
    """Writes letters into ``EMAIL_FILE_PATH``, whole or not at all; their names tell their order."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        letters = [letter.message().as_bytes(linesep="\r\n") for letter in email_messages if letter.recipients()]
        for content in letters:
            name = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{secrets.token_hex(4)}"
            draft = folder / f".{name}.part"
            draft.touch(mode=0o600)
            draft.write_bytes(content)
            draft.rename(folder / f"{name}.eml")
        return len(letters)

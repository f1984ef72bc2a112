"""The site's secret key: made on the first start, kept in the data folder, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

__all__ = ["make", "read"]


def read(data: Path) -> str:
    """The key in ``data/secret-key``; nothing where there is none, which Django refuses when it needs one."""
    try:
        return (data / "secret-key").read_text().strip()
    except (FileNotFoundError, NotADirectoryError):
        return ""


def make(data: Path) -> str:
    """The key, made where there is none.

    Two processes that start at once agree: the file is linked into place whole, and whoever comes second reads it.
    """
    place = data / "secret-key"
    if not place.exists():
        draft = data / f".secret-key-{os.getpid()}-{secrets.token_hex(4)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        try:
            os.link(draft, place)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return read(data)

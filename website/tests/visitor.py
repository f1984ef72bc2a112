"""Somebody with cookies but no scripts on the running site, whose every page is kept."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping

from bs4 import BeautifulSoup

__all__ = ["Visitor"]


class Visitor:
    """Opens addresses of the site ``site`` and sends forms; ``pages`` are the answers in their order."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.pages: dict[str, str] = {}
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor()).open

    def see(
        self, address: str, status: int = 200, *, sent: Mapping[str, object] | None = None, **headers: str
    ) -> BeautifulSoup:
        """The page at an address, or the answer to what is sent there."""
        body = None if sent is None else urllib.parse.urlencode(sent, doseq=True).encode()
        whole = urllib.parse.urljoin(self.site, address)
        try:
            answer = self._open(urllib.request.Request(whole, data=body, headers=headers), timeout=300)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            text = answer.read().decode()
        assert answer.status == status, (address, answer.status, text[:2000])
        verb = "GET" if sent is None else "POST"
        self.pages[f"{len(self.pages) + 1}. {verb} {address} {status}"] = text
        return BeautifulSoup(text, "html.parser")

    def send(self, address: str, status: int = 200, **fields: object) -> BeautifulSoup:
        """The answer to the first form on a page, sent with these fields beside those that it hides."""
        form = self.see(address).select_one('main form[method="post"]')
        hidden = {each["name"]: each.get("value", "") for each in form.select('input[type="hidden"]')}
        return self.see(form.get("action") or address, status, sent={**hidden, **fields})

"""A site that is killed while comments stream in: what a reader was thanked for is there once, the rest can be resent.

The real site on both kinds of database, readers in threads of this process, a mail server in it too.
"""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from servers import Site, python
from sink import Sink

READERS, EACH = 4, 15
FILL = """
import sys; sys.path.insert(0, TESTS)
from evenhand_site.keeping.serving import prepare
prepare(example=False)
from evenhand_site.house.founding import found
from factories import Network
network = Network(found("Test network"))
section = network.section("Commentary")
for number in range(4):
    print(network.text(f"Text {number}", under=section, by=[network.person()]).pk)
"""
LOOK = """
import json
from evenhand_site.comments.models import Comment
fields = ["text", "author_name", "author_email", "author_url", "state", "page_id"]
print(json.dumps(list(Comment.objects.order_by("pk").values(*fields))))
"""


@dataclass
class Reply:
    """A comment on its way: the form as it was filled in, and the address where its reader was thanked."""

    page: int
    words: dict[str, str]
    cookie: str
    address: str
    thanked: str = ""

    @property
    def row(self):
        """What the database has to say about it."""
        kept = {name: self.words[name] for name in ("text", "author_name", "author_email", "author_url")}
        return {**kept, "state": "pending", "page_id": self.page}

    def send(self, site):
        """Send the form, and note where its reader is thanked: whenever it is sent, at the same address."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        headers["X-Forwarded-For"] = self.address
        status, found, _ = ask(site, "POST", self.page, urlencode(self.words), headers)
        assert status == 302, (status, self.words)
        assert self.thanked in ("", found["Location"])
        self.thanked = found["Location"]


def ask(site, method, page, words=None, headers=None):
    """Status, headers and body of the reply form's answer."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=300)
    try:
        connection.request(method, f"/en/comments/{page}/reply/", words, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


def filled_in(site, pages):
    """Forms that readers have opened, each on an address of its own, so that nobody is taken for a flood."""
    replies = []
    for number in range(READERS * EACH):
        page = pages[number % len(pages)]
        _, headers, form = ask(site, "GET", page)
        words = {"text": f"Comment {number}.\n\nÇa continue.", "author_name": f"Zoë {number}", "follow": "on"}
        words |= {"author_email": f"reader{number}@example.org", "author_url": f"https://example.org/{number}"}
        for name in ("csrfmiddlewaretoken", "mark"):
            words[name] = re.search(rf'name="{name}" value="([^"]+)"', form)[1]
        replies.append(Reply(page, words, headers["Set-Cookie"].split(";")[0], f"198.51.100.{number}"))
    return replies


def cut_off(site, replies, thanked):
    """Several readers send theirs at once; the site is killed when so many of them have been thanked."""

    def one_after_the_other(own):
        for reply in own:
            try:
                reply.send(site)
            except (OSError, http.client.HTTPException):  # the site is gone
                return

    readers = [threading.Thread(target=one_after_the_other, args=(replies[each::READERS],)) for each in range(READERS)]
    for reader in readers:
        reader.start()
    while sum(bool(reply.thanked) for reply in replies) < thanked:
        assert any(reader.is_alive() for reader in readers), site.said
        time.sleep(0.001)
    site.kill()
    for reader in readers:
        reader.join()


def test_a_site_killed_in_a_stream_of_comments_keeps_each_once(tmp_path, database):
    data, fill = tmp_path / "site", FILL.replace("TESTS", repr(str(Path(__file__).parents[1])))
    pages = [int(line) for line in python(fill, data, database=database).stdout_text.split()]

    def kept():
        return json.loads(python(LOOK, data, database=database).stdout_text)

    with Sink() as sink:
        environment = {"EVENHAND_MAIL_URL": f"smtp://127.0.0.1:{sink.port}", "EVENHAND_PROXIES": "1"}
        site = Site(data, database, environment=environment)
        with site:
            replies = filled_in(site, pages)
            time.sleep(3.1)  # who answers faster than anybody can read is taken for a machine
            cut_off(site, replies, thanked=len(replies) // 3)
        found, thanked = kept(), [reply.row for reply in replies if reply.thanked]
        assert len(replies) // 3 <= len(thanked) < len(replies)
        assert all(found.count(row) == 1 for row in thanked)
        assert all(row in [reply.row for reply in replies] for row in found)  # nothing is half written
        assert len(found) <= len(thanked) + READERS
        with site:
            for reply in replies:  # the thanked ones too: somebody goes back and sends once more
                reply.send(site)
        rows = sorted(kept(), key=str)
    assert rows == sorted((reply.row for reply in replies), key=str)
    assert len({reply.thanked for reply in replies}) == len(replies)
    told = Counter(re.search(r"Comment \d+", letter.get_content())[0] for _, letter in sink.letters)
    assert set(told.values()) == {1}
    # what was stored at the very moment may lack its letter; the moderators' list has it
    assert len(replies) - len(told) <= READERS

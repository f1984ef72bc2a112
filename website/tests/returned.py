"""Letters that come back, as mail servers write them."""

from __future__ import annotations

from evenhand_site.newsletter import letters

__all__ = ["complaint", "report"]


def report(delivery, status="5.1.1", *, action="failed", by="message-id", key="", forward="message/rfc822") -> bytes:
    """A delivery report (RFC 3464); ``by`` tells where the key stands, ``forward`` what of the letter comes back."""
    key = key or letters.key(delivery.issue_id, delivery.subscriber_id)
    other = "1.1.0000000000000000"
    return f"""\
From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
To: {f"bounces+{key}@example.org" if by == "verp" else "bounces@example.org"}
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="limit"
MIME-Version: 1.0

--limit
Content-Type: text/plain; charset=us-ascii

I am sorry to have to inform you that your message could not be delivered.

--limit
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; reader@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} said the other server

--limit
Content-Type: {forward}

Message-ID: <{other if by == "verp" else key}.newsletter@127.0.0.1>
Subject: News

Words
--limit--
""".encode()


def complaint(delivery, kind="abuse") -> bytes:
    """A feedback report (RFC 5965) whose recipient has been taken out, as is usual."""
    key = letters.key(delivery.issue_id, delivery.subscriber_id)
    return f"""\
From: feedback@mail.example.org
To: bounces@example.org
Subject: FW: News
Content-Type: multipart/report; report-type=feedback-report; boundary="limit"
MIME-Version: 1.0

--limit
Content-Type: text/plain

This is an email abuse report for a letter received from 192.0.2.1.

--limit
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1

--limit
Content-Type: text/rfc822-headers

Message-ID: <{key}.newsletter@127.0.0.1>
Subject: News

--limit--
""".encode()

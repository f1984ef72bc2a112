"""A mail server for tests: takes letters over SMTP (RFC 5321), and misbehaves when told to."""

from __future__ import annotations

import email
import socket
import socketserver
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from email import policy
from email.message import EmailMessage

__all__ = ["Sink"]

#: Asked at "MAIL", "RCPT" and "DATA" with the recipient and how often it has come; an answer to give instead of yes,
#: or "drop" to hang up, or "take and drop" to keep the letter and hang up without an answer.
Behaviour = Callable[[str, str, int], str | None]


class Sink(socketserver.ThreadingTCPServer):
    """Use it in a ``with``; ``letters`` are (recipient, letter) in the order they came, ``senders`` the envelopes'."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, behaviour: Behaviour = lambda step, recipient, time: None, pause: float = 0.0) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.behaviour, self.pause = behaviour, pause
        self.letters: list[tuple[str, EmailMessage]] = []
        self.senders: list[str] = []
        self.asked: dict[tuple[str, str], int] = {}
        self.connections = 0
        self.lock = threading.Lock()

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def recipients(self) -> list[str]:
        return [recipient for recipient, _letter in self.letters]

    def says(self, step: str, recipient: str) -> str | None:
        with self.lock:
            time = self.asked[step, recipient] = self.asked.get((step, recipient), 0) + 1
        return self.behaviour(step, recipient, time)

    def __enter__(self) -> Sink:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Conversation(socketserver.StreamRequestHandler):
    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def handle(self) -> None:
        sink: Sink = self.server
        sink.connections += 1
        with suppress(ConnectionError):
            self.say("220 sink")
            self.converse(sink)

    def converse(self, sink: Sink) -> None:
        sender = recipient = ""
        while line := self.rfile.readline():
            verb = line[:4].decode("ascii", "replace").upper()
            address = line.partition(b"<")[2].partition(b">")[0].decode()
            sender, recipient = (address, "") if verb == "MAIL" else (sender, address if verb == "RCPT" else recipient)
            if verb == "QUIT":
                return self.say("221 bye")
            if verb == "EHLO":
                self.say("250-sink\r\n250 8BITMIME")
                continue
            answer = sink.says(verb, recipient) if verb in ("MAIL", "RCPT", "DATA") else None
            if answer == "drop":
                return None
            if answer and answer != "take and drop":
                self.say(answer)
            elif verb != "DATA":
                self.say("250 ok")
            else:
                self.say("354 go on")
                self.take(sink, sender, recipient)
                if answer == "take and drop":
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return None
                self.say("250 2.0.0 taken")
        return None

    def take(self, sink: Sink, sender: str, recipient: str) -> None:
        lines = []
        while (line := self.rfile.readline()) and line != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        if not line:
            return
        with sink.lock:
            sink.letters.append((recipient, email.message_from_bytes(b"".join(lines), policy=policy.default)))
            sink.senders.append(sender)
        time.sleep(sink.pause)

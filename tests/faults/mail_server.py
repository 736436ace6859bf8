"""A mail server of our own: it accepts, keeps silent, or lets a test act between 250 and commit."""

import email
import email.policy
import socketserver
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage

from tests.faults.processes import free_port

SILENCE = 30.0  # seconds
ACCEPTS, SILENT, BUSY = "accepts", "silent", "busy"


class MailServer:
    """`taken` has (when, mail) of every message answered 250. `manner` may change at any time."""

    def __init__(self) -> None:
        self.port = free_port()
        self.manner = ACCEPTS
        self.taken: list[tuple[float, EmailMessage]] = []
        self.connections = 0
        self.refused: dict[str, str] = {}  # by address, the server's words
        # Called once a message was accepted and its client knows, before it hears anything more.
        self.after_accepting: Callable[[EmailMessage], object] = lambda _mail: None
        self.server: _Server | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.server = _Server(("127.0.0.1", self.port), _Conversation)
        self.server.mails = self
        self.thread = threading.Thread(target=self.server.serve_forever, args=[0.05], daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """Nobody listens: connections are refused."""
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.thread.join()
            self.server = None

    def copies(self) -> dict[str, list[EmailMessage]]:
        """The messages by their Message-ID."""
        found: dict[str, list[EmailMessage]] = {}
        for _at, mail in list(self.taken):
            found.setdefault(mail["Message-ID"], []).append(mail)
        return found


class _Conversation(socketserver.StreamRequestHandler):
    """With one client, in the words of SMTP."""

    def handle(self) -> None:
        self.mails: MailServer = self.server.mails
        self.mails.connections += 1
        if self.mails.manner == SILENT:
            time.sleep(SILENCE)
            return
        with suppress(OSError):  # the client is gone
            self.say("220 mail.example.com")
            while line := self.rfile.readline():
                if not self.answer(line[:4].upper().strip(), line.decode()):
                    return

    def answer(self, word: bytes, line: str) -> bool:
        """Answer a command; False after the last one."""
        if word == b"DATA":
            self.take()
        elif word == b"MAIL" and self.mails.manner == BUSY:
            self.say("451 try again later")
        elif word == b"RCPT" and (words := self.refusal(line)):
            self.say(words)
        else:
            self.say("250 ok")
        return word != b"QUIT"

    def refusal(self, line: str) -> str:
        """What is said to a recipient who is refused; "" to any other."""
        return next((words for who, words in self.mails.refused.items() if who in line), "")

    def take(self) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if line:
            mail = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
            self.mails.taken.append((time.monotonic(), mail))
            self.say("250 taken")
            self.mails.after_accepting(mail)

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64
    mails: MailServer

"""Pages of the demo only: the mails that were sent, to read where they would be read."""

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

SHOWN = 30
SEPARATOR = b"\n" + b"-" * 79 + b"\n"  # what the file-based backend writes after each mail


@dataclass(frozen=True)
class SentMail:
    """One mail as it left."""

    subject: str
    to: str
    sent_at: str
    text: str
    html: str
    headers: str
    attached: list[str]  # names of files


@require_safe
@never_cache
def emails(request: HttpRequest) -> HttpResponse:
    """GET /demo/emails/: newest first; text, HTML and headers of each, side by side."""
    folder = Path(settings.EMAIL_FILE_PATH)
    mails = newest(folder, limit=SHOWN)
    context = {"mails": mails, "is_cut": how_many(folder) > len(mails)}
    response = render(request, "operations/emails.html", context)
    # A mail's HTML carries its styles inline, as mail programs want it; it runs no script here.
    response._csp_config = {  # type: ignore[attr-defined]
        **settings.SECURE_CSP,
        "style-src": ["'self'", "'unsafe-inline'"],
        "frame-src": ["'self'"],
    }
    return response


def how_many(folder: Path) -> int:
    """All mails in `folder`. What was counted in a file is remembered until the file grows."""
    return sum(_mails_in(file, file.stat().st_size) for file in folder.glob("*.log"))


@cache
def _mails_in(file: Path, size: int) -> int:  # `size` is there to be remembered by
    return file.read_bytes().count(SEPARATOR)


def newest(folder: Path, *, limit: int) -> list[SentMail]:
    """Read up to `limit` mails that Django's file-based backend left in `folder`, newest first.

    A file's name is its second and an object's id, which may be the same for two mails: they then
    share the file. So its time counts, not its name, and what is in it is split.
    """
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    sources = [
        source
        for file in files[:limit]
        for source in reversed(file.read_bytes().split(SEPARATOR))
        if source.strip()
    ]
    return [read_mail(source) for source in sources[:limit]]


def read_mail(source: bytes) -> SentMail:
    """Read one mail as it went out."""
    message = email.message_from_bytes(source, policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 (the policy's promise, for the types)
    return SentMail(
        subject=message["Subject"] or "",
        to=message["To"] or "",
        sent_at=message["Date"] or "",
        text=_body(message, "plain"),
        html=_body(message, "html"),
        headers="\n".join(f"{name}: {value}" for name, value in message.items()),
        attached=[part.get_filename() or "" for part in message.iter_attachments()],
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return part.get_content() if part is not None else ""

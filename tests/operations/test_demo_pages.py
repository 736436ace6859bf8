"""/demo/emails/: what was sent, readable, harmless, and in the demo only."""

import itertools
import os

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend

from operations.demo_pages import SHOWN, emails, how_many, newest, read_mail

TIMES = itertools.count(1_780_000_000)


@pytest.fixture
def mails(settings, tmp_path):
    """The folder that the demo's mails go to."""
    settings.EMAIL_FILE_PATH = str(tmp_path / "mails")
    return tmp_path / "mails"


@pytest.fixture
def send(mails):
    """Send a mail the way the demo does, into a file of its own."""
    kept = []  # alive, or the next one could get its id and with it its file

    def deliver(subject="Pedido confirmado", *, text="Gracias.", html="", attached=None, into=None):
        backend = into or EmailBackend(file_path=str(mails))
        kept.append(backend)
        mail = EmailMultiAlternatives(subject, text, "tienda@example.com", ["cliente@example.com"])
        if html:
            mail.attach_alternative(html, "text/html")
        if attached:
            mail.attach(*attached)
        backend.send_messages([mail])
        file = backend._get_filename()
        os.utime(file, times=(0, next(TIMES)))
        return backend

    return deliver


def show(rf):
    request = rf.get("/demo/emails/")
    request.session = {}
    return emails(request)


def test_outside_the_demo_there_is_no_such_page(client, db):
    assert client.get("/demo/emails/").status_code == 404


def test_before_the_first_mail_it_says_so(rf, mails, db):
    assert "Todavía no hay ninguno" in show(rf).content.decode()


def test_a_mail_is_shown_as_it_was_sent(rf, send, db):
    send("Pedido número 1: ¡listo!", text="Gracias, Ñuñoa — $2.476", html="<p>Gracias</p>")

    page = show(rf).content.decode()

    assert "Pedido número 1: ¡listo!" in page
    assert "Gracias, Ñuñoa — $2.476" in page
    assert "cliente@example.com" in page
    assert "Message-ID" in page


def test_text_html_and_headers_stand_side_by_side_and_attachments_are_named(rf, send, db):
    send(text="Gracias.", html="<p>Gracias</p>", attached=("terms.txt", "Términos", "text/plain"))

    page = show(rf).content.decode()

    beside = page.partition('class="side-by-side"')[2].partition("</article>")[0]
    assert beside.count("<section") == 3
    assert "Gracias." in beside and "srcdoc" in beside and "Message-ID" in beside
    assert "<details" not in page
    assert "con terms.txt" in page


def test_what_a_mail_says_is_text_here(rf, send, db):
    attack = "<script>alert(1)</script>"
    send(f"Hi {attack}", text=attack, html=f'<p>"{attack}</p>')

    page = show(rf).content.decode()

    assert attack not in page
    assert "&lt;script&gt;" in page


def test_a_mails_html_is_framed_without_rights(rf, send, db):
    send(html="<p style='color: red'>Gracias</p>")

    response = show(rf)

    assert "sandbox" in response.content.decode()
    assert response._csp_config["script-src"] == ["'self'"]
    assert response.headers["Cache-Control"].count("no-store")


def test_the_newest_comes_first_and_only_some_are_shown(send, mails):
    for number in range(SHOWN + 2):
        send(str(number))

    subjects = [mail.subject for mail in newest(mails, limit=SHOWN)]

    assert subjects == [str(number) for number in range(SHOWN + 1, 1, -1)]


def test_the_ribbon_counts_every_mail_as_it_goes_out(client, send, mails, settings, db):
    settings.DEMO, settings.ROOT_URLCONF = True, "tests.breaking.demo_urls"
    ribbon = "Correos enviados ({})".format
    assert how_many(mails) == 0
    first = send()
    send(into=first)  # into the same file
    assert ribbon(2) in client.get("/").content.decode()

    send(into=first)
    for _ in range(SHOWN):
        send()
    html = client.get("/demo/emails/").content.decode()

    assert ribbon(SHOWN + 3) in html
    assert f"Se ven los últimos {SHOWN}." in html


def test_mails_that_share_a_file_are_told_apart(send, mails):
    shared = send("First", html="<p>1</p>")
    send("Second", into=shared)
    send("Third")

    assert [mail.subject for mail in newest(mails, limit=SHOWN)] == ["Third", "Second", "First"]


def test_a_mail_without_anything_is_read():
    mail = read_mail(b"\n")

    assert (mail.subject, mail.to, mail.html) == ("", "", "")


def test_posting_is_refused(rf):
    assert emails(rf.post("/demo/emails/")).status_code == 405

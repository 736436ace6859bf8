"""For the controls: the shop with one promise taken away, for the fault to find it out.

Each is what shops do in earnest: some are WSGI applications, the others workers,
`python -m tests.faults.careless <name>`.
"""

import io
import sys
import threading
import time
from uuid import uuid4

PAUSE = 1.0  # seconds in which it is promised and not done
MANY = 1_000_000

# --- As gunicorn runs it ---


def acknowledges_first(environ, start_response):
    """A webhook is answered 200 and then stored, as with an in-memory queue."""
    from config.wsgi import application

    if not environ["PATH_INFO"].startswith("/webhooks/"):
        return application(environ, start_response)
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    kept = {**environ, "wsgi.input": io.BytesIO(body)}
    threading.Thread(target=_later, args=[kept]).start()
    start_response("200 OK", [("Content-Length", "0")])
    return [b""]


def _later(environ):
    from config.wsgi import application

    time.sleep(PAUSE)
    application(environ, lambda *_args: None).close()


def acknowledges_whatever_happens(environ, start_response):
    """A webhook that could not be stored is answered 200, so that Fintoc does not complain."""
    from config.wsgi import application

    def start(status, headers, *rest):
        return start_response("200 OK" if status.startswith("503") else status, headers, *rest)

    is_webhook = environ["PATH_INFO"].startswith("/webhooks/")
    return application(environ, start if is_webhook else start_response)


def reads_whole_bodies(environ, start_response):
    """A body is in memory before anybody looks at its length."""
    from config.wsgi import application

    body = environ["wsgi.input"].read()
    return application({**environ, "wsgi.input": io.BytesIO(body)}, start_response)


def waits_for_everybody(environ, start_response):
    """Any number of pages wait for Fintoc at once, for as long as it takes."""
    from config.wsgi import application
    from fintoc_client.lanes import Lanes
    from orders import account

    if account.LANES.slow < MANY:
        account.LANES = Lanes(at_once=MANY, slow=MANY)
    return application(environ, start_response)


def sends_under_a_new_key(environ, start_response):
    """Each try to create a payment intent has a key of its own."""
    from config.wsgi import application
    from fintoc_client.client import FintocClient

    post = FintocClient._post
    if post.__name__ == "_post":

        def anew(self, path, body, read, *, key, deadline):
            return post(self, path, body, read, key=str(uuid4()), deadline=deadline)

        FintocClient._post = anew
    return application(environ, start_response)


def believes_any_length(environ, start_response):
    """An answer of Fintoc's is read however long it is."""
    from config.wsgi import application
    from fintoc_client import transport

    transport.ANSWER_LIMIT = 100 * MANY
    return application(environ, start_response)


# --- As a worker ---


def commits_before_sending(worker):
    """A mail is noted as sent and then sent: what is killed in between is lost."""
    import dataclasses

    from orders.emails import message

    def mail(row, now):
        row.mark_sent(now=now)
        time.sleep(PAUSE)
        message(row).send()

    worker.CHORES = (dataclasses.replace(worker.CHORES[0], work=mail), *worker.CHORES[1:])


def gives_mails_up(_worker):
    """What cannot be sent at once is never sent."""
    from orders.models import Outbox

    def give_up(self, *, error, now):
        self.drop(reason=error)
        return True

    Outbox.try_later = give_up


def claims_nothing(worker):
    """It takes what is due, and so does any other."""
    worker.claim = lambda rows, *, limit, lease, now: list(rows.filter(due_at__lte=now)[:limit])
    worker.still_ours = lambda *_args, **_kwargs: True


def keeps_no_pace(_worker):
    """It asks Fintoc as fast as it can, whatever Fintoc says."""
    from datetime import timedelta

    from orders.models import Reconciliation

    Reconciliation.take_turn = classmethod(lambda *_args, **_kwargs: timedelta())
    Reconciliation.slow_down = classmethod(lambda *_args, **_kwargs: None)


def asks_nobody(worker):
    """It sends mails, and what no webhook told is never known."""
    worker.CHORES = worker.CHORES[:1]


def main(name):
    import django

    django.setup()
    from django.core.management import call_command

    from operations import worker

    globals()[name](worker)
    call_command("worker")


if __name__ == "__main__":
    main(sys.argv[1])

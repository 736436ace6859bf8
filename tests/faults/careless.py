"""For the controls: the shop with one promise taken away.

As gunicorn runs it, `acknowledges_first` answers a webhook 200 and then stores it, as a shop with
an in-memory queue does. As a program, it is a worker that notes a mail as sent and then sends it.
Whatever is killed in between is lost.
"""

import io
import threading
import time

PAUSE = 1.0  # seconds in which it is promised and not done


def acknowledges_first(environ, start_response):
    """A WSGI application."""
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


def commits_before_sending():
    """A mail worker: what is killed in between is never sent."""
    import dataclasses

    import django

    django.setup()
    from django.core.management import call_command

    from operations import worker
    from orders.emails import message

    def mail(row, now):
        row.mark_sent(now=now)
        time.sleep(PAUSE)
        message(row).send()

    worker.CHORES = (dataclasses.replace(worker.CHORES[0], work=mail), *worker.CHORES[1:])
    call_command("worker")


if __name__ == "__main__":
    commits_before_sending()

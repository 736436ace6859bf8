"""The limit: a WSGI function that does what a right webhook has to do, and nothing else.

It checks the signature, then stores the event, moves the order and queues the mail in one durable
transaction of three prepared statements. No framework, no mapper.
"""

import hashlib
import hmac
import json
import os
import time

import psycopg

SECRET = os.environ["WEBHOOK_SECRET"].encode()
STORE = (
    "INSERT INTO shop_event (event_id, type, payload, received_at) VALUES (%s, %s, %s, now())"
    " ON CONFLICT (event_id) DO NOTHING"
)
MOVE = (
    "UPDATE shop_order SET status = 'paid', changed_at = now()"
    " WHERE intent_id = %s AND status = 'created' RETURNING id, email, number"
)
QUEUE = (
    "INSERT INTO shop_mail (order_id, recipient, subject, created_at) VALUES (%s, %s, %s, now())"
)
kept: list[psycopg.Connection] = []


def answering(hear):
    """The WSGI function that checks the signature and has the event heard: `hear(event, body)`."""

    def application(environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        status = "200 OK"
        if not is_signed(environ.get("HTTP_FINTOC_SIGNATURE", ""), body):
            status = "400 Bad Request"
        else:
            hear(json.loads(body), body)
        start_response(status, [("Content-Type", "text/plain"), ("Content-Length", "0")])
        return [b""]

    return application


def is_signed(header, body):
    fields = dict(field.split("=", 1) for field in header.split(",") if "=" in field)
    moment = fields.get("t", "0")
    wanted = hmac.new(SECRET, moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    is_fresh = abs(time.time() - int(moment)) <= 300
    return is_fresh and hmac.compare_digest(wanted, fields.get("v1", ""))


def hear(event, body):
    connection = connected()
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(STORE, (event["id"], event["type"], body.decode()))
        if cursor.rowcount == 0:
            return
        cursor.execute(MOVE, (event["data"]["id"],))
        order = cursor.fetchone()
        if order is not None:
            number, email, subject = order[0], order[1], f"Pedido {order[2]}"
            cursor.execute(QUEUE, (number, email, subject))


def connected():
    if not kept:
        address = os.environ["DATABASE_URL"]
        kept.append(psycopg.connect(address, autocommit=True, prepare_threshold=1))
    return kept[0]


application = answering(hear)

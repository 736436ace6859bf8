"""A Fintoc that answers every create at once, so that what is timed is the shop."""

import json
import uuid


def application(environ, start_response):
    asked = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    intent = f"pi_{uuid.uuid4().hex}"
    answer = {
        **asked,
        "id": intent,
        "object": "payment_intent",
        "status": "created",
        "mode": "test",
        "widget_token": f"{intent}_sec_bench",
        "error_reason": None,
        "reference_id": None,
        "sender_account": None,
    }
    body = json.dumps(answer).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response("201 Created", headers)
    return [body]

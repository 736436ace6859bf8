"""What a mocked Fintoc answers, and where."""

API = "https://api.fintoc.example.com"
INTENTS = f"{API}/v1/payment_intents"
SESSIONS = f"{API}/v2/checkout_sessions"
KEY = "sk_test_a_secret_for_tests"


def intent(intent_id="pi_1", **fields):
    return {"id": intent_id, "amount": 2476, "currency": "CLP", "status": "created", **fields}


def session(session_id="cs_1", **fields):
    return {"id": session_id, "amount": 2476, "currency": "CLP", "status": "created", **fields}


def refusal(**words):
    return {"error": {"type": "invalid_request_error", **words}}

"""Requests that a careless, curious or hostile program could send to the API."""

import json
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from hypothesis import strategies as st

READ, MAKE, BOTH, ALL = ("GET",), ("POST",), ("GET", "POST"), ("GET", "PATCH", "DELETE")
ADDRESSES = {
    "/v1/payment_intents": BOTH,
    "/v1/payment_intents/{intent}": READ,
    "/v1/payment_intents/{intent}/expire": MAKE,
    "/v2/payment_intents": BOTH,
    "/v2/payment_intents/{intent}": READ,
    "/v1/checkout_sessions": MAKE,
    "/v1/checkout_sessions/{session}": READ,
    "/v1/checkout_sessions/{session}/expire": MAKE,
    "/v2/checkout_sessions": BOTH,
    "/v2/checkout_sessions/{session}": READ,
    "/v2/checkout_sessions/{session}/expire": MAKE,
    "/v1/refunds": BOTH,
    "/v1/refunds/{refund}": READ,
    "/v1/refunds/{refund}/cancel": MAKE,
    "/v1/webhook_endpoints": BOTH,
    "/v1/webhook_endpoints/{endpoint}": ALL,
    "/v1/webhook_endpoints/{endpoint}/test": MAKE,
    "/v1/events/trigger": MAKE,
    "/control/payment_intents/{intent}/succeed": MAKE,
    "/control/checkout_sessions/{session}/start": MAKE,
    "/control/refunds/{refund}/fail": MAKE,
    "/v1/{intent}": READ,
    "/v3/{intent}/{session}": MAKE,
}
METHODS = ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW"]

seldom = st.sampled_from([False] * 9 + [True])
words = st.text(max_size=30)
numbers = st.one_of(st.integers(), st.integers(0, 3000), st.floats())
scalars = st.one_of(st.none(), st.booleans(), numbers, words)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)

# What a right request would have. Addresses are of this machine: some will be posted to.
PLAUSIBLE = {
    "amount": [1, 1000, 2476, 10**18],
    "currency": ["CLP", "clp", "CLP", "MXN"],
    "customer_email": ["name@example.com", ""],
    "metadata": [{}, {"order": "CL-1", "n": 1}],
    "payment_type": ["bank_transfer", "cash"],
    "payment_method": ["pm_1"],
    "recipient_account": [
        None,
        {"holder_id": "1", "number": "1", "type": "t", "institution_id": "i"},
    ],
    "business_profile": [{"name": "Tienda de ejemplo"}],
    "success_url": ["https://127.0.0.1/paid", "http://localhost/paid"],
    "cancel_url": ["https://127.0.0.1/back"],
    "expires_at": [None, None, "2026-01-31T00:00:00Z", "0001-01-01T00:00:00+14:00"],
    "flow": ["payment"],
    "payment_method_types": [["bank_transfer"], ["card"]],
    "payment_methods": [["payment_intent"]],
    "payment_method_options": [{"payment_intent": {}}, {"bank_transfer": {"x": 1}}],
    "customer": [{"name": "n"}],
    "customer_data": [{"tax_id": {"value": "1"}}],
    "line_items": [[{"quantity": 1}]],
    "ui_mode": ["embedded"],
    "resource_id": ["{intent}"],
    "resource_type": ["payment_intent"],
    "url": ["http://127.0.0.1:9/", "https://127.0.0.1:9/x"],
    "enabled_events": [["payment_intent.succeeded"], ["x.y"]],
    "disabled": [True, False],
    "status": ["disabled", "enabled"],
    "type": ["payment_intent.failed", "checkout_session.finished", "refund.succeeded"],
    "overrides": [{"amount": 1}, {"id": None}, {}],
    "seconds": [60],
    "reason": ["mfa_locked"],
}
QUERIES = {
    "page": ["1", "2", "0", "999999999"],
    "per_page": ["1", "30", "1000"],
    "limit": ["1", "30", "x"],
    "since": ["2026-01-01", "0001-01-01T00:00:00+14:00"],
    "until": ["2999-12-31", "9999-12-31"],
    "status": ["created", "succeeded", "canceled"],
    "starting_after": ["{intent}", "{session}"],
    "resource_id": ["{intent}"],
}
VERSIONS = ["2021-03-23", "2023-11-15", "2025-08-13", "2026-02-01"]
VALUES = [value for values in QUERIES.values() for value in values]
header_text = st.text(st.characters(min_codepoint=33, max_codepoint=255), max_size=40)


@dataclass(frozen=True)
class Request:
    """`{intent}` and its like stand for the id of something that exists."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def about(self, ids: dict[str, str]) -> "Request":
        path, body = self.path, self.body
        for name, value in ids.items():
            path = path.replace(f"{{{name}}}", value).replace(f"%7B{name}%7D", value)
            body = body.replace(f"{{{name}}}".encode(), value.encode())
        return Request(self.method, path, self.headers, body)


def fields(plausible):
    """Some of the names, mostly with a value that may be right."""
    return {
        name: seldom.flatmap(
            lambda is_strange, values=values: anything if is_strange else st.sampled_from(values)
        )
        for name, values in plausible.items()
    }


NEEDED = ("amount", "currency", "resource_id", "url", "enabled_events", "type")
FIELDS = fields(PLAUSIBLE)
objects = st.one_of(
    st.fixed_dictionaries({}, optional=FIELDS),
    st.fixed_dictionaries(
        {name: FIELDS[name] for name in NEEDED},
        optional={name: value for name, value in FIELDS.items() if name not in NEEDED},
    ),
    anything,
)
bodies = st.one_of(objects.map(lambda value: json.dumps(value).encode()), st.binary(max_size=60))
queries = st.dictionaries(
    st.sampled_from([*QUERIES, "x"]), words | st.sampled_from(VALUES), max_size=3
)


@st.composite
def addresses(draw):
    """Mostly of something that exists, sometimes of something strange; mostly as it is meant."""
    path = draw(st.sampled_from(list(ADDRESSES)))
    method = draw(st.sampled_from(METHODS if draw(seldom) else ADDRESSES[path]))
    if draw(seldom):
        strange = quote(draw(st.text(min_size=1, max_size=20)), safe="")
        for name in ("intent", "session", "refund", "endpoint"):
            path = path.replace(f"{{{name}}}", strange)
    query = draw(queries)
    return method, f"{path}?{urlencode(query)}" if query else path


@st.composite
def requests(draw, key):
    """Any of them, mostly with the right key."""
    headers = {"Authorization": key, "Content-Type": "application/json"}
    if draw(seldom):
        headers["Authorization"] = draw(header_text)
    if draw(st.booleans()):
        version = header_text if draw(seldom) else st.sampled_from(VERSIONS)
        headers["Fintoc-Version"] = draw(version)
    if draw(seldom):
        headers["Idempotency-Key"] = draw(st.sampled_from(["a", "b", "c"]) | header_text)
    method, path = draw(addresses())
    body = draw(bodies) if method not in ("GET", "HEAD") else b""
    return Request(method, path, headers, body)

"""10,000 webhooks damaged at random: none is believed, none is stored, none breaks anything."""

import json
import logging
import random
import time
from collections import Counter
from uuid import UUID

import pytest

from fintoc_client.signature import sign
from orders.models import Order, Payment
from tests import factories
from tests.settings import FINTOC_WEBHOOK_SECRETS
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db

MUTATIONS = 10_000
SEED = 20261123
REFUSED = {400, 405, 411, 413}
SIGNED = "Fintoc-Signature"
METHODS = ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "POSTS"]
CONTENT_TYPES = [
    "application/json",
    "application/json; charset=utf-16",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "text/plain; charset=nonsense",
    "",
    "\x00",
]
JUNK_HEADERS = [
    {},
    {"Content-Encoding": "gzip"},
    {"Transfer-Encoding": "chunked"},
    {"X-Forwarded-Host": "\x00"},
    {"Cookie": "sessionid=\x00; csrftoken=" + "x" * 9000},
    {"Accept-Language": ",;q=,é" * 99},
    {"X-Http-Method-Override": "POST"},
]


class Post:
    """A genuine delivery, to be damaged."""

    def __init__(self, body):
        self.method, self.body = "POST", body
        header = sign(body=body, secret=FINTOC_WEBHOOK_SECRETS[0], timestamp=int(time.time()))
        self.headers = {SIGNED: header}

    def send(self, client, lots):
        return client.generic(
            self.method,
            lots.choice(["/webhooks/fintoc/", "/webhooks/fintoc"]),
            self.body,
            content_type=lots.choice(CONTENT_TYPES),
            headers={**lots.choice(JUNK_HEADERS), **self.headers},
        )


def flipped(content, lots):
    at, bit = lots.randrange(len(content)), 1 << lots.randrange(8)
    return content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :]


def cut_short(content, lots):
    return content[: lots.randrange(len(content))]


def spliced(content, lots):
    """A piece of it twice, where it does not belong."""
    start = lots.randrange(len(content))
    piece = content[start : start + 1 + lots.randrange(40)]
    at = lots.randrange(len(content) + 1)
    changed = content[:at] + piece + content[at:]
    return changed if changed != content else content + b" "


def damage_body(how):
    def damage(post, lots):
        post.body = how(post.body, lots)

    return damage


def damage_header(how):
    def damage(post, lots):
        right = post.headers[SIGNED]
        while still_says(right, post.headers[SIGNED]):
            post.headers[SIGNED] = how(right.encode(), lots).decode("latin-1")

    return damage


def still_says(right, header):
    """Whether the time and the signature are in there: one more `v1` beside them is no damage."""
    fields = header.split(",")
    times = [field for field in fields if field.startswith("t=")]
    return set(right.split(",")) <= set(fields) and len(times) == 1


def another_body(post, lots):
    """Any bytes under a signature of others; now and then as many as the shop reads, or more."""
    post.body = lots.randbytes(lots.choice([0, 1, 700, 65_536, 65_537, 200_000]))


def duplicate_header(post, lots):
    """As a server joins two headers of one name."""
    post.headers[SIGNED] = lots.choice([",", ", "]).join([post.headers[SIGNED]] * 2)


def huge_header(post, lots):
    post.headers[SIGNED] += lots.choice([",v0=", ",", "\x00", "é", ",t="]) * 1_000


def junk_header(post, lots):
    letters = "tv10=,;: \t\x00é²" + "abcdef" * 3
    post.headers[SIGNED] = "".join(lots.choices(letters, k=lots.randrange(200)))


def no_header(post, _lots):
    del post.headers[SIGNED]


def wrong_secret(post, lots):
    secret = lots.choice(["", " ", "whsec_", "whsec_test_test", "WHSEC_TEST_TESTS", "é"])
    post.headers[SIGNED] = sign(body=post.body, secret=secret, timestamp=int(time.time()))


def wrong_time(post, lots):
    moment = int(time.time()) + lots.choice([-1, 1]) * lots.randrange(400, 10**9)
    secret = FINTOC_WEBHOOK_SECRETS[0]
    post.headers[SIGNED] = sign(body=post.body, secret=secret, timestamp=moment)


def wrong_method(post, lots):
    post.method = lots.choice(METHODS)


def wrong_host(post, lots):
    post.headers["Host"] = lots.choice(["[::1", "shop.example.com", "", "\x00", "localhost:x"])


DAMAGES = [
    *[damage_body(how) for how in (flipped, cut_short, spliced)],
    *[damage_header(how) for how in (flipped, cut_short, spliced)],
    another_body,
    duplicate_header,
    huge_header,
    junk_header,
    no_header,
    wrong_secret,
    wrong_time,
    wrong_method,
    wrong_host,
]


@pytest.fixture
def body():
    """The same bytes in every run, so that only the clock is not the seed's."""
    payment = Payment(
        reference=UUID(int=SEED),
        amount=12_990,
        currency="CLP",
        order=Order(email="cliente@example.com"),
        request_body='{"metadata": {}}',
    )
    return json.dumps({**factories.paid_event(payment), "id": "evt_damaged"}).encode()


@pytest.fixture
def quiet():
    """Ten thousand refusals are ten thousand lines of log."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def test_none_is_believed_or_stored_and_none_breaks_anything(client, body, quiet):
    lots = random.Random(SEED)
    answers, odd = Counter(), []
    for number in range(MUTATIONS):
        post = Post(body)
        lots.choice(DAMAGES)(post, lots)
        status = post.send(client, lots).status_code
        answers[status] += 1
        if status not in REFUSED:
            odd.append((number, status, post.method, post.headers, post.body[:2_000]))

    assert not odd and set(answers) == REFUSED
    assert not WebhookEvent.objects.exists()


def test_undamaged_it_is_believed_in_any_wrapping(client, body):
    """The negative control: it is the damage that is refused, not the junk around it."""
    lots = random.Random(SEED)

    assert {Post(body).send(client, lots).status_code for _ in range(300)} == {200}
    assert WebhookEvent.objects.count() == 1

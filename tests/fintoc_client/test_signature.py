"""The webhook signature: what is accepted, what is refused, and that refusing is all it can do."""

import hashlib
import hmac
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fintoc_client.signature import InvalidSignature, sign, verify

NOW = 1_780_000_000
BODY = b'{"id":"evt_1","data":{"amount":2476, "currency":"CLP"}}'
SECRET = "whsec_test_first"
OTHER = "whsec_test_second"


def signed(time, *, secret=SECRET, body=BODY):
    """The signature made with nothing of ours: the oracle of this file."""
    return hmac.new(secret.encode(), f"{time}.".encode() + body, hashlib.sha256).hexdigest()


def check(header, *, body=BODY, secrets=(SECRET,), now=NOW, tolerance=300):
    verify(body=body, header=header, secrets=secrets, now=now, tolerance=tolerance)


RIGHT = signed(NOW)
ACCEPTED = {
    "as Fintoc sends it": f"t={NOW},v1={RIGHT}",
    "v1 before t": f"v1={RIGHT},t={NOW}",
    "an extra v0": f"t={NOW},v1={RIGHT},v0=abc",
    "two v1, the right one first": f"t={NOW},v1={RIGHT},v1={'0' * 64}",
    "two v1, the right one last": f"t={NOW},v1={'0' * 64},v1={RIGHT}",
    "299 s old": f"t={NOW - 299},v1={signed(NOW - 299)}",
    "299 s in the future": f"t={NOW + 299},v1={signed(NOW + 299)}",
    "300 s old": f"t={NOW - 300},v1={signed(NOW - 300)}",
}


@pytest.mark.parametrize("header", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_a_right_signature_is_accepted(header):
    check(header)


ARABIC = "".join(chr(0x0660 + int(digit)) for digit in str(NOW))
SUPERSCRIPT = str(NOW)[:-1] + "²"
REFUSED = {
    "absent": None,
    "empty": "",
    "one letter": "x",
    "only commas": ",,,",
    "only an equals sign": "=",
    "no v1": f"t={NOW}",
    "empty v1": f"t={NOW},v1=",
    "no t": f"v1={RIGHT}",
    "empty t": f"t=,v1={signed('')}",
    "space after the comma": f"t={NOW}, v1={RIGHT}",
    "space before t": f" t={NOW},v1={RIGHT}",
    "space inside t": f"t= {NOW},v1={signed(f' {NOW}')}",
    "upper-case hex": f"t={NOW},v1={RIGHT.upper()}",
    "upper-case names": f"T={NOW},V1={RIGHT}",
    "only an old scheme": f"t={NOW},v0={RIGHT}",
    "v1 cut short": f"t={NOW},v1={RIGHT[:-1]}",
    "v1 with a non-ASCII character": f"t={NOW},v1={RIGHT[:-1]}é",
    "over 1 KiB": f"t={NOW},v1={RIGHT},v0={'a' * 1024}",
    "t is a word": f"t=now,v1={signed('now')}",
    "t is a fraction": f"t={NOW}.0,v1={signed(f'{NOW}.0')}",
    "t has 5,000 digits": f"t={'1' * 5000},v1={signed('1' * 5000)}",
    "t has 900 digits": f"t={'1' * 900},v1={signed('1' * 900)}",
    "t is inf": f"t=inf,v1={signed('inf')}",
    "t is nan": f"t=nan,v1={signed('nan')}",
    "t is negative": f"t=-{NOW},v1={signed(f'-{NOW}')}",
    "t has a plus sign": f"t=+{NOW},v1={signed(f'+{NOW}')}",
    "t has an underscore": f"t=1_780_000_000,v1={signed('1_780_000_000')}",
    "t has Arabic digits": f"t={ARABIC},v1={signed(ARABIC)}",
    "t has a superscript digit": f"t={SUPERSCRIPT},v1={signed(SUPERSCRIPT)}",
    "301 s old": f"t={NOW - 301},v1={signed(NOW - 301)}",
    "301 s in the future": f"t={NOW + 301},v1={signed(NOW + 301)}",
    "1 h in the future": f"t={NOW + 3600},v1={signed(NOW + 3600)}",
    "10 years in the future": f"t={NOW + 315_360_000},v1={signed(NOW + 315_360_000)}",
    "t twice, the same": f"t={NOW},t={NOW},v1={RIGHT}",
    "t twice, the right one first": f"t={NOW},t={NOW - 9999},v1={RIGHT}",
    "t twice, the right one last": f"t={NOW - 9999},t={NOW},v1={RIGHT}",
    "t twice, around v1": f"t={NOW},v1={RIGHT},t={NOW}",
    "t twice, as a server joins two headers": f"t={NOW},v1={RIGHT}, t={NOW},v1={RIGHT}",
    "t twice, the second after a tab": f"t={NOW},v1={RIGHT},\tt={NOW - 9999}",
    "a blank at the end": f"t={NOW},v1={RIGHT},v0=abc ",
    "t twice, after v1": f"v1={RIGHT},t={NOW},t=",
    "the wrong secret": f"t={NOW},v1={signed(NOW, secret=OTHER)}",
    "the secret without its prefix": f"t={NOW},v1={signed(NOW, secret='first')}",
    "another body": f"t={NOW},v1={signed(NOW, body=BODY + b' ')}",
    "another time than it was signed for": f"t={NOW + 1},v1={RIGHT}",
}


@pytest.mark.parametrize("header", REFUSED.values(), ids=REFUSED.keys())
def test_anything_else_is_refused(header):
    with pytest.raises(InvalidSignature):
        check(header)


@pytest.mark.parametrize("at", range(len(BODY)))
def test_one_changed_byte_of_the_body_is_refused(at):
    changed = BODY[:at] + bytes([BODY[at] ^ 1]) + BODY[at + 1 :]

    with pytest.raises(InvalidSignature):
        check(f"t={NOW},v1={RIGHT}", body=changed)


def test_the_same_json_written_anew_is_refused():
    with pytest.raises(InvalidSignature):
        check(f"t={NOW},v1={RIGHT}", body=BODY.replace(b", ", b","))


@pytest.mark.parametrize("secret", ["", " ", "\t\n"])
def test_an_empty_secret_signs_nothing(secret):
    with pytest.raises(InvalidSignature):
        check(f"t={NOW},v1={signed(NOW, secret=secret)}", secrets=[secret])


def test_without_a_secret_nobody_is_believed():
    with pytest.raises(InvalidSignature):
        check(f"t={NOW},v1={RIGHT}", secrets=[])


@pytest.mark.parametrize("signer", [SECRET, OTHER])
def test_while_a_secret_is_rotated_both_are_accepted(signer):
    check(f"t={NOW},v1={signed(NOW, secret=signer)}", secrets=[SECRET, OTHER])


def test_after_a_rotation_the_old_secret_is_refused():
    with pytest.raises(InvalidSignature):
        check(f"t={NOW},v1={RIGHT}", secrets=[OTHER])


def test_an_empty_secret_beside_a_good_one_opens_no_door():
    with pytest.raises(InvalidSignature):
        check(f"t={NOW},v1={signed(NOW, secret='')}", secrets=[SECRET, ""])


def test_the_tolerance_is_the_callers():
    old = f"t={NOW - 20},v1={signed(NOW - 20)}"

    check(old, tolerance=20)
    with pytest.raises(InvalidSignature):
        check(old, tolerance=19)


@given(body=st.binary(), secret=st.text(min_size=1).filter(str.isprintable).filter(str.strip))
def test_what_we_sign_is_what_anybody_would_sign_and_we_accept(body, secret):
    header = sign(body=body, secret=secret, timestamp=NOW)

    assert header == f"t={NOW},v1={signed(NOW, secret=secret, body=body)}"
    check(header, body=body, secrets=[secret])


PIECES = st.sampled_from(["t=", "v1=", ",", "=", str(NOW), RIGHT, "-1", "9" * 400, " ", "\ud800"])
HEADERS = st.one_of(
    st.none(),
    st.text(),
    st.binary().map(lambda raw: raw.decode("latin-1")),  # as WSGI hands headers over
    st.lists(PIECES).map("".join),
)


@given(header=HEADERS, body=st.binary(), secrets=st.lists(st.text().filter(str.isprintable)))
def test_nothing_but_a_refusal_is_ever_raised(header, body, secrets):
    with suppress(InvalidSignature):
        check(header, body=body, secrets=secrets)

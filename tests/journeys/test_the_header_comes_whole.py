"""What comes slowly is painted slowly, but the header at once: no part of it moves for another."""

import re
import socket
import threading
import urllib.request
from contextlib import closing, suppress

import pytest

from tests.journeys.layout_shift import SHIFT
from tests.journeys.shops import in_chile

pytestmark = pytest.mark.long_journey
EXPECT = '<link rel="expect" href="#main" blocking="render">'
PAUSE_SECONDS = 2  # in which a busy machine paints what has come


@in_chile
def test_an_icon_does_not_move_for_words_that_come_after_it(demo, browser):
    html = page_with_an_icon_in_its_header(demo)
    assert shift_of(browser, html) == 0
    assert shift_of(browser, html.replace(EXPECT, "")) > 0


def page_with_an_icon_in_its_header(demo):
    """A page of the shop with its styles in it, which no other origin may ask for."""
    html = asked(f"{demo.shop_url}/demo/states/es/a17/")
    (style,) = re.findall(r'<link rel="stylesheet" href="(.+?)">', html)
    assert EXPECT in html
    styles = asked(f"{demo.shop_url}{style}")
    return html.replace(f'<link rel="stylesheet" href="{style}">', f"<style>{styles}</style>")


def asked(url):
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310
        return answer.read().decode()


def shift_of(browser, html):
    """How much moved when the rest of the page comes later than its first icon."""
    first, icon, rest = html.partition("</svg>")
    with closing(browser.new_page()) as page, socket.create_server(("127.0.0.1", 0)) as listening:
        came = (first + icon).encode(), rest.encode()
        threading.Thread(target=serve_slowly, args=(listening, *came), daemon=True).start()
        page.goto(f"http://127.0.0.1:{listening.getsockname()[1]}/")
        shift, _moved = page.evaluate(SHIFT)
        return shift


def serve_slowly(listening, first, rest):
    """The page in two parts, and nothing else, until it is looked at no more."""
    with suppress(OSError):
        while True:
            connection, _address = listening.accept()
            with closing(connection):
                if not connection.recv(65536).startswith(b"GET / "):
                    connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                    continue
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + first)
                threading.Event().wait(PAUSE_SECONDS)
                connection.sendall(rest)

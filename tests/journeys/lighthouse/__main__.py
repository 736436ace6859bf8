"""Lighthouse over the shop's pages, as on a phone: `make lighthouse`.

Each page is measured three times and the median counts. It fails below the figures that the shop
holds itself to. Order pages are not measured: they ask not to be indexed, on purpose.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from tests.journeys.chromium import FLAGS, find_chromium, running_chromium
from tests.journeys.demo_process import running_demo
from tests.journeys.shopper import Shopper

TIMES = 3
TRIES = 3  # on a busy machine Lighthouse may miss the beginning of a page, and says so
AT_LEAST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
PAGES = ("/", "/products/taza-de-gres/", "/cart/", "/checkout/", "/pages/terms/")
LIGHTHOUSE = Path(__file__).parent / "node_modules" / ".bin" / "lighthouse"

Scores = dict[str, float]


def main() -> int:
    path = find_chromium()
    if path is None:
        print("A Chromium is needed: tests/journeys/install_browser.sh installs one.")
        return 1
    with (
        tempfile.TemporaryDirectory() as folder,
        running_demo(country="cl", var=Path(folder)) as demo,
    ):
        with running_chromium(path) as browser:
            cookie = filled_cart(browser, demo.shop_url)
        print(f"{'':32}" + "".join(f"{name:>16}" for name in AT_LEAST))
        scores = [measured(f"{demo.shop_url}{page}", path, cookie) for page in PAGES]
    return 0 if all(good_enough(each) for each in scores) else 1


def filled_cart(browser: Browser, shop_url: str) -> str:
    """The cookies of a visitor with something in the cart."""
    context = browser.new_context(locale="es-CL")
    shopper = Shopper(context.new_page(), shop_url)
    shopper.opens_product("Taza de gres")
    shopper.adds_to_cart()
    shopper.sees("Tu carro")
    return "; ".join(f"{each['name']}={each['value']}" for each in context.cookies())


def measured(url: str, chromium: str, cookie: str) -> Scores:
    """The median of each score, 0 to 100, printed in one line."""
    runs = [run(url, chromium, cookie) for _ in range(TIMES)]
    scores = {name: median(each[name] for each in runs) for name in AT_LEAST}
    print(f"{url:32}" + "".join(f"{scores[name]:16.0f}" for name in AT_LEAST), flush=True)
    return scores


def run(url: str, chromium: str, cookie: str) -> Scores:
    """One look at a page, as a phone of the middle class on a slow network."""
    for _ in range(TRIES):
        answer = look(url, chromium, cookie)
        if answer.returncode == 0:
            break
    report = json.loads(answer.stdout)
    assert report["finalDisplayedUrl"] == url, "the page led to another one"
    return {name: 100 * report["categories"][name]["score"] for name in AT_LEAST}


def look(url: str, chromium: str, cookie: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [
            str(LIGHTHOUSE),
            url,
            "--quiet",
            "--output=json",
            f"--only-categories={','.join(AT_LEAST)}",
            f"--chrome-flags={' '.join(['--headless=new', *FLAGS])}",
            f"--extra-headers={json.dumps({'Cookie': cookie})}",
        ],
        env={**os.environ, "CHROME_PATH": chromium},
        stdout=subprocess.PIPE,
        check=False,
    )


def good_enough(scores: Scores) -> bool:
    return all(scores[name] >= least for name, least in AT_LEAST.items())


if __name__ == "__main__":
    sys.exit(main())

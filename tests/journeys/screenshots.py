"""The README's picture, taken from a real purchase: `python -m tests.journeys.screenshots`."""

import sys
import tempfile
from base64 import b64encode
from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys.bank_window import PAYS
from tests.journeys.chromium import find_chromium, running_chromium
from tests.journeys.demo_process import ROOT, DemoProcess, running_demo
from tests.journeys.shopper import Shopper

PICTURE = ROOT / "docs" / "screenshots" / "payment.png"
PHONE = {"width": 390, "height": 740}
PAGE = """<!doctype html><style>
  body {{ margin: 0; width: 1280px; height: 800px; background: #e9e5de;
         display: flex; gap: 25px; align-items: center; justify-content: center }}
  img {{ width: 390px; height: 740px; border-radius: 14px; box-shadow: 0 6px 24px #0003 }}
</style>{pictures}"""


def main() -> int:
    path = find_chromium()
    if path is None:
        print("A Chromium is needed: tests/journeys/install_browser.sh installs one.")
        return 1
    with (
        tempfile.TemporaryDirectory() as folder,
        running_demo(country="cl", var=Path(folder)) as demo,
        running_chromium(path) as browser,
    ):
        compose(browser, purchase(browser, demo))
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1024} KiB")
    return 0


def purchase(browser: Browser, demo: DemoProcess) -> list[bytes]:
    """Buy, and keep what a phone shows: the product, the bank window, the paid order."""
    context = browser.new_context(locale="es-CL", viewport=PHONE, reduced_motion="reduce")
    shopper = Shopper(context.new_page(), demo.shop_url)
    pictures = []
    shopper.opens_product("Taza de gres")
    pictures.append(shopper.page.screenshot())
    shopper.adds_to_cart()
    shopper.goes_to_pay()
    shopper.gives_details()
    window = shopper.opens_the_bank_window()
    window.chooses_bank()
    window.logs_in()
    window.is_at("Elige la cuenta")
    pictures.append(shopper.page.screenshot())
    window.pays_from(PAYS)
    shopper.sees("Pago recibido")
    pictures.append(shopper.page.screenshot())
    context.close()
    return pictures


def compose(browser: Browser, pictures: list[bytes]) -> None:
    """Side by side in one file."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    sources = [f"data:image/png;base64,{b64encode(picture).decode()}" for picture in pictures]
    page.set_content(PAGE.format(pictures="".join(f'<img src="{each}">' for each in sources)))
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURE)
    page.close()


if __name__ == "__main__":
    sys.exit(main())

"""The page that Fintoc hosts: the simulator's, with the steps of the bank window and no frame."""

from contextlib import suppress

from playwright.sync_api import Page, TimeoutError, expect

from tests.journeys.bank_window import PAYS, BankWindow

LEAVES_WITHIN_SECONDS = 5


class HostedPage(BankWindow):
    """What a shopper does on it; they leave by a link and not by an event."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.frame = page
        expect(self.heading).to_have_text("Paga con tu banco")

    def begins(self) -> "HostedPage":
        """Up to the list of banks: what a journey does next finds a page that has come."""
        self.frame.get_by_role("button", name="Pagar con mi banco").click()
        self.is_at("Elige tu banco")
        return self

    def pays_all_the_way(self, account: str, *, reason: str = "") -> None:
        """Chile: every step, from the first page to the link back."""
        self.begins()
        self.chooses_bank()
        self.logs_in()
        self.pays_from(account, reason=reason)

    def pays_and_returns(self) -> None:
        """Chile: paid, and back."""
        self.pays_all_the_way(PAYS)
        self.returns()

    def returns(self) -> None:
        """Once it is over, which takes the bank a few seconds. Paid, it soon leads back itself, and
        may have before anybody looks."""
        way_back = self.frame.get_by_role("link", name="Volver a la tienda")
        shop = self.page.locator("body:not(.widget)")
        expect(way_back.or_(shop)).to_be_visible()
        if way_back.is_visible():
            with suppress(TimeoutError):  # it was faster
                way_back.click(timeout=LEAVES_WITHIN_SECONDS * 1000)
        expect(shop).to_be_visible()

    def closes(self) -> None:
        self.frame.get_by_role("link", name="Cerrar").click()

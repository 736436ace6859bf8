"""A shopper at the browser: what people do in the shop, one method per step."""

import re
from datetime import UTC, datetime

from playwright.sync_api import Locator, Page, expect

from tests.journeys.bank_window import BankWindow
from tests.journeys.complaints import Complaints
from tests.journeys.hosted_page import HostedPage
from tests.journeys.waiting import STEP_SECONDS, eventually

EMAIL, NAME = "cliente@example.com", "Nombre Apellido"


class Shopper:
    """One person with a browser of their own; `shop_url` is where they start, `flow` how the shop
    leads to the bank."""

    def __init__(self, page: Page, shop_url: str, flow: str = "widget") -> None:
        self.flow = flow
        self.page = page
        self.shop_url = shop_url
        self.complaints = Complaints(page.context)
        self.order_url = ""
        self.order_number = ""

    # --- Buying ---

    def places_an_order(self, product: str = "Taza de gres") -> None:
        """From the list of products to the order, ready to be paid."""
        self.opens_product(product)
        self.adds_to_cart()
        self.goes_to_pay()
        self.gives_details()

    def opens_product(self, name: str) -> None:
        self.page.goto(self.shop_url)
        self.page.get_by_role("link", name=name).click()
        self.sees(name)

    def adds_to_cart(self) -> None:
        self.page.get_by_role("button", name=re.compile("Agregar al carr(o|ito)")).click()
        self.sees("Tu carr")  # which is a "carrito" in Mexico

    def takes(self, quantity: str, product: str) -> None:
        """In the cart, which comes again with the same words."""
        self.page.get_by_label(f"Cantidad de {product}").fill(quantity)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=f"Actualizar {product}").click()

    def goes_to_pay(self) -> None:
        self.page.get_by_role("link", name="Ir a pagar").click()
        self.sees("Tus datos")

    def gives_details(self) -> None:
        """To pick it up: three fields."""
        self.says_who_buys()
        self.picks_up()
        self.accepts_and_goes_on()
        self.notes_the_order()

    def gives_details_to_be_sent_home(self) -> None:
        """With the address as its country writes it."""
        self.says_who_buys()
        self.gives_the_address()
        self.accepts_and_goes_on()
        self.notes_the_order()

    def says_who_buys(self, name: str = NAME) -> None:
        self.page.get_by_label("Correo electrónico").fill(EMAIL)
        self.page.get_by_label("Nombre y apellido").fill(name)

    def picks_up(self) -> None:
        self.page.locator("[name=way][value=pickup]").check()

    def accepts_and_goes_on(self) -> None:
        self.page.get_by_role("checkbox").check()
        self.page.get_by_role("button", name="Revisar y pagar").click()

    def gives_the_address(self) -> None:
        """The country's own, whichever this shop is in."""
        self.page.get_by_label("Calle y número").fill("Calle de ejemplo 123")
        self.page.wait_for_load_state("domcontentloaded")  # all the fields there are
        if self.page.get_by_label("Comuna").count():
            self.page.get_by_label("Región").select_option("13")
            self.page.get_by_label("Comuna").fill("providencia")
        else:
            self.page.get_by_label("Código postal").fill("06000")
            self.page.get_by_label("Municipio o alcaldía").fill("Cuauhtémoc")
            self.page.get_by_label("Colonia").fill("Centro")

    def notes_the_order(self) -> None:
        """Remember the order's address and number, from its page."""
        self.sees("Revisa y paga")
        self.order_url = self.page.url
        number = self.page.get_by_text(re.compile(r"^(CL|MX)-\w{4}-\w{4}$"))
        self.order_number = number.inner_text()

    # --- Paying ---

    @property
    def pay_button(self) -> Locator:
        """The one that opens a payment, whatever it says at the moment."""
        return self.page.locator("form[action$='/payments/']").get_by_role("button")

    def presses_pay(self) -> None:
        self.pay_button.click()

    def pays_again(self, words: str) -> BankWindow:
        """From the page that says why the last payment failed."""
        self.page.get_by_role("button", name=words).click()
        return BankWindow(self.page)

    def opens_the_bank_window(self) -> BankWindow:
        self.presses_pay()
        return BankWindow(self.page)

    def goes_to_fintocs_page(self) -> HostedPage:
        """From the order's page, over the one that leads there by itself."""
        self.presses_pay()
        return self.is_at_fintocs_page()

    def is_at_fintocs_page(self) -> HostedPage:
        return HostedPage(self.page)

    def goes_to_the_bank(self) -> BankWindow:
        """Up to the list of banks, in the window or on Fintoc's page."""
        self.presses_pay()
        return self.is_at_the_bank().begins()

    def is_at_the_bank(self) -> BankWindow:
        """Without a further tap."""
        return self.is_at_fintocs_page() if self.flow == "redirect" else BankWindow(self.page)

    def pays_in_chile(self, account: str, *, reason: str = "") -> None:
        """All the steps at the bank, from the order's page and back to it."""
        bank = self.goes_to_the_bank()
        self.pays_at_the_bank(bank, account, reason=reason)
        bank.returns()

    def pays_in_mexico(self) -> None:
        """The same with a phone number."""
        bank = self.goes_to_the_bank()
        bank.chooses_bank()
        bank.pays_by_phone()
        bank.returns()

    def never_comes_back(self) -> None:
        """Closes the tab, and has another one."""
        tab, self.page = self.page, self.page.context.new_page()
        tab.close()

    def pays_at_the_bank(self, window: BankWindow, account: str, *, reason: str = "") -> None:
        window.chooses_bank()
        window.logs_in()
        window.pays_from(account, reason=reason)

    # --- Seeing ---

    def sees(self, heading: str, *, within: float = STEP_SECONDS) -> datetime:
        """Wait for the page's heading. Returns the moment it was there."""
        page_heading = self.page.get_by_role("heading", level=1, name=heading)
        page_heading.wait_for(timeout=within * 1000)  # in the page: `expect` looks once a second
        return datetime.now(UTC)

    def reads(self, text: str) -> None:
        """Wait for words anywhere in the page's main part."""
        expect(self.page.get_by_role("main")).to_contain_text(text)

    def reads_that_it_left_too_early(self) -> None:
        """In words for a window, or for a page of Fintoc's."""
        words = {"widget": "Cerraste la ventana", "redirect": "Saliste de la página"}
        self.reads(f"{words[self.flow]} antes de pagar")

    def is_at_the_order(self) -> None:
        """The order's page, whatever brought the browser there."""
        expect(self.page).to_have_url(re.compile(f"^{re.escape(self.order_url)}([?#]|$)"))

    def sees_an_empty_cart(self) -> None:
        self.page.goto(f"{self.shop_url}/cart/")
        self.reads("Tu carro está vacío")

    def mails(self, mails_url: str) -> list[str]:
        """Subjects of the shopper's mails about this order, newest first: the merchant's, about a
        sale or an alert, are not theirs. In another tab: this one may be on its way by itself."""
        tab = self.page.context.new_page()
        tab.goto(mails_url)
        subjects = tab.locator("article h2").all_inner_texts()
        tab.close()
        to_merchant = ("Nuevo pedido pagado", "Revisa el pedido")
        about_this = [subject for subject in subjects if self.order_number in subject]
        return [subject for subject in about_this if not subject.startswith(to_merchant)]

    def gets_mail(self, subject: str, mails_url: str) -> None:
        """Wait until exactly one mail with this subject is among the demo's mails."""
        wanted = f"{subject} {self.order_number}"
        eventually(
            lambda: [mail for mail in self.mails(mails_url) if mail.startswith(wanted)],
            what=f"the mail {wanted!r}",
        )
        assert [mail.startswith(wanted) for mail in self.mails(mails_url)].count(True) == 1

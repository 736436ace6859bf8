"""The bank window over the shop's page: the simulator's widget, in its iframe."""

from playwright.sync_api import Frame, FrameLocator, Page, expect

RUT, PASSWORD = "41614850-3", "jonsnow"  # Fintoc's documented test values (docs: quickstart-1)
PHONE = "5555555555"
PAYS, REJECTED, FAILS = "422159212", "5233137377", "900000001"
PENDS = "900000004"  # and fails after fifteen seconds, unless the test decides before
TIMES_OUT = "900000003"  # after twelve seconds at the bank
ASKS_FOR_CARD, CARD = "746326042", ("00", "00", "00")  # known from third parties


def told_by_each_page(page, selector: str) -> list[str]:
    """What stands at a selector on each page and in each frame from now on, in their order.

    For what is gone by itself before a busy machine looks.
    """
    told: list[str] = []
    page.expose_function("toldToTheTest", lambda words: told.append(words))
    tell = f"toldToTheTest(document.querySelector('{selector}')?.innerText)"
    page.add_init_script(f"addEventListener('DOMContentLoaded', () => {tell})")
    return told


class BankWindow:
    """What a shopper does in it, one method per step."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.frame: FrameLocator = page.frame_locator("iframe[title^=Fintoc]")
        expect(self.heading).to_be_visible()

    @property
    def document(self) -> Frame:
        """The page in the iframe, for what looks at all of it."""
        return self.page.frames[1]

    @property
    def heading(self):
        return self.frame.get_by_role("heading", level=1)

    @property
    def leave(self):
        return self.frame.get_by_role("button", name="Cerrar")

    def is_at(self, step: str) -> None:
        """Wait for the heading of a step."""
        expect(self.heading).to_have_text(step)

    def is_focused(self, step: str) -> None:
        """Wait until the focus is on that heading."""
        self.is_at(step)
        expect(self.heading).to_be_focused()

    def begins(self) -> "BankWindow":
        """The window begins with the banks."""
        return self

    def chooses_bank(self, name: str = "Banco de prueba A") -> None:
        self.frame.get_by_role("button", name=name).click()

    def logs_in(self, rut: str = RUT, password: str = PASSWORD) -> None:
        """Chile."""
        self.frame.get_by_label("RUT").fill(rut)
        self.frame.get_by_label("Contraseña").fill(password)
        self.frame.get_by_role("button", name="Continuar").click()

    def reaches_the_accounts(self) -> None:
        """Chile: from the banks, past the login."""
        self.chooses_bank()
        self.logs_in()
        self.is_at("Elige la cuenta")

    def pays_from(self, account: str, *, reason: str = "") -> None:
        """Chile: the account decides how the payment ends, and one of them for which reason."""
        self.frame.locator(f"#account-{account}").check()
        if reason:
            self.frame.get_by_label("Motivo", exact=True).select_option(reason)
        self.frame.get_by_role("button", name="Pagar").click()

    def gives_code(self, *codes: str) -> None:
        """Chile: one field for most factors, three for a coordinate card."""
        for place, code in enumerate(codes, start=1):
            self.frame.locator(f"#code-{place}").fill(code)
        self.frame.get_by_role("button", name="Confirmar").click()

    def pays_by_phone(self, phone: str = PHONE) -> None:
        """Mexico."""
        self.frame.get_by_label("Teléfono").fill(phone)
        self.frame.get_by_role("button", name="Pagar").click()

    def returns(self) -> None:
        """The window closes by itself once it is over."""

    def closes(self) -> None:
        self.leave.click()

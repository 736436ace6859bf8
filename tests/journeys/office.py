"""Somebody who runs the shop, at the browser: one method per thing they do in the back office."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.complaints import Complaints


class Office:
    """`shop_url` has no slash at its end."""

    def __init__(self, page: Page, shop_url: str) -> None:
        self.page = page
        self.home = f"{shop_url.rstrip('/')}/admin/"
        self.complaints = Complaints(page.context)

    def logs_in(self, password: str, user: str = "demo") -> None:
        self.page.goto(self.home)
        self.page.get_by_label("Nombre de usuario").fill(user)
        self.page.get_by_label("Contraseña").fill(password)
        self.page.get_by_role("button", name="Iniciar sesión").click()
        expect(self.page.get_by_role("heading", name="Inicio")).to_be_visible()
        self.page.wait_for_load_state()  # and with it what stands below

    def goes_home(self) -> None:
        self.page.goto(self.home)

    def tile(self, name: str) -> str:
        """The number in a tile of the home page."""
        tile = self.page.locator(".tile", has=self.page.get_by_role("heading", name=name))
        return tile.locator(".big").inner_text()

    def pending(self) -> list[str]:
        return self.page.locator("section[aria-labelledby=pending] a").all_inner_texts()

    def alerts(self) -> list[str]:
        """What waits for a decision, from the home page."""
        self.goes_home()
        return self.page.locator(".urgent ul.list a").all_inner_texts()

    def decides(self, alert: str, choice: str, reason: str) -> None:
        self.goes_home()
        self.page.locator(".urgent").get_by_role("link", name=alert).first.click()
        self.page.get_by_label("Por qué").fill(reason)
        self.page.get_by_role("button", name=choice).click()
        expect(self.page.get_by_text("Decidido.")).to_be_visible()

    def marks_all_prepared(self) -> None:
        self.goes_home()
        self.page.get_by_role("button", name="Marcar en preparación").click()
        expect(self.page.get_by_text(re.compile(r"\d+ pedidos? en preparación\."))).to_be_visible()

    def finds(self, number: str) -> None:
        """By its number, in the list of orders."""
        self.page.goto(f"{self.home}orders/order/")
        self.page.get_by_text("Buscar y filtrar").click()
        self.page.get_by_label("Número, correo").fill(number)
        self.page.get_by_role("button", name="Buscar").click()
        self.page.get_by_role("link", name=number).click()
        expect(self.page.get_by_role("heading", name=re.compile(number))).to_be_visible()

    def corrects_the_street(self, number: str, street: str) -> None:
        self.finds(number)
        self.page.get_by_label("Calle y número").fill(street)
        self.page.get_by_role("button", name="Guardar dirección").click()
        expect(self.page.get_by_text(f"→ {street}")).to_be_visible()

    def ships(self, number: str, *, carrier: str, tracking: str, link: str) -> None:
        self.finds(number)
        self.page.get_by_label("Transportista").fill(carrier)
        self.page.get_by_label("Seguimiento").fill(tracking)
        self.page.get_by_label("Enlace para seguirlo").fill(link)
        self.page.get_by_role("button", name="Marcar enviado").click()
        expect(self.page.locator(".signs")).to_contain_text("Enviado")

    def makes_ready(self, number: str) -> None:
        """To be picked up."""
        self.finds(number)
        self.page.get_by_role("button", name="Listo para retirar").click()
        expect(self.page.locator(".signs")).to_contain_text("Listo para retirar")

    def refunds(self, number: str, amount: str) -> None:
        self.finds(number)
        self.page.get_by_text("Devolver hasta").first.click()
        self.page.get_by_label("Monto", exact=True).fill(amount)
        self.page.get_by_role("button", name="Devolver", exact=True).click()
        expect(self.page.get_by_text(f"Devolución de {amount} pedida.")).to_be_visible()

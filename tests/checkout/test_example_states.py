"""The demo's pages of states: each with its words, in each language, and nothing is saved."""

import gzip
import re

import pytest
from django.urls import include, path

from checkout.example_states import STATES
from checkout.views import demo_states
from config.urls import urlpatterns as shop
from orders.models import Order, Payment

urlpatterns = [
    *shop,
    path("demo/emails/", demo_states.index, name="demo_emails"),
    path("demo/", include("operations.tour.urls")),
    path("demo/states/", demo_states.index, name="demo_states"),
    path("demo/states/<str:language>/<slug:code>/", demo_states.show, name="demo_state"),
]
LANGUAGES = ("es", "es-mx", "en")

# The copy deck: what each state says first, in Spanish and English.
WORDS = {
    "a1": ("Revisa y paga", "Review and pay"),
    "a1-page": ("Irás a la página segura de Fintoc", "You'll go to Fintoc's secure page"),
    "a3": ("Abriendo la ventana de tu banco…", "Opening your bank window…"),
    "a4": ("No pudimos abrir la ventana de pago", "We couldn't open the payment window"),
    "a5": ("Activa JavaScript para pagar", "Turn on JavaScript to pay"),
    "a6": ("Ahora no podemos iniciar pagos", "We can't start payments right now"),
    "a7": ("Aprueba el pago en la app de tu banco", "Approve the payment in your banking app"),
    "a9": ("La ventana de pago venció", "The payment window timed out"),
    "a9-page": ("La página de pago venció", "The payment page timed out"),
    "a10-page": ("Saliste de la página antes de pagar", "You left the page before paying"),
    "a10": ("Cerraste la ventana antes de pagar", "You closed the window before paying"),
    "a11": ("Volver al banco", "Back to the bank"),
    "a11-over": ("podrás pagar de nuevo desde las", "you can pay again from"),
    "a12": ("Ya hay un pago en curso", "A payment is already in progress"),
    "a13": ("Este pedido ya está pagado", "This order is already paid"),
    "a14": ("Sin conexión", "You're offline"),
    "a15": ("Cambió el precio de 1 producto", "The price of 1 item changed"),
    "a16": ("Taza de gres se agotó", "Stoneware mug sold out"),
    "a16-short": ("Solo queda 1 de Taza de gres", "Only 1 of Stoneware mug left"),
    "a17": ("Liberamos la reserva de tu pedido", "Your reservation ended"),
    "a18": ("Este monto no se puede pagar", "This amount can't be paid by bank transfer"),
    "a19": ("está vacío", "Your cart is empty"),
    "b3": ("cliente@gmail.com", "Did you mean"),
    "b1": ("Hay un problema", "There is a problem"),
    "c1": ("Estamos confirmando tu pago", "We're confirming your payment"),
    "c2": ("Está tardando más de lo normal", "It's taking longer than usual"),
    "c3": ("Pago recibido. ¡Gracias,", "Payment received. Thank you,"),
    "c4": ("El banco aún confirma el pago.", "Your bank is still confirming the payment."),
    "c5": ("no tiene saldo suficiente", "doesn't have enough money"),
    "c6": ("$29.470 supera ese límite", "$29.470 is over that limit"),
    "c7": ("Superaste el límite de tu banco", "You've reached your bank's limit"),
    "c8": ("Tu banco no reconoció los datos", "Your bank didn't recognise those details"),
    "c9": ("Tu banco bloqueó el acceso", "Your bank has locked access"),
    "c10": ("No alcanzamos a recibir", "We didn't get your approval in time"),
    "c11": ("Tu banco no está respondiendo", "Your bank isn't responding"),
    "c12": ("No podemos recibir este pago", "We can't accept this payment"),
    "c13": ("No pudimos confirmar tu pago", "We couldn't confirm your payment"),
    "c14": ("El pago no se completó", "The payment didn't go through"),
    "c15": ("El pago fue rechazado", "The payment was declined"),
    "c17": ("Comprar de nuevo", "Buy again"),
    "c18": ("Recibimos tu pago después de", "Your payment arrived after"),
    "c19": ("Pagaste dos veces", "You paid twice"),
    "c20": ("El monto recibido no coincide", "The amount we received doesn't match"),
    "c21": ("Tu pedido va en camino", "Your order is on its way"),
    "c22": ("Devolución solicitada", "Refund requested"),
    "c23": ("Devolución enviada", "Refund sent"),
    "c24": ("No pudimos devolver tu dinero todavía", "We couldn't refund you yet"),
    "c25": ("No encontramos ese pedido", "We can't find that order"),
    "c27": ("Algo falló de nuestro lado", "Something went wrong on our side"),
}


@pytest.fixture(autouse=True)
def demo(settings, tmp_path):
    settings.ROOT_URLCONF = __name__
    settings.DEMO, settings.EMAIL_FILE_PATH = True, str(tmp_path)


@pytest.mark.parametrize(("code", "words"), WORDS.items(), ids=WORDS)
def test_each_state_says_its_words(page, code, words):
    for language, expected in zip(("es", "en"), words, strict=True):
        html = page(f"/demo/states/{language}/{code}/")
        assert expected in html.replace("&#x27;", "'")
        assert re.search(f'<html lang="{language}', html)


def test_each_state_is_two_clicks_away_in_each_language(page):
    assert 'href="/demo/states/"' in page("/")  # in the ribbon of every page
    linked = set(re.findall(r'href="(/demo/states/[^"]+)"', page("/demo/states/")))

    assert linked == {
        f"/demo/states/{language}/{code}/" for language in LANGUAGES for code in demo_states.PAGES
    }
    assert all("<h1" in page(address) for address in linked)


def test_the_index_shows_each_state_with_its_own_heading(page):
    html = page("/demo/states/")

    assert "Estamos confirmando tu pago" in html
    assert "Liberamos la reserva de tu pedido · Revisa y paga" in html


@pytest.mark.parametrize("code", demo_states.PAGES)
def test_a_state_is_at_most_eight_kilobytes_and_all_ours(client, code):
    content = client.get(f"/demo/states/es/{code}/").content

    assert len(gzip.compress(content)) <= 8 * 1024
    html = content.decode()
    assert not re.search(r"<style|\bstyle=|\bon\w+=\"|javascript:|<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"(src|<link[^>]*href)=\"(https?:)?//", html)


def test_looking_at_all_of_them_saves_nothing(client):
    for code in demo_states.PAGES:
        client.get(f"/demo/states/es/{code}/")

    assert not Order.objects.exists()
    assert not Payment.objects.exists()


@pytest.mark.parametrize("address", ["/demo/states/de/a1/", "/demo/states/es/z9/"])
def test_there_are_no_others(client, address):
    assert client.get(address).status_code == 404


def test_outside_the_demo_there_are_none(client, settings):
    settings.ROOT_URLCONF, settings.DEMO = "config.urls", False

    assert client.get("/demo/states/").status_code == 404


def test_every_screen_of_an_order_has_an_example(settings):
    folder = settings.BASE_DIR / "templates" / "checkout" / "screens"
    screens = {file.stem for file in folder.glob("*.html")}

    assert {STATES[code]().context()["screen"].name for code in STATES} == screens


def test_every_notice_has_an_example(settings):
    file = settings.BASE_DIR / "templates" / "checkout" / "notice.html"
    names = set(re.findall(r"if notice == \"(\w+)\"", file.read_text())) | {"unavailable"}
    shown = {STATES[code]().context()["notice"] for code in STATES}

    assert names <= shown

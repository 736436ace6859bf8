"""Monday morning: ten paid orders, two at the bank, one paid twice, one refund that failed.

From the login until nothing is open.
"""

import pytest

from tests.journeys.accessibility import scrolls_sideways, violations
from tests.journeys.demo_process import running_demo
from tests.journeys.office import Office
from tests.journeys.waiting import eventually
from tests.journeys.weekend import Weekend

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("monday")]

PRODUCTS = ["cuaderno-cosido", "vela-de-cera-de-abeja"]
SOLD, PENDING = 10, 2
AXE_READS_STYLES = "Applying inline style"  # axe-core itself; the pages have none


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A shop of its own: what others buy would be in its list."""
    with running_demo(country="cl", var=tmp_path_factory.mktemp("monday")) as demo:
        yield demo


@pytest.fixture
def office(browser, demo):
    context = browser.new_context(locale="es-CL", viewport={"width": 375, "height": 800})
    office = Office(context.new_page(), demo.shop_url)
    yield office
    context.close()
    assert office.complaints.unexpected == []


def refunds_at_fintoc(demo):
    headers = {"Authorization": demo.simulator.secret_key}
    return demo.simulator.call("GET", "/v1/refunds", headers=headers).json()


def ends(demo, status, *, amount):
    """The newest refund of this amount reaches Fintoc, and ends so."""

    def there():
        found = [each for each in refunds_at_fintoc(demo) if each["amount"] == amount]
        return [each for each in found if each["status"] in ("created", "in_progress")]

    (refund,) = eventually(there, what="the refund at Fintoc")
    demo.simulator.call("POST", f"/control/refunds/{refund['id']}/{status}", json={})


def test_a_monday_morning_from_login_to_nothing_open(office, demo):
    weekend = Weekend(demo.shop_url, demo.simulator)
    sold = [
        weekend.order("succeed", product=PRODUCTS[n % 2], is_sent_home=n == 2) for n in range(SOLD)
    ]
    waiting = [weekend.order("hold", product=PRODUCTS[0]) for _ in range(PENDING)]
    weekend.pays_twice(sold[0])

    office.logs_in(demo.password)
    assert office.tile("Por preparar") == str(SOLD)
    assert sorted(office.pending()) == sorted(waiting)
    assert office.alerts() == ["Se pagó dos veces"]
    assert (violations(office.page), scrolls_sideways(office.page)) == ([], False)
    office.complaints.expect(AXE_READS_STYLES)

    office.refunds(sold[1], "$1.000")
    ends(demo, "fail", amount=1_000)
    failed = "Una devolución no llegó"
    eventually(lambda: failed in office.alerts(), what="the failed refund")

    office.decides("Se pagó dos veces", "Devolver el dinero", "pagó dos veces")
    office.decides(failed, "Devolver otra vez", "ya corrigió su cuenta")
    assert office.alerts() == []
    ends(demo, "succeed", amount=1_000)

    office.marks_all_prepared()
    office.corrects_the_street(sold[2], "Calle corregida 5")
    office.ships(sold[2], carrier="Correo", tracking="123", link="https://correo.example.com/123")
    office.makes_ready(sold[3])
    office.goes_home()
    assert office.tile("Por preparar") == str(SOLD - 2)
    for number in waiting:
        (intent,) = demo.simulator.intents_of(number)
        demo.simulator.decide(intent, "succeed")

    def all_arrived():
        office.goes_home()
        return office.pending() == []

    eventually(all_arrived, what="the money from the bank")
    office.marks_all_prepared()
    assert office.alerts() == [] and office.tile("Por preparar") == str(SOLD - 2 + PENDING)

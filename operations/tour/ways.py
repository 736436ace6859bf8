"""The ten ways, as what is done to an order. What they mean is told in `stories/`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from catalog.country import store_country
from catalog.models import Product
from operations.tour import simulator
from orders.account import fintoc
from orders.expiry import cancel_order
from orders.models import Order, Payment
from orders.opening import Verdict, open_payment
from orders.placing import Customer, NothingToBuy, place_order

CAUSE = "tour"
OTHER_BY = 1000  # smallest units of the currency
NOT_OPENED = (Verdict.UNASKED, Verdict.UNAVAILABLE, Verdict.REFUSED)


class NotOpened(Exception):
    """Fintoc made no payment for the order: there is nothing to break."""


@dataclass(frozen=True)
class Scene:
    """One order on the stage."""

    order: Order
    now: datetime

    def opens(self) -> str:
        """The shopper presses pay, and begins to on Fintoc's page if that is where it leads.

        Returns the payment's id at Fintoc. Raises NotOpened and simulator.NoSimulator.
        """
        payment = self.presses_pay()
        return payment.intent_id or simulator.begin(str(payment.session_id))

    def presses_pay(self) -> Payment:
        """The shopper presses pay, whichever way they are to pay. Raises NotOpened."""
        opening = open_payment(order_id=self.order.pk, client=fintoc(), now=timezone.now())
        payment = self.order.payment_list()[-1]
        if opening.verdict in NOT_OPENED or not payment.is_known:
            raise NotOpened
        return payment


def place(*, language: str) -> Scene:
    """An order for one of the product there is most of. Raises NothingToBuy and what placing does.

    It is the demo's own: nobody gets its mails but the demo's mailbox.
    """
    now = timezone.now()
    products = Product.objects.filter(is_active=True, currency=store_country().currency)
    product = products.order_by("-stock", "pk").first()
    if product is None:
        raise NothingToBuy
    customer = Customer(email="cliente@example.com", name="Nombre Apellido", language=language)
    order = place_order(quantities={product.pk: 1}, customer=customer, cause=CAUSE, now=now)
    return Scene(order, now)


def counts_out() -> Product | None:
    """A product of which one to nine make amounts that end in 01 to 09, if it is on sale.

    In Chile such an amount chooses what the simulator's bank asks before a first transfer.
    """
    prices_in_chile = Product.objects.filter(is_active=True, currency="CLP", stock__gt=0)
    prices = prices_in_chile.order_by("pk") if store_country().currency == "CLP" else ()
    return next((product for product in prices if product.price % 100 == 1), None)


def twice(scene: Scene) -> None:
    simulator.decide(scene.opens(), "succeed", told="twice")


def never(scene: Scene) -> None:
    simulator.decide(scene.opens(), "succeed", told="dropped")


def early(scene: Scene) -> None:
    with simulator.next_create("paid_before_answer_next"):
        scene.opens()


def out_of_order(scene: Scene) -> None:
    simulator.decide(scene.opens(), "succeed", told="out_of_order")


def forged(scene: Scene) -> None:
    simulator.lie(scene.opens(), "forged")


def other_amount(scene: Scene) -> None:
    simulator.decide(scene.opens(), "succeed", amount=scene.order.amount + OTHER_BY)


def lost_answer(scene: Scene) -> None:
    with simulator.next_create("lost_answers_next"):
        intent_id = scene.opens()
    simulator.decide(intent_id, "succeed")


def unresolved(scene: Scene) -> None:
    intent_id = scene.opens()
    simulator.decide(intent_id, "hold")
    simulator.decide(intent_id, "fail", reason="unresolved_final_status")


def after_cancel(scene: Scene) -> None:
    intent_id = scene.opens()
    cancel_order(order_id=scene.order.pk, client=fintoc(), cause="shopper", now=timezone.now())
    simulator.decide(intent_id, "succeed")


def paid_twice(scene: Scene) -> None:
    """The first one fails, the second one is paid, and then money comes for the first."""
    first = scene.opens()
    simulator.decide(first, "fail")
    second = scene.opens()
    simulator.decide(second, "succeed")
    simulator.decide(first, "succeed")


WAYS: dict[str, Callable[[Scene], None]] = {
    "twice": twice,
    "never": never,
    "early": early,
    "out_of_order": out_of_order,
    "forged": forged,
    "other_amount": other_amount,
    "lost_answer": lost_answer,
    "unresolved": unresolved,
    "after_cancel": after_cancel,
    "paid_twice": paid_twice,
}
# On a page of Fintoc's there is no payment before the answer, and who pays there cannot cancel.
IN_THE_WINDOW = ("early", "after_cancel")
BACK_FROM_THE_BANK = ("never",)  # the shopper's page is the one the bank's window returns to

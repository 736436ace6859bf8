"""Staff are told while this machine's clock is off: by the Date that Fintoc's answers carry."""

from datetime import timedelta
from email.utils import format_datetime

import pytest
import responses
from django.utils import timezone

from operations.finding import OK
from operations.health import find_fintoc
from operations.worker import turn
from orders.models import Alert, Payment
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment():
    return factories.payment(factories.order())


def ask(payment, *, date):
    """A turn of the worker in which Fintoc answers with this Date header, or with none."""
    Payment.objects.update(due_at=timezone.now())
    with responses.RequestsMock() as fintoc:
        headers = {} if date is None else {"Date": date}
        url = f"{factories.INTENTS}/{payment.intent_id}"
        fintoc.get(url, json=factories.intent(payment), headers=headers)
        turn()


def moment(**off):
    return format_datetime(timezone.now() + timedelta(**off), usegmt=True)


def open_alerts():
    return Alert.objects.open().filter(subject="clock")


@pytest.mark.parametrize(
    ("off", "words"),
    [({"minutes": -10}, "adelante"), ({"minutes": 10}, "atrás"), ({"days": -1}, "8640")],
)
def test_a_clock_that_is_off_is_told_once(payment, off, words):
    ask(payment, date=moment(**off))
    ask(payment, date=moment(**off))

    assert words in open_alerts().get().remark


@pytest.mark.parametrize("date", [None, "yesterday, or so"])
def test_a_clock_that_fintoc_says_nothing_of_is_not(payment, date):
    ask(payment, date=date)

    assert not open_alerts().exists()


def test_a_clock_that_is_nearly_right_is_not(payment):
    ask(payment, date=moment(seconds=-30))

    assert not open_alerts().exists()


def test_it_says_that_the_clock_is_wrong_and_not_that_fintoc_refuses_the_shop(payment):
    ask(payment, date=moment(hours=1))

    assert open_alerts().get().words.title == "el reloj del servidor está mal"
    assert find_fintoc(timezone.now()).level == OK


def test_a_clock_that_was_set_right_closes_the_question(payment):
    ask(payment, date=moment(hours=1))
    ask(payment, date=moment())

    assert not open_alerts().exists()

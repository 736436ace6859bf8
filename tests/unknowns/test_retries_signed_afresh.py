"""Has each attempt at a delivery a signature of its own time, or that of the first?

The retries last days and receivers refuse stamps older than minutes. Here the first retry comes
after 3 s and the shop's tolerance is 2 s.
"""

import pytest

TOLERANCE_SECONDS = 2


@pytest.mark.parametrize(("afresh", "answer"), [(True, 200), (False, 400)])
def test_a_late_retry_is_believed_only_with_a_fresh_stamp_and_asking_finds_the_money(
    shop, simulator, receiver, settings, client, afresh, answer
):
    settings.FINTOC_WEBHOOK_TOLERANCE = TOLERANCE_SECONDS
    simulator.switch(retries_signed_afresh=afresh)
    receiver.answers = [503]
    payment = shop.open().payment
    simulator.decide({"id": payment.intent_id}, "succeed")

    retry = receiver.wait_for(2)[1]
    assert shop.hear(client, retry).status_code == answer
    shop.order.refresh_from_db()
    assert shop.order.is_paid is (answer == 200)

    payment.refresh_from_db()
    shop.refresh(payment)
    assert shop.order.is_paid

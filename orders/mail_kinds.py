"""The mails there are, by the names they have on an outbox row."""

from orders.models import Outbox

CONFIRMED, PENDING, RETRY, ENDED = "E1", "E2", "E3", "E4"
REFUND, ON_ITS_WAY, ANSWER = "E5", "E6", "E10"
LINK = "E7"  # whoever asks for it gets the address of their order's page
LATE = "E8"  # instead of the confirmation, when it is not sure that there is anything to deliver
NEW_ORDER, ALERT = "M1", Outbox.ALERT  # to the merchant
TO_MERCHANT = frozenset({NEW_ORDER, ALERT})

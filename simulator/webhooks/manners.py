"""The ways in which an event is told: as it should be, or as a shop has to bear.

Those of `ABOUT_OTHER_FACTS` are events of their own, rightly signed.
"""

from datetime import datetime, timedelta

from simulator.clock import sped_up

AGAIN, TWICE, DELAYED, DROPPED = "again", "twice", "delayed", "dropped"
OUT_OF_ORDER = "out_of_order"
FORGED, STALE = "forged", "stale"
OTHER_AMOUNT, OTHER_CURRENCY, UNKNOWN_INTENT = "other_amount", "other_currency", "unknown_intent"

OF_AN_OUTCOME = (TWICE, DELAYED, OUT_OF_ORDER, DROPPED)  # how a decision may be told
ABOUT_OTHER_FACTS = (OTHER_AMOUNT, OTHER_CURRENCY, UNKNOWN_INTENT)
LIES = (FORGED, STALE, *ABOUT_OTHER_FACTS)  # may be told of any payment
OF_AN_EVENT = (AGAIN, *OF_AN_OUTCOME, *LIES)  # how what was told may be told once more

SENT_ONCE = (FORGED, STALE)  # nobody repeats what is not Fintoc's, or was recorded long ago

DELAY_SECONDS = 10
# The older event comes that much after the newer one, whatever `--speed` is: less, and a busy
# machine might put them right.
ORDER_PAUSE = timedelta(seconds=1)
STALE_SECONDS = 600  # receivers allow five minutes


def moments(manner: str, *, at: datetime) -> list[datetime | None]:
    """When an event is posted: one item for each time, None for never."""
    if manner == DROPPED:
        return [None]
    if manner == DELAYED:
        return [at + sped_up(DELAY_SECONDS)]
    if manner == OUT_OF_ORDER:
        return [at + ORDER_PAUSE]
    return [at, at] if manner == TWICE else [at]

"""Why the widget cannot open: the name of a sentence that says what to do about it."""

import secrets

from django.utils import timezone

from simulator.models import Account, PaymentIntent
from simulator.widget.options import Options

CURRENCY_OF = {"cl": "CLP", "mx": "MXN"}


def find_intent(widget_token: str) -> PaymentIntent | None:
    """The intent this token opens, dead or alive."""
    intent_id, _, secret = widget_token.partition("_sec_")
    intent = PaymentIntent.objects.filter(fintoc_id=intent_id).first()
    if intent and secrets.compare_digest(intent.token_secret.encode(), secret.encode()):
        return intent
    return None


def problem_with(options: Options, intent: PaymentIntent | None) -> str | None:
    """The first thing wrong, or None."""
    return _problem_with_options(options) or _problem_with_token(options, intent)


def _problem_with_options(options: Options) -> str | None:
    known_key = Account.the_one().public_key
    wrong = {
        "live_key": options.public_key.startswith(("pk_live_", "sk_live_")),
        "no_key": not options.public_key,
        "secret_key": options.public_key.startswith("sk_"),
        "unknown_key": options.public_key != known_key,
        "no_product": not options.product,
        "unknown_product": options.product != "payments",
        "unknown_country": options.country not in CURRENCY_OF,
        "session_token": options.session_token and not options.widget_token,
        "no_holder_type": not options.holder_type,
        "unknown_holder_type": options.holder_type != "individual",
        "no_token": not options.widget_token,
        "malformed_token": "_sec_" not in options.widget_token,
    }
    return next((name for name, is_wrong in wrong.items() if is_wrong), None)


def _problem_with_token(options: Options, intent: PaymentIntent | None) -> str | None:
    if intent is None:
        return "unknown_token"
    if CURRENCY_OF[options.country] != intent.currency:
        return "other_country"  # Guess: Fintoc says nothing of this
    is_open = intent.status in (intent.Status.CREATED, intent.Status.IN_PROGRESS)
    is_past_the_widget = intent.account_chosen_at is not None
    if is_open and not is_past_the_widget and timezone.now() >= intent.token_dies_at:
        return _dead(intent)
    if intent.status == intent.Status.EXPIRED:
        return _dead(intent)
    return None


def _dead(intent: PaymentIntent) -> str:
    """A session's payment lives as long as that."""
    return "dead_token" if intent.session is None else "dead_session"

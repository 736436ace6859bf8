"""The steps of the widget in their order, and how far a payment has come.

The intent knows the bank and the login. What it does not know travels in the widget's address: the
account, and the proof, signed here, that the bank has let a new contact through.
"""

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

from simulator.models import PaymentIntent
from simulator.widget.banks import bank_of
from simulator.widget.endings import ending_of
from simulator.widget.factors import new_contact_of
from simulator.widget.options import Options

# Addresses below /widget/.
BANK, LOGIN, CONTACT, ACCOUNT, CODE, WAIT = "", "login/", "contact/", "account/", "code/", "wait/"
ORDER = (BANK, LOGIN, CONTACT, ACCOUNT, CODE, WAIT)
NOT_TWICE = (LOGIN, CONTACT)  # the bank does not ask again


def right_step(intent: PaymentIntent, options: Options, *, wanted: str) -> str:
    """The step asked for, or the one the payment is really at."""
    reached = reached_step(intent, options)
    if reached == WAIT or _is_later(wanted, reached):
        return reached
    if wanted in NOT_TWICE and wanted != reached:
        return ACCOUNT if reached == CODE else reached
    return wanted


def reached_step(intent: PaymentIntent, options: Options) -> str:
    """As far as the shopper may go now."""
    if intent.account_chosen_at or intent.status not in ("created", "in_progress"):
        return WAIT
    if bank_of(options.country, options.institution) is None:
        return BANK
    if options.country == "mx" or intent.institution_id != options.institution:
        return LOGIN
    if new_contact_of(intent) and not _has_contact_pass(intent, options):
        return CONTACT
    ending = ending_of(options.account)
    return CODE if ending and ending.factor else ACCOUNT


def contact_pass(intent: PaymentIntent, options: Options) -> str:
    """Proof, for the next addresses, that this bank has let the new contact through."""
    return Signer(salt="new contact").signature(f"{intent.fintoc_id}:{options.institution}")


def place_of(step: str, intent: PaymentIntent, options: Options) -> tuple[int, int]:
    """Which step of how many, as the shopper counts them: paying is one, with a code or without."""
    steps = [BANK, LOGIN, ACCOUNT, WAIT] if options.country == "cl" else [BANK, LOGIN, WAIT]
    if new_contact_of(intent):
        steps.insert(2, CONTACT)
    step = WAIT if step == CODE else step
    return steps.index(step) + 1, len(steps)


def _has_contact_pass(intent: PaymentIntent, options: Options) -> bool:
    return constant_time_compare(options.contact, contact_pass(intent, options))


def _is_later(step: str, other: str) -> bool:
    return ORDER.index(step) > ORDER.index(other)

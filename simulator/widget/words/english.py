"""What the widget says in English."""

ENGLISH = {
    "title": "Simulated payment",
    "simulator": "Simulator: not a bank, and no real money moves.",
    "error": "Error",
    "close": "Close",
    "amount": "Amount to pay",
    "step": "Step",
    "of": "of",
    "continue": "Continue",
    "test_values": "Test values",
    "why_asked": "Why this is asked",
    "fill": "Fill in",
    "documented": "documented by Fintoc",
    "third_party": "known from third parties",
    "guess": "a guess",
    # The bank and the login
    "choose_bank": "Choose your bank",
    "choose_bank_hint": "None of them exists: any will do.",
    "choose_bank_error": "Choose one of the banks listed.",
    "change_bank": "Change bank",
    "login": "Log in to your bank",
    "rut": "RUT",
    "password": "Password",
    "rut_malformed": "That RUT is not valid. Enter all of it, with its check digit.",
    "rut_unknown": "This bank has no customer with that RUT. Use one of the test ones.",
    "password_wrong": "That password is not right. The test one is jonsnow.",
    "also_ruts": "These will do too:",
    "phone_title": "Enter your phone",
    "phone": "Phone, 10 digits",
    "phone_malformed": "Enter the 10 digits of your phone.",
    "phone_unknown": "That phone is not the test one. Use 5555555555.",
    "preset": "The shop has set it, so it cannot be changed.",
    # The accounts, and how paying from each ends
    "account": "Choose the account",
    "account_hint": "The account decides how the payment ends.",
    "ending": "Let the payment end otherwise",
    "group_documented": "Documented by Fintoc",
    "group_third_party": "Known from third parties",
    "group_simulator_only": "This simulator only",
    "succeeds": "Paid after about 5 seconds",
    "rejected": "Rejected after about 5 seconds",
    "pends": "Pending, and paid about 8 seconds later",
    "device": "Security device: code 000000, then paid",
    "sms": "Code by SMS: 0000, then paid",
    "card": "Coordinate card: 00, 00, 00, then paid",
    "fails": "Fails for a reason you pick",
    "no_funds": "Fails: not enough money",
    "times_out": "Fails: nobody approves in time, after about 12 seconds",
    "unresolved": "Pending, and never known: the 10 days take 13 seconds here",
    "second_person": "Needs another approval, and paid about 8 seconds later",
    "endings_known_from": "Fintoc documents the first; the others are of this simulator only.",
    "reason": "Reason",
    "pay": "Pay",
    # What the bank asks to be sure
    "contact_title": "Approve the new payee",
    "contact_text": "This is your first transfer to this payee.",
    "contact_because": "Asked because the amount ends in",
    "payment_title": "Confirm the payment",
    "payment_text": "Your bank wants to be sure that it is you.",
    "factor_device": "Enter the code on your security device.",
    "factor_sms": "Enter the code your bank sent you by SMS.",
    "factor_card": "Enter the numbers on your coordinate card.",
    "factor_app": "Open your bank's app and answer there.",
    "factor_unknown": "Your bank asks for something this window does not know. Do it and go on.",
    "app_answers": "The app is simulated too: it answers by itself in a few seconds.",
    "code": "Code",
    "code_malformed": "That code does not have the digits asked for.",
    "wrong_code_hint": "With any other code the payment fails.",
    "confirm": "Confirm",
    "app_done": "I have answered in the app",
    "refuse": "Reject the payment",
    # How it ended
    "back": "Back to the shop",
    "in_progress_title": "Waiting for the bank",
    "wait_text": "The simulated bank is confirming. It takes a few seconds.",
    "wait_for_app": "Approved in your bank's app. It is simulated: it answers in a few seconds.",
    "wait_for_nobody": "Approved in your bank's app, and this time nobody answers.",
    "requires_action_title": "Another approval is needed",
    "requires_action_text": "Someone else has to approve this payment at the bank.",
    "pending_title": "Payment pending",
    "pending_text": "The bank has the order and has yet to confirm. You may go back to the shop.",
    "succeeded_title": "Payment done",
    "succeeded_text": "You will be back at the shop in a moment.",
    "failed_title": "The payment failed",
    "failed_text": "The bank did not complete the payment.",
    "rejected_title": "Payment rejected",
    "rejected_text": "It was not approved at the bank. Nothing was charged.",
    "insufficient_funds": "The account does not have enough money. Nothing was charged.",
    "mfa_invalid_authorization": "The code was not right. Nothing was charged.",
    "mfa_authorization_timeout": "Nobody approved the payment in time. Nothing was charged.",
    "unresolved_final_status": "The bank never said whether the payment was made.",
    # The page of a checkout session
    "hosted_title": "Pay from your bank",
    "hosted_to": "Payment to",
    "hosted_pay": "Pay from my bank",
    "hosted_cancel": "Cancel and go back to the shop",
    "retry": "Try again",
    "session_finished": "This payment is over",
    "session_expired": "The time to pay is over",
    # Why it cannot open
    "problem_title": "The widget cannot open",
    "dead_token_title": "The payment window has timed out",
    "problem_for": "For whoever programs the shop",
    "live_key": (
        "publicKey is a live key. The simulator takes no live keys: use the pk_test_ on its panel."
    ),
    "no_key": "publicKey is missing. Pass the pk_test_ shown on the simulator's panel.",
    "secret_key": (
        "publicKey was given a secret key (sk_). Never put it in a page: use the pk_test_."
    ),
    "unknown_key": (
        "publicKey is not this simulator's. Copy the pk_test_ from its panel: each database has "
        "its own."
    ),
    "no_product": "product is missing: pass 'payments'.",
    "unknown_product": "product must be 'payments': the simulator knows no other.",
    "unknown_country": "country must be 'cl' or 'mx'.",
    "no_holder_type": "holderType is missing: pass 'individual'.",
    "unknown_holder_type": "holderType must be 'individual' for payments.",
    "session_token": (
        "This simulator does not know that sessionToken, or its session has expired. Create a new "
        "checkout session, without success_url and cancel_url, and pass its session_token."
    ),
    "no_token": (
        "widgetToken is missing. Create a payment intent on your server and pass its widget_token."
    ),
    "malformed_token": (
        "widgetToken is not of the form pi_…_sec_…. Pass the widget_token of the answer that "
        "created the payment intent, not its id."
    ),
    "unknown_token": (
        "This simulator does not know that widgetToken. Create a new payment intent with this "
        "simulator's keys and use its widget_token."
    ),
    "dead_token": (
        "The widgetToken is dead: it lives 10 minutes. Go back to the shop and pay again, which "
        "creates a new payment intent."
    ),
    "dead_session": (
        "The time of the checkout session is over: it ends at its expires_at. Go back to the shop "
        "and pay again, which creates a new session."
    ),
    "other_country": "country does not go with the currency: 'cl' is CLP and 'mx' is MXN.",
}

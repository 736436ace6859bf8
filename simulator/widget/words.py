"""The widget's words, by language: the same keys in each."""

SPANISH = {
    "title": "Pago simulado",
    "simulator": "Simulador: no es un banco y no se mueve dinero real.",
    "close": "Cerrar",
    "amount": "Monto a pagar",
    "continue": "Continuar",
    "change_bank": "Elegir otro banco",
    "choose_bank": "Elige tu banco",
    "choose_bank_hint": "Ninguno existe: cualquiera sirve.",
    "choose_bank_error": "Elige uno de los bancos de la lista.",
    "login": "Ingresa a tu banco",
    "rut": "RUT",
    "password": "Contraseña",
    "login_hint": "RUT 41614850-3 y contraseña jonsnow, los valores de prueba de Fintoc.",
    "login_error": (
        "Ese RUT y contraseña no son los de prueba. Usa 41614850-3, 40427672-7 o 41579263-8 "
        "con la contraseña jonsnow."
    ),
    "phone_title": "Ingresa tu teléfono",
    "phone": "Teléfono, 10 dígitos",
    "phone_hint": "5555555555, el valor de prueba de Fintoc.",
    "phone_error": "Ese teléfono no es el de prueba. Usa 5555555555.",
    "preset": "La tienda ya lo puso y no se puede cambiar.",
    "account": "Elige la cuenta",
    "account_hint": "La cuenta decide cómo termina el pago.",
    "ending": "Cómo termina el pago",
    "succeeds": "Pagado en unos 5 segundos",
    "pends": "Pendiente, y pagado unos 8 segundos después",
    "rejected": "Rechazado en unos 5 segundos",
    "fails": "Falla en unos 5 segundos, con este motivo:",
    "reason": "Motivo",
    "documented": "documentado por Fintoc",
    "third_party": "según terceros",
    "simulator_only": "solo de este simulador",
    "pay": "Pagar",
    "back": "Volver a la tienda",
    "created_title": "Esperando al banco",
    "created_text": "El banco simulado está confirmando. Toma unos segundos.",
    "requires_action_title": "Falta otra aprobación",
    "requires_action_text": "Otra persona debe aprobar este pago en el banco.",
    "pending_title": "Pago pendiente",
    "pending_text": "El banco recibió la orden y aún no confirma. Puedes volver a la tienda.",
    "succeeded_title": "Pago realizado",
    "succeeded_text": "Volverás a la tienda en un momento.",
    "failed_title": "El pago falló",
    "failed_text": "No se hizo ningún cargo. Motivo:",
    "rejected_title": "Pago rechazado",
    "rejected_text": "No se hizo ningún cargo.",
    "problem_title": "El widget no puede abrirse",
    "live_key": (
        "publicKey es una llave de producción. El simulador no acepta llaves de producción: usa "
        "la pk_test_ que muestra su panel."
    ),
    "no_key": "Falta publicKey. Pasa la pk_test_ que muestra el panel del simulador.",
    "secret_key": (
        "publicKey recibió una llave secreta (sk_). Nunca la pongas en una página: usa la pk_test_."
    ),
    "unknown_key": (
        "publicKey no es la de este simulador. Copia la pk_test_ de su panel: cada base de datos "
        "tiene la suya."
    ),
    "unknown_product": "product debe ser 'payments': el simulador no conoce otro.",
    "unknown_country": "country debe ser 'cl' o 'mx'.",
    "unknown_holder_type": "holderType debe ser 'individual' en los pagos.",
    "no_token": (
        "Falta widgetToken. Crea un payment intent desde tu servidor y pasa su widget_token."
    ),
    "unknown_token": (
        "Este simulador no conoce ese widgetToken. Crea un payment intent nuevo con las llaves de "
        "este simulador y usa su widget_token."
    ),
    "dead_token": (
        "El widgetToken venció: dura 10 minutos. Vuelve a la tienda y paga de nuevo, lo que crea "
        "un payment intent nuevo."
    ),
    "other_country": "country no va con la moneda del pago: 'cl' es CLP y 'mx' es MXN.",
}

ENGLISH = {
    "title": "Simulated payment",
    "simulator": "Simulator: not a bank, and no real money moves.",
    "close": "Close",
    "amount": "Amount to pay",
    "continue": "Continue",
    "change_bank": "Choose another bank",
    "choose_bank": "Choose your bank",
    "choose_bank_hint": "None of them exists: any will do.",
    "choose_bank_error": "Choose one of the banks listed.",
    "login": "Log in to your bank",
    "rut": "RUT",
    "password": "Password",
    "login_hint": "RUT 41614850-3 and password jonsnow, Fintoc's test values.",
    "login_error": (
        "That RUT and password are not the test ones. Use 41614850-3, 40427672-7 or 41579263-8 "
        "with the password jonsnow."
    ),
    "phone_title": "Enter your phone",
    "phone": "Phone, 10 digits",
    "phone_hint": "5555555555, Fintoc's test value.",
    "phone_error": "That phone is not the test one. Use 5555555555.",
    "preset": "The shop has set it, so it cannot be changed.",
    "account": "Choose the account",
    "account_hint": "The account decides how the payment ends.",
    "ending": "How the payment ends",
    "succeeds": "Paid after about 5 seconds",
    "pends": "Pending, and paid about 8 seconds later",
    "rejected": "Rejected after about 5 seconds",
    "fails": "Fails after about 5 seconds, for this reason:",
    "reason": "Reason",
    "documented": "documented by Fintoc",
    "third_party": "according to third parties",
    "simulator_only": "of this simulator only",
    "pay": "Pay",
    "back": "Back to the shop",
    "created_title": "Waiting for the bank",
    "created_text": "The simulated bank is confirming. It takes a few seconds.",
    "requires_action_title": "Another approval is needed",
    "requires_action_text": "Someone else has to approve this payment at the bank.",
    "pending_title": "Payment pending",
    "pending_text": "The bank has the order and has yet to confirm. You may go back to the shop.",
    "succeeded_title": "Payment done",
    "succeeded_text": "You will be back at the shop in a moment.",
    "failed_title": "The payment failed",
    "failed_text": "Nothing was charged. Reason:",
    "rejected_title": "Payment rejected",
    "rejected_text": "Nothing was charged.",
    "problem_title": "The widget cannot open",
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
    "unknown_product": "product must be 'payments': the simulator knows no other.",
    "unknown_country": "country must be 'cl' or 'mx'.",
    "unknown_holder_type": "holderType must be 'individual' for payments.",
    "no_token": (
        "widgetToken is missing. Create a payment intent on your server and pass its widget_token."
    ),
    "unknown_token": (
        "This simulator does not know that widgetToken. Create a new payment intent with this "
        "simulator's keys and use its widget_token."
    ),
    "dead_token": (
        "The widgetToken is dead: it lives 10 minutes. Go back to the shop and pay again, which "
        "creates a new payment intent."
    ),
    "other_country": "country does not go with the currency: 'cl' is CLP and 'mx' is MXN.",
}

WORDS = {"es": SPANISH, "en": ENGLISH}

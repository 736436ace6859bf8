"""What the widget says in Spanish."""

SPANISH = {
    "title": "Pago simulado",
    "simulator": "Simulador: no es un banco y no se mueve dinero real.",
    "error": "Error",
    "close": "Cerrar",
    "amount": "Monto a pagar",
    "step": "Paso",
    "of": "de",
    "continue": "Continuar",
    "test_values": "Valores de prueba",
    "why_asked": "Por qué se pide",
    "fill": "Rellenar",
    "documented": "documentado por Fintoc",
    "third_party": "según terceros",
    "guess": "conjetura",
    # The bank and the login
    "choose_bank": "Elige tu banco",
    "choose_bank_hint": "Ninguno existe: cualquiera sirve.",
    "choose_bank_error": "Elige uno de los bancos de la lista.",
    "change_bank": "Cambiar banco",
    "login": "Ingresa a tu banco",
    "rut": "RUT",
    "password": "Contraseña",
    "rut_malformed": "Ese RUT no es válido. Escríbelo completo, con su dígito verificador.",
    "rut_unknown": "Este banco no tiene clientes con ese RUT. Usa uno de los de prueba.",
    "password_wrong": "La contraseña no es correcta. La de prueba es jonsnow.",
    "also_ruts": "También sirven",
    "phone_title": "Ingresa tu teléfono",
    "phone": "Teléfono, 10 dígitos",
    "phone_malformed": "Escribe los 10 dígitos de tu teléfono.",
    "phone_unknown": "Ese teléfono no es el de prueba. Usa 5555555555.",
    "preset": "La tienda ya lo puso y no se puede cambiar.",
    # The accounts, and how paying from each ends
    "account": "Elige la cuenta",
    "account_hint": "La cuenta decide cómo termina el pago.",
    "ending": "Que el pago termine de otro modo",
    "group_documented": "Documentada por Fintoc",
    "group_third_party": "Según terceros",
    "group_simulator_only": "Solo de este simulador",
    "succeeds": "Pagado en unos 5 segundos",
    "rejected": "Rechazado en unos 5 segundos",
    "pends": "Pendiente, y pagado unos 8 segundos después",
    "device": "Dispositivo de seguridad: código 000000, y pagado",
    "sms": "Código por SMS: 0000, y pagado",
    "card": "Tarjeta de coordenadas: 00, 00, 00, y pagado",
    "fails": "Falla por el motivo que elijas",
    "no_funds": "Falla: saldo insuficiente",
    "times_out": "Falla: nadie aprueba a tiempo, tras unos 12 segundos",
    "unresolved": "Pendiente, y nunca se sabe: los 10 días duran aquí 13 segundos",
    "second_person": "Falta otra aprobación, y pagado unos 8 segundos después",
    "endings_known_from": "El primero lo documenta Fintoc; los demás son solo de este simulador.",
    "reason": "Motivo",
    "pay": "Pagar",
    # What the bank asks to be sure
    "contact_title": "Autoriza al destinatario nuevo",
    "contact_text": "Es la primera vez que transfieres a este destinatario.",
    "contact_because": "Se pide porque el monto termina en",
    "payment_title": "Confirma el pago",
    "payment_text": "Tu banco quiere asegurarse de que eres tú.",
    "factor_device": "Escribe el código de tu dispositivo de seguridad.",
    "factor_sms": "Escribe el código que tu banco te mandó por SMS.",
    "factor_card": "Escribe los números de tu tarjeta de coordenadas.",
    "factor_app": "Abre la app de tu banco y responde ahí.",
    "factor_unknown": "Tu banco pide algo que esta ventana no conoce. Hazlo y continúa.",
    "app_answers": "La app también es simulada: responde sola en unos segundos.",
    "code": "Código",
    "code_malformed": "Ese código no tiene los dígitos que se piden.",
    "wrong_code_hint": "Con otro código el pago falla.",
    "confirm": "Confirmar",
    "app_done": "Ya respondí en la app",
    "refuse": "Rechazar el pago",
    # How it ended
    "back": "Volver a la tienda",
    "in_progress_title": "Esperando al banco",
    "wait_text": "El banco simulado está confirmando. Toma unos segundos.",
    "wait_for_app": "Se aprueba en la app de tu banco. Es simulada: responde sola en segundos.",
    "wait_for_nobody": "Se aprueba en la app de tu banco, y esta vez nadie responde.",
    "requires_action_title": "Falta otra aprobación",
    "requires_action_text": "Otra persona debe aprobar este pago en el banco.",
    "pending_title": "Pago pendiente",
    "pending_text": "El banco recibió la orden y aún no confirma. Puedes volver a la tienda.",
    "succeeded_title": "Pago realizado",
    "succeeded_text": "Volverás a la tienda en un momento.",
    "failed_title": "El pago falló",
    "failed_text": "El banco no completó el pago.",
    "rejected_title": "Pago rechazado",
    "rejected_text": "No se aprobó en el banco. No se hizo ningún cargo.",
    "insufficient_funds": "La cuenta no tiene saldo suficiente. No se hizo ningún cargo.",
    "mfa_invalid_authorization": "El código no era correcto. No se hizo ningún cargo.",
    "mfa_authorization_timeout": "Nadie aprobó el pago a tiempo. No se hizo ningún cargo.",
    "unresolved_final_status": "El banco nunca dijo si el pago se hizo.",
    # The page of a checkout session
    "hosted_title": "Paga con tu banco",
    "hosted_to": "Pago a",
    "hosted_pay": "Pagar con mi banco",
    "hosted_cancel": "Cancelar y volver a la tienda",
    "retry": "Intentar de nuevo",
    "session_finished": "Este pago ya terminó",
    "session_expired": "El plazo para pagar venció",
    # Why it cannot open
    "problem_title": "El widget no puede abrirse",
    "dead_token_title": "La ventana de pago venció",
    "problem_for": "Para quien programa la tienda",
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
    "no_product": "Falta product: pasa 'payments'.",
    "unknown_product": "product debe ser 'payments': el simulador no conoce otro.",
    "unknown_country": "country debe ser 'cl' o 'mx'.",
    "no_holder_type": "Falta holderType: pasa 'individual'.",
    "unknown_holder_type": "holderType debe ser 'individual' en los pagos.",
    "session_token": (
        "Este simulador no conoce ese sessionToken, o el plazo de su sesión venció. Crea una "
        "checkout session nueva, sin success_url ni cancel_url, y pasa su session_token."
    ),
    "no_token": (
        "Falta widgetToken. Crea un payment intent desde tu servidor y pasa su widget_token."
    ),
    "malformed_token": (
        "widgetToken no tiene la forma pi_…_sec_…. Pasa el widget_token de la respuesta que creó "
        "el payment intent, no su id."
    ),
    "unknown_token": (
        "Este simulador no conoce ese widgetToken. Crea un payment intent nuevo con las llaves de "
        "este simulador y usa su widget_token."
    ),
    "dead_token": (
        "El widgetToken venció: dura 10 minutos. Vuelve a la tienda y paga de nuevo, lo que crea "
        "un payment intent nuevo."
    ),
    "dead_session": (
        "Se acabó el tiempo de la checkout session: dura hasta su expires_at. Vuelve a la tienda y "
        "paga de nuevo, lo que crea una nueva."
    ),
    "other_country": "country no va con la moneda del pago: 'cl' es CLP y 'mx' es MXN.",
}

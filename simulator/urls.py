"""Every address of the simulator, on one page."""

from django.urls import path

from simulator import not_found, static_files
from simulator.api import (
    checkout_sessions,
    events,
    payment_intents,
    payment_intents_v2,
    refunds,
    webhook_endpoints,
)
from simulator.control import checkout_sessions as session_decisions
from simulator.control import deliveries, idempotency, reset, switches
from simulator.control import events as event_decisions
from simulator.control import payment_intents as decisions
from simulator.control import refunds as refund_decisions
from simulator.panel import buttons
from simulator.panel import views as panel
from simulator.widget import approvals, hosted, script
from simulator.widget import views as widget

urlpatterns = [
    path("v1/payment_intents", payment_intents.collection),
    path("v1/payment_intents/<str:intent_id>", payment_intents.single),
    path("v1/payment_intents/<str:intent_id>/expire", payment_intents.expiry),
    path("v2/payment_intents", payment_intents_v2.collection),
    path("v2/payment_intents/<str:intent_id>", payment_intents.single),
    path("v1/checkout_sessions", checkout_sessions.collection_v1),
    path("v1/checkout_sessions/<str:session_id>", checkout_sessions.single),
    path("v1/checkout_sessions/<str:session_id>/expire", checkout_sessions.expiry),
    path("v2/checkout_sessions", checkout_sessions.collection_v2),
    path("v2/checkout_sessions/<str:session_id>", checkout_sessions.single),
    path("v2/checkout_sessions/<str:session_id>/expire", checkout_sessions.expiry),
    path("v1/refunds", refunds.collection),
    path("v1/refunds/<str:refund_id>", refunds.single),
    path("v1/refunds/<str:refund_id>/cancel", refunds.cancellation),
    path("v1/webhook_endpoints", webhook_endpoints.collection),
    path("v1/webhook_endpoints/<str:endpoint_id>", webhook_endpoints.single),
    path("v1/webhook_endpoints/<str:endpoint_id>/test", webhook_endpoints.trial),
    path("v1/events/trigger", events.collection),
    path("js/v1/", script.script),
    path("checkout/<str:session_id>", hosted.page),
    path("widget/", widget.bank),
    path("widget/login/", widget.login),
    path("widget/contact/", approvals.contact),
    path("widget/account/", widget.account),
    path("widget/code/", approvals.code),
    path("widget/wait/", widget.wait),
    path("widget/status.json", widget.status),
    path("control/reset", reset.reset),
    path("control/deliveries", deliveries.collection),
    path("control/events", event_decisions.collection),
    path("control/events/<str:event_id>/<str:manner>", event_decisions.telling),
    path("control/switches", switches.collection),
    path("control/idempotency_keys/age", idempotency.age),
    path("control/checkout_sessions/<str:session_id>/age", session_decisions.age),
    path("control/checkout_sessions/<str:session_id>/<str:name>", session_decisions.action),
    path("control/refunds/<str:refund_id>/age", refund_decisions.age),
    path("control/refunds/<str:refund_id>/<str:name>", refund_decisions.outcome),
    path("control/payment_intents/<str:intent_id>/age", decisions.age),
    path("control/payment_intents/<str:intent_id>/lies/<str:manner>", decisions.untruth),
    path("control/payment_intents/<str:intent_id>/<str:name>", decisions.outcome),
    path("", panel.home),
    path("break-it", panel.why),
    path("panel/faults", panel.faults),
    path("panel/payment_intents/<str:intent_id>", panel.payment),
    path("panel/checkout_sessions/<str:session_id>", panel.session),
    path("panel/events/<str:event_id>", panel.event),
    path("panel/faults/mend", buttons.mend),
    path("panel/faults/<str:name>", buttons.fault),
    path("panel/payment_intents/<str:intent_id>/<str:name>", buttons.payment),
    path("panel/events/<str:event_id>/<str:manner>", buttons.event),
    path("panel/checkout_sessions/<str:session_id>/<str:name>", buttons.session),
    path("panel/refunds/<str:refund_id>/<str:name>", buttons.refund),
    path("panel/reset", buttons.reset),
    path("static/<path:path>", static_files.static_file),
]

handler400 = not_found.bad_request
handler404 = not_found.not_found
handler500 = not_found.failed

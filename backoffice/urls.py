"""The back office's addresses beside those of Django's admin, in its namespace."""

from django.urls import path

from backoffice import (
    alerts,
    go_live,
    order_actions,
    order_list,
    refunds,
    shop_settings,
    webhook_log,
)

office = [
    path("orders/prepare/", order_list.prepare, name="office_prepare"),
    path("orders/packing/", order_list.packing_slips, name="office_packing"),
    path("orders/order/<int:order_id>/move/", order_actions.move, name="office_move"),
    path("orders/order/<int:order_id>/cancel/", order_actions.cancel, name="office_cancel"),
    path("orders/order/<int:order_id>/correct/", order_actions.correct, name="office_correct"),
    path("orders/order/<int:order_id>/address/", order_actions.address, name="office_address"),
    path("orders/order/<int:order_id>/note/", order_actions.note, name="office_note"),
    path("orders/order/<int:order_id>/ask/", order_actions.ask, name="office_ask"),
    path("orders/outbox/<int:outbox_id>/send/", order_actions.send_mail_again, name="office_send"),
    path("orders/payment/<int:payment_id>/refund/", refunds.ask_for_refund, name="office_refund"),
    path("orders/refund/<int:refund_id>/cancel/", refunds.take_back, name="office_take_back"),
    path("orders/alert/<int:alert_id>/decide/", alerts.decide_alert, name="office_decide"),
    path("webhooks/<int:event_id>/again/", webhook_log.again, name="office_again"),
    path("go-live/", go_live.go_live, name="office_go_live"),
    path("settings/", shop_settings.shop_settings, name="office_settings"),
]

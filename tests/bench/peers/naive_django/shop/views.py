"""A webhook as most people would write it with Django, and a page that asks nobody anything."""

import hashlib
import hmac
import json
import os
import time

from django.db import transaction
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from shop.models import Event, Mail, Order

SECRET = os.environ["WEBHOOK_SECRET"].encode()


@csrf_exempt
@require_POST
def webhook(request):
    if not is_signed(request.headers.get("Fintoc-Signature", ""), request.body):
        return HttpResponseBadRequest()
    event = json.loads(request.body)
    with transaction.atomic():
        _row, is_new = Event.objects.get_or_create(
            event_id=event["id"], defaults={"type": event["type"], "payload": event}
        )
        if is_new:
            order = Order.objects.select_for_update().get(intent_id=event["data"]["id"])
            if order.status == "created":
                order.status = "paid"
                order.save()
                Mail.objects.create(
                    order=order, recipient=order.email, subject=f"Pedido {order.number}"
                )
    return HttpResponse()


def is_signed(header, body):
    fields = dict(field.split("=", 1) for field in header.split(",") if "=" in field)
    moment = fields.get("t", "0")
    wanted = hmac.new(SECRET, moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    is_fresh = abs(time.time() - int(moment)) <= 300
    return is_fresh and hmac.compare_digest(wanted, fields.get("v1", ""))


def page(request):
    product = {"name": "Taza de gres", "price": "$12.990", "words": "Hecha a mano. " * 12}
    return render(request, "shop/product.html", {"product": product})

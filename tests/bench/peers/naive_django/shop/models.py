from django.db import models


class Order(models.Model):
    number = models.CharField(max_length=32, unique=True)
    intent_id = models.CharField(max_length=64, unique=True)
    status = models.CharField(max_length=20)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    email = models.EmailField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        managed = False
        db_table = "shop_order"


class Event(models.Model):
    event_id = models.CharField(max_length=64, unique=True)
    type = models.CharField(max_length=64)
    payload = models.JSONField()
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        managed = False
        db_table = "shop_event"


class Mail(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)
    recipient = models.EmailField()
    subject = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "shop_mail"

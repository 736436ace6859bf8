from django.db import models
from payments.models import BasePayment


class Payment(BasePayment):
    token = models.CharField(max_length=36, blank=True, default="", db_index=True)  # a kindness

    def get_failure_url(self):
        return "/failed/"

    def get_success_url(self):
        return "/paid/"

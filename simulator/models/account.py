"""The one account of this simulator: its pair of test keys."""

from django.db import models

from simulator.identifiers import new_public_key, new_secret_key


class Account(models.Model):
    """Keys are made at the first start and stay as long as the database does.

    Fintoc docs: /docs/test-mode (the prefixes `sk_test_` and `pk_test_`).
    """

    secret_key = models.CharField(max_length=80, default=new_secret_key)
    public_key = models.CharField(max_length=80, default=new_public_key)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.public_key

    @classmethod
    def the_one(cls) -> "Account":
        """The account, made the first time it is asked for."""
        account, _ = cls.objects.get_or_create(pk=1)
        return account

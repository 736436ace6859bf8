"""Who may do what: two groups, staff and owner. The owner gives money back, and lets people in.

Permissions are Django's own. There is no page to change a group's: a shop that wants them finer
changes its groups in the database, where they stay as it made them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

STAFF, OWNER = "staff", "owner"

WORK = "orders.change_order"  # prepare, ship, cancel, correct, note, ask
SEE_ORDERS = "orders.view_order"
SEE_ALERTS = "orders.view_alert"
DECIDE = "orders.change_alert"
SEE_REFUNDS = "orders.view_refund"
REFUND = "orders.add_refund"  # give money back, and take that back
SEE_WEBHOOKS = "webhooks.view_webhookevent"
PROCESS_AGAIN = "webhooks.change_webhookevent"
SEE_MAILS = "orders.view_outbox"
SETTINGS = "auth.change_user"  # people, and what the shop is set to

STAFF_MAY = (
    WORK,
    SEE_ORDERS,
    SEE_ALERTS,
    DECIDE,
    SEE_REFUNDS,
    SEE_WEBHOOKS,
    PROCESS_AGAIN,
    SEE_MAILS,
    "catalog.view_product",
    "catalog.change_product",
    "catalog.view_deliveryrate",
)
OWNER_MAY = (
    *STAFF_MAY,
    REFUND,
    SETTINGS,
    "catalog.add_product",
    "catalog.add_deliveryrate",
    "catalog.change_deliveryrate",
    "catalog.delete_deliveryrate",
    "auth.view_user",
    "auth.add_user",
)

View = Callable[..., HttpResponse]


def make_groups() -> None:
    """Make both groups if they are missing, with what each may do. Changed groups stay changed."""
    for label in ("auth", "catalog", "orders", "webhooks"):
        create_permissions(apps.get_app_config(label), verbosity=0)
    for name, allowed in ((STAFF, STAFF_MAY), (OWNER, OWNER_MAY)):
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            group.permissions.set([_permission(each) for each in allowed])


def _permission(name: str) -> Permission:
    app_label, _dot, codename = name.partition(".")
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def needs(permission: str) -> Callable[[View], View]:
    """Let only those staff in who may: others are asked to log in, or told that they may not."""

    def guarded(view: View) -> View:
        @wraps(view)
        def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user = request.user
            if not (user.is_active and user.is_staff):
                return redirect_to_login(request.get_full_path(), "admin:login")
            if not user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guard.needs = permission  # type: ignore[attr-defined]
        return guard

    return guarded

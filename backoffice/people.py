"""Who works in the shop. The owner lets people in; nobody makes themselves more than they are."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from backoffice.roles import OWNER, STAFF


class PersonForm(AdminUserCreationForm):
    """A new person: a name, a password and one of the two groups."""

    groups = forms.ModelMultipleChoiceField(
        label=_("Grupos"), queryset=Group.objects.filter(name__in=[STAFF, OWNER])
    )


class People(UserAdmin):
    """Django's users without what only a superuser may give."""

    add_form = PersonForm
    list_display = ["username", "email", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    filter_horizontal = ()
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Persona"), {"fields": ["first_name", "last_name", "email"]}),
        (_("Acceso"), {"fields": ["is_active", "groups"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "password1", "password2", "groups"]})]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Superusers are for superusers: an owner who set their password would become one."""
        people: QuerySet[User] = super().get_queryset(request)
        return people if request.user.is_superuser else people.filter(is_superuser=False)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Everybody here works in the back office."""
        obj.is_staff = True
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who decided what stays readable: people who left are made inactive."""
        return False


admin.site.unregister(Group)
admin.site.unregister(User)
admin.site.register(User, People)

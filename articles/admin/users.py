"""Who works here, and as what. Roles are fixed, so groups and single permissions are nowhere to be edited."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.forms import AdminUserCreationForm, UsernameField
from django.contrib.auth.models import Group, User
from django.db.models import OuterRef
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles import roles
from articles.editing import author_of
from articles.models import Post
from articles.querysets import counted

admin.site.unregister([Group, User])


class NewUserForm(AdminUserCreationForm):
    role = forms.ChoiceField(label=_("Role"), choices=roles.LABELS)


class UserForm(forms.ModelForm):
    role = forms.ChoiceField(label=_("Role"), choices=roles.LABELS)
    # Whoever fills in the form.
    by: User

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "is_active", "is_superuser"]
        field_classes = {"username": UsernameField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        role = self.fields.get("role")
        if isinstance(role, forms.ChoiceField):
            role.initial = roles.role_of(self.instance)
            role.required = not self.instance.is_superuser
            role.choices = [("", "—"), *roles.LABELS.items()]

    def clean(self):
        cleaned = super().clean()
        if self.instance == self.by:
            for name in self.lost_keys(cleaned):
                self.add_error(name, _("You can’t take this from yourself; ask somebody else to."))
        return cleaned

    def lost_keys(self, cleaned) -> list[str]:
        """Return the fields by which users would shut themselves out."""
        if self.by.is_superuser:
            return [name for name in ("is_active", "is_superuser") if not cleaned.get(name)]
        kept = {"is_active": True, "role": roles.role_of(self.by)}
        return [name for name, value in kept.items() if name in cleaned and cleaned[name] != value]


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return roles.LABELS.items()

    def queryset(self, request, queryset):
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


@admin.register(User)
class UserAdmin(auth_admin.UserAdmin):
    add_form = NewUserForm
    form = UserForm
    list_display = ["username", "full_name", "role", "article_count", "last_login", "is_active"]
    list_filter = [RoleFilter, "is_active"]
    list_per_page = 50
    readonly_fields = ["password_link", "last_login", "date_joined"]
    add_fieldsets = [
        (None, {"fields": ["username", "first_name", "last_name", "email", "role"]}),
        (_("Password"), {"fields": ["usable_password", "password1", "password2"]}),
    ]

    def get_queryset(self, request):
        users = super().get_queryset(request).prefetch_related("groups")
        return users.annotate(article_count=counted(Post.objects.filter(author__user=OuterRef("pk"))))

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.add_fieldsets
        person = ["username", "password_link", "first_name", "last_name", "email"]
        access = ["role", "is_active", "is_superuser"]
        if not request.user.is_superuser:
            access.remove("is_superuser")
        if not self.has_change_permission(request, obj):
            person.remove("password_link")
        return [
            (None, {"fields": person}),
            (_("Access"), {"fields": access}),
            (_("Dates"), {"fields": ["last_login", "date_joined"]}),
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.by = request.user
        return form

    def lookup_allowed(self, lookup, value, request=None):
        """Allow the filters that the list shows; others would tell of passwords, letter by letter."""
        return lookup in {"role", "is_active__exact"}

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (request.user.is_superuser or obj is None or not obj.is_superuser)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and obj != request.user

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        roles.give(obj, form.cleaned_data["role"])
        if form.cleaned_data["role"]:
            author_of(obj)

    @admin.display(description=_("name"), ordering="first_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name() or "—"

    @admin.display(description=_("role"))
    def role(self, user: User) -> str:
        if user.is_superuser:
            return str(_("Superuser"))
        return str(roles.LABELS.get(roles.role_of(user), "—"))

    @admin.display(description=_("articles"), ordering="article_count")
    def article_count(self, user) -> int:
        return user.article_count

    @admin.display(description=_("password"))
    def password_link(self, user: User) -> str:
        address = reverse("admin:auth_user_password_change", args=[user.pk])
        text = _("Change password") if user.has_usable_password() else _("Set password")
        return format_html('<a href="{}">{}</a>', address, text)

from urllib.parse import quote, unquote, urlencode

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles import redirects
from articles.models import MissedPath, Redirect
from articles.models.redirect import tidy_path


def checked_path(text: str) -> str:
    """Return the path that an editor means, who may have copied a whole address of this site."""
    path = tidy_path(unquote(text.strip().removeprefix(settings.SITE_URL)))
    if not redirects.is_path(path):
        raise ValidationError(
            _("Give an address of this site, from its first / on and without what follows ? or #.")
        )
    return path


class RedirectForm(forms.ModelForm):
    class Meta:
        model = Redirect
        fields = ["old_path", "new_path"]

    def clean_old_path(self) -> str:
        path = checked_path(self.cleaned_data["old_path"])
        if not redirects.is_free(path):
            raise ValidationError(_("This address is taken by the site itself."))
        if redirects.is_live(path):
            raise ValidationError(
                _("There is a page at this address; while there is, nobody can be sent on from it.")
            )
        return path

    def clean_new_path(self) -> str:
        path = checked_path(self.cleaned_data["new_path"])
        if redirects.is_closed(path) or redirects.route(path) is None:
            raise ValidationError(_("There is no such address on this site."))
        return self.end_of(path)

    def end_of(self, path: str) -> str:
        """Return where a path leads in the end."""
        further = Redirect.objects.exclude(pk=self.instance.pk).filter(old_path=path).first()
        return path if further is None or redirects.is_live(path) else further.new_path

    def clean(self):
        cleaned = super().clean()
        assert cleaned is not None
        if cleaned.get("old_path") and cleaned.get("old_path") == cleaned.get("new_path"):
            self.add_error("new_path", _("This leads back to the old address."))
        return cleaned


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin):
    form = RedirectForm
    list_display = ["old_path", "leads_to", "created_at"]
    search_fields = ["old_path", "new_path"]
    search_help_text = _("Searches old and new addresses.")
    list_per_page = 50

    def get_changeform_initial_data(self, request):
        given = super().get_changeform_initial_data(request)
        old_path = str(given.get("old_path", ""))
        return {"new_path": redirects.suggestion(old_path) if old_path else "", **given}

    def save_model(self, request, obj, form, change):
        Redirect.objects.straighten(obj.old_path, obj.new_path)
        super().save_model(request, obj, form, change)
        if not redirects.is_live(obj.new_path):
            text = _("Nothing public is at %(path)s yet: until there is, nobody is sent there.")
            messages.warning(request, text % {"path": obj.new_path})

    def response_post_save_add(self, request, obj):
        """Go back to the missed addresses, if this one came from there."""
        if "old_path" in request.GET and request.user.has_perm("articles.view_missedpath"):
            return HttpResponseRedirect(reverse("admin:articles_missedpath_changelist"))
        return super().response_post_save_add(request, obj)

    @admin.display(description=_("new address"), ordering="new_path")
    def leads_to(self, redirect: Redirect) -> str:
        return format_html('<a href="{}">{}</a>', quote(redirect.new_path), redirect.new_path)


@admin.register(MissedPath)
class MissedPathAdmin(admin.ModelAdmin):
    list_display = ["path", "hits", "first_at", "last_at", "referrer"]
    list_display_links = None
    list_filter = ["last_at", ("referrer", admin.EmptyFieldListFilter)]
    list_per_page = 50
    search_fields = ["path", "referrer"]
    actions = ["delete_selected"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_list_display(self, request):
        may_redirect = request.user.has_perm("articles.add_redirect")
        return [*self.list_display, "redirected"] if may_redirect else self.list_display

    @admin.display(description="")
    def redirected(self, missed: MissedPath) -> str:
        address = reverse("admin:articles_redirect_add")
        query = urlencode({"old_path": missed.path})
        return format_html('<a href="{}?{}">{}</a>', address, query, _("Redirect"))

    @admin.action(description=_("Dismiss the chosen addresses"), permissions=["delete"])
    def delete_selected(self, request, queryset):
        # Under this name it takes the place of Django's own action, which asks first.
        count, _rows = queryset.delete()
        text = ngettext("%d address dismissed.", "%d addresses dismissed.", count) % count
        self.message_user(request, text, messages.SUCCESS)

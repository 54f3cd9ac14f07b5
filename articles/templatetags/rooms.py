from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

# What editors need daily comes first, and what belongs together stands together.
ORDER = [
    *("Post", "Page", "Image", "Category", "Tag", "Series", "Author"),
    *("Link", "Redirect", "MissedPath", "ImportRun", "User", "SiteSettings"),
]
NAMES = {"ImportRun": _("Moving")}  # in and out


@register.filter
def rooms(apps: list[dict]) -> list[dict]:
    """Return the lists that the user may open, those of all apps together."""
    models = [
        {**model, "name": NAMES.get(model["object_name"], model["name"])}
        for app in apps
        for model in app["models"]
        if model.get("admin_url")
    ]
    places = {name: place for place, name in enumerate(ORDER)}
    return sorted(models, key=lambda model: places.get(model["object_name"], len(ORDER)))

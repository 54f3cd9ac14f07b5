from django.urls import include, path, register_converter

from .views import covers, media, reading


class Slug:
    """A slug in any script; Django's own stops at ASCII."""

    regex = r"[-\w.]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Seed(Slug):
    regex = r"[0-9a-f]{16}"


register_converter(Slug, "words")
register_converter(Seed, "seed")


def paged(view, name: str) -> list:
    """Return the routes of a listing: its first page, and the others below `page/`."""
    return [path("", view, name=name), path("page/<int:page>/", view, name=name)]


urlpatterns = [
    *paged(reading.home, "home"),
    path("articles/<words:slug>/", reading.article, name="article"),
    path("category/<words:slug>/", include(paged(reading.category, "category"))),
    path("tag/<words:slug>/", include(paged(reading.tag, "tag"))),
    path("covers/<seed:seed>.svg", covers.cover, name="cover"),
    path("media/<path:name>", media.media, name="media"),
]

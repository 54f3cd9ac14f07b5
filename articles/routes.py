"""The paths of the site's pages by their URL names, found once: Django's own search takes longer than most of a page."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=10_000)
def path_to(name: str, *values: str | int) -> str:
    return reverse(name, args=values)

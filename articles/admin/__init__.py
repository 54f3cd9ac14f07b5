from django.contrib import admin

from . import images, pages, posts, site, taxonomy

__all__ = ["images", "pages", "posts", "site", "taxonomy"]

# The rooms stand in the header instead, so that lists and texts have the whole width.
admin.site.enable_nav_sidebar = False

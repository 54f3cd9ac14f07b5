from django.contrib import admin

from . import images, links, moving, pages, posts, redirects, site, tags, taxonomy, users

__all__ = ["images", "links", "moving", "pages", "posts", "redirects", "site", "tags", "taxonomy", "users"]

# The rooms stand in the header instead, so that lists and texts have the whole width.
admin.site.enable_nav_sidebar = False

from django.conf import settings
from django.contrib import admin

from . import images, posts, taxonomy

__all__ = ["images", "posts", "taxonomy"]

admin.site.site_header = admin.site.site_title = settings.SITE_NAME
# The rooms stand in the header instead, so that lists and texts have the whole width.
admin.site.enable_nav_sidebar = False

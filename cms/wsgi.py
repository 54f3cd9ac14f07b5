import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

django = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018  loads views and admin before the first reader comes

from articles.pagecache import PageCache  # noqa: E402  what it imports wants Django to be set up

application = PageCache(django) if settings.PAGE_CACHE_MB else django

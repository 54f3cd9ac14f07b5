from django.contrib import admin
from django.urls import include, path

from articles.views.preview import preview

handler404 = "articles.views.errors.not_found"

urlpatterns = [
    path("admin/articles/post/<int:pk>/preview/", preview, name="preview"),
    path("admin/", admin.site.urls),
    path("", include("articles.urls")),
]

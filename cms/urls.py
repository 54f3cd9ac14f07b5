from django.contrib import admin
from django.urls import include, path

from articles.views.preview import preview

urlpatterns = [
    path("admin/articles/post/<int:pk>/preview/", preview, name="preview"),
    path("admin/", admin.site.urls),
    path("", include("articles.urls")),
]

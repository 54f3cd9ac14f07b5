from django.contrib import admin
from django.urls import include, path

from articles.admin import dashboard
from articles.views.preview import preview, preview_typed

handler400 = "articles.admin.posts.held.bad_request"
handler404 = "articles.views.errors.not_found"

urlpatterns = [
    path("admin/articles/post/preview/", preview_typed, name="preview_new"),
    path("admin/articles/post/<int:pk>/preview/", preview, name="preview"),
    path("admin/articles/post/<int:pk>/preview/typed/", preview_typed, name="preview_typed"),
    path("admin/", admin.site.admin_view(dashboard.index)),
    path("admin/", admin.site.urls),
    path("", include("articles.urls")),
]

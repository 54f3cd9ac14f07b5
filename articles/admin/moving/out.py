"""Moving out: all articles as files, and the public site as files, each as one archive."""

from collections.abc import Iterable

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from articles import exporters
from articles.exporters.outcomes import Exported
from articles.exporters.static import site_files
from articles.exporters.zipped import zipped
from articles.models import SiteSettings

from .permissions import check_may


@require_POST
def markdown(request: HttpRequest) -> StreamingHttpResponse:
    check_may(request, "view")
    return archive("articles", exporters.files())


@require_POST
def site(request: HttpRequest) -> StreamingHttpResponse:
    check_may(request, "view")
    return archive("site", site_files())


def archive(kind: str, files: Iterable[Exported]) -> StreamingHttpResponse:
    name = slugify(SiteSettings.current().name) or "site"
    response = StreamingHttpResponse(zipped(files), content_type="application/zip")
    file_name = f"{name}-{kind}-{timezone.localdate():%Y-%m-%d}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response

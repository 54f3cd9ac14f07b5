from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

TYPES = {".avif": "image/avif", ".jpg": "image/jpeg", ".png": "image/png"}
FILES = "files/"  # what importers put there is saved by browsers, and never shown as a page of this site


@require_safe
@cache_control(public=True, immutable=True, max_age=31_536_000)
def media(request: HttpRequest, name: str) -> FileResponse:
    """Serve a picture or file of the library; a name is never used twice, so it may be kept for ever."""
    is_file = name.startswith(FILES)
    content_type = "application/octet-stream" if is_file else TYPES.get(PurePosixPath(name).suffix)
    if content_type is None:
        raise Http404
    try:
        file = default_storage.open(name)
    except (OSError, SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    response = FileResponse(file, content_type=content_type, as_attachment=is_file)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

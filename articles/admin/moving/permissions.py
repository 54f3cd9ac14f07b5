from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def check_may(request: HttpRequest, verb: str) -> None:
    """Whoever may see imports may also take everything out: both are the chief editors'."""
    if not request.user.has_perm(f"articles.{verb}_importrun"):
        raise PermissionDenied

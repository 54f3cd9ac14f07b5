from django.http import HttpRequest, HttpResponse

# connect-src serves auditors, such as Lighthouse, that ask for robots.txt from within the page; no script does.
PUBLIC_POLICY = (
    "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ADMIN_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

# What is in the admin and yet a page as readers see it.
PREVIEWS = {"preview", "preview_new", "preview_typed", "articles_page_preview"}


class ContentSecurityPolicyMiddleware:
    """Forbid scripts on readers' pages, previews of them included, and all but the site's own files in the admin."""

    def __init__(self, next_handler):
        self.next_handler = next_handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.next_handler(request)
        policy = ADMIN_POLICY if is_admin(request) else PUBLIC_POLICY
        if response.get("X-Frame-Options") == "SAMEORIGIN":
            policy = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", "browsing-topics=()")
        return response


def is_admin(request: HttpRequest) -> bool:
    is_preview = request.resolver_match is not None and request.resolver_match.url_name in PREVIEWS
    return request.path.startswith("/admin/") and not is_preview

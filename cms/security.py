from django.http import HttpRequest, HttpResponse

# connect-src serves auditors, such as Lighthouse, that ask for robots.txt from within the page; no script does.
PUBLIC_POLICY = (
    "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ADMIN_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class ContentSecurityPolicyMiddleware:
    """Forbid scripts on public pages, and all but the site's own files in the admin."""

    def __init__(self, next_handler):
        self.next_handler = next_handler

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.next_handler(request)
        policy = ADMIN_POLICY if request.path.startswith("/admin/") else PUBLIC_POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", "browsing-topics=()")
        return response

"""The map of the site for search engines. Django's own views would write the host of the request into it."""

from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.metadata import absolute
from articles.sitemaps import SECTIONS
from articles.surrogate_keys import LISTING, keyed


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    paginators = {name: sitemap().paginator for name, sitemap in SECTIONS.items()}
    addresses = [
        absolute(reverse("sitemap_section", args=[name, number]))
        for name, paginator in paginators.items()
        if paginator.count
        for number in paginator.page_range
    ]
    return xml(request, "articles/sitemap_index.xml", {"addresses": addresses})


@require_safe
def section(request: HttpRequest, name: str, number: int) -> HttpResponse:
    if name not in SECTIONS:
        raise Http404
    try:
        urls = SECTIONS[name]().get_urls(number)
    except EmptyPage as error:
        raise Http404 from error
    if not urls:
        raise Http404  # the schema wants one address at least
    return xml(request, "articles/sitemap.xml", {"urls": urls})


def xml(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    response = render(request, template, context, content_type="application/xml; charset=utf-8")
    response.headers["X-Robots-Tag"] = "noindex"
    return keyed(response, LISTING)

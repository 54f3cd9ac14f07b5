from django import template
from django.utils.translation import get_language

from articles import generation
from articles.models import SiteSettings

register = template.Library()


class Remembered(template.Node):
    # Nothing in it is for other templates to fill; so nobody looks for blocks there, with each page.
    child_nodelists = ()

    def __init__(self, nodelist: template.NodeList, keys: list[template.base.FilterExpression]) -> None:
        self.nodelist, self.keys = nodelist, keys

    def render(self, context) -> str:
        key = ("part", get_language(), *(key.resolve(context) for key in self.keys))
        return generation.remember(key, lambda: self.nodelist.render(context))


@register.tag
def remembered(parser, token) -> Remembered:
    """Keep what stands up to `endremembered` while nothing public changes: what many pages share, under keys."""
    keys = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(["endremembered"])
    parser.delete_first_token()
    return Remembered(nodelist, keys)


@register.filter
def place_of(path: str, publication: SiteSettings) -> str:
    """Return the path if the header's menu leads there, else ""."""
    addresses = [address for _label, address in publication.menus.get("header", [])]
    return path if path in addresses else ""

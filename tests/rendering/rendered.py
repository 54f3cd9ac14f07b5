import re

from articles.rendering import render


def html(source, **options):
    """The HTML of a source without the line ends between tags."""
    return re.sub(r">\n+<", "><", render(source, **options).html.strip())

"""Pictures that the defaults of a site give to every article.

`image` is there for links shared elsewhere, `header.teaser` for lists: neither was ever seen above an article.
"""

from ..yaml_nodes import Node, text_of
from .site import Site

_PATHS = ("path", "url", "feature")


def without_default_pictures(defaults: dict[str, Node]) -> dict[str, Node]:
    """Leave out the pictures that stand for no article of their own; descriptions stay."""
    image, header = defaults.get("image"), defaults.get("header")
    kept = {key: node for key, node in defaults.items() if key != "image"}
    if isinstance(image, dict):
        kept["image"] = {key: node for key, node in image.items() if key not in _PATHS}
    if isinstance(header, dict):
        kept["header"] = {key: node for key, node in header.items() if key != "teaser"}
    return kept


def default_pictures(site: Site) -> list[str]:
    """List those pictures of all the site's defaults, each once, as `image /a.png`."""
    rows = site.config.get("defaults")
    values = [row.get("values") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    found = (picture for value in values if isinstance(value, dict) for picture in _pictures(value))
    return list(dict.fromkeys(found))


def _pictures(values: dict[str, Node]) -> list[str]:
    image, header = values.get("image"), values.get("header")
    paths = [image.get(key) for key in _PATHS] if isinstance(image, dict) else [image]
    named = [("image", path) for path in paths]
    named += [("header.teaser", header.get("teaser"))] if isinstance(header, dict) else []
    return [f"{key} {text_of(path)[:200]}" for key, path in named if text_of(path)]

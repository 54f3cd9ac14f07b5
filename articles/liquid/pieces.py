"""The includes that this site has a like of, as one line of HTML each."""

import html
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from .expressions import UnknownValueError, Variables, look_up, site_path

PICTURE_FILE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|bmp|tiff?|jfif)(?:[?#]|\Z)", re.IGNORECASE)
# The rendering fills it with the headings of the article.
CONTENTS_LIST = '<ul markdown-toc=""></ul>'
MOST_PICTURES = 100
VIDEOS = {
    "youtube": ("YouTube", "https://www.youtube.com/watch?v={}"),
    "vimeo": ("Vimeo", "https://vimeo.com/{}"),
    "google-drive": ("Google Drive", "https://drive.google.com/file/d/{}/view"),
    "bilibili": ("Bilibili", "https://www.bilibili.com/video/{}"),
}

Given = Mapping[str, Any]


def figure(given: Given, variables: Variables) -> str | None:
    if not _line(given.get("image_path")):
        return None
    return _figure([_picture(given)], _line(given.get("class")), _line(given.get("caption")))


def inline_picture(given: Given) -> str | None:
    """Return a figure's picture, for where a figure can't stand: in the midst of a text."""
    caption = _line(given.get("caption"))
    return _picture(given) + (f" ({caption})" if caption else "") if _line(given.get("image_path")) else None


def gallery(given: Given, variables: Variables) -> str | None:
    rows = _rows(given.get("id") or "gallery", variables)
    if not rows:
        return None
    layout = _line(given.get("layout")) or {1: "", 2: "half"}.get(len(rows), "third")
    classes = f"figure-gallery figure-{layout}" if layout in ("half", "third") else "figure-gallery"
    classes = f"{classes} {_line(given.get('class'))}"
    return _figure([_linked(row) for row in rows], classes, _line(given.get("caption")))


def feature_row(given: Given, variables: Variables) -> str | None:
    rows = _rows(given.get("id") or "feature_row", variables)
    figures = [_figure([_picture(row)], "", _feature(row)) for row in rows]
    return f'<div class="figure-row">{"".join(figures)}</div>' if rows else None


def video(given: Given, variables: Variables) -> str | None:
    key, provider = _line(given.get("id")), _line(given.get("provider")).lower()
    if not key or provider not in VIDEOS:
        return None
    name, address = VIDEOS[provider]
    link = f'<a href="{html.escape(address.format(quote(key)))}">Video: {name}</a>'
    return f'<p class="remote-media">{link}</p>'


def contents(given: Given, variables: Variables) -> str | None:
    return CONTENTS_LIST


PIECES: dict[str, Callable[[Given, Variables], str | None]] = {
    "figure": figure,
    "gallery": gallery,
    "feature_row": feature_row,
    "video": video,
    "toc": contents,
}


def _rows(name: Any, variables: Variables) -> list[Given]:
    """Return the pictures that the front matter lists under a name."""
    try:
        found = look_up(f"page.{name}", variables)
    except UnknownValueError:
        return []
    rows = found if isinstance(found, list) else [found]
    return [row for row in rows[:MOST_PICTURES] if isinstance(row, dict) and _address(row)]


def _address(row: Given) -> str:
    return _line(row.get("image_path")) or _line(row.get("url"))


def _picture(row: Given) -> str:
    address, title = html.escape(site_path(_address(row))), _line(row.get("title"))
    titled = f' title="{html.escape(title)}"' if title else ""
    return f'<img src="{address}" alt="{html.escape(_line(row.get("alt")))}"{titled}>'


def _linked(row: Given) -> str:
    """Link a picture to the page it names; a larger file of its own it has here anyway."""
    target = _line(row.get("url"))
    if not target or PICTURE_FILE.search(target):
        return _picture(row)
    return f'<a href="{html.escape(site_path(target))}">{_picture(row)}</a>'


def _feature(row: Given) -> str:
    title, excerpt, target = (_line(row.get(name)) for name in ("title", "excerpt", "url"))
    label = _line(row.get("btn_label")) or title
    link = f"[{label}]({site_path(target)})" if target and label else ""
    return " ".join(filter(None, [f"**{title}**" if title else "", excerpt, link]))


def _figure(pictures: list[str], classes: str, caption: str) -> str:
    named = f' class="{html.escape(classes.strip())}"' if classes.strip() else ""
    below = f'<figcaption markdown="span">{caption}</figcaption>' if caption else ""
    return f"<figure{named}>{''.join(pictures)}{below}</figure>"


def _line(value: Any) -> str:
    """Return plain text on one line; of anything else nothing."""
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""

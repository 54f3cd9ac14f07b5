"""Addresses as Jekyll 4.4 makes them (`url.rb`, `url_drop.rb`, `utils.rb`), to keep old links alive."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, unquote

from .base import ReadError

STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_PRETTY = "._~!$&'()+,;=@"
_KEY = re.compile(r":([a-z_]+)")
_PAGE_KEY = re.compile(r":(?:path|basename|output_ext)")
_SAFE_IN_PATH = "-._~!$&'()*+,;=:@/"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DOT_SEGMENT = re.compile(r"/(?:\.{1,2}/)+|/\.{1,2}$")
_ASCII_RUN = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Address:
    """What a permalink template can name of one post."""

    date: datetime | None  # in the old site's zone
    slug: str
    basename: str  # file name without its extension
    path: str = ""  # below the site, without extension and `_posts`
    categories: Iterable[str] = ()  # in Jekyll's meaning
    collection: str = "posts"


def slugify(text: str, *, pretty: bool = False, cased: bool = False) -> str:
    """Join the words of a text by hyphens, letters of every script kept.

    `pretty` keeps the punctuation that paths allow, `cased` keeps capitals (Jekyll's modes).
    """
    if not pretty and text.isascii():
        slug = _ASCII_RUN.sub("-", text)
    else:
        kept = _PRETTY if pretty else ""
        slug = re.sub("\0+", "-", "".join(c if c in kept or _is_word(c) else "\0" for c in text))
    slug = slug.removeprefix("-").removesuffix("-")
    return slug if cased else slug.lower()


def _is_word(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LM" or category == "Nd"


def titleize_slug(slug: str) -> str:
    """Make a title of a slug: each word capitalised."""
    return " ".join(word.capitalize() for word in slug.split("-") if word)


_PLACEHOLDERS: dict[str, Callable[[Address], str]] = {
    "collection": lambda a: a.collection,
    "path": lambda a: a.path,
    "name": lambda a: slugify(a.basename),
    "basename": lambda a: a.basename,
    "title": lambda a: slugify(a.slug, pretty=True, cased=True),
    "slug": lambda a: slugify(a.slug),
    "output_ext": lambda a: ".html",
    "categories": lambda a: "/".join(dict.fromkeys(name.lower() for name in a.categories)),
    "slugified_categories": lambda a: "/".join(dict.fromkeys(slugify(name) for name in a.categories)),
}
# Written out, not strftime: its names follow the machine's language, and %e-like flags differ by platform.
_DATE_PLACEHOLDERS: dict[str, Callable[[datetime], str]] = {
    "year": lambda d: f"{d.year:04}",
    "short_year": lambda d: f"{d.year % 100:02}",
    "month": lambda d: f"{d.month:02}",
    "i_month": lambda d: str(d.month),
    "short_month": lambda d: _MONTHS[d.month - 1][:3],
    "long_month": lambda d: _MONTHS[d.month - 1],
    "day": lambda d: f"{d.day:02}",
    "i_day": lambda d: str(d.day),
    "y_day": lambda d: f"{d.timetuple().tm_yday:03}",
    "w_year": lambda d: f"{d.isocalendar().year:04}",
    "week": lambda d: f"{d.isocalendar().week:02}",
    "w_day": lambda d: str(d.isoweekday()),
    "short_day": lambda d: _DAYS[d.weekday()][:3],
    "long_day": lambda d: _DAYS[d.weekday()],
    "hour": lambda d: f"{d.hour:02}",
    "minute": lambda d: f"{d.minute:02}",
    "second": lambda d: f"{d.second:02}",
}


def site_url(template: str, address: Address) -> str | None:
    """Fill a permalink template; percent-encoded as Jekyll links it, without the site's base path.

    None where the template needs a date and there is none. Raises ReadError for unknown placeholders.
    """
    try:
        filled = _KEY.sub(lambda found: _fill(found[1], address), template)
    except LookupError:
        return None
    return re.sub("/+", "/", f"/{filled}".replace("..", "/").replace("./", ""))


def _fill(name: str, address: Address) -> str:
    for key, rest in ((name, ""), (name.removesuffix("_"), "_")):
        if key in _PLACEHOLDERS:
            return quote(_PLACEHOLDERS[key](address), safe=_SAFE_IN_PATH) + rest
        if key in _DATE_PLACEHOLDERS:
            if address.date is None:
                raise LookupError(key)
            return _DATE_PLACEHOLDERS[key](address.date) + rest
    raise ReadError(f"the permalink names :{name}, which Jekyll does not know")


def with_suffix(template: str, style: str) -> str:
    """End a template for pages or documents as the site's permalink style wants it."""
    if style in {"date", "ordinal", "none"}:
        return f"{template}:output_ext"
    if style == "pretty" or style.endswith("/"):
        return f"{template}/"
    return f"{template}:output_ext" if style.endswith(":output_ext") else template


def page_url(template: str, folder: str, basename: str, extension: str = ".html") -> str:
    """Fill the template of a page, which names `:path`, `:basename` and `:output_ext` alone."""
    values = {":path": folder, ":basename": basename, ":output_ext": extension}
    filled = _PAGE_KEY.sub(lambda found: quote(values[found[0]], safe=_SAFE_IN_PATH), template)
    return re.sub("/+", "/", f"/{filled}".replace("..", "/").replace("./", ""))


def served_file(url: str, base: str = "") -> str:
    """Give the one path, decoded, under which a file with an extension of its own is served."""
    return _prefix(base) + _clean_path(url)


def home_paths(url: str, base: str = "") -> list[str]:
    """List the paths of the site's front page or of a listing's; the root of the host is left out."""
    stem = _prefix(base) + _clean_path(url).removesuffix("index.html").rstrip("/")
    return [f"{stem}/", stem, f"{stem}/index.html"] if stem else ["/index.html"]


def _prefix(base: str) -> str:
    return "/" + base.strip("/") if base.strip("/") else ""


def served_paths(url: str, base: str = "") -> list[str]:
    """List every path under which a web server answers one Jekyll address, decoded, that address first.

    With and without `.html`, trailing slash and `index.html`; below `base`. The site's root is left out:
    it is nobody's old article.
    """
    path = _clean_path(url)
    if "?" in path:
        return [path]
    stem = path.removesuffix("index.html") if path.endswith("/index.html") else path
    stem = stem.removesuffix(".html").rstrip("/")
    if not stem:
        return []
    forms = [path, f"{stem}.html", f"{stem}/", stem, f"{stem}/index.html"]
    return [_prefix(base) + form for form in dict.fromkeys(forms)]


def _clean_path(url: str) -> str:
    path = re.sub(r"^https?://[^/]*", "", url).partition("#")[0]
    decoded = unquote(path, errors="replace")
    decoded = _DOT_SEGMENT.sub("/", "/" + _CONTROL.sub("", decoded).strip())
    return re.sub("/+", "/", decoded)

"""What an article's page says: its words, headings, links and pictures, whoever made its HTML."""

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from articles.visible import visible_text

# Where themes keep the article's own text, the closest first; the last three hold more than that.
ROOTS = (
    ".page__content,.post-content,.entry-content,.e-content,[itemprop=articleBody],article,main,body".split(
        ","
    )
)
WIDE = frozenset(["article", "main", "body"])
OWN_ROOT = ".prose"
OWN_HERO = "figure.hero:not(.drawn) img"
# Made by a theme or a highlighter, not written by an author.
ASIDE = "script, style, template, noscript, nav, .toc, #markdown-toc, .sidebar__right, .page__share, .gutter, .lineno"
MARKS = (
    "a.footnote, a.reversefootnote, a.footnote-ref, a.footnote-backref, a.header-link, a.headerlink, a.anchor"
)
MEDIA = "iframe[src], video[src], audio[src], source[src], embed[src], .remote-media a[href]"
IDEOGRAPHS = "\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef"
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0e\ufe0f\ufeff]"
)
WORD = re.compile(rf"[{IDEOGRAPHS}]|[^\s{IDEOGRAPHS}]+")
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
FOLDED = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "\u2026": "...",
        "\u00ab": "<<",
        "\u00bb": ">>",
    }
)


class Heading(NamedTuple):
    level: int  # 1 for the highest on the page
    text: str
    anchor: str

    def __str__(self) -> str:
        return f"h{self.level} “{self.text}” #{self.anchor}"


class Shown(NamedTuple):
    """A picture: its address as a browser resolves it, its alternative text."""

    address: str
    alt: str
    is_waiting: bool = False  # for its file: a link stands there meanwhile


class Reading(NamedTuple):
    words: list[str]
    headings: list[Heading]
    links: list[str]  # whole addresses
    images: list[Shown]
    media: list[str]  # whole addresses of films and what else is put in a frame
    top: int  # level of its highest heading in HTML
    title: str = ""  # as the page has it above the text; read of this site's alone


def read_old_page(html: str, address: str, own: Reading | None = None) -> Reading | None:
    """Read the article on a page of the old site, without the title that `own`, the page here, has above the text.

    None where the page only sends readers on.
    """
    soup = BeautifulSoup(html, "html.parser")
    if soup.select_one("meta[http-equiv=refresh]"):
        return None
    root, is_wide = root_of(soup)
    if own and is_wide:
        drop_title(root, own)
    return read(root, address, "header, footer, aside, form" if is_wide else "")


def read_own_page(html: str, address: str) -> Reading | None:
    """Read the article or page on a page of this site; None where it is neither."""
    soup = BeautifulSoup(html, "html.parser")
    root = soup.select_one(OWN_ROOT)
    if root is None:
        return None
    # The picture that stands above the text here began the text there.
    for hero in soup.select(OWN_HERO):
        root.insert(0, hero.extract())
    title = next((tag for tag in soup.find_all("h1") if root not in tag.parents), None)
    return read(root, address, "")._replace(title=text_of(title) if title else "")


def drop_title(root: Tag, own: Reading) -> None:
    """Remove the title that a theme puts into the article; one that the text repeats stays."""
    found = [tag for tag in root.find_all(HEADINGS) if own.title and text_of(tag) == own.title]
    if len(found) > sum(heading.text == own.title for heading in own.headings):
        found[0].decompose()


def root_of(soup: BeautifulSoup) -> tuple[Tag, bool]:
    """Return the element that holds the article, and whether it holds more than that."""
    for selector in ROOTS:
        found = soup.select(selector)
        if len(found) == 1:
            return found[0], selector in WIDE
    return soup, True


def read(root: Tag, address: str, also_aside: str) -> Reading:
    for element in root.select(f"{ASIDE}, {also_aside}" if also_aside else ASIDE):
        if not element.decomposed:
            element.decompose()
    for element in root.select(MARKS):
        if not element.decomposed:
            element.decompose()
    images = [shown(image, address) for image in root.select("img[src], .remote-image")]
    media = [resolved(address, str(each.get("src") or each.get("href"))) for each in root.select(MEDIA)]
    for element in root.select(".remote-image, .remote-media"):
        element.decompose()
    return Reading(
        words_of(visible_text(str(root))),
        headings_in(root),
        [resolved(address, str(link["href"])) for link in root.select("a[href]")],
        images,
        media,
        top_of(root),
    )


def shown(element: Tag, address: str) -> Shown:
    """Read a picture, or the link that stands for one whose file is still to be had."""
    if element.name == "img":
        return Shown(resolved(address, str(element["src"])), fold(str(element.get("alt") or "")))
    link, text = element.select_one("a[href]"), fold(element.get_text())
    source = resolved(address, str(link["href"])) if link else ""  # within another link there is none
    return Shown(source, "" if f"//{text}/" in source else text, is_waiting=True)


def words_of(text: str) -> list[str]:
    """Split text into words; of scripts that put no blanks between them, into characters."""
    return WORD.findall(fold(text))


def headings_in(root: Tag) -> list[Heading]:
    top = top_of(root)
    return [
        Heading(level_of(tag) - top + 1, text_of(tag), str(tag.get("id") or ""))
        for tag in root.find_all(HEADINGS)
    ]


def top_of(root: Tag) -> int:
    return min(map(level_of, root.find_all(HEADINGS)), default=1)


def level_of(tag: Tag) -> int:
    return int(tag.name[1])


def text_of(tag: Tag) -> str:
    return fold(visible_text(str(tag)))


def fold(text: str) -> str:
    """Return text with quotes, dashes and blanks as a typewriter has them."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text)).translate(FOLDED)
    return " ".join(re.sub("-{2,}", "-", text).split())


def resolved(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return address

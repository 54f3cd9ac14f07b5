"""The keys under which each system's headers keep what an article has."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from .checking import Path

Keys = tuple[Path, ...]


def keys(*names: str) -> Keys:
    return tuple(tuple(name.split(".")) for name in names)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Of several keys the first that a header has is changed, and the very first is added."""

    plain: Mapping[str, Keys]  # field -> keys of a single value
    terms: Mapping[str, Keys]  # field -> keys of lists; of tags the second, where it is given, counts more
    heroes: Keys
    address: Keys  # of a page
    hidden: tuple[str, bool | str]  # key and value that hide an article
    former: str  # key of the addresses that the article had
    sidebar: Path = ()
    status: str = "status"
    split_at_spaces: frozenset[str] = frozenset()  # keys of which a text is several terms
    served: str = ""  # folder of what has an address of its own
    folds_keys: bool = False  # capitals in keys do not count
    has_pelican: bool = False  # headers may be `Key: value` lines without fences


JEKYLL = Vocabulary(
    plain={
        "title": keys("title"),
        "slug": keys("slug"),
        "published_at": keys("date"),
        "withdraw_at": keys("withdraw_at"),
        "custom_excerpt": keys("excerpt"),
        "description": keys("description"),
        "canonical_url": keys("canonical_url"),
        "show_toc": keys("toc"),
        "show_author": keys("author_profile"),
        "series": keys("series"),
        "series_position": keys("series_position"),
    },
    terms={
        "category": keys("category", "categories"),
        "tags": keys("tags", "tag"),
        "author": keys("author", "authors"),
    },
    heroes=keys("header.image", "header.overlay_image", "image.path", "image.url", "image.feature", "image",
                "header.teaser"),
    address=keys("permalink"),
    hidden=("published", False),
    former="redirect_from",
    sidebar=("sidebar", "nav"),
    split_at_spaces=frozenset({"tags"}),
)  # fmt: skip

HUGO = Vocabulary(
    plain={
        "title": keys("title"),
        "slug": keys("slug"),
        "published_at": keys("date"),
        "withdraw_at": keys("expiryDate", "unpublishDate"),
        "custom_excerpt": keys("summary"),
        "description": keys("description"),
        "canonical_url": keys("canonicalURL", "canonical"),
        "show_toc": keys("toc", "showToc"),
        "show_author": keys("showAuthor"),
        "series": keys("series"),
        "series_position": keys("series_order", "series_weight"),
    },
    terms={
        "category": keys("categories"),
        "tags": keys("tags", "tags"),
        "author": keys("author", "authors"),
    },
    heroes=keys("cover.image", "cover", "featured_image", "featuredImage", "featured", "image", "banner", "hero",
                "thumbnail"),
    address=keys("url"),
    hidden=("draft", True),
    former="aliases",
    served="static/",
    folds_keys=True,
)  # fmt: skip

MARKDOWN = replace(
    HUGO,
    plain={
        **HUGO.plain,
        "published_at": keys("date", "publishDate", "published", "created"),
        "withdraw_at": keys("expires", "expiryDate"),
        "custom_excerpt": keys("summary", "excerpt"),
        "series_position": keys("series_index", "series_order", "series_weight"),
    },
    terms={
        "category": keys("category", "categories"),
        "tags": keys("tags", "tag"),
        "author": keys("author", "authors"),
    },
    heroes=keys("image", *(".".join(path) for path in HUGO.heroes)),
    address=keys("url", "permalink", "save_as"),
    hidden=("status", "draft"),
    served="",
    has_pelican=True,
)

VOCABULARIES = {"jekyll": JEKYLL, "hugo": HUGO, "markdown": MARKDOWN}


def vocabulary_of(import_ref: str) -> Vocabulary:
    return VOCABULARIES.get(import_ref.partition(":")[0], JEKYLL)

"""What an editor should look at before an article goes out. Checks are calm: what is noted is worth a look."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from articles import outline
from articles.outline import Contents

from .finding import Finding
from .hashtags import check_hashtags
from .headings import check_headings
from .images import ImageState, check_images
from .links import LinkState, check_links
from .liquid import check_liquid
from .metadata import check_description, check_excerpt, check_title
from .sections import check_sections

__all__ = ["Finding", "ImageState", "LinkState", "check"]

MOST_OF_A_KIND = 50


def check(
    source: str,
    *,
    title: str,
    excerpt: str,
    description: str,
    tags: Iterable[str],
    link_state: Callable[[str], LinkState | None],
    image_state: Callable[[str], ImageState | None],
    contents: Contents | None = None,
) -> list[Finding]:
    """Return what is to be looked at: of the whole article first, then of the body by line.

    `link_state` and `image_state` are asked once for each address, of other sites too, and say None where all is well
    or nothing is known. `contents` is what `outline.read()` gave of the source, with its Liquid if it has any, if at
    hand. Raises RenderError without it.
    """
    contents = contents or outline.read(source)
    of_body = [
        *check_images(contents.images, cache(image_state)),
        *check_headings(contents.headings, title),
        *check_links(contents, cache(link_state)),
        *check_sections(contents.sections),
        *check_hashtags(contents.hashtags, tags),
        *check_liquid(contents.unknown),
    ]
    of_article = [*check_title(title), *check_excerpt(excerpt, contents), *check_description(description)]
    return [*of_article, *first_of_each_kind(sorted(of_body, key=lambda finding: finding.line or 0))]


def first_of_each_kind(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out what would bury the rest: an article with thousands of flaws of one kind."""
    counts: Counter[str] = Counter()
    for finding in findings:
        counts[finding.code] += 1
        if counts[finding.code] <= MOST_OF_A_KIND:
            yield finding

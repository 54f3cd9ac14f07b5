"""Check of hashtags: each is a tag of the article."""

import re
from collections.abc import Iterable, Iterator

from articles.outline import Hashtag
from articles.rendering import fold_hashtag
from articles.rendering.budget import gettext_noop
from articles.rendering.extensions.hashtags import longest_known

from .finding import Finding, in_body

COLOUR_OR_NUMBER = re.compile(r"\d+\Z|(?=[a-f]*\d)[0-9a-f]{3,8}\Z", re.IGNORECASE)


def check_hashtags(hashtags: Iterable[Hashtag], tags: Iterable[str]) -> Iterator[Finding]:
    known = {fold_hashtag(tag): tag for tag in tags}
    noted: set[str] = set()
    for hashtag in hashtags:
        name = fold_hashtag(hashtag.name)
        if name in noted or COLOUR_OR_NUMBER.match(hashtag.name) or longest_known(hashtag.name, known):
            continue
        noted.add(name)
        template = gettext_noop("#%(name)s is not among the tags of the article.")
        yield in_body("hashtag_unknown", hashtag.line, template, name=hashtag.name)

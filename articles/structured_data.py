"""What a page is about, in the words of schema.org, for machines. Source: https://schema.org"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from articles.metadata import absolute, changed_at, photo
from articles.models import Author, Post, SiteSettings
from articles.routes import path_to

Thing = dict[str, Any]
# Inside a script element HTML ends at "</script" and begins anew at "<!--"; older JavaScript ends lines at U+2028.
ESCAPES = {letter: f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def to_json(*things: Thing) -> str:
    """Write the things as one JSON-LD text that may stand in a script element, whatever their values hold."""
    text = ENCODER.encode({"@context": "https://schema.org", "@graph": things})
    for letter, escape in ESCAPES.items():
        text = text.replace(letter, escape)
    return text


def posting(
    post: Post, tags: Sequence[str], publication: SiteSettings, *, image: str, logo: str, language: str
) -> Thing:
    """Describe an article; `image` and `logo` are paths or addresses."""
    shown = photo(post.hero_image)
    address = absolute(post.get_absolute_url())
    return thing(
        "BlogPosting",
        headline=post.title,
        description=post.description or post.excerpt,
        image=shown.address if shown else absolute(image),
        datePublished=post.published_at and post.published_at.isoformat(),
        dateModified=changed_at(post).isoformat(),
        author=person(post.author) if post.author else organisation(publication, logo),
        publisher=organisation(publication, logo),
        mainEntityOfPage=post.canonical_url or address,
        wordCount=post.words,
        articleSection=post.category and post.category.name,
        keywords=list(tags),
        inLanguage=language,
    )


def person(author: Author) -> Thing:
    return thing(
        "Person",
        name=author.name,
        url=absolute(author.get_absolute_url()),
        sameAs=author.addresses,
    )


def person_in_full(author: Author) -> Thing:
    shown = photo(author.portrait)
    return {**person(author), **thing("Person", description=author.bio, image=shown and shown.address)}


def organisation(publication: SiteSettings, logo: str) -> Thing:
    return thing(
        "Organization",
        name=publication.name,
        url=absolute("/"),
        logo=thing("ImageObject", url=absolute(logo)),
        sameAs=publication.profile_addresses,
    )


def website(publication: SiteSettings, language: str) -> Thing:
    target = thing("EntryPoint", urlTemplate=absolute(path_to("search")) + "?q={search_term_string}")
    search = thing("SearchAction", target=target, **{"query-input": "required name=search_term_string"})
    return thing(
        "WebSite",
        name=publication.name,
        url=absolute("/"),
        description=publication.description or publication.tagline,
        inLanguage=language,
        potentialAction=search,
    )


def breadcrumbs(trail: Iterable[tuple[str, str]]) -> Thing:
    """Describe the way from the front page to this one, as pairs of name and path."""
    steps = [
        thing("ListItem", position=position, name=name, item=absolute(path))
        for position, (name, path) in enumerate(trail, 1)
    ]
    return thing("BreadcrumbList", itemListElement=steps)


def thing(kind: str, **properties: Any) -> Thing:
    return {"@type": kind, **{name: value for name, value in properties.items() if value}}

"""Feeds: the newest articles of the site, a category, tag, author or series, in full, as Atom and as JSON Feed."""

import json
import re
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple
from xml.sax.xmlreader import AttributesImpl

from django.contrib.syndication.views import Feed
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed, Enclosure, SyndicationFeed, rfc3339_date
from django.utils.html import format_html
from django.utils.xmlutils import SimplerXMLGenerator

from articles import generation
from articles.absolute import with_absolute_addresses
from articles.metadata import Photo, absolute, changed_at, photo
from articles.models import Author, Category, Image, Post, Series, SiteSettings, Tag, TaggedPost
from articles.paging import tagged_keys
from articles.querysets import PostQuerySet
from articles.surrogate_keys import LISTING, keyed

POSTS_IN_FEED = 20
# What is no Char of XML 1.0, written or escaped.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Any fixed value; with another, every reader would take all articles for new.
ID_NAMESPACE = uuid.UUID("6a0d8f1e-3b52-4c0b-9a55-0f6d3c1be7a4")
REQUIRED = {"items", "content_html"}
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class CleanXMLGenerator(SimplerXMLGenerator):
    """Leave out the characters that XML forbids, where Django's own raises an error or writes them."""

    def characters(self, content: str) -> None:
        super().characters(NOT_XML.sub("", content))

    def startElement(self, name, attrs):  # noqa: N802  # as xml.sax has it
        clean = {key: NOT_XML.sub("", value) for key, value in attrs.items()}
        super().startElement(name, AttributesImpl(clean))


class AtomFeed(Atom1Feed):
    def write(self, outfile, encoding):
        handler = CleanXMLGenerator(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        handler.startElement("feed", self.root_attributes())
        self.add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("link", None, {"rel": "hub", "href": self.feed["hub"]})
        self.write_items(handler)
        handler.endElement("feed")

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, {**item, "description": None})
        handler.addQuickElement("summary", item["description"])
        handler.addQuickElement("content", item["html"], {"type": "html"})

    def latest_post_date(self):
        # Of an empty feed Django would say "now", so that it changed with every request.
        return super().latest_post_date() if self.items else NEVER


class JsonFeed(SyndicationFeed):
    """JSON Feed 1.1. Source: https://www.jsonfeed.org/version/1.1/"""

    content_type = "application/feed+json"

    def write(self, outfile, encoding):
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["subtitle"],
            "language": self.feed["language"],
            "authors": [{"name": self.feed["author_name"], "url": self.feed["author_link"]}],
            "hubs": [{"type": "WebSub", "url": self.feed["hub"]}] if self.feed["hub"] else [],
            "items": [self.item(item) for item in self.items],
        }
        outfile.write(json.dumps(without_blanks(feed), ensure_ascii=False).encode(encoding))

    def item(self, item: dict[str, Any]) -> dict[str, Any]:
        author = {"name": item["author_name"], "url": item["author_link"]}
        attachments = [
            {"url": part.url, "mime_type": part.mime_type, "size_in_bytes": int(part.length)}
            for part in item["enclosures"]
        ]
        return without_blanks(
            {
                "id": item["unique_id"],
                "url": item["link"],
                "title": item["title"],
                "content_html": item["html"],
                "summary": item["description"],
                "image": item["image"],
                "date_published": rfc3339_date(item["pubdate"]),
                "date_modified": rfc3339_date(item["updateddate"]),
                "authors": [author] if author["name"] else [],
                "tags": item["categories"],
                "attachments": attachments,
            }
        )


class Followed(NamedTuple):
    publication: SiteSettings
    subject: Any  # a category, tag, author or series; None is the whole site
    path: str


class PostFeed(Feed):
    model: Any = None
    relation = ""

    def __init__(self, feed_type: type[SyndicationFeed]) -> None:
        self.feed_type = feed_type

    def __call__(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        # That date goes back when the newest article is withdrawn, and a reader who asks by it would
        # keep the article; the ETag tells the truth.
        del response.headers["Last-Modified"]
        return keyed(response, LISTING)

    def get_object(self, request: HttpRequest, slug: str = "") -> Followed:
        subject = get_object_or_404(self.subjects(), slug=slug) if self.model else None
        return Followed(generation.remember(("publication",), SiteSettings.current), subject, request.path)

    def subjects(self) -> QuerySet:
        return self.model._default_manager.all()

    def title(self, followed: Followed) -> str:
        parts = [followed.subject.name] if followed.subject else []
        return " · ".join([*parts, followed.publication.name])

    def subtitle(self, followed: Followed) -> str:
        publication = followed.publication
        own = getattr(followed.subject, "description", "")
        return own or publication.description or publication.tagline

    def link(self, followed: Followed) -> str:
        return absolute(followed.subject.get_absolute_url() if followed.subject else "/")

    def feed_url(self, followed: Followed) -> str:
        return absolute(followed.path)

    def feed_guid(self, followed: Followed) -> str:
        return absolute(f"/#{self.relation}-{followed.subject.pk}" if followed.subject else "/")

    def author_name(self, followed: Followed) -> str:
        return followed.publication.name

    def feed_extra_kwargs(self, followed: Followed) -> dict[str, Any]:
        return {"hub": followed.publication.hub}

    def author_link(self, followed: Followed) -> str:
        return absolute("/")

    def items(self, followed: Followed) -> Iterable[Post]:
        return (
            self.posts(followed.subject)
            .select_related("category", "author", "hero_image")
            .prefetch_related(Prefetch("tagged_posts", TaggedPost.objects.select_related("tag")))
            .defer("body", "front_matter", "toc", "related")
            .newest_first()[:POSTS_IN_FEED]
        )

    def posts(self, subject: Any) -> PostQuerySet:
        posts = Post.objects.published()
        return posts.filter(**{self.relation: subject}) if subject else posts

    def item_title(self, item: Post) -> str:
        return item.title

    def item_link(self, item: Post) -> str:
        return absolute(item.get_absolute_url())

    def item_description(self, item: Post) -> str:
        return item.excerpt

    def item_guid(self, item: Post) -> str:
        return entry_id(item)

    def item_author_name(self, item: Post) -> str | None:
        return item.author.name if item.author else None

    def item_author_link(self, item: Post) -> str | None:
        return absolute(item.author.get_absolute_url()) if item.author else None

    def item_pubdate(self, item: Post) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Post) -> datetime:
        return changed_at(item)

    def item_categories(self, item: Post) -> list[str]:
        tags = [row.tag.name for row in item.tagged_posts.all()]
        return list(dict.fromkeys([item.category.name, *tags] if item.category else tags))

    def item_enclosures(self, item: Post) -> list[Enclosure]:
        shown = photo(item.hero_image)
        length = shown and file_size(shown.name)
        return [Enclosure(shown.address, str(length), "image/jpeg")] if shown and length else []

    def item_extra_kwargs(self, item: Post) -> dict[str, Any]:
        shown = photo(item.hero_image)
        body = with_absolute_addresses(item.body_html, self.item_link(item))
        html = figure(item.hero_image, shown) + body if item.hero_image and shown else body
        return {"html": html, "image": shown and shown.address}


class CategoryFeed(PostFeed):
    model = Category
    relation = "category"


class TagFeed(PostFeed):
    model = Tag
    relation = "tags"

    def subjects(self) -> QuerySet:
        # A tag comes from its articles, so one that only a draft has would tell of the draft.
        return Tag.objects.filter(Exists(Post.objects.published().filter(tags=OuterRef("pk"))))

    def posts(self, subject: Any) -> PostQuerySet:
        return Post.objects.published().filter(pk__in=list(tagged_keys(subject)[:POSTS_IN_FEED]))


class AuthorFeed(PostFeed):
    model = Author
    relation = "author"


class SeriesFeed(PostFeed):
    model = Series
    relation = "series"


def entry_id(post: Post) -> str:
    """Return what feed readers know a post by, whatever becomes of its slug, its title and the site's host."""
    # Whole seconds: dumps of a database drop some digits of the rest.
    return uuid.uuid5(ID_NAMESPACE, f"{int(post.created_at.timestamp())} {post.pk}").urn


def figure(hero: Image, shown: Photo) -> str:
    image = format_html(
        '<img src="{}" width="{}" height="{}" alt="{}">', shown.address, shown.width, shown.height, hero.alt
    )
    caption = " ".join(filter(None, [hero.caption, hero.credit]))
    said = format_html("<figcaption>{}</figcaption>", caption) if caption else ""
    return format_html("<figure>{}{}</figure>\n", image, said)


def file_size(name: str) -> int | None:
    """Return the bytes of a rendition, asked of the storage once: a name never gets another file."""
    key = f"size:{name}"
    size = cache.get(key)
    if size is None:
        try:
            size = default_storage.size(name)
        except OSError:
            return None
        cache.set(key, size, None)
    return size


def without_blanks(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value or key in REQUIRED}

"""The whole export as a stream of files, in bounded memory: articles, pages, their pictures, what belongs to none."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse

from articles import redirects
from articles.importers.base import ReadError
from articles.importers.markdown.headers import parse_header, split_header
from articles.importers.permalinks import served_paths
from articles.importers.yaml_nodes import Node, text_of, texts_of
from articles.models import Author, BodyImage, ImportRecord, Page, Post, Redirect

from . import data, sources
from .outcomes import Exported, ExportedFile, ExportFailure, ExportNote, is_safe
from .pages import page_text
from .pictures import media_file, picture_file
from .posts import UNFINISHED, Text, imported_text, new_path, new_text, source_file
from .vocabulary import vocabulary_of

TOGETHER = 200  # articles that are loaded at once
# Redirects that every import of a Jekyll site leaves, for its usual addresses of listings and of the feed.
USUAL = {
    ("/feed.xml", "/feed/"),
    *((path, "/archive/") for path in ("/archives/", "/year-archive/", "/posts/")),
}


def files(*, drafts: bool = True) -> Iterator[Exported]:
    """Yield what `export_posts` writes: each path once, notes and failures of a file after it."""
    return Export(drafts=drafts).files()


def exported_posts(*, drafts: bool = True):
    posts = Post.objects.kept()
    return posts if drafts else posts.exclude(status__in=UNFINISHED)


class Export:
    def __init__(self, *, drafts: bool = True) -> None:
        self.posts = exported_posts(drafts=drafts)
        self.written: dict[str, str] = {}  # path -> the picture or file that lies there
        self.told: set[str] = set()  # redirects that a header tells
        self.base = sources.base_path()
        self.authors: dict[str, int] = {}  # key in the headers -> author
        self.articles = unquote(reverse("article", args=["x"])).removesuffix("x/")

    def files(self) -> Iterator[Exported]:
        yield from self.post_files()
        pages = Page.objects.select_related("import_record").prefetch_related("body_images").order_by("pk")
        leading = redirects_to(Page.objects.only("path"))
        for page in pages.iterator(TOGETHER):
            self.told |= told_by(header_nodes(page), leading.get(path_of(page), []))
            yield from self.page_files(page)
        yield from self.stored_files()
        yield from self.data_files()

    def once(self, *outcomes: Exported | None) -> Iterator[Exported]:
        for outcome in outcomes:
            if not isinstance(outcome, ExportedFile):
                yield from filter(None, [outcome])
                continue
            name = str(outcome.content) if isinstance(outcome.content, Path) else ""
            if outcome.path not in self.written:
                self.written[outcome.path] = name
                yield outcome
            elif self.written[outcome.path] != name:
                yield ExportNote(outcome.path, f"another file is here; not exported: {name or 'a text'}")

    def post_files(self) -> Iterator[Exported]:
        chunks = in_chunks(self.posts)
        for posts in chunks:
            leading = redirects_to(posts)
            taken = taken_paths(posts)
            for post in posts:
                yield from self.files_of(post, leading.get(path_of(post), []), taken)

    def files_of(self, post: Post, leading: Sequence[str], taken: set[str]) -> Iterator[Exported]:
        try:
            file = self.text_of(post, leading, taken)
        except ReadError as error:
            yield ExportFailure(
                source_file(post) or f"article {post.pk}", f"{error}; the text is not exported"
            )
            return
        yield from self.once(ExportedFile(file.path, file.text.encode()))
        yield from (ExportNote(file.path, note) for note in file.notes)
        yield from self.pictures_of(post, file.path.rpartition("/")[0])

    def text_of(self, post: Post, leading: Sequence[str], taken: set[str]) -> Text:
        path = source_file(post)
        if not path:
            return self.new_text_of(post, leading, taken)
        nodes = header_nodes(post)
        told = told_by(nodes, leading)
        base = post.import_record.fields
        is_moved = base.get("slug", post.slug) != post.slug
        own = [old for old in leading if is_moved and old.startswith(self.articles) and old not in told]
        self.told |= {*told, *own}
        file = imported_text(post, path, own)
        self.name_author(post, nodes)
        if file.path in self.written or not is_safe(file.path):
            file.notes.append(
                f"cannot be written as {file.path}: another article is, or it is outside the folder"
            )
            file.path = new_path(post, f"-{post.pk}")
        return file

    def new_text_of(self, post: Post, leading: Sequence[str], taken: set[str]) -> Text:
        path = new_path(post)
        is_taken = path in taken or path in self.written
        former = [old for old in leading if "?" not in old]
        self.told |= set(former)
        if post.author and data.says_something(post.author):
            self.authors[post.author.name] = post.author.pk
        if is_taken:
            path = new_path(post, f"-{post.pk}")
        return new_text(post, path, [old.replace("%", "%25") for old in former], own_slug=is_taken)

    def name_author(self, post: Post, nodes: dict[str, Node]) -> None:
        """Remember who the key in a header is, where the name alone does not tell it or not all of it."""
        if post.author is None:
            return
        node = nodes.get("author")
        key = text_of(node) if not isinstance(node, (list, dict)) else ""
        if key and key != post.author.name and post.author.name == known_as(post):
            self.authors[key] = post.author.pk
        elif data.says_something(post.author):
            self.authors[post.author.name] = post.author.pk

    def pictures_of(self, post: Post, folder: str) -> Iterator[Exported]:
        served = vocabulary_of(post.import_ref or "").served if source_file(post) else ""
        for row in post.body_image_rows.all():
            yield from self.once(picture_file(row.address, row.image, folder, served, self.base))
        hero, record = post.hero_image, getattr(post, "import_record", None)
        if hero and hero.file:
            base = record.fields if record else {}
            known = base.get("hero") if base.get("hero_image") == hero.pk else ""
            yield from self.once(
                picture_file(known or hero.source_url or hero.file.url, hero, folder, served, self.base)
            )

    def page_files(self, page: Page) -> Iterator[Exported]:
        try:
            file = page_text(page)
        except ReadError as error:
            yield ExportFailure(f"page {page.path}", f"{error}; the text is not exported")
            return
        if not is_safe(file.path) or file.path in self.written:
            file.path = f"{page.path}-{page.pk}.md"
        yield from self.once(ExportedFile(file.path, file.text.encode()))
        yield from (ExportNote(file.path, note) for note in file.notes)
        folder = file.path.rpartition("/")[0]
        for image in page.body_images.all():
            for address in image.addresses:
                if address in page.body:
                    yield from self.once(picture_file(address, image, folder, base=self.base))

    def stored_files(self) -> Iterator[Exported]:
        """Yield files at the addresses that they had on the old site."""
        rows = Redirect.objects.filter(new_path__startswith=settings.MEDIA_URL)
        for old, new in without_spare(rows.values_list("old_path", "new_path").iterator(TOGETHER)):
            if "?" not in old:
                yield from self.once(
                    media_file(old.removeprefix(self.base).lstrip("/"), new.removeprefix(settings.MEDIA_URL))
                )

    def data_files(self) -> Iterator[Exported]:
        authors = Author.objects.select_related("portrait").in_bulk(set(self.authors.values()))
        for author in authors.values():
            if author.portrait and author.portrait.file:
                address = author.portrait.source_url or author.portrait.file.url
                yield from self.once(picture_file(address, author.portrait, "", base=self.base))
        named = {key: authors[pk] for key, pk in self.authors.items()}
        yield from self.once(*sources.authors_file(named))
        yield from self.once(*sources.redirects_file(self.remaining_redirects()))
        yield from self.source_files()
        if sources.has_configuration():
            return
        if any(path.startswith(("_posts/", "_drafts/")) or "/_posts/" in path for path in self.written):
            yield from self.once(data.config_file())

    def source_files(self) -> Iterator[Exported]:
        for file in sources.plain_files():
            if file.path in self.written:
                yield ExportNote(file.path, "another file is here; that of the old site is not exported")
            else:
                yield from self.once(file)

    def remaining_redirects(self) -> Iterator[tuple[str, str]]:
        """Yield redirects that neither a header nor an exported file tells."""
        rows = Redirect.objects.exclude(new_path__startswith=settings.MEDIA_URL).order_by("old_path")
        for old, new in without_spare(rows.values_list("old_path", "new_path").iterator(TOGETHER)):
            is_remade = (old, new) in USUAL or redirects.stem_of(old) == redirects.stem_of(new)
            if old not in self.told and not is_remade:
                yield old, new


def in_chunks(posts) -> Iterator[list[Post]]:
    """Load posts with all that their files need, in as many queries for each chunk."""
    images = Prefetch("body_image_rows", BodyImage.objects.select_related("image").order_by("pk"))
    wanted = (
        posts.select_related("category", "series", "author", "hero_image", "import_record")
        .prefetch_related("tags", images)
        .defer("body_html", "toc", "related", "excerpt")
        .order_by("pk")
    )
    last = 0
    while chunk := list(wanted.filter(pk__gt=last)[:TOGETHER]):
        yield chunk
        last = chunk[-1].pk


def path_of(text: Post | Page) -> str:
    return unquote(text.get_absolute_url())


def redirects_to(texts: Iterable[Post | Page]) -> dict[str, list[str]]:
    """Return the old paths that lead to each of these, by its own path."""
    rows = Redirect.objects.filter(new_path__in=[path_of(text) for text in texts]).order_by("old_path")
    found: dict[str, list[str]] = {}
    for old, new in without_spare(rows.values_list("old_path", "new_path")):
        if redirects.stem_of(old) != redirects.stem_of(new):
            found.setdefault(new, []).append(old)
    return found


def without_spare(rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leave out rows that only spell another one without care: each import makes them again."""
    rows = list(rows)
    careless = {(folded, new) for old, new in rows if (folded := redirects.folded(old)) != old}
    return [row for row in rows if row not in careless]


def taken_paths(posts: Iterable[Post]) -> set[str]:
    """Return which of the paths that new files would have are those of imported ones."""
    wanted = [new_path(post) for post in posts if not source_file(post)]
    return set(ImportRecord.objects.filter(source_file__in=wanted).values_list("source_file", flat=True))


def header_nodes(text: Post | Page) -> dict[str, Node]:
    words = vocabulary_of(text.import_ref or "")
    try:
        return parse_header(split_header(text.front_matter, pelican=words.has_pelican)).nodes()
    except ReadError:
        return {}  # it was read once; as long as nothing in it changes, it need not be read again


def told_by(nodes: dict[str, Node], leading: Iterable[str]) -> set[str]:
    """Return which of the paths that lead to an article its header names, in some form."""
    named = [
        *texts_of(nodes.get("redirect_from")),
        *texts_of(nodes.get("aliases")),
        text_of(nodes.get("permalink")),
    ]
    forms = {form for address in named if address for form in served_paths(address)}
    stems = {redirects.stem_of(form) for form in forms}
    return {old for old in leading if redirects.stem_of(old) in stems}


def known_as(post: Post) -> str:
    """Return the name that the last import gave the author."""
    name = post.import_record.fields.get("author", "")
    return post.author.name if post.author and post.author.name.casefold() == name.casefold() else name

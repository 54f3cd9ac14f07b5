"""One article of a made site, finished but not stored: any process may make it, without a database."""

from typing import NamedTuple

from articles import likeness
from articles.links.stored import link_rows
from articles.models import Link, Post
from articles.search.documents import Composed
from articles.search.indexing import compose_post

from .plan import Plan
from .subjects import planned

REF = "made:"


class Made(NamedTuple):
    number: int
    post: Post
    links: list[Link]
    document: Composed
    terms: dict[str, float]


def make(plan: Plan, number: int) -> Made:
    """Return an article that went through the renderer, with all that follows from its text."""
    subjects = planned(plan)
    tags = [subjects.tags[at] for at in plan.tag_numbers(number)]
    names = [tag.name for tag in tags]
    post = Post(
        title=plan.title(number),
        slug=plan.slug(number),
        body=plan.body(number),
        import_ref=f"{REF}{number}",
        status=Post.Status.PUBLISHED,
        published_at=plan.published_at(number),
        category=subjects.categories[plan.category_number(number)],
        author=subjects.authors[plan.author_number(number)],
        sidebar=Post.Sidebar.COUNTS if number % 2 else Post.Sidebar.NONE,
    )
    post.render(tags, {})
    return Made(
        number=number,
        post=post,
        links=list(link_rows(post)),
        document=compose_post(post, names),
        terms=likeness.terms(post.title, post.visible_text, names),
    )

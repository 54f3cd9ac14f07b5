"""What speaks against an article as it is: the checks of its text, with what the site knows put in."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles import content_checks, links, outline, rendering
from articles.content_checks import Finding
from articles.models import Post
from articles.models.liquid import liquid_of

HERO_WITHOUT_ALT = gettext_noop("The hero image has no alternative text.")


def findings(post: Post, tags: Iterable[str] = (), contents: outline.Contents | None = None) -> list[Finding]:
    """Return what is to be looked at, first what must not go out; nothing of a body that can't be rendered.

    The post need not be stored. `contents` is what `outline.read()` gave of its body, if at hand.
    """
    try:
        contents = contents or outline.read(post.body, liquid_of(post))
    except rendering.RenderError:
        return []
    lookup = links.look_up(post, contents)
    found = content_checks.check(
        post.body,
        title=post.title,
        excerpt=post.custom_excerpt,
        description=post.description,
        tags=tags,
        link_state=lookup.link_state,
        image_state=lookup.image_state,
        contents=contents,
    )
    return sorted([*check_hero(post), *found], key=lambda finding: not finding.blocking)


def blocking(post: Post) -> list[Finding]:
    """Return what must not go out."""
    return [finding for finding in findings(post) if finding.blocking]


def worded(finding: Finding) -> str:
    """Say a finding in the reader's language."""
    return _(finding.template) % finding.values


def placed(finding: Finding) -> str:
    """Say a finding and where it is."""
    if finding.line is None:
        return worded(finding)
    return _("Line %(line)d: %(finding)s") % {"line": finding.line, "finding": worded(finding)}


def check_hero(post: Post) -> list[Finding]:
    if post.hero_image is None or not post.hero_image.needs_alt:
        return []
    return [Finding("hero_alt_missing", None, "hero_image", True, HERO_WITHOUT_ALT, {})]

import pytest
from django.utils import translation

from articles import proofs
from articles.models import Post
from tests.factories import make_image, make_post

pytestmark = pytest.mark.django_db
EXCERPT = "An excerpt that says what the article is about, in as many words as it takes."


def post_of(body: str = "Some words.", **fields) -> Post:
    return Post(
        **{"title": "Weak ties", "slug": "weak-ties", "custom_excerpt": EXCERPT, "body": body, **fields}
    )


def codes(post: Post, tags=()) -> list[str]:
    return [finding.code for finding in proofs.findings(post, tags)]


def test_a_sound_article_has_no_findings():
    image = make_image(alt="A long table")
    body = f"## Rooms\n\nWords #Events.\n\n![A long table]({image.file.url})\n\n[Rooms we know](#rooms)"
    assert codes(post_of(body, hero_image=image), ["Events"]) == []


def test_what_blocks_comes_first():
    post = post_of("Words #Events.\n\n![](/media/images/none.jpg) [Rooms we know](#rooms)", title="x" * 90)
    found = proofs.findings(post)
    assert [finding.code for finding in found if not finding.blocking] == ["title_long", "hashtag_unknown"]
    assert found[0].blocking
    assert {"alt_missing", "anchor_broken"} <= {finding.code for finding in proofs.blocking(post)}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [({"alt": ""}, ["hero_alt_missing"]), ({"alt": "", "decorative": True}, []), ({"alt": "A table"}, [])],
)
def test_a_hero_image_needs_words_unless_it_is_decorative(fields, expected):
    post = post_of(hero_image=make_image(**fields))
    assert codes(post) == expected
    assert all((finding.blocking, finding.field) == (True, "hero_image") for finding in proofs.findings(post))


def test_a_decorative_picture_of_the_library_needs_no_words():
    image = make_image(alt="", decorative=True)
    assert codes(post_of(f"![]({image.file.url})")) == []


def test_links_are_asked_of_the_site():
    make_post("Open", slug="open")
    make_post("Closed", slug="closed", status="draft")
    body = "[One of ours](/articles/open/) [Another](/articles/closed/) [None](/articles/none/)"
    assert codes(post_of(body)) == ["link_broken", "link_not_public"]


def test_what_cannot_be_rendered_has_no_findings():
    assert codes(post_of("x" * 500_001)) == []


def test_findings_are_said_with_their_line_and_in_the_readers_language():
    [finding] = proofs.blocking(post_of("Words.\n\n![](https://example.org/a.jpg)"))
    assert proofs.placed(finding) == "Line 3: The picture https://example.org/a.jpg has no alternative text."
    with translation.override("ko"):
        assert proofs.worded(finding)


def test_many_links_take_no_more_queries(django_assert_max_num_queries):
    image = make_image()
    body = "\n\n".join(
        f"[Link number {n}](/articles/a-{n}/) ![A table]({image.file.url}?{n})" for n in range(40)
    )
    with django_assert_max_num_queries(8):
        proofs.findings(post_of(body))

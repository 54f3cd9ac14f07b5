import pytest
from django.utils import timezone

from tests.factories import make_author, make_category, make_image, make_post

pytestmark = pytest.mark.django_db


def page_of(client, post) -> str:
    response = client.get(post.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_it_renders(client):
    post = make_post(
        "Weak ties",
        body="## First\n\nText.\n\n## Second\n\nMore.",
        category=make_category("Meeting"),
        author=make_author("Ada Lovelace", bio="Wrote the first program.", links="https://example.org/ada"),
        custom_excerpt="A written excerpt.",
        tags=["One", "Two words"],
        show_toc=True,
        hero_image=make_image(alt="A long table", caption="In the hall", credit="By hand"),
    )
    page = page_of(client, post)
    for part in [
        "<h1>Weak ties</h1>",
        'href="/category/meeting/"',
        "A written excerpt.",
        "1 March 2026",
        "1 min read",
        'href="#first"',
        'alt="A long table"',
        "In the hall",
        "By hand",
        'href="/tag/two-words/"',
        "Wrote the first program.",
        'href="https://example.org/ada"',
    ]:
        assert part in page


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_what_is_not_published_is_not_found(client, status):
    assert client.get(make_post(status=status).get_absolute_url()).status_code == 404


def test_scheduled_post_is_not_found(client):
    post = make_post(published_at=timezone.now() + timezone.timedelta(minutes=1))
    assert client.get(post.get_absolute_url()).status_code == 404


def test_unknown_slug_is_not_found(client):
    assert client.get("/articles/nowhere/").status_code == 404


def test_writing_to_it_is_not_allowed(client):
    assert client.post(make_post().get_absolute_url()).status_code == 405


@pytest.mark.parametrize("count", [0, 40])
def test_it_takes_at_most_five_queries(client, django_assert_num_queries, count):
    category = make_category()
    for _ in range(count):
        make_post(category=category, tags=["One"])
    post = make_post(
        category=category,
        author=make_author(portrait=make_image()),
        tags=["One", "Two"],
        sidebar="counts",
        hero_image=make_image(),
    )
    make_post()
    with django_assert_num_queries(5):
        client.get(post.get_absolute_url())


def test_contents_and_author_box_can_be_off(client):
    author = make_author(bio="Wrote the first program.")
    page = page_of(client, make_post(body="## First\n\nText.", author=author, show_author=False))
    assert 'href="#first"' not in page
    assert "Wrote the first program." not in page


def test_neighbours_are_public_ones(client):
    before, post, after = make_post("Before"), make_post(), make_post("After")
    make_post("Canary", status="draft", published_at=post.published_at)
    page = page_of(client, post)
    assert before.get_absolute_url() in page
    assert after.get_absolute_url() in page
    assert "Canary" not in page


def test_the_counts_sidebar_counts_published_articles(client):
    meeting, keeping = make_category("Meeting"), make_category("Keeping")
    post = make_post(category=meeting, sidebar="counts")
    make_post(category=meeting)
    make_post(category=keeping)
    make_post(category=keeping, status="draft")
    page = page_of(client, post)
    counts = [piece.split("<")[0] for piece in page.split('class="count">')[1:]]
    assert counts == ["1", "2", "3"]


def test_no_sidebar_without_asking(client):
    assert 'class="counts"' not in page_of(client, make_post(category=make_category()))


def test_an_article_without_a_hero_has_a_drawn_cover(client):
    page = page_of(client, make_post("Weak ties"))
    cover = page.split('src="/covers/')[1].split('"')[0]
    assert client.get(f"/covers/{cover}").status_code == 200


def test_titles_are_text(client):
    page = page_of(client, make_post("<script>alert(1)</script> & {{ 7 }}"))
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ 7 }}" in page


def test_it_names_its_canonical_address(client):
    here = page_of(client, make_post("Weak ties"))
    there = page_of(client, make_post(canonical_url="https://example.org/first/"))
    assert '<link rel="canonical" href="http://127.0.0.1:8000/articles/weak-ties/">' in here
    assert '<link rel="canonical" href="https://example.org/first/">' in there

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_author, make_category, make_image, make_post, make_series

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


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_what_is_not_published_is_not_found(client, status):
    post = make_post("Canary", status=status)
    for address in (post.get_absolute_url(), f"/articles/{post.slug}.md"):
        response = client.get(address)
        assert response.status_code == 404
        assert "Canary" not in response.content.decode()


def test_a_withdrawn_article_is_gone(client):
    response = client.get(make_post("Canary", status="withdrawn").get_absolute_url())
    assert response.status_code == 410
    assert "Canary" not in response.content.decode()
    assert "noindex" in response.content.decode()


def test_scheduled_post_is_not_found(client):
    post = make_post(published_at=timezone.now() + timedelta(minutes=1))
    assert client.get(post.get_absolute_url()).status_code == 404


def test_unknown_slug_is_not_found(client):
    assert client.get("/articles/nowhere/").status_code == 404


def test_writing_to_it_is_not_allowed(client):
    assert client.post(make_post().get_absolute_url()).status_code == 405


@pytest.mark.parametrize("count", [0, 40])
def test_it_takes_at_most_six_queries(client, django_assert_num_queries, count):
    category = make_category()
    for _ in range(count):
        make_post(category=category, tags=["One"])
    post = make_post(
        category=category,
        author=make_author(portrait=make_image()),
        tags=["One", "Two"],
        sidebar="counts",
        hero_image=make_image(),
        series=make_series(),
    )
    make_post(series=post.series, tags=["One"])
    with django_assert_num_queries(6):
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
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ 7 }}" in page


def test_it_names_its_canonical_address(client):
    here = page_of(client, make_post("Weak ties"))
    there = page_of(client, make_post(canonical_url="https://example.org/first/"))
    assert '<link rel="canonical" href="http://127.0.0.1:8000/articles/weak-ties/">' in here
    assert '<link rel="canonical" href="https://example.org/first/">' in there


def test_a_series_shows_its_parts_in_order(client):
    series = make_series("Beginnings")
    third, first, second = (
        make_post(title, series=series, series_position=number)
        for title, number in [("Third step", 3), ("First step", 1), ("Second step", 2)]
    )
    make_post("Canary", series=series, status="draft")
    page = page_of(client, second)
    assert "Part 2 of 3" in page
    assert page.index(first.title) < page.index('aria-current="page">Second step') < page.index(third.title)
    assert "Canary" not in page


def test_related_articles_share_tags_and_words(client):
    post = make_post(tags=["Mentoring"], body="Mentors listen. Mentors advise. Apprentices learn.")
    near = make_post("Near", tags=["Mentoring"], body="A mentor is found among mentors.")
    make_post("Far", body="Cooking pasta wants much water.")
    make_post("Canary", tags=["Mentoring"], body="Mentors listen.", status="draft")
    shown = page_of(client, post).split('id="related-title"')[1].split("</section>")[0]
    assert near.get_absolute_url() in shown
    assert "Far" not in shown
    assert "Canary" not in shown


def test_a_revision_is_told_when_it_truly_was(client):
    post = make_post(published_at=timezone.now() - timedelta(days=3))
    post.save()
    assert "updated" not in page_of(client, post)
    post.body = "Other words."
    post.save()
    assert "updated" in page_of(client, post)


def test_its_markdown_is_served_to_the_byte(client):
    body = "# Title\r\n\r\n  odd   spaces\t\n\n* no newline at the end"
    post = make_post(body=body)
    response = client.get(f"/articles/{post.slug}.md")
    assert response.content == body.encode()
    assert response["Content-Type"] == "text/markdown; charset=utf-8"


def test_it_can_be_shared_without_a_script(client):
    page = page_of(client, make_post("Weak ties & more"))
    address = "http%3A%2F%2F127.0.0.1%3A8000%2Farticles%2Fweak-ties-and-more%2F"
    assert f"mailto:?subject=Weak%20ties%20%26%20more&amp;body={address}" in page
    assert f"share-offsite/?url={address}" in page
    assert 'readonly value="http://127.0.0.1:8000/articles/weak-ties-and-more/"' in page

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import rendering
from articles.models import BodyImage, Post, Tag

from .factories import make_category, make_image, make_post

pytestmark = pytest.mark.django_db


def test_saving_derives_html_excerpt_words_and_contents():
    post = make_post(body="Five words stand right here.\n\n## First steps\n\nMore.", show_toc=True)
    assert "<h2" in post.body_html
    assert post.excerpt == "Five words stand right here."
    assert post.words == 8
    assert [heading["id"] for heading in post.toc] == ["first-steps"]
    assert post.rendering_version == rendering.VERSION


def test_a_written_excerpt_wins():
    assert make_post(custom_excerpt="Mine.").excerpt == "Mine."


def test_a_slug_is_made_once_and_is_its_own():
    first, second = make_post("Weak ties"), make_post("Weak ties")
    assert (first.slug, second.slug) == ("weak-ties", "weak-ties-2")
    first.title = "Strong ties"
    first.save()
    assert first.slug == "weak-ties"


def test_publishing_without_a_date_means_now():
    post = make_post(status="draft")
    post.status = Post.Status.PUBLISHED
    post.save()
    assert timezone.now() - post.published_at < timedelta(seconds=10)


def test_only_what_is_published_and_due_is_public():
    soon = timezone.now() + timedelta(minutes=1)
    public = make_post()
    scheduled = make_post(published_at=soon)
    drafts = [make_post(status=status) for status in ("draft", "in_review")]
    make_post(status="withdrawn")
    assert list(Post.objects.published()) == [public]
    assert list(Post.objects.scheduled()) == [scheduled]
    assert set(Post.objects.drafts()) == set(drafts)
    assert public.is_public
    assert scheduled.is_scheduled
    assert not scheduled.is_public
    assert not drafts[0].is_public


def test_neighbours_of_the_same_moment_are_told_apart_by_key():
    moment = timezone.now() - timedelta(days=1)
    first, second, third = (make_post(published_at=moment) for _ in range(3))
    posts = Post.objects.with_neighbours()
    assert posts.get(pk=second.pk).previous_key == first.pk
    assert posts.get(pk=second.pk).next_key == third.pk
    assert posts.get(pk=first.pk).previous_key is None


@pytest.mark.parametrize(
    "values",
    [
        {"title": ""},
        {"slug": ""},
        {"status": "secret"},
        {"status": "published", "published_at": None},
        {"sidebar": "left"},
    ],
)
def test_the_database_refuses_nonsense(values):
    post = make_post()
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(**values)


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (99, 1), (300, 2), (441, 2), (1000, 5)])
def test_reading_time_is_200_words_a_minute(words, minutes):
    assert Post(words=words).reading_minutes == minutes


def test_tags_keep_the_authors_order():
    post = make_post(tags=["Zebra", "apple", "Mango"])
    assert post.tags.names() == ["Zebra", "apple", "Mango"]
    post.tags.set(["Mango", "Zebra"])
    assert Post.objects.get().tags.names() == ["Mango", "Zebra"]


def test_a_tag_has_one_spelling_whatever_the_case():
    make_post(tags=["Networking"])
    post = make_post(tags=["networking", "NETWORKING", "C#", "C++", "🎉", "한국어"])
    assert post.tags.names() == ["Networking", "C#", "C++", "🎉", "한국어"]
    assert Tag.objects.count() == 5
    assert len({tag.slug for tag in Tag.objects.all()}) == 5


def test_tags_of_one_slug_get_two():
    make_post(tags=["C sharp", "C#"])
    assert set(Tag.objects.values_list("slug", flat=True)) == {"c-sharp", "c-sharp-2"}


def test_adding_and_removing_tags_keeps_the_rest():
    post = make_post(tags=["One", "Two"])
    post.tags.add("three", "TWO")
    post.tags.remove("one")
    assert post.tags.names() == ["Two", "three"]


def test_a_hashtag_of_the_articles_own_tags_is_a_link():
    post = make_post(body="Read on. #Networking #Unknown", tags=["Networking"])
    assert '<a class="hashtag" href="/tag/networking/">#Networking</a>' in post.body_html
    assert "#Unknown" in post.body_html
    post.tags.clear()
    assert "hashtag" not in Post.objects.get().body_html


def test_a_picture_of_the_library_is_shown_with_its_renditions():
    image = make_image()
    post = make_post(body=f"![A table]({image.file.url})")
    assert 'type="image/avif"' in post.body_html
    assert 'width="' in post.body_html
    assert BodyImage.objects.get().image == image
    post.body = "Without."
    post.save()
    assert not BodyImage.objects.exists()


def test_a_picture_of_another_host_becomes_a_link():
    post = make_post(body="![A table](https://example.org/table.jpg)")
    assert "<img" not in post.body_html
    assert 'href="https://example.org/table.jpg"' in post.body_html


def test_the_hero_at_the_head_of_the_text_is_not_shown_twice():
    image = make_image(source_url="https://example.org/table.jpg")
    post = make_post(body="![A table](https://example.org/table.jpg)\n\nText.", hero_image=image)
    assert "<img" not in post.body_html
    assert post.body.startswith("![A table]")


def test_a_body_heading_never_stands_beside_the_title():
    assert "<h1" not in make_post(body="# Big\n\n## Small").body_html


def test_a_body_that_cannot_be_rendered_is_a_form_error():
    post = Post(title="Long", body="x" * (rendering.MAX_CHARACTERS + 1))
    with pytest.raises(ValidationError) as caught:
        post.clean()
    assert "500,000" in caught.value.message_dict["body"][0]


def test_categories_count_published_posts_alone():
    category, empty = make_category("Meeting"), make_category("Empty")
    make_post(category=category)
    make_post(category=category, status="draft")
    make_post(category=empty, status="withdrawn")
    assert [(c.name, c.post_count) for c in type(category).objects.with_counts()] == [("Meeting", 1)]


def test_a_category_name_is_taken_whatever_the_case():
    make_category("Meeting")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_category("MEETING")

import io
import re

import pytest
from django.urls import reverse
from PIL import Image as Pillow

from articles import roles
from articles.models import Post
from tests.factories import make_author, make_category, make_image, make_post, make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/post/"
TAGS, ADDRESS, HEROES, CARD = (f"{LIST}{name}/" for name in ("tags", "address", "heroes", "card"))


def form_of(**fields) -> dict:
    form = {"title": "Weak ties", "slug": "weak-ties", "body": "Some words.", "tags": "", "published_at": ""}
    return {**form, "withdraw_at": "", "show_author": "on", "series_position": "0", **fields}


def change(post: Post) -> str:
    return reverse("admin:articles_post_change", args=[post.pk])


def focus(image) -> str:
    return reverse("admin:articles_post_focus", args=[image.pk])


def page_of(client, address: str) -> str:
    return client.get(address).content.decode()


def steps_in(page: str) -> list[str]:
    return re.findall(r'name="step" value="(\w+)"', page)


def chosen_in(page: str) -> list[str]:
    return re.findall(r'name="hero_image" value="(\d*)"[^>]* checked', page)


@pytest.fixture
def writer(client):
    """The test client of somebody who writes, and their author."""
    user = make_user(is_staff=True)
    roles.give(user, roles.AUTHORS)
    client.force_login(user)
    client.author = make_author("Ada Lovelace", user=user)
    return client


@pytest.fixture
def guest(client):
    """The test client of somebody who may enter the admin and do nothing there."""
    client.force_login(make_user(is_staff=True))
    return client


def test_it_renders(admin_client):
    post = make_post("Weak ties", hero_image=make_image(alt="A long table"), tags=["One", "Two"])
    page = page_of(admin_client, change(post))
    for part in ("Weak ties</textarea>", "Published", "Saved ", "One, Two", "A long table", "/weak-ties/"):
        assert part in page
    assert "New article" in page_of(admin_client, f"{LIST}add/")


def test_enter_saves(admin_client):
    buttons = re.findall(r"<button(?![^>]*type=\"button\")[^>]*>", page_of(admin_client, f"{LIST}add/"))
    ours = [button for button in buttons if "desk-" in button]
    assert 'name="_continue"' in ours[0]


@pytest.mark.parametrize(
    ("status", "of_author", "of_admin"),
    [
        ("draft", ["submit"], ["submit", "publish"]),
        ("in_review", ["return"], ["return", "publish"]),
        ("published", [], ["withdraw"]),
        ("withdrawn", [], ["redraft", "publish"]),
    ],
)
def test_only_open_steps_are_offered(admin_client, writer, status, of_author, of_admin):
    post = make_post(status=status, author=writer.author)
    assert steps_in(page_of(writer, change(post))) == of_author
    writer.logout()
    admin = make_user(is_staff=True, is_superuser=True)
    writer.force_login(admin)
    assert steps_in(page_of(writer, change(post))) == of_admin


def test_a_new_article_may_be_submitted_at_once(writer):
    assert steps_in(page_of(writer, f"{LIST}add/")) == ["submit"]
    writer.post(f"{LIST}add/", form_of(step="submit"))
    assert Post.objects.get().status == "in_review"


def test_a_refused_step_leaves_the_page_as_the_article_stands(admin_client):
    post = make_post(status="draft")
    response = admin_client.post(change(post), form_of(title="", step="publish", base=1, note="For Monday"))
    page = response.content.decode()
    assert "state-draft" in page
    assert steps_in(page) == ["submit", "publish"]
    assert "For Monday" in page


def test_mistakes_are_listed_with_links_to_their_fields(admin_client):
    make_post(slug="taken")
    wrong = form_of(title="", slug="taken", tags="x" * 101, category="999", hero_image="999")
    page = admin_client.post(f"{LIST}add/", wrong).content.decode()
    for name in ("title", "slug", "tags", "category", "hero_image"):
        assert f'href="#id_{name}"' in page
        assert f'id="id_{name}"' in page
    assert "Another article has this slug." in page
    assert "Some words." in page


def test_an_author_is_asked_for_neither_dates_nor_author(writer):
    post = make_post(status="draft", author=writer.author, published_at="2099-01-01T00:00Z")
    page = page_of(writer, change(post))
    for name in ("published_at", "withdraw_at", "author"):
        assert f'name="{name}"' not in page
    writer.post(change(post), form_of(base=1, title="Changed"))
    post.refresh_from_db()
    assert (post.title, post.published_at.year, post.author) == ("Changed", 2099, writer.author)


def test_an_article_to_come_is_scheduled_and_not_published(admin_client):
    post = make_post(status="draft", published_at="2099-01-01T00:00Z")
    assert re.search(r"data-publish[^>]*>Schedule<", page_of(admin_client, change(post)))


def test_who_may_not_change_an_article_reads_it(writer):
    post = make_post("Weak ties", body="Some *words*.", tags=["Events"])
    page = page_of(writer, change(post))
    assert "<em>words</em>" in page
    assert "Events" in page
    assert "data-writing" not in page
    assert writer.get(change(make_post(status="draft"))).status_code == 302


def test_authors_bring_their_articles_back_from_the_bin(writer):
    post = make_post(status="binned", author=writer.author)
    address = reverse("admin:articles_post_bring_back", args=[post.pk])
    assert f'action="{address}"' in page_of(writer, change(post))
    writer.post(address)
    post.refresh_from_db()
    assert post.status == "draft"


def test_a_title_is_one_line(admin_client):
    admin_client.post(f"{LIST}add/", form_of(title="Weak\r\nties"))
    assert Post.objects.get().title == "Weak ties"


def test_front_matter_is_shown_and_can_not_be_changed(admin_client):
    post = make_post(front_matter="layout: post", import_ref="jekyll:one", status="draft")
    assert "layout: post" in page_of(admin_client, change(post))
    admin_client.post(change(post), form_of(base=1, front_matter="layout: other", import_ref="x"))
    post.refresh_from_db()
    assert (post.front_matter, post.import_ref) == ("layout: post", "jekyll:one")


def test_pictures_are_found_without_saving_or_losing_a_word(admin_client):
    chosen, harbour = make_image("one.jpg", alt="A table"), make_image("two.jpg", alt="A quiet harbour")
    post = make_post("Weak ties", status="draft", hero_image=chosen)
    typed = form_of(
        title="", body="Typed words", base=1, hero_image=chosen.pk, tags="New", find="harbour quiet"
    )
    page = admin_client.post(change(post), {**typed, "_find_image": "1"}).content.decode()
    assert "Typed words" in page
    assert 'value="New"' in page
    assert "errorlist" not in page
    assert chosen_in(page) == [str(chosen.pk)]
    assert f'value="{harbour.pk}"' in page
    assert Post.objects.get().title == "Weak ties"


def test_the_picker_shows_the_newest_pictures_and_always_the_chosen_one(admin_client):
    chosen = make_image(alt="The oldest")
    images = [make_image(f"{number}.jpg") for number in range(13)]
    page = page_of(admin_client, f"{HEROES}?chosen={chosen.pk}")
    assert chosen_in(page) == [str(chosen.pk)]
    assert [str(image.pk) for image in images[:0:-1]] == re.findall(r'value="(\d+)" data', page)[1:]
    for key in ("", "x", "99999", "²"):
        assert chosen_in(page_of(admin_client, f"{HEROES}?chosen={key}")) == [""]
    assert "No image was found." in page_of(admin_client, f"{HEROES}?q=giraffe")


def test_a_picture_that_waits_to_be_fetched_stays_chosen(admin_client):
    image = make_image()
    post = make_post(hero_image=image)
    type(image).objects.filter(pk=image.pk).update(file="", source_url="https://example.org/a.jpg")
    assert chosen_in(page_of(admin_client, change(post))) == [str(image.pk)]


def test_the_focal_point_is_stored(writer):
    image = make_image()
    make_post(status="draft", author=writer.author, hero_image=image)
    assert "data-focal-point" in page_of(writer, focus(image))
    answer = writer.post(focus(image), {"focal_x": "0.25", "focal_y": "0.75"})
    assert "25x75" in answer.content.decode()
    image.refresh_from_db()
    assert image.focal_point == (0.25, 0.75)
    for wrong in ("2", "-0.1", "nan", "left", ""):
        assert writer.post(focus(image), {"focal_x": wrong, "focal_y": "0.5"}).status_code == 400
    image.refresh_from_db()
    assert image.focal_point == (0.25, 0.75)


def test_the_focal_point_of_what_others_show_is_theirs(writer):
    image = make_image()
    make_post(hero_image=image, author=make_author())
    assert "data-focal-point" not in page_of(writer, focus(image))
    assert writer.post(focus(image), {"focal_x": "0", "focal_y": "0"}).status_code == 403
    image.refresh_from_db()
    assert image.focal_point == (0.5, 0.5)


def tag_names(client, query: str) -> list[str]:
    return [tag["name"] for tag in client.get(TAGS, {"q": query}).json()["tags"]]


def test_tags_are_found_by_their_beginning_then_by_a_part_then_by_use(writer):
    make_post(tags=["Career growth", "Events"])
    make_post(tags=["Events", "Small talk", "Evening", "100%"])
    assert tag_names(writer, "ev") == ["Events", "Evening"]
    assert tag_names(writer, "ＴＡＬＫ") == ["Small talk"]
    assert tag_names(writer, "%") == ["100%"]
    assert tag_names(writer, "giraffe") == []
    assert writer.get(TAGS, {"q": "ev"}).json()["tags"][0] == {"name": "Events", "count": 2}


def test_at_most_ten_tags_are_offered(writer):
    make_post(tags=[f"Tag {number}" for number in range(12)])
    assert len(tag_names(writer, "")) == 10


@pytest.mark.parametrize(
    ("title", "slug", "address"),
    [
        ("Weak ties", "", "/articles/weak-ties/"),
        ("한국어 C++", "", "/articles/한국어-c-plus-plus/"),
        ("Taken", "", "/articles/taken-2/"),
        ("", "", "/articles/post/"),
        ("Weak ties", "own", "/articles/own/"),
    ],
)
def test_the_address_is_told_as_saving_would_make_it(admin_client, title, slug, address):
    make_post("Taken")
    answer = admin_client.get(ADDRESS, {"title": title, "slug": slug}).json()
    assert answer["problem"] == ""
    assert answer["address"].endswith(reverse("article", args=[address.split("/")[2]]))


def test_the_address_is_told_what_speaks_against_it(admin_client):
    post = make_post("Taken")
    asked = {"title": "Weak ties", "slug": "taken"}
    assert "Another article" in admin_client.get(ADDRESS, asked).json()["problem"]
    assert admin_client.get(ADDRESS, {**asked, "post": post.pk}).json()["problem"] == ""
    assert admin_client.get(ADDRESS, {"slug": "not a slug", "post": "x"}).json()["problem"]


def test_the_social_card_is_drawn_of_what_is_typed(admin_client):
    category = make_category("Meeting")
    typed = {"title": "Weak ties", "category": category.pk, "author": "x"}
    answer = admin_client.post(CARD, typed)
    assert Pillow.open(io.BytesIO(answer.content)).size == (1200, 630)
    assert answer.headers["Content-Type"] == "image/png"
    assert "no-store" in answer.headers["Cache-Control"]
    other = admin_client.post(CARD, {**typed, "title": "Strong ties"})
    assert other.content != answer.content
    assert admin_client.post(CARD, {"title": ""}).status_code == 200
    assert admin_client.get(CARD).status_code == 405


@pytest.mark.parametrize("address", [TAGS, ADDRESS, HEROES, f"{HEROES}1/", CARD])
def test_those_who_do_not_write_are_told_nothing(client, guest, address):
    make_image()
    ask = guest.post if address == CARD else guest.get
    assert ask(address).status_code == 403
    client.logout()
    assert ask(address).status_code == 302


@pytest.mark.parametrize("count", [1, 40])
def test_endpoints_take_the_same_queries_at_any_size(admin_client, django_assert_num_queries, count):
    image = make_image()
    for number in range(count):
        make_post(hero_image=image, tags=[f"Tag {number % 20}"])
    session_and_user = 2
    for address, queries in ((f"{TAGS}?q=t", 1), (f"{ADDRESS}?title=Ties", 2), (f"{HEROES}?chosen=9", 2)):
        with django_assert_num_queries(session_and_user + queries):
            admin_client.get(address)

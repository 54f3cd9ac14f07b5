import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import links, outline, roles
from articles.content_checks import check
from articles.models import Link, Page, Post, Redirect
from tests.factories import make_author, make_category, make_image, make_post, make_series, make_user

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
LATER = "2099-01-01T00:00Z"


def link_state(address: str, post: Post | None = None) -> str | None:
    contents = outline.read(f"[Words]({address})")
    return links.look_up(post or Post(slug="own"), contents).link_state(address)


def image_state(address: str, post: Post | None = None) -> str | None:
    contents = outline.read(f"![Words](<{address}>)")
    return links.look_up(post or Post(slug="own"), contents).image_state(address)


@pytest.fixture
def world():
    """One of everything that has an address; `waiting` ones are not public."""
    fields = {
        "category": make_category("Meeting"),
        "author": make_author("Ada"),
        "series": make_series("Letters"),
    }
    make_post(slug="live", tags=["One"], body="## Why\n\nWords.", published_at="2026-03-01T09:00Z", **fields)
    make_post(slug="인맥", tags=["One"])
    make_post(slug="draft", status="draft", tags=["Hidden"], category=make_category("Hidden"))
    make_post(slug="scheduled", published_at=LATER)
    make_post(slug="withdrawn", status="withdrawn", published_at="2026-01-01T00:00Z")
    make_post(slug="binned", status="binned")
    Page.objects.create(title="About", path="about", is_public=True)
    Page.objects.create(title="Soon", path="soon")
    for old, new in [("/old/", "/articles/live/"), ("/older.html", "/articles/draft/"), ("/dead/", "/gone/")]:
        Redirect.objects.create(old_path=old, new_path=new)


@pytest.mark.parametrize(
    ("address", "state"),
    [
        ("/", None),
        ("/articles/live/", None),
        (f"{SITE}/articles/live/?a=b#why", None),
        ("//127.0.0.1:8000/articles/nowhere/", "broken"),
        ("../live/", None),
        ("../live", "redirected"),
        ("/articles/%EC%9D%B8%EB%A7%A5/", None),
        ("/articles/live.md", None),
        ("/articles/draft.md", "not_public"),
        ("/articles/live/#why", None),
        ("/articles/live/#wherefore", "broken"),
        ("/articles/live/#top", None),
        ("/articles/live/#:~:text=Words", None),
        ("/articles/live", "redirected"),
        ("/articles/nowhere/", "broken"),
        ("/articles/draft/", "not_public"),
        ("/articles/scheduled/", "not_public"),
        ("/articles/withdrawn/", "broken"),
        ("/articles/binned/", "broken"),
        ("/category/meeting/", None),
        ("/category/meeting/page/2/", None),
        ("/category/meeting/feed/", None),
        ("/category/meeting/feed.json", None),
        ("/category/hidden/", "not_public"),
        ("/category/nowhere/", "broken"),
        ("/tag/one/", None),
        ("/tag/hidden/", "not_public"),
        ("/author/ada/", None),
        ("/series/letters/", None),
        ("/2026/", None),
        ("/2026/03/", None),
        ("/2026/04/", "broken"),
        ("/2026/13/", "broken"),
        ("/1999/", "broken"),
        ("/feed/", None),
        ("/feed.json", None),
        ("/search/?q=words", None),
        ("/sitemap.xml", None),
        ("/archive/", None),
        ("/static/css/site.css", None),
        ("/about/", None),
        ("/soon/", "not_public"),
        ("/nowhere/", "broken"),
        ("/nowhere.html", "broken"),
        ("/old/", "redirected"),
        ("/old", "redirected"),
        ("/older.html", "not_public"),
        ("/dead/", "broken"),
        ("/preview/some-token/", "broken"),
        ("/media/images/nothing.jpg", "broken"),
        ("/%00%ff", "broken"),
        ("https://example.org/articles/nowhere/", None),
        ("mailto:ada@example.org", None),
        ("http://[", None),
        ("?page=2", None),
        ("/articles/own/", None),
        ("/articles/own/#nowhere", "broken"),
    ],
)
def test_where_an_address_leads(world, address, state):
    assert link_state(address) == state


def test_files_of_the_library_are_there(world):
    image = make_image()
    for name in image.file_names:
        assert link_state(f"/media/{name}") is None
        assert image_state(f"/media/{name}") is None
    assert image_state(f"/media/{image.stem}-9999.jpg") == "broken"
    assert image_state("/media/images/nothing.jpg") == "broken"
    assert image_state("/assets/chair.png") == "broken"
    assert image_state("https://example.org/chair.png") is None


def test_pictures_that_need_no_words():
    ornament, hero = make_image(decorative=True, alt=""), make_image()
    post = Post(slug="own", hero_image=hero)
    assert image_state(ornament.file.url, post) == "decorative"
    assert image_state(hero.file.url, post) == "decorative"
    assert image_state(hero.file.url) is None


def test_pictures_that_came_from_elsewhere_are_known():
    fetched, imported = make_image(source_url="https://example.org/a.png", decorative=True), make_image()
    post = make_post()
    post.body = "![A chair](/assets/chair.png)"
    post.save(images={"/assets/chair.png": imported})
    assert image_state(fetched.source_url) == "decorative"
    assert image_state("/assets/chair.png", post) is None
    assert image_state("/assets/chair.png") == "broken"
    assert not links.findings(Link.objects.all())


def test_the_checks_take_the_lookup(world):
    body = "[A draft](/articles/draft/) and ![A broken picture](/assets/x.png)\n\n[Away](/nowhere/)"
    contents = outline.read(body)
    lookup = links.look_up(Post(slug="own"), contents)
    found = check(
        body,
        title="Words",
        excerpt="",
        description="",
        tags=[],
        contents=contents,
        link_state=lookup.link_state,
        image_state=lookup.image_state,
    )
    assert {"link_not_public", "image_broken", "link_broken"} <= {finding.code for finding in found}


def test_many_addresses_take_as_many_queries_as_few(world):
    def queries(count: int) -> int:
        paths = (
            "/articles/a{0}/ /category/a{0}/ /tag/a{0}/ /a{0}/ /a{0}.html /media/a{0}.jpg /{0:04}/".split()
        )
        body = " ".join(f"[x]({path.format(n)}#y)" for n in range(1, count) for path in paths)
        contents = outline.read(body)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            links.look_up(Post(slug="own"), contents)
        return len(captured)

    assert queries(2) == queries(40) < 25


def test_a_save_stores_links_with_their_lines():
    post = make_post(slug="own", body=f"[One](/a/#b)\n\n![Two]({SITE}/c%20d.png) [Three](https://e.example)")
    rows = post.links.values_list("line", "kind", "address", "path", "anchor")
    assert sorted(rows) == [
        (1, "link", "/a/#b", "/a/", "b"),
        (3, "image", f"{SITE}/c%20d.png", "/c d.png", ""),
        (3, "link", "https://e.example", "", ""),
    ]
    post.body = "[Four](/f/)\0"
    post.save()
    assert [link.address for link in post.links.all()] == ["/f/"]
    post.delete()
    assert not Link.objects.exists()


def test_links_are_read_anew_only_when_the_text_changed():
    post = make_post(body="[One](/a/)")
    post.title = "Another"
    post.save()
    before = set(Link.objects.values_list("pk", flat=True))
    post.show_toc = True
    with CaptureQueriesContext(connection) as captured:
        post.save()
    asked = [query["sql"] for query in captured if "articles_link" in query["sql"]]
    assert not asked
    assert set(Link.objects.values_list("pk", flat=True)) == before
    post.body += " More."
    with CaptureQueriesContext(connection) as captured:
        post.save()
    assert sum("articles_link" in query["sql"] for query in captured) == 2


def test_a_body_that_cannot_be_read_has_no_links():
    post = make_post(body="[One](/a/)")
    Post.objects.filter(pk=post.pk).update(body="x" * 500_001)
    call_command("index_links", verbosity=0)
    assert not post.links.exists()


def test_links_of_existing_articles_are_read_by_a_command(capsys):
    post = make_post(body="[One](/a/)")
    Link.objects.all().delete()
    call_command("index_links")
    assert "1 articles" in capsys.readouterr().out
    assert [link.path for link in post.links.all()] == ["/a/"]


def found() -> list[tuple]:
    rows = links.findings(Link.objects.all())
    return [(row.line, row.kind, row.address, row.state, row.new_address) for row in rows]


def test_findings_of_the_site(world):
    make_post(
        slug="own",
        body=(
            "[Fine](/articles/live/#why) [Itself](/articles/own/) [Top](#top) [There](#here)\n\n"
            "[Anchor](/articles/live/#no)\n\n[Old](/old/?a=b#c)\n\n![None](/x.png)\n\n[Soon](/soon/)\n\n[No](#no)\n\n## Here"
        ),
    )
    assert found() == [
        (3, "anchor", "/articles/live/#no", "broken", ""),
        (5, "link", "/old/?a=b#c", "redirected", "/articles/live/?a=b#c"),
        (7, "image", "/x.png", "broken", ""),
        (9, "link", "/soon/", "not_public", ""),
        (11, "anchor", "#no", "broken", ""),
    ]


def broken_count(user) -> int:
    return sum(finding.state == "broken" for finding in links.findings(links.reported(user)))


def test_what_is_found_is_of_what_the_user_sees():
    user = make_user(is_staff=True)
    roles.give(user, roles.AUTHORS)
    for status in ("draft", "published"):
        make_post(status=status, body="[No](/no/) ![No](/no.png)", author=make_author())
    make_post(status="draft", body="[No](/no/)", author=make_author(user=user))
    for status in ("withdrawn", "binned"):
        make_post(status=status, published_at="2026-01-01T00:00Z", body="[No](/no/)")
    assert broken_count(user) == 3
    assert broken_count(make_user(is_superuser=True, is_staff=True)) == 5


def test_hosts_are_counted():
    make_post(
        body="[A](https://a.example/x) [A](http://a.example/#y) [B](//b.example) [C](mailto:a@c.example)"
    )
    make_post(body="[A](https://A.example/z) [Own](/x/) [Own](?a=b)")
    assert links.hosts(Link.objects.all()) == [("a.example", 3, 2), ("b.example", 1, 1)]


def test_the_nearest_address_is_suggested(world):
    make_post(slug="the-strength-of-weak-ties")
    make_post(slug="going-alone")
    paths = [
        "/2019/05/strength-of-weak-ties.html",
        "/articles/going-along/",
        "/category/meetings/",
        "/articles/draft/",
        "/xyz/",
    ]
    assert links.suggestions(paths) == {
        "/2019/05/strength-of-weak-ties.html": "/articles/the-strength-of-weak-ties/",
        "/articles/going-along/": "/articles/going-alone/",
        "/category/meetings/": "/category/meeting/",
    }


@pytest.fixture
def editor():
    user = make_user(is_staff=True)
    roles.give(user, roles.EDITORS)
    return user


def test_a_repair_changes_one_address_and_is_a_revision(editor):
    post = make_post(body='[One](/old/)\r\n\r\n[Two](/old/ "Title")')
    links.repair(post.pk, 3, "/old/", "/new/", by=editor)
    post.refresh_from_db()
    assert post.body == '[One](/old/)\r\n\r\n[Two](/new/ "Title")'
    newest = post.revisions.first()
    assert (newest.number, newest.by, newest.note) == (2, editor, "Link repaired: /old/ → /new/")
    assert [link.address for link in post.links.all()] == ["/old/", "/new/"]


def test_a_repair_of_a_text_that_changed_meanwhile_changes_nothing(editor):
    post = make_post(body="A line.\n\n[One](/old/)")
    with pytest.raises(LookupError):
        links.repair(post.pk, 1, "/old/", "/new/", by=editor)
    post.refresh_from_db()
    assert "/old/" in post.body
    assert post.revisions.count() == 1


def test_a_repair_takes_the_permission_to_change(client):
    author = make_user(is_staff=True)
    roles.give(author, roles.AUTHORS)
    post = make_post(body="[One](/old/)")
    with pytest.raises(PermissionDenied):
        links.repair(post.pk, 1, "/old/", "/new/", by=author)
    assert links.repair_all(Link.objects.all(), "/old/", "/new/", by=author) == (0, 1)
    post.refresh_from_db()
    assert "/old/" in post.body


def test_one_address_is_repaired_everywhere(editor):
    body = "[One](/old/) [Two](/old/)\n\n[Three][x] and [Four][x]\n\n[x]: /old/\n"
    posts = [make_post(body=body) for _ in range(3)]
    assert links.repair_all(Link.objects.all(), "/old/", "/new/", by=editor) == (3, 0)
    for post in posts:
        post.refresh_from_db()
        assert post.body == body.replace("/old/", "/new/")
        assert post.revisions.count() == 2

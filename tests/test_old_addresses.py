from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import old_addresses
from articles.importers.base import ImportedListing, ImportedRedirect
from articles.models import MissedPath, Page, Redirect
from tests.factories import make_author, make_category, make_post

pytestmark = pytest.mark.django_db
DATED = ["/career/2023/04/05/Say-Hello.html", "/career/2023/04/05/Say-Hello/", "/career/2023/04/05/Say-Hello"]


@pytest.fixture
def post():
    return make_post(slug="say-hello")


def rows() -> dict[str, str]:
    return dict(Redirect.objects.values_list("old_path", "new_path"))


def follow(client, address: str, new: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.get("Location")) == (301, new), address
    assert client.get(new).status_code == 200


@pytest.mark.parametrize(
    ("old", "asked"),
    [
        ("/a/b.html", ["/a/b.html", "/a/b", "/a/b/", "/a/b/index.html", "/a/b/index.htm", "/a/b.htm", "/a/b/index.php"]),
        ("/a/b/", ["/a/b.html", "/a/b", "/a/b/", "/a/b/index.html"]),
        ("/a/b", ["/a/b.html", "/a/b", "/a/b/", "/a/b/index.html"]),
        ("/a/b/index.html", ["/a/b.html", "/a/b", "/a/b/", "/a/b/index.html"]),
        ("/a/v1.2-notes/", ["/a/v1.2-notes/", "/a/v1.2-notes", "/a/v1.2-notes.html"]),
        ("/a/v1.2-notes.html", ["/a/v1.2-notes/", "/a/v1.2-notes"]),
        ("/A/Meeting-People.html", ["/A/Meeting-People.html", "/a/meeting-people", "/A/MEETING-PEOPLE.HTML"]),
        ("/c#/café/", ["/c%23/caf%C3%A9/", "/c%23/caf%C3%A9.html", "/c%23/cafe%CC%81/", "/c%2523/caf%25C3%25A9/"]),
        ("/caf%C3%A9/", ["/caf%C3%A9/", "/caf%25C3%25A9/"]),
        ("/2023/한국어-제목.html", [quote("/2023/한국어-제목"), quote(quote("/2023/한국어-제목.html"))]),
        ("/a/b/", ["/a//b/", "/a/b/%20", "/a/b%20", "/a/b.html%20", "/a/%20b/", "/a/b/?utm=1"]),
        ("/a b/c/", ["/a%20b/c/", "/a%2520b/c/"]),
        ("/feed.xml", ["/feed.xml", "/Feed.xml"]),
        ("/old.php?id=3", ["/old.php?id=3"]),
        ("/?p=12", ["/?p=12", "/index.php?p=12", "/?p=12&preview=false", "/?utm=1&p=12"]),
        ("/blog/?page_id=3", ["/blog/?page_id=3", "/blog?page_id=3", "/blog/index.php?page_id=3"]),
    ],
)  # fmt: skip
def test_every_form_and_spelling_leads_to_the_article_at_once(client, post, old, asked):
    assert old_addresses.leave([old], post.get_absolute_url()) == []
    assert len(rows()) <= 2
    for address in asked:
        response = client.get(address)
        assert response.status_code == 301, address
        assert response["Location"].partition("?")[0] == "/articles/say-hello/"
        assert client.head(address).status_code == 301


def test_all_forms_of_an_address_are_one_row(post):
    assert old_addresses.leave(DATED, post.get_absolute_url()) == []
    assert rows() == {
        "/career/2023/04/05/Say-Hello.html": "/articles/say-hello/",
        "/career/2023/04/05/say-hello.html": "/articles/say-hello/",
    }


def test_the_rest_of_a_query_is_kept(client, post):
    old_addresses.leave(["/?p=12", "/a/"], post.get_absolute_url())
    assert client.get("/?p=12&utm_source=a%20b")["Location"] == "/articles/say-hello/?utm_source=a+b"
    assert client.get("/a.html?x=1&y=2")["Location"] == "/articles/say-hello/?x=1&y=2"


def test_the_front_page_answers_other_queries_itself(client, post, django_assert_num_queries):
    old_addresses.leave(["/?p=12"], post.get_absolute_url())
    for query in ("?p=13", "?utm_source=p", "?page=2", "?" + "&".join(f"p={n}" for n in range(50)), "?p=%00"):
        assert client.get(f"/{query}").status_code == 200
    with CaptureQueriesContext(connection) as plain:
        client.get("/")
    with django_assert_num_queries(len(plain)):
        client.get("/?utm_source=x")


@pytest.mark.parametrize("address", ["/index.html", "/index.php", "/index.html?utm=1"])
def test_files_of_the_front_page_lead_to_it(client, post, address):
    response = client.get(address)
    assert response.status_code == 301
    assert response["Location"].partition("?")[0] == "/"


def test_the_exact_address_wins_over_other_forms_of_another_whichever_came_first(client, post):
    other = make_post(slug="other")
    for first, second in ((post, other), (other, post)):
        Redirect.objects.all().delete()
        old_addresses.leave(["/About.html"], first.get_absolute_url())
        old_addresses.leave(["/about/"], second.get_absolute_url())
        assert client.get("/About.html")["Location"] == first.get_absolute_url()
        assert client.get("/about/")["Location"] == second.get_absolute_url()
        assert client.get("/about/index.html")["Location"] == second.get_absolute_url()


def test_a_page_that_keeps_its_address_is_found_by_its_other_forms(client):
    page = Page.objects.create(title="About", path="about", is_public=True)
    forms = ["/about/", "/about.html", "/about", "/about/index.html"]
    assert old_addresses.leave(forms, page.get_absolute_url()) == []
    for address in ("/about", "/about.html", "/about/index.html"):
        follow(client, address, "/about/")
    assert client.get("/about/").status_code == 200


@pytest.mark.parametrize(
    ("old", "reason"),
    [
        ("/archive/", "taken by the site"),
        ("/2023/04/", "taken by the site"),
        ("/", "taken by the site"),
        ("/static/a.css", "taken by the site"),
        ("/media/a.pdf", "taken by the site"),
        ("/about/", "page here"),
        ("/articles/taken/", "page here"),
        ("/a\r\nb/", "no address"),
        ("//evil.example/", "no address"),
        ("https://evil.example/", "no address"),
        ("/a\\b/", "no address"),
        ("/" + "x" * 600, "longer than"),
    ],
)
def test_what_is_something_here_stays_and_is_told(client, post, old, reason):
    Page.objects.create(title="About", path="about", is_public=True)
    make_post(slug="taken")
    (refused,) = old_addresses.leave([old], post.get_absolute_url())
    assert refused.startswith(f"{old[:500]}")
    assert reason in refused
    assert not rows()


def test_other_forms_of_what_is_taken_lead_on_nevertheless(client, post):
    (refused,) = old_addresses.leave(["/archive/", "/archive.html", "/archive"], post.get_absolute_url())
    assert refused.startswith("/archive/ (")
    follow(client, "/archive.html", "/articles/say-hello/")
    assert client.get("/archive/").status_code == 200


def test_two_articles_of_one_address_are_told(post):
    pairs = [(["/a/"], post.get_absolute_url()), (["/a/"], make_post(slug="b").get_absolute_url())]
    (refused,) = old_addresses.leave_all(pairs)
    assert refused == "/a/ (leads to /articles/say-hello/ already)"


def test_nothing_leads_off_the_site(post):
    assert "another site" in old_addresses.leave(["/a/"], "https://evil.example/x/")[0]
    assert "another site" in old_addresses.leave(["/a/"], "//evil.example/x/")[0]
    assert not rows()


def test_after_a_later_rename_there_is_still_one_step(client, post):
    old_addresses.leave(DATED, post.get_absolute_url())
    post.slug = "greet"
    post.save()
    for address in [*DATED, DATED[0].lower()]:
        follow(client, address, "/articles/greet/")
    old_addresses.leave(DATED, post.get_absolute_url())
    assert set(rows().values()) == {"/articles/greet/"}


def test_an_address_in_use_is_cleared_and_chains_are_straightened(client, post):
    Redirect.objects.create(old_path="/articles/say-hello/", new_path="/tags/")
    Redirect.objects.create(old_path="/x/", new_path="/gone/")
    MissedPath.objects.create(path="/gone/")
    old_addresses.leave(["/gone/"], post.get_absolute_url())
    assert rows() == {"/x/": "/articles/say-hello/", "/gone/": "/articles/say-hello/"}
    assert not MissedPath.objects.exists()


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"status": "draft"}, 404),
        ({"status": "in_review"}, 404),
        ({"published_at": "2999-01-01T00:00+00:00"}, 404),
        ({"status": "withdrawn", "published_at": "2020-01-01T00:00+00:00"}, 410),
        ({"published_at": "2020-01-01T00:00+00:00", "withdraw_at": "2021-01-01T00:00+00:00"}, 410),
    ],
)
def test_old_addresses_of_what_is_not_public_tell_nothing(client, fields, answer):
    post = make_post("A canary", slug="canary", **fields)
    old_addresses.leave([*DATED, "/?p=12"], post.get_absolute_url())
    for address in DATED:
        response = client.get(address, follow=True)
        assert response.status_code == answer
        assert "canary" not in (response.content.decode() + str(response.headers)).lower()
    by_number = client.get("/?p=12")
    assert by_number.status_code == (410 if answer == 410 else 200)
    assert "canary" not in by_number.content.decode().lower()
    assert not MissedPath.objects.exists()


def test_files_of_the_storage_are_reached_if_they_are_there(client):
    name = default_storage.save("files/Price list", ContentFile(b"%PDF"))
    assert old_addresses.leave(["/assets/list.pdf"], default_storage.url(name)) == []
    assert client.get("/assets/list.pdf")["Location"] == default_storage.url(name)
    default_storage.delete(name)
    assert client.get("/assets/list.pdf").status_code == 404
    Redirect.objects.update(new_path="/media/../secret")
    assert client.get("/assets/list.pdf").status_code == 404


def make_listing(kind: str, name: str = "", **fields) -> ImportedListing:
    return ImportedListing(path="_config.yml", kind=kind, name=name, **fields)  # type: ignore[arg-type]


def test_a_listing_is_found_by_the_name_that_was_chosen_here(client):
    make_post(category=make_category("Career and Work"))
    make_post(category=make_category("Films"))
    names = {"name": "Career and Work", "strict_name": "Career"}
    old_addresses.leave_listing(make_listing("category", **names, old_paths=["/categories/career/"]))
    names = {"name": "Films and Books", "strict_name": "Films"}
    old_addresses.leave_listing(make_listing("category", **names, old_paths=["/categories/films/"]))
    follow(client, "/categories/career/", "/category/career-and-work/")
    follow(client, "/categories/films/", "/category/films/")


@pytest.mark.parametrize(
    ("listing", "new"),
    [
        (("home", ""), "/"),
        (("archive", ""), "/archive/"),
        (("categories", ""), "/categories/"),
        (("tags", ""), "/tags/"),
        (("category", "career and work"), "/category/career-and-work/"),
        (("tag", "SMALL-talk"), "/tag/small-talk/"),
        (("author", "Kim"), "/author/kim/"),
    ],
)
@pytest.mark.parametrize("is_feed", [False, True])
def test_listings_and_their_feeds_lead_to_those_here(client, listing, new, is_feed):
    make_post(category=make_category("Career and Work"), tags=["Small-Talk"], author=make_author("Kim"))
    kind, name = listing
    old = ["/by/it.xml"] if is_feed else ["/by/it.html", "/by/it/"]
    assert old_addresses.leave_listing(make_listing(kind, name, is_feed=is_feed, old_paths=old)) == []
    end = new if not is_feed else new + "feed/" if name else "/feed/"
    for address in old:
        follow(client, address, end)


def test_pages_and_feeds_below_a_listing_go_along(client):
    category = make_category("Career")
    for _ in range(11):
        make_post(category=category)
    old_addresses.leave_listing(make_listing("category", "Career", old_paths=["/categories/career.html"]))
    for below in ("page/2/", "feed/", "page/2", "feed"):
        follow(client, f"/categories/career/{below}", f"/category/career/{below.rstrip('/')}/")


def test_a_listing_of_what_is_not_here_is_told():
    listing = make_listing("category", "Films", old_paths=["/films/", "/films"])
    assert old_addresses.leave_listing(listing) == ["/films/ (there is no category Films here)"]
    assert not rows()


def test_redirects_of_the_old_site_lead_to_the_end_at_once(client, post):
    old_addresses.leave(["/2023/hello.html"], post.get_absolute_url())
    given = [
        ("/first/", "/second/"),
        ("/second/", "/2023/hello/"),
        ("/third", "/tags/#x"),
        ("/4/", "/articles/say-hello"),
        ("/2026/", "/2026/"),
        ("/2026.html", "/2026/"),
    ]
    refused = old_addresses.leave_redirects([ImportedRedirect("f", old, target) for old, target in given])
    assert refused == []
    for old, new in (
        ("/first", "/articles/say-hello/"),
        ("/second.html", "/articles/say-hello/"),
        ("/third/", "/tags/"),
        ("/2026.html", "/2026/"),
    ):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, new)


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("https://evil.example/", "leads to another site: https://evil.example/"),
        ("//evil.example/", "another site"),
        ("javascript:alert(1)", "another site"),
        ("http://[", "another site"),
        ("/nowhere/", "where nothing is"),
    ],
)
def test_redirects_that_cannot_be_kept_are_told(target, reason):
    (refused,) = old_addresses.leave_redirect(ImportedRedirect("f", "/old/", target))
    assert refused.startswith("/old/ (")
    assert reason in refused
    assert not rows()


def test_redirects_in_a_circle_are_told():
    given = [ImportedRedirect("f", "/a/", "/b/"), ImportedRedirect("f", "/b/", "/a/")]
    assert old_addresses.leave_redirects(given) == [
        "/a/ (leads round in a circle)",
        "/b/ (leads round in a circle)",
    ]


def test_a_miss_costs_one_query_however_it_is_written(client, settings):
    for address in ("/x", "/X//Y.html", "/x.md", "/x/page/2/", "/x/?p=3", "/%2541/"):
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        asked = [query["sql"] for query in captured if "articles_redirect" in query["sql"]]
        assert len(asked) == 1, address


def test_many_articles_take_few_queries(django_assert_max_num_queries):
    pairs = [
        ([f"/{form}/{n}.html", f"/{form}/{n}/"], f"/articles/a-{n}/") for n in range(150) for form in "AB"
    ]
    with django_assert_max_num_queries(16):
        assert old_addresses.leave_all(pairs) == []
    assert Redirect.objects.count() == 600


def test_what_is_live_is_not_taken_for_another_form_of_an_old_address(client, post):
    other = make_post(slug="say-hello-9")
    old_addresses.leave(["/articles/say-hello.html"], other.get_absolute_url())
    given = [ImportedRedirect("f", "/old/", "/articles/say-hello/")]
    assert old_addresses.leave_redirects(given) == []
    follow(client, "/old/", "/articles/say-hello/")


def test_an_address_stays_with_the_first_text_but_for_careless_spellings(client, post):
    other = make_post(slug="other")
    old_addresses.leave(["/A/One.html"], post.get_absolute_url())
    assert old_addresses.leave(["/A/One.html"], other.get_absolute_url()) == [
        "/A/One.html (leads to /articles/say-hello/ already)"
    ]
    assert old_addresses.leave(["/a/one.html"], other.get_absolute_url()) == []
    follow(client, "/A/One.html", post.get_absolute_url())
    follow(client, "/a/one.html", other.get_absolute_url())
    listing = make_listing("home", old_paths=["/A/One.html"])
    assert "already" in old_addresses.leave_listing(listing)[0]

"""What becomes of everything that is no plain article: pages, files, old addresses, menus; and of what fails."""

from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import pytest

from articles.importers import (
    ImportedAuthor,
    ImportedFile,
    ImportedImage,
    ImportedListing,
    ImportedMenu,
    ImportedPage,
    ImportedPost,
    ImportedRedirect,
    ImportFailure,
    ImportSkip,
)
from articles.importers.load import LoadOptions, load, unresolved
from articles.models import Author, Category, Image, MenuLink, Page, Post, Redirect, SiteSettings
from tests.factories import picture_bytes

pytestmark = pytest.mark.django_db
A_DAY = datetime(2023, 4, 5, tzinfo=UTC)


def post(name: str, **fields) -> ImportedPost:
    given = {"title": name, "slug": name.lower(), "body": "Some words.", "published_at": A_DAY, **fields}
    return ImportedPost(f"test:{name}", f"{name}.md", **given)


def page(name: str, address: str, **fields) -> ImportedPage:
    return ImportedPage(f"test:{name}", f"{name}.md", name, address, **{"body": "Some words.", **fields})


def load_all(*outcomes, **options) -> list:
    return list(load(outcomes, LoadOptions(**options)))


def told(entry) -> str:
    return "\n".join(note.text for note in entry.notes)


def test_each_outcome_is_answered_for_in_its_order(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    entries = load_all(
        ImportSkip("x.txt", "no article"),
        post("One", old_paths=["/2023/one.html"], categories=["Letters"]),
        ImportFailure("y.md", "is not UTF-8", 3),
        page("About", "about", old_paths=["/about.html"]),
        ImportedFile("a.pdf", tmp_path / "a.pdf", ["/assets/a.pdf"]),
        ImportedListing("_config.yml", "category", "Letters", old_paths=["/categories/letters/"]),
        ImportedRedirect("_config.yml", "/older/", "/2023/one.html"),
    )
    assert [(entry.kind, entry.state, entry.address) for entry in entries[:4]] == [
        ("article", "skipped", ""),
        ("article", "created", "/articles/one/"),
        ("article", "failed", ""),
        ("page", "created", "/about/"),
    ]
    assert [(entry.kind, entry.state) for entry in entries[4:]] == [
        ("file", "created"),
        ("addresses", "created"),
        ("addresses", "created"),
    ]
    assert entries[5].address == "/category/letters/"
    assert entries[6].address == "/articles/one/"


@pytest.mark.parametrize(
    ("old_path", "leads_to"),
    [
        ("/2023/one.html", "/articles/one/"),
        ("/about.html", "/about/"),
        ("/letters/", "/category/letters/"),
        ("/draft.html", None),
    ],
)
def test_old_addresses_lead_on_once_there_is_something_to_read(client, old_path, leads_to):
    load_all(
        post("One", old_paths=["/2023/one.html"], categories=["Letters"]),
        post("Draft", old_paths=["/draft.html"], status="draft"),
        page("About", "about", old_paths=["/about.html"]),
        ImportedListing("_config.yml", "category", "Letters", old_paths=["/letters/"]),
    )
    response = client.get(old_path)
    assert response.status_code == (301 if leads_to else 404)
    assert response.headers.get("Location") == leads_to


def test_an_old_address_that_means_something_here_is_told_by_its_own_file():
    entries = load_all(post("One", old_paths=["/one.html"]), post("Two", old_paths=["/admin/", "/two.html"]))
    assert "old address" not in told(entries[0])
    assert "/admin/" in told(entries[1])
    assert Redirect.objects.filter(old_path="/two.html", new_path="/articles/two/").exists()


def test_a_file_is_stored_under_a_name_of_its_content_and_saved_by_browsers(tmp_path, client):
    (tmp_path / "Our Report.PDF").write_bytes(b"%PDF-1.7 words")
    report = ImportedFile("Our Report.PDF", tmp_path / "Our Report.PDF", ["/assets/Our Report.PDF"])
    (entry,) = load_all(report)
    assert entry.address.startswith("/media/files/")
    assert entry.address.endswith("-our-report.pdf")
    response = client.get(entry.address)
    assert b"".join(response.streaming_content) == b"%PDF-1.7 words"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert client.get("/assets/Our%20Report.PDF").headers["Location"] == entry.address
    assert load_all(report)[0].state == "unchanged"


@pytest.mark.parametrize(
    "name", ["a.html", "a.svg", "a.js", "a.xml", "a.xhtml", "a.pdf.htm", "a", ".pdf", "a.exe"]
)
def test_a_file_that_could_run_is_not_taken(tmp_path, name):
    (tmp_path / name).write_text("<script>alert(1)</script>")
    (entry,) = load_all(ImportedFile(name, tmp_path / name, [f"/{name}"]))
    assert (entry.state, entry.address) == ("skipped", "")
    assert "are not taken" in entry.reason
    assert not Redirect.objects.exists()


def test_a_file_that_is_gone_fails_alone(tmp_path):
    gone, one = load_all(ImportedFile("a.pdf", tmp_path / "a.pdf", ["/a.pdf"]), post("One"))
    assert (gone.state, one.state) == ("failed", "created")
    assert "cannot be opened" in gone.reason


@pytest.mark.parametrize(
    ("address", "path", "is_told"),
    [
        ("about", "about", False),
        ("legal/privacy", "legal/privacy", False),
        ("About Us", "about-us", True),
        ("search", "search-page", True),
        ("2023/summary", "2023-page/summary", True),
        ("taken", "taken-2", True),
        ("", "name", True),
        ("x" * 300, "x" * 100, True),
    ],
)
def test_a_page_gets_its_address_or_one_like_it(address, path, is_told):
    Page.objects.create(title="Taken", path="taken")
    (entry,) = load_all(page("Name", address))
    assert entry.address == f"/{path}/"
    assert ("can't be had here" in told(entry)) == is_told
    assert load_all(page("Name", address))[0].state == "unchanged"
    assert load_all(page("Name", address, description="New"))[0].address == f"/{path}/"


def test_a_page_shows_its_own_pictures(tmp_path, client):
    (tmp_path / "table.jpg").write_bytes(picture_bytes())
    picture = ImportedImage("/assets/table.jpg", "A table", file=tmp_path / "table.jpg")
    load_all(page("About", "about", body="![A table](/assets/table.jpg)", images=[picture]))
    image = Image.objects.get()
    assert 'src="/assets/table.jpg"' in Page.objects.get().body_html
    assert client.get("/assets/table.jpg").headers["Location"] == image.file.url


def test_a_menu_comes_in_once():
    menu = ImportedMenu(
        "nav.yml", [("One", "/old/one/"), ("Web", "https://example.org/"), ("Bad", "javascript:x")]
    )
    entries = load_all(post("One", old_paths=["/old/one/"]), menu)
    links = list(MenuLink.objects.order_by("order").values_list("label", "address"))
    assert links == [("One", "/articles/one/"), ("Web", "https://example.org/")]
    assert "menu: Bad" in told(entries[1])
    assert SiteSettings.current().menus["header"] == [list(link) for link in links]
    assert load_all(menu)[0].state == "unchanged"
    assert MenuLink.objects.count() == 2


def test_states_moments_and_authors_arrive(tmp_path):
    (tmp_path / "ada.jpg").write_bytes(picture_bytes())
    portrait = ImportedImage("/ada.jpg", "Ada", file=tmp_path / "ada.jpg")
    author = ImportedAuthor(
        "ada", "Ada", bio="*Writes*.", links=["https://example.org/", "javascript:x"], portrait=portrait
    )
    ends = datetime(2099, 1, 1, tzinfo=UTC)
    entries = load_all(
        post("Review", status="in_review", withdraw_at=ends, authors=[author]),
        post("Gone", status="withdrawn", withdraw_at=datetime(2020, 1, 1, tzinfo=UTC)),
        post("Long", description="word " * 100),
    )
    review, gone, long = (Post.objects.get(title=name) for name in ("Review", "Gone", "Long"))
    assert (review.status, review.withdraw_at) == ("in_review", ends)
    assert (gone.status, gone.withdraw_at) == ("withdrawn", None)
    assert "no end here" in told(entries[1])
    assert len(long.description) <= 300
    assert "longer than 300" in told(entries[2])
    ada = Author.objects.get()
    assert (ada.bio, ada.addresses, ada.portrait.original_name) == (
        "Writes.",
        ["https://example.org/"],
        "ada.jpg",
    )


@pytest.mark.parametrize(
    "bad",
    [
        {"title": ""},
        {"tags": ["x" * 300]},
        {"categories": ["x" * 300]},
        {"source_file": "x" * 600},
        {"body": ">" * 5000 + " x"},
        {"canonical_url": "javascript:x"},
    ],
)
def test_a_bad_file_leaves_nothing_and_the_others_of_its_batch_come_in(bad):
    first, wrong, last = load_all(
        post("One", categories=["Letters"], tags=["A"]),
        post("Bad", **{"categories": ["New"], "tags": ["New"], "old_paths": ["/bad.html"], **bad}),
        post("Two", categories=["New"], tags=["New"]),
    )
    assert (first.state, wrong.state, last.state) == ("created", "failed", "created")
    assert wrong.reason
    assert set(Post.objects.values_list("title", flat=True)) == {"One", "Two"}
    assert Post.objects.get(title="Two").category == Category.objects.get(name="New")
    assert Post.objects.get(title="Two").tags.names() == ["New"]
    assert not Redirect.objects.exists()


def test_a_reference_twice_is_one_article_and_a_name_twice_two():
    load_all(post("One"), post("One"), post("Other", title="One", slug="one"))
    assert set(Post.objects.values_list("slug", flat=True)) == {"one", "one-2"}


def test_a_dry_run_stores_nothing_and_sees_clashes_as_the_import_would(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    outcomes = [
        post("One", slug="same", categories=["Letters"], tags=["A"], old_paths=["/one.html"]),
        post("Two", slug="same"),
        page("About", "about"),
        ImportedFile("a.pdf", Path(tmp_path / "a.pdf"), ["/a.pdf"]),
    ]
    dry = load_all(*outcomes, dry_run=True)
    for model in (Post, Page, Category, Redirect):
        assert not model.objects.exists()
    real = load_all(*outcomes)
    assert [(entry.state, entry.address) for entry in dry] == [(entry.state, entry.address) for entry in real]


LIQUID = {"site": {}, "page": {}}


def referring(name: str, to: str) -> ImportedPost:
    body = f"[Words]({{% post_url 2023-04-05-{to} %}})"
    given = {"title": name, "slug": name, "body": body, "published_at": A_DAY, "variables": LIQUID}
    return ImportedPost(f"jekyll:_posts/2023-04-05-{name}.md", f"{name}.md", **given)


def test_references_to_later_articles_lead_there_in_the_end():
    entries = load_all(
        referring("first", "second"), referring("second", "first"), referring("third", "nowhere")
    )
    first = Post.objects.get(slug="first")
    assert "/articles/second/" in first.body_html
    assert first.revisions.count() == 1
    assert "/articles/first/" in Post.objects.get(slug="second").body_html
    assert "not here yet" in told(entries[0])
    assert unresolved() == ["third"]
    load_all(referring("nowhere", "first"))
    assert unresolved() == []
    assert "/articles/nowhere/" in Post.objects.get(slug="third").body_html


def test_an_import_in_parts_ends_as_one_in_one_go():
    outcomes = [referring("first", "second"), post("One"), referring("second", "first")]
    rest = iter(outcomes)
    stopped = load(rest, LoadOptions(together=1))
    assert next(stopped).state == "created"
    stopped.close()
    for entry in load(islice(rest, 5), LoadOptions()):
        assert entry.state == "created"
    assert Post.objects.count() == 3
    assert "/articles/second/" in Post.objects.get(slug="first").body_html


@pytest.mark.parametrize(
    ("address", "origin", "old_paths"),
    [
        ("/assets/a%20table.jpg", "body", ["/assets/a table.jpg"]),
        ("table.jpg?w=3", "body", ["/2023/table.jpg"]),
        ("../table.jpg", "link", ["/table.jpg"]),
        ("https://old.example/assets/table.jpg", "body", ["/assets/table.jpg"]),
        ("assets/table.jpg", "header.image", ["/2023/assets/table.jpg", "/assets/table.jpg"]),
    ],
)
@pytest.mark.parametrize("make", [post, page])
def test_a_text_s_own_pictures_are_found_where_the_old_site_had_them(
    tmp_path, client, make, address, origin, old_paths
):
    (tmp_path / "table.jpg").write_bytes(picture_bytes(60, 40))
    picture = ImportedImage(address, "A table", file=tmp_path / "table.jpg", origin=origin)
    given = {"address": "about"} if make is page else {}
    entry = load_all(make("One", old_paths=["/2023/one.html"], body="Words.", images=[picture], **given))[0]
    assert told(entry) == ""
    for old_path in old_paths:
        response = client.get(quote(old_path))
        assert (response.status_code, response["Location"]) == (301, Image.objects.get().file.url)


def test_the_first_of_two_articles_keeps_an_old_address_that_both_had(client):
    load_all(post("One", old_paths=["/2023/a.html"]))
    for _time in range(2):
        (entry,) = load_all(post("Two", old_paths=["/2023/a.html", "/two.html"], body=f"{_time}"))
        assert "old address: /2023/a.html (leads to /articles/one/ already)" in told(entry)
    assert client.get("/2023/a.html")["Location"] == "/articles/one/"
    assert client.get("/two.html")["Location"] == "/articles/two/"
    (entry,) = load_all(post("One", slug="first", old_paths=["/2023/a.html"]))
    assert told(entry) == ""
    assert client.get("/2023/a.html")["Location"] == "/articles/first/"
    Post.objects.filter(slug="first").update(status="withdrawn")
    load_all(post("Two", old_paths=["/2023/a.html"]))
    assert client.get("/2023/a.html")["Location"] == "/articles/two/"


def test_a_new_old_address_of_an_article_that_stayed_the_same_leads_on(client):
    load_all(post("One", old_paths=["/one.html"]))
    assert load_all(post("One", old_paths=["/one.html", "/1.html"]))[0].state == "unchanged"
    assert client.get("/1.html")["Location"] == "/articles/one/"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("word " * 40, ("word " * 40).strip()),
        ("word " * 60, ("word " * 39).strip() + "…"),
        ("語" * 300, "語" * 199 + "…"),
        ("a " + "b" * 300, "a " + "b" * 197 + "…"),
    ],
)
def test_a_title_that_is_too_long_is_cut_at_a_word_and_told(title, shown):
    for outcome in (post("One", title=title.strip()), page("About", "about")):
        outcome.title = title.strip()
        (entry,) = load_all(outcome)
        assert (entry.state, "title is longer" in told(entry)) == ("created", len(title.strip()) > 200)
    assert {Post.objects.get().title, Page.objects.get().title} == {shown}
    assert Post.objects.get().import_record.fields["title"] == shown


def test_a_dry_run_in_parts_says_of_old_addresses_what_the_import_says():
    outcomes = [
        post("One", categories=["Letters"], tags=["Ties"], old_paths=["/2023/one.html"]),
        ImportedListing("_config.yml", "category", "Letters", old_paths=["/letters/", "/letters"]),
        ImportedListing("_config.yml", "category", "Letters", is_feed=True, old_paths=["/letters.xml"]),
        ImportedListing("_config.yml", "tag", "ties", old_paths=["/t/ties/"]),
        ImportedListing("_config.yml", "tag", "None", old_paths=["/t/none/"]),
        ImportedListing("_config.yml", "archive", old_paths=["/archive/"]),
        ImportedRedirect("a.html", "/older/", "/2023/one.html"),
        ImportedRedirect("b.html", "/oldest/", "/older/"),
        ImportedRedirect("c.html", "/github.html", "https://elsewhere.example/"),
        ImportedRedirect("d.html", "/lost.html", "/nowhere/"),
    ]
    dry = load_all(*outcomes, dry_run=True, together=1)
    real = load_all(*outcomes, together=1)
    said = [(entry.state, entry.address, entry.reason, told(entry)) for entry in real]
    assert [(entry.state, entry.address, entry.reason, told(entry)) for entry in dry] == said
    assert [entry.reason for entry in real[1:]] == [
        "/letters/ → /category/letters/",
        "/letters.xml → /category/letters/feed/",
        "/t/ties/ → /tag/ties/",
        "/t/none/: not redirected",
        "/archive/: the same here",
        "/older/ → /articles/one/",
        "/oldest/ → /articles/one/",
        "/github.html: not redirected",
        "/lost.html: not redirected",
    ]
    assert "/github.html (leads to another site: https://elsewhere.example/)" in told(real[8])

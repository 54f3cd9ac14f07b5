"""The public site as files: served from a folder it is the same site, and says nothing that the site does not."""

import functools
import http.server
import re
import threading
import urllib.request
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from django.core.management import CommandError, call_command

from articles.exporters.static import CLOSED, HOSTING, site_files
from articles.exporters.static_answers import own_address
from articles.exporters.static_folder import SiteFolder
from articles.exporters.static_links import addresses_in
from articles.exporters.static_names import address_of, files_of, problem_of, warning_of
from articles.exporters.static_places import Places
from articles.exporters.static_scratch import scratch
from articles.models import MenuLink, MissedPath, Page, Post, Redirect, SiteSettings
from tests.factories import make_author, make_category, make_image, make_post, make_series, picture_bytes

pytestmark = pytest.mark.django_db
CANARY = "canary-in-the-coal-mine"
KINDS = {
    ".html": "text/html",
    ".css": "text/css",
    ".xml": "application/xml",
    ".json": "application/feed+json",
}
OWN = {".nojekyll", "_headers", "_redirects", "404.html", ".export-static"}


@pytest.fixture
def site(settings, tmp_path):
    """A small site with one of everything, and what must not be told of it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    author, image = make_author("Ada", bio="She writes."), make_image(content=picture_bytes(500, 400))
    place = {"category": make_category("첫 만남"), "author": author, "series": make_series("Beginnings")}
    body = f"## One\n\n![A table]({image.file.url})\n\n[Next](/articles/post-2/#one) [gone](/articles/gone/)"
    for number in range(12):
        make_post(slug=f"post-{number}", tags=["Small talk", "C++"], body=body, **place)
    make_post("Hero", slug="hero", hero_image=image)
    make_post(CANARY, slug=f"{CANARY}-1", status="draft", tags=[CANARY], category=make_category(CANARY))
    make_post(CANARY, slug=f"{CANARY}-2", published_at="2099-01-01T00:00Z")
    make_post(CANARY, slug=f"{CANARY}-3", status="withdrawn", published_at="2026-01-01T00:00Z")
    Page.objects.create(title="About", path="about/us", body="We are.", is_public=True)
    Page.objects.create(title=CANARY, path=CANARY, body=CANARY)
    publication = SiteSettings(name="Twin", accent="#005577")
    publication.save()
    MenuLink.objects.create(site=publication, label="About", address="/about/us/")
    publication.store_menus()
    Redirect.objects.leave("/2019/old.html", "/articles/post-1/")
    Redirect.objects.leave("/articles/older/", "/articles/post-1/")
    Redirect.objects.leave("/rss.xml", "/feed/")
    Redirect.objects.leave("/blog.php", "/archive/")
    Redirect.objects.create(old_path="/?p=12", new_path="/articles/post-1/")
    Redirect.objects.leave("/hidden/", f"/articles/{CANARY}-1/")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "twin"


def export(folder: Path, capsys, **options) -> str:
    call_command("export_static", str(folder), **options)
    return capsys.readouterr().out


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def moments_in(folder: Path) -> dict[Path, int]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".export-static")
    return {path: path.stat().st_mtime_ns for path in files}


def links_of(path: str, content: bytes) -> list[str]:
    name = path.rpartition("/")[2]
    kind = KINDS.get(Path(name).suffix, "") if path != "feed/index.html" else ""
    targets = [own_address(written, address_of(path)) for written in addresses_in(content, kind)]
    return [target for target in targets if target and not target.startswith(CLOSED)]


@pytest.mark.usefixtures("site")
def test_served_from_its_folder_it_is_the_same_site(folder, client, capsys):
    export(folder, capsys)
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *args: None})
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(quiet, directory=str(folder))
    )
    server.daemon_threads = False  # server_close() waits until each has closed its socket
    threading.Thread(target=server.serve_forever, daemon=True).start()
    old = {path for path in files_in(folder) if path.startswith(("2019/old", "articles/older", "rss"))}
    compared = set()
    try:
        for path in files_in(folder).keys() - OWN - old:
            if path.startswith("static/"):
                continue  # these the tests' own server would serve
            address = quote(address_of(path))
            with urllib.request.urlopen(
                f"http://127.0.0.1:{server.server_port}{address}", timeout=120
            ) as answer:
                served = answer.read()
            live = client.get(address)
            assert live.status_code == 200, address
            content = b"".join(live.streaming_content) if live.streaming else live.content
            assert served == content, address
            compared.add(unquote(address))
    finally:
        server.shutdown()
        server.server_close()
    for needed in (
        *("/", "/page/2/", "/articles/hero/", "/articles/hero.md", "/about/us/", "/category/첫-만남/"),
        *("/tag/small-talk/", "/tag/small-talk/page/2/", "/author/ada/", "/series/beginnings/", "/search/"),
        *("/feed/", "/feed.json", "/author/ada/feed/", "/tag/small-talk/feed.json", "/2026/", "/2026/03/"),
        *("/sitemap.xml", "/sitemap-posts-1.xml", "/robots.txt", "/archive/", "/categories/", "/tags/"),
        "/accent/005577.css",
    ):
        assert needed in compared, needed
    for kind in ("media/images/.+avif", "media/images/.+jpg", "cards/.+png", "covers/.+svg"):
        assert [path for path in files_in(folder) if re.fullmatch(kind, path)], kind
    assert (folder / "static/css/site.css").read_bytes() == Path("static/css/site.css").read_bytes()
    assert (folder / "404.html").read_bytes() == client.get("/articles-no/").content


@pytest.mark.usefixtures("site")
def test_the_twin_tells_nothing_more_and_all_its_links_lead_to_a_file(folder, capsys):
    said = export(folder, capsys)
    files = files_in(folder)
    assert [path for path, content in files.items() if CANARY in path or CANARY.encode() in content] == []
    dead = {
        (path, target)
        for path, content in files.items()
        for target in links_of(path, content)
        if not set(files_of(target)) & files.keys()
    }
    assert {target for _path, target in dead} == {"/articles/gone/"}  # as on the site itself
    assert "leads to /articles/gone/, where nothing is" in said
    assert not MissedPath.objects.exists()


@pytest.mark.usefixtures("site")
def test_old_addresses_lead_on(folder, client, capsys):
    said = export(folder, capsys)
    page = (folder / "2019/old.html").read_text()
    assert '<meta http-equiv="refresh" content="0; url=/articles/post-1/">' in page
    assert '<link rel="canonical" href="http://127.0.0.1:8000/articles/post-1/">' in page
    assert (folder / "articles/older/index.html").read_text() == page
    assert (folder / "articles/older.md").read_bytes() == client.get("/articles/post-1.md").content
    assert (folder / "rss.xml").read_bytes() == client.get("/feed/").content
    rules = (folder / "_redirects").read_text().splitlines()
    assert "/2019/old.html /articles/post-1/ 301" in rules
    assert "/blog.php /archive/ 301" in rules
    assert "note  blog.php  is no name of a page" in said
    assert "lacks 1 old addresses with a query" in said


def test_old_addresses_that_share_a_file_do_not_stand_in_each_others_way(folder, client, capsys):
    make_post(slug="a", body="[One](/old/a/) [two](/old/b.md) [three](/plain) [four](/2019/C.html)")
    make_post(slug="b")
    old = {"/old/a/": "a", "/old/b/": "a", "/old/b.md": "b", "/plain/": "a", "/2019/C.html": "a"}
    old |= {"/2019/c.html": "a", "/old/A/": "a", "/same/": "a", "/same/index.html": "a", "/Same/": "b"}
    for address, slug in (old | {"/robots.txt/a.html": "a"}).items():
        Redirect.objects.create(old_path=address, new_path=f"/articles/{slug}/")
    said = export(folder, capsys)
    notes = [line for line in said.splitlines() if line.startswith(("note", "failed"))]
    assert sorted(notes) == [
        "note  Same  has no file, because of same/index.html; only _redirects leads on from it",
        "note  Same.md  has no file, because of same.md; only _redirects leads on from it",
        "note  _redirects  alone leads on from 3 old addresses that others are but for capitals",
        "note  old/b.md  is no name of a page; only _redirects leads on from it",
        "note  robots.txt/a.html  has no file, because of robots.txt; only _redirects leads on from it",
    ]
    assert "/articles/a/" in (folder / "plain/index.html").read_text()
    assert (folder / "old/a.md").read_bytes() == client.get("/articles/a.md").content
    rules = [line.split()[0] for line in (folder / "_redirects").read_text().splitlines()]
    assert len(rules) == len(set(rules))
    assert "/old/b.md /articles/b/ 301" in (folder / "_redirects").read_text()


@pytest.mark.usefixtures("site")
def test_a_second_run_writes_what_changed_and_removes_what_went(folder, capsys):
    export(folder, capsys)
    before = moments_in(folder)
    said = export(folder, capsys)
    assert re.search(r"^\d+ unchanged$", said, re.M)
    assert moments_in(folder) == before
    mine = folder / "CNAME"
    mine.write_text("example.org")
    Post.objects.get(slug="hero").delete()
    post = Post.objects.get(slug="post-3")
    post.title = "Renamed"
    post.save()
    said = export(folder, capsys)
    assert re.search(r"\d+ written, \d+ unchanged, \d+ removed$", said, re.M)
    assert not (folder / "articles/hero").exists()
    assert not (folder / "articles/hero.md").exists()
    assert "Renamed" in (folder / "articles/post-3/index.html").read_text()
    assert mine.exists()


def test_a_run_that_was_cut_off_is_no_reason_to_start_anew(folder, capsys):
    make_post(slug="a")
    folder.mkdir()
    (folder / ".export-static.part").write_text("articles/b/index.html\nindex.html\n")
    for name in ("articles/b/index.html", "index.html"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("of the last run")
    export(folder, capsys)
    assert not (folder / "articles/b").exists()
    assert (folder / "articles/a/index.html").exists()
    assert not (folder / ".export-static.part").exists()


def write_and_interrupt(folder: Path) -> None:
    with SiteFolder(folder) as target:
        target.write("a.html", b"a")
        raise KeyboardInterrupt


def test_a_run_that_ends_early_leaves_the_list_of_what_it_wrote(folder):
    with pytest.raises(KeyboardInterrupt):
        write_and_interrupt(folder)
    with SiteFolder(folder) as target:
        assert target.was_cut_off
        assert target.holds("a.html")
        assert list(target.remove(lambda path: False)) == ["a.html"]
        target.finish()
    assert files_in(folder) == {".export-static": b""}


def test_files_of_others_are_not_written_over(folder, capsys):
    folder.mkdir()
    (folder / "index.html").write_text("mine")
    with pytest.raises(CommandError, match="1 files could not be exported"):
        export(folder, capsys)
    assert "failed  index.html  a file of this name is there" in capsys.readouterr().out
    assert (folder / "index.html").read_text() == "mine"
    export(folder, capsys, overwrite=True)
    assert (folder / "index.html").read_text() != "mine"


def test_a_link_out_of_the_folder_is_not_followed(folder, capsys, tmp_path):
    folder.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (folder / "archive").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CommandError):
        export(folder, capsys)
    assert "failed  archive/index.html  a link leads out of the folder" in capsys.readouterr().out
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_page_that_fails_is_named_and_what_is_public_stays(folder, capsys, settings):
    make_post(slug="a", tags=["Rooms"])
    export(folder, capsys)
    Page.objects.create(title="Café", path="x" * 200, body="x", is_public=True)
    broken = settings.TEMPLATES[0] | {"DIRS": [folder.parent / "templates", *settings.TEMPLATES[0]["DIRS"]]}
    (folder.parent / "templates/articles").mkdir(parents=True)
    (folder.parent / "templates/articles/tags.html").write_text("{% url 'nowhere' %}")
    settings.TEMPLATES = [broken]
    with pytest.raises(CommandError, match="1 files"):
        export(folder, capsys)
    assert "failed  tags/index.html  the site answered 500" in capsys.readouterr().out
    assert (folder / "tags/index.html").exists()
    assert (folder / "tag/rooms/index.html").exists()


@pytest.mark.parametrize(
    ("path", "problem", "warning"),
    [
        ("a/index.html", "", ""),
        ("첫-만남/index.html", "", ""),
        ("../a", "is no name", ""),
        ("a/../b", "is no name", ""),
        ("a//b", "is no name", ""),
        ("a\0b", "is no name", ""),
        ("a\\b", "is no name", ""),
        (f"{'x' * 256}/index.html", "255 bytes", ""),
        (f"{'첫' * 86}/index.html", "255 bytes", ""),
        ("con/index.html", "", "Windows"),
        ("lpt1.html", "", "Windows"),
        ("a./index.html", "", "Windows"),
        ("what?/index.html", "", "Windows"),
        ("console/index.html", "", ""),
    ],
)
def test_names_that_no_disk_takes_are_known(path, problem, warning):
    assert bool(problem) == bool(problem_of(path))
    assert problem in problem_of(path)
    assert problem or bool(warning) == bool(warning_of(path))


def test_no_name_is_both_a_file_and_a_folder():
    with scratch() as database:
        places = Places(database)
        assert places.take("Old/a.html") == "Old/a.html"
        assert places.take("old/A.html") == "Old/a.html"
        assert places.holder("old") == places.holder("old/a.html/b") == "Old/a.html"
        assert places.holder("old-er") == places.holder("ol") == places.holder("old/b") == ""


def test_names_that_differ_in_capitals_alone_are_told(folder, capsys):
    Page.objects.create(title="One", path="about", body="x", is_public=True)
    Page.objects.create(title="Two", path="About", body="y", is_public=True)
    with pytest.raises(CommandError):
        export(folder, capsys)
    assert "would be one file with" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("/a/", "/a/"),
        ("b/?q=1#c", "/x/b/"),
        ("../%EC%B2%AB/", "/첫/"),
        ("http://127.0.0.1:8000/a/", "/a/"),
        ("http://127.0.0.1:8000", "/"),
        ("//127.0.0.1:8000/a/", "/a/"),
        ("http://example.org/a/", ""),
        ("https://127.0.0.1:8000/a/", ""),
        ("mailto:a@example.org", ""),
        ("http://[", ""),
        ("", "/x/"),
    ],
)
def test_an_address_means_this_site_or_another(written, address):
    assert own_address(written, "/x/") == address


def test_the_site_is_asked_as_its_readers_ask(settings):
    settings.SITE_URL = "https://news.example"
    settings.ALLOWED_HOSTS = ["news.example"]
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    make_post(slug="a")
    files = {file.path: file.content for file in site_files()}
    assert b"https://news.example/articles/a/" in files["articles/a/index.html"]
    assert set(HOSTING) <= files.keys()

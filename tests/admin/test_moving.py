import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.admin.moving import slices, start
from articles.models import Category, ImportEntry, ImportRun, Post, Redirect
from tests.factories import make_post

pytestmark = pytest.mark.django_db
PLACE = "/admin/articles/importrun/"
POST = "---\ntitle: {0}\ncategories: Career and Work\nmood: calm\n---\nWords of {0}.\n"
SITE = {
    "_config.yml": "permalink: /:year/:title/\n",
    **{f"_posts/2026-01-0{day}-part-{day}.md": POST.format(f"Part {day}") for day in range(1, 6)},
    "_posts/2026-01-06-latin.md": "---\ntitle: Café\n---\n".encode("latin-1"),
}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Give the uploads a place of their own, and return it."""
    storage = FileSystemStorage(tmp_path / "private")
    monkeypatch.setattr(ImportRun._meta.get_field("file"), "storage", storage)
    return tmp_path / "private" / "imports"


def packed(files: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def upload(client, content: bytes = b"", name: str = "site.zip", **fields):
    file = SimpleUploadedFile(name, content or packed(SITE))
    return client.post(f"{PLACE}add/", {"source": "jekyll", "file": file, **fields}, follow=True)


def started(client, *args, **fields) -> ImportRun:
    page = upload(client, *args, **fields)
    assert page.redirect_chain, re.findall(r"errorlist.*", page.content.decode())
    return ImportRun.objects.get()


def post(client, run: ImportRun, verb: str):
    response = client.post(f"{PLACE}{run.pk}/{verb}/", follow=True)
    run.refresh_from_db()
    return response


def checked(client, *args, **fields) -> ImportRun:
    run = started(client, *args, **fields)
    post(client, run, "continue")
    return run


def page_of(client, run: ImportRun, query: str = "") -> str:
    return client.get(f"{PLACE}{run.pk}/{query}").content.decode()


def states(run: ImportRun, *, is_dry: bool) -> list[str]:
    found = run.entries.filter(is_dry=is_dry, kind="article").exclude(state="skipped")
    return [entry.state for entry in found]


def test_it_renders(admin_client):
    page = admin_client.get(PLACE).content.decode()
    for words in ("Move in", "Jekyll", "Move out", "Download the articles", "Nothing was moved in yet"):
        assert words in page


def test_a_check_stores_nothing_and_tells_everything(admin_client, admin_user):
    run = checked(admin_client)
    assert (run.phase, run.by, run.original_name) == ("checked", admin_user, "site.zip")
    assert not Post.objects.exists()
    assert not Category.objects.exists()
    assert sorted(states(run, is_dry=True)) == ["created"] * 5 + ["failed"]
    page = page_of(admin_client, run)
    assert page.index("latin.md") < page.index("part-1.md")
    for words in ("is not UTF-8", "mood", "calm", "Nothing is stored yet", "/articles/part-1/", "With notes"):
        assert words in page


def test_an_import_is_confirmed_and_reported(admin_client, folder):
    run = checked(admin_client)
    post(admin_client, run, "import")
    post(admin_client, run, "continue")
    assert run.phase == "done"
    assert Post.objects.count() == 5
    assert Redirect.objects.filter(old_path="/2026/part-1/").exists()
    page = page_of(admin_client, run)
    assert '<a href="/articles/part-1/">' in page
    assert "Report of the check" in page
    assert "What would become of each file" in page_of(admin_client, run, "?report=check")
    assert not run.file
    assert list(folder.iterdir()) == []


def test_importing_the_same_again_changes_nothing(admin_client):
    for again in (False, True):
        run = checked(admin_client)
        post(admin_client, run, "import")
        post(admin_client, run, "continue")
        assert set(states(run, is_dry=False)) == {"unchanged" if again else "created", "failed"}
        removed(admin_client, run)
    assert Post.objects.count() == 5


def test_it_goes_on_where_it_stopped(admin_client, monkeypatch):
    run = checked(admin_client)
    whole = list(run.entries.values_list("number", "path", "state"))
    run.entries.all().delete()
    ImportRun.objects.update(phase="checking", position=0)
    monkeypatch.setattr(slices, "TOGETHER", 1)
    slices_needed = 0
    while ImportRun.objects.get().phase == "checking":
        assert slices.advance(ImportRun.objects.get(), seconds=0)
        slices_needed += 1
    run.refresh_from_db()
    assert slices_needed == len(whole) + 1
    assert run.phase == "checked"
    assert list(run.entries.values_list("number", "path", "state")) == whole


def test_in_slices_everything_is_imported_once(admin_client):
    run = checked(admin_client)
    post(admin_client, run, "import")
    while ImportRun.objects.get().phase == "importing":
        assert slices.advance(ImportRun.objects.get(), seconds=0)
    assert sorted(states(run, is_dry=False)) == ["created"] * 5 + ["failed"]
    numbers = list(run.entries.filter(is_dry=False).values_list("number", flat=True))
    assert numbers == list(range(len(numbers)))


def test_what_a_slice_took_it_stores(admin_client, monkeypatch):
    """Readers give some files at a time to a transaction: none of these may be forgotten when the time is over."""
    run = checked(admin_client)
    post(admin_client, run, "import")
    moments = iter(range(10_000))
    monkeypatch.setattr(slices.time, "monotonic", lambda: next(moments))
    while ImportRun.objects.get().phase == "importing":
        assert slices.advance(ImportRun.objects.get(), seconds=3)
    assert sorted(states(run, is_dry=False)) == ["created"] * 5 + ["failed"]


def test_two_windows_do_not_work_on_it_at_once(admin_client):
    run = started(admin_client)
    stale = ImportRun.objects.get()
    hold = slices.Hold(run)
    assert "Another window" in post(admin_client, ImportRun.objects.get(), "continue").content.decode()
    assert not slices.advance(stale)  # it read the row before the other took it
    assert not ImportEntry.objects.exists()
    hold.release()
    post(admin_client, run, "continue")
    assert run.phase == "checked"


def test_a_hold_lapses_with_whoever_had_it(admin_client):
    run = started(admin_client)
    hold = slices.Hold(run)
    hold.step(until=timezone.now() - timedelta(seconds=1))
    other = ImportRun.objects.get()
    assert slices.advance(other)
    with pytest.raises(slices.TakenError), transaction.atomic():
        hold.step()


def test_an_import_that_is_removed_meanwhile_ends(admin_client, folder):
    run = started(admin_client)
    stale = ImportRun.objects.get()
    removed(admin_client, run)
    assert not slices.advance(stale)
    assert list(folder.iterdir()) == []


def removed(client, run: ImportRun) -> None:
    client.post(f"{PLACE}{run.pk}/delete/")


def test_it_is_deleted_with_its_file_and_its_articles_stay(admin_client, folder):
    run = checked(admin_client)
    assert len(list(folder.iterdir())) == 2  # as sent, and unpacked
    removed(admin_client, run)
    assert list(folder.iterdir()) == []
    assert not ImportEntry.objects.exists()


def test_one_article_is_taken_by_its_name(admin_client):
    text = POST.format("Alone").replace("\n", "\r\n").encode()
    run = checked(admin_client, text, "2026-03-04-alone.md", author="Ada", date="2020-01-01", fetch="on")
    post(admin_client, run, "import")
    post(admin_client, run, "continue")
    (article,) = Post.objects.all()
    assert (article.title, article.author.name) == ("Alone", "Ada")
    assert f"{article.published_at:%Y-%m-%d}" == "2026-03-04"
    assert article.front_matter + article.body == text.decode()


WORDPRESS = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old</title><link>https://old.example</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://old.example</wp:base_site_url><wp:base_blog_url>https://old.example</wp:base_blog_url>
<item><title>Moved</title><link>https://old.example/2025/01/moved/</link><dc:creator>ada</dc:creator>
<content:encoded><![CDATA[<p>Words.</p>]]></content:encoded><excerpt:encoded></excerpt:encoded>
<wp:post_id>7</wp:post_id><wp:post_date>2025-01-02 09:00:00</wp:post_date>
<wp:post_date_gmt>2025-01-02 09:00:00</wp:post_date_gmt><wp:post_name>moved</wp:post_name>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>
</channel></rss>"""
GHOST = """{"db": [{"meta": {"version": "5.0.0"}, "data": {"posts": [{"id": "1", "uuid": "u", "title": "Moved",
"slug": "moved", "html": "<p>Words.</p>", "status": "published", "type": "post", "visibility": "public",
"published_at": "2025-01-02T09:00:00.000Z", "created_at": "2025-01-02T09:00:00.000Z",
"updated_at": "2025-01-02T09:00:00.000Z"}]}}]}"""
TEXT = "---\ntitle: Moved\ndate: 2025-01-02\n---\nWords.\n"


@pytest.mark.parametrize(
    ("system", "name", "content"),
    [
        ("hugo", "site.zip", packed({"hugo.toml": 'title = "Old"', "content/posts/moved.md": TEXT})),
        ("markdown", "texts.zip", packed({"a/moved.md": TEXT, "a/b/other.md": TEXT})),
        ("markdown", "moved.md", TEXT.encode()),
        ("wordpress", "export.xml", WORDPRESS.encode()),
        ("wordpress", "export.zip", packed({"export.xml": WORDPRESS})),
        ("ghost", "export.json", GHOST.encode()),
    ],
)
def test_every_system_can_be_sent(admin_client, system, name, content):
    run = checked(admin_client, content, name, source=system)
    assert run.phase == "checked", run.problem
    post(admin_client, run, "import")
    post(admin_client, run, "continue")
    assert run.phase == "done", run.problem
    article = Post.objects.filter(title="Moved").first()
    assert article, page_of(admin_client, run)
    assert article.body.strip() == "Words."


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "site.exe"}, "Jekyll needs one of these: .zip"),
        ({"content": b"no archive"}, "This is no .zip file"),
        ({"source": "blogger"}, "not one of the available choices"),
        ({"source": ""}, "This field is required"),
        ({"file": ""}, "This field is required"),
        ({"date": "31.2.2026"}, "Enter a valid date"),
        ({"author": "x" * 121}, "at most 120 characters"),
        ({"permalink": "a\0b"}, "Null characters"),
    ],
)
def test_what_is_no_source_is_refused(admin_client, folder, fields, words):
    page = upload(admin_client, **fields).content.decode()
    assert words in page
    assert not ImportRun.objects.exists()
    assert not folder.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_written(admin_client, folder, monkeypatch):
    monkeypatch.setattr(start, "MAX_BYTES", 1000)
    page = upload(admin_client, b"x" * 70_000, "site.md").content.decode()
    assert "The file may have 1000" in page.replace("\xa0", " ")
    assert "The file may have 1000" in upload(admin_client, b"x" * 2000, "site.md").content.decode()
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"../../out.md": "x"}, "leads out of it"),
        ({"_config.yml": "permalink: [\n", "_posts/2026-01-01-a.md": "x"}, "_config.yml"),
        ({"logo.psd": "x"}, ""),
    ],
)
def test_a_source_that_cannot_be_read_says_why(admin_client, folder, files, words):
    run = checked(admin_client, packed(files))
    page = page_of(admin_client, run)
    assert run.phase in {"failed", "checked"}
    assert words in page
    assert not Post.objects.exists()
    if run.phase == "failed":
        assert run.problem in page
        assert list(folder.iterdir()) == []
    else:
        assert "created" not in states(run, is_dry=True)


def test_conflicts_and_old_addresses_are_in_the_report(admin_client):
    files = {
        "_config.yml": "",
        "_posts/2026-01-01-ties.md": "---\ntitle: Ties\n---\nOne sentence.\n",
        "feed.xml": "---\npermalink: /feed.xml\n---\n{% for p in site.posts %}{% endfor %}",
        "github.html": "---\nredirect_to: https://elsewhere.example/\n---\n",
    }
    removed(admin_client, imported(admin_client, files))
    article = Post.objects.get()
    article.body = article.body.replace("One", "One long")
    article.save()
    files["_posts/2026-01-01-ties.md"] = "---\ntitle: Ties\n---\nOne short sentence.\n"
    page = page_of(admin_client, imported(admin_client, files), "?state=unchanged")
    for words in (
        "the source says “One short sentence.”",
        "/feed.xml → /feed/",
        "/github.html: not redirected",
    ):
        assert words in page
    assert "leads to another site: https://elsewhere.example/" in page


def imported(client, files: dict[str, str | bytes]) -> ImportRun:
    run = checked(client, packed(files))
    post(client, run, "import")
    post(client, run, "continue")
    return run


def test_hostile_names_and_texts_are_shown_and_nothing_more(admin_client):
    files = {"_posts/2026-01-01-<img src=x>.md": POST.format("<script>alert(1)</script>")}
    run = checked(admin_client, packed(files), '<b onclick="x">.zip')
    page = page_of(admin_client, run)
    assert "&lt;img src=x&gt;" in page
    assert "<img src=x>" not in page
    assert "<script>alert" not in page
    assert "<b onclick" not in page


def test_the_report_is_narrowed_and_paged(admin_client):
    run = checked(admin_client)
    failed = page_of(admin_client, run, "?state=failed")
    assert "latin.md" in failed
    assert "part-1.md" not in failed
    row = run.entries.get(state="failed")
    more = [
        ImportEntry(
            run=run, is_dry=True, number=number, kind="article", state="failed", path=f"no-{number}.md"
        )
        for number in range(100, 160)
    ]
    ImportEntry.objects.bulk_create(more)
    assert row.path in page_of(admin_client, run, "?state=failed")
    second = page_of(admin_client, run, "?state=failed&page=2")
    assert "no-159.md" in second
    assert "part-1.md" not in second
    assert 'href="?state=failed&amp;page=1"' in second
    assert page_of(admin_client, run, "?state=nonsense&page=x&report=1")


def test_a_report_of_many_files_takes_no_more_queries(admin_client, django_assert_max_num_queries):
    run = checked(admin_client)
    with django_assert_max_num_queries(12) as few:
        page_of(admin_client, run)
    more = [
        ImportEntry(run=run, is_dry=True, number=number, kind="page", state="created", path="x", notes=[{}])
        for number in range(100, 140)
    ]
    ImportEntry.objects.bulk_create(more)
    with django_assert_max_num_queries(len(few)):
        page_of(admin_client, run)


def test_nothing_happens_by_looking(admin_client):
    run = checked(admin_client)
    for verb in ("continue", "import", "delete"):
        assert admin_client.get(f"{PLACE}{run.pk}/{verb}/").status_code == 405
    for name in ("markdown", "site"):
        assert admin_client.get(f"{PLACE}{name}/").status_code == 405
    assert admin_client.get(f"{PLACE}999/").status_code == 404
    assert admin_client.post(f"{PLACE}999/continue/").status_code == 404


def test_only_a_checked_import_can_be_confirmed(admin_client):
    run = started(admin_client)
    post(admin_client, run, "import")
    assert run.phase == "checking"


def test_an_upload_from_elsewhere_is_refused(admin_user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    assert client.post(f"{PLACE}add/", {"source": "jekyll"}).status_code == 403
    assert not ImportRun.objects.exists()


def archive_of(response) -> zipfile.ZipFile:
    assert response["Content-Disposition"].startswith("attachment; filename=")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert archive.testzip() is None
    return archive


def test_articles_go_out_as_they_came_in(admin_client):
    run = checked(admin_client)
    post(admin_client, run, "import")
    post(admin_client, run, "continue")
    archive = archive_of(admin_client.post(f"{PLACE}markdown/"))
    for name in ("_posts/2026-01-01-part-1.md", "_posts/2026-01-05-part-5.md"):
        assert archive.read(name).decode() == SITE[name]


def test_the_public_site_goes_out_as_files(admin_client, client):
    make_post("Open", slug="open")
    make_post("Secret", slug="secret", status="draft", body="Unseen.")
    archive = archive_of(admin_client.post(f"{PLACE}site/"))
    assert archive.read("articles/open/index.html") == client.get("/articles/open/").content
    assert not [name for name in archive.namelist() if b"Unseen" in archive.read(name) or "secret" in name]


def test_it_has_its_room(admin_client):
    page = admin_client.get(reverse("admin:index")).content.decode()
    assert f'<a href="{PLACE}">Moving</a>' in page

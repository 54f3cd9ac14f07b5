"""From a file to a stored article, through the command that people run."""

import http.server
import io
import shutil
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles import library
from articles.models import Author, Category, Image, ImportRecord, Post
from tests.factories import make_category, picture_bytes

pytestmark = pytest.mark.django_db

HEADER = """\
---
layout: single
title:  "Ties That Hold"
categories:  Career and Work
tag: [Hashtags, Networking, CareerGrowth, ]
toc: false
author_profile: false
sidebar:
    nav: "counts"
---
\x20\x20\x20\x20
"""
BODY = """\
![A long table](/assets/table.jpg)

The first paragraph has words.

## A heading

#Hashtags
#Networking #CareerGrowth"""


def import_posts(path: Path, *arguments: str, **options) -> str:
    output = io.StringIO()
    call_command(
        "import_posts", "jekyll", str(path), "--no-fetch", *arguments, stdout=output, stderr=output, **options
    )
    return output.getvalue()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "_posts").mkdir()
    (tmp_path / "assets").mkdir()
    (tmp_path / "_config.yml").write_text("title: Old site\n")
    (tmp_path / "assets" / "table.jpg").write_bytes(picture_bytes(1260, 750))
    (tmp_path / "_posts" / "2023-04-05-ties-that-hold.md").write_text(HEADER + BODY)
    return tmp_path


def test_every_field_arrives(folder):
    import_posts(folder)
    post = Post.objects.get()
    assert post.title == "Ties That Hold"
    assert post.slug == "ties-that-hold"
    assert post.category.name == "Career and Work"
    assert post.tags.names() == ["Hashtags", "Networking", "CareerGrowth"]
    assert (post.show_toc, post.show_author, post.sidebar) == (False, False, "counts")
    assert post.status == "published"
    assert post.published_at == datetime(2023, 4, 5, tzinfo=UTC)
    assert post.excerpt == "The first paragraph has words."
    assert post.front_matter + post.body == HEADER + BODY
    assert (post.hero_image.alt, post.hero_image.width, post.hero_image.height) == ("A long table", 1260, 750)
    assert "<img" not in post.body_html
    assert '<a class="hashtag" href="/tag/careergrowth/">#CareerGrowth</a>' in post.body_html


def test_each_key_is_in_the_report(folder):
    report = import_posts(folder)
    assert "created  _posts/2023-04-05-ties-that-hold.md  /articles/ties-that-hold/" in report
    for key in ("layout", "title", "categories", "tag", "toc", "author_profile", "sidebar"):
        assert f"    {key}: " in report


def test_a_second_run_changes_nothing(folder):
    import_posts(folder)
    before = Post.objects.get().updated_at
    report = import_posts(folder)
    assert "unchanged  _posts/2023-04-05-ties-that-hold.md" in report
    assert "created" not in report
    assert "updated" not in report
    assert Post.objects.get().updated_at == before
    assert Image.objects.count() == 1


def test_a_change_in_the_source_arrives_and_one_made_here_stays(folder):
    import_posts(folder)
    post = Post.objects.get()
    post.title, post.category = "My own title", make_category("Meeting")
    post.save()
    path = folder / "_posts" / "2023-04-05-ties-that-hold.md"
    path.write_text(
        path.read_text().replace("Ties That Hold", "Ties That Last").replace("has words", "has new words")
    )
    report = import_posts(folder)
    post.refresh_from_db()
    assert post.title == "My own title"
    assert "title was changed here since the last import and stays" in report
    assert "The first paragraph has new words." in post.body
    assert post.category.name == "Meeting"
    assert "1 updated" in report


def test_changes_on_both_sides_become_one(folder):
    import_posts(folder)
    post = Post.objects.get()
    post.body += "\n\nAdded by an editor."
    post.save(tags=["Hashtags", "Mine", "CareerGrowth"])
    path = folder / "_posts" / "2023-04-05-ties-that-hold.md"
    path.write_text(path.read_text().replace("has words", "has new words").replace("[Hashtags", "[Letters"))
    report = import_posts(folder)
    post.refresh_from_db()
    assert "was changed here" not in report
    assert "The first paragraph has new words." in post.body
    assert post.body.endswith("Added by an editor.")
    assert post.tags.names() == ["Letters", "Mine", "CareerGrowth"]
    assert "unchanged  _posts/2023-04-05-ties-that-hold.md" in import_posts(folder)


def test_a_date_of_another_zone_is_the_same_moment_at_the_next_run(folder):
    (folder / "_config.yml").write_text("timezone: Asia/Seoul\n")
    import_posts(folder)
    path = folder / "_posts" / "2023-04-05-ties-that-hold.md"
    path.write_text(path.read_text().replace("layout: single", "layout: single\ndate: 2023-04-06 09:00"))
    assert "was changed here" not in import_posts(folder)
    assert Post.objects.get().published_at == datetime(2023, 4, 6, 0, 0, tzinfo=UTC)


def test_a_long_excerpt_arrives_whole(folder):
    words = "word " * 200
    (folder / "_posts" / "2023-01-01-x.md").write_text(
        f"---\ntitle: X\nexcerpt: '**{words.strip()}** & more'\n---\nText."
    )
    import_posts(folder)
    assert Post.objects.get(title="X").excerpt == f"{words}& more"


def test_a_dry_run_reports_and_stores_nothing(folder):
    report = import_posts(folder, "--dry-run")
    assert "created  _posts/2023-04-05-ties-that-hold.md" in report
    assert "nothing was stored" in report
    for model in (Post, Category, Image, Author, ImportRecord):
        assert not model.objects.exists()


def test_a_bad_file_is_named_and_the_others_come_in(folder):
    (folder / "_posts" / "2023-01-01-a-bad-byte.md").write_bytes(b"---\ntitle: x\n---\n\xff\xfe")
    (folder / "_posts" / "2023-01-02-too-deep.md").write_text("---\ntitle: Deep\n---\n" + ">" * 5000 + " x")
    (folder / "_posts" / "2023-01-03-long-category.md").write_text(f"---\ncategory: {'x' * 300}\n---\ntext")
    (folder / "_posts" / "2023-01-04-long-tag.md").write_text(f"---\ntags: [{'x' * 300}]\n---\ntext")
    output = io.StringIO()
    with pytest.raises(CommandError, match=r"^4 of .* failed"):
        call_command("import_posts", "jekyll", str(folder), stdout=output)
    report = output.getvalue()
    assert "failed  _posts/2023-01-01-a-bad-byte.md:4  is not UTF-8" in report
    assert "failed  _posts/2023-01-02-too-deep.md" in report
    assert "failed  _posts/2023-01-03-long-category.md" in report
    assert "failed  _posts/2023-01-04-long-tag.md  A tag has at most 100 characters" in report
    assert Post.objects.get().title == "Ties That Hold"


def test_a_missing_path_is_one_clear_line(tmp_path):
    with pytest.raises(CommandError, match="nowhere"):
        import_posts(tmp_path / "nowhere")


def test_two_articles_in_files_of_one_name_are_two(tmp_path):
    for title in ("First", "Second"):
        (tmp_path / title).mkdir()
        (tmp_path / title / "article.txt").write_text(f"---\ntitle: {title}\n---\nText.")
        import_posts(tmp_path / title / "article.txt")
    assert set(Post.objects.values_list("title", flat=True)) == {"First", "Second"}


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2022-02-03", datetime(2022, 2, 3, tzinfo=UTC)),
        ("2022-02-03T09:30+01:00", datetime(2022, 2, 3, 8, 30, tzinfo=UTC)),
    ],
)
def test_an_undated_article_gets_the_date_that_was_given(tmp_path, text, moment):
    (tmp_path / "article.txt").write_text(HEADER + BODY)
    report = import_posts(tmp_path / "article.txt", "--date", text)
    assert Post.objects.get().published_at == moment
    assert "dated 2022-02-03" in report
    assert "by --date" in report


def test_an_undated_article_is_dated_by_its_import_and_the_report_says_so(tmp_path):
    (tmp_path / "article.txt").write_text(HEADER + BODY)
    report = import_posts(tmp_path / "article.txt")
    assert "by the time of this import" in report
    assert Post.objects.published().count() == 1


def test_a_date_that_is_none_is_refused(tmp_path):
    (tmp_path / "article.txt").write_text(HEADER + BODY)
    with pytest.raises(CommandError, match="is no date"):
        import_posts(tmp_path / "article.txt", "--date", "tomorrow")


def test_strict_categories_are_jekylls(tmp_path):
    (tmp_path / "article.txt").write_text(HEADER + BODY)
    import_posts(tmp_path / "article.txt", "--strict-categories")
    assert Post.objects.get().category.name == "Career"


def test_an_author_is_found_or_made(folder):
    Author.objects.create(name="Ada Lovelace")
    (folder / "_posts" / "2023-01-01-two.md").write_text("---\nauthor: ada lovelace\n---\nText.")
    import_posts(folder, "--author", "The editors")
    assert {post.author.name for post in Post.objects.all()} == {"Ada Lovelace", "The editors"}


def test_a_picture_without_a_description_is_taken_and_flagged(folder):
    path = folder / "_posts" / "2023-04-05-ties-that-hold.md"
    path.write_text(path.read_text().replace("![A long table]", "![]"))
    assert "has no alternative text" in import_posts(folder)
    assert Image.objects.without_alt().count() == 1


def test_one_picture_in_two_articles_is_one_image(folder):
    (folder / "_posts" / "2023-01-01-two.md").write_text(
        "---\ntitle: Two\n---\nText.\n\n![T](/assets/table.jpg)"
    )
    import_posts(folder)
    assert Image.objects.count() == 1
    assert Image.objects.get().shown_in.count() == 2


def test_a_broken_picture_is_reported_and_the_article_comes_in(folder):
    (folder / "assets" / "table.jpg").write_bytes(b"not a picture")
    report = import_posts(folder)
    assert "table.jpg" in report
    assert Post.objects.get().hero_image is None


def test_a_picture_that_was_missing_is_taken_when_it_is_there(folder):
    content = (folder / "assets" / "table.jpg").read_bytes()
    (folder / "assets" / "table.jpg").unlink()
    import_posts(folder)
    assert Post.objects.get().hero_image is None
    (folder / "assets" / "table.jpg").write_bytes(content)
    import_posts(folder)
    assert Post.objects.get().hero_image.original_name == "table.jpg"


def test_a_draft_and_a_hidden_post_stay_drafts(folder):
    (folder / "_drafts").mkdir()
    (folder / "_drafts" / "idea.md").write_text("---\ntitle: Idea\n---\nText.")
    (folder / "_posts" / "2023-01-01-hidden.md").write_text(
        "---\ntitle: Hidden\npublished: false\n---\nText."
    )
    import_posts(folder)
    assert set(Post.objects.drafts().values_list("title", flat=True)) == {"Idea", "Hidden"}


def test_a_canonical_address_that_could_run_is_not_used(folder):
    (folder / "_posts" / "2023-01-01-x.md").write_text(
        "---\ntitle: X\ncanonical_url: 'javascript:alert(1)'\n---\nText."
    )
    assert "is no web address" in import_posts(folder)
    assert Post.objects.get(title="X").canonical_url == ""


class Pictures(http.server.BaseHTTPRequestHandler):
    colours = {"/table.jpg": "teal"}  # of what is there

    def do_GET(self):
        content = picture_bytes(800, 500, colour=self.colours.get(self.path, "grey"))
        self.send_response(200 if self.path in self.colours else 404)
        self.send_header("Content-Type", "image/jpeg")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def host(monkeypatch):
    """A web server on loopback, which the fetcher is allowed to ask for once."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pictures)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    allowed = {"allowed_addresses": lambda address: True, "ports": [server.server_port]}
    monkeypatch.setattr(library, "LIMITS", {**library.LIMITS, **allowed})
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_remote_picture_waits_when_it_cannot_be_fetched(tmp_path):
    (tmp_path / "article.txt").write_text(
        HEADER + "![A table](http://127.0.0.1/table.jpg?h=750&w=1260)\n\nText."
    )
    output = io.StringIO()
    call_command("import_posts", "jekyll", str(tmp_path / "article.txt"), stdout=output)
    assert "the drawn cover stands in" in output.getvalue()
    post, image = Post.objects.get(), Image.objects.get()
    assert (image.alt, image.width, image.height, image.is_ready) == ("A table", 1260, 750, False)
    assert image.source_url == "http://127.0.0.1/table.jpg?h=750&w=1260"
    assert post.hero_image == image
    assert post.picture("hero").src.startswith("/covers/")


def test_a_remote_picture_is_fetched_with_its_article(tmp_path, host):
    (tmp_path / "article.txt").write_text(f"{HEADER}Text.\n\n![A table]({host}/table.jpg)")
    output = io.StringIO()
    call_command("import_posts", "jekyll", str(tmp_path / "article.txt"), stdout=output)
    assert "table.jpg: fetched" in output.getvalue()
    assert 'src="/media/images/' in Post.objects.get().body_html


def test_pictures_can_be_fetched_later(tmp_path, host):
    (tmp_path / "article.txt").write_text(
        f"{HEADER}![A table]({host}/table.jpg)\n\nText.\n\n![B]({host}/gone.jpg)"
    )
    import_posts(tmp_path / "article.txt")
    output = io.StringIO()
    with pytest.raises(CommandError, match="1 could not be fetched"):
        call_command("fetch_images", stdout=output)
    assert "1 of 2 pictures fetched" in output.getvalue()
    post = Post.objects.get()
    assert post.hero_image.is_ready
    assert post.picture("hero").src.startswith("/media/images/")
    assert "<img" not in post.body_html


def test_fetched_pictures_that_change_or_go_at_their_source_are_told(tmp_path, host, monkeypatch):
    monkeypatch.setattr(Pictures, "colours", {"/same.jpg": "teal", "/other.jpg": "red", "/gone.jpg": "blue"})
    names = "\n\n".join(f"![A table]({host}{path})" for path in Pictures.colours)
    (tmp_path / "article.txt").write_text(f"{HEADER}Text.\n\n{names}\n\n![Local](/assets/table.jpg)")
    call_command("import_posts", "jekyll", str(tmp_path / "article.txt"), stdout=io.StringIO())
    output = io.StringIO()
    call_command("fetch_images", "--verify", stdout=output)
    assert "3 of 3 pictures unchanged" in output.getvalue()

    monkeypatch.setattr(Pictures, "colours", {"/same.jpg": "teal", "/other.jpg": "green"})
    before = list(Image.objects.values_list("file", "digest"))
    output = io.StringIO()
    with pytest.raises(CommandError, match="2 are not what they were"):
        call_command("fetch_images", "--verify", stdout=output)
    assert f"changed  {host}/other.jpg" in output.getvalue()
    assert f"gone  {host}/gone.jpg" in output.getvalue()
    assert "404" in output.getvalue()
    assert "1 of 3 pictures unchanged" in output.getvalue()
    assert list(Image.objects.values_list("file", "digest")) == before


def test_an_archive_of_a_site_comes_in_as_its_folder_does(folder, tmp_path_factory):
    archive = shutil.make_archive(str(tmp_path_factory.mktemp("packed") / "site"), "zip", folder)
    assert "created  _posts/2023-04-05-ties-that-hold.md" in import_posts(Path(archive))
    assert "unchanged  _posts/2023-04-05-ties-that-hold.md" in import_posts(folder)


def test_a_permalink_style_that_no_file_tells_can_be_given(tmp_path, client):
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts" / "2023-04-05-ties.md").write_text("---\ntitle: Ties\n---\nText.")
    import_posts(tmp_path, "--permalink", "/notes/:year/:title/")
    assert client.get("/notes/2023/ties/").headers["Location"] == "/articles/ties/"


def test_what_disagrees_with_a_change_made_here_is_told_even_in_brief(tmp_path):
    path = tmp_path / "_posts" / "2023-04-05-ties.md"
    path.parent.mkdir()
    path.write_text("---\ntitle: Ties\n---\nOne sentence.\n")
    import_posts(tmp_path)
    post = Post.objects.get()
    post.body = post.body.replace("One sentence.", "One long sentence.")
    post.save()
    path.write_text("---\ntitle: Ties\n---\nOne short sentence.\n")
    for arguments in ([], ["--brief"], ["--brief", "--dry-run"]):
        report = import_posts(tmp_path, *arguments)
        assert "unchanged  _posts/2023-04-05-ties.md" in report or "updated  _posts/" in report
        assert "was changed here too and stays as it is here; the source says “One short sentence.”" in report


def test_a_page_that_led_to_another_site_is_told_with_its_target(tmp_path):
    (tmp_path / "_config.yml").write_text("title: Old site\n")
    (tmp_path / "github.html").write_text("---\nredirect_to: https://elsewhere.example/\n---\n")
    (tmp_path / "archive.xml").write_text(
        "---\npermalink: /feed.xml\n---\n{% for p in site.posts %}{% endfor %}"
    )
    report = import_posts(tmp_path)
    assert "github.html  /github.html: not redirected" in report
    assert "! old address: /github.html (leads to another site: https://elsewhere.example/)" in report
    assert "/feed.xml → /feed/" in report

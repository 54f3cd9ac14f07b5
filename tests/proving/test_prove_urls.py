import gzip
import io
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.importers import JekyllReader
from articles.importers.load import LoadOptions, load
from articles.models import MissedPath, Post, Redirect
from tests.factories import make_post
from tests.importers.jekyll_site import (
    FILE,
    HIDDEN_ADDRESSES,
    PICTURE,
    POSTS,
    STYLES,
    Style,
    addresses,
    write_built,
    write_sources,
)
from tests.importers.sources import write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def move_in(root: Path, style: Style) -> None:
    entries = list(load(JekyllReader(write_sources(root, style)), LoadOptions()))
    assert [entry for entry in entries if entry.state == "failed"] == []


def prove(source: Path, *options: str) -> tuple[str, bool]:
    """Return what the command printed, and whether it was content."""
    output = io.StringIO()
    try:
        call_command("prove_urls", source, *options, stdout=output, no_color=True)
    except CommandError as error:
        return f"{output.getvalue()}{error}", False
    return output.getvalue(), True


def write_lines(folder: Path, lines: list[str]) -> Path:
    path = folder / "addresses.txt"
    path.write_text("\n".join(lines))
    return path


@pytest.mark.parametrize("name", STYLES)
def test_every_address_of_a_moved_site_leads_to_its_page(tmp_path, name):
    style = STYLES[name]
    move_in(tmp_path / "source", style)
    printed, is_content = prove(write_lines(tmp_path, addresses(style)))
    assert is_content, printed
    assert Post.objects.published().count() == len(POSTS)
    built = write_built(tmp_path / "_site", style)
    shutil.rmtree(built / "assets")
    printed, is_content = prove(built, "--base-url", f"https://old.example{style.base}", "--strict")
    assert is_content, printed
    assert f"{len(POSTS) + 3} articles compared: {len(POSTS) + 3} equal" in printed
    check_hidden(style)


def check_hidden(style: Style) -> None:
    client = Client()
    for address in HIDDEN_ADDRESSES:
        response = client.get(style.base + address, follow=True)
        assert response.status_code == 404
        assert "canary" not in response.content.decode().replace(address, "").lower()
    Post.objects.filter(slug="plain").update(status="withdrawn")
    assert client.get(f"{style.base}/plain.html").status_code == 410


@pytest.mark.parametrize("path", [FILE, PICTURE])
@pytest.mark.parametrize("name", ["date", "minimal"])
def test_files_and_pictures_of_a_moved_site_are_found(tmp_path, name, path):
    style = STYLES[name]
    move_in(tmp_path / "source", style)
    printed, is_content = prove(write_lines(tmp_path, [style.base + path]))
    assert is_content, printed


class TestFailures:
    @pytest.fixture(autouse=True)
    def _site(self):
        make_post(slug="here", body="## Ask early\n\nAsk.")
        make_post("A canary", slug="draft", status="draft")
        make_post(slug="gone", status="withdrawn", published_at="2020-01-01T00:00+00:00")
        rows = {
            "/moved/": "/articles/here/",
            "/to-draft/": "/articles/draft/",
            "/to-gone/": "/articles/gone/",
        }
        Redirect.objects.bulk_create(Redirect(old_path=old, new_path=new) for old, new in rows.items())

    @pytest.mark.parametrize(
        "address",
        [
            "/moved/",
            "/moved.html?utm=1",
            "/moved/#ask-early",
            "/moved#top",
            "/articles/here/#",
            "/articles/here",
            "/to-gone/",
            "/articles/gone/",
            "/feed/",
            "/moved/#ask%2Dearly",
            "https://old.example/moved/",
        ],
    )
    def test_what_is_well_is_not_reported(self, tmp_path, address):
        printed, is_content = prove(write_lines(tmp_path, [address]))
        assert is_content, printed
        assert printed.startswith("1 addresses: ")

    @pytest.mark.parametrize(
        ("address", "fault"),
        [
            ("/nowhere/", "404"),
            ("/nowhere", "404"),
            ("/to-draft/", "404"),
            ("/moved/#lost", "the page /articles/here/ has no #lost"),
            ("/articles/here/#caf%C3%A9", "has no #café"),
            ("/admin", "takes 2 redirects: /admin/ → /admin/login/"),
            ("/%00/", "404"),
            ("/%ff/", "404"),
            ("/admin/", "sent on by 302"),
        ],
    )
    def test_what_fails_is_named_with_its_line(self, tmp_path, address, fault):
        printed, is_content = prove(write_lines(tmp_path, ["", "# the worst of them", address, "/moved/"]))
        assert not is_content
        failure, totals, *_rest = printed.splitlines()
        assert failure.startswith(f"failed  {address}  ")
        assert fault in failure
        assert failure.endswith("(line 3)")
        assert totals.startswith(
            "2 addresses: 1 lead to their page (1 by one redirect), 0 to what was withdrawn, 1"
        )

    def test_nothing_is_counted_or_logged_as_missed(self, tmp_path, caplog):
        prove(write_lines(tmp_path, ["/nowhere/", "/old/post.html", "/to-draft/"]))
        assert not MissedPath.objects.exists()
        assert caplog.records == []

    def test_an_error_of_this_site_is_a_failure(self, tmp_path):
        Post.objects.filter(slug="here").update(related=["no pair"])
        printed, is_content = prove(write_lines(tmp_path, ["/moved/", "/tags/"]))
        assert not is_content
        assert "/articles/here/, which answers 500" in printed
        assert "2 addresses: 1 lead" in printed

    def test_a_browser_could_not_switch_the_counting_off(self, client):
        client.get("/nowhere/", headers={"rapport.uncounted": "1", "uncounted": "1"})
        assert MissedPath.objects.count() == 1


class TestSources:
    def test_a_sitemap_is_read(self, tmp_path):
        make_post(slug="here")
        sitemap = tmp_path / "sitemap.xml"
        locations = "".join(
            f"<url><loc> https://old.example{path} </loc></url>" for path in ("/articles/here/", "/no/")
        )
        sitemap.write_text(
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locations}</urlset>'
        )
        printed, is_content = prove(sitemap)
        assert not is_content
        assert "failed  /no/  404  (sitemap.xml)" in printed

    def test_an_index_leads_to_the_sitemaps_beside_it(self, tmp_path):
        index = tmp_path / "sitemap.xml"
        index.write_text(
            "<sitemapindex><sitemap><loc>https://old.example/maps/a.xml.gz</loc></sitemap></sitemapindex>"
        )
        printed, is_content = prove(index)
        assert not is_content
        assert "put https://old.example/maps/a.xml.gz beside it, as a.xml.gz" in printed
        (tmp_path / "a.xml.gz").write_bytes(
            gzip.compress(b"<urlset><url><loc>https://old.example/</loc></url></urlset>")
        )
        printed, is_content = prove(index)
        assert is_content, printed

    @pytest.mark.parametrize(
        ("name", "content", "reason"),
        [
            ("a.xml", b"<urlset>", "no XML"),
            ("a.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "no XML"),
            ("a.xml.gz", b"not gzip", "Not a gzipped file"),
            ("a.txt", b"/caf\xe9/", "not UTF-8"),
            ("a.txt", b"\n# nothing\n", "no addresses"),
            ("missing.txt", None, "No such file"),
        ],
    )
    def test_what_cannot_be_read_is_named(self, tmp_path, name, content, reason):
        if content is not None:
            (tmp_path / name).write_bytes(content)
        printed, is_content = prove(tmp_path / name)
        assert not is_content
        assert reason in printed

    def test_addresses_of_other_sites_are_left_out_and_told(self, tmp_path):
        lines = ["/tags/", "https://old.example/tags/", "https://cdn.example/x.js", "http://["]
        printed, is_content = prove(write_lines(tmp_path, lines), "--base-url", "https://old.example")
        assert is_content, printed
        assert "2 addresses: 2 lead" in printed
        assert "left out: 1 of another site, cdn.example" in printed
        assert "left out: 1 no address: http://[ (line 4)" in printed

    def test_styles_and_scripts_are_asked_for_on_request_alone(self, tmp_path):
        write(tmp_path, {"tags/index.html": "<p>", "assets/a.css": "", "404.html": "", ".hidden": ""})
        printed, is_content = prove(tmp_path)
        assert is_content, printed
        assert "left out: 2 parts of the old theme" in printed
        printed, is_content = prove(tmp_path, "--all")
        assert not is_content
        assert "failed  /assets/a.css  404  (assets/a.css)" in printed

    def test_the_built_site_may_be_given_beside_a_list(self, tmp_path):
        make_post(slug="here", body="Ask.")
        Redirect.objects.create(old_path="/blog/a.html", new_path="/articles/here/")
        built = write(
            tmp_path / "_site", {"a.html": "<article>Ask!</article>", "lost.html": "<p>", "a.css": ""}
        )
        options = ["--compare", str(built), "--base-url", "https://old.example/blog"]
        printed, is_content = prove(write_lines(tmp_path, ["/blog/a"]), *options)
        assert is_content, printed
        assert "not compared  /blog/lost.html  404" in printed
        assert (
            "differs  /blog/a.html → /articles/here/  0.0 % of the words\n    text: -“Ask!” +“Ask.”"
            in printed
        )
        assert "1 articles compared: 0 equal, 1 differ, text in 1" in printed
        assert prove(write_lines(tmp_path, ["/blog/a"]), *options, "--strict")[1] is False

"""A whole export of WordPress, from the file to the addresses that readers ask for."""

from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from articles.importers import (
    ImportedFile,
    ImportedListing,
    ImportedPage,
    ImportedPost,
    ImportedRedirect,
    Outcome,
    WordPressReader,
)
from articles.importers.load import Entry, LoadOptions, load
from articles.models import Page, Post
from tests.factories import picture_bytes

from .sources import write
from .wordpress_export import BLOCKS, CLASSIC, HEAD, MEDIA, SHARED, TAIL, category, item

pytestmark = pytest.mark.django_db

COMMENT = "<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>"
SAME_HERE = ("/about/", "/category/work/", "/category/events/", "/tag/c-sharp/", "/author/", "/feed/")
UPLOADS = "wp-content/uploads/2020/02"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    write(
        tmp_path,
        {
            f"{UPLOADS}/hall.jpg": picture_bytes(800, 600),
            f"{UPLOADS}/desk.jpg": picture_bytes(640, 480),
            f"{UPLOADS}/list.pdf": b"%PDF-1.4",
            "export.xml": HEAD + "".join(items()) + TAIL,
        },
    )
    return tmp_path / "export.xml"


def items() -> list[str]:
    terms = category("events", "Events & Fairs") + category("c-sharp", 'C#, "quoted" & more', "post_tag")
    menu = category("main", "Main", "nav_menu")
    return [
        MEDIA,
        SHARED,
        item(41, BLOCKS, title="Blocks", inside=terms + COMMENT, meta={"_thumbnail_id": "21", "_wp_old_slug": "first-name"}),
        item(42, CLASSIC, title="Classic", inside=category("work", "Work"), comment_status="closed"),
        item(43, "Not yet", title="Later", status="draft", link="https://old.example/?p=43"),
        item(10, "Us", post_type="page", title="About", post_name="about", link="https://old.example/about/"),
        item(11, "Team", post_type="page", title="Team", post_name="team", post_parent="10", link="https://old.example/about/team/"),
        item(50, post_type="redirect_rule", meta={"_redirect_rule_from": "/hello", "_redirect_rule_to": "/2020/02/post-41/"}),
        item(51, title="", post_type="nav_menu_item", inside=menu, meta={"_menu_item_object_id": "10"}),
        "<item><title>No number</title></item>",
    ]  # fmt: skip


def import_all(export: Path, together: int) -> list[Entry]:
    return list(load(WordPressReader(export), LoadOptions(together=together)))


def addresses(export: Path) -> list[str]:
    """Return every old address of what is public, and of the listings that list it."""
    return [path for outcome in WordPressReader(export) for path in old_paths(outcome)]


def old_paths(outcome: Outcome) -> list[str]:
    match outcome:
        case (
            ImportedPost(status="published")
            | ImportedPage(is_public=True)
            | ImportedFile()
            | ImportedListing()
        ):
            return outcome.old_paths
        case ImportedRedirect():
            return [outcome.old_path]
    return []


@pytest.mark.parametrize("together", [1, 50])
def test_every_old_address_leads_in_one_step_to_its_page(export: Path, client: Client, together: int) -> None:
    import_all(export, together)
    asked = addresses(export)
    assert len(asked) > 80
    for path in asked:
        response = client.get(quote(path, safe="/?&=%"))
        if response.status_code == 200:
            assert path.startswith(SAME_HERE), path
            continue
        assert response.status_code == 301, path
        target = response["Location"]
        assert target.startswith(settings.MEDIA_URL) or client.get(target).status_code == 200, (path, target)


def test_links_of_the_old_site_and_its_files_lead_on(export: Path, client: Client) -> None:
    import_all(export, 50)
    post = Post.objects.get(title="Blocks")
    for path in ("/2020/02/post-41/feed/", "/2020/02/first-name/", "/?feed=rss2&p=41", "/hello"):
        assert client.get(path)["Location"] == post.get_absolute_url(), path
    assert f"](/{UPLOADS}/list.pdf)" in post.body
    assert client.get(f"/{UPLOADS}/list.pdf")["Location"].endswith("-list.pdf")
    assert client.get("/about/team/feed/")["Location"] == "/about/team/"


def test_an_import_answers_for_every_item_and_a_second_one_changes_nothing(export: Path) -> None:
    first = import_all(export, 50)
    assert len(first) == len(WordPressReader(export))
    assert [entry.reason for entry in first if entry.state == "failed"] == ["has neither an id nor a slug"]
    assert Counter(entry.kind for entry in first if entry.state not in ("failed", "skipped")) == {
        "article": 3, "page": 2, "file": 1, "addresses": 11,
    }  # fmt: skip
    before = [*Post.objects.values_list("updated_at"), *Page.objects.values_list("updated_at")]
    again = import_all(export, 50)
    assert {entry.state for entry in again if entry.kind != "article" or entry.address} == {"unchanged"}
    assert [*Post.objects.values_list("updated_at"), *Page.objects.values_list("updated_at")] == before


def test_the_report_names_what_is_lost(export: Path) -> None:
    (blocks,) = [entry for entry in import_all(export, 50) if entry.path.endswith("#41")]
    told = " ".join(note.text for note in blocks.notes)
    for loss in ("presentation left out", "1 comment is", "latest-posts", "columns", "<form>", "page break"):
        assert loss in told

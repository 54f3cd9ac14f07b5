import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from articles.importers import (
    GhostReader,
    ImportedFile,
    ImportedListing,
    ImportedMenu,
    ImportedPage,
    ImportedPost,
    ImportedRedirect,
    ImportFailure,
    Outcome,
    ReadError,
    ReadOptions,
)

from .sources import warnings, write

Row = dict[str, Any]


def row(number: int = 1, **fields: object) -> Row:
    return {
        "id": f"p{number}",
        "uuid": f"0000-{number}",
        "title": f"Post {number}",
        "slug": f"post-{number}",
        "type": "post",
        "status": "published",
        "visibility": "public",
        "published_at": "2021-02-03T04:05:06.000Z",
        **fields,
    }


def read(root: Path, *posts: object, tables: Row | None = None, wrapped: bool = True) -> list[Outcome]:
    data = {"posts": list(posts), **(tables or {})}
    export = {"db": [{"meta": {"version": "5.0.0"}, "data": data}]} if wrapped else {"data": data}
    write(root, {"export.json": json.dumps(export)})
    reader = GhostReader(root, ReadOptions())
    outcomes = list(reader)
    assert len(outcomes) == len(reader)
    return outcomes


def read_post(root: Path, tables: Row | None = None, **fields: object) -> ImportedPost:
    (post,) = [
        outcome for outcome in read(root, row(**fields), tables=tables) if isinstance(outcome, ImportedPost)
    ]
    return post


def lexical(*nodes: Row) -> str:
    return json.dumps({"root": {"children": list(nodes), "type": "root"}})


def mobiledoc(*sections: object, cards: object = (), markups: object = (), atoms: object = ()) -> str:
    return json.dumps(
        {"version": "0.3.1", "sections": sections, "cards": cards, "markups": markups, "atoms": atoms}
    )


def text(said: str, bits: int = 0) -> Row:
    return {"type": "extended-text", "text": said, "format": bits}


CARDS: list[tuple[str, Row, str, str]] = [
    ("image", {"src": "__GHOST_URL__/content/images/a.png", "alt": "A", "caption": "<b>C</b>"},
     '<figure>\n<img src="/content/images/a.png" alt="A">\n<figcaption><b>C</b></figcaption>\n</figure>', "not beside the export"),
    ("image", {"src": "https://x.example/a.png", "alt": "A", "cardWidth": "wide"},
     "![A](https://x.example/a.png){: .wide}", ""),
    ("gallery", {"images": [{"src": "https://x.example/a.png", "alt": "A"}, {"src": "https://x.example/b.png", "alt": "B"}], "caption": "Both"},
     "![A](https://x.example/a.png)\n\n![B](https://x.example/b.png)\n\nBoth", "gallery"),
    ("html", {"html": '<p style="color: red">Raw</p><script>x</script>'}, "Raw", "<script>"),
    ("markdown", {"markdown": "# *Own* `code`\n\n- a\n\n![x](https://x.example/c.png)"},
     "# *Own* `code`\n\n- a\n\n![x](https://x.example/c.png)", ""),
    ("codeblock", {"code": "if a < b:\n    pass", "language": "python", "caption": "Listing"},
     "```python\nif a < b:\n    pass\n```\n\nListing", ""),
    ("embed", {"url": "https://video.example/1", "html": "<iframe></iframe>", "metadata": {"title": "A talk"}, "caption": "Seen"},
     "[A talk](https://video.example/1)\n\nSeen", ""),
    ("bookmark", {"url": "https://x.example/", "metadata": {"title": "T", "description": "D"}}, "[T](https://x.example/)\n\nD", ""),
    ("callout", {"calloutText": "Mind <b>this</b>", "calloutEmoji": "💡"}, "> 💡 Mind **this**", ""),
    ("toggle", {"heading": "More", "content": "<p>Inside</p>"},
     '<details markdown="1">\n<summary>More</summary>\n\nInside\n\n</details>', ""),
    ("button", {"buttonUrl": "__GHOST_URL__/join/", "buttonText": "Join", "alignment": "center"},
     "[Join](/join/){: .btn}\n{: .text-center}", ""),
    ("horizontalrule", {}, "***", ""),
    ("paywall", {}, "", "paywall"),
    ("email", {"html": "<p>Hi</p>"}, "", "e-mail"),
    ("file", {"src": "https://x.example/a.pdf", "fileTitle": "List", "fileCaption": "Read it"}, "[List](https://x.example/a.pdf)\n\nRead it", ""),
    ("audio", {"src": "https://x.example/a.mp3", "title": "Song"}, 'Song\n\n<audio src="https://x.example/a.mp3" controls=""></audio>', ""),
    ("video", {"src": "https://x.example/a.mp4"}, '<video src="https://x.example/a.mp4" controls=""></video>', ""),
    ("product", {"productTitle": "Book", "productDescription": "<p>Good</p>", "productUrl": "https://x.example/", "productButton": "Buy"},
     "#### Book\n\nGood\n\n[Buy](https://x.example/){: .btn}", ""),
    ("header", {"header": "Big", "subheader": "Small"}, "## Big\n\nSmall", "header card"),
    ("signup", {"header": "Join us"}, "## Join us", "sign-up"),
    ("transistor", {"text": "Said"}, "Said", "transistor"),
]  # fmt: skip


class TestText:
    @pytest.mark.parametrize(("name", "card", "markdown", "told"), CARDS)
    def test_cards_of_both_editors(
        self, tmp_path: Path, name: str, card: Row, markdown: str, told: str
    ) -> None:
        new = read_post(tmp_path, lexical=lexical({"type": name, **card}))
        old = read_post(tmp_path, mobiledoc=mobiledoc([10, 0], cards=[[name, card]]))
        assert new.body == old.body == (f"{markdown}\n" if markdown else "")
        for post in (new, old):
            assert told in " ".join(note.text for note in post.notes)

    def test_text_of_lexical(self, tmp_path: Path) -> None:
        source = lexical(
            {"type": "paragraph", "children": [text("a ", 1), text("b", 3), {"type": "linebreak"}, text("c", 16),
                                               {"type": "link", "url": "__GHOST_URL__/x/", "children": [text(" d")]}]},
            {"type": "extended-heading", "tag": "h3", "children": [text("Head")]},
            {"type": "list", "listType": "number", "start": 3, "children": [
                {"type": "listitem", "children": [text("one")]},
                {"type": "listitem", "children": [{"type": "list", "listType": "bullet", "children": [
                    {"type": "listitem", "children": [text("in")]}]}]},
                {"type": "listitem", "children": [text("two")]}]},
            {"type": "extended-quote", "children": [text("Quote")]},
            {"type": "paragraph", "children": [text("H"), text("2", 32), text(" mark", 128), text(" out", 4)]},
        )  # fmt: skip
        assert read_post(tmp_path, lexical=source).body == (
            "**a** <strong>*b*</strong>  \n`c` [d](/x/)\n\n### Head\n\n3. one\n   - in\n4. two\n\n> Quote\n\n"
            "H<sub>2</sub> <mark>mark</mark> ~~out~~\n"
        )

    def test_text_of_mobiledoc(self, tmp_path: Path) -> None:
        source = mobiledoc(
            [1, "p", [[0, [0], 0, "bold "], [0, [1], 2, "both"], [1, [], 0, 0], [0, [2], 1, "link"]]],
            [1, "h2", [[0, [], 0, "1. <b>"]]],
            [3, "ul", [[[0, [], 0, "one"]], [[0, [], 0, "two"]]]],
            [1, "aside", [[0, [], 0, "Aside"]]],
            [99],
            markups=[["strong"], ["em"], ["a", ["href", "https://x.example/"]]],
            atoms=[["soft-return", "", {}]],
        )
        post = read_post(tmp_path, mobiledoc=source)
        assert post.body == (
            "<strong>bold *both*</strong>  \n[link](https://x.example/)\n\n## 1. \\<b>\n\n- one\n- two\n\n> Aside\n"
        )
        assert "a section of the unknown kind 99 (block 5 of 5)" in warnings(post)

    def test_html_is_read_where_the_editors_own_form_is_broken(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, lexical="{", html="<p>Saved</p>")
        assert post.body == "Saved\n"
        assert "its HTML is read" in warnings(post)[0]

    def test_old_exports_hold_markdown(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, markdown="*a*", uuid=None, id=3, published_at=1_500_000_000_000)
        assert (post.body, post.import_ref) == ("*a*\n", "ghost:3")
        assert post.published_at == datetime(2017, 7, 14, 2, 40, tzinfo=UTC)


class TestFields:
    @pytest.mark.parametrize(
        ("fields", "status", "warned"),
        [
            ({}, "published", ""), ({"status": "scheduled"}, "published", ""), ({"status": "draft"}, "draft", ""),
            ({"status": "sent"}, "draft", "newsletter"), ({"visibility": "paid"}, "draft", "paid"),
            ({"visibility": "members"}, "draft", "members"), ({"status": "odd"}, "draft", "odd"),
        ],
    )  # fmt: skip
    def test_only_what_was_for_everybody_is_public(
        self, tmp_path: Path, fields: Row, status: str, warned: str
    ) -> None:
        post = read_post(tmp_path, **fields)
        assert post.status == status
        assert warned in "".join(warnings(post))

    def test_the_primary_tag_is_proposed_as_the_category(self, tmp_path: Path) -> None:
        tables = {
            "tags": [{"id": "t1", "name": "Work", "slug": "work"}, {"id": "t2", "name": "Events", "slug": "events"},
                     {"id": "t3", "name": "#hidden", "slug": "hash-hidden", "visibility": "internal"}],
            "posts_tags": [{"post_id": "p1", "tag_id": "t1", "sort_order": 1}, {"post_id": "p1", "tag_id": "t2", "sort_order": 0},
                           {"post_id": "p1", "tag_id": "t3", "sort_order": 2}],
        }  # fmt: skip
        post = read_post(tmp_path, tables)
        assert (post.categories, post.strict_categories) == (["Events"], [])
        assert (post.tags, post.strict_tags) == (["Work"], ["Events", "Work"])
        assert any("#hidden" in note.text for note in post.notes)
        listings = [
            outcome
            for outcome in read(tmp_path, row(), tables=tables)
            if isinstance(outcome, ImportedListing)
        ]
        kinds = {listing.name: listing.kind for listing in listings if listing.name}
        assert kinds == {"Work": "tag", "Events": "category"}
        assert ["/tag/work/rss/", "/tag/work/rss"] in [listing.old_paths for listing in listings]

    def test_what_an_article_says_of_itself(self, tmp_path: Path) -> None:
        write(tmp_path, {"content/images/h.png": b"x"})
        tables = {
            "users": [{"id": "u1", "name": "The Desk", "slug": "desk", "bio": "We write"}],
            "posts_authors": [{"post_id": "p1", "author_id": "u1"}],
            "posts_meta": [{"id": "m", "post_id": "p1", "meta_description": "In short", "feature_image_alt": "Alt",
                            "feature_image_caption": "<i>Cap</i>", "og_title": "Other"}],
        }  # fmt: skip
        post = read_post(
            tmp_path, tables, feature_image="__GHOST_URL__/content/images/h.png", custom_excerpt="1 * 2 *3*",
            canonical_url="https://first.example/a", codeinjection_head="<script>", featured=1,
        )  # fmt: skip
        assert post.hero
        assert (post.hero.alt, post.hero.caption) == ("Alt", "Cap")
        assert post.hero.file == (tmp_path / "content/images/h.png").resolve()
        assert [author.name for author in post.authors] == ["The Desk"]
        assert (post.excerpt, post.description) == ("1 * 2 \\*3\\*", "In short")
        assert post.canonical_url == "https://first.example/a"
        assert post.old_paths == ["/post-1/", "/post-1", "/post-1/amp/"]
        told = " ".join(note.text for note in post.notes)
        assert "code injected into the head" in told
        assert "featured" in told
        assert "og_title" in told
        assert {fate.key: fate.fate for fate in post.fates}["og_title"] == "not kept"

    def test_pages_menus_and_redirects(self, tmp_path: Path) -> None:
        write(
            tmp_path, {"redirects.json": '[{"from": "^/a/$", "to": "/b/"}, {"from": "/c/(.*)", "to": "/d/"}]'}
        )
        tables = {
            "settings": [
                {"key": "navigation", "value": '[{"label": "About", "url": "__GHOST_URL__/about/"}]'}
            ]
        }
        outcomes = read(
            tmp_path, row(type="page", slug="about"), row(2, type="page", visibility="paid"), tables=tables
        )
        public, paid = [outcome for outcome in outcomes if isinstance(outcome, ImportedPage)]
        assert (public.address, public.is_public, paid.is_public) == ("about", True, False)
        assert [each.links for each in outcomes if isinstance(each, ImportedMenu)] == [[("About", "/about/")]]
        assert [(each.old_path, each.target) for each in outcomes if isinstance(each, ImportedRedirect)] == [
            ("/a/", "/b/")
        ]
        assert [each.path for each in outcomes if isinstance(each, ImportFailure)] == ["redirects.json"]

    def test_files_beside_the_export_come_in_at_their_old_addresses(self, tmp_path: Path) -> None:
        write(
            tmp_path,
            {
                "content/files/2021/02/list.pdf": b"%PDF-",
                "content/media/a.mp3": b"x",
                "content/images/a.png": b"x",
            },
        )
        outcomes = read(tmp_path, row(html='<a href="__GHOST_URL__/content/files/2021/02/list.pdf">a</a>'))
        assert [each.old_paths for each in outcomes if isinstance(each, ImportedFile)] == [
            ["/content/files/2021/02/list.pdf"], ["/content/media/a.mp3"],
        ]  # fmt: skip
        assert isinstance(outcomes[0], ImportedPost)
        assert outcomes[0].body == "[a](/content/files/2021/02/list.pdf)\n"


class TestHostileInput:
    @pytest.mark.parametrize(
        ("source", "reason"),
        [
            (b'{"db": [{"data": {"posts": [{"id": 1', "not whole JSON"), (b"[]", "no Ghost export"), (b"\xff", "UTF-8"),
            (b"[" * 200_000, "nested too deeply"), (b'{"posts": {}}', "no Ghost export"), (b"9" * 10_000, "number too long"),
        ],
    )  # fmt: skip
    def test_what_is_no_export_is_refused(self, tmp_path: Path, source: bytes, reason: str) -> None:
        write(tmp_path, {"export.json": source})
        with pytest.raises(ReadError, match=reason):
            GhostReader(tmp_path / "export.json")

    def test_bad_rows_are_named_and_the_rest_goes_on(self, tmp_path: Path) -> None:
        deep = '{"root": {"children": ' + '[{"type": "list", "children": ' * 60 + "[]" + "}]" * 60 + "}}"
        rows = [row(1), row(1), 7, {}, row(2, lexical="[1"), row(3, lexical=deep), {"uuid": "x"}, row(4)]
        outcomes = [
            outcome
            for outcome in read(tmp_path, *rows, wrapped=False)
            if not isinstance(outcome, ImportedListing)
        ]
        assert [type(outcome) for outcome in outcomes] == [
            ImportedPost, *[ImportFailure] * 5, ImportedPost, ImportedPost,
        ]  # fmt: skip

    def test_characters_that_no_page_can_show_are_left_out_and_told(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, title="a\ud800\0b", html="<p>c\udfff\0d</p>")
        assert (post.title, post.body) == ("ab", "cd\n")
        assert "left out" in warnings(post)[0]
        post.body.encode()

    @pytest.mark.parametrize("value", [None, [], {}, 7, True, "", "\0"])
    @pytest.mark.parametrize(
        "key", ["lexical", "mobiledoc", "html", "title", "slug", "published_at", "feature_image"]
    )
    def test_fields_of_any_kind_never_end_the_run(self, tmp_path: Path, key: str, value: object) -> None:
        (outcome,) = [
            each for each in read(tmp_path, row(**{key: value})) if not isinstance(each, ImportedListing)
        ]
        assert isinstance(outcome, ImportedPost | ImportFailure)

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from articles.importers import (
    ImportedListing,
    ImportedMenu,
    ImportedPage,
    ImportedPost,
    ImportedRedirect,
    ImportFailure,
    ImportSkip,
    Outcome,
    ReadError,
    ReadOptions,
    WordPressReader,
)
from articles.rendering import render

from .sources import warnings, write
from .wordpress_export import (
    BLOCKS,
    BLOCKS_MARKDOWN,
    CLASSIC,
    CLASSIC_MARKDOWN,
    HEAD,
    MEDIA,
    SHARED,
    TAIL,
    attachment,
    category,
    item,
)


def read(root: Path, *items: str, head: str = HEAD, tail: str = TAIL, **options: object) -> list[Outcome]:
    write(root, {"export.xml": head + "".join(items) + tail})
    reader = WordPressReader(root / "export.xml", ReadOptions(**options))  # type: ignore[arg-type]
    outcomes = list(reader)
    assert len(outcomes) == len(reader)
    return [outcome for outcome in outcomes if not isinstance(outcome, ImportedListing)]


def read_post(root: Path, *items: str, **options: object) -> ImportedPost:
    found = [outcome for outcome in read(root, *items, **options) if isinstance(outcome, ImportedPost)]
    assert len(found) == 1
    return found[0]


def read_page(root: Path, *items: str) -> list[ImportedPage]:
    return [outcome for outcome in read(root, *items) if isinstance(outcome, ImportedPage)]


def line_of(root: Path, text: str) -> int:
    return next(n for n, line in enumerate((root / "export.xml").read_text().split("\n"), 1) if text in line)


class TestText:
    def test_every_block_becomes_markdown(self, tmp_path: Path) -> None:
        meta = {"footnotes": '[{"content":"A note","id":"n1"}]'}
        assert read_post(tmp_path, MEDIA, SHARED, item(41, BLOCKS, meta=meta)).body == BLOCKS_MARKDOWN

    def test_the_classic_editors_text_becomes_markdown(self, tmp_path: Path) -> None:
        assert read_post(tmp_path, MEDIA, item(42, CLASSIC)).body == CLASSIC_MARKDOWN

    def test_every_loss_is_named_with_its_line_in_the_export(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, MEDIA, SHARED, item(41, BLOCKS))
        told = {note.text: note.line for note in post.notes}
        for text, place in [
            ("the shortcode [contact-form] stays as text", "[contact-form"),
            ("not kept: <form> and what is in it", "<form>"),
            ("not kept: the script of <p>", "onclick"),
            ("not kept: a page break: the article is one page", "<!--nextpage-->"),
            ("not kept: the words “Go on” of the more link", "<!--more Go on"),
            ("not kept: the layout of columns: their texts follow one another", "wp:columns"),
            ("not kept: the layout of a gallery: its pictures follow one another", "wp:gallery"),
        ]:
            assert told[text] == line_of(tmp_path, place), text
        assert any("latest-posts" in text for text in told)

    def test_one_note_counts_what_is_left_out_of_its_look(self, tmp_path: Path) -> None:
        notes = {"footnotes": '[{"content":"A note","id":"n1"}]'}
        post = read_post(tmp_path, MEDIA, SHARED, item(41, BLOCKS, meta=notes))
        told = [note.text for note in post.notes if note.text.startswith("presentation")]
        assert told == ["presentation left out: 1 class (has-drop-cap), 1 size of pictures"]

    def test_lines_are_counted_past_what_shortcodes_become(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, MEDIA, item(42, CLASSIC))
        told = {note.text: note.line for note in post.notes}
        assert told["the shortcode [slider] stays as text"] == line_of(tmp_path, "[slider")
        assert told["the media file 99 of a gallery is not in the export"] == line_of(
            tmp_path, "[gallery ids"
        )

    def test_what_stands_before_more_is_the_lead(self, tmp_path: Path) -> None:
        assert read_post(tmp_path, item(1, "Before\n<!--more-->\nAfter")).lead == "Before"

    def test_the_markdown_renders(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, MEDIA, SHARED, item(41, BLOCKS))
        assert '<ol start="4">' in render(post.body).html

    @pytest.mark.parametrize(
        ("content", "markdown"),
        [
            ("a\n\n\nb\nc", "a\n\nb  \nc\n"),
            ("<p>a<br />\nb</p>", "a  \nb\n"),
            ("<div>a\n\nb</div>", "a\n\nb\n"),
            ("<pre>a\n\nb</pre>", "```\na\n\nb\n```\n"),
            ("a <b>b\nc</b>", "a **b  \nc**\n"),
            ("[caption caption='Old style' align=alignnone]<img src='/x.png'>[/caption]",
             '<figure>\n<img src="https://old.example/x.png" alt="">\n<figcaption>Old style</figcaption>\n</figure>\n'),
            ("<!-- wp:block {\"ref\":9} /-->", ""),
            ("<!-- wp:plugin/box -->\n<p>Text</p>\n<!-- /wp:plugin/box -->", "Text\n"),
            ("<!-- wp:paragraph {broken} -->\n<p>Text</p>\n<!-- /wp:paragraph -->", "Text\n"),
            ('<a href="https://old.example/2019/01/a/?x=1#top">a</a>', "[a](/2019/01/a/?x=1#top)\n"),
            ('<a href="https://other.example/">a</a>', "[a](https://other.example/)\n"),
        ],
    )  # fmt: skip
    def test_small_texts(self, tmp_path: Path, content: str, markdown: str) -> None:
        assert read_post(tmp_path, item(1, content)).body == markdown

    def test_reusable_blocks_that_hold_each_other_end(self, tmp_path: Path) -> None:
        block = '<!-- wp:block {"ref":31} /--><!-- wp:block {"ref":31} /-->'
        post = read_post(tmp_path, item(31, block, post_type="wp_block"), item(1, block))
        assert any("is not in the export" in text for text in warnings(post))


class TestFields:
    @pytest.mark.parametrize(
        ("fields", "status", "warned"),
        [
            ({"status": "publish"}, "published", ""), ({"status": "future"}, "published", ""),
            ({"status": "draft"}, "draft", ""), ({"status": "pending"}, "in_review", ""),
            ({"status": "private"}, "draft", "private"), ({"post_password": "x"}, "draft", "password"),
            ({"status": "archive"}, "draft", "archive"),
        ],
    )  # fmt: skip
    def test_only_what_was_for_everybody_is_public(
        self, tmp_path: Path, fields: dict[str, str], status: str, warned: str
    ) -> None:
        post = read_post(tmp_path, item(1, "Text", **fields))
        assert post.status == status
        assert warned in "".join(warnings(post))

    @pytest.mark.parametrize(
        "fields",
        [{"status": "trash"}, {"status": "auto-draft"}, {"post_type": "revision"}, {"post_type": "book"}],
    )
    def test_what_is_no_article_is_skipped_with_its_reason(
        self, tmp_path: Path, fields: dict[str, str]
    ) -> None:
        (outcome,) = read(tmp_path, item(1, "Text", **fields))
        assert isinstance(outcome, ImportSkip)

    def test_what_identifies_and_dates_it(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, item(7, "Text", title="Q&amp;A <em>now</em>", post_name="%c3%a9lan"))
        assert (post.import_ref, post.title, post.slug) == ("wordpress:old.example:7", "Q&A now", "élan")
        assert post.published_at == datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC)
        assert (post.source_file, post.front_matter, post.variables) == ("", "", None)
        assert [author.name for author in post.authors] == ["The Desk"]

    def test_a_draft_has_no_date(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, item(7, status="draft", post_date_gmt="0000-00-00 00:00:00"))
        assert post.published_at is None

    def test_the_deepest_category_is_the_articles(self, tmp_path: Path) -> None:
        inside = category("work", "Work") + category("events", "Events & Fairs") + category("else", "Else")
        post = read_post(
            tmp_path, item(1, inside=inside + category("c-sharp", 'C#, "quoted" & more', "post_tag"))
        )
        assert (post.categories, post.tags) == (["Events & Fairs"], ['C#, "quoted" & more'])
        assert "an article has one category; not kept: Else" in warnings(post)

    def test_the_category_marked_as_primary_wins(self, tmp_path: Path) -> None:
        inside = category("events", "Events & Fairs") + category("work", "Work")
        post = read_post(tmp_path, item(1, inside=inside, meta={"_yoast_wpseo_primary_category": "3"}))
        assert post.categories == ["Work"]

    def test_the_featured_image_is_the_hero(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, MEDIA, item(1, meta={"_thumbnail_id": "21"}))
        assert post.hero
        assert (post.hero.alt, post.hero.caption) == ("A bright hall", "The hall at nine")
        assert post.images == [post.hero]

    def test_media_beside_the_export_are_taken_from_there(self, tmp_path: Path) -> None:
        write(tmp_path, {"wp-content/uploads/2020/02/hall.jpg": b"x"})
        post = read_post(tmp_path, MEDIA, item(1, meta={"_thumbnail_id": "21"}))
        assert post.hero
        assert post.hero.file == (tmp_path / "wp-content/uploads/2020/02/hall.jpg").resolve()

    def test_every_address_is_kept(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, item(5, meta={"_wp_old_slug": "old-name"}))
        assert post.old_paths == [
            "/2020/02/post-5/", "/2020/02/post-5", "/?p=5", "/2020/02/old-name/", "/2020/02/old-name",
            "/2020/02/post-5/feed/", "/2020/02/post-5/feed", "/?feed=rss2&p=5",
        ]  # fmt: skip

    def test_links_to_files_beside_the_export_lead_there_by_their_old_path(self, tmp_path: Path) -> None:
        write(tmp_path, {"wp-content/uploads/2020/02/list.pdf": b"%PDF-"})
        at = "old.example/wp-content/uploads/2020/02"
        links = f'<a href="http://www.{at}/list.pdf#page=2">a</a> <a href="https://{at}/none.pdf">b</a>'
        post = read_post(
            tmp_path, MEDIA, item(1, f'{links}<p><audio src="https://{at}/list.pdf"></audio></p>')
        )
        assert post.body == (
            f"[a](/wp-content/uploads/2020/02/list.pdf#page=2) [b](https://{at}/none.pdf)\n\n"
            '<audio src="/wp-content/uploads/2020/02/list.pdf" controls=""></audio>\n'
        ).replace(' controls=""', "")

    def test_what_plugins_say_for_search_engines_is_kept(self, tmp_path: Path) -> None:
        meta = {"_yoast_wpseo_metadesc": "In short", "rank_math_canonical_url": "https://first.example/a"}
        post = read_post(tmp_path, item(5, meta=meta))
        assert (post.description, post.canonical_url) == ("In short", "https://first.example/a")
        assert read_post(tmp_path, item(5, meta={"rank_math_description": "%title% x"})).description == ""

    def test_an_article_that_sent_readers_on_is_not_public(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, item(5, meta={"_links_to": "https://other.example/"}))
        assert (post.redirect_to, post.status) == ("https://other.example/", "draft")

    def test_what_has_no_place_here_is_named(self, tmp_path: Path) -> None:
        comments = "<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>" * 2
        inside = comments + category("post-format-aside", "Aside", "post_format")
        post = read_post(
            tmp_path, item(5, inside=inside, is_sticky="1", comment_status="closed", meta={"mood": "good"})
        )
        told = " ".join(note.text for note in post.notes)
        for text in ("2 comments are not imported", "sticky", "post format Aside", "mood"):
            assert text in told
        fates = {fate.key: fate.fate for fate in post.fates}
        assert fates["mood"] == "not kept: a custom field"
        assert "comments" in fates["wp:comment_status"]


class TestTheSite:
    def test_pages_keep_their_place(self, tmp_path: Path) -> None:
        pages = read_page(
            tmp_path,
            item(10, "Us", post_type="page", post_name="about", link="https://old.example/about/"),
            item(11, "Team", post_type="page", post_name="team", post_parent="10", link="https://old.example/about/team/"),
            item(12, "Plan", post_type="page", post_name="plan", post_parent="11", status="draft", link="https://old.example/?page_id=12"),
        )  # fmt: skip
        assert [page.address for page in pages] == ["about", "about/team", "about/team/plan"]
        assert [page.is_public for page in pages] == [True, True, False]
        assert pages[1].old_paths == [
            "/about/team/",
            "/about/team",
            "/?p=11",
            "/?page_id=11",
            "/about/team/feed/",
            "/about/team/feed",
            "/?feed=rss2&page_id=11",
        ]

    def test_listings_and_feeds_lead_on(self, tmp_path: Path) -> None:
        write(tmp_path, {"export.xml": HEAD + TAIL})
        listings = {
            (each.kind, each.name, each.is_feed): each.old_paths
            for each in WordPressReader(tmp_path / "export.xml")
        }  # type: ignore[union-attr]
        assert "/comments/feed/" in listings["home", "", True]
        assert listings["category", "Events & Fairs", False] == [
            "/category/work/events/",
            "/category/work/events",
            "/?cat=4",
        ]
        assert "/tag/c-sharp/feed/" in listings["tag", 'C#, "quoted" & more', True]
        assert "/author/editor/" in listings["author", "The Desk", False]

    def test_a_menu_is_read(self, tmp_path: Path) -> None:
        inside = category("main", "Main", "nav_menu")
        outcomes = read(
            tmp_path,
            item(10, "Us", post_type="page", title="About", link="https://old.example/about/"),
            item(50, title="", post_type="nav_menu_item", menu_order="2", inside=inside, meta={"_menu_item_object_id": "10"}),
            item(51, title="Out", post_type="nav_menu_item", menu_order="1", inside=inside, meta={"_menu_item_url": "https://x.example/"}),
        )  # fmt: skip
        (menu,) = [outcome for outcome in outcomes if isinstance(outcome, ImportedMenu)]
        assert menu.links == [("Out", "https://x.example/"), ("About", "/about/")]

    def test_redirects_of_a_plugin_are_read(self, tmp_path: Path) -> None:
        meta = {"_redirect_rule_from": "/a", "_redirect_rule_to": "/b"}
        (outcome,) = read(tmp_path, item(1, post_type="redirect_rule", meta=meta))
        assert isinstance(outcome, ImportedRedirect)
        assert (outcome.old_path, outcome.target) == ("/a", "/b")

    def test_an_export_in_parts_is_one(self, tmp_path: Path) -> None:
        write(
            tmp_path,
            {"1.xml": HEAD + item(1, meta={"_thumbnail_id": "21"}) + TAIL, "2.xml": HEAD + MEDIA + TAIL},
        )
        (post,) = [outcome for outcome in WordPressReader(tmp_path) if isinstance(outcome, ImportedPost)]
        assert post.hero


class TestHostileInput:
    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("", "well-formed"), ("<html></html>", "no WordPress export"),
            ('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss>&b;</rss>', "entities"),
            ('<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><rss/>', "entities"),
        ],
    )  # fmt: skip
    def test_what_is_no_export_is_refused(self, tmp_path: Path, text: str, reason: str) -> None:
        write(tmp_path, {"export.xml": text})
        with pytest.raises(ReadError, match=reason):
            WordPressReader(tmp_path / "export.xml")

    def test_a_flaw_further_down_leaves_what_stands_before_it(self, tmp_path: Path) -> None:
        first, failure = read(tmp_path, item(1, "Good"), "<item><title>Bad</titel></item>", item(2), tail="")
        assert isinstance(first, ImportedPost)
        assert isinstance(failure, ImportFailure)
        assert failure.line == line_of(tmp_path, "titel")

    def test_control_characters_do_not_end_an_import(self, tmp_path: Path) -> None:
        post, note = read(tmp_path, item(1, "a\x0bb\x00c"))
        assert isinstance(post, ImportedPost)
        assert post.body == "a b c\n"
        assert isinstance(note, ImportSkip)
        assert "2 control characters" in note.reason

    def test_a_repeated_id_and_a_missing_one_are_named(self, tmp_path: Path) -> None:
        first, again, nameless = read(tmp_path, item(1), item(1), "<item><title>x</title></item>")
        assert isinstance(first, ImportedPost)
        assert isinstance(again, ImportFailure)
        assert isinstance(nameless, ImportFailure)

    @pytest.mark.parametrize("content", ["x" * 5_100_000, "<div>" * 500, "<p>x</p>" * 300_000, "<b>" * 3_000])
    def test_texts_beyond_measure_are_refused_by_name(self, tmp_path: Path, content: str) -> None:
        failure, good = read(tmp_path, item(1, content), item(2, "Good"))
        assert isinstance(failure, ImportFailure)
        assert isinstance(good, ImportedPost)

    def test_an_item_without_anything_but_an_id_is_read(self, tmp_path: Path) -> None:
        post = read_post(tmp_path, "<item><wp:post_id>3</wp:post_id></item>")
        assert (post.title, post.slug, post.body) == ("Untitled", "untitled", "")

    @pytest.mark.parametrize(
        "content",
        ["[caption " * 8_000, "[a=" * 20_000, "<!-- wp:a {" * 8_000, "[[" * 40_000, "<pre" * 20_000],
    )
    def test_unclosed_marks_take_linear_time(self, tmp_path: Path, content: str) -> None:
        before = time.process_time()
        read(tmp_path, item(1, content))
        assert time.process_time() - before < 3

    def test_attachments_are_found_by_their_renditions(self, tmp_path: Path) -> None:
        content = '<img src="http://www.old.example/wp-content/uploads/2020/02/b-1024x768.png">'
        post = read_post(tmp_path, attachment(8, "b.png", "Alt"), item(1, content))
        assert post.body == "![Alt](https://old.example/wp-content/uploads/2020/02/b.png)\n"

"""Fields that were changed here, put into headers and read again by the reader of the system they came from."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.exporters.changes import Changes
from articles.exporters.dates import like
from articles.exporters.header import Header
from articles.exporters.tidy import tidy_header
from articles.exporters.vocabulary import HUGO, JEKYLL, MARKDOWN
from articles.importers.jekyll.terms import read_categories, read_tags
from articles.importers.yaml_nodes import texts_of
from tests.importers.sources import read_post

from .headers import QUIRKS, changed_lines

YAML_HEADERS = [f"---\n{block}---\n\n" for block in QUIRKS if block]
NAMES = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"], exclude_characters="\ufeff"),
    min_size=1,
    max_size=20,
).filter(
    lambda text: text == " ".join(text.split()).lstrip("#").strip() and text.isprintable() and text != ""
)
NO_COMMA = NAMES.filter(lambda text: "," not in text)


def edited(front_matter: str, words=JEKYLL, before=None, **fields) -> Header:
    header = Header(front_matter, words)
    changes = Changes(header, words, before or {})
    for name, value in fields.items():
        if name == "status":
            changes.put_status(value)
        elif name == "hero":
            changes.put_hero(value)
        else:
            changes.put(name, value)
    return header


def folded(names) -> list[str]:
    return [name.casefold() for name in names]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(YAML_HEADERS), st.lists(NAMES, max_size=6, unique_by=str.casefold))
def test_jekyll_reads_the_tags_that_were_written(front_matter, names):
    header = edited(front_matter, tags=names)
    terms = read_tags({}, header.nodes)
    assert folded(terms.proposed) == folded(dict.fromkeys(names))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(YAML_HEADERS), NAMES)
def test_jekyll_reads_the_category_that_was_written(front_matter, name):
    proposed = read_categories([], {}, Header(front_matter).nodes).proposed
    header = edited(front_matter, before={"category": proposed[0] if proposed else ""}, category=name)
    assert folded(read_categories([], {}, header.nodes).proposed[:1]) == [name.casefold()]
    emptied = edited(header.text, before={"category": name}, category="")
    assert read_categories([], {}, emptied.nodes).proposed == []


ONE_LINE = [
    ("tags: one two", {"tags": ["one", "three"]}, "tags: one three"),
    ("tags: one two", {"tags": ["one", "two words"]}, "tags: [one, two words]"),
    ("tags: a, b c", {"tags": ["b c", "d"]}, "tags: b c, d"),
    ("tag: a b", {"tags": ["c d"]}, "tag: c d"),
    ("tag: a b", {"tags": []}, "tag: []"),
    ("tags: [a, b]", {"tags": ["b", "a"]}, "tags: [b, a]"),
    ("categories:  Work and Life", {"category": "Meeting", "_before": "Work and Life"}, "categories:  Meeting"),
    ("categories: A, B", {"category": "C", "_before": "A"}, "categories: C, B"),
    ("categories: [A, B]", {"category": "B", "_before": "A"}, "categories: [B]"),
    ("category: 'A'", {"category": "C, D", "_before": "A"}, "category: 'C, D'"),
    ("author: Ada", {"author": "Grace Hopper"}, "author: Grace Hopper"),
    ("authors: [Ada, Bo]", {"author": "Grace"}, "authors: [Grace, Bo]"),
    ("author: {name: Ada, bio: x}", {"author": "Grace"}, "author: Grace"),
    ("toc: yes", {"show_toc": False}, "toc: false"),
    ("sidebar: {nav: main, title: x}", {"sidebar": "counts"}, "sidebar: {nav: counts, title: x}"),
    ("sidebar: main", {"sidebar": "counts"}, "sidebar: counts"),
    ("published: no", {"status": "published"}, "published: true"),
    ("published: true", {"status": "draft"}, "published: false"),
    ("status: in_review", {"status": "published"}, None),
    ("image: /a.jpg", {"hero": "/b.jpg", "_hero": "/a.jpg"}, "image: /b.jpg"),
    ("image: {path: /a.jpg}", {"hero": "/b.jpg", "_hero": "/a.jpg"}, "image: {path: /b.jpg}"),
    ("description: Old", {"description": ""}, None),
    ("date: 2023-04-05 10:00:00 +0900", {"published_at": "2024-01-02T03:04:05+00:00"},
     "date: 2024-01-02 12:04:05 +0900"),
    ("redirect_to: /elsewhere/", {"status": "published"}, None),
    ("series_position: 3", {"series_position": 0}, None),
]  # fmt: skip


@pytest.mark.parametrize(("line", "fields", "expected"), ONE_LINE)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_edit_is_one_line_in_the_author_s_spelling(line, fields, expected, end):
    before = {"category": fields.get("_before", ""), "hero": fields.get("_hero", "")}
    lines = ["---", "# kept", line, "other:  'same'", "---", "", ""]
    wanted = [each for each in (*lines[:2], expected, *lines[3:]) if each is not None]
    changed = {name: value for name, value in fields.items() if name[0] != "_"}
    assert edited(end.join(lines), before=before, **changed).text == end.join(wanted)


@pytest.mark.parametrize(
    ("fields", "added"),
    [
        ({"title": "A: b"}, ['title: "A: b"']),
        ({"slug": "new"}, ["slug: new"]),
        ({"status": "withdrawn"}, ["published: false", "status: withdrawn"]),
        ({"hero": "/a b.jpg"}, ["header:", "  image: /a b.jpg"]),
        ({"sidebar": "counts"}, ["sidebar:", "  nav: counts"]),
        ({"tags": ["a", "b c"]}, ["tags:", "  - a", "  - b c"]),
        ({"published_at": "2024-01-02T03:04:05+00:00"}, ["date: 2024-01-02 03:04:05 +0000"]),
        ({"withdraw_at": "2024-01-02T03:04:05+00:00"}, ["withdraw_at: 2024-01-02 03:04:05 +0000"]),
        ({"custom_excerpt": "One\n\nTwo"}, ['excerpt: "One\\n\\nTwo"']),
        ({"series": "Beginnings", "series_position": 2}, ["series: Beginnings", "series_position: 2"]),
        ({"description": "", "category": "", "author": "", "sidebar": "", "hero": ""}, []),
    ],
)
def test_new_keys_stand_at_the_end(fields, added):
    text = edited("\ufeff---\nlayout: post\n# the end\n---\n", **fields).text
    assert text == "\n".join(["\ufeff---", "layout: post", "# the end", *added, "---", ""])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_without_a_header_gets_one(end):
    header = Header("\ufeff", JEKYLL, end)
    header.put(("title",), "New")
    assert header.text == end.join(["\ufeff---", "title: New", "---", "", ""])


def test_the_reader_finds_what_was_written(tmp_path):
    header = edited(
        "---\nlayout: single\ntitle: Broken: so\ntags: a b\nimage: /a.jpg\n---\n",
        title="New: title", tags=["x y", "2024"], category="Work", author="Ada", custom_excerpt="Short *so*",
        description="For machines", canonical_url="https://example.org/a", show_toc=True, show_author=False,
        sidebar="counts", hero="/b.jpg", published_at="2024-01-02T03:04:05+00:00", slug="other",
    )  # fmt: skip
    post = read_post(tmp_path, header.block.strip("\n"))
    assert (post.title, post.slug, post.tags, post.categories) == (
        "New: title",
        "other",
        ["x y", "2024"],
        ["Work"],
    )
    assert post.author.name == "Ada"
    assert (post.excerpt, post.description) == ("Short *so*", "For machines")
    assert post.canonical_url == "https://example.org/a"
    assert (post.show_toc, post.show_author, post.sidebar, post.hero.address) == (
        True,
        False,
        "counts",
        "/b.jpg",
    )
    assert post.published_at == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)


SEOUL = ZoneInfo("Asia/Seoul")


@pytest.mark.parametrize(
    ("written", "before", "expected"),
    [
        ("2023-04-05", "2023-04-05T00:00+09:00", "2024-01-02 12:04:05 +0900"),
        ("2023-04-05 10:00", "2023-04-05T10:00+09:00", "2024-01-02 12:04:05 +0900"),
        ("2023/04/05 10:00:00", "2023-04-05T10:00+09:00", "2024/01/02 12:04:05"),
        ("2023-04-05T10:00:00", "2023-04-05T10:00+00:00", "2024-01-02T03:04:05"),
        ("2023-04-05T10:00:00Z", "2023-04-05T10:00+00:00", "2024-01-02T03:04:05Z"),
        ("2023-04-05 10:00:00 -05:30", "2023-04-05T15:30+00:00", "2024-01-01 21:34:05 -05:30"),
        ("2023-04-05 10:00:00 +0000", None, "2024-01-02 03:04:05 +0000"),
        ("5 April 2023", "2023-04-05T00:00+09:00", "2024-01-02 12:04:05 +0900"),
        ("2023-04-05 10:00:00", "2023-04-05T10:00-04:00", "2024-01-02 12:04:05 +0900"),
    ],
)
def test_a_date_keeps_its_form_where_that_can_say_it(written, before, expected):
    moment = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    meant = datetime.fromisoformat(before) if before else None
    found = like(written, moment.astimezone(SEOUL), meant, [SEOUL, UTC])
    assert found == expected


def test_a_day_stays_a_day():
    moment = datetime(2024, 1, 2, tzinfo=SEOUL)
    assert like("2023-04-05", moment, datetime(2023, 4, 5, tzinfo=SEOUL), [SEOUL]) == "2024-01-02"


TOML = """+++
# why?
title = 'Weak ties'   # kept
date = 2023-04-05T10:00:00+09:00
tags = ["a", "b",]
Draft = true

[cover]
image = "a.jpg"
+++

"""


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": "It is"}, ["- title = 'Weak ties'   # kept", "+ title = 'It is'   # kept"]),
        ({"tags": ["a", "b", "c d"]}, ['- tags = ["a", "b",]', '+ tags = ["a", "b", "c d"]']),
        ({"status": "published"}, ["- Draft = true", "+ Draft = false"]),
        ({"hero": "b.jpg", "_hero": "a.jpg"}, ['- image = "a.jpg"', '+ image = "b.jpg"']),
        ({"slug": "new"}, ['+ slug = "new"']),
        ({"category": "Work"}, ['+ categories = ["Work"]']),
        (
            {"published_at": "2024-01-02T03:04:05+00:00"},
            ["- date = 2023-04-05T10:00:00+09:00", "+ date = 2024-01-02T12:04:05+09:00"],
        ),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_toml_header_changes_in_the_lines_of_its_keys(fields, expected, end):
    front_matter = TOML.replace("\n", end)
    changed = {name: value for name, value in fields.items() if name[0] != "_"}
    header = edited(front_matter, HUGO, {"hero": fields.get("_hero", "")}, **changed)
    lines = [line.removesuffix(end) for line in changed_lines(front_matter, header.text)]
    assert sorted(lines) == sorted(expected)
    assert header.notes == []


def test_a_new_key_of_toml_stands_before_the_tables():
    block = 'title = "x"\n[cover]\nimage = "a.jpg"\n\n# end\n'
    header = edited(f"+++\n{block}+++\n", HUGO, slug="new", tags=["a", "b: c"])
    assert header.block == block.replace("[cover]", 'slug = "new"\ntags = ["a", "b: c"]\n[cover]')


def test_a_json_header_keeps_its_indent_and_order():
    front_matter = '{\n   "title": "Weak ties",\n   "tags": [\n      "a"\n   ],\n   "draft": false\n}\n\n'
    header = edited(front_matter, HUGO, title="한국어", status="draft", tags=["a", "b"])
    assert sorted(changed_lines(front_matter, header.text)) == [
        '+       "a",\n', '+       "b"\n', '+    "draft": true\n', '+    "title": "한국어",\n',
        '-       "a"\n', '-    "draft": false\n', '-    "title": "Weak ties",\n',
    ]  # fmt: skip


PELICAN = "Title: Weak ties\nDate: 2023-04-05 10:00\nTags: a, b\nSummary: One\n    two\nSlug:  weak\n\n"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": "It's: so"}, ["- Title: Weak ties", "+ Title: It's: so"]),
        ({"tags": ["a", "c d"]}, ["- Tags: a, b", "+ Tags: a, c d"]),
        ({"tags": ["a, b", "c"]}, ["- Tags: a, b", "+ Tags: a, b; c"]),
        ({"custom_excerpt": "Three"}, ["- Summary: One", "-     two", "+ Summary: Three"]),
        ({"status": "draft"}, ["+ Status: draft"]),
        ({"slug": "new"}, ["- Slug:  weak", "+ Slug:  new"]),
        ({"category": ""}, []),
    ],
)
def test_a_pelican_header_changes_in_the_lines_of_its_keys(fields, expected):
    header = edited(PELICAN, MARKDOWN, **fields)
    lines = [line.removesuffix("\n") for line in changed_lines(PELICAN, header.text)]
    assert sorted(lines) == sorted(expected)


def test_what_a_header_has_no_key_for_is_said():
    header = edited(PELICAN, MARKDOWN, sidebar="counts")
    assert header.text == PELICAN
    assert header.notes == ["sidebar: such headers have no key for it"]


def test_former_addresses_join_those_that_are_named():
    header = Header("---\nredirect_from:\n  - /a/\n---\n")
    Changes(header, JEKYLL, {}).add_former(["/a/", "/b/"])
    assert texts_of(header.node(("redirect_from",))) == ["/a/", "/b/"]


PLAIN = {
    "status": "published", "is_in_drafts": False, "published_at": "2026-03-01T09:00:00+00:00", "own_slug": "",
    "custom_excerpt": "", "canonical_url": "", "header": {}, "show_toc": False, "show_author": True, "sidebar": "",
    "series": "", "series_position": 0, "withdraw_at": None, "is_literal": False,
}  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(NAMES, NAMES, st.lists(NAMES, max_size=5, unique_by=str.casefold), NAMES, NAMES)
def test_a_tidy_header_reads_back(title, category, tags, author, description):
    fields = {
        "title": title,
        "category": category,
        "tags": tags,
        "author": author,
        "description": description,
    }
    header = Header(tidy_header({**PLAIN, **fields}, UTC))
    assert read_categories([], {}, header.nodes).proposed == [category]
    assert folded(read_tags({}, header.nodes).proposed) == folded(dict.fromkeys(tags))
    assert [header.text_at((key,)) for key in ("title", "author", "description")] == [
        title,
        author,
        description,
    ]
    assert header.text_at(("date",)) == "2026-03-01 09:00:00 +0000"
    assert header.form == "yaml"

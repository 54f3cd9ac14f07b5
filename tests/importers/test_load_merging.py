"""What a second import makes of an article that somebody changed here meanwhile."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.importers import ImportedPage, ImportedPost
from articles.importers.load import Entry, LoadOptions, load, stored_fields
from articles.importers.load.merging import merge_fields
from articles.models import Image, ImportRecord, Page, Post
from tests.factories import make_category, make_post

SOURCE = "One is the first line.\n\nTwo is the second line.\n\nThree is the third line.\n"


def imported(**fields) -> ImportedPost:
    given = {
        "title": "Ties",
        "slug": "ties",
        "body": SOURCE,
        "categories": ["Letters"],
        "tags": ["A", "B"],
        **fields,
    }
    return ImportedPost(
        "test:ties.md",
        "ties.md",
        published_at=datetime(2023, 4, 5, tzinfo=UTC),
        source_file="ties.md",
        **given,
    )


def load_one(outcome, **options) -> Entry:
    (entry,) = load([outcome], LoadOptions(**options))
    return entry


def texts(entry: Entry) -> str:
    return "\n".join(note.text for note in entry.notes)


def edit(**changes) -> Post:
    post = Post.objects.get()
    for name, value in changes.items():
        setattr(post, name, value)
    post.save()
    return post


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ours", "theirs", "end", "warned"),
    [
        ({}, {"title": "New"}, {"title": "New"}, ""),
        ({"title": "Mine"}, {}, {"title": "Mine"}, ""),
        ({"title": "Mine"}, {"title": "New"}, {"title": "Mine"}, "title was changed here"),
        ({"title": "Same"}, {"title": "Same"}, {"title": "Same"}, ""),
        ({"status": "binned"}, {"title": "New"}, {"status": "binned", "title": "New"}, "in the bin"),
        ({"status": "binned"}, {"status": "draft"}, {"status": "binned"}, "in the bin"),
        ({}, {"status": "withdrawn"}, {"status": "withdrawn"}, ""),
        ({}, {"status": "in_review"}, {"status": "in_review"}, ""),
        ({"slug": "own"}, {"title": "New"}, {"slug": "own"}, ""),
        ({}, {"slug": "other"}, {"slug": "other"}, ""),
        ({"body": SOURCE + "\nMine.\n"}, {}, {"body": SOURCE + "\nMine.\n"}, ""),
        (
            {"body": SOURCE + "\nMine.\n"},
            {"body": "Zero.\n\n" + SOURCE},
            {"body": "Zero.\n\n" + SOURCE + "\nMine.\n"},
            "",
        ),
        ({"body": SOURCE.replace("\n", "\r\n")}, {"body": "Zero.\n\n" + SOURCE}, {}, ""),
    ],
)
def test_what_was_changed_on_one_side_holds_and_on_both_ours(ours, theirs, end, warned):
    load_one(imported())
    edit(**ours)
    entry = load_one(imported(**theirs))
    post = Post.objects.get()
    assert {name: getattr(post, name) for name in end} == end
    assert warned in texts(entry)
    assert bool(warned) == ("here" in texts(entry))
    again = load_one(imported(**theirs))
    assert (again.state, again.address) == ("unchanged", post.get_absolute_url())


@pytest.mark.django_db
def test_category_series_and_author_follow_unless_changed_here():
    load_one(imported(series="Beginnings", series_position=2), author="Ada")
    post = Post.objects.get()
    assert (post.category.name, post.series.name, post.series_position, post.author.name) == (
        "Letters",
        "Beginnings",
        2,
        "Ada",
    )
    edit(category=make_category("Own"))
    load_one(imported(categories=["Theirs"], series="Endings"), author="Ada")
    post = Post.objects.get()
    assert (post.category.name, post.series.name, post.series_position) == ("Own", "Endings", 0)


@pytest.mark.django_db
def test_lines_changed_on_both_sides_stay_as_here_and_are_told_until_settled():
    load_one(imported())
    mine = SOURCE.replace("second line", "line in my words")
    edit(body=mine)
    theirs = SOURCE.replace("second line", "line as they put it").replace("first", "very first")
    entry = load_one(imported(body=theirs))
    post = Post.objects.get()
    assert post.body == mine.replace("first", "very first")
    assert "body, line 3: was changed here too" in texts(entry)
    assert "line as they put it" in texts(entry)
    kept = post.revisions.get(state__body=theirs)
    assert post.revisions.first().state["body"] == post.body
    assert f"revision {kept.number}" in texts(entry)

    count = post.revisions.count()
    again = load_one(imported(body=theirs))
    assert again.state == "unchanged"
    assert "body, line 3: was changed here too" in texts(again)
    assert post.revisions.count() == count

    edit(body=theirs)
    settled = load_one(imported(body=theirs))
    assert "changed here" not in texts(settled)
    assert load_one(imported(body=theirs)).notes == []
    assert Post.objects.get().body == theirs


@pytest.mark.django_db
def test_front_matter_of_the_source_is_kept_and_the_record_says_what_the_file_says():
    load_one(imported(front_matter="---\ntitle: Ties\n---\n"))
    edit(title="Mine")
    load_one(imported(title="New", front_matter="---\ntitle:  New\n---\n"))
    post = Post.objects.get()
    record = post.import_record
    assert (post.title, post.front_matter) == ("Mine", "---\ntitle:  New\n---\n")
    assert (record.fields["title"], record.source_file) == ("New", "ties.md")
    differing = {name for name, value in stored_fields(post).items() if record.fields.get(name) != value}
    assert differing == {"title"}


@pytest.mark.django_db
def test_what_was_imported_and_not_touched_equals_its_record():
    make_post(slug="ties")
    Image.objects.create(source_url="https://images.example/a.jpg")
    load_one(imported(categories=["letters"], series="S", withdraw_at=datetime(2099, 1, 1, tzinfo=UTC)))
    post = Post.objects.get(import_ref="test:ties.md")
    assert post.slug == "ties-2"
    fields = stored_fields(post)
    assert {name: post.import_record.fields[name] for name in fields} == fields
    assert load_one(imported(title="New", categories=["letters"])).notes == []
    assert Post.objects.get(pk=post.pk).slug == "ties-2"


@pytest.mark.django_db
def test_other_variables_and_old_paths_are_news():
    load_one(imported(variables={"site": {}, "page": {}}))
    assert load_one(imported(variables={"site": {"title": "Old"}, "page": {}})).state == "updated"
    assert Post.objects.get().liquid["site"] == {"title": "Old"}
    assert Post.objects.get().revisions.count() == 1


@pytest.mark.django_db
def test_a_page_is_merged_as_an_article_is():
    page = ImportedPage("test:about.md", "about.md", "About", "about", SOURCE, source_file="about.md")
    load_one(page)
    stored = Page.objects.get()
    stored.body, stored.description = SOURCE + "\nMine.\n", "Mine"
    stored.save()
    entry = load_one(replace(page, body="Zero.\n\n" + SOURCE, description="Theirs", title="Who"))
    stored.refresh_from_db()
    assert stored.body == "Zero.\n\n" + SOURCE + "\nMine.\n"
    assert (stored.title, stored.description) == ("Who", "Mine")
    assert texts(entry) == "description was changed here since the last import and stays as it is here"
    stored.body = "Other words."
    stored.save()
    clash = replace(page, body="Their words.", description="Theirs", title="Who")
    for _time in range(2):
        assert "body, line 1: was changed here too" in texts(load_one(clash))
    assert Page.objects.get().body == "Other words."
    assert ImportRecord.objects.get().fields["title"] == "Who"


LINES = st.lists(
    st.sampled_from(["Ties.", "Letters are short.", "We met.", "", "## A part", "- one"]), max_size=8
)


@given(LINES, LINES, st.integers(0, 8), st.booleans())
@settings(max_examples=100, deadline=None)
def test_merging_loses_no_line_of_an_editor_and_takes_all_where_nobody_wrote(before, after, at, ends):
    base, theirs = "\n".join(before) + "\n" * ends, "\n".join(after) + "\n" * ends
    untouched = merge_fields({"body": base}, {"body": base}, {"body": theirs})
    assert untouched.changes.get("body", base) == theirs
    assert untouched.warnings == []
    lines = [*before[:at], "An editor wrote this.", *before[at:]]
    ours = "\n".join(lines) + "\n" * ends
    merged = merge_fields({"body": base}, {"body": ours}, {"body": theirs})
    assert merged.changes.get("body", ours).count("An editor wrote this.") == 1
    assert merge_fields({"body": base}, {"body": ours}, {"body": base}).changes == {}


@pytest.mark.django_db
def test_what_did_not_change_is_not_stored_again():
    page = ImportedPage("test:about.md", "about.md", "About", "about", SOURCE, source_file="about.md")
    load_one(imported()), load_one(page)
    before = Post.objects.get().updated_at, Page.objects.get().updated_at
    assert load_one(replace(imported(), source_file="b.md")).state == "unchanged"
    assert load_one(replace(page, source_file="c.md")).state == "unchanged"
    assert (Post.objects.get().updated_at, Page.objects.get().updated_at) == before
    assert set(ImportRecord.objects.values_list("source_file", flat=True)) == {"b.md", "c.md"}
    assert load_one(imported(title="New")).state == "updated"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "is_adopted"),
    [
        ({}, True),
        ({"title": "Mine"}, True),
        ({"body": "Other words."}, False),
        ({"slug": "bonds"}, False),
        ({"status": "binned"}, False),
        ({"import_ref": "ghost:7"}, False),
    ],
)
def test_an_article_that_was_written_here_is_known_by_its_address_and_text(fields, is_adopted):
    written = make_post(**{"title": "Ties", "slug": "ties", "body": SOURCE, **fields})
    page = Page.objects.create(title="Ties", path="ties", body=fields.get("body", SOURCE))
    entries = list(load([imported(), ImportedPage("t:p", "p.md", "Ties", "ties", SOURCE)], LoadOptions()))
    assert Post.objects.count() == (1 if is_adopted else 2)
    assert Page.objects.count() == (2 if "body" in fields else 1)
    written.refresh_from_db()
    if is_adopted:
        assert (written.import_ref, written.slug) == ("test:ties.md", "ties")
        assert written.title == fields.get("title", "Ties")
        assert "was written here" in texts(entries[0])
        assert entries[0].state in {"updated", "unchanged"}
        assert load_one(imported()).state == "unchanged"
    if "body" not in fields:
        assert Page.objects.get().pk == page.pk

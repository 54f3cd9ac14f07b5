from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.models import Post, SearchDocument, SearchIndex, SearchWord, Tag
from articles.search import search, suggest
from articles.search.documents import MAX_BYTES, MAX_PIECES
from tests.factories import make_author, make_category, make_post

pytestmark = pytest.mark.django_db


def test_saving_changes_what_a_post_is_found_by():
    post = make_post("First title", body="First words.", tags=["early"])
    post.title, post.body = "Second title", "Second words."
    post.save(tags=["late"])
    assert [query for query in ("first", "early", "second", "late") if search(query)] == ["second", "late"]


def test_a_save_that_fails_leaves_the_index_as_it_was():
    post = make_post("Before")
    post.title = "After"
    with transaction.atomic():
        post.save()
        transaction.set_rollback(True)
    assert search("before").exists()
    assert not search("after").exists()


def test_adding_and_removing_tags_counts():
    post = make_post()
    post.tags.add("mentors")
    assert search("mentors").exists()
    post.tags.clear()
    assert not search("mentors").exists()


def test_deleted_posts_are_gone():
    post = make_post("Gone")
    post.delete()
    Post.objects.filter(pk=make_post("Gone").pk).delete()
    assert not SearchIndex.objects.exists()
    assert not search("gone").exists()


@pytest.mark.parametrize("make", [make_category, make_author])
def test_a_new_name_of_what_posts_belong_to_is_found(make):
    named = make("Oldname")
    posts = [make_post(**{type(named).__name__.lower(): named}) for _ in range(3)]
    named.name = "Newname"
    named.save()
    assert set(search("newname")) == set(posts)
    assert not search("oldname").exists()


def test_a_new_name_of_a_tag_is_found_and_a_deleted_one_is_not():
    post = make_post(tags=["Oldname", "Other"])
    tag = Tag.objects.get(name="Oldname")
    tag.name = "Newname"
    tag.save()
    assert list(search("newname other")) == [post]
    assert not search("oldname").exists()
    tag.delete()
    assert not search("newname").exists()
    assert search("other").exists()


def test_what_is_saved_under_its_old_name_costs_no_indexing():
    category = make_category("Meeting")
    make_post(category=category)
    category.description = "Longer."
    with CaptureQueriesContext(
        connection,
    ) as queries:
        category.save()
    assert not any("INSERT" in query["sql"] for query in queries)


@pytest.mark.parametrize("count", [2, 30])
def test_renaming_takes_the_same_queries_for_any_number_of_posts(count):
    category = make_category("Meeting")
    for _ in range(count):
        make_post(category=category)
    category.name = "Greeting"
    with CaptureQueriesContext(connection) as queries:
        category.save()
    assert len(queries) <= 9


def test_rebuilding_brings_back_everything():
    post = make_post("Weak ties", body="Mentoring.", tags=["Career"])
    SearchDocument.objects.all().delete()
    SearchWord.objects.all().delete()
    SearchWord.objects.create(word="stale")
    assert not search("mentoring").exists()
    out = StringIO()
    call_command("rebuild_search", stdout=out)
    assert "1 articles indexed" in out.getvalue()
    assert list(search("mentoring weak career")) == [post]
    assert suggest("mentroing") == "mentoring"
    assert not SearchWord.objects.filter(word="stale").exists()


@pytest.mark.django_db(transaction=True)
def test_rebuilding_outside_a_transaction_lets_the_database_tidy_up():
    make_post("Weak ties")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO articles_searchwords (articles_searchwords) VALUES ('delete-all')")
    call_command("rebuild_search", stdout=StringIO())
    assert search("weak").exists()
    Post.objects.all().delete()
    assert not SearchIndex.objects.exists()


def test_rebuilding_twice_changes_nothing():
    make_post("Weak ties", tags=["Career"])
    stored = list(SearchDocument.objects.values())
    call_command("rebuild_search", stdout=StringIO())
    assert list(SearchDocument.objects.values()) == stored


def test_the_index_has_nothing_that_readers_do_not_see():
    make_post(
        body="[shown](https://example.org/hiddenaddress)\n\n<!-- hiddencomment -->\n\n$$x$$",
        description="hiddenmeta",
    )
    document = SearchDocument.objects.get()
    assert document.text == "shown x"
    assert "hidden" not in " ".join(str(value) for value in vars(document).values())


def test_a_document_stays_within_what_postgresql_takes():
    body = " ".join(f"{chr(0x20000 + n % 40_000)}{n:x}" for n in range(70_000))
    make_post("Long", body=body[:499_000])
    document = SearchDocument.objects.get()
    words = [document.title, document.body, document.forms, document.excerpt]
    assert sum(len(text.encode()) for text in words) <= MAX_BYTES
    assert sum(len(text.split()) for text in words) <= MAX_PIECES
    assert search("long").exists()


def test_the_database_can_remake_the_tables_around_the_index():
    make_post("Weak ties")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO articles_searchwords (articles_searchwords) VALUES ('integrity-check')"
            )
            cursor.execute("ALTER TABLE articles_post RENAME COLUMN canonical_url TO elsewhere_url")
            cursor.execute("ALTER TABLE articles_post RENAME COLUMN elsewhere_url TO canonical_url")
    assert search("weak").exists()

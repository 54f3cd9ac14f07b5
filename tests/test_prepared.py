import threading
from contextlib import contextmanager

import pytest
from django.db import connection, models
from django.utils import timezone

from articles import generation
from articles.models import Post
from articles.prepared import Prepared, Slot
from tests.factories import make_author, make_category, make_image, make_post


def posts_named():
    posts = Post.objects.published().select_related("category", "author__portrait")
    return posts.filter(slug__in=[Slot("one", models.CharField()), Slot("other", models.CharField())])


@pytest.fixture
def named():
    return Prepared("named", posts_named)


@contextmanager
def request():
    generation.begin()
    yield
    generation.end()


@pytest.mark.django_db
def test_it_returns_what_the_query_would(named):
    post = make_post("Weak ties", category=make_category("Meeting"), hero_image=make_image())
    make_post("Other")
    assert named(one="weak-ties", other=None) == [post]
    assert [found.title for found in named(one="other", other="weak-ties")] == ["Other", "Weak ties"]
    assert named(one="none", other="' OR 1=1 --") == []


@pytest.mark.django_db
def test_what_belongs_to_a_row_comes_with_it(named, django_assert_num_queries):
    make_post(
        "Weak ties", category=make_category("Meeting"), author=make_author("Ada", portrait=make_image())
    )
    with django_assert_num_queries(1):
        [post] = named(one="weak-ties", other="")
        assert post.category.name == "Meeting"
        assert post.author.portrait.width == 1200
        assert post.series_id is None


@pytest.mark.django_db(transaction=True)
def test_it_is_written_once_and_anew_when_something_changed(named):
    written = []
    named.make = lambda: written.append(1) or posts_named()
    make_post("Weak ties")
    for _ in range(3):
        with request():
            assert len(named(one="weak-ties", other="")) == 1
    assert len(written) == 1
    make_post("Strong ties", published_at=timezone.now())
    with request():
        assert len(named(one="weak-ties", other="strong-ties")) == 2
    assert len(written) == 2
    Post.objects.filter(slug="weak-ties").update(status="withdrawn")
    with request():
        assert len(named(one="weak-ties", other="strong-ties")) == 1


@pytest.mark.django_db(transaction=True)
def test_threads_ask_on_connections_of_their_own(named):
    make_post("Weak ties")
    found = [named(one="weak-ties", other="")]

    def ask():
        with request():
            found.append(named(one="weak-ties", other=""))
        connection.connection.close()  # Django's own leaves a database in memory open

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(rows) for rows in found] == [1] * 5

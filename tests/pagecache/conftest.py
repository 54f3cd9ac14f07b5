import pytest
from django.db import connection

from articles.pagecache import PageCache, complaints
from tests.factories import make_category

from .asking import Application


@pytest.fixture
def of_site(settings, tmp_path, transactional_db):
    """A site with a folder of its own, whose generation is known."""
    settings.VAR_DIR = tmp_path
    complaints.said.clear()
    change()
    return settings


@pytest.fixture
def application():
    return Application()


@pytest.fixture
def cache(of_site, application):
    return PageCache(application)


def change() -> None:
    """Change something that readers see."""
    make_category()


@pytest.fixture
def nothing_known(of_site):
    """A database that can't say whether anything has changed."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_generation")
    yield
    change()

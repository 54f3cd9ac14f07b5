from dataclasses import dataclass

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Author, Post
from tests.factories import make_author, make_post

TITLE, LATER = "Weak ties", "2099-01-01T09:00"


@dataclass
class Desk:
    """Somebody at their browser, and the author row that is theirs."""

    client: Client
    user: User | None
    author: Author

    def post(self, what: str, **fields) -> Post:
        """Make the post that is meant by words such as `own draft` or `other's published`."""
        whose, status = what.split()
        author = self.author if whose == "own" else make_author()
        if status == "scheduled":
            fields |= {"status": "published", "published_at": f"{LATER}Z"}
        elif status in {"binned", "withdrawn"}:
            fields |= {"status": status, "published_at": "2026-03-01T09:00Z"}
        return make_post(TITLE, author=author, **{"status": status, **fields})

    def sees(self, url: str, *words: str) -> bool:
        response = self.client.get(url)
        return response.status_code == 200 and all(word in response.content.decode() for word in words)

    def alters(self, row, url: str, form: dict, **wanted) -> bool:
        """Send a form; whatever it changes in the row must be all that was wanted."""
        before = stored(row)
        self.client.post(url, form)
        after = stored(row)
        if after == before:
            return False
        assert after is None or wanted.items() <= after.items()
        return True


def stored(row) -> dict | None:
    values = type(row)._default_manager.filter(pk=row.pk).values().first()
    return values and {name: value for name, value in values.items() if name != "updated_at"}


def admin_url(row, page: str) -> str:
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}"
    return reverse(name, args=[] if page in {"changelist", "add"} else [row.pk])

"""Rows for tests: each function makes one, with what the test does not care about filled in."""

import io
import itertools
from datetime import UTC, datetime, timedelta

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from PIL import Image as Pillow

from articles.models import Author, Category, Image, Post, Series

numbers = itertools.count(1)
A_DAY = datetime(2026, 3, 1, 9, tzinfo=UTC)


def make_post(title: str = "", tags=(), **fields) -> Post:
    number = next(numbers)
    fields.setdefault("status", "published")
    if fields["status"] == "published":
        fields.setdefault("published_at", A_DAY + timedelta(seconds=number))
    for name in ("published_at", "withdraw_at"):
        if isinstance(fields.get(name), str):
            fields[name] = datetime.fromisoformat(fields[name])
    post = Post(title=title or f"Article {number}", **{"body": "Some words.", **fields})
    post.save(tags=tags)
    return post


def make_category(name: str = "", **fields) -> Category:
    return Category.objects.create(name=name or f"Category {next(numbers)}", **fields)


def make_author(name: str = "", **fields) -> Author:
    return Author.objects.create(name=name or f"Author {next(numbers)}", **fields)


def make_series(name: str = "", **fields) -> Series:
    return Series.objects.create(name=name or f"Series {next(numbers)}", **fields)


def make_user(username: str = "", **fields):
    return get_user_model().objects.create_user(username or f"user{next(numbers)}", **fields)


def picture_bytes(width: int = 1200, height: int = 800, kind: str = "JPEG", colour: str = "teal") -> bytes:
    file = io.BytesIO()
    Pillow.new("RGB", (width, height), colour).save(file, kind)
    return file.getvalue()


def make_image(name: str = "picture.jpg", content: bytes | None = None, **fields) -> Image:
    image = Image(file=ContentFile(content or picture_bytes(), name=name), **{"alt": "A table", **fields})
    image.save()
    return image

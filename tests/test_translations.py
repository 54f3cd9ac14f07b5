import gettext
import os
import re
import shutil
import subprocess
import sys

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from articles.models import Page, SiteSettings
from tests.conftest import ROOT
from tests.factories import make_author, make_category, make_post, make_series

CATALOGUE = ROOT / "articles" / "locale" / "ko" / "LC_MESSAGES"
# Names, and what the seven-bit world calls things.
KEPT = {"LinkedIn", "Mastodon", "noindex", "http", "https", "netw"}


def entries(text: str) -> dict[str, str]:
    pairs = re.findall(
        r'^msgid ((?:".*"\n)+)(?:msgid_plural .*\n)?msgstr(?:\[0\])? ((?:".*"\n?)+)', text, re.M
    )
    return {unquote(key): unquote(value) for key, value in pairs if unquote(key)}


def unquote(text: str) -> str:
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text)).replace('\\"', '"').replace("\\n", "\n")


def test_every_message_is_translated():
    text = (CATALOGUE / "django.po").read_text()
    assert len(entries(text)) > 150
    assert [key for key, value in entries(text).items() if not value] == []
    assert "#, fuzzy" not in text


def test_the_compiled_catalogue_is_that_of_the_source():
    with (CATALOGUE / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for key, value in entries((CATALOGUE / "django.po").read_text()).items():
        assert compiled.gettext(key) == value or compiled.ngettext(key, key, 1) == value


@pytest.mark.skipif(
    shutil.which("xgettext") is None, reason="gettext is not installed; on Debian: apt-get install gettext"
)
def test_no_message_is_missing_from_the_catalogue(tmp_path):
    for folder in ("articles", "cms", "templates"):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "starter")
        )
    (tmp_path / "static").mkdir()
    shutil.copy(ROOT / "manage.py", tmp_path)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "-l", "ko", "--no-location", "--no-wrap"],
        cwd=tmp_path,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings"},
        check=True,
        capture_output=True,
    )
    found = entries((tmp_path / CATALOGUE.relative_to(ROOT) / "django.po").read_text())
    assert [key for key in found if key not in entries((CATALOGUE / "django.po").read_text())] == []


@pytest.mark.django_db
def test_a_korean_site_speaks_korean_on_every_page(client, settings):
    settings.LANGUAGE_CODE = "ko"
    SiteSettings(name="인연", tagline="일과 사람").save()
    Page.objects.create(title="소개", path="소개", body="글입니다.", is_public=True)
    shared = {
        "category": make_category("만남"),
        "author": make_author("편집부"),
        "series": make_series("처음"),
    }
    for number in range(12):
        post = make_post(
            f"글 {number}", body="## 처음\n\n본문.", tags=["태그"], show_toc=True, sidebar="counts", **shared
        )
    withdrawn = make_post("거둔 글", status="withdrawn")
    addresses = ["/", "/page/2/", "/categories/", "/tags/", "/archive/", "/2026/", "/2026/03/", "/search/"]
    addresses += ["/search/?q=본문", "/search/?q=없는말", "/nowhere/", withdrawn.get_absolute_url(), "/소개/"]
    addresses += [row.get_absolute_url() for row in (post, *shared.values())]
    with translation.override("ko"):
        for address in addresses:
            page = client.get(address).content.decode()
            assert '<html lang="ko">' in page
            body = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", page.partition("<body>")[2], flags=re.S)
            words = set(re.findall(r"[A-Za-z]{3,}", strip_tags(body)))
            assert words <= KEPT, (address, words - KEPT)


@pytest.mark.django_db
def test_dates_are_written_as_the_language_does(client, settings):
    post = make_post()
    with translation.override("ko"):
        assert "2026년 3월 1일" in client.get(post.get_absolute_url()).content.decode()
    with translation.override("en"):
        assert "1 March 2026" in client.get(post.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_a_language_from_the_right_is_set_from_the_right(client):
    with translation.override("ar"):
        assert 'dir="rtl"' in client.get("/").content.decode()

from datetime import UTC, datetime

import pytest

from articles.importers.base import ReadError
from articles.importers.permalinks import (
    STYLES,
    Address,
    home_paths,
    page_url,
    served_file,
    served_paths,
    site_url,
    slugify,
    titleize_slug,
)

POST = Address(
    date=datetime(2023, 4, 5, 7, 8, 9, tzinfo=UTC),
    slug="Meeting-people",
    basename="2023-04-05-Meeting-people",
    path="/2023-04-05-Meeting-people",
    categories=["Career", "and", "Work"],
)


@pytest.mark.parametrize(
    ("style", "url"),
    [
        ("date", "/career/and/work/2023/04/05/Meeting-people.html"),
        ("pretty", "/career/and/work/2023/04/05/Meeting-people/"),
        ("ordinal", "/career/and/work/2023/095/Meeting-people.html"),
        ("weekdate", "/career/and/work/2023/W14/Wed/Meeting-people.html"),
        ("none", "/career/and/work/Meeting-people.html"),
    ],
)
def test_the_built_in_styles_give_jekylls_addresses(style: str, url: str) -> None:
    assert site_url(STYLES[style], POST) == url


@pytest.mark.parametrize(
    ("template", "url"),
    [
        ("/:categories/:title/", "/career/and/work/Meeting-people/"),
        ("/:slug", "/meeting-people"),
        ("/:short_year/:i_month/:i_day/:short_month/:long_month", "/23/4/5/Apr/April"),
        ("/:w_year/:week/:w_day/:long_day", "/2023/14/3/Wednesday"),
        ("/:hour:minute:second", "/070809"),
        ("/:year_:month", "/2023_04"),
        ("/:collection/:path:output_ext", "/posts/2023-04-05-Meeting-people.html"),
        ("/:name", "/2023-04-05-meeting-people"),
        ("blog//:title/../x", "/blog/Meeting-people/x"),
        ("/fixed.html", "/fixed.html"),
    ],
)
def test_templates_are_filled(template: str, url: str) -> None:
    assert site_url(template, POST) == url


def test_segments_are_percent_encoded() -> None:
    post = Address(None, "a b's: ü?", "x", categories=["C#", "R & D", "c#"])
    assert site_url("/:categories/:title/", post) == "/c%23/r%20&%20d/a-b's-%C3%BC/"
    assert site_url("/:slugified_categories/", post) == "/c/r-d/"


def test_an_undated_post_has_no_dated_address() -> None:
    undated = Address(None, "a", "a")
    assert site_url(STYLES["date"], undated) is None
    assert site_url(STYLES["none"], undated) == "/a.html"


def test_an_unknown_placeholder_is_an_error() -> None:
    with pytest.raises(ReadError, match=":nonsense"):
        site_url("/:nonsense/", POST)


@pytest.mark.parametrize(
    ("url", "first"),
    [
        ("/a/b/", "/a/b/"),
        ("/a/b.html", "/a/b.html"),
        ("/a/b", "/a/b"),
        ("/a/b/index.html", "/a/b/index.html"),
    ],
)
def test_every_form_of_an_address_is_served(url: str, first: str) -> None:
    paths = served_paths(url)
    assert paths[0] == first
    assert set(paths) == {"/a/b", "/a/b/", "/a/b.html", "/a/b/index.html"} | {first}


def test_paths_are_decoded_and_stand_below_the_base() -> None:
    assert served_paths("/c%23/caf%C3%A9/", "blog/")[0] == "/blog/c#/café/"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("old", "/old"),
        ("https://old.example/a/b/#top", "/a/b/"),
        ("//evil.example/a", "/evil.example/a"),
        ("/../../etc/x", "/etc/x"),
        ("/a\r\nSet-Cookie: b", "/aSet-Cookie: b"),
        ("/old.php?id=3", "/old.php?id=3"),
        ("http://[", "/"),
    ],
)
def test_hand_written_addresses_become_plain_paths(url: str, path: str) -> None:
    assert (served_paths(url) or ["/"])[0] == path


@pytest.mark.parametrize(
    ("template", "url"),
    [
        ("/:path/:basename:output_ext", "/a%20b/c.htm"),
        ("/:path/", "/a%20b/"),
        ("/:basename/:title", "/c/:title"),
        ("x/../:basename//", "/x/c/"),
    ],
)
def test_templates_of_pages_name_three_things(template: str, url: str) -> None:
    assert page_url(template, "a b", "c", ".htm") == url


def test_a_file_and_the_front_page_have_their_own_forms() -> None:
    assert served_file("feed/a%20b.xml", "/blog/") == "/blog/feed/a b.xml"
    assert home_paths("/") == ["/index.html"]
    assert home_paths("/index.html", "blog") == ["/blog/", "/blog", "/blog/index.html"]


@pytest.mark.parametrize("url", ["/", "", "/index.html", "//", "https://old.example"])
def test_the_sites_root_is_nobodys_old_path(url: str) -> None:
    assert served_paths(url) == []


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("C++ & Café: What's New?", "c-café-what-s-new"),
        ("The _config.yml file", "the-config-yml-file"),
        ("한국어 제목", "한국어-제목"),
        ("हिन्दी", "हिन्दी"),
        ("🙂", ""),
    ],
)
def test_slugs_keep_letters_of_every_script(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_pretty_slugs_keep_case_and_what_paths_allow() -> None:
    assert slugify("The _config.yml File", pretty=True, cased=True) == "The-_config.yml-File"


def test_a_title_is_made_of_a_slug() -> None:
    assert titleize_slug("why-i-NETWORK") == "Why I Network"
